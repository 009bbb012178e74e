/** OSS's answers as the port's values. Vendor field names end here. */

import { ossError } from './errors.ts'
import type { HttpAnswer, HttpHead } from './http.ts'
import type {
  BucketAcl,
  BucketInfo,
  BucketSummary,
  LifecycleRule,
  ObjectHead,
  ObjectSummary,
  PendingUpload,
  StorageClass,
  UploadedPart,
  WriteReceipt,
} from './object-store.ts'
import type { OssAttempt } from './translate-error.ts'
import { crc64Header, metadataPrefix, requestIdHeader } from './wire.ts'
import { childOf, childrenOf, parseXml, textOf, type XmlElement } from './xml.ts'

/** Returns a header's value; empty where it is missing. */
export function header(answer: HttpHead, name: string): string {
  const value = answer.headers[name]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

/** Returns the root element of an answer. @throws OSS_ANSWER_UNREADABLE  when it is another document or none */
export function documentOf(answer: HttpAnswer, root: string, attempt: OssAttempt): XmlElement {
  const element = parseXml(answer.body.toString('utf8'), root)
  if (element) return element
  const requestId = header(answer, requestIdHeader)
  throw ossError(
    'OSS_ANSWER_UNREADABLE',
    { operation: attempt.operation, resource: attempt.resource },
    { vendor: { system: 'oss', status: answer.status, ...(requestId ? { requestId } : {}) } },
  )
}

function unquoted(etag: string): string {
  return etag.replace(/^"|"$/g, '')
}

function crcOf(text: string): bigint | undefined {
  return /^\d{1,20}$/.test(text) ? BigInt(text) : undefined
}

function oneOf<const T extends string>(text: string, known: readonly T[], otherwise: T): T {
  return known.find((value) => value === text) ?? otherwise
}

function storageClassOf(text: string): StorageClass {
  return oneOf(text, ['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive'], 'Standard')
}

function daysOf(element: XmlElement | undefined): number | undefined {
  const days = Number(textOf(element, 'Days'))
  if (days > 0) return days
  // A date instead of a number of days: whatever it is, it deletes.
  return textOf(element, 'CreatedBeforeDate') || textOf(element, 'Date') ? 0 : undefined
}

function bucketOf(element: XmlElement): BucketSummary {
  return {
    name: textOf(element, 'Name'),
    region: textOf(element, 'Location').replace(/^oss-/, ''),
    storageClass: storageClassOf(textOf(element, 'StorageClass')),
    createdAt: new Date(textOf(element, 'CreationDate')),
  }
}

export function bucketSummaries(document: XmlElement): BucketSummary[] {
  return childrenOf(childOf(document, 'Buckets'), 'Bucket').map(bucketOf)
}

export function bucketInfo(document: XmlElement): BucketInfo {
  const bucket = childOf(document, 'Bucket') ?? {}
  const rule = childOf(bucket, 'ServerSideEncryptionRule')
  const versioning = textOf(bucket, 'Versioning')
  const redundancy = textOf(bucket, 'DataRedundancyType')
  return {
    ...bucketOf(bucket),
    acl: oneOf<BucketAcl>(
      textOf(childOf(bucket, 'AccessControlList'), 'Grant'),
      ['private', 'public-read', 'public-read-write'],
      'private',
    ),
    extranetEndpoint: textOf(bucket, 'ExtranetEndpoint'),
    intranetEndpoint: textOf(bucket, 'IntranetEndpoint'),
    encryption: oneOf(textOf(rule, 'SSEAlgorithm'), ['None', 'AES256', 'KMS', 'SM4'], 'None'),
    versioning: versioning === 'Enabled' || versioning === 'Suspended' ? versioning : undefined,
    redundancy: redundancy === 'LRS' || redundancy === 'ZRS' ? redundancy : undefined,
    ownerId: textOf(childOf(bucket, 'Owner'), 'ID'),
  }
}

export function lifecycleRules(document: XmlElement): LifecycleRule[] {
  return childrenOf(document, 'Rule').map((rule) => {
    const transition = textOf(childrenOf(rule, 'Transition')[0], 'StorageClass')
    return {
      id: textOf(rule, 'ID'),
      prefix: textOf(rule, 'Prefix'),
      isEnabled: textOf(rule, 'Status') === 'Enabled',
      expirationDays: daysOf(childOf(rule, 'Expiration')),
      abortMultipartDays: daysOf(childOf(rule, 'AbortMultipartUpload')),
      transitionTo: transition === '' ? undefined : storageClassOf(transition),
    }
  })
}

/** Keys of listings are asked for percent-encoded, because XML cannot carry every key. */
function keyOf(text: string): string {
  return decodeURIComponent(text.replaceAll('+', '%20'))
}

export function objectPage(document: XmlElement): {
  readonly objects: ObjectSummary[]
  readonly next: string | undefined
} {
  const next = textOf(document, 'NextContinuationToken')
  return {
    objects: childrenOf(document, 'Contents').map((object) => ({
      key: keyOf(textOf(object, 'Key')),
      sizeBytes: Number(textOf(object, 'Size')),
      etag: unquoted(textOf(object, 'ETag')),
      lastModified: new Date(textOf(object, 'LastModified')),
      storageClass: storageClassOf(textOf(object, 'StorageClass')),
    })),
    next: textOf(document, 'IsTruncated') === 'true' && next !== '' ? keyOf(next) : undefined,
  }
}

export function partPage(document: XmlElement): {
  readonly parts: UploadedPart[]
  readonly next: string | undefined
} {
  return {
    parts: childrenOf(document, 'Part').map((part) => ({
      partNumber: Number(textOf(part, 'PartNumber')),
      sizeBytes: Number(textOf(part, 'Size')),
      etag: unquoted(textOf(part, 'ETag')),
      crc64: crcOf(textOf(part, 'HashCrc64ecma')),
      lastModified: new Date(textOf(part, 'LastModified')),
    })),
    next:
      textOf(document, 'IsTruncated') === 'true'
        ? textOf(document, 'NextPartNumberMarker')
        : undefined,
  }
}

export function uploadPage(document: XmlElement): {
  readonly uploads: PendingUpload[]
  readonly next: { readonly key: string; readonly uploadId: string } | undefined
} {
  return {
    uploads: childrenOf(document, 'Upload').map((upload) => ({
      key: keyOf(textOf(upload, 'Key')),
      uploadId: textOf(upload, 'UploadId'),
      initiatedAt: new Date(textOf(upload, 'Initiated')),
    })),
    next:
      textOf(document, 'IsTruncated') === 'true'
        ? {
            key: keyOf(textOf(document, 'NextKeyMarker')),
            uploadId: textOf(document, 'NextUploadIdMarker'),
          }
        : undefined,
  }
}

export function objectHead(key: string, answer: HttpHead): ObjectHead {
  const metadata: Record<string, string> = {}
  for (const name of Object.keys(answer.headers))
    if (name.startsWith(metadataPrefix))
      metadata[name.slice(metadataPrefix.length)] = header(answer, name)
  return {
    key,
    sizeBytes: Number(header(answer, 'content-length')),
    etag: unquoted(header(answer, 'etag')),
    lastModified: new Date(header(answer, 'last-modified')),
    storageClass: storageClassOf(header(answer, 'x-oss-storage-class')),
    crc64: crcOf(header(answer, crc64Header)),
    objectType: oneOf(
      header(answer, 'x-oss-object-type'),
      ['Normal', 'Multipart', 'Appendable', 'Symlink'],
      'Normal',
    ),
    encryption: header(answer, 'x-oss-server-side-encryption') || undefined,
    metadata,
  }
}

export function writeReceipt(answer: HttpHead): WriteReceipt {
  return {
    etag: unquoted(header(answer, 'etag')),
    crc64: crcOf(header(answer, crc64Header)),
  }
}
