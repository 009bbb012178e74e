/**
 * What every bucket promises, whoever keeps it: the memory twin, the sandbox in process, the real client over the
 * sandbox's socket. Each case makes a bucket of its own.
 */
import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { crc64, crc64Combine, isMigrationError, type PartBody } from '../../src/core/index.ts'
import type { ObjectStorage, ObjectStore } from '../../src/oss/index.ts'

export interface ObjectStoreContract {
  readonly name: string
  create(): Promise<{ readonly storage: ObjectStorage; close(): Promise<void> }>
  readonly skip?: ReadonlyArray<{ readonly title: string; readonly reason: string }>
}

interface Fixture {
  readonly storage: ObjectStorage
  readonly store: ObjectStore
  readonly bucket: string
}

/** The smallest part that need not be the last. */
const minPartBytes = 100 * 1024

export function bytesOf(length: number, seed = 1): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + seed * 17 + (index >> 8)) & 255)
}

/** A body that gives its bytes in chunks of one reused buffer, as the files of this machine do. */
export function bodyOf(bytes: Uint8Array, chunkBytes = 40_000): PartBody {
  return {
    sizeBytes: bytes.byteLength,
    async *chunks() {
      const buffer = new Uint8Array(chunkBytes)
      for (let at = 0; at < bytes.byteLength; at += chunkBytes) {
        const piece = bytes.subarray(at, at + chunkBytes)
        buffer.set(piece)
        yield buffer.subarray(0, piece.byteLength)
        buffer.fill(0)
      }
    },
  }
}

function md5(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex').toUpperCase()
}

