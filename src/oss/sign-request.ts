/** Puts a signature on a request, or into the query of an address that works without credentials. */
import type { CloudCredentials } from '../core/index.ts'
import { authorizationV1, signatureV1, stringToSignV1 } from './sign-v1.ts'
import {
  algorithmV4,
  authorizationV4,
  canonicalRequestV4,
  formatDateV4,
  scopeV4,
  signatureV4,
  stringToSignV4,
  unsignedPayload,
} from './sign-v4.ts'
import type { SignableRequest } from './signable.ts'

export interface Signer {
  readonly version: 'v4' | 'v1'
  /** Without the `oss-` prefix. */
  readonly region: string
  readonly credentials: CloudCredentials
  /** Milliseconds since 1970-01-01 UTC, as the server counts them. */
  readonly nowMs: number
}

/** Returns all headers of the signed request, `authorization` among them, names in lower case. */
export function signHeaders(request: SignableRequest, signer: Signer): Record<string, string> {
  const { accessKeyId, accessKeySecret, securityToken } = signer.credentials
  const headers: Record<string, string> = { ...request.headers }
  if (securityToken !== undefined) headers['x-oss-security-token'] = securityToken
  if (signer.version === 'v1') {
    const date = new Date(signer.nowMs).toUTCString()
    headers['x-oss-date'] = date
    const signature = signatureV1(accessKeySecret, stringToSignV1({ ...request, headers }, date))
    headers['authorization'] = authorizationV1(accessKeyId, signature)
    return headers
  }
  const date = formatDateV4(signer.nowMs)
  const scope = scopeV4(date.slice(0, 8), signer.region)
  headers['x-oss-date'] = date
  headers['x-oss-content-sha256'] = unsignedPayload
  const text = stringToSignV4(date, scope, canonicalRequestV4({ ...request, headers }))
  const signature = signatureV4(accessKeySecret, scope, text)
  headers['authorization'] = authorizationV4(accessKeyId, scope, signature)
  return headers
}

/** Returns the query of a signed address, the signature included. @param expiresSeconds  1 to 64,800 */
export function presignedQuery(
  request: SignableRequest,
  signer: Signer,
  expiresSeconds: number,
): Array<readonly [string, string]> {
  const { accessKeyId, accessKeySecret, securityToken } = signer.credentials
  if (signer.version === 'v1') {
    const expires = String(Math.floor(signer.nowMs / 1000) + expiresSeconds)
    const query: Array<readonly [string, string]> = [...request.query]
    if (securityToken !== undefined) query.push(['security-token', securityToken])
    const signature = signatureV1(accessKeySecret, stringToSignV1({ ...request, query }, expires))
    query.push(['OSSAccessKeyId', accessKeyId], ['Expires', expires], ['Signature', signature])
    return query
  }
  const date = formatDateV4(signer.nowMs)
  const scope = scopeV4(date.slice(0, 8), signer.region)
  const query: Array<readonly [string, string]> = [
    ...request.query,
    ['x-oss-credential', `${accessKeyId}/${scope}`],
    ['x-oss-date', date],
    ['x-oss-expires', String(expiresSeconds)],
    ['x-oss-signature-version', algorithmV4],
  ]
  if (securityToken !== undefined) query.push(['x-oss-security-token', securityToken])
  const text = stringToSignV4(date, scope, canonicalRequestV4({ ...request, query }))
  query.push(['x-oss-signature', signatureV4(accessKeySecret, scope, text)])
  return query
}
