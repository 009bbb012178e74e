/** One bucket over HTTP: the port's methods as OSS's operations. */
import { createHash } from 'node:crypto'
import { isMigrationError } from '../core/index.ts'
import {
  bucketInfo,
  documentOf,
  lifecycleRules,
  objectHead,
  objectPage,
  partPage,
  uploadPage,
  writeReceipt,
} from './answers.ts'
import type { OssCall, OssCaller } from './call.ts'
import { ossError } from './errors.ts'
import { objectSource } from './object-source.ts'
import type { ObjectStore } from './object-store.ts'
import { forbidOverwriteHeader, metadataPrefix } from './wire.ts'
import { escapeXml, textOf, type XmlElement } from './xml.ts'

/** The most entries that one page of a listing may have. */
const pageSize = '1000'

type Query = ReadonlyArray<readonly [string, string]>

/** Returns the bucket's port. @param sign  makes an address that works without credentials */
export function bucketClient(
  call: OssCaller,
  bucket: string,
  sign: (key: string, expiresSeconds: number) => Promise<string>,
): ObjectStore {
  const resourceOf = (key?: string) => `oss://${bucket}${key === undefined ? '' : `/${key}`}`

  /** Reads a document of the bucket or of an object. */
  async function read(
    operation: string,
    root: string,
    query: Query,
    key?: string,
  ): Promise<XmlElement> {
    const answer = await call({ operation, method: 'GET', bucket, key, query, repeat: 'always' })
    return documentOf(answer, root, { operation, resource: resourceOf(key) })
  }

  /** A call whose answer to "there is no such thing" is not an error. */
  async function unless<T>(code: string, attempt: Promise<T>, otherwise: T): Promise<T> {
    try {
      return await attempt
    } catch (error) {
      if (isMigrationError(error, code)) return otherwise
      throw error
    }
  }

  const guard = (forbid: boolean | undefined): Record<string, string> =>
    forbid ? { [forbidOverwriteHeader]: 'true' } : {}

  const store: ObjectStore = {
    bucket,
    async info() {
      return bucketInfo(await read('GetBucketInfo', 'BucketInfo', [['bucketInfo', '']]))
    },
    async lifecycle() {
      const document = read('GetBucketLifecycle', 'LifecycleConfiguration', [['lifecycle', '']])
      return lifecycleRules(await unless<XmlElement>('OSS_NO_LIFECYCLE_RULE', document, {}))
    },
    async head(key) {
      const request: OssCall = {
        operation: 'HeadObject',
        method: 'HEAD',
        bucket,
        key,
        repeat: 'always',
      }
      const answer = await unless('OSS_OBJECT_NOT_FOUND', call(request), undefined)
      return answer && objectHead(key, answer)
    },
    async *list(prefix = '') {
      let next: string | undefined
      do {
        const query: Array<readonly [string, string]> = [
          ['list-type', '2'],
          ['max-keys', pageSize],
          ['encoding-type', 'url'],
        ]
        if (prefix !== '') query.push(['prefix', prefix])
        if (next !== undefined) query.push(['continuation-token', next])
        const page = objectPage(await read('ListObjectsV2', 'ListBucketResult', query))
        yield* page.objects
        next = page.next
      } while (next !== undefined)
    },
    async open(key) {
      const head = await store.head(key)
      if (!head) throw ossError('OSS_OBJECT_NOT_FOUND', { resource: resourceOf(key) })
      return objectSource(call, bucket, head)
    },
    async put(key, bytes, options = {}) {
      const answer = await call({
        operation: 'PutObject',
        method: 'PUT',
        bucket,
        key,
        headers: {
          'content-md5': createHash('md5').update(bytes).digest('base64'),
          ...guard(options.forbidOverwrite),
        },
        body: bytes,
        // A second try of a write that must not overwrite would be refused because of the first.
        repeat: options.forbidOverwrite ? 'if-refused' : 'always',
        signal: options.signal,
      })
      return writeReceipt(answer)
    },
    async remove(key) {
      await call({ operation: 'DeleteObject', method: 'DELETE', bucket, key, repeat: 'always' })
    },
    async beginUpload(key, options = {}) {
      const operation = 'InitiateMultipartUpload'
      const metadata = Object.entries(options.metadata ?? {}).map(
        ([name, value]) => [`${metadataPrefix}${name.toLowerCase()}`, value] as const,
      )
      const answer = await call({
        operation,
        method: 'POST',
        bucket,
        key,
        query: [['uploads', '']],
        headers: {
          'content-type': 'application/octet-stream',
          ...guard(options.forbidOverwrite),
          ...Object.fromEntries(metadata),
        },
        body: new Uint8Array(0),
        // A repetition after a lost answer would leave an upload behind that nobody knows of.
        repeat: 'if-refused',
        signal: options.signal,
      })
      const attempt = { operation, resource: resourceOf(key) }
      return textOf(documentOf(answer, 'InitiateMultipartUploadResult', attempt), 'UploadId')
    },
    async uploadPart({ key, uploadId, partNumber, body, signal, onSent }) {
      const answer = await call({
        operation: 'UploadPart',
        method: 'PUT',
        bucket,
        key,
        query: [
          ['partNumber', String(partNumber)],
          ['uploadId', uploadId],
        ],
        body,
        repeat: 'never',
        signal,
        onSent,
      })
      return writeReceipt(answer)
    },
    async listParts(key, uploadId) {
      const parts = []
      let next: string | undefined
      do {
        const query: Array<readonly [string, string]> = [
          ['uploadId', uploadId],
          ['max-parts', pageSize],
        ]
        if (next !== undefined) query.push(['part-number-marker', next])
        const page = partPage(await read('ListParts', 'ListPartsResult', query, key))
        parts.push(...page.parts)
        next = page.next
      } while (next !== undefined)
      return parts
    },
    async completeUpload({ key, uploadId, parts, forbidOverwrite, signal }) {
      const list = parts.map(
        ({ partNumber, etag }) =>
          `<Part><PartNumber>${partNumber}</PartNumber><ETag>"${escapeXml(etag)}"</ETag></Part>`,
      )
      const xml = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`
      const operation = 'CompleteMultipartUpload'
      const answer = await call({
        operation,
        method: 'POST',
        bucket,
        key,
        query: [['uploadId', uploadId]],
        headers: { 'content-type': 'application/xml', ...guard(forbidOverwrite) },
        body: Buffer.from(xml, 'utf8'),
        // After a lost answer the caller has to look whether the object is there.
        repeat: 'if-refused',
        signal,
      })
      const receipt = writeReceipt(answer)
      if (receipt.etag !== '') return receipt
      const document = documentOf(answer, 'CompleteMultipartUploadResult', {
        operation,
        resource: resourceOf(key),
      })
      return { ...receipt, etag: textOf(document, 'ETag').replaceAll('"', '') }
    },
    async abortUpload(key, uploadId) {
      const aborted = call({
        operation: 'AbortMultipartUpload',
        method: 'DELETE',
        bucket,
        key,
        query: [['uploadId', uploadId]],
        repeat: 'always',
      })
      await unless('OSS_UPLOAD_GONE', aborted, undefined)
    },
    async listUploads(prefix = '') {
      const uploads = []
      let next: { readonly key: string; readonly uploadId: string } | undefined
      do {
        const query: Array<readonly [string, string]> = [
          ['uploads', ''],
          ['max-uploads', pageSize],
          ['encoding-type', 'url'],
        ]
        if (prefix !== '') query.push(['prefix', prefix])
        if (next) query.push(['key-marker', next.key], ['upload-id-marker', next.uploadId])
        const page = uploadPage(
          await read('ListMultipartUploads', 'ListMultipartUploadsResult', query),
        )
        uploads.push(...page.uploads)
        next = page.next
      } while (next)
      return uploads
    },
    signUrl: sign,
  }
  return store
}
