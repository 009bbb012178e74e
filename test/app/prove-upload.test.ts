/** What is proved is the object, not just the file: bytes that were read wrongly once must not stay at OSS. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openUploadProof } from '../../src/app/prove-upload.ts'
import { seededIds, type UploadSource } from '../../src/core/index.ts'
import { openUploadSource, uploadBuffers } from '../../src/files/index.ts'
import {
  memoryStorage,
  memoryUploadRecord,
  type ObjectStore,
  ossError,
  type UploadRecord,
  uploadObject,
} from '../../src/oss/index.ts'
import { needsShared, sharedPath } from '../shared-files.ts'
import { soundBackup } from '../sound-backup.ts'
import { makeTempFolder } from '../temp-folder.ts'

const mebibyte = 1024 * 1024
const clock = { now: () => 1_700_000_000_000, sleep: async () => {} }
const compressed = '2016-compressed__TSQL2012.bak'
let folder: Awaited<ReturnType<typeof makeTempFolder>>
let plain = ''

before(async () => {
  folder = await makeTempFolder()
  plain = join(folder.path, 'plain.bak')
  await writeFile(plain, soundBackup(1, 40 * mebibyte))
})
after(() => folder.remove())

async function newStore(): Promise<ObjectStore> {
  const storage = memoryStorage({ clock, ids: seededIds(7) })
  await storage.createBucket('proof')
  return storage.bucket('proof')
}

/** A disk that gives one wrong bit the first time: what is summed and sent is what was read. */
function misread(source: UploadSource, at: number): UploadSource {
  let isWrong = true
  const buffers = uploadBuffers(1)
  return {
    ...source,
    part(offset, length) {
      const body = source.part(offset, length)
      if (at < offset || at >= offset + length) return body
      let sum: bigint | undefined
      return {
        sizeBytes: length,
        crc64: () => sum,
        async *chunks(signal) {
          let crc = 0n
          let begin = offset
          for await (const chunk of body.chunks(signal)) {
            if (isWrong && at >= begin && at < begin + chunk.byteLength) {
              chunk[at - begin] = (chunk[at - begin] ?? 0) ^ 1
              isWrong = false
            }
            crc = buffers.arena.update(crc, chunk)
            begin += chunk.byteLength
            if (begin === offset + length) sum = crc
            yield chunk
          }
        },
      }
    },
  }
}

async function send(path: string, store: ObjectStore, record: UploadRecord, wrongAt?: number) {
  const opened = await openUploadSource(path, uploadBuffers(4))
  const source = wrongAt === undefined ? opened : misread(opened, wrongAt)
  const { signal } = new AbortController()
  try {
    await using check = await openUploadProof(path, path, { signal })
    return await uploadObject({
      ...{ store, source, key: 'a.bak', record, clock, ids: seededIds(3), check, signal },
      parallelParts: 1,
    })
  } finally {
    await opened.close()
  }
}

test('bytes of a plain backup that were read wrongly while they were sent are not completed', async () => {
  const store = await newStore()
  const record = memoryUploadRecord()
  await assert.rejects(send(plain, store, record, 25 * mebibyte), { code: 'OSS_FILE_UNSTABLE' })
  assert.equal(await store.head('a.bak'), undefined)
  assert.deepEqual(await store.listUploads(''), [])
  const receipt = await send(plain, store, record)
  assert.equal(receipt.isProved, true)
  assert.equal(receipt.reusedBytes, 0)
})

test('bytes that an earlier run read wrongly are found when the upload is resumed', async () => {
  const store = await newStore()
  const record = memoryUploadRecord()
  const failing: ObjectStore = {
    ...store,
    uploadPart: async (part) => {
      if (part.partNumber === 3) throw ossError('OSS_FILE_EMPTY', { resource: 'a.bak' })
      return await store.uploadPart(part)
    },
  }
  await assert.rejects(send(plain, failing, record, mebibyte), { code: 'OSS_FILE_EMPTY' })
  await assert.rejects(send(plain, store, record), { code: 'OSS_FILE_UNSTABLE' })
  assert.equal(await store.head('a.bak'), undefined)
})

test(
  'bytes of a compressed backup that were sent are compared with those that were decompressed',
  needsShared('bak'),
  async () => {
    const store = await newStore()
    const record = memoryUploadRecord()
    const path = sharedPath('bak', compressed)
    await assert.rejects(send(path, store, record, 500_000), { code: 'OSS_FILE_UNSTABLE' })
    assert.equal(await store.head('a.bak'), undefined)
    assert.equal((await send(path, store, record)).isProved, true)
    assert.equal((await send(path, store, record)).isProved, false, 'it was there already')
  },
)
