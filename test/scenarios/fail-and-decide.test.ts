import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleBackups } from '../../scripts/sample-backups.ts'
import { isMigrationError } from '../../src/core/index.ts'
import { adoptTask, approveAgain, type MigrationResult } from '../../src/migration/index.ts'
import { type RestoreTarget, rdsError } from '../../src/rds/index.ts'
import { type BackupSpec, type Fault, writeBackup } from '../../src/sandbox/index.ts'
import { bucketName, endState, makeWorld, runOnce } from '../migration/harness.ts'

const sales = sampleBackups().filter(({ fileName }) => fileName.startsWith('Sales'))

async function worldWith(...faults: Fault[]) {
  return await makeWorld(sales, { faults })
}

/** A full backup of SQL Server 2008 R2, the smallest that RDS 2008 R2 takes. */
function oldBackup(): BackupSpec {
  const lsn = (slot: number) => ({ vlf: 30, block: 100, slot })
  const guid = (digit: number) => `${digit}1111111-1111-4111-8111-111111111111`
  const file = { filegroupId: 1, sizeBytes: 8 * 2 ** 20, physicalName: 'C:\\data\\old' }
  return {
    engine: '2008r2',
    mediaSetId: guid(1),
    sets: [
      {
        type: 'FULL',
        database: 'Old',
        server: 'OLD',
        backupSetGuid: guid(2),
        familyGuid: guid(3),
        bindingId: guid(4),
        recoveryForkId: guid(3),
        firstLsn: lsn(1),
        lastLsn: lsn(9),
        checkpointLsn: lsn(1),
        databaseBackupLsn: lsn(0),
        databaseCreated: '2010-01-01 00:00:00',
        start: '2026-01-01 02:00:00',
        finish: '2026-01-01 02:00:01',
        files: [
          { ...file, fileId: 1, type: 1, logicalName: 'Old', uniqueId: guid(5) },
          { ...file, fileId: 2, type: 2, filegroupId: 0, logicalName: 'L', uniqueId: guid(6) },
        ],
      },
    ],
  }
}

function only(result: MigrationResult) {
  assert.equal(result.databases.length, 1)
  const [one] = result.databases
  assert.ok(one)
  return one
}

const create = { service: 'rds', operation: 'CreateMigrateTask' } as const
const downloads = { service: 'rds', operation: 'DescribeOssDownloads' } as const

test('I1: a lost answer is asked about, and the task that RDS accepted is found', async () => {
  const world = await worldWith({ kind: 'lost-reply', match: create })
  const end = await endState(world, await runOnce(world))
  assert.deepEqual(end.databases, [['Sales', 'restored']])
  assert.equal(end.tasks.length, 1)
})

test('I1: a call that never arrived is repeated once RDS has been asked', async () => {
  const world = await worldWith({ kind: 'drop', after: 0, direction: 'request', match: create })
  const end = await endState(world, await runOnce(world))
  assert.deepEqual(end.databases, [['Sales', 'restored']])
  assert.equal(end.tasks.length, 1)
})

test('I1: where RDS does not show the files of a task, a person decides, and no second task is created', async () => {
  const world = await worldWith(
    { kind: 'lost-reply', match: create },
    { kind: 'error', status: 400, code: 'OperationDenied', match: downloads, count: 'always' },
  )
  const first = await runOnce(world)
  assert.equal(first.outcome, 'undecided')
  assert.equal(only(first).error?.code, 'MIGRATE_UNDECIDED_FILES')
  assert.equal(first.exitCode, 40)
  const again = await endState(world, await runOnce(world))
  assert.equal(again.tasks.length, 1)
  const [task] = await world.sandbox.target.migrateTasks({
    instanceId: world.sandbox.instanceId,
    from: new Date(world.clock.now() - 86_400_000),
    to: new Date(world.clock.now() + 86_400_000),
  })
  const adopted = await runOnce(world, {
    choose: (state, nowMs) => [adoptTask(state, 'Sales', task?.migrateTaskId ?? '', nowMs)],
  })
  assert.equal(only(adopted).outcome, 'restored')
  assert.equal((await endState(world, adopted)).tasks.length, 1)
})

