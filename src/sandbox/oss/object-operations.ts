/** What can be asked of an object as a whole: put, head, get, list, copy and delete. */
import { createHash } from 'node:crypto'
import { type StoredBody, storeBody } from './blobs.ts'
import { encryptionFor, ownerOf, readRoot } from './bucket-operations.ts'
import {
  bodyText,
  booleanHeader,
  isoSeconds,
  type OssAnswer,
  type OssCall,
  xmlAnswer,
} from './call.ts'
import { type Caller, checkBody } from './model.ts'
import { openPieces } from './object-bytes.ts'
import { encodeStrictly, parameter } from './request.ts'
import { checkInteger, checkStorageClass, checkTrafficLimit, ossLimits } from './rules.ts'
import { badArgument, refuse } from './service-error.ts'
import type { StoredObject, UploadSettings } from './state.ts'
import { childrenOf, childText, xmlDocument } from './xml.ts'

const keptHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
]

/** Returns what a write's headers fix for the object; refuses bad ones. */
export function uploadSettings(call: OssCall): UploadSettings {
  const { headers } = call.request
  const bucket = call.model.bucket(call.caller, call.bucket, 'write')
  const kept = Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) => keptHeaders.includes(name) || name.startsWith('x-oss-meta-'),
    ),
  )
  const metadataBytes = Object.entries(kept)
    .filter(([name]) => name.startsWith('x-oss-meta-'))
    .reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value), 0)
  if (metadataBytes > ossLimits.metadataBytes) throw badArgument('x-oss-meta', '')
  const acl = headers['x-oss-object-acl']
  return {
    storageClass: checkStorageClass(headers['x-oss-storage-class'] ?? bucket.identity.storageClass),
    forbidOverwrite: booleanHeader(call, 'x-oss-forbid-overwrite'),
    headers: kept,
    ...encryptionFor(bucket, headers['x-oss-server-side-encryption']),
    ...(acl === undefined || acl === 'default' ? {} : { acl }),
  }
}

/** Returns the headers that tell a writer what the service holds. */
export function receiptHeaders(stored: {
  readonly etag: string
  readonly crc64: string
}): Record<string, string> {
  return { etag: `"${stored.etag}"`, 'x-oss-hash-crc64ecma': stored.crc64 }
}

export async function putObject(call: OssCall): Promise<OssAnswer> {
  const settings = uploadSettings(call)
  checkTrafficLimit(call.request.headers['x-oss-traffic-limit'])
  call.model.checkPut(call.caller, call.bucket, call.key, settings.forbidOverwrite)
  return storeRequestBody(call, (stored, caller) =>
    call.model.putObject(caller, call.bucket, call.key, stored, settings),
  )
}

/**
 * Streams the request's body into the store, refuses it by its length and checksums, and hands it on with the time
 * at which it was complete. What is refused leaves nothing behind.
 */
export async function storeRequestBody(
  call: OssCall,
  accept: (stored: StoredBody, caller: Caller) => { readonly etag: string; readonly crc64: string },
): Promise<OssAnswer> {
  const { headers } = call.request
  if (!call.hasBodyLength) throw refuse('MissingContentLength')
  if (Number(headers['content-length'] ?? 0) > ossLimits.putBytes) throw refuse('EntityTooLarge')
  const stored = await storeBody(call.model.blobs, call.body)
  try {
    checkBody(stored, headers['content-md5'], headers['x-oss-hash-crc64ecma'])
    const receipt = accept(stored, { ...call.caller, now: call.now() })
    return {
      status: 200,
      headers: { ...receiptHeaders(receipt), 'content-md5': stored.md5.toString('base64') },
    }
  } catch (error) {
    for (const { blobId } of stored.pieces) await call.model.blobs.remove(blobId)
    throw error
  }
}

export async function copyObject(call: OssCall): Promise<OssAnswer> {
  const settings = uploadSettings(call)
  const source = decodeURIComponent(call.request.headers['x-oss-copy-source'] ?? '')
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/.exec(source.split('?')[0] ?? '') ?? []
  if (bucket === undefined || key === undefined) throw badArgument('x-oss-copy-source', source)
  const original = call.model.object(call.caller, bucket, key)
  const isReplaced = call.request.headers['x-oss-metadata-directive'] === 'REPLACE'
  const copy = call.model.copyObject(call.caller, call.bucket, call.key, original, {
    ...settings,
    headers: isReplaced ? settings.headers : original.headers,
  })
  return xmlAnswer(
    xmlDocument('CopyObjectResult', {
      ETag: `"${copy.etag}"`,
      LastModified: isoSeconds(copy.lastModified),
    }),
    receiptHeaders(copy),
  )
}

