/** Multipart uploads: begun, filled in any order, completed into one object without copying a byte, or aborted. */
import { createHash } from 'node:crypto'
import { crc64Combine } from '../../core/index.ts'
import type { StoredBody } from './blobs.ts'
import { compareKeys, pageOf } from './listing.ts'
import type { Caller, OssModel } from './model.ts'
import { ossLimits } from './rules.ts'
import { badArgument, refuse } from './service-error.ts'
import type { StoredObject, StoredPart, StoredUpload, UploadSettings } from './state.ts'

/** Begins an upload. `uploadId` is 32 upper-case hex digits, made by the caller. */
export function beginUpload(
  model: OssModel,
  caller: Caller,
  bucket: string,
  key: string,
  uploadId: string,
  settings: UploadSettings,
): void {
  model.checkPut(caller, bucket, key, settings.forbidOverwrite)
  const upload = { uploadId, key, initiatedAt: caller.now, settings }
  model.commit({ type: 'upload-begun', bucket, upload }, [], [])
}

/** Returns the upload, or refuses with NoSuchUpload where it is unknown, over, or of another key. */
export function findUpload(
  model: OssModel,
  caller: Caller,
  bucket: string,
  key: string,
  uploadId: string,
): StoredUpload {
  const upload = model.bucket(caller, bucket, 'write').uploads.get(uploadId)
  if (!upload || upload.key !== key) throw refuse('NoSuchUpload', { UploadId: uploadId })
  return upload
}

/** Refuses a part number outside 1 to 10,000. */
export function checkPartNumber(partNumber: number): void {
  if (!(Number.isInteger(partNumber) && partNumber >= 1 && partNumber <= ossLimits.parts))
    throw badArgument(
      'partNumber',
      String(partNumber),
      'Part number must be an integer between 1 and 10000, inclusive.',
    )
}

/** Makes a stored body a part, replacing one of the same number. */
export function putPart(
  model: OssModel,
  caller: Caller,
  bucket: string,
  key: string,
  uploadId: string,
  partNumber: number,
  body: StoredBody,
): StoredPart {
  checkPartNumber(partNumber)
  const upload = findUpload(model, caller, bucket, key, uploadId)
  const part: StoredPart = {
    partNumber,
    pieces: body.pieces,
    sizeBytes: body.sizeBytes,
    etag: body.md5.toString('hex').toUpperCase(),
    crc64: String(body.crc64),
    lastModified: caller.now,
  }
  const given = upload.parts.get(partNumber)?.pieces ?? []
  model.commit({ type: 'part-put', bucket, uploadId, part }, part.pieces, given)
  return part
}

/** Returns the parts of an upload, ascending. */
export function partsOf(upload: StoredUpload): StoredPart[] {
  return [...upload.parts.values()].sort((a, b) => a.partNumber - b.partNumber)
}

/**
 * Joins the parts into an object and ends the upload.
 * @param wanted  ascending part numbers with their ETags (quotes are ignored), or `all` for every part there is
 */
export function completeUpload(
  model: OssModel,
  caller: Caller,
  bucket: string,
  key: string,
  uploadId: string,
  wanted: readonly { readonly partNumber: number; readonly etag: string }[] | 'all',
  forbidOverwrite: boolean,
): StoredObject {
  const upload = findUpload(model, caller, bucket, key, uploadId)
  const parts = wanted === 'all' ? partsOf(upload) : namedParts(upload, wanted)
  if (parts.length === 0) throw refuse('MalformedXML')
  for (const part of parts.slice(0, -1))
    if (part.sizeBytes < ossLimits.minPartBytes)
      throw refuse('EntityTooSmall', {
        ETag: part.etag,
        PartNumber: String(part.partNumber),
        MinSizeAllowed: String(ossLimits.minPartBytes),
        ProposedSize: String(part.sizeBytes),
      })
  const { settings } = upload
  model.checkPut(caller, bucket, key, forbidOverwrite || settings.forbidOverwrite)
  const { forbidOverwrite: _, ...kept } = settings
  const object: StoredObject = {
    key,
    pieces: parts.flatMap((part) => part.pieces).filter((piece) => piece.sizeBytes > 0),
    sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
    etag: joinedEtag(parts),
    crc64: String(joinedCrc(parts)),
    type: 'Multipart',
    lastModified: caller.now,
    ...kept,
  }
  if (object.sizeBytes > ossLimits.objectBytes) throw refuse('EntityTooLarge')
  const given = [
    ...model.replacedPieces(bucket, key),
    ...partsOf(upload).flatMap((part) => part.pieces),
  ]
  model.commit({ type: 'upload-completed', bucket, uploadId, object }, object.pieces, given)
  return object
}

