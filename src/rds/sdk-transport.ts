/**
 * Calls through the generic client of Alibaba Cloud's SDK, which is loaded with the first call.
 *
 * The SDK throws answers with an error status and keeps their headers to itself. The waiting time of a throttled
 * call stands in a header, so the answer is watched on Node's diagnostics channel, told apart by its nonce. It also
 * drops proxy settings without a word; `proxy-transport.ts` is for those.
 *
 * @source @alicloud/openapi-client 0.4.15 with @alicloud/tea-typescript 1.8 [measured]
 */
import type { ClientRequest, IncomingMessage } from 'node:http'
import {
  parseJson,
  type RpcReply,
  retryAfterHeader,
  type Transport,
  type TransportOptions,
  withUsualAuthorities,
} from './transport.ts'

/** What was seen of an answer before the SDK read it. */
interface Seen {
  status: number | undefined
  retryAfter: string | undefined
}

/** Returns a transport over the SDK. */
export function sdkTransport(options: TransportOptions): Transport {
  let authorities: Promise<string> | undefined
  return async (call) => {
    const [{ default: sdk }, { RuntimeOptions }, { channel }] = await Promise.all([
      import('@alicloud/openapi-client'),
      import('@alicloud/tea-util'),
      import('node:diagnostics_channel'),
    ])
    if (options.ca && !authorities) authorities = withUsualAuthorities(options.ca)
    const ca = await authorities
    const { credentials } = call
    const client = new sdk.default(
      new sdk.Config({
        accessKeyId: credentials.accessKeyId,
        accessKeySecret: credentials.accessKeySecret,
        securityToken: credentials.securityToken,
        endpoint: call.endpoint.host,
        protocol: call.endpoint.protocol,
      }),
    )
    const params = new sdk.Params({
      action: call.action,
      version: call.version,
      protocol: call.endpoint.protocol,
      pathname: '/',
      method: 'POST',
      authType: 'AK',
      style: 'RPC',
      reqBodyType: 'formData',
      bodyType: 'string',
    })
    const request = new sdk.OpenApiRequest({
      query: call.parameters,
      headers: {
        'x-acs-date': `${call.at.toISOString().slice(0, 19)}Z`,
        'x-acs-signature-nonce': call.nonce,
      },
    })
    // The SDK ends an idle connection after connectTimeout even while it waits for an answer, so both are equal.
    const runtime = new RuntimeOptions({
      readTimeout: options.timeoutMs,
      connectTimeout: options.timeoutMs,
      autoretry: false,
      ...(ca !== undefined && { ca }),
    })

    const seen: Seen = { status: undefined, retryAfter: undefined }
    const answers = channel('http.client.response.finish')
    const watch = (message: unknown) => {
      const { request: sent, response } = message as AnswerMessage
      if (sent.getHeader('x-acs-signature-nonce') !== call.nonce) return
      seen.status = response.statusCode
      seen.retryAfter = retryAfterHeader(response.headers)
    }
    answers.subscribe(watch)
    try {
      const reply = await client.callApi(params, request, runtime)
      return {
        status: Number(reply['statusCode']),
        body: parseJson(String(reply['body'])),
        retryAfter: seen.retryAfter,
      }
    } catch (error) {
      return replyOf(error, seen)
    } finally {
      answers.unsubscribe(watch)
    }
  }
}

interface AnswerMessage {
  readonly request: ClientRequest
  readonly response: IncomingMessage
}

/** Returns the answer that the SDK threw, or throws the error again where there was none. */
function replyOf(error: unknown, seen: Seen): RpcReply {
  const { retryAfter } = seen
  const data = error instanceof Error && 'data' in error ? error.data : undefined
  if (typeof data === 'object' && data !== null && 'statusCode' in data)
    return { status: Number(data.statusCode), body: data, retryAfter }
  // An error status with a body that is no JSON: the SDK fails on the body and loses the status.
  if (seen.status !== undefined && seen.status >= 400 && !isNetworkError(error))
    return { status: seen.status, body: undefined, retryAfter }
  throw error
}

function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return /Timeout/.test(error.name) || ('code' in error && /^E[A-Z]+$/.test(String(error.code)))
}
