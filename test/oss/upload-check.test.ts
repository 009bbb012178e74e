/** What an upload owes the judge of its bytes: every byte, once accepted, before anything is completed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  crc64,
  noPieceCheck,
  seededIds,
  type UploadCheck,
  type UploadSource,
  type UploadVerdict,
} from '../../src/core/index.ts'
import {
  memoryStorage,
  memoryUploadRecord,
  type ObjectStore,
  ossError,
  type UploadNotice,
  type UploadRequest,
  uploadObject,
} from '../../src/oss/index.ts'

const mebibyte = 1024 * 1024
const partBytes = 16 * mebibyte
const sizeBytes = 3 * partBytes + 12_345
const bytes = Uint8Array.from({ length: sizeBytes }, (_, index) => (index * 2_654_435_761) >>> 24)
const clock = { now: () => 1_700_000_000_000, sleep: async () => {} }

function source(more: Partial<UploadSource> = {}): UploadSource {
  return {
    name: 'test.bak',
    sizeBytes,
    modifiedAtMs: 1,
    part(offset, length) {
      let whole: bigint | undefined
      return {
        sizeBytes: length,
        crc64: () => whole,
        async *chunks() {
          whole = undefined
          const piece = bytes.subarray(offset, offset + length)
          for (let at = 0; at < length; at += mebibyte) yield piece.subarray(at, at + mebibyte)
          whole = crc64(piece)
        },
      }
    },
    check: async () => 'unchanged',
    close: async () => {},
    ...more,
  }
}

/** A judge that remembers what it was shown and accepted. */
function judge(verdict: () => void = () => {}, said: Partial<UploadVerdict> = {}) {
  const accepted = new Map<number, Uint8Array>()
  const log: string[] = []
  const check: UploadCheck = {
    piece(offset, length) {
      const seen: Uint8Array[] = []
      return {
        see: (chunk) => seen.push(chunk.slice()),
        accept() {
          const whole = new Uint8Array(length)
          let at = 0
          for (const chunk of seen) {
            whole.set(chunk, at)
            at += chunk.byteLength
          }
          assert.equal(at, length)
          accepted.set(offset, whole)
        },
      }
    },
    unseenBytes: () =>
      [...accepted.values()].reduce((left, each) => left - each.byteLength, sizeBytes),
    async finish() {
      log.push('finish')
      verdict()
      return { doubt: undefined, readsDiffer: false, crc64: undefined, ...said }
    },
  }
  return { check, accepted, log }
}

async function newStore(log: string[], hooks: Partial<ObjectStore> = {}): Promise<ObjectStore> {
  const storage = memoryStorage({ clock, ids: seededIds(7) })
  await storage.createBucket('check')
  const store = storage.bucket('check')
  return {
    ...store,
    async completeUpload(request) {
      log.push('complete')
      return await store.completeUpload(request)
    },
    ...hooks,
  }
}

function request(store: ObjectStore, more: Partial<UploadRequest>): UploadRequest {
  const record = memoryUploadRecord()
  return { store, source: source(), key: 'test.bak', record, clock, ids: seededIds(3), ...more }
}

test('the judge sees every byte of every part that was sent, and judges before the upload is completed', async () => {
  const { check, accepted, log } = judge()
  const notices: UploadNotice[] = []
  const store = await newStore(log)
  await uploadObject(request(store, { check, onNotice: (notice) => notices.push(notice) }))
  assert.deepEqual(log, ['finish', 'complete'])
  for (const [offset, piece] of accepted)
    assert.deepEqual(piece, bytes.subarray(offset, offset + piece.byteLength))
  assert.equal(accepted.size, 4)
  assert.deepEqual(notices, [
    { kind: 'checking', unseenBytes: 0 },
    { kind: 'checked', readAgainBytes: 0, elapsedMs: 0, doubt: undefined },
  ])
})

test('a part that had to be sent again is accepted once, with the bytes of the try that succeeded', async () => {
  const { check, accepted, log } = judge()
  const plain = await newStore(log)
  let tries = 0
  const store: ObjectStore = {
    ...plain,
    async uploadPart(part) {
      const receipt = await plain.uploadPart(part)
      if (part.partNumber === 2 && ++tries === 1)
        throw ossError('OSS_UPLOAD_INTERRUPTED', { resource: 'test.bak', operation: 'UploadPart' })
      return receipt
    },
  }
  await uploadObject(request(store, { check }))
  assert.equal(tries, 2)
  assert.equal(accepted.size, 4)
})

