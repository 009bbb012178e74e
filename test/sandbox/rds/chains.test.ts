/** Incremental chains: which file may follow, what opening does, what happens when something does not fit. */
import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import { lsnToDecimal } from '../../../src/core/index.ts'
import type { BackupSetSpec } from '../../../src/sandbox/backup-writer/index.ts'
import type { RdsReadings } from '../../../src/sandbox/rds/index.ts'
import {
  at,
  backup,
  differentialSet,
  fullSet,
  guid,
  instanceId,
  logSet,
  newStage,
  type Stage,
} from './stage.ts'

/** A stage with a chain that waits after its full backup. */
async function waiting(
  readings: Partial<RdsReadings> = {},
): Promise<{ stage: Stage; task: string }> {
  const stage = newStage({ readings })
  stage.objects.add('full.bak', backup(fullSet()))
  const task = await stage.append('full.bak', 'Sales')
  assert.deepEqual(await stage.outcome(task), { status: 'Waiting', description: '' })
  return { stage, task }
}

async function append(stage: Stage, task: string, set: BackupSetSpec) {
  stage.objects.add('next.trn', backup(set))
  await stage.append('next.trn', 'Sales', task)
  return stage.outcome(task)
}

const online = (task: string, clientToken: string) => ({
  instanceId,
  database: 'Sales',
  migrateTaskId: task,
  checkMode: 'SyncExecuteDBCheck' as const,
  clientToken,
})

