/**
 * The strings that OSS signatures are made over, as the server builds them from what it received. Written apart from
 * the client's signing on purpose: a mistake in one of them shows as a mismatch instead of agreeing with itself.
 *
 * @source cloud-api facts 3.2 and 3.3 [spec], wire-clients facts 3, 5 and 6 [measured]
 */
import { createHash, createHmac } from 'node:crypto'
import { encodeStrictly, type QueryParameter, type Target, type WireRequest } from './request.ts'

const signedSubresources = new Set(
  (
    'acl uploads location cors logging website referer lifecycle delete append tagging objectMeta objectInfo ' +
    'uploadId partNumber security-token position style styleName replication replicationProgress ' +
    'replicationLocation cname bucketInfo comp qos qosInfo live status vod startTime endTime symlink restore ' +
    'callback callback-var encryption versions versioning versionId policy requestPayment sequential inventory ' +
    'inventoryId continuation-token asyncFetch worm wormId wormExtend transferAcceleration stat regionList ' +
    'metaQuery resourceGroup accessPoint publicAccessBlock response-content-type response-content-language ' +
    'response-expires response-cache-control response-content-disposition response-content-encoding'
  ).split(' '),
)

/** Returns the paths that a client may have signed for a target: the C SDK leaves out a bucket's slash. */
export function signedPaths(target: Target): string[] {
  if (target.bucket === undefined) return ['/']
  if (target.key === undefined) return [`/${target.bucket}/`, `/${target.bucket}`]
  return [`/${target.bucket}/${target.key}`]
}

/**
 * Returns V1's string to sign.
 * @param date  the Date slot: x-oss-date, else Date, else the expiry of a signed URL, as it was sent
 * @param path  decoded, with the bucket
 */
export function stringToSignV1(request: WireRequest, date: string, path: string): string {
  const { headers } = request
  const ossHeaders = Object.keys(headers)
    .filter((name) => name.startsWith('x-oss-'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
    .join('')
  const resources = request.query
    .filter(({ name }) => signedSubresources.has(name) || name.startsWith('x-oss-'))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
    .map(({ name, value }) => (value === '' ? name : `${name}=${value}`))
    .join('&')
  return [
    request.method,
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    date,
    `${ossHeaders}${path}${resources === '' ? '' : `?${resources}`}`,
  ].join('\n')
}

/** Returns V1's signature: base64. */
export function signatureV1(secret: string, stringToSign: string): string {
  return createHmac('sha1', secret).update(stringToSign).digest('base64')
}

/**
 * Returns V4's canonical request.
 * @param path  decoded, with the bucket
 * @param additional  names of further signed headers, in lower case
 */
export function canonicalRequestV4(
  request: WireRequest,
  path: string,
  additional: readonly string[],
): string {
  const { headers } = request
  const isSigned = (name: string) =>
    name === 'content-type' ||
    name === 'content-md5' ||
    name.startsWith('x-oss-') ||
    additional.includes(name)
  const headerLines = Object.keys(headers)
    .filter(isSigned)
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
    .join('')
  return [
    request.method,
    path.split('/').map(encodeStrictly).join('/'),
    canonicalQuery(request.query),
    headerLines,
    [...additional].sort().join(';'),
    headers['x-oss-content-sha256'] ?? 'UNSIGNED-PAYLOAD',
  ].join('\n')
}

function canonicalQuery(query: readonly QueryParameter[]): string {
  return query
    .filter(({ name }) => name !== 'x-oss-signature')
    .map(({ name, value }) => [encodeStrictly(name), encodeStrictly(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&')
}

/**
 * Returns V4's string to sign.
 * @param date  x-oss-date, else the Date header word for word: ossutil signs `Sun, 22 Nov 2026 ... GMT`
 * @param scope  `yyyymmdd/region/oss/aliyun_v4_request`
 */
export function stringToSignV4(date: string, scope: string, canonicalRequest: string): string {
  const hash = createHash('sha256').update(canonicalRequest).digest('hex')
  return `OSS4-HMAC-SHA256\n${date}\n${scope}\n${hash}`
}

/** Returns V4's signature: lower-case hex. */
export function signatureV4(secret: string, scope: string, stringToSign: string): string {
  const key = scope
    .split('/')
    .reduce<string | Buffer>(
      (key, part) => createHmac('sha256', key).update(part).digest(),
      `aliyun_v4${secret}`,
    )
  return createHmac('sha256', key).update(stringToSign).digest('hex')
}
