/**
 * The sandbox's OSS: buckets, objects and multipart uploads with the service's rules. It knows neither HTTP nor the
 * time: both faces (server.ts, port.ts) pass in who calls, when, and bodies that are stored already.
 */
import type { BucketInfo } from '../../oss/index.ts'
import type { BlobStore, StoredBody } from './blobs.ts'
import { compareKeys, type Page, type PageRequest, pageOf } from './listing.ts'
import { checkBucketName, checkKey, ossLimits } from './rules.ts'
import { refuse } from './service-error.ts'
import {
  applyChange,
  type BucketIdentity,
  type BucketSettings,
  type OssChange,
  type OssState,
  type Piece,
  piecesOf,
  type StoredBucket,
  type StoredObject,
  type UploadSettings,
} from './state.ts'
import type { ChangeLog } from './state-log.ts'

/** Who calls, and when (milliseconds since 1970). */
export interface Caller {
  /** Undefined for a request without a signature. */
  readonly accountId: string | undefined
  readonly now: number
}

/** What a call wants to do with a bucket, for its ACL. */
export type Access = 'owner' | 'read' | 'write'

export interface WantedBucket extends Pick<BucketIdentity, 'name' | 'storageClass' | 'redundancy'> {
  /** Undefined: private, or for a bucket that exists as it is. */
  readonly acl: BucketSettings['acl'] | undefined
}

export interface OssModelOptions {
  /** Without the `oss-` prefix. */
  readonly region: string
  readonly blobs: BlobStore
  readonly state: OssState
  readonly log: ChangeLog
}

export class OssModel {
  readonly region: string
  readonly blobs: BlobStore
  #state: OssState
  #log: ChangeLog
  #references = new Map<string, number>()
  #sortedKeys = new Map<string, string[]>()
  #removals = new Set<Promise<void>>()

