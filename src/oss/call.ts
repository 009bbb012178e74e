/**
 * One operation on OSS: signed, sent, its refusal translated, renewed where the token had expired, repeated where
 * that can do no harm.
 */
import {
  type Clock,
  type CloudCredentials,
  callBudget,
  type Ids,
  isMigrationError,
  MigrationError,
  type PartBody,
  parseRetryAfter,
  redact,
  retrying,
} from '../core/index.ts'
import type { CredentialKeeper } from './credential-keeper.ts'
import { addressOf, type Endpoint } from './endpoint.ts'
import type { HttpAnswer, HttpConnections, HttpHead } from './http.ts'
import { encodeQuery } from './percent-encoding.ts'
import { signHeaders } from './sign-request.ts'
import { type OssAttempt, translateConnectionFault, translateRefusal } from './translate-error.ts'
import { headErrorHeader, requestIdHeader } from './wire.ts'
import { parseXml, textOf } from './xml.ts'

export interface OssCall {
  /** OSS's name for it, such as `PutObject`. */
  readonly operation: string
  readonly method: string
  readonly bucket?: string | undefined
  readonly key?: string | undefined
  readonly query?: ReadonlyArray<readonly [string, string]>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: PartBody | Uint8Array | undefined
  /** `always`: a repetition does no harm. `if-refused`: only after an answer. `never`: the caller decides. */
  readonly repeat: 'always' | 'if-refused' | 'never'
  readonly signal?: AbortSignal | undefined
  readonly onSent?: ((bytes: number) => void) | undefined
  readonly onHead?: ((answer: HttpHead) => void) | undefined
}

export type OssCaller = (call: OssCall) => Promise<HttpAnswer>

export interface CallerParts {
  readonly endpoint: Endpoint
  readonly region: string
  readonly signatureVersion: 'v4' | 'v1'
  readonly credentials: CredentialKeeper
  readonly connections: HttpConnections
  readonly timeoutMs: number
  readonly clock: Clock
  readonly ids: Ids
}

/** Codes after which other credentials may help, when temporary ones were used. */
const tokenCodes = ['OSS_TOKEN_EXPIRED', 'OSS_TOKEN_INVALID', 'OSS_ACCESS_KEY_INVALID']

/** Returns the function that makes calls over one set of connections. */
export function ossCaller(parts: CallerParts): OssCaller {
  const { clock, ids, credentials } = parts

  async function once(call: OssCall): Promise<HttpAnswer> {
    const used = await credentials.get()
    try {
      return await exchange(parts, call, used)
    } catch (error) {
      if (used.securityToken === undefined || !isMigrationError(error, ...tokenCodes)) throw error
      const renewed = await credentials.renew(used)
      if (renewed.securityToken === used.securityToken) throw error
      return await exchange(parts, call, renewed)
    }
  }

  return async (call) => {
    if (call.repeat === 'never') return once(call)
    const result = await retrying(
      async () => {
        try {
          return { answer: await once(call) }
        } catch (error) {
          if (call.repeat === 'always' || isRefused(error)) throw error
          return { error }
        }
      },
      { clock, ids, budget: { ...callBudget, classes: ['now', 'later'] }, signal: call.signal },
    )
    if ('error' in result) throw result.error
    return result.answer
  }
}

/** Tells whether the operation was certainly not carried out: OSS said no, or nobody listened. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof MigrationError)) return false
  return error.vendor?.system === 'oss' || error.code === 'OSS_CONNECTION_REFUSED'
}

async function exchange(
  parts: CallerParts,
  call: OssCall,
  credentials: CloudCredentials,
): Promise<HttpAnswer> {
  const { endpoint, region, signatureVersion, clock, timeoutMs } = parts
  const query = call.query ?? []
  const address = addressOf(endpoint, call.bucket, call.key)
  const attempt = attemptOf(parts, call)
  const headers = signHeaders(
    {
      method: call.method,
      bucket: call.bucket,
      key: call.key,
      query,
      headers: call.headers ?? {},
    },
    { version: signatureVersion, region, credentials, nowMs: clock.now() },
  )
  let answer: HttpAnswer
  try {
    answer = await parts.connections.exchange({
      method: call.method,
      hostname: address.hostname,
      path: query.length === 0 ? address.path : `${address.path}?${encodeQuery(query)}`,
      headers: { host: address.host, ...headers },
      body: call.body,
      connection: call.repeat === 'if-refused' ? 'fresh' : 'kept',
      signal: call.signal,
      onSent: call.onSent,
      // A refusal is read as such; only an accepted call's head is shown.
      onHead: (head) => {
        if (head.status < 300) call.onHead?.(head)
      },
    })
  } catch (error) {
    call.signal?.throwIfAborted()
    if (isMigrationError(error)) throw error
    throw translateConnectionFault(error, attempt, timeoutMs)
  }
  if (answer.status >= 200 && answer.status < 300) return answer
  throw refusal(answer, attempt, clock, credentials)
}

/** How an error names what was attempted. */
function attemptOf(parts: CallerParts, call: OssCall): OssAttempt {
  const { bucket, key, operation } = call
  const resource =
    bucket === undefined
      ? parts.endpoint.host
      : `oss://${bucket}${key === undefined ? '' : `/${key}`}`
  return { operation, resource }
}

function headerOf(answer: HttpHead, name: string): string | undefined {
  const value = answer.headers[name]
  return Array.isArray(value) ? value[0] : value
}

function refusal(
  answer: HttpAnswer,
  attempt: OssAttempt,
  clock: Clock,
  { accessKeySecret, securityToken }: CloudCredentials,
): MigrationError {
  const packed = headerOf(answer, headErrorHeader)
  const text =
    answer.body.byteLength === 0 && packed !== undefined
      ? Buffer.from(packed, 'base64').toString('utf8')
      : answer.body.toString('utf8')
  const document = parseXml(text, 'Error')
  const serverDate = Date.parse(headerOf(answer, 'date') ?? '')
  const now = clock.now()
  return translateRefusal(
    {
      status: answer.status,
      code: textOf(document, 'Code'),
      message: redact(textOf(document, 'Message'), [accessKeySecret, securityToken ?? '']),
      requestId: headerOf(answer, requestIdHeader) ?? (textOf(document, 'RequestId') || undefined),
      endpoint: textOf(document, 'Endpoint') || undefined,
      skewMs: Number.isNaN(serverDate) ? undefined : now - serverDate,
      retryAfterMs: parseRetryAfter(headerOf(answer, 'retry-after'), now),
    },
    attempt,
  )
}
