/**
 * The SFGI and SFIN records: filegroups and files of the database. What RESTORE FILELISTONLY says.
 * SQL Server 2000 writes short records: fields behind the first string's begin do not exist.
 *
 * @source bak-format facts 1.8 [measured]
 */
import type { Lsn } from '../../core/index.ts'
import { guidAt, lsnAt, lsnOrNone, u16, u32, u64 } from '../binary.ts'
import { bakError } from '../errors.ts'
import type { BackupDatabaseFile, BackupFilegroup } from '../inspection.ts'
import { type HeaderRecord, recordString, requireRecord } from './header-records.ts'

/** A file as its record has it, with fields that only serve to cross-check. */
export interface FileRecord extends BackupDatabaseFile {
  readonly pageBytes: number
  readonly pages: number
  readonly firstLsn: Lsn | undefined
  readonly lastLsn: Lsn | undefined
  readonly checkpointLsn: Lsn | undefined
  readonly offset: number
}

/** SFIN's file types. @source bak-format facts 1.8 [measured] */
export const fileTypes = { rows: 1, log: 2, filestream: 7 } as const

const defaultFilegroup = 0x10

/** Returns the filegroup of an SFGI record. @throws BAK_HEADER_DAMAGED */
export function readFilegroup(record: HeaderRecord, file: string): BackupFilegroup {
  requireRecord(record, 24, 'SFGI', file)
  const { view } = record
  const nameAt = u16(view, 18)
  return {
    filegroupId: u32(view, 12),
    name: recordString(record, 16, 'SFGI.Name', file),
    // SQL Server 2000 knows only rows, and its name begins where the type stands in later releases.
    type: nameAt >= 24 ? u32(view, 20) : fileTypes.rows,
    isDefault: (u32(view, 8) & defaultFilegroup) !== 0,
  }
}

/** Returns the file of an SFIN record. @throws BAK_HEADER_DAMAGED */
export function readDatabaseFile(record: HeaderRecord, file: string): FileRecord {
  requireRecord(record, 98, 'SFIN', file)
  const { view, offset } = record
  const fixedBytes = Math.min(u16(view, 50), view.byteLength)
  function field<T>(read: (view: DataView, at: number) => T, at: number, bytes: number) {
    return at + bytes <= fixedBytes ? read(view, at) : undefined
  }
  const sizeBytes = u64(view, 40)
  if (!Number.isSafeInteger(sizeBytes))
    throw bakError('BAK_HEADER_DAMAGED', { file, offset: offset + 40, reason: 'SFIN.Size > 2^53' })
  const type = u32(view, 28)
  const pageBytes = u32(view, 16)
  const pages = u32(view, 24)
  // 250 holds leftovers for log files; SQL Server 2000 has only the number of pages.
  const inBackup = field(u64, 250, 8) ?? pages * pageBytes
  return {
    fileId: u32(view, 20),
    type,
    filegroupId: u32(view, 36),
    sizeBytes,
    backupSizeBytes:
      type === fileTypes.log || !Number.isSafeInteger(inBackup) ? undefined : inBackup,
    logicalName: recordString(record, 48, 'SFIN.LogicalName', file),
    physicalName: recordString(record, 52, 'SFIN.PhysicalName', file),
    uniqueId: field(guidAt, 186, 16),
    createLsn: field(lsnOrNone, 138, 10),
    differentialBaseLsn: field(lsnOrNone, 158, 10),
    differentialBaseGuid: field(guidAt, 170, 16),
    pageBytes,
    pages,
    firstLsn: field(lsnAt, 202, 10),
    lastLsn: field(lsnAt, 218, 10),
    checkpointLsn: field(lsnAt, 234, 10),
    offset,
  }
}
