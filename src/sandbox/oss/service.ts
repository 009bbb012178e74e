/**
 * Handles one request to the sandbox's OSS from its head to its answer, without a socket: signature, faults,
 * operation. Whatever carries requests (node:http, a test) stays outside.
 */
import type { Clock, Ids } from '../../core/index.ts'
import type { AccountBook } from '../account.ts'
import { bytesOfOperation, effectOf, type FaultBook, type FaultEffect } from '../faults.ts'
import { authenticate, tokenExpired } from './authenticate.ts'
import type { OssAnswer } from './call.ts'
import { ConnectionCut, faultyBody } from './faulty-body.ts'
import { corsHeaders, preflight } from './lifecycle-cors.ts'
import type { OssModel } from './model.ts'
import { operationOf, runOperation } from './operations.ts'
import { parameter, type WireRequest } from './request.ts'
import { faultRefusal, type OssServiceError, refuse } from './service-error.ts'
import { xmlDocument } from './xml.ts'

export interface OssService {
  readonly model: OssModel
  readonly accounts: AccountBook
  readonly faults: FaultBook
  readonly clock: Clock
  readonly ids: Ids
}

export interface IncomingCall {
  readonly request: WireRequest
  readonly body: AsyncIterable<Uint8Array>
  readonly hasBodyLength: boolean
  readonly signal: AbortSignal
}

/** An answer with the faults that its body is to meet on the way out. */
export interface OutgoingAnswer extends OssAnswer {
  readonly effects: readonly FaultEffect[]
}

/**
 * Returns the answer. Throws OssServiceError for a refusal, and ConnectionCut where a fault leaves the caller
 * without an answer.
 */
export async function serve(service: OssService, incoming: IncomingCall): Promise<OutgoingAnswer> {
  const { model, accounts, faults, clock, ids } = service
  const { request, signal } = incoming
  if (request.method === 'OPTIONS') return { ...preflight(model, request), effects: [] }
  const now = clock.now()
  const { key: accessKey, target } = authenticate(request, { accounts, region: model.region, now })
  const operation = operationOf(request, target)
  const hasToken = accessKey?.securityToken !== undefined
  const effects = faults.take(
    {
      service: 'oss',
      operation,
      key: target.key,
      bytes: bytesOfOperation(operation),
      partNumber: Number(parameter(request, 'partNumber') ?? Number.NaN),
    },
    hasToken ? ossFaultKinds : ossFaultKinds.filter((kind) => kind !== 'expire-token'),
  )
  if (accessKey && effectOf(effects, 'expire-token')) {
    accounts.expire(accessKey.accessKeyId, now)
    throw tokenExpired()
  }
  const drop = effectOf(effects, 'drop')
  if (drop?.direction === 'request' && drop.after === 0) throw new ConnectionCut()
  refuseByFault(effects)
  const answer = await runOperation(operation, {
    model,
    request,
    caller: { accountId: accessKey?.accountId, now },
    ids,
    bucket: target.bucket ?? '',
    key: target.key ?? '',
    now: () => clock.now(),
    body: faultyBody(incoming.body, 'request', effects, clock, signal),
    hasBodyLength: incoming.hasBodyLength,
  })
  const delayMs = effectOf(effects, 'slow')?.delayMs
  try {
    if (delayMs !== undefined) await clock.sleep(delayMs, signal)
    if (effectOf(effects, 'lost-reply')) throw new ConnectionCut()
  } catch (error) {
    if (typeof answer.body === 'object') await answer.body.source.close()
    throw error
  }
  const cors = corsHeaders(model, request, request.method)
  return { ...answer, headers: { ...answer.headers, ...cors }, effects }
}

/** The kinds of fault that mean something to OSS. */
const ossFaultKinds: readonly FaultEffect['kind'][] = [
  'drop',
  'error',
  'throttle',
  'lost-reply',
  'slow',
  'corrupt',
  'expire-token',
]

/** Throws the refusal that a fault asks for, if one does. */
export function refuseByFault(effects: readonly FaultEffect[]): void {
  const error = effectOf(effects, 'error')
  if (error) throw faultRefusal(error.status, error.code, error.message)
  const throttle = effectOf(effects, 'throttle')
  if (!throttle) return
  const { retryAfterSeconds } = throttle
  throw faultRefusal(
    503,
    'SlowDown',
    undefined,
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  )
}

/** Returns the error document of a refusal. @param host  the Host header of the request */
export function errorDocument(error: OssServiceError, requestId: string, host: string): string {
  return xmlDocument('Error', {
    Code: error.code,
    Message: error.message,
    RequestId: requestId,
    HostId: host.replace(/:\d+$/, ''),
    ...error.elements,
    EC: error.ec,
    RecommendDoc: `https://api.aliyun.com/troubleshoot?q=${error.ec}`,
  })
}

/** Returns 24 upper-case hex digits. */
export function newRequestId(ids: Ids): string {
  return ids.uuid().replaceAll('-', '').slice(0, 24).toUpperCase()
}

/** Returns the refusal for a fault of the sandbox itself. */
export function internalError(): OssServiceError {
  return refuse('InternalError')
}
