/** What others do while an import runs, and which tasks a person may call ours. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importFolder } from '../../src/app/import/import-folder.ts'
import { seededIds, VirtualClock } from '../../src/core/index.ts'
import { memoryJournal } from '../../src/journal/index.ts'
import type { RestoreTarget } from '../../src/rds/index.ts'
import { createSandbox } from '../../src/sandbox/index.ts'
import { drive } from '../migration/harness.ts'
import { bucket, sales, withLoopback } from './loopback.ts'

const [sample] = sales
assert.ok(sample)

test('I4: the quota that others use up after an import has begun is seen before its task is created', async () => {
  const clock = new VirtualClock(Date.UTC(2026, 5, 1, 6))
  const sandbox = await createSandbox({ clock, ids: seededIds(3) })
  await sandbox.storage.createBucket(bucket)
  await sandbox.storage.bucket(bucket).put(`x/${sample.fileName}`, sample.bytes)
  let asked = 0
  let created = 0
  const target: RestoreTarget = {
    ...sandbox.target,
    createMigrateTask: (request) => {
      created++
      return sandbox.target.createMigrateTask(request)
    },
    migrateTasks: async (request) => {
      const listed = await sandbox.target.migrateTasks(request)
      if (++asked === 1) return listed
      const theirs = Array.from({ length: 20 }, (_, number) => ({
        migrateTaskId: `theirs-${number}`,
        database: 'Sales',
        backupMode: 'FULL' as const,
        status: 'Failed' as const,
        description: '',
        createdAt: new Date(clock.now() - 60_000),
        endedAt: undefined,
        isDatabaseReplaced: false,
      }))
      return [...listed, ...theirs]
    },
    ossDownloads: async (instanceId, id) =>
      id.startsWith('theirs') ? [] : sandbox.target.ossDownloads(instanceId, id),
  }
  const report = await drive(
    clock,
    importFolder(
      {
        target,
        storage: sandbox.storage,
        ossEndpointForTasks: sandbox.storage.endpoint,
        journal: memoryJournal(clock),
      },
      {
        instanceId: sandbox.instanceId,
        bucket,
        directory: 'x',
        byHeader: false,
        dryRun: false,
        wait: false,
        again: [],
        only: [],
        renames: {},
      },
      { clock, signal: new AbortController().signal },
    ),
  )
  assert.deepEqual(
    report.files.map(({ outcome, error }) => [outcome, error?.code]),
    [['refused', 'RDS_DATABASE_QUOTA_SPENT']],
  )
  assert.equal(created, 0)
  await sandbox.stop()
})

test('I1: --adopt takes the task of the same database only', () =>
  withLoopback({ rds: { speed: 20 } }, async (loopback) => {
    const { sandbox, folder, clock } = loopback
    sandbox.faults.add({ kind: 'lost-reply', match: { operation: 'CreateMigrateTask' } })
    sandbox.faults.add({
      ...{ kind: 'error', status: 400, code: 'OperationDenied', count: 'always' },
      match: { operation: 'DescribeOssDownloads' },
    })
    const first = await loopback.run(['migrate', folder, '--yes', '--json'])
    assert.equal(first.exitCode, 40, first.out)
    const [ours] = await sandbox.target.migrateTasks({
      instanceId: sandbox.instanceId,
      from: new Date(clock.now() - 86_400_000),
      to: new Date(clock.now() + 86_400_000),
    })
    await sandbox.storage.bucket(bucket).put('theirs.bak', sample.bytes)
    const theirs = await sandbox.target.createMigrateTask({
      instanceId: sandbox.instanceId,
      database: 'Other',
      backupMode: 'FULL',
      isOnline: true,
      checkMode: 'AsyncExecuteDBCheck',
      object: { endpoint: new URL(sandbox.endpoints.oss).host, bucket, key: 'theirs.bak' },
    })
    const adopt = (id = '') => ['migrate', folder, '--yes', '--json', '--adopt', `Sales=${id}`]
    const refused = await loopback.run(adopt(theirs.migrateTaskId))
    assert.equal(refused.exitCode, 2, refused.out)
    assert.match(refused.err, /MIGRATE_ADOPT_REFUSED/)
    const adopted = await loopback.run(adopt(ours?.migrateTaskId))
    assert.equal(adopted.exitCode, 0, adopted.out + adopted.err)
  }))