function hasCode(...codes: string[]): (error: unknown) => boolean {
  return (error) => {
    assert.ok(isMigrationError(error), `${error} is not a MigrationError`)
    assert.ok(codes.includes(error.code), `${error.code}: ${error.message}`)
    return true
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

const awkwardKeys = [
  'plain.bak',
  'folder/with space and + plus.bak',
  'folder/销售库_FULL_20240102030405.bak',
  'quotes \' and " and (brackets) !*~.bak',
  'percent %41 %2F & = ? # ;.bak',
  'emoji 😀/é.bak',
]

export function testObjectStore(contract: ObjectStoreContract): void {
  const skipped = new Map(contract.skip?.map(({ title, reason }) => [title, reason]))
  const promise = (title: string, run: (fixture: Fixture) => Promise<void>) => {
    const reason = skipped.get(title)
    test(title, reason === undefined ? {} : { skip: reason }, async () => {
      const { storage, close } = await contract.create()
      try {
        const bucket = `contract-${randomUUID().slice(0, 13)}`
        await storage.createBucket(bucket)
        await run({ storage, store: storage.bucket(bucket), bucket })
      } finally {
        await close()
      }
    })
  }

  describe(`the bucket of ${contract.name}`, () => {
    promise(
      'a new bucket is listed, private, Standard, unencrypted and in its region',
      async ({ storage, store, bucket }) => {
        const info = await store.info()
        assert.equal(info.name, bucket)
        assert.equal(info.region, storage.region)
        assert.equal(info.storageClass, 'Standard')
        assert.equal(info.acl, 'private')
        assert.equal(info.encryption, 'None')
        assert.notEqual(info.ownerId, '')
        assert.ok(!Number.isNaN(info.createdAt.getTime()))
        assert.deepEqual(await store.lifecycle(), [])
        const listed = (await storage.listBuckets()).find(({ name }) => name === bucket)
        assert.equal(listed?.region, storage.region)
        assert.equal(listed?.storageClass, 'Standard')
      },
    )

    promise(
      'creating a bucket again loses nothing, and its storage class cannot be changed',
      async ({ storage, store, bucket }) => {
        await store.put('a', bytesOf(3))
        // OSS was seen to accept it and to refuse it; both are fine as long as the bucket stays what it is.
        await storage.createBucket(bucket).catch(hasCode('OSS_BUCKET_NAME_TAKEN'))
        assert.ok(await store.head('a'))
        await assert.rejects(
          storage.createBucket(bucket, { storageClass: 'IA' }),
          hasCode('OSS_BUCKET_SETTING_FIXED', 'OSS_BUCKET_NAME_TAKEN'),
        )
        assert.equal((await store.info()).storageClass, 'Standard')
      },
    )

    promise('a bucket name that breaks the rules is refused', async ({ storage }) => {
      await assert.rejects(storage.createBucket('Bad_Name'), hasCode('OSS_BUCKET_NAME_INVALID'))
    })

    promise('a missing bucket is told from a missing object', async ({ storage, store }) => {
      const nowhere = storage.bucket(`nowhere-${randomUUID().slice(0, 8)}`)
      assert.equal(await store.head('nothing'), undefined)
      await assert.rejects(store.open('nothing'), hasCode('OSS_OBJECT_NOT_FOUND'))
      await assert.rejects(nowhere.head('nothing'), hasCode('OSS_BUCKET_NOT_FOUND'))
      await assert.rejects(nowhere.info(), hasCode('OSS_BUCKET_NOT_FOUND'))
      await assert.rejects(all(nowhere.list()), hasCode('OSS_BUCKET_NOT_FOUND'))
      await assert.rejects(nowhere.put('a', bytesOf(1)), hasCode('OSS_BUCKET_NOT_FOUND'))
      await assert.rejects(nowhere.beginUpload('a'), hasCode('OSS_BUCKET_NOT_FOUND'))
    })

    promise('only an empty bucket can be removed', async ({ storage, store, bucket }) => {
      await store.put('a', bytesOf(1))
      await assert.rejects(storage.removeBucket(bucket), hasCode('OSS_BUCKET_NOT_EMPTY'))
      await store.remove('a')
      await storage.removeBucket(bucket)
      await assert.rejects(store.info(), hasCode('OSS_BUCKET_NOT_FOUND'))
    })

    promise('an object that was put has its size, MD5 and CRC-64', async ({ store }) => {
      const bytes = bytesOf(1000)
      const receipt = await store.put('a/b.bak', bytes)
      assert.deepEqual(receipt, { etag: md5(bytes), crc64: crc64(bytes) })
      const head = await store.head('a/b.bak')
      assert.equal(head?.key, 'a/b.bak')
      assert.equal(head?.sizeBytes, 1000)
      assert.equal(head?.etag, md5(bytes))
      assert.equal(head?.crc64, crc64(bytes))
      assert.equal(head?.objectType, 'Normal')
      assert.equal(head?.encryption, undefined)
      assert.ok(!Number.isNaN(head?.lastModified.getTime()))
    })

    promise(
      'keys with spaces, signs and Chinese letters come back as they were written',
      async ({ store }) => {
        for (const key of awkwardKeys) {
          await store.put(key, bytesOf(10, key.length))
          assert.equal((await store.head(key))?.sizeBytes, 10, key)
          const source = await store.open(key)
          assert.deepEqual(new Uint8Array(await source.read(0, 10)), bytesOf(10, key.length), key)
        }
        const listed = (await all(store.list())).map(({ key }) => key)
        assert.deepEqual(listed.toSorted(), awkwardKeys.toSorted())
        for (const key of awkwardKeys) {
          await store.beginUpload(key)
          await store.remove(key)
        }
        assert.deepEqual(
          (await store.listUploads()).map(({ key }) => key).toSorted(),
          awkwardKeys.toSorted(),
        )
      },
    )

    promise(
      'a listing is in the order of the UTF-8 bytes and keeps to its prefix',
      async ({ store }) => {
        const keys = ['a', 'a/', 'a/b', 'ab', 'b', '\ufb01', '😀', '中']
        for (const key of keys.toReversed()) await store.put(key, bytesOf(1))
        const listed = (await all(store.list())).map(({ key }) => key)
        const inOrder = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
        assert.deepEqual(listed, inOrder)
        assert.deepEqual(
          (await all(store.list('a/'))).map(({ key }) => key),
          ['a/', 'a/b'],
        )
        assert.deepEqual(await all(store.list('nothing')), [])
      },
    )

    promise('a listing of more than one page is complete', async ({ store }) => {
      const keys = Array.from(
        { length: 1003 },
        (_, index) => `page/${String(index).padStart(5, '0')} 中+`,
      )
      for (let at = 0; at < keys.length; at += 50)
        await Promise.all(keys.slice(at, at + 50).map((key) => store.put(key, bytesOf(1))))
      assert.deepEqual(
        (await all(store.list('page/'))).map(({ key }) => key),
        keys,
      )
    })

    promise('removing an object that is not there succeeds', async ({ store }) => {
      await store.remove('nothing')
    })

    promise(
      'a write that must not overwrite is refused where an object exists',
      async ({ store }) => {
        await store.put('a', bytesOf(1), { forbidOverwrite: true })
        await assert.rejects(
          store.put('a', bytesOf(2), { forbidOverwrite: true }),
          hasCode('OSS_ALREADY_EXISTS'),
        )
        await assert.rejects(
          store.beginUpload('a', { forbidOverwrite: true }),
          hasCode('OSS_ALREADY_EXISTS'),
        )
        assert.equal((await store.head('a'))?.sizeBytes, 1)
        const uploadId = await store.beginUpload('b', { forbidOverwrite: true })
        const { etag } = await store.uploadPart({
          key: 'b',
          uploadId,
          partNumber: 1,
          body: bodyOf(bytesOf(5)),
        })
        await store.put('b', bytesOf(7))
        await assert.rejects(
          store.completeUpload({
            key: 'b',
            uploadId,
            parts: [{ partNumber: 1, etag }],
            forbidOverwrite: true,
          }),
          hasCode('OSS_ALREADY_EXISTS'),
        )
        assert.equal((await store.head('b'))?.sizeBytes, 7)
      },
    )

    promise(
      'an opened object is read by ranges, and only at its end a read is short',
      async ({ store }) => {
        const bytes = bytesOf(5000)
        await store.put('a', bytes)
        const source = await store.open('a')
        assert.equal(source.sizeBytes, 5000)
        const read = async (offset: number, length: number) =>
          new Uint8Array(await source.read(offset, length))
        assert.deepEqual(await read(0, 10), bytes.slice(0, 10))
        assert.deepEqual(await read(1234, 1000), bytes.slice(1234, 2234))
        assert.deepEqual(await read(4990, 100), bytes.slice(4990))
        assert.deepEqual(await read(0, 5000), bytes)
        assert.deepEqual(await read(5000, 10), new Uint8Array())
        assert.deepEqual(await read(9000, 10), new Uint8Array())
        const [left, right] = await Promise.all([read(0, 100), read(100, 100)])
        assert.deepEqual([...left, ...right], [...bytes.slice(0, 200)])
        await source.close()
        await source.close()
      },
    )

    promise('an object that is replaced while it is read is noticed', async ({ store }) => {
      await store.put('a', bytesOf(5000))
      const source = await store.open('a')
      await source.read(0, 10)
      await store.put('a', bytesOf(5000, 2))
      await assert.rejects(source.read(10, 10), hasCode('OSS_PRECONDITION_FAILED'))
    })

    promise('an empty object can be opened', async ({ store }) => {
      await store.put('empty', new Uint8Array())
      const source = await store.open('empty')
      assert.equal(source.sizeBytes, 0)
      assert.equal((await source.read(0, 10)).byteLength, 0)
    })

    promise(
      'parts sent in any order become one object with the CRC-64 of the whole',
      async ({ store }) => {
        const first = bytesOf(minPartBytes + 11, 1)
        const second = bytesOf(minPartBytes, 2)
        const last = bytesOf(7, 3)
        const uploadId = await store.beginUpload('big.bak', { metadata: { origin: 'contract' } })
        let sent = 0
        const send = (partNumber: number, bytes: Uint8Array) =>
          store.uploadPart({
            key: 'big.bak',
            uploadId,
            partNumber,
            body: bodyOf(bytes),
            onSent: (count) => {
              sent += count
            },
          })
        const three = await send(3, last)
        const [one, two] = await Promise.all([send(1, first), send(2, second)])
        assert.equal(sent, first.length + second.length + last.length)
        assert.equal(one.etag, md5(first))
        assert.equal(one.crc64, crc64(first))
        assert.equal(three.crc64, crc64(last))
        assert.equal(await store.head('big.bak'), undefined)
        const listed = await store.listParts('big.bak', uploadId)
        assert.deepEqual(
          listed.map(({ partNumber, sizeBytes, etag }) => ({ partNumber, sizeBytes, etag })),
          [first, second, last].map((bytes, index) => ({
            partNumber: index + 1,
            sizeBytes: bytes.length,
            etag: md5(bytes),
          })),
        )
        const receipt = await store.completeUpload({
          key: 'big.bak',
          uploadId,
          parts: [one, two, three].map(({ etag }, index) => ({ partNumber: index + 1, etag })),
        })
        const whole = Buffer.concat([first, second, last])
        const combined = crc64Combine(
          crc64Combine(crc64(first), crc64(second), second.length),
          crc64(last),
          last.length,
        )
        assert.equal(receipt.crc64, combined)
        assert.equal(receipt.crc64, crc64(whole))
        assert.notEqual(receipt.etag, '')
        const head = await store.head('big.bak')
        assert.equal(head?.sizeBytes, whole.length)
        assert.equal(head?.etag, receipt.etag)
        assert.equal(head?.crc64, receipt.crc64)
        assert.equal(head?.objectType, 'Multipart')
        assert.equal(head?.metadata['origin'], 'contract')
        assert.deepEqual(
          Buffer.from(await (await store.open('big.bak')).read(0, whole.length)),
          whole,
        )
        assert.deepEqual(await store.listUploads(), [])
        await assert.rejects(store.listParts('big.bak', uploadId), hasCode('OSS_UPLOAD_GONE'))
      },
    )

    promise('a part that is sent again replaces the first one', async ({ store }) => {
      const uploadId = await store.beginUpload('a')
      const send = (bytes: Uint8Array) =>
        store.uploadPart({ key: 'a', uploadId, partNumber: 1, body: bodyOf(bytes) })
      const old = await send(bytesOf(100, 1))
      const { etag } = await send(bytesOf(200, 2))
      assert.equal((await store.listParts('a', uploadId)).length, 1)
      await assert.rejects(
        store.completeUpload({ key: 'a', uploadId, parts: [{ partNumber: 1, etag: old.etag }] }),
        hasCode('OSS_PART_INVALID'),
      )
      await store.completeUpload({ key: 'a', uploadId, parts: [{ partNumber: 1, etag }] })
      assert.equal((await store.head('a'))?.sizeBytes, 200)
    })

    promise(
      'completing refuses small parts, wrong order and parts that were never sent',
      async ({ store }) => {
        const uploadId = await store.beginUpload('a')
        const send = (partNumber: number, length: number) =>
          store.uploadPart({
            key: 'a',
            uploadId,
            partNumber,
            body: bodyOf(bytesOf(length, partNumber)),
          })
        const small = await send(1, 10)
        const large = await send(2, minPartBytes)
        const last = await send(3, 10)
        const complete = (...parts: Array<[number, string]>) =>
          store.completeUpload({
            key: 'a',
            uploadId,
            parts: parts.map(([partNumber, etag]) => ({ partNumber, etag })),
          })
        await assert.rejects(complete([1, small.etag], [2, large.etag]), hasCode('OSS_TOO_SMALL'))
        await assert.rejects(complete([3, last.etag], [2, large.etag]), hasCode('OSS_PART_ORDER'))
        await assert.rejects(
          complete([2, large.etag], [9, large.etag]),
          hasCode('OSS_PART_INVALID'),
        )
        await complete([2, large.etag], [3, last.etag])
        assert.equal((await store.head('a'))?.sizeBytes, minPartBytes + 10)
      },
    )

    promise('part numbers outside 1 to 10,000 are refused', async ({ store }) => {
      const uploadId = await store.beginUpload('a')
      for (const partNumber of [0, 10_001])
        await assert.rejects(
          store.uploadPart({ key: 'a', uploadId, partNumber, body: bodyOf(bytesOf(1)) }),
          hasCode('OSS_PART_ORDER', 'OSS_ARGUMENT_INVALID'),
        )
    })

    promise('more parts than fit on one page are all listed', async ({ store }) => {
      const uploadId = await store.beginUpload('many')
      for (let at = 1; at <= 1005; at += 15)
        await Promise.all(
          Array.from({ length: 15 }, (_, index) =>
            store.uploadPart({
              key: 'many',
              uploadId,
              partNumber: at + index,
              body: bodyOf(bytesOf(1)),
            }),
          ),
        )
      const numbers = (await store.listParts('many', uploadId)).map(({ partNumber }) => partNumber)
      assert.deepEqual(
        numbers,
        Array.from({ length: 1005 }, (_, index) => index + 1),
      )
    })

    promise(
      'uploads that were begun are listed until they are aborted, and aborting twice succeeds',
      async ({ store }) => {
        const one = await store.beginUpload('x/one')
        const two = await store.beginUpload('x/two')
        const other = await store.beginUpload('y')
        assert.notEqual(one, two)
        const listed = await store.listUploads('x/')
        assert.deepEqual(
          listed.map(({ key, uploadId }) => [key, uploadId]),
          [
            ['x/one', one],
            ['x/two', two],
          ],
        )
        assert.ok(listed.every(({ initiatedAt }) => !Number.isNaN(initiatedAt.getTime())))
        await store.abortUpload('x/one', one)
        await store.abortUpload('x/one', one)
        await store.abortUpload('y', other)
        assert.deepEqual(
          (await store.listUploads()).map(({ uploadId }) => uploadId),
          [two],
        )
        await assert.rejects(
          store.uploadPart({
            key: 'x/one',
            uploadId: one,
            partNumber: 1,
            body: bodyOf(bytesOf(1)),
          }),
          hasCode('OSS_UPLOAD_GONE'),
        )
      },
    )

    promise('two uploads of one key do not mix their parts', async ({ store }) => {
      const one = await store.beginUpload('a')
      const two = await store.beginUpload('a')
      await store.uploadPart({ key: 'a', uploadId: one, partNumber: 1, body: bodyOf(bytesOf(10)) })
      assert.deepEqual(await store.listParts('a', two), [])
      assert.equal((await store.listParts('a', one)).length, 1)
    })

    promise('a signal ends a part that is under way', async ({ store }) => {
      const uploadId = await store.beginUpload('a')
      const stop = new AbortController()
      const reason = new Error('stopped by the test')
      const bytes = bytesOf(400_000)
      const body: PartBody = {
        sizeBytes: bytes.byteLength,
        async *chunks(signal) {
          yield bytes.subarray(0, 100_000)
          stop.abort(reason)
          signal?.throwIfAborted()
          yield bytes.subarray(100_000)
        },
      }
      await assert.rejects(
        store.uploadPart({ key: 'a', uploadId, partNumber: 1, body, signal: stop.signal }),
        (error) => error === reason,
      )
      assert.deepEqual(await store.listParts('a', uploadId), [])
    })

    promise('an error of the body ends the part with that error', async ({ store }) => {
      const uploadId = await store.beginUpload('a')
      const broken = new RangeError('the file ended')
      const body: PartBody = {
        sizeBytes: 200_000,
        async *chunks() {
          yield bytesOf(100_000)
          throw broken
        },
      }
      await assert.rejects(
        store.uploadPart({ key: 'a', uploadId, partNumber: 1, body }),
        (error) => error === broken || (error instanceof Error && error.cause === broken),
      )
      assert.deepEqual(await store.listParts('a', uploadId), [])
    })

    promise('a signed address names the object and ends in time', async ({ store }) => {
      const url = new URL(await store.signUrl('folder/a b.bak', 3600))
      assert.match(decodeURIComponent(url.pathname), /folder\/a b\.bak$/)
      assert.ok(url.searchParams.has('Expires') || url.searchParams.has('x-oss-expires'))
    })
  })
}
