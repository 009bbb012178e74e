/**
 * Buckets in memory: the twin of the real client for tests. It keeps the rules that callers depend on (parts, ETags,
 * CRCs, order, refusals) and passes the same contract suite; it knows no sockets and no signatures.
 */
import { createHash } from 'node:crypto'
import { type Clock, crc64, type Ids, memorySource } from '../core/index.ts'
import type {
  BucketAcl,
  BucketInfo,
  ObjectHead,
  ObjectStorage,
  ObjectStore,
  PartBody,
  PendingUpload,
  StorageClass,
  UploadedPart,
} from './object-store.ts'
import { translateRefusal } from './translate-error.ts'
import { limits } from './wire.ts'

export interface MemoryStorageOptions {
  readonly clock: Clock
  readonly ids: Ids
  /** Default cn-hangzhou. */
  readonly region?: string
}

interface StoredObject {
  readonly bytes: Uint8Array
  readonly etag: string
  readonly lastModified: Date
  readonly objectType: ObjectHead['objectType']
  readonly metadata: Readonly<Record<string, string>>
}

interface StoredUpload extends PendingUpload {
  readonly metadata: Readonly<Record<string, string>>
  readonly parts: Map<number, UploadedPart & { readonly bytes: Uint8Array }>
}

interface StoredBucket {
  readonly createdAt: Date
  readonly storageClass: StorageClass
  readonly acl: BucketAcl
  readonly objects: Map<string, StoredObject>
  readonly uploads: Map<string, StoredUpload>
}

/** Returns an account without buckets. */
export function memoryStorage(options: MemoryStorageOptions): ObjectStorage {
  const { clock, ids, region = 'cn-hangzhou' } = options
  const buckets = new Map<string, StoredBucket>()
  const summaryOf = (name: string, { storageClass, createdAt }: StoredBucket) => ({
    name,
    region,
    storageClass,
    createdAt,
  })

  function find(name: string, operation: string): StoredBucket {
    const found = buckets.get(name)
    if (found) return found
    throw refuse(404, 'NoSuchBucket', operation, name)
  }

  return {
    endpoint: `oss-${region}.aliyuncs.com`,
    region,
    listBuckets: async () =>
      [...buckets].toSorted(byKey).map(([name, stored]) => summaryOf(name, stored)),
    async createBucket(name, wanted = {}) {
      if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name))
        throw refuse(400, 'InvalidBucketName', 'PutBucket', name)
      const { storageClass = 'Standard', acl = 'private' } = wanted
      const existing = buckets.get(name)
      if (existing && existing.storageClass !== storageClass)
        throw refuse(
          409,
          'BucketAlreadyExists',
          'PutBucket',
          name,
          undefined,
          "Cannot modify existing bucket's storage class.",
        )
      buckets.set(name, {
        createdAt: new Date(clock.now()),
        objects: new Map(),
        uploads: new Map(),
        ...existing,
        storageClass,
        acl,
      })
    },
    async removeBucket(name) {
      const { objects, uploads } = find(name, 'DeleteBucket')
      if (objects.size > 0 || uploads.size > 0)
        throw refuse(409, 'BucketNotEmpty', 'DeleteBucket', name)
      buckets.delete(name)
    },
    bucket: (name) =>
      memoryBucket(name, clock, ids, {
        find: (operation) => find(name, operation),
        info: (stored): BucketInfo => ({
          ...summaryOf(name, stored),
          acl: stored.acl,
          extranetEndpoint: `oss-${region}.aliyuncs.com`,
          intranetEndpoint: `oss-${region}-internal.aliyuncs.com`,
          encryption: 'None',
          versioning: undefined,
          redundancy: 'LRS',
          ownerId: '1000000000000001',
        }),
      }),
    close: async () => {},
  }
}

interface BucketAccess {
  find(operation: string): StoredBucket
  info(stored: StoredBucket): BucketInfo
}

