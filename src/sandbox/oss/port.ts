/**
 * The sandbox's OSS without a socket: the port of src/oss over the same model, with the same refusals in the same
 * words. It works in virtual time and is the twin that the contract suite compares the real client with.
 */
import type { ByteSource, Clock, Ids } from '../../core/index.ts'
import type {
  BucketSummary,
  ObjectHead,
  ObjectStorage,
  ObjectStore,
  ObjectSummary,
  StorageClass,
} from '../../oss/index.ts'
import { translateConnectionFault, translateRefusal } from '../../oss/wire.ts'
import { type AccessKey, ownerKey, sandboxKey } from '../account.ts'
import { bytesOfOperation, effectOf, type FaultBook, type FaultEffect } from '../faults.ts'
import { type StoredBody, storeBody } from './blobs.ts'
import { encryptionFor } from './bucket-operations.ts'
import { ConnectionCut, faultyBody } from './faulty-body.ts'
import { bucketInfoOf, type Caller, checkBody, type OssModel } from './model.ts'
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
import { openPieces } from './object-bytes.ts'
import { encodeStrictly } from './request.ts'
import { newRequestId, refuseByFault } from './service.ts'
import { OssServiceError, refuse } from './service-error.ts'
import { signatureV1, stringToSignV1 } from './signature.ts'
import type { StoredObject, UploadSettings } from './state.ts'

export interface PortOptions {
  readonly model: OssModel
  readonly faults: FaultBook
  readonly clock: Clock
  readonly ids: Ids
  /** Who calls; default the sandbox's owner. */
  readonly key?: AccessKey
}

type Effects = readonly FaultEffect[]

/** What a call is about, for faults and error texts. */
interface About {
  readonly operation: string
  readonly bucket?: string
  readonly key?: string
  readonly partNumber?: number
}

const never = new AbortController().signal

/** Returns the storage of one account in this process. */
export function inProcessStorage(options: PortOptions): ObjectStorage {
  const { model, clock } = options
  const owner = options.key ?? ownerKey(sandboxKey.accessKeyId, sandboxKey.accessKeySecret)
  const caller = (): Caller => ({ accountId: owner.accountId, now: clock.now() })
  const call = callMaker(options)
  return {
    endpoint: `oss-${model.region}.aliyuncs.com`,
    region: model.region,
    listBuckets: () =>
      call({ operation: 'ListBuckets' }, async () =>
        model.buckets(caller()).map(bucketInfoOf).map(summaryOf),
      ),
    createBucket: (name, wanted = {}) =>
      call({ operation: 'PutBucket', bucket: name }, async () => {
        const { storageClass = 'Standard', acl } = wanted
        model.createBucket(caller(), { name, storageClass, acl, redundancy: 'LRS' })
      }),
    removeBucket: (name) =>
      call({ operation: 'DeleteBucket', bucket: name }, async () =>
        model.removeBucket(caller(), name),
      ),
    bucket: (name) => inProcessBucket(options, owner, name),
    close: async () => {},
  }
}

