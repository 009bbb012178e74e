/** What others do while a migration runs: their tasks, their databases, their quota, their hands on our objects. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sampleBackups } from '../../scripts/sample-backups.ts'
import type { MigrationNotice, MigrationResult } from '../../src/migration/index.ts'
import { type RestoreTarget, rdsError } from '../../src/rds/index.ts'
import { bucketName, endState, makeWorld, runOnce, type World } from '../migration/harness.ts'

const all = sampleBackups()
const sales = all.filter(({ fileName }) => fileName.startsWith('Sales'))
const two = all.filter(({ fileName }) => /^(Sales|Inventory)/.test(fileName))

function codes(result: MigrationResult): [string, string | undefined][] {
  return result.databases.map(({ database, error }) => [database, error?.code])
}

/** Creates a task as somebody else does, over an object of theirs or one of ours. */
async function createTask(world: World, database: string, key: string): Promise<string> {
  const { sandbox } = world
  const created = await sandbox.target.createMigrateTask({
    instanceId: sandbox.instanceId,
    database,
    backupMode: 'FULL',
    isOnline: true,
    checkMode: 'AsyncExecuteDBCheck',
    object: { endpoint: sandbox.storage.endpoint, bucket: bucketName, key },
  })
  return created.migrateTaskId
}

/** Lets somebody act once, at the first event of a kind. */
function atFirst(type: string, act: () => void): (notice: MigrationNotice) => void {
  let isDone = false
  return (notice) => {
    if (isDone || notice.kind !== 'event' || notice.event.type !== type) return
    isDone = true
    act()
  }
}

/** Holds back the first creation of a task until somebody has acted. */
function before(act: () => Promise<unknown>) {
  let isDone = false
  return (target: RestoreTarget): RestoreTarget => ({
    ...target,
    instance: async (id) => {
      if (!isDone) {
        isDone = true
        await act()
      }
      return target.instance(id)
    },
  })
}

test('I1: a task that somebody else asked for on our object is taken as ours, and no second one is created', async () => {
  const world = await makeWorld(sales)
  const uploaded = await runOnce(world, { limits: { parallelUploads: 1, parallelRestores: 0 } })
  const theirs = await createTask(world, 'Sales', uploaded.databases[0]?.key ?? '')
  const found: string[] = []
  const result = await runOnce(world, {
    notify: (notice) => {
      if (notice.kind === 'event' && notice.event.type === 'task-accepted')
        found.push(`${notice.event.how} ${notice.event.migrateTaskId}`)
    },
  })
  assert.deepEqual(found, [`found ${theirs}`])
  const end = await endState(world, result)
  assert.deepEqual(end.databases, [['Sales', 'restored']])
  assert.deepEqual(end.tasks, [['Sales', 'Success']])
})

test('I1: while somebody restores another backup under the same name, no task is created', async () => {
  const world = await makeWorld(sales)
  const uploaded = await runOnce(world, { limits: { parallelUploads: 1, parallelRestores: 0 } })
  assert.equal(uploaded.outcome, 'interrupted')
  await world.sandbox.storage
    .bucket(bucketName)
    .put('theirs/Sales_FULL_20250101000000.bak', sales[0]?.bytes ?? new Uint8Array())
  const alter = before(() => createTask(world, 'Sales', 'theirs/Sales_FULL_20250101000000.bak'))
  const result = await runOnce(world, { alter })
  assert.deepEqual(codes(result), [['Sales', 'MIGRATE_OTHER_TASK']])
  assert.equal((await endState(world, result)).tasks.length, 1)
})

test('a database that somebody creates before its task is refused by name, and the next run says so before it begins', async () => {
  const world = await makeWorld(two)
  const { sandbox } = world
  const alter = before(() =>
    sandbox.target.createDatabase(sandbox.instanceId, 'Sales', 'Chinese_PRC_CI_AS'),
  )
  const first = await runOnce(world, { alter })
  assert.deepEqual(codes(first), [
    ['Inventory', undefined],
    ['Sales', 'PLAN_NAME_TAKEN'],
  ])
  const second = await runOnce(world)
  assert.deepEqual(codes(second), [['Inventory', undefined]])
  assert.deepEqual(
    second.refused.map(({ file, error }) => [file, error.code]),
    [[sales[0]?.fileName, 'PLAN_NAME_TAKEN']],
  )
})

for (const [what, change] of [
  ['deleted', (world: World, key: string) => world.sandbox.storage.bucket(bucketName).remove(key)],
  [
    'overwritten',
    (world: World, key: string) =>
      world.sandbox.storage.bucket(bucketName).put(key, new Uint8Array(99)),
  ],
] as const)
  test(`an object that is ${what} between upload and restore is found out, and the next run uploads it again`, async () => {
    const world = await makeWorld(sales)
    const uploaded = await runOnce(world, { limits: { parallelUploads: 1, parallelRestores: 0 } })
    await change(world, uploaded.databases[0]?.key ?? '')
    const first = await runOnce(world)
    assert.deepEqual(codes(first), [['Sales', 'MIGRATE_OBJECT_CHANGED']])
    assert.equal((await endState(world, first)).tasks.length, 0)
    const second = await runOnce(world)
    assert.equal(second.outcome, 'done')
    assert.equal(world.partsSent.length, 2)
  })