export async function headObject(call: OssCall): Promise<OssAnswer> {
  const object = call.model.object(call.caller, call.bucket, call.key)
  const condition = checkConditions(call, object)
  const headers = { ...objectHeaders(object), 'content-length': String(object.sizeBytes) }
  return { status: condition === 'not-modified' ? 304 : 200, headers }
}

/** The short form: size, ETag and date only. */
export async function getObjectMeta(call: OssCall): Promise<OssAnswer> {
  const object = call.model.object(call.caller, call.bucket, call.key)
  return {
    status: 200,
    headers: {
      ...receiptHeaders(object),
      'content-length': call.request.method === 'HEAD' ? String(object.sizeBytes) : '0',
      'last-modified': httpDate(object.lastModified),
    },
  }
}

export async function getObjectAcl(call: OssCall): Promise<OssAnswer> {
  const object = call.model.object(call.caller, call.bucket, call.key)
  return xmlAnswer(
    xmlDocument('AccessControlPolicy', {
      Owner: ownerOf(call.caller.accountId ?? ''),
      AccessControlList: { Grant: object.acl ?? 'default' },
    }),
  )
}

export async function getObject(call: OssCall): Promise<OssAnswer> {
  const object = call.model.object(call.caller, call.bucket, call.key)
  checkTrafficLimit(call.request.headers['x-oss-traffic-limit'])
  if (object.storageClass !== 'Standard' && object.storageClass !== 'IA')
    throw refuse('InvalidObjectState', { Key: object.key })
  const headers = { ...objectHeaders(object), ...overrides(call) }
  if (checkConditions(call, object) === 'not-modified') return { status: 304, headers }
  const range = rangeOf(call, object.sizeBytes)
  const { offset, length } = range ?? { offset: 0, length: object.sizeBytes }
  const source = openPieces(call.model, object.pieces, `oss://${call.bucket}/${object.key}`)
  return {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'content-length': String(length),
      ...(range
        ? { 'content-range': `bytes ${offset}-${offset + length - 1}/${object.sizeBytes}` }
        : {}),
    },
    body: { source, offset, length },
  }
}

export async function deleteObject(call: OssCall): Promise<OssAnswer> {
  call.model.removeObject(call.caller, call.bucket, call.key)
  return { status: 204 }
}

export async function deleteMultipleObjects(call: OssCall): Promise<OssAnswer> {
  const contentMd5 = call.request.headers['content-md5']
  if (contentMd5 === undefined) throw refuse('MissingArgument', { ArgumentName: 'Content-MD5' })
  const stored = await bodyText(call)
  const md5 = createHash('md5').update(stored).digest('base64')
  if (md5 !== contentMd5) throw refuse('InvalidDigest')
  const root = readRoot(stored, 'Delete')
  const keys = childrenOf(root, 'Object').map((object) => {
    const key = object.children.find((child) => child.name === 'Key')?.text
    if (key === undefined) throw refuse('MalformedXML')
    return key
  })
  if (keys.length === 0 || keys.length > ossLimits.deletesPerCall) throw refuse('MalformedXML')
  call.model.bucket(call.caller, call.bucket, 'write')
  for (const key of keys) call.model.removeObject(call.caller, call.bucket, key)
  if (childText(root, 'Quiet') === 'true') return { status: 200 }
  const { encode, encodingType } = encodingOf(call)
  return xmlAnswer(
    xmlDocument('DeleteResult', {
      EncodingType: encodingType,
      Deleted: keys.map((key) => ({ Key: encode(key) })),
    }),
  )
}

export async function listObjects(call: OssCall): Promise<OssAnswer> {
  const isV2 = parameter(call.request, 'list-type') === '2'
  const value = (name: string) => parameter(call.request, name) ?? ''
  const maxKeys = checkInteger('max-keys', value('max-keys') || '100', 1, ossLimits.keysPerPage)
  const token = value('continuation-token')
  const startAfter = value('start-after')
  const marker = isV2 ? (token === '' ? startAfter : readToken(token)) : value('marker')
  const request = { prefix: value('prefix'), delimiter: value('delimiter'), marker, maxKeys }
  const page = call.model.objectPage(call.caller, call.bucket, request)
  const { encode, encodingType } = encodingOf(call)
  const withOwner = !isV2 || value('fetch-owner') === 'true'
  const owner = call.model.findBucket(call.bucket)?.identity.ownerId ?? ''
  const next = page.isTruncated ? page.nextMarker : undefined
  return xmlAnswer(
    xmlDocument('ListBucketResult', {
      Name: call.bucket,
      Prefix: encode(request.prefix),
      ...(isV2
        ? {
            ContinuationToken: token === '' ? undefined : token,
            NextContinuationToken: next && writeToken(next),
            StartAfter: startAfter === '' ? undefined : encode(startAfter),
            KeyCount: page.items.length + page.commonPrefixes.length,
          }
        : { Marker: encode(marker), NextMarker: next && encode(next) }),
      MaxKeys: maxKeys,
      Delimiter: encode(request.delimiter),
      IsTruncated: page.isTruncated,
      EncodingType: encodingType,
      Contents: page.items.map((object) => ({
        Key: encode(object.key),
        LastModified: isoSeconds(object.lastModified),
        ETag: `"${object.etag}"`,
        Type: object.type,
        Size: object.sizeBytes,
        StorageClass: object.storageClass,
        Owner: withOwner ? ownerOf(owner) : undefined,
      })),
      CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    }),
  )
}

