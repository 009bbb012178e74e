/** Backups that no single restore task can take, judged by their header. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeObject } from '../../../src/app/import/judge-object.ts'
import { inspectBackup, type MtfInspection } from '../../../src/bak/index.ts'
import { memorySource, zeroLsn } from '../../../src/core/index.ts'
import { writeBackup } from '../../../src/sandbox/index.ts'

const guid = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`

async function inspected(): Promise<MtfInspection> {
  const at = (block: number) => ({ vlf: 50, block, slot: 1 })
  const bytes = writeBackup({
    engine: '2019',
    mediaSetId: guid(6),
    sets: [
      {
        type: 'FULL',
        database: 'SalesDb',
        server: 'TEST',
        backupSetGuid: guid(7),
        familyGuid: guid(1),
        bindingId: guid(2),
        recoveryForkId: guid(3),
        firstLsn: at(100),
        lastLsn: at(200),
        checkpointLsn: at(100),
        databaseBackupLsn: zeroLsn,
        databaseCreated: '2024-01-01 00:00:00',
        start: '2024-01-02 03:04:05',
        finish: '2024-01-02 03:05:05',
        files: [
          {
            fileId: 1,
            type: 1,
            filegroupId: 1,
            sizeBytes: 64 * 65_536,
            logicalName: 'SalesDb',
            physicalName: 'D:\\SalesDb.mdf',
            uniqueId: guid(4),
          },
        ],
      },
    ],
  })
  const inspection = await inspectBackup(memorySource(bytes))
  assert.ok(inspection.kind === 'mtf')
  return inspection
}

/** The code with which a changed inspection is refused. */
async function refusalOf(change: (inspection: MtfInspection) => MtfInspection) {
  const judged = judgeObject(
    { key: 'mig/SalesDb_FULL_20240102030405.bak', sizeBytes: 1 },
    change(await inspected()),
    { byHeader: true, renames: new Map(), instance: { engineVersion: '2019_std_ha' } },
  )
  return judged.refusal?.error.code
}

test('a sound full backup is refused by nothing', async () => {
  assert.equal(await refusalOf((one) => one), undefined)
})

test('a file with several sets is refused, because a task cannot name one of them', async () => {
  const code = await refusalOf((one) => ({ ...one, sets: [...one.sets, ...one.sets] }))
  assert.equal(code, 'BAK_SEVERAL_SETS')
})

test('a file or partial backup is refused by its type', async () => {
  const code = await refusalOf((one) => ({
    ...one,
    sets: one.sets.map((set) => ({ ...set, type: 'PARTIAL' as const })),
  }))
  assert.equal(code, 'BAK_TYPE_REFUSED')
})

test('a backup of SQL Server 2000 is too old for an instance of 2012 or later', async () => {
  const code = await refusalOf((one) => ({
    ...one,
    sets: one.sets.map((set) => ({ ...set, version: '8.0.2039', databaseVersion: 539 })),
  }))
  assert.equal(code, 'BAK_TOO_OLD_FOR_INSTANCE')
})