  constructor(options: OssModelOptions) {
    this.region = options.region
    this.blobs = options.blobs
    this.#state = options.state
    this.#log = options.log
    this.hold([...piecesOf(this.#state)])
  }

  /** Removes blobs that nothing refers to: bodies whose request was cut off by the end of the process. */
  async collectGarbage(): Promise<void> {
    for (const blobId of await this.blobs.ids())
      if (!this.#references.has(blobId)) await this.blobs.remove(blobId)
  }

  /** Resolves when the bytes that were given up so far are removed. */
  async settled(): Promise<void> {
    await Promise.all(this.#removals)
  }

  /** Keeps pieces readable although their object may be overwritten or removed meanwhile. */
  hold(pieces: readonly Piece[]): void {
    for (const { blobId } of pieces)
      this.#references.set(blobId, (this.#references.get(blobId) ?? 0) + 1)
  }

  /** Ends a hold; bytes that nothing refers to any more are removed. */
  async release(pieces: readonly Piece[]): Promise<void> {
    for (const { blobId } of pieces) {
      const left = (this.#references.get(blobId) ?? 0) - 1
      if (left > 0) this.#references.set(blobId, left)
      else {
        this.#references.delete(blobId)
        await this.blobs.remove(blobId)
      }
    }
  }

  // Buckets

  /** Returns the caller's buckets in the order of their names. */
  buckets(caller: Caller): StoredBucket[] {
    if (caller.accountId === undefined) throw anonymous()
    return [...this.#state.values()]
      .filter((bucket) => bucket.identity.ownerId === caller.accountId)
      .sort((a, b) => compareKeys(a.identity.name, b.identity.name))
  }

  createBucket(caller: Caller, wanted: WantedBucket): void {
    if (caller.accountId === undefined) throw anonymous()
    checkBucketName(wanted.name)
    const existing = this.#state.get(wanted.name)
    if (existing) {
      this.#repeatBucket(caller, existing, wanted)
      return
    }
    if (this.buckets(caller).length >= ossLimits.bucketsPerRegion) throw refuse('TooManyBuckets')
    this.#change({
      type: 'bucket-created',
      identity: {
        name: wanted.name,
        ownerId: caller.accountId,
        region: this.region,
        storageClass: wanted.storageClass,
        redundancy: wanted.redundancy,
        createdAt: caller.now,
      },
      settings: {
        acl: wanted.acl ?? 'private',
        encryption: null,
        versioning: null,
        lifecycle: null,
        cors: null,
      },
    })
  }

  /**
   * Creating one's own bucket again succeeds and may change its ACL, nothing else.
   * @source error-texts facts 9: the refusals name only what cannot be modified [spec]
   */
  #repeatBucket(caller: Caller, existing: StoredBucket, wanted: WantedBucket): void {
    const { name, ownerId, storageClass } = existing.identity
    if (ownerId !== caller.accountId) throw refuse('BucketAlreadyExists', { BucketName: name })
    if (storageClass !== wanted.storageClass)
      throw refuse(
        'BucketAlreadyExists',
        { BucketName: name },
        "Cannot modify existing bucket's storage class.",
      )
    if (wanted.acl !== undefined) this.setBucket(caller, name, { acl: wanted.acl })
  }

  /** Refuses a bucket that still holds objects or unfinished uploads. */
  removeBucket(caller: Caller, name: string): void {
    const bucket = this.bucket(caller, name, 'owner')
    // That unfinished uploads count is reported, not documented [guess].
    if (bucket.objects.size > 0 || bucket.uploads.size > 0)
      throw refuse('BucketNotEmpty', { BucketName: name })
    this.#change({ type: 'bucket-removed', bucket: name })
    this.#sortedKeys.delete(name)
  }

  /** Returns the bucket if it exists and the caller may do that with it; refuses otherwise. */
  bucket(caller: Caller, name: string, access: Access): StoredBucket {
    checkBucketName(name)
    const bucket = this.#state.get(name)
    if (!bucket) throw refuse('NoSuchBucket', { BucketName: name })
    const { acl } = bucket.settings
    if (bucket.identity.ownerId === caller.accountId) return bucket
    if (access === 'read' && acl !== 'private') return bucket
    if (access === 'write' && acl === 'public-read-write') return bucket
    throw caller.accountId === undefined ? anonymous() : refuse('AccessDenied')
  }

  /** Returns the bucket whoever asks, or undefined. */
  findBucket(name: string): StoredBucket | undefined {
    return this.#state.get(name)
  }

  setBucket(caller: Caller, name: string, settings: Partial<BucketSettings>): void {
    this.bucket(caller, name, 'owner')
    this.#change({ type: 'bucket-set', bucket: name, settings })
  }

  // Objects

  objectPage(caller: Caller, bucketName: string, request: PageRequest): Page<StoredObject> {
    const { objects } = this.bucket(caller, bucketName, 'read')
    const page = pageOf(this.keys(bucketName), (key) => key, request)
    const items = page.items.flatMap((key) => objects.get(key) ?? [])
    return { ...page, items }
  }

  /** Returns all keys of a bucket in order; none where there is no such bucket. */
  keys(bucketName: string): readonly string[] {
    const known = this.#sortedKeys.get(bucketName)
    if (known) return known
    const keys = [...(this.#state.get(bucketName)?.objects.keys() ?? [])].sort(compareKeys)
    this.#sortedKeys.set(bucketName, keys)
    return keys
  }

  object(caller: Caller, bucketName: string, key: string): StoredObject {
    checkKey(key)
    const known = this.findBucket(bucketName)?.objects.get(key)
    const isPublic = known?.acl === 'public-read' || known?.acl === 'public-read-write'
    const bucket = isPublic ? undefined : this.bucket(caller, bucketName, 'read')
    const object = known ?? bucket?.objects.get(key)
    if (!object) throw refuse('NoSuchKey', { Key: key })
    return object
  }

  /**
   * Refuses what can be refused before the body is read: a bad key, no such bucket, no permission, an object that
   * must not be overwritten. Versioning makes overwriting harmless, so forbidding it is ignored then.
   */
  checkPut(
    caller: Caller,
    bucketName: string,
    key: string,
    forbidOverwrite: boolean,
  ): StoredBucket {
    checkKey(key)
    const bucket = this.bucket(caller, bucketName, 'write')
    if (forbidOverwrite && bucket.settings.versioning === null && bucket.objects.has(key))
      throw refuse('FileAlreadyExists', { Key: key })
    return bucket
  }

  /** Makes a stored body an object. The rules are asked again: the body may have taken long. */
  putObject(
    caller: Caller,
    bucketName: string,
    key: string,
    body: StoredBody,
    settings: UploadSettings,
  ): StoredObject {
    this.checkPut(caller, bucketName, key, settings.forbidOverwrite)
    const { forbidOverwrite: _, ...kept } = settings
    const object: StoredObject = {
      key,
      pieces: body.pieces,
      sizeBytes: body.sizeBytes,
      etag: body.md5.toString('hex').toUpperCase(),
      crc64: String(body.crc64),
      type: 'Normal',
      lastModified: caller.now,
      ...kept,
    }
    const old = this.#replaced(bucketName, key)
    this.hold(object.pieces)
    this.#change({ type: 'object-put', bucket: bucketName, object })
    this.#drop(old)
    return object
  }

  /** Makes a second object of the same bytes. */
  copyObject(
    caller: Caller,
    bucketName: string,
    key: string,
    original: StoredObject,
    settings: UploadSettings,
  ): StoredObject {
    this.checkPut(caller, bucketName, key, settings.forbidOverwrite)
    const { forbidOverwrite: _, ...kept } = settings
    const object: StoredObject = { ...original, key, lastModified: caller.now, ...kept }
    const old = this.#replaced(bucketName, key)
    this.hold(object.pieces)
    this.#change({ type: 'object-put', bucket: bucketName, object })
    this.#drop(old)
    return object
  }

  /** Also succeeds where there is no such object. */
  removeObject(caller: Caller, bucketName: string, key: string): void {
    checkKey(key)
    const bucket = this.bucket(caller, bucketName, 'write')
    const object = bucket.objects.get(key)
    if (!object) return
    this.#change({ type: 'object-removed', bucket: bucketName, key })
    this.#sortedKeys.delete(bucketName)
    this.#drop(object.pieces)
  }

  /** Applies a change and writes it down; for the rules of multipart uploads in multipart.ts. */
  commit(change: OssChange, taken: readonly Piece[], given: readonly Piece[]): void {
    this.hold(taken)
    this.#change(change)
    if (change.type === 'upload-completed') this.#sortedKeys.delete(change.bucket)
    this.#drop(given)
  }

  /** Returns the pieces of the object that a new one of this key takes the place of. */
  replacedPieces(bucketName: string, key: string): readonly Piece[] {
    return this.#replaced(bucketName, key)
  }

  #replaced(bucketName: string, key: string): readonly Piece[] {
    const old = this.#state.get(bucketName)?.objects.get(key)
    if (!old) this.#sortedKeys.delete(bucketName)
    return old?.pieces ?? []
  }

  #change(change: OssChange): void {
    this.#log.append(change)
    applyChange(this.#state, change)
  }

  #drop(pieces: readonly Piece[]): void {
    if (pieces.length === 0) return
    // Only disk space depends on it, and a leftover is found at the next start.
    const removal = this.release(pieces)
      .catch(() => {})
      .finally(() => this.#removals.delete(removal))
    this.#removals.add(removal)
  }
}

/** Returns what GetBucketInfo says of a bucket. */
export function bucketInfoOf(bucket: StoredBucket): BucketInfo {
  const { identity, settings } = bucket
  return {
    name: identity.name,
    region: identity.region,
    storageClass: identity.storageClass,
    createdAt: new Date(identity.createdAt),
    acl: settings.acl,
    extranetEndpoint: `oss-${identity.region}.aliyuncs.com`,
    intranetEndpoint: `oss-${identity.region}-internal.aliyuncs.com`,
    encryption: settings.encryption?.algorithm ?? 'None',
    versioning: settings.versioning ?? undefined,
    redundancy: identity.redundancy,
    ownerId: identity.ownerId,
  }
}

/** The refusal of a request without a signature. */
function anonymous() {
  return refuse('AccessDenied', {}, 'Anonymous user has no right to access this bucket.')
}

/**
 * Refuses a body that its own Content-MD5 (base64) or CRC-64 (decimal) contradicts, or that is longer than one
 * request may carry.
 */
export function checkBody(
  body: StoredBody,
  contentMd5: string | undefined,
  crc64?: string | undefined,
): void {
  if (body.sizeBytes > ossLimits.putBytes) throw refuse('EntityTooLarge')
  if (crc64 !== undefined && crc64 !== String(body.crc64)) throw refuse('InvalidCRC64')
  if (contentMd5 !== undefined && contentMd5 !== body.md5.toString('base64'))
    throw refuse('InvalidDigest', {
      ClientComputedContentMD5: contentMd5,
      ServerCalculatedContentMD5: body.md5.toString('base64'),
    })
}
