/**
 * The first version of OSS's signature: HMAC-SHA1 over a string that names the decoded resource.
 * Pure functions; the server side of the sandbox uses them too.
 *
 * @source cloud-api facts 3.2 (OSS documentation, ali-oss signUtils, Go SDK) [spec]
 */
import { createHmac } from 'node:crypto'
import { byCodeUnits, type SignableRequest } from './signable.ts'

/**
 * Query parameters that the signature covers, besides every one that begins with `x-oss-`.
 *
 * @source cloud-api facts 3.2: union of the lists of the Python and Go SDKs [spec]
 */
export const signedSubresources: ReadonlySet<string> = new Set([
  'accessPoint',
  'acl',
  'append',
  'asyncFetch',
  'bucketInfo',
  'callback',
  'callback-var',
  'cname',
  'comp',
  'continuation-token',
  'cors',
  'delete',
  'encryption',
  'endTime',
  'inventory',
  'inventoryId',
  'lifecycle',
  'live',
  'location',
  'logging',
  'metaQuery',
  'objectInfo',
  'objectMeta',
  'partNumber',
  'policy',
  'position',
  'publicAccessBlock',
  'qos',
  'qosInfo',
  'referer',
  'regionList',
  'replication',
  'replicationLocation',
  'replicationProgress',
  'requestPayment',
  'resourceGroup',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
  'restore',
  'security-token',
  'sequential',
  'startTime',
  'stat',
  'status',
  'style',
  'styleName',
  'symlink',
  'tagging',
  'transferAcceleration',
  'uploadId',
  'uploads',
  'versionId',
  'versioning',
  'versions',
  'vod',
  'website',
  'worm',
  'wormExtend',
  'wormId',
])

/** Returns the resource as version 1 signs it: decoded, with the covered query parameters in order. */
export function canonicalResourceV1(request: SignableRequest): string {
  const place = request.bucket === undefined ? '/' : `/${request.bucket}/${request.key ?? ''}`
  const covered = request.query
    .filter(([name]) => signedSubresources.has(name) || name.startsWith('x-oss-'))
    .toSorted(([a], [b]) => byCodeUnits(a, b))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
  return covered.length === 0 ? place : `${place}?${covered.join('&')}`
}

/**
 * Returns the text that version 1 signs.
 *
 * @param date  what stands in the date's place: the value of `x-oss-date` or `Date`, or the expiry of a signed URL
 * @param resource  of `canonicalResourceV1`; a server may try the spellings of other clients
 */
export function stringToSignV1(
  request: SignableRequest,
  date: string,
  resource: string = canonicalResourceV1(request),
): string {
  const ossHeaders = Object.keys(request.headers)
    .filter((name) => name.startsWith('x-oss-'))
    .toSorted(byCodeUnits)
    .map((name) => `${name}:${(request.headers[name] ?? '').trim()}\n`)
  return [
    request.method,
    request.headers['content-md5'] ?? '',
    request.headers['content-type'] ?? '',
    date,
    ossHeaders.join('') + resource,
  ].join('\n')
}

/** Returns the signature of a text, in base64. */
export function signatureV1(secret: string, stringToSign: string): string {
  return createHmac('sha1', secret).update(stringToSign, 'utf8').digest('base64')
}

/** Returns the Authorization header. */
export function authorizationV1(accessKeyId: string, signature: string): string {
  return `OSS ${accessKeyId}:${signature}`
}
