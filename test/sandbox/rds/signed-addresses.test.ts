/** 2008 R2 reads backups from signed addresses: the sandbox's OSS judges them as it judges any request. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededIds, VirtualClock } from '../../../src/core/index.ts'
import { createSandbox, writeBackup } from '../../../src/sandbox/index.ts'
import { fullSet } from './stage.ts'

/** What becomes of a task for an address, and of its file. */
async function outcomeOf(change: (url: string) => string, acl: 'private' | 'public-read') {
  const clock = new VirtualClock(Date.UTC(2026, 10, 22, 1))
  const sandbox = await createSandbox({
    clock,
    ids: seededIds(8),
    rds: { instances: [{ version: '2008r2', databases: [{ name: 'Sales' }] }] },
  })
  try {
    await sandbox.storage.createBucket('bkt', { acl })
    const store = sandbox.storage.bucket('bkt')
    const key = 'from here/销售+1.bak'
    const bytes = writeBackup({
      engine: '2008r2',
      mediaSetId: '66666666-1111-4111-8111-111111111111',
      sets: [fullSet({ database: 'Sales' })],
    })
    await store.put(key, bytes)
    const { instanceId, target } = sandbox
    const { migrateTaskId } = await target.createMigrateTask({
      instanceId,
      database: 'Sales',
      backupMode: 'FULL',
      isOnline: true,
      ossUrls: [change(await store.signUrl(key, 64_800))],
    })
    await clock.advance(24 * 3_600_000)
    const task = await target.migrateTask(instanceId, migrateTaskId)
    const [file] = await target.ossDownloads(instanceId, migrateTaskId)
    return [task?.status, file?.status]
  } finally {
    await sandbox.stop()
  }
}

const unsigned = (url: string) => url.slice(0, url.indexOf('?'))

test('a signed address is read, whatever its key holds', async () => {
  assert.deepEqual(await outcomeOf((url) => url, 'private'), ['Success', 'Restored'])
})

test('an address whose signature, key id or path was changed cannot be downloaded', async () => {
  const changes: ((url: string) => string)[] = [
    (url) => url.replace(/Signature=./, 'Signature=%21'),
    (url) => url.replace(/OSSAccessKeyId=[^&]+/, 'OSSAccessKeyId=somebody'),
    (url) => url.replace(/Expires=\d/, 'Expires=9'),
    unsigned,
  ]
  for (const change of changes)
    assert.deepEqual(await outcomeOf(change, 'private'), ['Failed', 'DownloadFailed'], `${change}`)
})

test('an object that everybody may read needs no signature', async () => {
  assert.deepEqual(await outcomeOf(unsigned, 'public-read'), ['Success', 'Restored'])
})
