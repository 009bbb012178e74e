import assert from 'node:assert/strict'
import { mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import {
  crc64,
  isMigrationError,
  MigrationError,
  memorySource,
  seededIds,
  type UploadSource,
  VirtualClock,
} from '../../src/core/index.ts'
import { openUploadSource, uploadBuffers } from '../../src/files/index.ts'
import {
  choosePartBytes,
  memoryStorage,
  memoryUploadRecord,
  type ObjectStore,
  ossError,
  planParts,
  rateLimiter,
  type UploadEvent,
  type UploadNotice,
  type UploadProgress,
  type UploadRequest,
  uploadObject,
} from '../../src/oss/index.ts'

const mebibyte = 1024 * 1024
const partBytes = 16 * mebibyte
/** Waits cost no time. */
const clock = { now: () => 1_700_000_000_000, sleep: async () => {} }

function noise(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length)
  const words = new Uint32Array(bytes.buffer, 0, length >> 2)
  for (let index = 0, state = seed; index < words.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    words[index] = state
  }
  return bytes
}

/** A source over bytes in memory that counts what is read of it. */
function sourceOf(bytes: Uint8Array, modifiedAtMs = 1): UploadSource & { readBytes: number } {
  const source = {
    name: 'test.bak',
    sizeBytes: bytes.byteLength,
    modifiedAtMs,
    readBytes: 0,
    part(offset: number, length: number) {
      let whole: bigint | undefined
      return {
        sizeBytes: length,
        crc64: () => whole,
        async *chunks() {
          whole = undefined
          const piece = bytes.subarray(offset, offset + length)
          for (let at = 0; at < length; at += 4 * mebibyte) {
            const chunk = piece.subarray(at, at + 4 * mebibyte)
            source.readBytes += chunk.byteLength
            if (at + chunk.byteLength === length) whole = crc64(piece)
            yield chunk
          }
        },
      }
    },
    check: async () => 'unchanged' as const,
    close: async () => {},
  }
  return source
}

async function newStore(): Promise<ObjectStore> {
  const storage = memoryStorage({ clock, ids: seededIds(7) })
  await storage.createBucket('transfer')
  return storage.bucket('transfer')
}

/** A store that counts the parts sent and can be told to fail. */
function watched(
  store: ObjectStore,
  hooks: Partial<ObjectStore> = {},
): ObjectStore & { sent: number[]; aborted: string[] } {
  const sent: number[] = []
  const aborted: string[] = []
  return {
    ...store,
    async uploadPart(request) {
      const receipt = await store.uploadPart(request)
      sent.push(request.partNumber)
      return receipt
    },
    async abortUpload(key, uploadId) {
      aborted.push(uploadId)
      await store.abortUpload(key, uploadId)
    },
    ...hooks,
    sent,
    aborted,
  }
}

const bytes = noise(3 * partBytes + 12_345)

function requestOf(store: ObjectStore, more: Partial<UploadRequest> = {}): UploadRequest {
  return {
    store,
    source: sourceOf(bytes),
    key: 'folder/test.bak',
    record: memoryUploadRecord(),
    clock,
    ids: seededIds(3),
    ...more,
  }
}

async function failure(attempt: Promise<unknown>): Promise<MigrationError> {
  try {
    await attempt
  } catch (error) {
    assert.ok(error instanceof MigrationError, String(error))
    return error
  }
  throw new Error('no error was thrown')
}

describe('the size of parts', () => {
  test('is at least 16 MiB, a multiple of 1 MiB, and never needs more than 10,000 parts up to 48.8 TB', () => {
    const sizes = [
      1,
      partBytes,
      160e9,
      167_772_160_000,
      167_772_160_001,
      3e12,
      48.8e12,
      10_000 * 5 * 1024 ** 3,
    ]
    for (const sizeBytes of sizes) {
      const chosen = choosePartBytes(sizeBytes)
      assert.ok(
        chosen >= partBytes && chosen % mebibyte === 0 && chosen <= 5 * 1024 ** 3,
        `${sizeBytes}`,
      )
      assert.ok(Math.ceil(sizeBytes / chosen) <= 10_000, `${sizeBytes}`)
    }
    assert.equal(choosePartBytes(160e9), partBytes)
    assert.equal(choosePartBytes(1000, 20_000_000), 20 * mebibyte)
  })

  test('cuts a file without a gap', () => {
    const parts = planParts(bytes.length, partBytes)
    assert.equal(parts.length, 4)
    let at = 0
    parts.forEach((part, index) => {
      assert.equal(part.partNumber, index + 1)
      assert.equal(part.offset, at)
      at += part.sizeBytes
    })
    assert.equal(at, bytes.length)
  })
})

