import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { documentedMessage } from '../../src/app/import/documented-message.ts'
import { type ImportWishes, importFolder } from '../../src/app/import/import-folder.ts'
import {
  isMigrationError,
  type MigrationError,
  seededIds,
  VirtualClock,
  zeroLsn,
} from '../../src/core/index.ts'
import { type Journal, memoryJournal } from '../../src/journal/index.ts'
import { type RestoreTarget, rdsError } from '../../src/rds/index.ts'
import {
  createSandbox,
  type InProcessSandbox,
  type RdsOptions,
  writeBackup,
} from '../../src/sandbox/index.ts'

const opened: InProcessSandbox[] = []
afterEach(async () => {
  while (opened.length > 0) await opened.pop()?.stop()
})

/** A sandbox in virtual time with one bucket, and imports into its instance; time passes while an import waits. */
async function setUp(rds: RdsOptions = {}) {
  const clock = new VirtualClock(Date.UTC(2026, 10, 22, 1))
  const sandbox = await createSandbox({ clock, ids: seededIds(3), rds })
  opened.push(sandbox)
  await sandbox.storage.createBucket('bkt')
  const store = sandbox.storage.bucket('bkt')
  const journal = memoryJournal(clock)
  const put = (key: string, bytes: Uint8Array = backup()) => store.put(key, bytes)
  const run = async (
    wishes: Partial<ImportWishes> = {},
    target: RestoreTarget = sandbox.target,
    journalOfRun: Journal = journal,
  ) => {
    const controller = new AbortController()
    const work = importFolder(
      {
        target,
        storage: sandbox.storage,
        ossEndpointForTasks: sandbox.storage.endpoint,
        journal: journalOfRun,
      },
      {
        instanceId: sandbox.instanceId,
        bucket: 'bkt',
        directory: 'mig',
        byHeader: false,
        dryRun: false,
        wait: false,
        again: [],
        only: [],
        renames: {},
        ...wishes,
      },
      { clock, signal: controller.signal },
    )
    const done = work.then(
      () => true,
      () => true,
    )
    // The sandbox reads backups without the clock: it stands still until nothing is left to be read.
    const pass = () => setImmediate().then(() => clock.advance(5_000))
    while (!(await Promise.race([done, pass().then(() => false)])));
    return work
  }
  const tasks = async () =>
    sandbox.target.migrateTasks({
      instanceId: sandbox.instanceId,
      from: new Date(clock.now() - 7 * 24 * 3_600_000),
      to: new Date(clock.now() + 60_000),
    })
  return { clock, sandbox, store, journal, put, run, tasks }
}

