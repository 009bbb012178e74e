/** Multipart uploads over the wire: documents in and out; the rules stand in multipart.ts. */

import { readRoot } from './bucket-operations.ts'
import {
  bodyText,
  booleanHeader,
  isoSeconds,
  type OssAnswer,
  type OssCall,
  xmlAnswer,
} from './call.ts'
import {
  abortUpload,
  beginUpload,
  checkPartNumber,
  completeUpload,
  findUpload,
  partsOf,
  putPart,
  uploadPage,
} from './multipart.ts'
import {
  encodingOf,
  receiptHeaders,
  storeRequestBody,
  uploadSettings,
} from './object-operations.ts'
import { parameter } from './request.ts'
import { checkInteger, checkTrafficLimit, ossLimits } from './rules.ts'
import { badArgument, refuse } from './service-error.ts'
import { childrenOf, childText, xmlDocument } from './xml.ts'

export async function initiateMultipartUpload(call: OssCall): Promise<OssAnswer> {
  const uploadId = call.ids.uuid().replaceAll('-', '').toUpperCase()
  const settings = uploadSettings(call)
  beginUpload(call.model, call.caller, call.bucket, call.key, uploadId, settings)
  const { encode, encodingType } = encodingOf(call)
  return xmlAnswer(
    xmlDocument('InitiateMultipartUploadResult', {
      EncodingType: encodingType,
      Bucket: call.bucket,
      Key: encode(call.key),
      UploadId: uploadId,
    }),
  )
}

export async function uploadPart(call: OssCall): Promise<OssAnswer> {
  const partNumber = partNumberOf(call)
  checkTrafficLimit(call.request.headers['x-oss-traffic-limit'])
  const uploadId = uploadIdOf(call)
  findUpload(call.model, call.caller, call.bucket, call.key, uploadId)
  const { model, bucket, key } = call
  return storeRequestBody(call, (stored, caller) =>
    putPart(model, caller, bucket, key, uploadId, partNumber, stored),
  )
}

export async function completeMultipartUpload(call: OssCall): Promise<OssAnswer> {
  const wanted = wantedParts(call.request.headers['x-oss-complete-all'], await bodyText(call))
  const { model, caller, bucket, key } = call
  const forbidOverwrite = booleanHeader(call, 'x-oss-forbid-overwrite')
  const uploadId = uploadIdOf(call)
  const object = completeUpload(model, caller, bucket, key, uploadId, wanted, forbidOverwrite)
  const { encode, encodingType } = encodingOf(call)
  return xmlAnswer(
    xmlDocument('CompleteMultipartUploadResult', {
      EncodingType: encodingType,
      Location: `http://${bucket}.oss-${model.region}.aliyuncs.com/${encode(key)}`,
      Bucket: bucket,
      Key: encode(key),
      ETag: `"${object.etag}"`,
    }),
    receiptHeaders(object),
  )
}

export async function abortMultipartUpload(call: OssCall): Promise<OssAnswer> {
  abortUpload(call.model, call.caller, call.bucket, call.key, uploadIdOf(call))
  return { status: 204 }
}

export async function listParts(call: OssCall): Promise<OssAnswer> {
  const uploadId = uploadIdOf(call)
  const upload = findUpload(call.model, call.caller, call.bucket, call.key, uploadId)
  const maxParts = checkInteger(
    'max-parts',
    parameter(call.request, 'max-parts') || '1000',
    1,
    1000,
  )
  const marker = checkInteger(
    'part-number-marker',
    parameter(call.request, 'part-number-marker') || '0',
    0,
    ossLimits.parts,
  )
  const all = partsOf(upload).filter((part) => part.partNumber > marker)
  const page = all.slice(0, maxParts)
  const { encode, encodingType } = encodingOf(call)
  return xmlAnswer(
    xmlDocument('ListPartsResult', {
      EncodingType: encodingType,
      Bucket: call.bucket,
      Key: encode(call.key),
      UploadId: uploadId,
      StorageClass: upload.settings.storageClass,
      PartNumberMarker: marker,
      NextPartNumberMarker: page.at(-1)?.partNumber ?? marker,
      MaxParts: maxParts,
      IsTruncated: all.length > page.length,
      Part: page.map((part) => ({
        PartNumber: part.partNumber,
        LastModified: isoSeconds(part.lastModified),
        ETag: `"${part.etag}"`,
        HashCrc64ecma: part.crc64,
        Size: part.sizeBytes,
      })),
    }),
  )
}

export async function listMultipartUploads(call: OssCall): Promise<OssAnswer> {
  const value = (name: string) => parameter(call.request, name) ?? ''
  const request = {
    prefix: value('prefix'),
    delimiter: value('delimiter'),
    keyMarker: value('key-marker'),
    uploadIdMarker: value('upload-id-marker'),
    maxUploads: checkInteger('max-uploads', value('max-uploads') || '1000', 1, 1000),
  }
  const page = uploadPage(call.model, call.caller, call.bucket, request)
  const { encode, encodingType } = encodingOf(call)
  return xmlAnswer(
    xmlDocument('ListMultipartUploadsResult', {
      EncodingType: encodingType,
      Bucket: call.bucket,
      KeyMarker: encode(request.keyMarker),
      UploadIdMarker: request.uploadIdMarker,
      NextKeyMarker: encode(page.nextKeyMarker),
      NextUploadIdMarker: page.nextUploadIdMarker,
      Delimiter: encode(request.delimiter),
      Prefix: encode(request.prefix),
      MaxUploads: request.maxUploads,
      IsTruncated: page.isTruncated,
      Upload: page.uploads.map((upload) => ({
        Key: encode(upload.key),
        UploadId: upload.uploadId,
        StorageClass: upload.settings.storageClass,
        Initiated: isoSeconds(upload.initiatedAt),
      })),
      CommonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: encode(prefix) })),
    }),
  )
}

function wantedParts(completeAll: string | undefined, text: string) {
  if (completeAll !== undefined) {
    if (completeAll !== 'yes' || text.trim() !== '')
      throw badArgument('x-oss-complete-all', completeAll)
    return 'all' as const
  }
  return childrenOf(readRoot(text, 'CompleteMultipartUpload'), 'Part').map((part) => {
    const partNumber = Number(childText(part, 'PartNumber') ?? Number.NaN)
    const etag = childText(part, 'ETag')
    if (!Number.isInteger(partNumber) || etag === undefined) throw refuse('MalformedXML')
    checkPartNumber(partNumber)
    return { partNumber, etag }
  })
}

function uploadIdOf(call: OssCall): string {
  return parameter(call.request, 'uploadId') ?? ''
}

function partNumberOf(call: OssCall): number {
  const text = parameter(call.request, 'partNumber') ?? ''
  const partNumber = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN
  checkPartNumber(partNumber)
  return partNumber
}