describe('an upload', () => {
  test('I2: ends with the CRC-64 of the file, known to the record part by part', async () => {
    const store = watched(await newStore())
    const record = memoryUploadRecord()
    const seen: UploadProgress[] = []
    const receipt = await uploadObject(
      requestOf(store, { record, onProgress: (fact) => seen.push(fact) }),
    )
    assert.equal(receipt.outcome, 'uploaded')
    assert.equal(receipt.crc64, crc64(bytes))
    assert.equal(receipt.isVerified, true)
    assert.equal(receipt.sentBytes, bytes.length)
    assert.equal(receipt.parts, 4)
    assert.equal((await store.head('folder/test.bak'))?.crc64, crc64(bytes))
    assert.deepEqual(
      record.events.map(({ type }) => type),
      ['uploadBegun', ...Array(4).fill('partAcknowledged'), 'uploadCompleted'],
    )
    assert.equal(
      JSON.stringify(record.events),
      JSON.stringify(JSON.parse(JSON.stringify(record.events))),
    )
    assert.equal(seen.at(-1)?.acknowledgedBytes, bytes.length)
    assert.ok(seen.every(({ sentBytes }) => sentBytes <= bytes.length))
  })

  test('of a file that fits one part is a multipart upload all the same', async () => {
    const store = await newStore()
    const receipt = await uploadObject(requestOf(store, { source: sourceOf(noise(100)) }))
    assert.equal(receipt.parts, 1)
    assert.equal((await store.head('folder/test.bak'))?.objectType, 'Multipart')
  })

  test('that was done before sends nothing again', async () => {
    const store = watched(await newStore())
    const record = memoryUploadRecord()
    await uploadObject(requestOf(store, { record }))
    const source = sourceOf(bytes)
    const again = await uploadObject(requestOf(store, { record, source }))
    assert.equal(again.outcome, 'already-there')
    assert.equal(again.sentBytes, 0)
    assert.equal(store.sent.length, 4)
    assert.equal(source.readBytes, 0)
  })

  test('whose object was replaced meanwhile is begun anew', async () => {
    const store = watched(await newStore())
    const record = memoryUploadRecord()
    await uploadObject(requestOf(store, { record }))
    await store.put('folder/test.bak', noise(10))
    const again = await uploadObject(requestOf(store, { record }))
    assert.equal(again.outcome, 'uploaded')
    assert.equal((await store.head('folder/test.bak'))?.crc64, crc64(bytes))
  })

  test('I2, I6: killed after any number of events resumes to the same object and sends no acknowledged part twice', async () => {
    const whole = memoryUploadRecord()
    await uploadObject(requestOf(await newStore(), { record: whole, parallelParts: 1 }))
    for (let kept = 0; kept <= whole.events.length; kept++) {
      const store = watched(await newStore())
      const events: UploadEvent[] = []
      const dying = {
        ...memoryUploadRecord(events),
        save: async (more: readonly UploadEvent[]) => {
          if (events.length + more.length > kept) throw new Error('killed')
          events.push(...more)
        },
      }
      if (kept < whole.events.length)
        await assert.rejects(
          uploadObject(requestOf(store, { record: dying, parallelParts: 1 })),
          /killed/,
        )
      else await uploadObject(requestOf(store, { record: dying, parallelParts: 1 }))
      const resumed = await uploadObject(
        requestOf(store, { record: memoryUploadRecord(events), parallelParts: 1 }),
      )
      assert.equal(resumed.crc64, crc64(bytes))
      assert.equal((await store.head('folder/test.bak'))?.crc64, crc64(bytes))
      assert.deepEqual(store.sent.toSorted(), [1, 2, 3, 4], `killed after ${kept} events`)
    }
  })

  test('resumes from parts that only the server knows, by comparing MD5 with their ETag', async () => {
    const store = watched(await newStore())
    const uploadId = await store.beginUpload('folder/test.bak')
    const source = sourceOf(bytes)
    for (const part of planParts(bytes.length, partBytes).slice(0, 2))
      await store.uploadPart({
        key: 'folder/test.bak',
        uploadId,
        partNumber: part.partNumber,
        body: source.part(part.offset, part.sizeBytes),
      })
    const wrong = memorySource(noise(partBytes, 99))
    await store.uploadPart({
      key: 'folder/test.bak',
      uploadId,
      partNumber: 3,
      body: {
        sizeBytes: partBytes,
        async *chunks() {
          yield await wrong.read(0, partBytes)
        },
      },
    })
    const receipt = await uploadObject(requestOf(store, { adoptUploadId: uploadId }))
    assert.equal(receipt.outcome, 'resumed')
    assert.equal(receipt.reusedBytes, 2 * partBytes)
    assert.deepEqual(store.sent.toSorted(), [1, 2, 3, 3, 4])
    assert.equal(receipt.crc64, crc64(bytes))
  })

  test('of a file that changed starts over, says so, and aborts its own old upload only', async () => {
    const store = watched(await newStore())
    const events: UploadEvent[] = []
    const foreign = await store.beginUpload('folder/test.bak')
    const broken = watched(store, {
      completeUpload: async () => {
        throw ossError('OSS_FORBIDDEN', { operation: 'x', resource: 'y' })
      },
    })
    await failure(uploadObject(requestOf(broken, { record: memoryUploadRecord(events) })))
    const notices: UploadNotice[] = []
    const changed = noise(bytes.length, 5)
    const receipt = await uploadObject(
      requestOf(store, {
        record: memoryUploadRecord(events),
        source: sourceOf(changed, 2),
        onNotice: (notice) => notices.push(notice),
      }),
    )
    assert.deepEqual(notices, [{ kind: 'restarted', reason: 'file-changed' }])
    assert.equal(receipt.crc64, crc64(changed))
    assert.equal(store.aborted.length, 1)
    assert.deepEqual(
      (await store.listUploads()).map(({ uploadId }) => uploadId),
      [foreign],
    )
  })

  test('--paranoid finds a changed content behind an unchanged size and time', async () => {
    for (const paranoid of [false, true]) {
      const store = watched(await newStore())
      const events: UploadEvent[] = []
      let left = 2
      const failing = watched(store, {
        uploadPart: async (request) => {
          if (left-- <= 0)
            throw ossError('OSS_FORBIDDEN', { operation: 'UploadPart', resource: 'x' })
          return store.uploadPart(request)
        },
      })
      await failure(
        uploadObject(requestOf(failing, { record: memoryUploadRecord(events), parallelParts: 1 })),
      )
      const changed = bytes.slice()
      changed[5] = (changed[5] ?? 0) ^ 1
      const notices: UploadNotice[] = []
      const receipt = await uploadObject(
        requestOf(store, {
          record: memoryUploadRecord(events),
          source: sourceOf(changed),
          paranoid,
          onNotice: (notice) => notices.push(notice),
        }),
      )
      assert.equal(receipt.crc64 === crc64(changed), paranoid)
      assert.equal(notices[0]?.kind, paranoid ? 'restarted' : 'resumed')
    }
  })

  test('tries a part again whose CRC-64 differs, and gives up with both values', async () => {
    const store = await newStore()
    let wrong = 1
    const corrupting = watched(store, {
      uploadPart: async (request) => {
        const receipt = await store.uploadPart(request)
        return wrong-- > 0 ? { ...receipt, crc64: 1n } : receipt
      },
    })
    const notices: UploadNotice[] = []
    await uploadObject(requestOf(corrupting, { onNotice: (notice) => notices.push(notice) }))
    assert.equal(notices[0]?.kind, 'part-retried')
    wrong = Number.MAX_SAFE_INTEGER
    const error = await failure(
      uploadObject(
        requestOf(corrupting, { key: 'other.bak', onNotice: (notice) => notices.push(notice) }),
      ),
    )
    assert.equal(error.code, 'OSS_CRC_MISMATCH')
    assert.equal(error.details['theirCrc64'], 1n)
    assert.equal(notices.at(-1)?.kind, 'kept')
  })

  test("reports a whole object whose CRC-64 is not the file's as failed, and sends it anew next time", async () => {
    const store = await newStore()
    let isWrong = true
    const lying = watched(store, {
      completeUpload: async (request) => {
        const receipt = await store.completeUpload(request)
        return isWrong ? { ...receipt, crc64: 5n } : receipt
      },
    })
    const record = memoryUploadRecord()
    assert.equal(
      (await failure(uploadObject(requestOf(lying, { record })))).code,
      'OSS_CRC_MISMATCH',
    )
    isWrong = false
    assert.equal((await uploadObject(requestOf(lying, { record }))).outcome, 'uploaded')
  })

  test('asks whether the object is there when the reply to completing was lost', async () => {
    const store = watched(await newStore())
    const losing = watched(store, {
      completeUpload: async (request) => {
        await store.completeUpload(request)
        throw ossError('OSS_UPLOAD_INTERRUPTED', {
          resource: 'x',
          operation: 'CompleteMultipartUpload',
        })
      },
    })
    const receipt = await uploadObject(requestOf(losing))
    assert.equal(receipt.crc64, crc64(bytes))
    assert.equal(store.sent.length, 4)
  })

  test('that the server has forgotten is begun anew', async () => {
    const store = watched(await newStore())
    const events: UploadEvent[] = []
    const failing = watched(store, {
      completeUpload: async () => {
        throw ossError('OSS_FORBIDDEN', { operation: 'x', resource: 'y' })
      },
    })
    await failure(uploadObject(requestOf(failing, { record: memoryUploadRecord(events) })))
    for (const { key, uploadId } of await store.listUploads())
      await store.abortUpload(key, uploadId)
    const notices: UploadNotice[] = []
    const receipt = await uploadObject(
      requestOf(store, {
        record: memoryUploadRecord(events),
        onNotice: (notice) => notices.push(notice),
      }),
    )
    assert.deepEqual(notices, [{ kind: 'restarted', reason: 'upload-gone' }])
    assert.equal(receipt.crc64, crc64(bytes))
  })

  test('does not overwrite when told so, but takes an equal object as done', async () => {
    const store = watched(await newStore())
    await store.put('folder/test.bak', bytes)
    const receipt = await uploadObject(requestOf(store, { forbidOverwrite: true }))
    assert.equal(receipt.outcome, 'already-there')
    await store.put('folder/test.bak', noise(bytes.length, 4))
    assert.equal(
      (await failure(uploadObject(requestOf(store, { forbidOverwrite: true })))).code,
      'OSS_ALREADY_EXISTS',
    )
    assert.deepEqual(await store.listUploads(), [])
  })

  test('refuses an empty file and a key that OSS would refuse, before any call', async () => {
    const never = new Proxy({ bucket: 'b' } as ObjectStore, {
      get: (target, name) =>
        name === 'bucket' ? target.bucket : assert.fail(`${String(name)} was called`),
    })
    assert.equal(
      (await failure(uploadObject(requestOf(never, { source: sourceOf(new Uint8Array()) })))).code,
      'OSS_FILE_EMPTY',
    )
    for (const key of ['', '/a', '\\a', '中'.repeat(342)])
      assert.equal(
        (await failure(uploadObject(requestOf(never, { key })))).code,
        'OSS_OBJECT_NAME_INVALID',
      )
    const huge = { ...sourceOf(noise(4)), sizeBytes: 10_000 * 5 * 1024 ** 3 + 1 }
    assert.equal(
      (await failure(uploadObject(requestOf(never, { source: huge })))).code,
      'OSS_FILE_TOO_LARGE',
    )
  })

  test('stops at a signal, leaves nothing under way, and goes on later', async () => {
    const store = watched(await newStore())
    const events: UploadEvent[] = []
    const stop = new AbortController()
    const reason = new Error('Ctrl-C')
    const stopping = watched(store, {
      uploadPart: async (request) => {
        const receipt = await store.uploadPart(request)
        if (request.partNumber === 2) stop.abort(reason)
        return receipt
      },
    })
    await assert.rejects(
      uploadObject(
        requestOf(stopping, {
          record: memoryUploadRecord(events),
          signal: stop.signal,
          parallelParts: 1,
        }),
      ),
      (error) => error === reason,
    )
    const receipt = await uploadObject(requestOf(store, { record: memoryUploadRecord(events) }))
    assert.equal(receipt.outcome, 'resumed')
    assert.deepEqual(store.sent.toSorted(), [1, 2, 3, 4])
  })

  test('keeps to its rate', async () => {
    const virtual = new VirtualClock()
    const store = await newStore()
    const small = noise(1_000_000)
    const begunAt = virtual.now()
    let isDone = false
    const upload = uploadObject(
      requestOf(store, {
        source: sourceOf(small),
        clock: virtual,
        limiter: rateLimiter(100_000, virtual),
      }),
    ).finally(() => {
      isDone = true
    })
    while (!isDone) {
      await virtual.advance(100)
      await new Promise((resolve) => setImmediate(resolve))
    }
    await upload
    const seconds = (virtual.now() - begunAt) / 1000
    assert.ok(seconds >= 9.5 && seconds <= 11, `${seconds} s for 10 s worth of bytes`)
  })
})