test('I1: where RDS cannot be asked about a lost answer, no second task is created', async () => {
  const list = { service: 'rds', operation: 'DescribeMigrateTasks', nth: 3 } as const
  const world = await worldWith(
    { kind: 'lost-reply', match: create },
    { kind: 'error', status: 403, code: 'Forbidden.RAM', match: list, count: 'always' },
  )
  const first = await runOnce(world)
  assert.equal(only(first).error?.code, 'MIGRATE_UNDECIDED_SILENT')
  world.sandbox.faults.clear()
  const second = await runOnce(world)
  assert.equal(only(second).outcome, 'restored')
  assert.equal((await endState(world, second)).tasks.length, 1)
})

test('an edition that lists no tasks is migrated all the same; a lost answer there waits for a person', async () => {
  const unsupported = (target: RestoreTarget): RestoreTarget => ({
    ...target,
    migrateTasks: async () => {
      throw rdsError('RDS_TASK_LIST_UNSUPPORTED', { operation: 'DescribeMigrateTasks' })
    },
  })
  const calm = await worldWith()
  assert.equal(only(await runOnce(calm, { alter: unsupported })).outcome, 'restored')
  const world = await worldWith({ kind: 'lost-reply', match: create })
  const result = await runOnce(world, { alter: unsupported })
  assert.equal(only(result).error?.code, 'MIGRATE_UNDECIDED_SILENT')
  assert.equal((await endState(world, result)).tasks.length, 1)
})

test('a database that does not appear after its task is looked for again by the next run', async () => {
  const world = await worldWith()
  const first = await runOnce(world, {
    alter: (target) => ({ ...target, databases: async () => [] }),
  })
  assert.equal(only(first).outcome, 'interrupted')
  assert.equal(only(first).error?.code, 'MIGRATE_DATABASE_UNSEEN')
  assert.equal(first.exitCode, 40)
  assert.equal(only(await runOnce(world)).outcome, 'restored')
})

test('a task that failed is not repeated until a person says so', async () => {
  const world = await worldWith({ kind: 'fail-task', description: 'disk gave up', match: create })
  const first = await runOnce(world)
  assert.equal(first.outcome, 'failed')
  assert.equal(only(first).error?.code, 'MIGRATE_TASK_FAILED')
  assert.match(only(first).error?.message ?? '', /disk gave up/)
  assert.equal((await endState(world, await runOnce(world))).tasks.length, 1)
  const again = await runOnce(world, {
    choose: (state, nowMs) => [approveAgain(state, 'Sales', nowMs)],
  })
  assert.equal(only(again).outcome, 'restored')
  const end = await endState(world, again)
  assert.deepEqual(end.tasks, [
    ['Sales', 'Failed'],
    ['Sales', 'Success'],
  ])
  assert.equal(world.partsSent.length, 1)
})

test('what RDS refuses without a task is tried again by the next run', async () => {
  const world = await worldWith({
    kind: 'error',
    status: 403,
    code: 'InvalidDBName',
    message: 'The specified database name is not allowed.',
    match: create,
  })
  const first = await runOnce(world)
  assert.equal(only(first).outcome, 'failed')
  assert.equal(only(first).error?.vendor?.code, 'InvalidDBName')
  assert.equal(only(await runOnce(world)).outcome, 'restored')
  assert.equal(world.partsSent.length, 1)
})

test('throttling is waited out', async () => {
  const world = await worldWith({ kind: 'throttle', match: create, count: 3 })
  const waits: number[] = []
  const result = await runOnce(world, {
    notify: (notice) => {
      if (notice.kind === 'retry') waits.push(notice.waitMs)
    },
  })
  assert.equal(only(result).outcome, 'restored')
  assert.equal(waits.length, 3)
})

test('what does not pass within half an hour is left as it is, and the next run goes on', async () => {
  const world = await worldWith({ kind: 'throttle', match: create, count: 'always' })
  const first = await runOnce(world)
  assert.equal(only(first).outcome, 'interrupted')
  assert.equal(only(first).error?.code, 'CLOUD_THROTTLED')
  assert.ok(world.clock.now() - Date.UTC(2026, 0, 1) > 25 * 60_000)
  world.sandbox.faults.clear()
  const second = await runOnce(world)
  assert.equal(only(second).outcome, 'restored')
  assert.equal((await endState(world, second)).tasks.length, 1)
})

