/**
 * The backups of one database over one day, with one of its log backups missing: what `inspect --chain` is shown on.
 * Nothing in them depends on the day they are written.
 */
import { parseLsn, zeroLsn } from '../src/core/index.ts'
import { type BackupSetSpec, writeBackup } from '../src/sandbox/backup-writer/index.ts'
import type { SampleBackup } from './sample-backups.ts'

const guid = (role: number) => `5a4d0101-2000-4000-8000-${role.toString(16).padStart(12, '0')}`
const lsn = (text: string) => parseLsn(text) ?? zeroLsn

const full: BackupSetSpec = {
  type: 'FULL',
  database: 'Shop',
  server: 'SQL01\\PROD',
  backupSetGuid: guid(1),
  familyGuid: guid(2),
  bindingId: guid(3),
  recoveryForkId: guid(2),
  firstLsn: lsn('50:512:37'),
  lastLsn: lsn('50:536:1'),
  checkpointLsn: lsn('50:512:37'),
  databaseBackupLsn: zeroLsn,
  databaseCreated: '2024-05-20 09:30:00',
  start: '2026-01-01 02:00:00',
  finish: '2026-01-01 02:00:01',
  hasChecksums: true,
  files: [
    {
      ...{ fileId: 1, type: 1, filegroupId: 1, sizeBytes: 8 * 2 ** 20, logicalName: 'Shop' },
      ...{ physicalName: 'D:\\MSSQL\\DATA\\Shop.mdf', uniqueId: guid(4), usedExtents: 1 },
    },
    {
      ...{ fileId: 2, type: 2, filegroupId: 0, sizeBytes: 8 * 2 ** 20, logicalName: 'Shop_log' },
      ...{ physicalName: 'D:\\MSSQL\\DATA\\Shop_log.ldf', uniqueId: guid(5) },
    },
  ],
}

interface Later {
  readonly role: number
  readonly first: string
  readonly last: string
  readonly hour: string
}

function after({ role, first, last, hour }: Later): BackupSetSpec {
  return {
    ...full,
    type: 'LOG',
    backupSetGuid: guid(role),
    firstLsn: lsn(first),
    lastLsn: lsn(last),
    checkpointLsn: lsn(first),
    databaseBackupLsn: full.checkpointLsn,
    start: `2026-01-01 ${hour}:00:00`,
    finish: `2026-01-01 ${hour}:00:01`,
  }
}

const differential: BackupSetSpec = {
  ...after({ role: 17, first: '50:704:34', last: '50:720:1', hour: '14' }),
  type: 'DIFFERENTIAL',
  differentialBaseLsn: full.checkpointLsn,
  differentialBaseGuid: full.backupSetGuid,
  changedExtents: [0],
}

/** Every log begins where the one before ended; that of 16:00 is not among them. */
const logs = [
  after({ role: 18, first: '50:512:37', last: '50:600:1', hour: '08' }),
  after({ role: 19, first: '50:600:1', last: '50:680:1', hour: '12' }),
  after({ role: 20, first: '50:680:1', last: '50:760:1', hour: '15' }),
  after({ role: 22, first: '50:800:1', last: '50:848:1', hour: '17' }),
]

function written(kind: string, extension: string, set: BackupSetSpec, media: number): SampleBackup {
  const hour = set.start.slice(11, 13)
  const spec = { engine: '2016', mediaSetId: guid(media), sets: [set] } as const
  return { fileName: `Shop_${kind}_20260101${hour}0000.${extension}`, bytes: writeBackup(spec) }
}

/** Returns the backups in the order of their names. */
export function sampleChain(): SampleBackup[] {
  return [
    written('DIFF', 'bak', differential, 33),
    written('FULL', 'bak', full, 32),
    ...logs.map((log, index) => written('LOG', 'trn', log, 34 + index)),
  ]
}
