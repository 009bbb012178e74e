/**
 * The bucket as the rest of the program sees it: the port that the real client, the sandbox's in-process twin
 * and the tests share. Vendor words end here. Every method throws MigrationError with an OSS_ or CLOUD_ code.
 */
import type { ByteSource, PartBody } from '../core/index.ts'

export type { PartBody } from '../core/index.ts'

export type StorageClass = 'Standard' | 'IA' | 'Archive' | 'ColdArchive' | 'DeepColdArchive'
export type BucketAcl = 'private' | 'public-read' | 'public-read-write'

export interface BucketSummary {
  readonly name: string
  /** Without the `oss-` prefix, such as `cn-hangzhou`. */
  readonly region: string
  readonly storageClass: StorageClass
  readonly createdAt: Date
}

/** What GetBucketInfo says. */
export interface BucketInfo extends BucketSummary {
  readonly acl: BucketAcl
  readonly extranetEndpoint: string
  readonly intranetEndpoint: string
  /** `None` where server-side encryption is off. */
  readonly encryption: 'None' | 'AES256' | 'KMS' | 'SM4'
  readonly versioning: 'Enabled' | 'Suspended' | undefined
  readonly redundancy: 'LRS' | 'ZRS' | undefined
  readonly ownerId: string
}

export interface LifecycleRule {
  readonly id: string
  readonly prefix: string
  readonly isEnabled: boolean
  /** Days after which objects under the prefix are deleted; undefined when they are not. */
  readonly expirationDays: number | undefined
  /** Days after which unfinished multipart uploads are aborted. */
  readonly abortMultipartDays: number | undefined
  /** Storage class that objects are moved to, when they are. */
  readonly transitionTo: StorageClass | undefined
}

export interface ObjectSummary {
  readonly key: string
  readonly sizeBytes: number
  /** Without quotes. */
  readonly etag: string
  readonly lastModified: Date
  readonly storageClass: StorageClass
}

export interface ObjectHead extends ObjectSummary {
  /** x-oss-hash-crc64ecma, unsigned 64 bits; undefined where the server does not say. */
  readonly crc64: bigint | undefined
  readonly objectType: 'Normal' | 'Multipart' | 'Appendable' | 'Symlink'
  readonly encryption: string | undefined
  /** x-oss-meta-* without the prefix, names in lower case. */
  readonly metadata: Readonly<Record<string, string>>
}

export interface UploadedPart {
  /** 1 to 10,000. */
  readonly partNumber: number
  readonly sizeBytes: number
  /** MD5 of the part in upper-case hex, without quotes. */
  readonly etag: string
  /** Undefined where the server does not list it. */
  readonly crc64: bigint | undefined
  readonly lastModified: Date
}

/** A multipart upload that was begun and neither completed nor aborted. */
export interface PendingUpload {
  readonly key: string
  readonly uploadId: string
  readonly initiatedAt: Date
}

export interface WriteReceipt {
  readonly etag: string
  readonly crc64: bigint | undefined
}

export interface BeginUploadOptions {
  /** Refuse (OSS_ALREADY_EXISTS) when an object with this key exists. */
  readonly forbidOverwrite?: boolean
  readonly metadata?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
}

export interface UploadPartRequest {
  readonly key: string
  readonly uploadId: string
  readonly partNumber: number
  readonly body: PartBody
  readonly signal?: AbortSignal
  /** Told of bytes handed to the connection; the sum of one try is at most the part's size. */
  readonly onSent?: (bytes: number) => void
}

export interface CompleteUploadRequest {
  readonly key: string
  readonly uploadId: string
  /** Ascending part numbers. */
  readonly parts: readonly { readonly partNumber: number; readonly etag: string }[]
  readonly forbidOverwrite?: boolean
  readonly signal?: AbortSignal
}

/** One bucket. Single calls are tried again by the client only where a repetition cannot do harm. */
export interface ObjectStore {
  readonly bucket: string
  info(): Promise<BucketInfo>
  /** Empty where no rule is configured. */
  lifecycle(): Promise<LifecycleRule[]>
  /** Undefined where there is no such object; OSS_BUCKET_NOT_FOUND where there is no such bucket. */
  head(key: string): Promise<ObjectHead | undefined>
  /** All objects under the prefix in the order of their keys (UTF-8 bytes), page by page. */
  list(prefix?: string): AsyncIterable<ObjectSummary>
  /** An object as a source of bytes, read by ranges. OSS_OBJECT_NOT_FOUND where there is none; a changed object is noticed by its ETag (OSS_PRECONDITION_FAILED). */
  open(key: string): Promise<ByteSource>
  put(
    key: string,
    bytes: Uint8Array,
    options?: { readonly forbidOverwrite?: boolean; readonly signal?: AbortSignal },
  ): Promise<WriteReceipt>
  /** Also succeeds where there is no such object. */
  remove(key: string): Promise<void>
  beginUpload(key: string, options?: BeginUploadOptions): Promise<string>
  /** One try, not repeated by the client: the caller owns the retry, because it owns the body and its journal. */
  uploadPart(request: UploadPartRequest): Promise<WriteReceipt>
  /** All parts that the server holds, ascending. OSS_UPLOAD_GONE where the upload is gone. */
  listParts(key: string, uploadId: string): Promise<UploadedPart[]>
  completeUpload(request: CompleteUploadRequest): Promise<WriteReceipt>
  /** Also succeeds where the upload is gone. */
  abortUpload(key: string, uploadId: string): Promise<void>
  listUploads(prefix?: string): Promise<PendingUpload[]>
  /** A GET address that works without credentials for `expiresSeconds` (1 to 64,800). */
  signUrl(key: string, expiresSeconds: number): Promise<string>
}

export interface CreateBucketOptions {
  readonly storageClass?: StorageClass
  readonly acl?: BucketAcl
}

/** All buckets of one account behind one endpoint. */
export interface ObjectStorage {
  /** As it stands in OssObjectPositions: host without scheme and bucket. */
  readonly endpoint: string
  readonly region: string
  listBuckets(): Promise<BucketSummary[]>
  createBucket(name: string, options?: CreateBucketOptions): Promise<void>
  removeBucket(name: string): Promise<void>
  bucket(name: string): ObjectStore
  /** Ends idle connections. */
  close(): Promise<void>
}