function inProcessBucket(options: PortOptions, owner: AccessKey, bucket: string): ObjectStore {
  const { model, clock, ids } = options
  const caller = (): Caller => ({ accountId: owner.accountId, now: clock.now() })
  const call = callMaker(options)
  const settings = (
    forbidOverwrite = false,
    metadata: Readonly<Record<string, string>> = {},
  ): UploadSettings => {
    const stored = model.bucket(caller(), bucket, 'write')
    return {
      storageClass: stored.identity.storageClass,
      forbidOverwrite,
      headers: Object.fromEntries(
        Object.entries(metadata).map(([name, value]) => [`x-oss-meta-${name}`, value]),
      ),
      ...encryptionFor(stored, undefined),
    }
  }
  const store = async (
    body: AsyncIterable<Uint8Array>,
    effects: Effects,
    signal: AbortSignal,
    accept: (stored: StoredBody) => void,
  ): Promise<StoredBody> => {
    const faulty = faultyBody(body, 'request', effects, clock, signal)
    const stored = await storeBody(model.blobs, faulty)
    try {
      checkBody(stored, undefined)
      accept(stored)
    } catch (error) {
      for (const { blobId } of stored.pieces) await model.blobs.remove(blobId)
      throw error
    }
    return stored
  }
  return {
    bucket,
    info: () =>
      call({ operation: 'GetBucketInfo', bucket }, async () =>
        bucketInfoOf(model.bucket(caller(), bucket, 'owner')),
      ),
    lifecycle: () =>
      call({ operation: 'GetBucketLifecycle', bucket }, async () =>
        (model.bucket(caller(), bucket, 'owner').settings.lifecycle ?? []).map(({ rule }) => rule),
      ),
    head: (key) =>
      call({ operation: 'HeadObject', bucket, key }, async () => {
        try {
          return headOf(model.object(caller(), bucket, key))
        } catch (error) {
          if (error instanceof OssServiceError && error.code === 'NoSuchKey') return undefined
          throw error
        }
      }),
    list: async function* (prefix = '') {
      for (let marker = ''; ; ) {
        const request = { prefix, delimiter: '', marker, maxKeys: 1000 }
        const page = await call({ operation: 'ListObjects', bucket }, async () =>
          model.objectPage(caller(), bucket, request),
        )
        yield* page.items.map(objectSummaryOf)
        if (!page.isTruncated) return
        marker = page.nextMarker
      }
    },
    open: (key) =>
      call({ operation: 'HeadObject', bucket, key }, async () =>
        openObject(options, owner, bucket, model.object(caller(), bucket, key)),
      ),
    put: (key, bytes, put = {}) =>
      call(
        { operation: 'PutObject', bucket, key },
        async (effects) => {
          const wanted = settings(put.forbidOverwrite)
          model.checkPut(caller(), bucket, key, wanted.forbidOverwrite)
          const stored = await store(once(bytes), effects, put.signal ?? never, (body) =>
            model.putObject(caller(), bucket, key, body, wanted),
          )
          return receiptOf(stored)
        },
        put.signal,
      ),
    remove: (key) =>
      call({ operation: 'DeleteObject', bucket, key }, async () =>
        model.removeObject(caller(), bucket, key),
      ),
    beginUpload: (key, begin = {}) =>
      call(
        { operation: 'InitiateMultipartUpload', bucket, key },
        async () => {
          const uploadId = ids.uuid().replaceAll('-', '').toUpperCase()
          const wanted = settings(begin.forbidOverwrite, begin.metadata)
          beginUpload(model, caller(), bucket, key, uploadId, wanted)
          return uploadId
        },
        begin.signal,
      ),
    uploadPart: ({ key, uploadId, partNumber, body, signal = never, onSent }) =>
      call(
        { operation: 'UploadPart', bucket, key, partNumber },
        async (effects) => {
          checkPartNumber(partNumber)
          findUpload(model, caller(), bucket, key, uploadId)
          const counted = counting(body.chunks(signal), onSent, signal)
          const stored = await store(counted, effects, signal, (stored) =>
            putPart(model, caller(), bucket, key, uploadId, partNumber, stored),
          )
          return receiptOf(stored)
        },
        signal,
      ),
    listParts: (key, uploadId) =>
      call({ operation: 'ListParts', bucket, key }, async () =>
        partsOf(findUpload(model, caller(), bucket, key, uploadId)).map((part) => ({
          partNumber: part.partNumber,
          sizeBytes: part.sizeBytes,
          etag: part.etag,
          crc64: BigInt(part.crc64),
          lastModified: wholeSeconds(part.lastModified),
        })),
      ),
    completeUpload: ({ key, uploadId, parts, forbidOverwrite = false, signal }) =>
      call(
        { operation: 'CompleteMultipartUpload', bucket, key },
        async () => {
          const now = caller()
          return headOf(completeUpload(model, now, bucket, key, uploadId, parts, forbidOverwrite))
        },
        signal,
      ).then(({ etag, crc64 }) => ({ etag, crc64 })),
    abortUpload: (key, uploadId) =>
      call({ operation: 'AbortMultipartUpload', bucket, key }, async () => {
        try {
          abortUpload(model, caller(), bucket, key, uploadId)
        } catch (error) {
          if (!(error instanceof OssServiceError && error.code === 'NoSuchUpload')) throw error
        }
      }),
    listUploads: (prefix = '') =>
      call({ operation: 'ListMultipartUploads', bucket }, async () => {
        const { uploads } = uploadPage(model, caller(), bucket, {
          prefix,
          delimiter: '',
          keyMarker: '',
          uploadIdMarker: '',
          maxUploads: Number.MAX_SAFE_INTEGER,
        })
        return uploads.map(({ key, uploadId, initiatedAt }) => ({
          key,
          uploadId,
          initiatedAt: wholeSeconds(initiatedAt),
        }))
      }),
    signUrl: async (key, expiresSeconds) => {
      const expires = String(Math.floor(clock.now() / 1000) + expiresSeconds)
      const request = { method: 'GET', rawPath: '', query: [], headers: {} }
      const toSign = stringToSignV1(request, expires, `/${bucket}/${key}`)
      const signature = encodeStrictly(signatureV1(owner.accessKeySecret, toSign))
      const path = key.split('/').map(encodeStrictly).join('/')
      const host = `${bucket}.oss-${model.region}.aliyuncs.com`
      return `http://${host}/${path}?OSSAccessKeyId=${owner.accessKeyId}&Expires=${expires}&Signature=${signature}`
    },
  }
}

