import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMigrationError, VirtualClock } from '../../../src/core/index.ts'
import { createSandbox, type Fault } from '../../../src/sandbox/index.ts'
import { bodyOf, bytesOf, testObjectStore } from '../../contracts/object-store.ts'
import { makeTempFolder } from '../../temp-folder.ts'

testObjectStore({
  name: 'the sandbox in process, in memory and in virtual time',
  create: async () => {
    const sandbox = await createSandbox({ clock: new VirtualClock() })
    return { storage: sandbox.storage, close: () => sandbox.stop() }
  },
})

testObjectStore({
  name: 'the sandbox in process, in a folder',
  create: async () => {
    const folder = await makeTempFolder()
    const sandbox = await createSandbox({ dataDir: folder.path })
    return {
      storage: sandbox.storage,
      close: async () => {
        await sandbox.stop()
        await folder.remove()
      },
    }
  },
})

async function withFault(fault: Fault) {
  const clock = new VirtualClock()
  const sandbox = await createSandbox({ clock })
  await sandbox.storage.createBucket('faulty')
  const store = sandbox.storage.bucket('faulty')
  await store.put('k', bytesOf(1000))
  sandbox.faults.add(fault)
  return { sandbox, store, clock }
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error) => (isMigrationError(error) ? error.code : String(error)),
  )

test('in process a lost reply leaves the work done and the caller without an answer', async () => {
  const { store } = await withFault({ kind: 'lost-reply', match: { operation: 'PutObject' } })
  assert.equal(await codeOf(store.put('new', bytesOf(5))), 'OSS_UPLOAD_INTERRUPTED')
  assert.equal((await store.head('new'))?.sizeBytes, 5)
})

test('in process a dropped request leaves nothing behind', async () => {
  const { store } = await withFault({
    kind: 'drop',
    after: 100,
    direction: 'request',
    match: { operation: 'UploadPart', partNumber: 1 },
  })
  const uploadId = await store.beginUpload('big')
  const part = { key: 'big', uploadId, partNumber: 1, body: bodyOf(bytesOf(1000), 50) }
  assert.equal(await codeOf(store.uploadPart(part)), 'OSS_UPLOAD_INTERRUPTED')
  assert.deepEqual(await store.listParts('big', uploadId), [])
  assert.equal((await store.uploadPart(part)).etag.length, 32)
})

test('in process throttling names the wait that the service asks for', async () => {
  const { store } = await withFault({ kind: 'throttle', retryAfterSeconds: 7 })
  await assert.rejects(store.head('k'), { code: 'OSS_UNAVAILABLE', retryAfterMs: 7000 })
  assert.equal((await store.head('k'))?.sizeBytes, 1000)
})

test('in process a slow answer takes virtual time and no real time', async () => {
  const { store, clock } = await withFault({ kind: 'slow', delayMs: 60_000 })
  const begunAt = clock.now()
  const head = store.head('k')
  await clock.advance(60_000)
  assert.equal((await head)?.sizeBytes, 1000)
  assert.equal(clock.now() - begunAt, 60_000)
})

test('in process a corrupted byte shows in the CRC-64 of what was stored', async () => {
  const { store } = await withFault({ kind: 'corrupt', offset: 3, where: 'stored' })
  const clean = await store.head('k')
  const receipt = await store.put('k', bytesOf(1000))
  assert.notEqual(receipt.crc64, clean?.crc64)
  const bytes = await (await store.open('k')).read(0, 5)
  assert.equal(bytes[3], (bytesOf(1000)[3] ?? 0) ^ 1)
})

test('an object whose bytes are made up on demand is read like any other', async () => {
  const sandbox = await createSandbox({ clock: new VirtualClock() })
  await sandbox.storage.createBucket('huge')
  const sizeBytes = 3 * 2 ** 40
  const source = {
    sizeBytes,
    name: 'made up',
    read: async (offset: number, length: number) =>
      new Uint8Array(Math.min(length, sizeBytes - offset)).fill(offset % 251),
    close: async () => {},
  }
  sandbox.putGenerated('huge', 'big.bak', source, 42n)
  const store = sandbox.storage.bucket('huge')
  const head = await store.head('big.bak')
  assert.deepEqual([head?.sizeBytes, head?.crc64], [sizeBytes, 42n])
  const opened = await sandbox.objects.open('huge', 'big.bak')
  assert.deepEqual([...(await opened!.read(2 ** 40, 2))], [2 ** 40 % 251, 2 ** 40 % 251])
  await opened!.close()
})