/** Returns how keys are written in an answer: as they are, or percent-encoded with `encoding-type=url`. */
export function encodingOf(call: OssCall): {
  encode: (text: string) => string
  encodingType: string | undefined
} {
  const wanted = parameter(call.request, 'encoding-type') ?? ''
  if (wanted === '') return { encode: (text) => text, encodingType: undefined }
  if (wanted !== 'url') throw badArgument('encoding-type', wanted)
  return { encode: encodeStrictly, encodingType: 'url' }
}

function objectHeaders(object: StoredObject): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    ...object.headers,
    ...receiptHeaders(object),
    'accept-ranges': 'bytes',
    'last-modified': httpDate(object.lastModified),
    'x-oss-object-type': object.type,
    'x-oss-storage-class': object.storageClass,
    ...(object.encryption === undefined
      ? {}
      : { 'x-oss-server-side-encryption': object.encryption }),
  }
}

function overrides(call: OssCall): Record<string, string> {
  const found: Record<string, string> = {}
  for (const { name, value } of call.request.query)
    if (name.startsWith('response-') && keptHeaders.includes(name.slice(9)))
      found[name.slice(9)] = value
  return found
}

/** Refuses with 412, or says that the caller's copy is current. */
function checkConditions(call: OssCall, object: StoredObject): 'modified' | 'not-modified' {
  const { headers } = call.request
  const isSame = (tag: string) => tag.replaceAll('"', '') === object.etag
  const modifiedAt = Math.floor(object.lastModified / 1000) * 1000
  const ifMatch = headers['if-match']
  if (ifMatch !== undefined && !isSame(ifMatch)) throw failed('If-Match')
  const unmodifiedSince = Date.parse(headers['if-unmodified-since'] ?? '')
  if (modifiedAt > unmodifiedSince) throw failed('If-Unmodified-Since')
  const ifNoneMatch = headers['if-none-match']
  if (ifNoneMatch !== undefined && isSame(ifNoneMatch)) return 'not-modified'
  const modifiedSince = Date.parse(headers['if-modified-since'] ?? '')
  return modifiedAt <= modifiedSince ? 'not-modified' : 'modified'
}

function failed(condition: string) {
  return refuse('PreconditionFailed', { Condition: condition })
}

/**
 * Returns the wanted bytes, or undefined for the whole object, which is also what a range that reaches beyond the
 * end gives, unless the caller asks for the behaviour that HTTP prescribes.
 *
 * @source cloud-api facts 3.4 [spec]
 */
function rangeOf(
  call: OssCall,
  sizeBytes: number,
): { readonly offset: number; readonly length: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(call.request.headers['range'] ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return undefined
  const [, from = '', to = ''] = match
  const isStandard = call.request.headers['x-oss-range-behavior'] === 'standard'
  const first = from === '' ? Math.max(0, sizeBytes - Number(to)) : Number(from)
  const last = from === '' || to === '' ? sizeBytes - 1 : Number(to)
  const isBeyond = first >= sizeBytes || (from === '' && Number(to) === 0)
  if (isBeyond && isStandard) throw refuse('InvalidRange', { ActualObjectSize: String(sizeBytes) })
  if (isBeyond || last < first || (last >= sizeBytes && !isStandard)) return undefined
  return { offset: first, length: Math.min(last, sizeBytes - 1) - first + 1 }
}

function writeToken(marker: string): string {
  return Buffer.from(marker).toString('base64')
}

function readToken(token: string): string {
  const marker = Buffer.from(token, 'base64').toString('utf8')
  if (marker === '' || writeToken(marker) !== token) throw badArgument('continuation-token', token)
  return marker
}

function httpDate(ms: number): string {
  return new Date(ms).toUTCString()
}
