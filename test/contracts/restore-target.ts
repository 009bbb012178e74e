/**
 * What every destination promises, whether it is RDS itself, the sandbox's server behind the real client, or the
 * sandbox's in-process port.
 */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isMigrationError, type Lsn, zeroLsn } from '../../src/core/index.ts'
import { explainDescription, type MigrateTask, type RestoreTarget } from '../../src/rds/index.ts'
import { writeBackup } from '../../src/sandbox/backup-writer/index.ts'

export interface RestoreTargetHarness {
  readonly target: RestoreTarget
  /** A running SQL Server 2019 instance with cloud disks, 20 GB free and no user database. */
  readonly instanceId: string
  /** Puts an object into a bucket that the instance may read and returns where it lies. */
  addObject(
    key: string,
    bytes: Uint8Array,
  ): Promise<{ readonly endpoint: string; readonly bucket: string; readonly key: string }>
  /** The time by the destination's clock, milliseconds since 1970-01-01 UTC. */
  now(): number
  /** Lets that much time pass for the destination. */
  advance(ms: number): Promise<void>
  dispose(): Promise<void>
}

export interface RestoreTargetUnderTest {
  readonly name: string
  create(): Promise<RestoreTargetHarness>
  /** Promises that this destination cannot be asked to keep, with the reason. */
  readonly skip?: readonly { readonly title: string; readonly reason: string }[]
}

const minute = 60_000
const hour = 60 * minute

