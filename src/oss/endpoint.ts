/** Where a bucket is addressed: in the host name on real endpoints, in the path on loopback. */
import { isIP } from 'node:net'
import { ossError } from './errors.ts'
import { encodeKey } from './percent-encoding.ts'

export interface Endpoint {
  readonly isTls: boolean
  /** Without brackets. */
  readonly hostname: string
  readonly port: number
  /** As it stands in addresses and in OssObjectPositions: with the port where it is not the usual one. */
  readonly host: string
  readonly pathStyle: boolean
}

/**
 * Reads an endpoint: a URL or a host, https where no scheme is given.
 *
 * @throws OSS_ENDPOINT_WITHOUT_SCHEME  when it is neither
 */
export function parseEndpoint(text: string, pathStyle?: boolean): Endpoint {
  const address = text.includes('://') ? text : `https://${text}`
  if (!URL.canParse(address)) throw ossError('OSS_ENDPOINT_WITHOUT_SCHEME', { resource: text })
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw ossError('OSS_ENDPOINT_WITHOUT_SCHEME', { resource: text })
  const isTls = url.protocol === 'https:'
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  return {
    isTls,
    hostname,
    port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
    host: url.host,
    // No name server knows bucket.127.0.0.1 or bucket.localhost.
    pathStyle: pathStyle ?? (isIP(hostname) !== 0 || hostname === 'localhost'),
  }
}

/** Returns host name, Host header and path (without query) of a bucket or an object. */
export function addressOf(
  endpoint: Endpoint,
  bucket: string | undefined,
  key: string | undefined,
): { readonly hostname: string; readonly host: string; readonly path: string } {
  const { hostname, host } = endpoint
  const inBucket = `/${encodeKey(key ?? '')}`
  if (bucket === undefined) return { hostname, host, path: '/' }
  if (endpoint.pathStyle) return { hostname, host, path: `/${bucket}${inBucket}` }
  return { hostname: `${bucket}.${hostname}`, host: `${bucket}.${host}`, path: inBucket }
}
