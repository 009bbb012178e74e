/**
 * Who sent a request to the sandbox's RDS, RAM or STS, and whether the signature, the time and the nonce are right:
 * RPC V1 in the query or in a form body, and ACS3 in headers.
 * @source cloud-api facts 2.2 to 2.4, wire-clients 14 to 17
 */
import {
  acs3CanonicalRequest,
  acs3Signature,
  acs3StringToSign,
  type Parameter,
  parseAcs3Authorization,
  parseInstant,
  parseParameters,
  rpcV1Signature,
  rpcV1StringToSign,
  sha256Hex,
  type WireParameters,
} from '../../rds/wire.ts'
import type { AccessKey, AccountBook } from '../account.ts'
import { RdsServiceError, type ServiceErrorCode, serviceError } from './service-error.ts'

/** A request as it arrived. */
export interface RpcRequest {
  readonly method: string
  /** Path and query. */
  readonly url: string
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: Uint8Array
}

/** What a request asks for, before anything about it is believed. */
export interface RpcCall {
  readonly action: string
  readonly version: string
  readonly format: 'JSON' | 'XML'
  readonly parameters: WireParameters
}

const maximumSkewMs = 15 * 60 * 1000

/** The nonces of the last half hour; an older request is refused by its time. */
export class NonceBook {
  #seen = new Map<string, number>()

  /** Remembers the nonce and returns whether it is new. */
  use(nonce: string, now: number): boolean {
    for (const [old, at] of this.#seen) {
      if (at > now - 2 * maximumSkewMs) break
      this.#seen.delete(old)
    }
    if (this.#seen.has(nonce)) return false
    this.#seen.set(nonce, now)
    return true
  }
}

function allParameters(request: RpcRequest): Parameter[] {
  const at = request.url.indexOf('?')
  const query = at < 0 ? [] : parseParameters(request.url.slice(at + 1))
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')
  return isForm ? [...query, ...parseParameters(new TextDecoder().decode(request.body))] : query
}

function isAcs3(request: RpcRequest): boolean {
  return request.headers['authorization']?.trim().startsWith('ACS3-') ?? false
}

/** Returns what the request asks for. An absent format means XML in RPC V1 and JSON in ACS3. */
export function readCall(request: RpcRequest): RpcCall {
  const parameters: Record<string, string> = {}
  for (const [name, text] of allParameters(request)) parameters[name] = text
  const isHeader = isAcs3(request)
  const format = parameters['Format'] ?? (isHeader ? 'JSON' : 'XML')
  return {
    action: (isHeader ? request.headers['x-acs-action'] : undefined) ?? parameters['Action'] ?? '',
    version:
      (isHeader ? request.headers['x-acs-version'] : undefined) ?? parameters['Version'] ?? '',
    format: format.toUpperCase() === 'JSON' ? 'JSON' : 'XML',
    parameters,
  }
}

interface Claim {
  readonly accessKeyId: string
  readonly securityToken: string | undefined
  readonly signature: string
  readonly timestamp: string | undefined
  readonly nonce: string | undefined
  readonly stringToSign: string
  readonly sign: (secret: string, stringToSign: string) => string
}

/**
 * Returns the key that signed the request.
 * @throws RdsServiceError  when any part of the proof is missing, wrong, old or used
 */
export function verifyRequest(
  request: RpcRequest,
  accounts: AccountBook,
  nonces: NonceBook,
  now: number,
): AccessKey {
  const claim = isAcs3(request) ? acs3Claim(request) : v1Claim(request)
  const key = accounts.find(claim.accessKeyId)
  if (!key) throw serviceError('InvalidAccessKeyId.NotFound')
  if (!key.isEnabled) throw serviceError('InvalidAccessKeyId.Inactive')
  if (claim.timestamp === undefined) throw serviceError('MissingParameter', 'Timestamp')
  const at = parseInstant(claim.timestamp)?.getTime()
  if (at === undefined) throw serviceError('InvalidTimeStamp.Format')
  if (Math.abs(now - at) > maximumSkewMs) throw serviceError('InvalidTimeStamp.Expired')
  const expected = claim.sign(key.accessKeySecret, claim.stringToSign)
  if (!isSame(expected, claim.signature)) throw wrongSignature(claim.stringToSign)
  if (!claim.nonce) throw serviceError('MissingParameter', 'SignatureNonce')
  if (!nonces.use(`${claim.accessKeyId} ${claim.nonce}`, now))
    throw serviceError('SignatureNonceUsed')
  const verdict = accounts.checkToken(key, claim.securityToken, now)
  if (verdict !== 'ok') throw serviceError(tokenRefusals[verdict])
  return key
}

const tokenRefusals = {
  'token-missing': 'MissingSecurityToken',
  'token-unknown': 'InvalidSecurityToken.MismatchWithAccessKey',
  'token-expired': 'InvalidSecurityToken.Expired',
} as const satisfies Record<string, ServiceErrorCode>

/** The Python SDK compares what follows the colon with what it signed, to tell a wrong secret from its own fault. */
function wrongSignature(stringToSign: string): RdsServiceError {
  const { code, status, message } = serviceError('SignatureDoesNotMatch')
  return new RdsServiceError(code, status, `${message} server string to sign is:${stringToSign}`)
}

function v1Claim(request: RpcRequest): Claim {
  const parameters = allParameters(request)
  const named = new Map(parameters)
  const accessKeyId = named.get('AccessKeyId')
  const signature = named.get('Signature')
  if (!accessKeyId) throw serviceError('MissingParameter', 'AccessKeyId')
  if (!signature) throw serviceError('IncompleteSignature')
  if ((named.get('SignatureMethod') ?? 'HMAC-SHA1').toUpperCase() !== 'HMAC-SHA1')
    throw serviceError('InvalidParameter', 'SignatureMethod')
  return {
    accessKeyId,
    securityToken: named.get('SecurityToken') || undefined,
    signature,
    timestamp: named.get('Timestamp'),
    nonce: named.get('SignatureNonce'),
    stringToSign: rpcV1StringToSign(request.method, parameters),
    sign: rpcV1Signature,
  }
}

function acs3Claim(request: RpcRequest): Claim {
  const { headers } = request
  const authorization = parseAcs3Authorization(headers['authorization'])
  if (!authorization) throw serviceError('IncompleteSignature')
  const at = request.url.indexOf('?')
  // The body that arrived counts, not the hash that the client declares.
  const canonical = acs3CanonicalRequest(
    {
      method: request.method,
      path: at < 0 ? request.url : request.url.slice(0, at),
      query: at < 0 ? [] : parseParameters(request.url.slice(at + 1)),
      headers,
      bodySha256: sha256Hex(request.body),
    },
    authorization.signedHeaders,
  )
  return {
    accessKeyId: authorization.accessKeyId,
    securityToken: headers['x-acs-security-token'] || undefined,
    signature: authorization.signature,
    timestamp: headers['x-acs-date'],
    nonce: headers['x-acs-signature-nonce'],
    stringToSign: acs3StringToSign(canonical),
    sign: acs3Signature,
  }
}

/** Compares in a time that does not depend on where the texts differ. */
function isSame(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let index = 0; index < a.length; index++)
    difference |= a.charCodeAt(index) ^ b.charCodeAt(index % Math.max(1, b.length))
  return difference === 0
}
