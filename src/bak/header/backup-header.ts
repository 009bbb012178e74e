/**
 * The SCIN record: what RESTORE HEADERONLY says. It grew with the releases: 240 bytes of fixed fields in SQL
 * Server 2000, 344 in 2005, 364 in 2008, 400 since 2012; the strings follow them.
 *
 * @source bak-format facts 1.8 [measured]; bits of the database status as in sysdatabases.status [spec]
 */
import type { Lsn } from '../../core/index.ts'
import { guidAt, lsnAt, lsnOrNone, u16, u32, u64 } from '../binary.ts'
import { bakError } from '../errors.ts'
import type { Findings } from '../findings.ts'
import type { BackupType, RecoveryModel } from '../inspection.ts'
import { mtfDateAt } from '../mtf/mtf-date.ts'
import { type HeaderRecord, recordString, requireRecord } from './header-records.ts'

/** HEADERONLY's Flags. @source bak-format facts 1.8 [measured] */
export const headerFlags = { hasChecksums: 0x10, differential: 0x800 } as const

export interface BackupHeader {
  readonly flags: number
  readonly dataFiles: number
  readonly logFiles: number
  readonly major: number
  readonly minor: number
  readonly build: number
  readonly firstLsn: Lsn
  readonly lastLsn: Lsn
  readonly checkpointLsn: Lsn
  readonly databaseBackupLsn: Lsn
  readonly databaseCreated: string | undefined
  readonly start: string | undefined
  readonly finish: string | undefined
  readonly type: BackupType
  readonly compatibilityLevel: number
  readonly databaseVersion: number
  readonly backupSize: number
  readonly database: string
  readonly databaseId: number
  readonly server: string
  readonly bindingId: string | undefined
  readonly forkLsn: Lsn | undefined
  readonly recoveryForkId: string | undefined
  readonly forkPointLsn: Lsn | undefined
  readonly firstRecoveryForkId: string | undefined
  readonly lastFullGuid: string | undefined
  readonly chainOriginLsn: Lsn | undefined
  readonly nextLogLsn: Lsn | undefined
  readonly collationId: number | undefined
  readonly sortId: number | undefined
  readonly familyGuid: string | undefined
  readonly recoveryModel: RecoveryModel | undefined
  readonly differentialBaseLsn: Lsn | undefined
  readonly differentialBaseGuid: string | undefined
  readonly compressedBackupSize: number | undefined
}

const typeLetters: Readonly<Record<string, BackupType>> = {
  D: 'FULL',
  I: 'DIFFERENTIAL',
  L: 'LOG',
  F: 'FILE',
  G: 'DIFFERENTIAL_FILE',
  P: 'PARTIAL',
  Q: 'DIFFERENTIAL_PARTIAL',
}

/** Fixed fields that every release has. */
const leastFixedBytes = 124

/** Fixed fields since SQL Server 2012. @source bak-format facts 1.8 [measured] */
const fixedBytesOf2012 = 400

/** Returns the header of a SCIN record. @throws BAK_HEADER_DAMAGED */
export function readBackupHeader(record: HeaderRecord, findings: Findings): BackupHeader {
  const { file } = findings
  requireRecord(record, leastFixedBytes, 'SCIN', file)
  const { view, offset } = record
  const damaged = (at: number, reason: string) =>
    bakError('BAK_HEADER_DAMAGED', { file, offset: offset + at, reason })
  const fixedBytes = u16(view, 106)
  if (fixedBytes < leastFixedBytes || fixedBytes > view.byteLength)
    throw damaged(106, `SCIN.fixedBytes = ${fixedBytes}`)
  const letter = String.fromCharCode(view.getUint8(87))
  const type = typeLetters[letter]
  if (type === undefined) throw damaged(87, `SCIN.BackupType = ${view.getUint8(87)}`)
  const backupSize = u64(view, 96)
  if (!Number.isSafeInteger(backupSize)) throw damaged(96, 'SCIN.BackupSize > 2^53')

  // A release that does not know a field has a string or the end of the record in its place.
  function field<T>(read: (view: DataView, at: number) => T, at: number, bytes: number) {
    return at + bytes <= fixedBytes ? read(view, at) : undefined
  }
  function date(at: number, name: string): string | undefined {
    const value = mtfDateAt(view, at)
    if (value.kind === 'invalid') findings.invalidDate(offset + at, `SCIN.${name}`)
    return value.kind === 'date' ? value.text : undefined
  }
  const status = field(u32, 244, 4)
  const compressedSize = field(u64, 344, 8)
  return {
    flags: u32(view, 8),
    dataFiles: u32(view, 12),
    logFiles: u32(view, 16),
    build: u16(view, 24),
    minor: view.getUint8(26),
    major: view.getUint8(27),
    firstLsn: lsnAt(view, 32),
    lastLsn: lsnAt(view, 42),
    checkpointLsn: lsnAt(view, 52),
    databaseBackupLsn: lsnAt(view, 62),
    databaseCreated: date(72, 'DatabaseCreationDate'),
    start: date(77, 'BackupStartDate'),
    finish: date(82, 'BackupFinishDate'),
    type,
    compatibilityLevel: view.getUint8(91),
    databaseId: u16(view, 92),
    databaseVersion: u16(view, 94),
    backupSize,
    database: recordString(record, 104, 'SCIN.DatabaseName', file),
    server: recordString(record, 108, 'SCIN.ServerName', file),
    bindingId: field(guidAt, 124, 16),
    forkLsn: field(lsnOrNone, 144, 10),
    recoveryForkId: field(guidAt, 156, 16),
    forkPointLsn: field(lsnOrNone, 172, 10),
    firstRecoveryForkId: field(guidAt, 184, 16),
    lastFullGuid: field(guidAt, 200, 16),
    chainOriginLsn: field(lsnOrNone, 248, 10),
    // In the shorter records of 2008 other fields lie there.
    nextLogLsn: fixedBytes >= fixedBytesOf2012 ? field(lsnOrNone, 332, 10) : undefined,
    collationId: field(u32, 216, 4),
    sortId: field(u32, 220, 4),
    familyGuid: field(guidAt, 224, 16),
    recoveryModel: status === undefined ? undefined : recoveryModelOf(status),
    differentialBaseLsn: field(lsnOrNone, 260, 10),
    differentialBaseGuid: field(guidAt, 272, 16),
    compressedBackupSize:
      compressedSize !== undefined && Number.isSafeInteger(compressedSize)
        ? compressedSize
        : undefined,
  }
}

/** Truncate log on checkpoint is SIMPLE, select into / bulk copy is BULK_LOGGED, neither is FULL. */
function recoveryModelOf(status: number): RecoveryModel {
  if (status & 8) return 'SIMPLE'
  return status & 4 ? 'BULK_LOGGED' : 'FULL'
}
