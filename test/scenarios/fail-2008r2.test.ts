/** SQL Server 2008 R2 on local disks over real sockets: into a database that exists and is empty, by signed addresses. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BackupSpec, writeBackup } from '../../src/sandbox/index.ts'
import { bucket, type Loopback, withLoopback } from './loopback.ts'

/** A full backup that SQL Server 2008 R2 wrote. */
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

const backup = { fileName: 'Old_FULL_20260101020000.bak', bytes: writeBackup(oldBackup()) }

function withOld(
  databases: readonly { readonly name: string; readonly sizeBytes?: number }[],
  work: (loopback: Loopback) => Promise<void>,
): Promise<void> {
  const rds = { speed: 20, instances: [{ version: '2008r2' as const, databases }] }
  return withLoopback({ files: [backup], rds }, work)
}

const migrate = ({ folder }: Loopback) => ['migrate', folder, '--yes', '--json']
const importing = ['import', '--directory', 'x', '--wait', '--json']

async function putBackup({ sandbox }: Loopback): Promise<void> {
  await sandbox.storage.bucket(bucket).put(`x/${backup.fileName}`, backup.bytes)
}

test('I1: migrate restores into the empty database of that name, with a signed address, though the answer is lost', () =>
  withOld([{ name: 'Old' }], async (loopback) => {
    loopback.sandbox.faults.add({ kind: 'lost-reply', match: { operation: 'CreateMigrateTask' } })
    const ran = await loopback.run(migrate(loopback))
    assert.equal(ran.exitCode, 0, ran.out + ran.err)
    assert.deepEqual(await loopback.tasks(), ['Old Success'])
    const again = await loopback.run(migrate(loopback))
    assert.equal(again.exitCode, 0)
    assert.equal((await loopback.tasks()).length, 1)
    for (const text of [ran.out, ran.err]) assert.doesNotMatch(text, /Signature=/)
  }))

test('migrate and import refuse a backup whose database does not exist there, before a task is created', () =>
  withOld([], async (loopback) => {
    await putBackup(loopback)
    const refused = await loopback.run(migrate(loopback))
    assert.equal(refused.exitCode, 3, refused.out)
    assert.match(refused.out, /PLAN_NAME_MISSING/)
    const imported = await loopback.run(importing)
    assert.notEqual(imported.exitCode, 0)
    assert.match(imported.out, /"code":"RDS_DATABASE_[A-Z_]+"/)
    assert.deepEqual(await loopback.tasks(), [])
  }))

test('a database that is not empty is refused by RDS in words that say so, and nothing is doubled', () =>
  withOld([{ name: 'Old', sizeBytes: 50 * 2 ** 20 }], async (loopback) => {
    const ran = await loopback.run(migrate(loopback))
    assert.equal(ran.exitCode, 40, ran.out)
    const said = JSON.stringify(ran.lines.at(-1))
    assert.match(said, /"code":"(MIGRATE_TASK_FAILED|RDS_[A-Z_]+)"/)
    const before = (await loopback.tasks()).length
    await loopback.run(migrate(loopback))
    assert.ok((await loopback.tasks()).length <= Math.max(1, before), 'no second task')
  }))

test('I1: import restores into the empty database once, however often it is run', () =>
  withOld([{ name: 'Old' }], async (loopback) => {
    await putBackup(loopback)
    const first = await loopback.run(importing)
    assert.equal(first.exitCode, 0, first.out + first.err)
    await loopback.run(importing)
    assert.deepEqual(await loopback.tasks(), ['Old Success'])
  }))
