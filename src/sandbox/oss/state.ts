/**
 * Everything the sandbox's OSS remembers, and the changes that lead from one state to the next. Applying a change
 * cannot fail: whether it is allowed was decided before. The same changes in the same order give the same state.
 */
import type { BucketAcl, LifecycleRule, StorageClass } from '../../oss/index.ts'

/** A run of bytes in the blob store. */
export interface Piece {
  readonly blobId: string
  readonly sizeBytes: number
}

export interface StoredObject {
  readonly key: string
  readonly pieces: readonly Piece[]
  readonly sizeBytes: number
  /** Without quotes: MD5 in upper-case hex, with `-<parts>` after a multipart upload. */
  readonly etag: string
  /** Decimal, unsigned: JSON has no 64-bit integers. */
  readonly crc64: string
  readonly type: 'Normal' | 'Multipart'
  readonly storageClass: StorageClass
  /** `AES256`, `KMS` or `SM4`. */
  readonly encryption?: string
  readonly acl?: string
  readonly lastModified: number
  /** Content-Type and its kin, and x-oss-meta-*, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
}

export interface StoredPart {
  readonly partNumber: number
  readonly pieces: readonly Piece[]
  readonly sizeBytes: number
  readonly etag: string
  readonly crc64: string
  readonly lastModified: number
}

/** What a multipart upload fixes for the object it becomes. */
export interface UploadSettings {
  readonly storageClass: StorageClass
  readonly encryption?: string
  readonly acl?: string
  readonly forbidOverwrite: boolean
  readonly headers: Readonly<Record<string, string>>
}

export interface StoredUpload {
  readonly uploadId: string
  readonly key: string
  readonly initiatedAt: number
  readonly settings: UploadSettings
  readonly parts: Map<number, StoredPart>
}

export interface CorsRule {
  readonly allowedOrigins: readonly string[]
  readonly allowedMethods: readonly string[]
  readonly allowedHeaders: readonly string[]
  readonly exposeHeaders: readonly string[]
  readonly maxAgeSeconds: number | undefined
}

export interface BucketEncryption {
  readonly algorithm: 'AES256' | 'KMS' | 'SM4'
  readonly kmsMasterKeyId?: string
}

/** A rule as the port shows it, and its XML as it was sent, for what the port leaves out. */
export interface StoredLifecycleRule {
  readonly rule: LifecycleRule
  readonly xml: string
}

/** What can be changed after a bucket was created. */
export interface BucketSettings {
  readonly acl: BucketAcl
  readonly encryption: BucketEncryption | null
  readonly versioning: 'Enabled' | 'Suspended' | null
  readonly lifecycle: readonly StoredLifecycleRule[] | null
  readonly cors: readonly CorsRule[] | null
}

export interface BucketIdentity {
  readonly name: string
  readonly ownerId: string
  readonly region: string
  readonly storageClass: StorageClass
  readonly redundancy: 'LRS' | 'ZRS'
  readonly createdAt: number
}

export interface StoredBucket {
  readonly identity: BucketIdentity
  settings: BucketSettings
  readonly objects: Map<string, StoredObject>
  readonly uploads: Map<string, StoredUpload>
}

export type OssState = Map<string, StoredBucket>

export type OssChange =
  | {
      readonly type: 'bucket-created'
      readonly identity: BucketIdentity
      readonly settings: BucketSettings
    }
  | {
      readonly type: 'bucket-set'
      readonly bucket: string
      readonly settings: Partial<BucketSettings>
    }
  | { readonly type: 'bucket-removed'; readonly bucket: string }
  | { readonly type: 'object-put'; readonly bucket: string; readonly object: StoredObject }
  | { readonly type: 'object-removed'; readonly bucket: string; readonly key: string }
  | {
      readonly type: 'upload-begun'
      readonly bucket: string
      readonly upload: Omit<StoredUpload, 'parts'>
    }
  | {
      readonly type: 'part-put'
      readonly bucket: string
      readonly uploadId: string
      readonly part: StoredPart
    }
  | {
      /** Parts that were left out are given up. */
      readonly type: 'upload-completed'
      readonly bucket: string
      readonly uploadId: string
      readonly object: StoredObject
    }
  | { readonly type: 'upload-aborted'; readonly bucket: string; readonly uploadId: string }

/** Changes the state in place. A change that names something unknown does nothing. */
export function applyChange(state: OssState, change: OssChange): void {
  if (change.type === 'bucket-created') {
    const { identity, settings } = change
    state.set(identity.name, { identity, settings, objects: new Map(), uploads: new Map() })
    return
  }
  const bucket = state.get(change.bucket)
  if (!bucket) return
  switch (change.type) {
    case 'bucket-set':
      bucket.settings = { ...bucket.settings, ...change.settings }
      return
    case 'bucket-removed':
      state.delete(change.bucket)
      return
    case 'object-put':
      bucket.objects.set(change.object.key, change.object)
      return
    case 'object-removed':
      bucket.objects.delete(change.key)
      return
    case 'upload-begun':
      bucket.uploads.set(change.upload.uploadId, { ...change.upload, parts: new Map() })
      return
    case 'part-put':
      bucket.uploads.get(change.uploadId)?.parts.set(change.part.partNumber, change.part)
      return
    case 'upload-completed':
      bucket.uploads.delete(change.uploadId)
      bucket.objects.set(change.object.key, change.object)
      return
    case 'upload-aborted':
      bucket.uploads.delete(change.uploadId)
      return
  }
}

/** Returns the shortest series of changes that leads from nothing to the state. */
export function* changesOf(state: OssState): Generator<OssChange> {
  for (const { identity, settings, objects, uploads } of state.values()) {
    const bucket = identity.name
    yield { type: 'bucket-created', identity, settings }
    for (const object of objects.values()) yield { type: 'object-put', bucket, object }
    for (const { parts, ...upload } of uploads.values()) {
      yield { type: 'upload-begun', bucket, upload }
      for (const part of parts.values())
        yield { type: 'part-put', bucket, uploadId: upload.uploadId, part }
    }
  }
}

/** Returns every piece that the state refers to, as often as it does. */
export function* piecesOf(state: OssState): Generator<Piece> {
  for (const bucket of state.values()) {
    for (const object of bucket.objects.values()) yield* object.pieces
    for (const upload of bucket.uploads.values())
      for (const part of upload.parts.values()) yield* part.pieces
  }
}