/** Ends an upload and gives its parts up. */
export function abortUpload(
  model: OssModel,
  caller: Caller,
  bucket: string,
  key: string,
  uploadId: string,
): void {
  const upload = findUpload(model, caller, bucket, key, uploadId)
  const given = partsOf(upload).flatMap((part) => part.pieces)
  model.commit({ type: 'upload-aborted', bucket, uploadId }, [], given)
}

export interface UploadPage {
  readonly uploads: readonly StoredUpload[]
  readonly commonPrefixes: readonly string[]
  readonly isTruncated: boolean
  readonly nextKeyMarker: string
  readonly nextUploadIdMarker: string
}

/**
 * Returns one page of the unfinished uploads, by key and then by the id. With an upload id as second marker, the
 * uploads of the marked key that come after it are listed too.
 */
export function uploadPage(
  model: OssModel,
  caller: Caller,
  bucketName: string,
  request: {
    readonly prefix: string
    readonly delimiter: string
    readonly keyMarker: string
    readonly uploadIdMarker: string
    readonly maxUploads: number
  },
): UploadPage {
  const { uploads } = model.bucket(caller, bucketName, 'owner')
  const { keyMarker, uploadIdMarker } = request
  const sorted = [...uploads.values()]
    .filter(
      (upload) =>
        keyMarker === '' ||
        compareKeys(upload.key, keyMarker) > 0 ||
        (upload.key === keyMarker && uploadIdMarker !== '' && upload.uploadId > uploadIdMarker),
    )
    .sort((a, b) => compareKeys(a.key, b.key) || (a.uploadId < b.uploadId ? -1 : 1))
  const isListed = request.delimiter !== '' && keyMarker.endsWith(request.delimiter)
  const page = pageOf(
    isListed ? sorted.filter((upload) => !upload.key.startsWith(keyMarker)) : sorted,
    (upload) => upload.key,
    {
      prefix: request.prefix,
      delimiter: request.delimiter,
      marker: '',
      maxKeys: request.maxUploads,
    },
  )
  const last = page.items.at(-1)
  const endsWithUpload = page.isTruncated && last !== undefined && last.key === page.nextMarker
  return {
    uploads: page.items,
    commonPrefixes: page.commonPrefixes,
    isTruncated: page.isTruncated,
    nextKeyMarker: page.nextMarker,
    nextUploadIdMarker: endsWithUpload ? last.uploadId : '',
  }
}

function namedParts(
  upload: StoredUpload,
  wanted: readonly { readonly partNumber: number; readonly etag: string }[],
): StoredPart[] {
  let before = 0
  return wanted.map(({ partNumber, etag }) => {
    if (partNumber <= before) throw refuse('InvalidPartOrder')
    before = partNumber
    const part = upload.parts.get(partNumber)
    if (!part || part.etag !== etag.replaceAll('"', '').trim().toUpperCase())
      throw refuse('InvalidPart', { ETag: etag, PartNumber: String(partNumber) })
    return part
  })
}

/** @source the form MD5-of-MD5s, `-`, number of parts is seen in the field, not documented [guess] */
function joinedEtag(parts: readonly StoredPart[]): string {
  const md5 = createHash('md5')
  for (const part of parts) md5.update(Buffer.from(part.etag, 'hex'))
  return `${md5.digest('hex').toUpperCase()}-${parts.length}`
}

function joinedCrc(parts: readonly StoredPart[]): bigint {
  return parts.reduce((crc, part) => crc64Combine(crc, BigInt(part.crc64), part.sizeBytes), 0n)
}