export function testRestoreTarget({ name, create, skip = [] }: RestoreTargetUnderTest): void {
  describe(`restore target (${name})`, () => {
    const promise = (title: string, body: (harness: RestoreTargetHarness) => Promise<void>) => {
      const skipped = skip.find((entry) => entry.title === title)
      test(title, skipped ? { skip: skipped.reason } : {}, async () => {
        const harness = await create()
        try {
          await body(harness)
        } finally {
          await harness.dispose()
        }
      })
    }

    promise('an instance says what it is', async ({ target, instanceId }) => {
      const instance = await target.instance(instanceId)
      assert.equal(instance.instanceId, instanceId)
      assert.equal(instance.engine, 'SQLServer')
      assert.match(instance.engineVersion, /^2019/)
      assert.match(instance.storageType, /^cloud_/)
      assert.equal(instance.status, 'Running')
      assert.equal(instance.lockMode, 'Unlock')
      assert.equal(instance.regionId, target.regionId)
      assert.ok((instance.storageBytes ?? 0) > 0)
      assert.ok((await target.instances()).some((found) => found.instanceId === instanceId))
    })

    promise('an unknown instance is RDS_INSTANCE_NOT_FOUND', async ({ target }) => {
      await refused(target.instance('rm-doesnotexist0'), 'RDS_INSTANCE_NOT_FOUND')
      await refused(target.databases('rm-doesnotexist0'), 'RDS_INSTANCE_NOT_FOUND')
    })

    promise('a full backup becomes an open database', async (harness) => {
      const { target, instanceId } = harness
      const created = await restore(harness, 'SalesDb', 'd/SalesDb_FULL_20240102030405.bak')
      assert.notEqual(created.migrateTaskId, '')
      const listed = await target.migrateTasks(lastHours(harness, 24))
      assert.deepEqual(
        listed.map((task) => [task.migrateTaskId, task.database, task.backupMode]),
        [[created.migrateTaskId, 'SalesDb', 'FULL']],
      )
      const done = await untilEnded(harness, created.migrateTaskId)
      assert.equal(done.status, 'Success')
      assert.ok(done.endedAt !== undefined && done.endedAt >= done.createdAt)
      const databases = await target.databases(instanceId)
      assert.deepEqual(
        databases.map((database) => [database.name, database.status]),
        [['SalesDb', 'Running']],
      )
      const files = await target.ossDownloads(instanceId, created.migrateTaskId)
      assert.equal(files.length, 1)
      assert.match(files[0]?.fileName ?? '', /SalesDb_FULL_20240102030405\.bak$/)
      assert.equal(files[0]?.backupKind, 'full')
      assert.ok((files[0]?.sizeBytes ?? 0) > 0)
    })

    promise('the database may get another name than it had on the source', async (harness) => {
      const object = await harness.addObject('a.bak', full('SalesDb'))
      const { migrateTaskId } = await harness.target.createMigrateTask({
        instanceId: harness.instanceId,
        database: 'Sales_New',
        backupMode: 'FULL',
        isOnline: true,
        object,
      })
      assert.equal((await untilEnded(harness, migrateTaskId)).status, 'Success')
      const [database] = await harness.target.databases(harness.instanceId)
      assert.equal(database?.name, 'Sales_New')
    })

    promise('a database that exists is not overwritten', async (harness) => {
      await untilEnded(harness, (await restore(harness, 'SalesDb', 'a.bak')).migrateTaskId)
      await refused(restore(harness, 'SalesDb', 'b.bak'), 'RDS_DATABASE_ABSENT_OR_PRESENT')
    })

    promise('a database that is being restored takes no second task', async (harness) => {
      await restore(harness, 'SalesDb', 'a.bak')
      await refused(
        restore(harness, 'SalesDb', 'b.bak'),
        'RDS_DATABASE_BUSY',
        'RDS_DATABASE_ABSENT_OR_PRESENT',
      )
    })

    promise('a system database is refused by name', async (harness) => {
      await refused(restore(harness, 'master', 'a.bak'), 'RDS_DATABASE_NAME_REFUSED')
    })

    promise('an extension that RDS does not know is refused', async (harness) => {
      await refused(restore(harness, 'SalesDb', 'SalesDb.zip'), 'BAK_EXTENSION_REFUSED')
    })

    promise('an object that is not there is refused or ends as a failed task', async (harness) => {
      const { target, instanceId } = harness
      const there = await harness.addObject('there.bak', full('SalesDb'))
      const request = {
        instanceId,
        database: 'SalesDb',
        backupMode: 'FULL',
        isOnline: true,
        object: { ...there, key: 'not-there.bak' },
      } as const
      const outcome = await target.createMigrateTask(request).catch((error: unknown) => error)
      if (isMigrationError(outcome)) return assert.equal(outcome.code, 'RDS_OSS_URL_REFUSED')
      const { migrateTaskId } = outcome as { migrateTaskId: string }
      assert.equal((await untilEnded(harness, migrateTaskId)).status, 'Failed')
    })

    promise(
      'a log backup in place of a full one fails with a text that is known',
      async (harness) => {
        const object = await harness.addObject('log.trn', log('SalesDb', at(100), at(200)))
        const { migrateTaskId } = await harness.target.createMigrateTask({
          instanceId: harness.instanceId,
          database: 'SalesDb',
          backupMode: 'FULL',
          isOnline: true,
          object,
        })
        const task = await untilEnded(harness, migrateTaskId)
        assert.equal(task.status, 'Failed')
        assert.equal(explainDescription(task.description)?.code, 'BAK_NOT_FULL_BUT_LOG')
        assert.deepEqual(await harness.target.databases(harness.instanceId), [])
      },
    )

    promise('a file that is no backup fails and leaves no database', async (harness) => {
      const object = await harness.addObject(
        'no.bak',
        new TextEncoder().encode('no backup'.repeat(999)),
      )
      const { migrateTaskId } = await harness.target.createMigrateTask({
        instanceId: harness.instanceId,
        database: 'SalesDb',
        backupMode: 'FULL',
        isOnline: true,
        object,
      })
      const task = await untilEnded(harness, migrateTaskId)
      assert.equal(task.status, 'Failed')
      assert.equal(explainDescription(task.description)?.code, 'BAK_VERIFY_FAILED')
      assert.deepEqual(await harness.target.databases(harness.instanceId), [])
    })

    promise('a chain waits after each file until its database is opened', async (harness) => {
      const { target, instanceId } = harness
      const fullObject = await harness.addObject('c/full.bak', full('SalesDb'))
      const request = {
        instanceId,
        database: 'SalesDb',
        backupMode: 'UPDF',
        isOnline: false,
      } as const
      const { migrateTaskId } = await target.createMigrateTask({ ...request, object: fullObject })
      assert.equal((await untilEnded(harness, migrateTaskId)).status, 'Waiting')
      const logObject = await harness.addObject('c/log.trn', log('SalesDb', at(100), at(300)))
      const next = await target.createMigrateTask({ ...request, object: logObject, migrateTaskId })
      assert.equal(next.migrateTaskId, migrateTaskId)
      assert.equal((await untilEnded(harness, migrateTaskId)).status, 'Waiting')
      const opening = {
        instanceId,
        database: 'SalesDb',
        migrateTaskId,
        checkMode: 'AsyncExecuteDBCheck',
        clientToken: 'token-1',
      } as const
      await target.createOnlineDatabaseTask(opening)
      await target.createOnlineDatabaseTask(opening)
      assert.equal((await untilEnded(harness, migrateTaskId)).status, 'Success')
      const [database] = await target.databases(instanceId)
      assert.equal(database?.status, 'Running')
      const kinds = (await target.ossDownloads(instanceId, migrateTaskId)).map(
        (file) => file.backupKind,
      )
      assert.deepEqual(kinds.sort(), ['full', 'log'])
    })

    promise('a log backup that leaves a gap fails and names the gap', async (harness) => {
      const { target, instanceId } = harness
      const request = {
        instanceId,
        database: 'SalesDb',
        backupMode: 'UPDF',
        isOnline: false,
      } as const
      const object = await harness.addObject('c/full.bak', full('SalesDb'))
      const { migrateTaskId } = await target.createMigrateTask({ ...request, object })
      await untilEnded(harness, migrateTaskId)
      const late = await harness.addObject('c/late.trn', log('SalesDb', at(900), at(990)))
      await target.createMigrateTask({ ...request, object: late, migrateTaskId })
      const task = await untilEnded(harness, migrateTaskId)
      assert.equal(explainDescription(task.description)?.code, 'BAK_CHAIN_GAP')
    })

    promise('a task that is terminated ends without a database', async (harness) => {
      const { target, instanceId } = harness
      const { migrateTaskId } = await restore(harness, 'SalesDb', 'a.bak')
      await target.terminateMigrateTask(instanceId, migrateTaskId)
      const task = await untilEnded(harness, migrateTaskId)
      assert.equal(task.status, 'Failed')
    })

    promise(
      'a time range outside of which a task was created does not list it',
      async (harness) => {
        const { target, instanceId } = harness
        await restore(harness, 'SalesDb', 'a.bak')
        const before = new Date(harness.now() - 3 * hour)
        const tasks = await target.migrateTasks({
          instanceId,
          from: new Date(before.getTime() - hour),
          to: before,
        })
        assert.deepEqual(tasks, [])
      },
    )

    promise('the 21st task for one database on one day is refused (I4)', async (harness) => {
      const object = await harness.addObject('log.trn', log('SalesDb', at(100), at(200)))
      const request = {
        instanceId: harness.instanceId,
        database: 'SalesDb',
        backupMode: 'FULL',
        isOnline: true,
        object,
      } as const
      for (let count = 0; count < 20; count++) {
        const { migrateTaskId } = await harness.target.createMigrateTask(request)
        await untilEnded(harness, migrateTaskId, 1000)
      }
      await refused(harness.target.createMigrateTask(request), 'RDS_DATABASE_QUOTA_SPENT')
      await harness.advance(25 * hour)
      await harness.target.createMigrateTask(request)
    })

    promise('a name is available until a database has it', async (harness) => {
      const { target, instanceId } = harness
      const isFree = async () => (await target.checkDatabaseName(instanceId, 'salesdb')).verdict
      assert.equal(await isFree(), 'available')
      await untilEnded(harness, (await restore(harness, 'salesdb', 'a.bak')).migrateTaskId)
      assert.equal(await isFree(), 'refused')
    })

    promise('a database can be created empty', async (harness) => {
      const { target, instanceId } = harness
      await target.createDatabase(instanceId, 'empty_db', 'Chinese_PRC_CI_AS')
      await harness.advance(5 * minute)
      const [database] = await target.databases(instanceId)
      assert.equal(database?.name, 'empty_db')
      assert.equal(database?.collation, 'Chinese_PRC_CI_AS')
      await refused(
        target.createDatabase(instanceId, 'empty_db', 'Chinese_PRC_CI_AS'),
        'RDS_DATABASE_DUPLICATE',
      )
    })

    promise('used storage grows with what is restored', async (harness) => {
      const { target, instanceId } = harness
      const before = (await target.resourceUsage(instanceId)).diskUsedBytes ?? 0
      await untilEnded(harness, (await restore(harness, 'SalesDb', 'a.bak')).migrateTaskId)
      assert.ok(((await target.resourceUsage(instanceId)).diskUsedBytes ?? 0) > before)
    })

    promise('an unknown task is RDS_TASK_NOT_FOUND', async ({ target, instanceId }) => {
      await refused(target.migrateTask(instanceId, '999999999'), 'RDS_TASK_NOT_FOUND')
    })

    promise(
      'who calls, the regions and the role of RDS can be asked',
      async ({ target, instanceId }) => {
        assert.notEqual((await target.callerIdentity()).accountId, '')
        assert.ok((await target.regions()).some((region) => region.regionId === target.regionId))
        const role = await target.role('AliyunRDSImportRole')
        assert.equal(role?.name, 'AliyunRDSImportRole')
        assert.match(role?.trustPolicy ?? '', /sts:AssumeRole/)
        assert.equal(await target.role('NoSuchRole'), undefined)
        assert.ok(Array.isArray(await target.accounts(instanceId)))
      },
    )
  })
}