test('an object that is deleted at the very moment of its task is refused by RDS, and the next run uploads it again', async () => {
  const world = await makeWorld(sales)
  const store = world.sandbox.storage.bucket(bucketName)
  const result = await runOnce(world, {
    alter: (target) => ({
      ...target,
      createMigrateTask: async (request) => {
        if ('object' in request) await store.remove(request.object?.key ?? '')
        return target.createMigrateTask(request)
      },
    }),
  })
  assert.deepEqual(codes(result), [['Sales', 'RDS_OSS_URL_REFUSED']])
  assert.equal((await runOnce(world)).outcome, 'done')
  assert.equal(world.partsSent.length, 2)
})

test('an instance that becomes locked between two tasks takes no further one, and the next run goes on', async () => {
  const world = await makeWorld(two)
  let isLocked = false
  const locking = (target: RestoreTarget): RestoreTarget => ({
    ...target,
    createMigrateTask: async (request) => {
      if (isLocked)
        world.sandbox.faults.add({
          kind: 'error',
          status: 403,
          code: 'IncorrectDBInstanceLockMode',
          match: { operation: 'CreateMigrateTask' },
        })
      isLocked = true
      return target.createMigrateTask(request)
    },
  })
  const first = await runOnce(world, { alter: locking })
  assert.deepEqual(codes(first), [
    ['Inventory', undefined],
    ['Sales', 'RDS_INSTANCE_LOCKED'],
  ])
  world.sandbox.faults.clear()
  const second = await runOnce(world)
  assert.equal(second.outcome, 'done')
  assert.equal((await endState(world, second)).tasks.length, 2)
})

test('I4: the storage is asked for before every task, and an instance that filled up takes no further one', async () => {
  const world = await makeWorld(two)
  let asked = 0
  const filling = (target: RestoreTarget): RestoreTarget => ({
    ...target,
    resourceUsage: async (id) => {
      const usage = await target.resourceUsage(id)
      return ++asked < 2 ? usage : { ...usage, diskUsedBytes: 99.99 * 2 ** 30 }
    },
  })
  const limits = { parallelUploads: 1, parallelRestores: 1 }
  const first = await runOnce(world, { alter: filling, limits })
  assert.ok(asked >= 2, `asked ${asked} times`)
  assert.deepEqual(codes(first), [
    ['Inventory', undefined],
    ['Sales', 'PLAN_NO_SPACE'],
  ])
  assert.equal((await endState(world, first)).tasks.length, 1)
  assert.equal((await runOnce(world)).outcome, 'done')
})

test('I4: the quota that others use up meanwhile is waited for, not exceeded', async () => {
  const world = await makeWorld(sales)
  const dayMs = 86_400_000
  const begunAt = world.clock.now()
  const theirs = Array.from({ length: 500 }, (_, number) => ({
    migrateTaskId: `theirs-${number}`,
    database: `Other${number}`,
    backupMode: 'FULL' as const,
    status: 'Success' as const,
    description: '',
    createdAt: new Date(begunAt - dayMs + 90_000),
    endedAt: undefined,
    isDatabaseReplaced: false,
  }))
  let isSpent = false
  const result = await runOnce(world, {
    alter: (target) => ({
      ...target,
      migrateTasks: async (request) => [
        ...(await target.migrateTasks(request)),
        ...(isSpent ? theirs : []),
      ],
    }),
    notify: atFirst('upload-completed', () => {
      isSpent = true
    }),
  })
  assert.equal(result.outcome, 'done')
  assert.ok(world.clock.now() >= begunAt + 90_000)
})

test('I1: a clock that was set back by a day between kill and next run neither blocks nor doubles', async () => {
  const world = await makeWorld(sales, {
    faults: [
      {
        kind: 'drop',
        after: 0,
        direction: 'request',
        match: { operation: 'CreateMigrateTask' },
      },
    ],
  })
  const controller = new AbortController()
  await assert.rejects(
    runOnce(world, {
      signal: controller.signal,
      notify: atFirst('task-intended', () => controller.abort(new Error('killed'))),
    }),
  )
  const dayMs = 86_400_000
  const real = world.clock
  const late = new Proxy(real, {
    get: (clock, property) => {
      if (property === 'now') return () => clock.now() - dayMs
      if (property === 'nextDueAt')
        return clock.nextDueAt === undefined ? undefined : clock.nextDueAt - dayMs
      const value: unknown = Reflect.get(clock, property)
      return typeof value === 'function' ? value.bind(clock) : value
    },
  })
  const begunAt = real.now()
  const result = await runOnce({ ...world, clock: late })
  assert.equal(result.outcome, 'done')
  assert.ok(real.now() - begunAt < 30 * 60_000, 'it waited for the clock to catch up')
  assert.equal((await endState(world, result)).tasks.length, 1)
})

test('I1: a request that RDS carries out only after nobody waits for its answer any more is found, not repeated', async () => {
  const world = await makeWorld(sales)
  const { clock, sandbox } = world
  let late: Promise<unknown> = Promise.resolve()
  let calls = 0
  const result = await runOnce(world, {
    alter: (target) => ({
      ...target,
      createMigrateTask: async (request) => {
        calls++
        late = clock.sleep(50_000).then(() => sandbox.target.createMigrateTask(request))
        // The client gives up after half a minute.
        await clock.sleep(30_000)
        throw rdsError('RDS_REPLY_LOST', {
          operation: 'CreateMigrateTask',
          object: 'Sales',
          reason: 'timeout',
        })
      },
    }),
  })
  await late
  assert.equal(result.outcome, 'done')
  assert.equal(calls, 1)
  assert.equal((await endState(world, result)).tasks.length, 1)
})