function memoryBucket(bucket: string, clock: Clock, ids: Ids, access: BucketAccess): ObjectStore {
  const { find } = access

  function headOf(key: string, object: StoredObject): ObjectHead {
    const { bytes, etag, lastModified, objectType, metadata } = object
    return {
      key,
      sizeBytes: bytes.byteLength,
      etag,
      lastModified,
      storageClass: find('HeadObject').storageClass,
      crc64: crc64(bytes),
      objectType,
      encryption: undefined,
      metadata,
    }
  }

  function guard(stored: StoredBucket, key: string, operation: string, forbid?: boolean): void {
    if (forbid && stored.objects.has(key))
      throw refuse(409, 'FileAlreadyExists', operation, bucket, key)
  }

  function uploadOf(operation: string, key: string, uploadId: string): StoredUpload {
    const upload = find(operation).uploads.get(uploadId)
    if (upload?.key === key) return upload
    throw refuse(404, 'NoSuchUpload', operation, bucket, key)
  }

  const store: ObjectStore = {
    bucket,
    info: async () => access.info(find('GetBucketInfo')),
    async lifecycle() {
      find('GetBucketLifecycle')
      return []
    },
    async head(key) {
      const object = find('HeadObject').objects.get(key)
      return object && headOf(key, object)
    },
    async *list(prefix = '') {
      const keys = [...find('ListObjectsV2').objects].toSorted(byKey)
      for (const [key, object] of keys) {
        if (!key.startsWith(prefix)) continue
        const { sizeBytes, etag, lastModified, storageClass } = headOf(key, object)
        yield { key, sizeBytes, etag, lastModified, storageClass }
      }
    },
    async open(key) {
      const opened = find('GetObject').objects.get(key)
      if (!opened) throw refuse(404, 'NoSuchKey', 'GetObject', bucket, key)
      const source = memorySource(opened.bytes, `oss://${bucket}/${key}`)
      return {
        ...source,
        async read(offset, length, signal) {
          signal?.throwIfAborted()
          const current = find('GetObject').objects.get(key)
          if (!current) throw refuse(404, 'NoSuchKey', 'GetObject', bucket, key)
          if (current.etag !== opened.etag)
            throw refuse(412, 'PreconditionFailed', 'GetObject', bucket, key)
          return source.read(offset, length)
        },
      }
    },
    async put(key, bytes, options = {}) {
      options.signal?.throwIfAborted()
      const stored = find('PutObject')
      guard(stored, key, 'PutObject', options.forbidOverwrite)
      const etag = md5(bytes)
      stored.objects.set(key, {
        bytes: bytes.slice(),
        etag,
        lastModified: new Date(clock.now()),
        objectType: 'Normal',
        metadata: {},
      })
      return { etag, crc64: crc64(bytes) }
    },
    async remove(key) {
      find('DeleteObject').objects.delete(key)
    },
    async beginUpload(key, options = {}) {
      const operation = 'InitiateMultipartUpload'
      const stored = find(operation)
      guard(stored, key, operation, options.forbidOverwrite)
      const uploadId = ids.uuid().replaceAll('-', '').toUpperCase()
      stored.uploads.set(uploadId, {
        key,
        uploadId,
        initiatedAt: new Date(clock.now()),
        metadata: options.metadata ?? {},
        parts: new Map(),
      })
      return uploadId
    },
    async uploadPart({ key, uploadId, partNumber, body, signal, onSent }) {
      const { parts } = uploadOf('UploadPart', key, uploadId)
      if (partNumber < 1 || partNumber > limits.maxParts)
        throw refuse(
          400,
          'InvalidArgument',
          'UploadPart',
          bucket,
          key,
          'Part number must be an integer between 1 and 10000, inclusive.',
        )
      const bytes = await collect(body, signal, onSent)
      const etag = md5(bytes)
      const crc = crc64(bytes)
      const lastModified = new Date(clock.now())
      parts.set(partNumber, {
        partNumber,
        sizeBytes: bytes.byteLength,
        etag,
        crc64: crc,
        lastModified,
        bytes,
      })
      return { etag, crc64: crc }
    },
    async listParts(key, uploadId) {
      const { parts } = uploadOf('ListParts', key, uploadId)
      return [...parts.values()]
        .toSorted((a, b) => a.partNumber - b.partNumber)
        .map(({ bytes: _, ...part }) => part)
    },
    async completeUpload({ key, uploadId, parts, forbidOverwrite }) {
      const operation = 'CompleteMultipartUpload'
      const stored = find(operation)
      const upload = uploadOf(operation, key, uploadId)
      guard(stored, key, operation, forbidOverwrite)
      const named = parts.map((part) => {
        const held = upload.parts.get(part.partNumber)
        if (held?.etag !== part.etag) throw refuse(400, 'InvalidPart', operation, bucket, key)
        return held
      })
      if (named.length === 0) throw refuse(400, 'MalformedXML', operation, bucket, key)
      named.forEach((part, index) => {
        const next = named[index + 1]
        if (next && next.partNumber <= part.partNumber)
          throw refuse(400, 'InvalidPartOrder', operation, bucket, key)
        if (next && part.sizeBytes < limits.minPartBytes)
          throw refuse(400, 'EntityTooSmall', operation, bucket, key)
      })
      const bytes = Buffer.concat(named.map((part) => part.bytes))
      const etag = `${md5(Buffer.from(named.map((part) => part.etag).join(''), 'hex'))}-${named.length}`
      const lastModified = new Date(clock.now())
      const { metadata } = upload
      stored.objects.set(key, { bytes, etag, lastModified, objectType: 'Multipart', metadata })
      stored.uploads.delete(uploadId)
      return { etag, crc64: crc64(bytes) }
    },
    async abortUpload(key, uploadId) {
      const { uploads } = find('AbortMultipartUpload')
      if (uploads.get(uploadId)?.key === key) uploads.delete(uploadId)
    },
    async listUploads(prefix = '') {
      return [...find('ListMultipartUploads').uploads.values()]
        .filter(({ key }) => key.startsWith(prefix))
        .map(({ key, uploadId, initiatedAt }) => ({ key, uploadId, initiatedAt }))
        .toSorted((a, b) => compareKeys(a.key, b.key) || compareKeys(a.uploadId, b.uploadId))
    },
    async signUrl(key, expiresSeconds) {
      const { extranetEndpoint } = access.info(find('GetObject'))
      const expires = Math.floor(clock.now() / 1000) + expiresSeconds
      return `https://${bucket}.${extranetEndpoint}/${encodeURI(key)}?Expires=${expires}`
    },
  }
  return store
}

function refuse(
  status: number,
  code: string,
  operation: string,
  bucket: string,
  key?: string,
  message = code,
): Error {
  const resource = key === undefined ? `oss://${bucket}` : `oss://${bucket}/${key}`
  return translateRefusal({ status, code, message }, { operation, resource })
}

function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex').toUpperCase()
}

/** The order of OSS's listings: that of the keys' UTF-8 bytes, which differs from that of UTF-16 beyond U+FFFF. */
function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'))
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareKeys(a, b)
}

async function collect(
  body: PartBody,
  signal: AbortSignal | undefined,
  onSent: ((bytes: number) => void) | undefined,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(body.sizeBytes)
  let at = 0
  for await (const chunk of body.chunks(signal)) {
    bytes.set(chunk, at)
    at += chunk.byteLength
    onSent?.(chunk.byteLength)
  }
  return bytes
}