test('I4: the twenty-first task of a day waits until the first one stops counting', async () => {
  const world = await worldWith()
  const dayMs = 24 * 3_600_000
  const begunAtMs = world.clock.now()
  const earlier = Array.from({ length: 20 }, (_, number) => ({
    migrateTaskId: `earlier-${number}`,
    database: 'Sales',
    backupMode: 'FULL' as const,
    status: 'Failed' as const,
    description: '',
    createdAt: new Date(begunAtMs - dayMs + 60_000),
    endedAt: undefined,
    isDatabaseReplaced: false,
  }))
  const waits: string[] = []
  const result = await runOnce(world, {
    alter: (target) => ({
      ...target,
      migrateTasks: async (request) => [...(await target.migrateTasks(request)), ...earlier],
    }),
    notify: (notice) => {
      if (notice.kind === 'waiting') waits.push(notice.reason)
    },
  })
  assert.equal(only(result).outcome, 'restored')
  assert.deepEqual(waits, ['database-quota'])
  assert.ok(world.clock.now() >= begunAtMs + 60_000)
})

test('an object that somebody replaced is not restored, and is uploaded again by the next run', async () => {
  const world = await worldWith()
  const store = world.sandbox.storage.bucket(bucketName)
  const first = await runOnce(world, {
    limits: { parallelUploads: 1, parallelRestores: 0 },
  })
  assert.equal(only(first).outcome, 'interrupted')
  await store.put(only(first).key, new TextEncoder().encode('something else'))
  const second = await runOnce(world)
  assert.equal(only(second).error?.code, 'MIGRATE_OBJECT_CHANGED')
  assert.equal(only(await runOnce(world)).outcome, 'restored')
})

test('a file that was replaced after planning is not sent', async () => {
  const world = await worldWith()
  const path = `/folder/${sales[0]?.fileName}`
  world.bytes.set(path, new Uint8Array(10))
  const result = await runOnce(world)
  assert.equal(only(result).error?.code, 'MIGRATE_FILE_CHANGED')
  assert.equal(world.partsSent.length, 0)
})

test('a database that leaves the folder before its upload is withdrawn with the reason', async () => {
  const world = await worldWith()
  world.bytes.set(`/folder/${sales[0]?.fileName}`, new Uint8Array(10))
  await runOnce(world)
  world.files = []
  const result = await runOnce(world)
  assert.equal(only(result).outcome, 'withdrawn')
  assert.equal(only(result).error?.code, 'MIGRATE_FILE_GONE')
  assert.equal(result.exitCode, 3)
})

test('--again and --adopt are refused for a database that waits for neither', async () => {
  const world = await worldWith()
  for (const choose of [
    (state: Parameters<typeof approveAgain>[0]) => [approveAgain(state, 'Sales', 0)],
    (state: Parameters<typeof approveAgain>[0]) => [adoptTask(state, 'Sales', '1', 0)],
  ])
    await assert.rejects(runOnce(world, { choose }), (error) =>
      isMigrationError(error, 'MIGRATE_CHOICE_REFUSED'),
    )
})

test('2008 R2 on local disks restores from a signed URL into the empty database of that name', async () => {
  const world = await makeWorld([{ fileName: 'old.bak', bytes: writeBackup(oldBackup()) }], {
    rds: { instances: [{ version: '2008r2', databases: [{ name: 'Old' }] }] },
  })
  const result = await runOnce(world)
  assert.equal(only(result).outcome, 'restored', only(result).error?.message)
})

test('a run that is aborted ends with the reason and can be gone on with', async () => {
  const world = await worldWith()
  const controller = new AbortController()
  const reason = new Error('Ctrl-C')
  await assert.rejects(
    runOnce(world, {
      signal: controller.signal,
      notify: (notice) => {
        if (notice.kind === 'event' && notice.event.type === 'task-accepted')
          controller.abort(reason)
      },
    }),
    (error) => error === reason,
  )
  const end = await endState(world, await runOnce(world))
  assert.deepEqual(end.databases, [['Sales', 'restored']])
  assert.equal(end.tasks.length, 1)
})
