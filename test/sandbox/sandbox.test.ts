import assert from 'node:assert/strict'
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { createSandbox, startSandbox } from '../../src/sandbox/index.ts'
import { bodyOf, bytesOf } from '../contracts/object-store.ts'
import { makeTempFolder } from '../temp-folder.ts'

async function inFolder(run: (path: string) => Promise<void>): Promise<void> {
  const folder = await makeTempFolder()
  try {
    await run(folder.path)
  } finally {
    await folder.remove()
  }
}

test('a sandbox started again from its folder knows its objects, uploads, settings and databases', () =>
  inFolder(async (dataDir) => {
    const first = await createSandbox({ dataDir, rds: { instances: [{ instanceId: 'rm-kept' }] } })
    await first.storage.createBucket('kept', { storageClass: 'IA', acl: 'public-read' })
    const store = first.storage.bucket('kept')
    await store.put('a', bytesOf(1000))
    await store.put('a', bytesOf(2000, 2))
    const uploadId = await store.beginUpload('big', { metadata: { origin: 'test' } })
    const part = { key: 'big', uploadId, partNumber: 3, body: bodyOf(bytesOf(500, 3)) }
    const { etag } = await store.uploadPart(part)
    await first.target.createDatabase('rm-kept', 'Sales', 'Chinese_PRC_CI_AS')
    await first.stop()

    const second = await createSandbox({ dataDir })
    assert.equal(second.instanceId, 'rm-kept')
    const kept = second.storage.bucket('kept')
    const { storageClass, acl } = await kept.info()
    assert.deepEqual([storageClass, acl], ['IA', 'public-read'])
    assert.deepEqual(await (await kept.open('a')).read(0, 3000), bytesOf(2000, 2))
    await kept.completeUpload({ key: 'big', uploadId, parts: [{ partNumber: 3, etag }] })
    assert.equal((await kept.head('big'))?.metadata['origin'], 'test')
    assert.deepEqual(
      (await second.target.databases('rm-kept')).map(({ name }) => name),
      ['Sales'],
    )
    await second.stop()
  }))

test('a change that a kill cut short is forgotten, with its bytes, and everything before it is kept', () =>
  inFolder(async (dataDir) => {
    const first = await createSandbox({ dataDir })
    await first.storage.createBucket('kept')
    await first.storage.bucket('kept').put('a', bytesOf(10))
    await first.stop()
    await appendFile(
      join(dataDir, 'oss', 'state.jsonl'),
      '{"type":"object-put","bucket":"kept","obj',
    )
    await writeFile(join(dataDir, 'oss', 'blobs', 'left-behind'), 'bytes of a request that was cut')

    const second = await createSandbox({ dataDir })
    const objects = second.storage.bucket('kept')
    await objects.put('b', bytesOf(20))
    await second.stop()
    assert.ok(!(await readdir(join(dataDir, 'oss', 'blobs'))).includes('left-behind'))

    const third = await createSandbox({ dataDir })
    assert.deepEqual(await third.objects.keys('kept', ''), ['a', 'b'])
    await third.stop()
  }))

test('bytes that no object refers to any more are removed, but not while they are read', () =>
  inFolder(async (dataDir) => {
    const sandbox = await createSandbox({ dataDir })
    await sandbox.storage.createBucket('tidy')
    const store = sandbox.storage.bucket('tidy')
    await store.put('a', bytesOf(10))
    const source = await sandbox.objects.open('tidy', 'a')
    await store.put('a', bytesOf(20))
    await store.remove('a')
    const uploadId = await store.beginUpload('b')
    await store.uploadPart({ key: 'b', uploadId, partNumber: 1, body: bodyOf(bytesOf(5)) })
    await store.abortUpload('b', uploadId)
    assert.deepEqual(await source?.read(0, 10), bytesOf(10))
    await source?.close()
    await sandbox.stop()
    await sandbox.stop()
    assert.deepEqual(await readdir(join(dataDir, 'oss', 'blobs')), [])
  }))

test('RDS sees the bytes that were there when it opened an object', async () => {
  const sandbox = await createSandbox()
  await sandbox.storage.createBucket('backups')
  const store = sandbox.storage.bucket('backups')
  await store.put('f/a.bak', bytesOf(100))
  const source = await sandbox.objects.open('backups', 'f/a.bak')
  await store.put('f/a.bak', bytesOf(50, 9))
  assert.deepEqual(await source?.read(90, 100), bytesOf(100).slice(90))
  await source?.close()
  assert.equal(await sandbox.objects.open('backups', 'f/missing'), undefined)
  assert.equal(await sandbox.objects.open('missing', 'f/a.bak'), undefined)
  assert.equal((await sandbox.objects.bucketInfo('backups'))?.region, 'cn-hangzhou')
  assert.deepEqual(await sandbox.objects.keys('backups', 'f/'), ['f/a.bak'])
})

test('two sandboxes on one folder are refused, and the folder is free once the first has stopped', () =>
  inFolder(async (dataDir) => {
    const first = await createSandbox({ dataDir })
    await assert.rejects(createSandbox({ dataDir }), { code: 'SANDBOX_FOLDER_TAKEN' })
    await first.stop()
    await (await createSandbox({ dataDir })).stop()
  }))

test('a folder that cannot be used, and a state that is damaged, are named', () =>
  inFolder(async (dataDir) => {
    await writeFile(join(dataDir, 'file'), 'not a folder')
    await assert.rejects(createSandbox({ dataDir: join(dataDir, 'file') }), {
      code: 'SANDBOX_FOLDER_UNUSABLE',
    })
    const sandbox = await createSandbox({ dataDir })
    await sandbox.storage.createBucket('kept')
    await sandbox.stop()
    const path = join(dataDir, 'oss', 'state.jsonl')
    await writeFile(path, `not json\n${await readFile(path, 'utf8')}`)
    await assert.rejects(createSandbox({ dataDir }), { code: 'SANDBOX_STATE_DAMAGED' })
  }))

test('a port that is taken is named, and nothing keeps listening', async () => {
  const sandbox = await startSandbox()
  try {
    const rdsPort = Number(new URL(sandbox.endpoints.rds).port)
    await assert.rejects(startSandbox({ rdsPort }), { code: 'SANDBOX_PORT_TAKEN' })
  } finally {
    await sandbox.stop()
  }
})