function lastHours({ instanceId, now }: RestoreTargetHarness, hours: number) {
  return { instanceId, from: new Date(now() - hours * hour), to: new Date(now() + minute) }
}

async function restore(harness: RestoreTargetHarness, database: string, key: string) {
  return harness.target.createMigrateTask({
    instanceId: harness.instanceId,
    database,
    backupMode: 'FULL',
    isOnline: true,
    checkMode: 'AsyncExecuteDBCheck',
    object: await harness.addObject(key, full('SalesDb')),
  })
}

/** Lets time pass until the task is neither waiting to begin nor running, for at most 12 hours. */
async function untilEnded(
  harness: RestoreTargetHarness,
  migrateTaskId: string,
  stepMs = minute,
): Promise<MigrateTask> {
  for (let passedMs = 0; passedMs < 12 * hour; passedMs += stepMs) {
    const task = await harness.target.migrateTask(harness.instanceId, migrateTaskId)
    if (task.status !== 'NoStart' && task.status !== 'Running') return task
    await harness.advance(stepMs)
  }
  return assert.fail(`task ${migrateTaskId} did not end within 12 hours`)
}

async function refused(promise: Promise<unknown>, ...codes: string[]): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(isMigrationError(error), String(error))
    assert.ok(codes.includes(error.code), `${error.code} is none of ${codes.join(', ')}`)
    return true
  })
}