describe('a file as an upload source', () => {
  async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'sqlferry-upload-'))
    try {
      await run(folder)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  test('arrives byte for byte, several files sharing the same buffers', async () => {
    await inFolder(async (folder) => {
      const store = await newStore()
      const buffers = uploadBuffers(3)
      const files = [bytes, noise(5, 2), noise(partBytes, 3)]
      await Promise.all(
        files.map(async (content, index) => {
          const path = join(folder, `${index}.bak`)
          await writeFile(path, content)
          const source = await openUploadSource(path, buffers)
          const receipt = await uploadObject(requestOf(store, { source, key: `${index}` }))
          await source.close()
          await source.close()
          assert.equal(receipt.crc64, crc64(content))
          assert.equal((await store.head(`${index}`))?.crc64, crc64(content))
        }),
      )
    })
  })

  test('that is missing, a folder, or grows or shrinks under way is a clear error', async () => {
    await inFolder(async (folder) => {
      const buffers = uploadBuffers(1)
      assert.equal(
        (await failure(openUploadSource(join(folder, 'none.bak'), buffers))).code,
        'FILES_NOT_FOUND',
      )
      assert.equal((await failure(openUploadSource(folder, buffers))).code, 'FILES_NOT_A_FILE')
      const path = join(folder, 'a.bak')
      await writeFile(path, bytes)
      const shrinking = await openUploadSource(path, buffers)
      await truncate(path, 2 * partBytes)
      const store = watched(await newStore())
      const error = await failure(uploadObject(requestOf(store, { source: shrinking })))
      assert.equal(error.code, 'FILES_CHANGED')
      assert.match(error.message, new RegExp(`${bytes.length}.*${2 * partBytes}`))
      await shrinking.close()
      const touched = await openUploadSource(path, buffers)
      await utimes(path, 1, 1)
      assert.equal(
        (await failure(uploadObject(requestOf(store, { source: touched, key: 'b' })))).code,
        'OSS_FILE_CHANGED',
      )
      assert.equal(store.aborted.length, 1)
      assert.equal(await store.head('b'), undefined)
      await touched.close()
    })
  })

  test("a record that cannot be written ends the upload with the record's error", async () => {
    const store = await newStore()
    const full = new MigrationError(
      'JOURNAL_DISK_FULL',
      { exit: 50, retry: 'never', message: 'no space', cause: '', solution: '' },
      {},
    )
    const events: UploadEvent[] = []
    const record = {
      ...memoryUploadRecord(events),
      save: async (more: readonly UploadEvent[]) => {
        if (more.some(({ type }) => type === 'partAcknowledged')) throw full
        events.push(...more)
      },
    }
    await assert.rejects(uploadObject(requestOf(store, { record })), (error) =>
      isMigrationError(error, 'JOURNAL_DISK_FULL'),
    )
    assert.equal(await store.head('folder/test.bak'), undefined)
  })
})
