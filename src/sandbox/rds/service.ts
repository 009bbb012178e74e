/**
 * Handles one request to the sandbox's RDS, RAM and STS from its head to its answer, without a socket: signature,
 * faults, operation, form of the answer.
 */
import type { Clock, Ids } from '../../core/index.ts'
import { buildError, type CloudProduct, type WireObject } from '../../rds/wire.ts'
import type { AccountBook } from '../account.ts'
import { effectOf, type FaultBook, type FaultEffect } from '../faults.ts'
import { productOf, runAction } from './actions.ts'
import type { RdsModel } from './model.ts'
import { RdsServiceError, serviceError } from './service-error.ts'
import {
  type NonceBook,
  type RpcCall,
  type RpcRequest,
  readCall,
  verifyRequest,
} from './verify-request.ts'
import { xmlAnswer } from './xml.ts'

export interface RdsService {
  readonly model: RdsModel
  readonly accounts: AccountBook
  readonly faults: FaultBook
  readonly nonces: NonceBook
  readonly clock: Clock
  readonly ids: Ids
}

/** What goes back to the caller. */
export interface RdsAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The connection is cut after that many bytes of the body; undefined sends all of it. */
  readonly cutAfter?: number
}

/** Faults of the transport; those of tasks are asked by the model. */
const transportKinds: readonly FaultEffect['kind'][] = [
  'drop',
  'error',
  'throttle',
  'lost-reply',
  'slow',
  'expire-token',
]

/** Returns the answer, also for a refusal; undefined where a fault cuts the connection without one. */
export async function serveRds(
  service: RdsService,
  request: RpcRequest,
  signal?: AbortSignal,
): Promise<RdsAnswer | undefined> {
  const requestId = service.ids.uuid().toUpperCase()
  const call = readCall(request)
  const product = productOf(call.action, call.version)
  try {
    const caller = verifyRequest(request, service.accounts, service.nonces, service.clock.now())
    if (!product) throw serviceError('InvalidAction.NotFound')
    const key = call.parameters['DBName'] ?? call.parameters['RoleName']
    const kinds =
      caller.securityToken === undefined
        ? transportKinds.filter((kind) => kind !== 'expire-token')
        : transportKinds
    const effects = service.faults.take({ service: 'rds', operation: call.action, key }, kinds)
    if (effectOf(effects, 'expire-token')) {
      service.accounts.expire(caller.accessKeyId, service.clock.now())
      throw serviceError('InvalidSecurityToken.Expired')
    }
    const drop = effectOf(effects, 'drop')
    if (drop?.direction === 'request') return undefined
    refuseByFault(effects)
    const body = await runAction(call.action, call.parameters, { ...service, caller })
    const delayMs = effectOf(effects, 'slow')?.delayMs
    if (delayMs !== undefined) await service.clock.sleep(delayMs, signal)
    if (effectOf(effects, 'lost-reply')) return undefined
    const answer = answerOf(200, `${call.action}Response`, { RequestId: requestId, ...body }, call)
    return drop ? { ...answer, cutAfter: drop.after } : answer
  } catch (error) {
    if (signal?.aborted) return undefined
    const refusal = error instanceof RdsServiceError ? error : serviceError('InternalError')
    return refusalOf(refusal, requestId, product, call)
  }
}

/** Throws the refusal that a fault asks for, if one does. */
export function refuseByFault(effects: readonly FaultEffect[]): void {
  const error = effectOf(effects, 'error')
  if (error)
    throw new RdsServiceError(
      error.code ?? (error.status === 503 ? 'ServiceUnavailable' : 'InternalError'),
      error.status,
      error.message ??
        serviceError(error.status === 503 ? 'ServiceUnavailable' : 'InternalError').message,
    )
  const throttle = effectOf(effects, 'throttle')
  if (!throttle) return
  const { code, status, message } = serviceError('Throttling.User')
  throw new RdsServiceError(code, status, message, throttle.retryAfterSeconds)
}

function refusalOf(
  refusal: RdsServiceError,
  requestId: string,
  product: CloudProduct | undefined,
  call: RpcCall,
): RdsAnswer {
  const { code, message, retryAfterSeconds } = refusal
  const body = buildError({ code, message, requestId }, `${product ?? 'rds'}.aliyuncs.com`)
  const answer = answerOf(refusal.status, 'Error', body, call)
  if (retryAfterSeconds === undefined) return answer
  return {
    ...answer,
    headers: { ...answer.headers, 'x-acs-retry-after': String(retryAfterSeconds) },
  }
}

/** The SDKs read an error as XML only where the content type is exactly this one. */
const xmlType = 'text/xml;charset=utf-8'
const jsonType = 'application/json;charset=utf-8'

function answerOf(status: number, root: string, body: WireObject, call: RpcCall): RdsAnswer {
  const isJson = call.format === 'JSON'
  return {
    status,
    headers: {
      'content-type': isJson ? jsonType : xmlType,
      'x-acs-request-id': String(body['RequestId'] ?? ''),
    },
    body: isJson ? JSON.stringify(body) : xmlAnswer(root, body),
  }
}