const guid = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`
const at = (block: number): Lsn => ({ vlf: 50, block, slot: 1 })

function setOf(database: string) {
  return {
    database,
    server: 'CONTRACT',
    familyGuid: guid(1),
    bindingId: guid(2),
    recoveryForkId: guid(3),
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
        physicalName: `D:\\Data\\${database}.mdf`,
        uniqueId: guid(4),
      },
      {
        fileId: 2,
        type: 2,
        filegroupId: 0,
        sizeBytes: 16 * 65_536,
        logicalName: `${database}_log`,
        physicalName: `D:\\Data\\${database}_log.ldf`,
        uniqueId: guid(5),
      },
    ],
  } as const
}

/** A full backup of SQL Server 2019 that ends at block 200. */
function full(database: string): Uint8Array {
  return writeBackup({
    engine: '2019',
    mediaSetId: guid(6),
    sets: [
      {
        ...setOf(database),
        type: 'FULL',
        backupSetGuid: guid(7),
        firstLsn: at(100),
        lastLsn: at(200),
        checkpointLsn: at(100),
        databaseBackupLsn: zeroLsn,
      },
    ],
  })
}

function log(database: string, firstLsn: Lsn, lastLsn: Lsn): Uint8Array {
  return writeBackup({
    engine: '2019',
    mediaSetId: guid(8),
    sets: [
      {
        ...setOf(database),
        type: 'LOG',
        backupSetGuid: guid(9),
        firstLsn,
        lastLsn,
        checkpointLsn: at(100),
        databaseBackupLsn: at(100),
      },
    ],
  })
}