const code = (expected: string) => (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === expected

describe('a chain', () => {
  test('takes differentials and logs and opens with all of them', async () => {
    const { stage, task } = await waiting()
    for (const set of [logSet(200, 300), differentialSet(350), logSet(300, 400), logSet(400, 400)])
      assert.deepEqual(await append(stage, task, set), { status: 'Waiting', description: '' })
    assert.equal(stage.model.databases(instanceId)[0]?.properties['State'], 'RESTORING')
    stage.model.createOnlineDatabaseTask(online(task, 'a'))
    assert.equal(stage.model.migrateTask(instanceId, task).status, 'Running')
    assert.deepEqual(await stage.outcome(task), { status: 'Success', description: '' })
    const [database] = stage.model.databases(instanceId)
    assert.deepEqual([database?.status, database?.properties['State']], ['Running', 'ONLINE'])
    await assert.rejects(stage.append('next.trn', 'Sales', task), code('IncorrectDBState'))
  })

  const wrong: readonly (readonly [string, BackupSetSpec, string])[] = [
    [
      'a log that begins after the last one ended',
      logSet(201, 300),
      `The log in this backup set begins at LSN ${lsnToDecimal(at(201))}, which is too recent to apply to the database.RESTORE LOG is terminating abnormally.`,
    ],
    [
      'a log that ended before',
      logSet(50, 150),
      `The log in this backup set terminates at LSN ${lsnToDecimal(at(150))}, which is too early to apply to the database. A more recent log backup that includes LSN ${lsnToDecimal(at(200))} can be restored.`,
    ],
    [
      'a differential of another full backup',
      differentialSet(300, { differentialBaseGuid: guid('99') }),
      'This differential backup cannot be restored because the database has not been restored to the correct earlier state.',
    ],
    [
      'a second full backup',
      fullSet(),
      'Backup set (next.trn) is a Database FULL backup, we only accept transaction log or differential backup.',
    ],
    [
      'a log of another database',
      logSet(200, 300, { familyGuid: guid('77') }),
      "The backup set holds a backup of a database other than the existing 'Sales' database.",
    ],
  ]
  for (const [title, set, description] of wrong)
    test(`refuses ${title}, and goes on with the right file`, async () => {
      const { stage, task } = await waiting()
      assert.deepEqual(await append(stage, task, set), { status: 'Failed', description })
      assert.equal((await append(stage, task, logSet(150, 250))).status, 'Waiting')
    })

  test('refuses a log of another recovery path', async () => {
    const { stage, task } = await waiting()
    const set = logSet(200, 300, { recoveryForkId: guid('55') })
    assert.match((await append(stage, task, set)).description, /recovery path that is inconsistent/)
  })

  test('ends with the first refused file where the documents are read so', async () => {
    const { stage, task } = await waiting({ failedAppendEndsChain: true })
    assert.equal((await append(stage, task, logSet(500, 600))).status, 'Failed')
    assert.deepEqual(stage.model.databases(instanceId), [])
    await assert.rejects(stage.append('next.trn', 'Sales', task), code('IncorrectDBState'))
  })

  test('does not begin with a log', async () => {
    const stage = newStage()
    stage.objects.add('log.trn', backup(logSet(200, 300)))
    const task = await stage.append('log.trn', 'Sales')
    assert.deepEqual(await stage.outcome(task), {
      status: 'Failed',
      description:
        'Backup set (log.trn) is a Transaction Log backup, we only accept a FULL Backup.',
    })
  })

  test('needs the id of its first task where the documents are read so', async () => {
    const stage = newStage({ readings: { chainBeginsWithoutTaskId: false } })
    stage.objects.add('full.bak', backup(fullSet()))
    await assert.rejects(stage.append('full.bak', 'Sales'), code('MissingParameter'))
  })

  test('is continued only under its own database and with an id that exists', async () => {
    const { stage, task } = await waiting()
    stage.objects.add('log.trn', backup(logSet(200, 300)))
    await assert.rejects(stage.append('log.trn', 'Other', task), code('InvalidDBName.NotFound'))
    await assert.rejects(
      stage.append('log.trn', 'Sales', '1'),
      code('InvalidMigrateTaskId.NotFound'),
    )
  })

  test('takes no second file while one is being restored', async () => {
    const { stage, task } = await waiting()
    stage.objects.add('log.trn', backup(logSet(200, 300)))
    await stage.append('log.trn', 'Sales', task)
    await assert.rejects(stage.append('log.trn', 'Sales', task), code('IncorrectDBState'))
  })

  test('that is terminated leaves no database', async () => {
    const { stage, task } = await waiting()
    stage.model.terminateMigrateTask(instanceId, task)
    assert.deepEqual(stage.model.databases(instanceId), [])
    assert.equal(stage.model.migrateTask(instanceId, task).status, 'Failed')
    assert.throws(
      () => stage.model.terminateMigrateTask(instanceId, task),
      code('IncorrectDBState'),
    )
  })
})

describe('opening a chain', () => {
  test('is done once for one client token', async () => {
    const { stage, task } = await waiting()
    stage.model.createOnlineDatabaseTask(online(task, 'token-1'))
    stage.model.createOnlineDatabaseTask(online(task, 'token-1'))
    assert.throws(
      () => stage.model.createOnlineDatabaseTask(online(task, 'token-2')),
      code('IncorrectDBState'),
    )
    assert.equal((await stage.outcome(task)).status, 'Success')
    stage.model.createOnlineDatabaseTask(online(task, 'token-1'))
    assert.equal(stage.model.migrateTask(instanceId, task).status, 'Success')
  })

  test('refuses a client token that was used for something else, or is too long', async () => {
    const { stage, task } = await waiting()
    stage.model.createOnlineDatabaseTask(online(task, 'token-1'))
    const other = { ...online(task, 'token-1'), checkMode: 'AsyncExecuteDBCheck' as const }
    assert.throws(
      () => stage.model.createOnlineDatabaseTask(other),
      code('IdempotentParameterMismatch'),
    )
    assert.throws(
      () => stage.model.createOnlineDatabaseTask(online(task, 'x'.repeat(65))),
      code('InvalidParameter'),
    )
  })

  test('is refused for a task of FULL mode and for another database', async () => {
    const { stage, task } = await waiting()
    stage.objects.add('full.bak', backup(fullSet()))
    const full = await stage.full('full.bak', 'Whole')
    await stage.outcome(full)
    assert.throws(
      () => stage.model.createOnlineDatabaseTask({ ...online(full, ''), database: 'Whole' }),
      code('IncorrectDBState'),
    )
    assert.throws(
      () => stage.model.createOnlineDatabaseTask({ ...online(task, ''), database: 'Other' }),
      code('InvalidDBName.NotFound'),
    )
  })
})

describe('databases and accounts', () => {
  test('a created database is being created, then runs; a deleted one goes', async () => {
    const { model, clock } = newStage()
    const states = () =>
      model.databases(instanceId).map((database) => `${database.name} ${database.status}`)
    model.createDatabase(instanceId, 'orders', 'Chinese_PRC_CI_AS')
    assert.deepEqual(states(), ['orders Creating'])
    await clock.advance(60_000)
    assert.deepEqual(states(), ['orders Running'])
    assert.throws(
      () => model.createDatabase(instanceId, 'Orders', 'Chinese_PRC_CI_AS'),
      code('InvalidDBName.Duplicate'),
    )
    model.deleteDatabase(instanceId, 'orders')
    assert.deepEqual(states(), ['orders Deleting'])
    await clock.advance(60_000)
    assert.deepEqual(states(), [])
    assert.throws(() => model.deleteDatabase(instanceId, 'orders'), code('InvalidDBName.NotFound'))
  })

  test('a database that a task is working on is not deleted', async () => {
    const stage = newStage()
    stage.objects.add('full.bak', backup(fullSet()))
    await stage.full('full.bak', 'Sales')
    await stage.clock.advance(8000)
    assert.throws(
      () => stage.model.deleteDatabase(instanceId, 'Sales'),
      code('OperationDenied.DBStatus'),
    )
  })

  test('a reserved name and one name too many are refused', () => {
    const { model } = newStage({ instances: [{ maxDatabases: 0 }] })
    assert.throws(
      () => model.createDatabase(instanceId, 'msdb', 'Chinese_PRC_CI_AS'),
      code('InvalidParameter.Keyword'),
    )
    assert.throws(
      () => model.createDatabase(instanceId, 'orders', 'Chinese_PRC_CI_AS'),
      code('QuotaExceeded.DBName'),
    )
  })

  test('an account is created once and not under a reserved name', () => {
    const { model } = newStage({ instances: [{ accounts: [] }] })
    model.createAccount(instanceId, 'dba', 'Super')
    assert.deepEqual(model.accounts(instanceId), [
      { name: 'dba', type: 'Super', status: 'Available' },
    ])
    assert.throws(
      () => model.createAccount(instanceId, 'dba', 'Normal'),
      code('InvalidAccountName.Duplicate'),
    )
    assert.throws(
      () => model.createAccount(instanceId, 'sa', 'Normal'),
      code('InvalidAccountName.keyword'),
    )
  })

  test('the cluster edition of 2017 lists no tasks, that of 2019 lists no files', () => {
    const cluster = (version: '2017' | '2019') =>
      newStage({ instances: [{ version, edition: 'ent', category: 'AlwaysOn' }] }).model
    const week = [new Date(0), new Date(1)] as const
    assert.throws(
      () => cluster('2017').migrateTasks(instanceId, ...week),
      code('InvalidDBInstanceEngineVersion'),
    )
    assert.deepEqual(cluster('2019').migrateTasks(instanceId, ...week), [])
    for (const version of ['2017', '2019'] as const)
      assert.throws(
        () => cluster(version).ossDownloads(instanceId, '1'),
        code('InvalidDBInstanceEngineVersion'),
      )
  })
})