const guid = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`
const at = (block: number) => ({ vlf: 50, block, slot: 1 })

function backup(
  more: {
    database?: string
    type?: 'FULL' | 'LOG' | 'DIFFERENTIAL'
    engine?: '2019' | '2022' | '2008r2'
    familyCount?: number
    hasMediaPassword?: boolean
  } = {},
): Uint8Array {
  const database = more.database ?? 'SalesDb'
  const { type = 'FULL' } = more
  return writeBackup({
    engine: more.engine ?? '2019',
    mediaSetId: guid(6),
    hasMediaPassword: more.hasMediaPassword ?? false,
    ...(more.familyCount && { familyCount: more.familyCount, familyNumber: 1 }),
    sets: [
      {
        type,
        database,
        server: 'TEST',
        backupSetGuid: guid(7),
        familyGuid: guid(1),
        bindingId: guid(2),
        recoveryForkId: guid(3),
        firstLsn: at(100),
        lastLsn: at(200),
        checkpointLsn: at(100),
        databaseBackupLsn: zeroLsn,
        ...(type === 'DIFFERENTIAL' && {
          differentialBaseLsn: at(50),
          differentialBaseGuid: guid(8),
        }),
        databaseCreated: '2024-01-01 00:00:00',
        start: '2024-01-02 03:04:05',
        finish: '2024-01-02 03:05:05',
        files: [
          {
            fileId: 1,
            type: 1,
            filegroupId: 1,
            sizeBytes: 64 * 65_536,
            logicalName: database,
            physicalName: `D:\\${database}.mdf`,
            uniqueId: guid(4),
          },
          {
            fileId: 2,
            type: 2,
            filegroupId: 0,
            sizeBytes: 16 * 65_536,
            logicalName: `${database}_log`,
            physicalName: `D:\\${database}_log.ldf`,
            uniqueId: guid(5),
          },
        ],
      },
    ],
  })
}

const good = 'mig/SalesDb_FULL_20240102030405.bak'

function outcomes(report: Awaited<ReturnType<typeof importFolder>>) {
  return report.files.map((file) => [file.key, file.outcome, file.error?.code ?? file.database])
}

async function failure(promise: Promise<unknown>): Promise<MigrationError> {
  const error = await promise.then(
    () => assert.fail('the import succeeded'),
    (reason: unknown) => reason,
  )
  assert.ok(isMigrationError(error), String(error))
  return error
}

describe('an import', () => {
  test('creates one task per full backup of the folder and filters other names as the script does', async () => {
    const { put, run, tasks } = await setUp()
    await put(good)
    await put('mig/autotest_2005_ent_broken.bak')
    await put('mig/deeper/HrDb_FULL_20240102030405.bak')
    await put('HrDb_FULL_20240102030405.bak')
    const report = await run()
    assert.deepEqual(outcomes(report), [
      [good, 'created', 'SalesDb'],
      ['mig/autotest_2005_ent_broken.bak', 'filtered', 'BAK_NAME_REJECTED'],
    ])
    assert.deepEqual(
      (await tasks()).map((task) => task.migrateTaskId),
      [report.files[0]?.migrateTaskId],
    )
  })

  test('takes the root of the bucket for a slash', async () => {
    const { put, run } = await setUp()
    await put('HrDb_FULL_20240102030405.bak')
    await put(good)
    const report = await run({ directory: '/' })
    assert.deepEqual(outcomes(report), [['HrDb_FULL_20240102030405.bak', 'created', 'HrDb']])
  })

  test('lets the header decide when asked, whatever the object is called', async () => {
    const { put, run } = await setUp()
    await put('mig/backup of sales.bak', backup({ database: '销售库' }))
    const report = await run({ byHeader: true, wait: true })
    assert.deepEqual(outcomes(report), [['mig/backup of sales.bak', 'restored', '销售库']])
    assert.deepEqual(
      report.files[0]?.warnings.map((warning) => warning.code),
      ['BAK_NAME_HAS_SPECIAL_CHARACTERS'],
    )
  })

  test('warns when the name and the header name different databases, and gives another name when told', async () => {
    const { put, run, sandbox } = await setUp()
    await put(good, backup({ database: 'Renamed' }))
    const report = await run({ renames: { salesdb: 'Sales_New' }, wait: true })
    assert.deepEqual(outcomes(report), [[good, 'restored', 'Sales_New']])
    assert.equal(report.files[0]?.warnings[0]?.code, 'BAK_NAME_AND_HEADER_DIFFER')
    assert.equal((await sandbox.target.databases(sandbox.instanceId))[0]?.name, 'Sales_New')
  })

  test('refuses what RDS would refuse, before any task is created', async () => {
    const { put, run, tasks } = await setUp()
    const cases: [string, Uint8Array, string][] = [
      ['Diff', backup({ type: 'DIFFERENTIAL' }), 'BAK_NOT_FULL_BUT_DIFFERENTIAL'],
      ['Log', backup({ type: 'LOG' }), 'BAK_NOT_FULL_BUT_LOG'],
      ['New', backup({ engine: '2022' }), 'BAK_NEWER_THAN_INSTANCE'],
      ['Stripe', backup({ familyCount: 2 }), 'BAK_STRIPED'],
      ['Secret', backup({ hasMediaPassword: true }), 'BAK_HAS_MEDIA_PASSWORD'],
      ['Text', new TextEncoder().encode('no backup at all, only text'), 'BAK_NOT_A_BACKUP'],
      ['Cut', backup().subarray(0, 40_000), 'BAK_TRUNCATED'],
      ['a@b', backup(), 'BAK_NAME_HAS_SPECIAL_CHARACTERS'],
      ['master', backup(), 'RDS_DATABASE_NAME_REFUSED'],
    ]
    for (const [database, bytes] of cases)
      await put(`mig/${database}_FULL_20240102030405.bak`, bytes)
    const report = await run()
    const found = new Map(report.files.map((file) => [file.key, file]))
    for (const [database, , code] of cases) {
      const file = found.get(`mig/${database}_FULL_20240102030405.bak`)
      assert.equal(file?.outcome, 'refused', database)
      assert.equal(file?.error?.code, code, database)
    }
    assert.deepEqual(await tasks(), [])
  })

  test('does not guess which of two backups becomes a database, unless it is told', async () => {
    const { put, run } = await setUp()
    const newer = 'mig/SALESDB_FULL_20240202030405.bak'
    await put(good)
    await put(newer)
    assert.deepEqual(
      (await run()).files.map((file) => file.error?.code),
      ['RDS_DATABASE_CLAIMED_TWICE', 'RDS_DATABASE_CLAIMED_TWICE'],
    )
    const report = await run({ only: ['SALESDB_FULL_20240202030405.bak'] })
    assert.deepEqual(outcomes(report), [[newer, 'created', 'SALESDB']])
  })

  test('changes nothing when it runs dry, neither at RDS nor in the journal', async () => {
    const { put, run, tasks, journal } = await setUp()
    await put(good)
    assert.deepEqual(outcomes(await run({ dryRun: true })), [[good, 'planned', 'SalesDb']])
    assert.deepEqual(await tasks(), [])
    assert.deepEqual(await journal.streams(), [])
  })

  test('refuses a database that exists, and one that would fill the disk', async () => {
    const { put, run } = await setUp({
      instances: [
        { storageGigabytes: 3, usedBytes: 3 * 2 ** 30 - 4_000_000, databases: [{ name: 'HrDb' }] },
      ],
    })
    await put(good)
    await put('mig/HrDb_FULL_20240102030405.bak')
    assert.deepEqual(
      (await run()).files.map((file) => file.error?.code),
      ['RDS_DATABASE_EXISTS', 'RDS_DISK_SHORT_FOR_RESTORE'],
    )
  })

  test('gives 2008 R2 on local disks a signed address, and wants the database there', async () => {
    const { put, run, sandbox } = await setUp({
      instances: [{ version: '2008r2', databases: [{ name: 'SalesDb' }] }],
    })
    await put(good, backup({ engine: '2008r2' }))
    await put('mig/HrDb_FULL_20240102030405.bak', backup({ engine: '2008r2' }))
    const requests: unknown[] = []
    const watching: RestoreTarget = {
      ...sandbox.target,
      createMigrateTask: (request) => {
        requests.push(request)
        return sandbox.target.createMigrateTask(request)
      },
    }
    const report = await run({ wait: true }, watching)
    assert.equal(report.restorePath, 'into-existing')
    assert.deepEqual(outcomes(report), [
      ['mig/HrDb_FULL_20240102030405.bak', 'refused', 'RDS_DATABASE_ABSENT_OR_PRESENT'],
      [good, 'restored', 'SalesDb'],
    ])
    assert.match(JSON.stringify(requests), /"ossUrls":\["http/)
    assert.doesNotMatch(JSON.stringify(requests), /"object"/)
  })
})

describe('an import that is run again (I1)', () => {
  test('creates no second task while one runs, after it succeeded, or after it failed', async () => {
    const { put, run, tasks, clock } = await setUp()
    await put(good)
    const [first] = (await run()).files
    const [second] = (await run()).files
    assert.equal(second?.outcome, 'existing')
    assert.equal(second?.migrateTaskId, first?.migrateTaskId)
    assert.equal((await run({ wait: true })).files[0]?.outcome, 'restored')
    await clock.advance(3_600_000)
    assert.equal((await run()).files[0]?.outcome, 'restored')
    assert.equal((await tasks()).length, 1)
  })

  test('finds the task that somebody else created, without a journal of its own', async () => {
    const { put, run, tasks, sandbox, store } = await setUp()
    await put(good)
    const created = await sandbox.target.createMigrateTask({
      instanceId: sandbox.instanceId,
      database: 'SalesDb',
      backupMode: 'FULL',
      isOnline: true,
      object: { endpoint: sandbox.storage.endpoint, bucket: store.bucket, key: good },
    })
    const [file] = (await run()).files
    assert.equal(file?.outcome, 'existing')
    assert.equal(file?.migrateTaskId, created.migrateTaskId)
    assert.equal((await tasks()).length, 1)
  })

  test('adopts the task whose reply was lost', async () => {
    const { put, run, tasks, sandbox } = await setUp()
    await put(good)
    const losing: RestoreTarget = {
      ...sandbox.target,
      createMigrateTask: async (request) => {
        await sandbox.target.createMigrateTask(request)
        throw lost()
      },
    }
    const [file] = (await run({}, losing)).files
    assert.equal(file?.outcome, 'created')
    assert.deepEqual(
      (await tasks()).map((task) => task.migrateTaskId),
      [file?.migrateTaskId],
    )
  })

  test('looks for two minutes before a request without a trace counts as not accepted', async () => {
    const { put, run, tasks, sandbox, clock } = await setUp()
    await put(good)
    const losing: RestoreTarget = {
      ...sandbox.target,
      createMigrateTask: async () => {
        throw lost()
      },
    }
    const [file] = (await run({}, losing)).files
    assert.equal(file?.error?.code, 'RDS_REPLY_LOST')
    assert.equal((await tasks()).length, 0)
    const begunAt = clock.now()
    assert.equal((await run()).files[0]?.outcome, 'created')
    assert.ok(clock.now() - begunAt < 60_000)
    assert.equal((await tasks()).length, 1)
  })

  test('asks a person where the edition lists no tasks and a reply was lost', async () => {
    const { put, run, sandbox } = await setUp()
    await put(good)
    const blind: RestoreTarget = {
      ...sandbox.target,
      migrateTasks: async () => {
        throw rdsError('RDS_TASK_LIST_UNSUPPORTED', { operation: 'DescribeMigrateTasks' })
      },
    }
    const losing: RestoreTarget = {
      ...blind,
      createMigrateTask: async () => {
        throw lost()
      },
    }
    assert.equal((await run({}, losing)).files[0]?.error?.code, 'RDS_REPLY_LOST')
    assert.equal((await run({}, blind)).files[0]?.error?.code, 'RDS_IMPORT_UNDECIDED')
    assert.equal((await run({ again: ['salesdb'] }, blind)).files[0]?.outcome, 'created')
  })

  test('says why the first task failed, and repeats it only when told or when the object is new', async () => {
    const { put, run, tasks, sandbox, clock } = await setUp()
    await put(good)
    sandbox.faults.add({
      kind: 'fail-task',
      description: 'DBCC checkdb failed',
      match: { service: 'rds', operation: 'CreateMigrateTask' },
    })
    assert.equal((await run({ wait: true })).files[0]?.error?.code, 'RDS_CHECKDB_FAILED')
    const [refused] = (await run()).files
    assert.equal(refused?.error?.code, 'RDS_IMPORT_FAILED_BEFORE')
    assert.match(refused?.error?.message ?? '', /DBCC checkdb failed/)
    assert.equal((await tasks()).length, 1)
    await clock.advance(60_000)
    await put(good, backup({ database: 'Other' }))
    assert.equal((await run({ wait: true })).files[0]?.outcome, 'restored')
    assert.equal((await tasks()).length, 2)
  })
})

describe('an import that is killed (I1, I6)', () => {
  /** A journal that ends the run at its nth append: before the entry is on disk, or after. */
  function dyingJournal(journal: Journal, nth: number, when: 'before' | 'after'): Journal {
    let appends = 0
    return {
      ...journal,
      append: async (...args) => {
        appends++
        if (appends === nth && when === 'before') throw new Error('killed')
        const sequence = await journal.append(...args)
        if (appends === nth) throw new Error('killed')
        return sequence
      },
    }
  }

  for (const when of ['before', 'after'] as const)
    test(`${when} any entry of its journal has one task per backup once it was run again`, async () => {
      // Two backups, two entries each: what was intended and what came of it.
      for (let nth = 1; nth <= 4; nth++) {
        const { put, run, tasks, journal } = await setUp()
        await put(good)
        await put('mig/HrDb_FULL_20240102030405.bak')
        await assert.rejects(run({}, undefined, dyingJournal(journal, nth, when)), /killed/)
        const report = await run({ wait: true })
        assert.deepEqual(
          report.files.map((file) => file.outcome),
          ['restored', 'restored'],
        )
        assert.deepEqual((await tasks()).map((task) => task.database).sort(), ['HrDb', 'SalesDb'])
      }
    })

  test('between sending and the answer has one task as well', async () => {
    const { put, run, tasks, sandbox } = await setUp()
    await put(good)
    const dying: RestoreTarget = {
      ...sandbox.target,
      createMigrateTask: async (request) => {
        await sandbox.target.createMigrateTask(request)
        throw new Error('killed')
      },
    }
    await assert.rejects(run({}, dying), /killed/)
    assert.equal((await run({ wait: true })).files[0]?.outcome, 'restored')
    assert.equal((await tasks()).length, 1)
  })
})

test('a compressed backup of a container that is not read goes by its name, with a warning, unless the header is to decide', async () => {
  const { put, run } = await setUp()
  const container = new Uint8Array(64 * 1024)
  container.set(new TextEncoder().encode('MSSQLBAK'))
  container[8] = 1
  container[12] = 3
  await put(good, container)
  const [byName] = (await run({ dryRun: true })).files
  const [byHeader] = (await run({ dryRun: true, byHeader: true })).files
  assert.equal(byHeader?.outcome, 'refused')
  if (byHeader?.error?.code === 'BAK_CONTAINER_VERSION_NOT_SUPPORTED') {
    assert.equal(byName?.outcome, 'planned')
    assert.equal(byName?.warnings[0]?.code, 'BAK_CONTAINER_VERSION_NOT_SUPPORTED')
  } else assert.fail(String(byHeader?.error))
})

describe('an import is refused as a whole', () => {
  test('for an unknown instance, an instance of another engine, and a locked or stopped one', async () => {
    const { put, run } = await setUp()
    await put(good)
    assert.equal((await failure(run({ instanceId: 'rm-unknown' }))).code, 'RDS_INSTANCE_NOT_FOUND')
    for (const [instance, code] of [
      [{ engine: 'MySQL' }, 'RDS_ENGINE_NOT_SQLSERVER'],
      [{ status: 'Rebooting' }, 'RDS_INSTANCE_NOT_RUNNING'],
      [{ lockMode: 'LockByDiskQuota' }, 'RDS_INSTANCE_LOCKED'],
    ] as const) {
      const other = await setUp({ instances: [instance] })
      await other.put(good)
      assert.equal((await failure(other.run())).code, code)
    }
  })

  test('for a bucket that is missing and a folder that is empty', async () => {
    const { run } = await setUp()
    assert.equal((await failure(run({ bucket: 'nothere' }))).code, 'OSS_BUCKET_NOT_FOUND')
    assert.equal((await failure(run())).code, 'OSS_PREFIX_EMPTY')
  })

  test('after a refusal that every further file would meet', async () => {
    const { put, run, sandbox } = await setUp()
    await put('mig/A_FULL_20240102030405.bak')
    await put('mig/B_FULL_20240102030405.bak')
    const spent: RestoreTarget = {
      ...sandbox.target,
      createMigrateTask: async () => {
        throw rdsError('RDS_INSTANCE_QUOTA_SPENT', { object: 'A' })
      },
    }
    assert.deepEqual(
      (await run({}, spent)).files.map((file) => file.outcome),
      ['refused', 'not-run'],
    )
  })
})

test('the lines of the official script are printed word for word', () => {
  const given = { instanceId: 'rm-x', bucket: 'b', directory: 'Migrationdata' }
  const vendor = {
    system: 'rds',
    code: 'IncorrectDBState',
    status: 400,
    requestId: 'R-1',
    message: 'Current DB state does not support this operation.',
  } as const
  assert.equal(
    documentedMessage(rdsError('RDS_DATABASE_BUSY', { object: 'd' }, { vendor }), given),
    'OPENAPI Response Error !!!!! : HTTP Status: 400 Error:IncorrectDBState Current DB state does not support this operation. RequestID: R-1',
  )
  assert.equal(
    documentedMessage(rdsError('BAK_NAME_REJECTED', { file: 'x.bak' }), given),
    'Warning!!!!!, [x.bak] is not backup file, filtered.',
  )
  assert.equal(
    documentedMessage(rdsError('RDS_INSTANCE_NOT_FOUND', { object: 'rm-x' }), given),
    "Couldn't find specify RDS [rm-x].",
  )
  assert.equal(
    documentedMessage(
      rdsError('RDS_ENGINE_NOT_SQLSERVER', { object: 'rm-x', engine: 'MySQL' }),
      given,
    ),
    "RDS engine doesn't support, this is only for RDS SQL Server engine.",
  )
  const key = {
    system: 'rds',
    code: 'InvalidAccessKeyId.NotFound',
    status: 404,
    requestId: 'R-2',
    message: 'Specified access key is not found.',
  } as const
  assert.equal(
    documentedMessage(rdsError('CLOUD_ACCESS_KEY_UNKNOWN', { host: 'h' }, { vendor: key }), given),
    'HTTP Status: 404 Error:InvalidAccessKeyId.NotFound Specified access key is not found. RequestID: R-2',
  )
})

function lost(): MigrationError {
  return rdsError('RDS_REPLY_LOST', {
    operation: 'CreateMigrateTask',
    object: 'd',
    reason: 'ECONNRESET',
  })
}
