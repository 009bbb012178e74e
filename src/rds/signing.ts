/**
 * The two signatures of the OpenAPI gateway that RDS, RAM and STS share: RPC V1 (in parameters) and ACS3 (in
 * headers). Pure functions: the client signs with them where the SDK cannot be used, the sandbox verifies with them.
 *
 * @source cloud-api facts 2.2 and 2.3 [measured against the SDKs; the tests repeat it]
 */
import { createHash, createHmac } from 'node:crypto'

/** A decoded parameter: name and value. */
export type Parameter = readonly [name: string, value: string]

/** What the ACS3 signature covers. */
export interface SignedRequest {
  readonly method: string
  /** `/` for all operations here. */
  readonly path: string
  /** Decoded, in any order. */
  readonly query: Iterable<Parameter>
  /** Names in lower case; `host` with its port where it has one. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** SHA-256 of the body in hex; `emptyBodySha256` where there is none. */
  readonly bodySha256: string
}

export interface Acs3Authorization {
  readonly accessKeyId: string
  /** In lower case, in the order in which they were signed. */
  readonly signedHeaders: readonly string[]
  /** Lower-case hex. */
  readonly signature: string
}

export const acs3Algorithm = 'ACS3-HMAC-SHA256'

/** SHA-256 of no bytes, in hex. */
export const emptyBodySha256 = sha256Hex('')

/** Returns the SHA-256 of text (as UTF-8) or bytes in lower-case hex. */
export function sha256Hex(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

/** Returns the text with everything but `A-Z a-z 0-9 - _ . ~` as upper-case percent escapes of its UTF-8 bytes. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Returns the parameters of a query string or form body, decoded; `+` is a space, `k` is the same as `k=`. */
export function parseParameters(text: string): Parameter[] {
  return [...new URLSearchParams(text)]
}

/**
 * Returns the string that RPC V1 signs.
 *
 * @param method  `GET` or `POST`
 * @param parameters  those of the query and of the form body, decoded; `Signature` is left out by this function,
 *   empty values count
 */
export function rpcV1StringToSign(method: string, parameters: Iterable<Parameter>): string {
  const canonical = canonicalQuery([...parameters].filter(([name]) => name !== 'Signature'))
  return `${method}&${percentEncode('/')}&${percentEncode(canonical)}`
}

/** Returns the V1 signature in Base64: HMAC-SHA1 with the secret and an ampersand as its key. */
export function rpcV1Signature(accessKeySecret: string, stringToSign: string): string {
  return createHmac('sha1', `${accessKeySecret}&`).update(stringToSign).digest('base64')
}

/**
 * Returns the canonical request of ACS3.
 *
 * @param signedHeaders  the names that the client declares, in lower case; a name without a header counts as empty
 */
export function acs3CanonicalRequest(
  request: SignedRequest,
  signedHeaders: readonly string[],
): string {
  const headerLines = signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? '').trim()}\n`,
  )
  return [
    request.method,
    request.path,
    canonicalQuery([...request.query]),
    headerLines.join(''),
    signedHeaders.join(';'),
    request.bodySha256,
  ].join('\n')
}

/** Returns the string that ACS3 signs. */
export function acs3StringToSign(canonicalRequest: string): string {
  return `${acs3Algorithm}\n${sha256Hex(canonicalRequest)}`
}

/** Returns the ACS3 signature in lower-case hex: HMAC-SHA256 with the secret itself as its key. */
export function acs3Signature(accessKeySecret: string, stringToSign: string): string {
  return createHmac('sha256', accessKeySecret).update(stringToSign).digest('hex')
}

/** Returns the names of the headers that a client signs, sorted: host, content-type and all `x-acs-`. */
export function acs3SignedHeaders(headers: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(headers)
    .filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'))
    .filter((name) => headers[name] !== undefined)
    .sort()
}

/** Returns the value of the Authorization header for a request that carries all its other headers. */
export function acs3Authorization(
  request: SignedRequest,
  key: { readonly accessKeyId: string; readonly accessKeySecret: string },
): string {
  const signedHeaders = acs3SignedHeaders(request.headers)
  const signature = acs3Signature(
    key.accessKeySecret,
    acs3StringToSign(acs3CanonicalRequest(request, signedHeaders)),
  )
  return `${acs3Algorithm} Credential=${key.accessKeyId},SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`
}

/** Returns the parts of an ACS3 Authorization header, or undefined when it is something else. Blanks may vary. */
export function parseAcs3Authorization(header: string | undefined): Acs3Authorization | undefined {
  const match = /^\s*ACS3-HMAC-SHA256\s+(.*)$/.exec(header ?? '')
  if (!match) return undefined
  const parts = new Map(
    (match[1] ?? '').split(',').map((part): [string, string] => {
      const at = part.indexOf('=')
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()]
    }),
  )
  const accessKeyId = parts.get('Credential')
  const signedHeaders = parts.get('SignedHeaders')
  const signature = parts.get('Signature')
  if (!accessKeyId || !signedHeaders || !signature) return undefined
  return { accessKeyId, signedHeaders: signedHeaders.toLowerCase().split(';'), signature }
}

/** Parameters sorted by name in code units, encoded and joined. Of equal names the order of arrival is kept. */
function canonicalQuery(parameters: Parameter[]): string {
  return parameters
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&')
}