/** Returns how a call is made: its faults before and after, its refusals in the client's words. */
function callMaker({ faults, clock, ids }: PortOptions) {
  return async <T>(
    about: About,
    work: (effects: Effects) => Promise<T>,
    signal: AbortSignal = never,
  ): Promise<T> => {
    signal.throwIfAborted()
    const { operation } = about
    const bytes = bytesOfOperation(operation)
    const effects = faults.take({ service: 'oss', ...about, bytes }, portFaultKinds)
    const resource = `oss://${[about.bucket, about.key].filter((part) => part !== undefined).join('/')}`
    try {
      const drop = effectOf(effects, 'drop')
      if (drop?.direction === 'request' && drop.after === 0) throw new ConnectionCut()
      refuseByFault(effects)
      const result = await work(effects)
      const delayMs = effectOf(effects, 'slow')?.delayMs
      if (delayMs !== undefined) await clock.sleep(delayMs, signal)
      const isLost = effectOf(effects, 'lost-reply') || drop?.direction === 'response'
      if (isLost) throw new ConnectionCut()
      return result
    } catch (error) {
      if (error instanceof ConnectionCut) {
        const fault = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
        throw translateConnectionFault(fault, { operation, resource }, 60_000)
      }
      if (!(error instanceof OssServiceError)) throw error
      const retryAfter = error.headers['retry-after']
      throw translateRefusal(
        {
          status: error.status,
          code: error.code,
          message: error.message,
          requestId: newRequestId(ids),
          ...(retryAfter === undefined ? {} : { retryAfterMs: Number(retryAfter) * 1000 }),
        },
        { operation, resource },
      )
    }
  }
}

const portFaultKinds: readonly FaultEffect['kind'][] = [
  'drop',
  'error',
  'throttle',
  'lost-reply',
  'slow',
  'corrupt',
]

/** An object read by ranges; a change of it is noticed at the next read. */
function openObject(
  options: PortOptions,
  owner: AccessKey,
  bucket: string,
  object: StoredObject,
): ByteSource {
  const { model, clock } = options
  const call = callMaker(options)
  const { key } = object
  const source = openPieces(model, object.pieces, `oss://${bucket}/${key}`)
  return {
    ...source,
    read: (offset, length, signal) =>
      call(
        { operation: 'GetObject', bucket, key },
        async (effects) => {
          const current = model.object(
            { accountId: owner.accountId, now: clock.now() },
            bucket,
            key,
          )
          if (current.etag !== object.etag)
            throw refuse('PreconditionFailed', { Condition: 'If-Match' })
          if (current.storageClass !== 'Standard' && current.storageClass !== 'IA')
            throw refuse('InvalidObjectState', { Key: key })
          const bytes = await source.read(offset, length)
          const corrupt = effectOf(effects, 'corrupt')
          const at = corrupt?.where === 'returned' ? corrupt.offset : -1
          if (at >= 0 && at < bytes.byteLength) bytes[at] = (bytes[at] ?? 0) ^ 0x01
          return bytes
        },
        signal,
      ),
  }
}

async function* counting(
  chunks: AsyncIterable<Uint8Array>,
  onSent: ((bytes: number) => void) | undefined,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of chunks) {
    signal.throwIfAborted()
    yield bytes
    onSent?.(bytes.byteLength)
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

function summaryOf(info: {
  readonly name: string
  readonly region: string
  readonly storageClass: StorageClass
  readonly createdAt: Date
}): BucketSummary {
  const { name, region, storageClass, createdAt } = info
  return { name, region, storageClass, createdAt }
}

function receiptOf(stored: StoredBody) {
  return { etag: stored.md5.toString('hex').toUpperCase(), crc64: stored.crc64 }
}

function objectSummaryOf(object: StoredObject): ObjectSummary {
  return {
    key: object.key,
    sizeBytes: object.sizeBytes,
    etag: object.etag,
    lastModified: wholeSeconds(object.lastModified),
    storageClass: object.storageClass,
  }
}

function headOf(object: StoredObject): ObjectHead {
  return {
    ...objectSummaryOf(object),
    crc64: BigInt(object.crc64),
    objectType: object.type,
    encryption: object.encryption,
    metadata: Object.fromEntries(
      Object.entries(object.headers)
        .filter(([name]) => name.startsWith('x-oss-meta-'))
        .map(([name, value]) => [name.slice('x-oss-meta-'.length), value]),
    ),
  }
}

function wholeSeconds(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000)
}