test('what the judge refuses is not completed; its parts stay, and a run without the judge sends none again', async () => {
  const log: string[] = []
  const store = await newStore(log)
  const record = memoryUploadRecord()
  const refusing = judge(() => {
    throw ossError('OSS_FILE_EMPTY', { resource: 'test.bak' })
  })
  const notices: UploadNotice[] = []
  await assert.rejects(
    uploadObject(
      request(store, {
        record,
        check: refusing.check,
        onNotice: (notice) => notices.push(notice),
      }),
    ),
    { code: 'OSS_FILE_EMPTY' },
  )
  assert.deepEqual(log, [])
  assert.equal(notices.at(-1)?.kind, 'kept')
  const receipt = await uploadObject(request(store, { record }))
  assert.equal(receipt.sentBytes, 0)
  assert.deepEqual(log, ['complete'])
})

test('after a resume the judge knows which bytes it has not seen', async () => {
  const log: string[] = []
  const plain = await newStore(log)
  const record = memoryUploadRecord()
  const failing: ObjectStore = {
    ...plain,
    async uploadPart(part) {
      if (part.partNumber < 3) return await plain.uploadPart(part)
      throw ossError('OSS_FILE_EMPTY', { resource: 'test.bak' })
    },
  }
  const first = judge()
  await assert.rejects(
    uploadObject(request(failing, { record, check: first.check, parallelParts: 1 })),
    { code: 'OSS_FILE_EMPTY' },
  )
  assert.deepEqual(first.log, [])
  const second = judge()
  const notices: UploadNotice[] = []
  await uploadObject(
    request(plain, {
      record,
      check: second.check,
      onNotice: (notice) => notices.push(notice),
    }),
  )
  const checked = notices.find((notice) => notice.kind === 'checked')
  assert.deepEqual(checked, {
    kind: 'checked',
    readAgainBytes: 2 * partBytes,
    elapsedMs: 0,
    doubt: undefined,
  })
  assert.equal(second.accepted.size, 4, 'what an earlier run sent is shown too')
})

test('parts of an earlier run that are not what the file gives now are discarded, and nothing is completed', async () => {
  const log: string[] = []
  const plain = await newStore(log)
  const record = memoryUploadRecord()
  const failing: ObjectStore = {
    ...plain,
    async uploadPart(part) {
      if (part.partNumber < 3) return await plain.uploadPart(part)
      throw ossError('OSS_FILE_EMPTY', { resource: 'test.bak' })
    },
  }
  await assert.rejects(uploadObject(request(failing, { record, parallelParts: 1 })))
  const kept = bytes[20_000_000] ?? 0
  bytes[20_000_000] = kept ^ 1
  try {
    const { check } = judge()
    await assert.rejects(uploadObject(request(plain, { record, check })), {
      code: 'OSS_FILE_UNSTABLE',
    })
  } finally {
    bytes[20_000_000] = kept
  }
  assert.deepEqual(log, [])
  assert.deepEqual(await plain.listUploads(''), [])
  assert.equal(await record.load(), undefined)
  const again = await uploadObject(request(plain, { record, check: judge().check }))
  assert.equal(again.sentBytes, sizeBytes)
  assert.equal(again.isProved, true)
})

test('a judge that reads by itself must have read what was sent', async () => {
  const log: string[] = []
  const store = await newStore(log)
  const sum = crc64(bytes)
  const reading = (said: Partial<UploadVerdict>): UploadCheck => ({
    ...judge(() => {}, said).check,
    piece: () => noPieceCheck,
  })
  for (const said of [{ crc64: sum ^ 1n }, { crc64: sum, readsDiffer: true }]) {
    await assert.rejects(uploadObject(request(store, { check: reading(said) })), {
      code: 'OSS_FILE_UNSTABLE',
    })
    assert.deepEqual(log, [])
    assert.deepEqual(await store.listUploads(''), [])
  }
  await uploadObject(request(store, { check: reading({ crc64: sum }) }))
  assert.deepEqual(log, ['complete'])
})

test('a file that changed while it was judged is told as changed, not as damaged', async () => {
  const { check, log } = judge(() => {
    throw ossError('OSS_FILE_EMPTY', { resource: 'test.bak' })
  })
  const store = await newStore(log)
  const changed = source({ check: async () => 'changed' })
  await assert.rejects(uploadObject(request(store, { check, source: changed })), {
    code: 'OSS_FILE_CHANGED',
  })
  assert.deepEqual(log, ['finish'])
})
