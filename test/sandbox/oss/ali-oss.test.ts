import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { after, before, describe, test } from 'node:test'
import { crc64 } from '../../../src/core/index.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts'

/** What this test uses of ali-oss, which brings no types. */
interface AliOss {
  putBucket(name: string): Promise<{ res: { status: number } }>
  deleteBucket(name: string): Promise<unknown>
  listBuckets(): Promise<{ buckets: { name: string }[]; owner: { id: string } }>
  getBucketInfo(name: string): Promise<{ bucket: { Location: string; StorageClass: string } }>
  put(key: string, body: Buffer): Promise<{ res: { headers: Record<string, string> } }>
  multipartUpload(
    key: string,
    body: Buffer,
    options: object,
  ): Promise<{ etag: string; res: { headers: Record<string, string> } }>
  initMultipartUpload(key: string): Promise<{ uploadId: string }>
  uploadPart(key: string, id: string, n: number, body: Buffer): Promise<{ etag: string }>
  listParts(key: string, id: string): Promise<{ parts: { PartNumber: string; Size: string } }>
  listUploads(query: object): Promise<{ uploads: { name: string; uploadId: string }[] }>
  abortMultipartUpload(key: string, id: string): Promise<{ res: { status: number } }>
  list(query: object): Promise<{ objects?: { name: string; size: number; etag: string }[] }>
  listV2(query: object): Promise<{ objects?: { name: string }[]; prefixes?: string[] | null }>
  head(key: string): Promise<{ status: number; res: { headers: Record<string, string> } }>
  get(key: string, options?: object): Promise<{ content: Buffer; res: { status: number } }>
  deleteMulti(keys: string[]): Promise<{ deleted: unknown[] }>
  delete(key: string): Promise<{ res: { status: number } }>
}

const AliOssClient = createRequire(import.meta.url)('ali-oss') as new (options: object) => AliOss

const key = 'nightly/销售 Db+1_FULL_20240102030405.bak'
const bytes = randomBytes(30 * 1024 * 1024)

for (const signature of ['V1', 'V4'] as const)
  for (const host of ['127.0.0.1', 'localhost'] as const)
    describe(`unmodified ali-oss, ${signature}, ${host}`, () => {
      let sandbox: Sandbox
      let client: AliOss
      before(async () => {
        sandbox = await startSandbox()
        client = new AliOssClient({
          endpoint: `http://${host}:${new URL(sandbox.endpoints.oss).port}`,
          region: 'oss-cn-hangzhou',
          bucket: 'migration-2026',
          accessKeyId: sandbox.credentials.accessKeyId,
          accessKeySecret: sandbox.credentials.accessKeySecret,
          authorizationV4: signature === 'V4',
          sldEnable: host === 'localhost',
        })
        await client.putBucket('migration-2026')
      })
      after(() => sandbox.stop())

      test('creates a bucket, lists it and reads its settings', async () => {
        const { buckets, owner } = await client.listBuckets()
        assert.deepEqual(
          buckets.map(({ name }) => name),
          ['migration-2026'],
        )
        assert.match(owner.id, /^\d+$/)
        const { bucket } = await client.getBucketInfo('migration-2026')
        assert.equal(bucket.Location, 'oss-cn-hangzhou')
        assert.equal(bucket.StorageClass, 'Standard')
      })

      test('uploads 30 MB in parts and gets every byte back, whole and by range', async () => {
        const uploaded = await client.multipartUpload(key, bytes, {
          partSize: 5 * 1024 * 1024,
          parallel: 3,
        })
        assert.match(uploaded.etag, /^"[0-9A-F]{32}-6"$/)
        assert.equal(uploaded.res.headers['x-oss-hash-crc64ecma'], String(crc64(bytes)))
        const { objects } = await client.list({ prefix: 'nightly/', 'max-keys': 10 })
        assert.deepEqual(
          objects?.map(({ name, size, etag }) => ({ name, size, etag })),
          [{ name: key, size: bytes.length, etag: uploaded.etag }],
        )
        const head = await client.head(key)
        assert.equal(head.res.headers['content-length'], String(bytes.length))
        assert.equal(head.res.headers['x-oss-object-type'], 'Multipart')
        assert.equal(head.res.headers['x-oss-hash-crc64ecma'], String(crc64(bytes)))
        const part = await client.get(key, { headers: { Range: 'bytes=5242870-5242889' } })
        assert.equal(part.res.status, 206)
        assert.ok(part.content.equals(bytes.subarray(5_242_870, 5_242_890)))
        const whole = await client.get(key)
        assert.ok(whole.content.equals(bytes))
        assert.equal((await client.delete(key)).res.status, 204)
        await assert.rejects(client.head(key), { code: 'NoSuchKey', status: 404 })
      })

      test('answers a put with MD5 and CRC-64, and rolls keys up at a delimiter', async () => {
        const body = Buffer.from('hello')
        const { res } = await client.put('one/a', body)
        const md5 = createHash('md5').update(body).digest('hex').toUpperCase()
        assert.equal(res.headers['etag'], `"${md5}"`)
        assert.equal(res.headers['x-oss-hash-crc64ecma'], String(crc64(body)))
        await client.put('two/b', body)
        await client.put('three', body)
        const listed = await client.listV2({ delimiter: '/', 'max-keys': '100' })
        assert.deepEqual(
          listed.objects?.map(({ name }) => name),
          ['three'],
        )
        assert.deepEqual(listed.prefixes, ['one/', 'two/'])
        const { deleted } = await client.deleteMulti(['one/a', 'two/b', 'three', 'never was'])
        assert.equal(deleted.length, 4)
      })

      test('lists the parts of an unfinished upload and aborts it', async () => {
        const { uploadId } = await client.initMultipartUpload(key)
        assert.match(uploadId, /^[0-9A-F]{32}$/)
        const { uploads } = await client.listUploads({ 'max-uploads': 10 })
        assert.deepEqual(
          uploads.map((upload) => [upload.name, upload.uploadId]),
          [[key, uploadId]],
        )
        assert.equal((await client.abortMultipartUpload(key, uploadId)).res.status, 204)
        await assert.rejects(client.listParts(key, uploadId), { code: 'NoSuchUpload', status: 404 })
        await client.deleteBucket('migration-2026')
        await assert.rejects(client.getBucketInfo('migration-2026'), { code: 'NoSuchBucket' })
      })
    })

test('a client with a wrong secret is told what the server signed', async () => {
  await using cleanup = new AsyncDisposableStack()
  const sandbox = await startSandbox()
  cleanup.defer(() => sandbox.stop())
  const client = new AliOssClient({
    endpoint: sandbox.endpoints.oss,
    region: 'oss-cn-hangzhou',
    accessKeyId: sandbox.credentials.accessKeyId,
    accessKeySecret: 'notTheSecret',
  })
  await assert.rejects(client.putBucket('some-bucket'), {
    code: 'SignatureDoesNotMatch',
    status: 403,
  })
})
