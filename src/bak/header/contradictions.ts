/**
 * Cross-checks of one backup set. No checksum covers the header records, but much of them is said twice: at the
 * beginning (MSCI) and at the end (MSLS), in the header and in each file's record, in the block and in the record.
 * What disagrees is reported; each rule holds on every real file of the corpus [measured].
 */
import { formatLsn, type Lsn, zeroLsn } from '../../core/index.ts'
import { hex } from '../binary.ts'
import type { Findings } from '../findings.ts'
import type { BackupFilegroup } from '../inspection.ts'
import { pageBytes } from '../pages/database-pages.ts'
import { type BackupHeader, headerFlags } from './backup-header.ts'
import { type FileRecord, fileTypes } from './file-list.ts'
import type { HeaderRecord, HeaderRecords } from './header-records.ts'
import type { SetBlock } from './set-block.ts'

/** What the walk counted between the set's begin and its final header. */
export interface SetBody {
  /** Page data, bytes, without the lead bytes of its streams. */
  readonly dataBytes: number
  readonly logBytes: number
  readonly checksumStreams: number
  /** Byte at which the final header (MSLS) begins. */
  readonly finalHeaderOffset: number
}

export interface ReadSet {
  readonly block: SetBlock
  readonly records: HeaderRecords
  readonly header: BackupHeader
  readonly filegroups: readonly BackupFilegroup[]
  readonly files: readonly FileRecord[]
}

/** Lead bytes between a data stream's header and its pages are not counted; rounding of BackupSize is. */
const sizeToleranceBytes = 1024 * 1024

/** The blocks before the data of any other stripe: SSET, VOLB and MSCI of 1 KiB each at least. [measured] */
const leastStripeBytes = 3 * 1024

/** Reports where a set contradicts itself. `familyCount` is the number of stripes that its sizes are spread over. */
export function checkSet(
  set: ReadSet,
  body: SetBody,
  familyCount: number,
  findings: Findings,
): void {
  checkBlock(set, findings)
  checkType(set, findings)
  checkLsns(set, findings)
  checkLists(set, findings)
  for (const file of set.files) checkFile(set, file, findings)
  checkBody(set, body, familyCount, findings)
}

/** The SSET block repeats the version and the start date. */
function checkBlock({ block, header, records }: ReadSet, findings: Findings): void {
  const { offset } = records.header
  if (header.major !== block.major || header.minor !== block.minor) {
    const version = `SCIN.SoftwareVersion = ${header.major}.${header.minor}`
    findings.contradiction(offset + 24, version, `SSET.version = ${block.major}.${block.minor}`)
  }
  if (header.start !== block.start) {
    const start = `SCIN.BackupStartDate = ${header.start}`
    findings.contradiction(offset + 77, start, `SSET.BackupStartDate = ${block.start}`)
  }
}

/** The type stands in SCIN, in a flag and in the block's attributes. */
function checkType({ block, header, records }: ReadSet, findings: Findings): void {
  const { offset } = records.header
  const isDifferential = header.type.startsWith('DIFFERENTIAL')
  const type = `SCIN.BackupType = ${header.type}`
  if (isDifferential !== Boolean(header.flags & headerFlags.differential))
    findings.contradiction(offset + 87, type, `SCIN.Flags = ${hex(header.flags)}`)
  if (isDifferential !== Boolean(block.attributes & differentialAttribute))
    findings.contradiction(offset + 87, type, `SSET.attributes = ${block.attributes}`)
}

/** @source bak-format facts 1.6 [measured] */
const differentialAttribute = 8

function checkLsns({ header, records, files }: ReadSet, findings: Findings): void {
  const { offset } = records.header
  const same = (at: number, field: string, lsn: Lsn, other: string, otherLsn: Lsn | undefined) => {
    if (otherLsn !== undefined && formatLsn(lsn) !== formatLsn(otherLsn))
      findings.contradiction(
        at,
        `${field} = ${formatLsn(lsn)}`,
        `${other} = ${formatLsn(otherLsn)}`,
      )
  }
  if (header.recoveryForkId !== undefined)
    same(offset + 42, 'SCIN.LastLSN', header.lastLsn, 'SCIN.ForkLSN', header.forkLsn ?? zeroLsn)
  for (const file of files) {
    const at = file.offset
    same(at + 202, 'SCIN.FirstLSN', header.firstLsn, 'SFIN.FirstLSN', file.firstLsn)
    same(at + 218, 'SCIN.LastLSN', header.lastLsn, 'SFIN.LastLSN', file.lastLsn)
    same(
      at + 234,
      'SCIN.CheckpointLSN',
      header.checkpointLsn,
      'SFIN.CheckpointLSN',
      file.checkpointLsn,
    )
  }
  if (header.type !== 'DIFFERENTIAL' || header.differentialBaseLsn === undefined) return
  const base = header.differentialBaseLsn
  const backup = header.databaseBackupLsn
  same(offset + 260, 'SCIN.DifferentialBaseLSN', base, 'SCIN.DatabaseBackupLSN', backup)
  for (const file of files) {
    if (file.type === fileTypes.rows)
      same(
        file.offset + 158,
        'SCIN.DifferentialBaseLSN',
        base,
        'SFIN.DifferentialBaseLSN',
        file.differentialBaseLsn,
      )
  }
  if (header.differentialBaseGuid !== header.lastFullGuid) {
    const guid = `SCIN.DifferentialBaseGUID = ${header.differentialBaseGuid}`
    findings.contradiction(offset + 272, guid, `SCIN.LastFullGUID = ${header.lastFullGuid}`)
  }
}

/** The header counts the files, and each file's filegroup is listed. */
function checkLists({ header, records, filegroups, files }: ReadSet, findings: Findings): void {
  const { offset } = records.header
  const logs = files.filter((file) => file.type === fileTypes.log).length
  const rows = files.filter((file) => file.type === fileTypes.rows).length
  if (header.logFiles !== logs)
    findings.contradiction(offset + 16, `SCIN.logFiles = ${header.logFiles}`, `SFIN(log) = ${logs}`)
  // FILESTREAM containers are not counted in the one file that has them; other kinds were not available.
  if (header.dataFiles < rows || header.dataFiles > files.length - logs)
    findings.contradiction(
      offset + 12,
      `SCIN.dataFiles = ${header.dataFiles}`,
      `SFIN(rows) = ${rows}`,
    )
  const groups = new Set(filegroups.map((group) => group.filegroupId))
  const ids = new Set<number>()
  for (const file of files) {
    const isListed =
      file.type === fileTypes.log ? file.filegroupId === 0 : groups.has(file.filegroupId)
    if (!isListed) {
      const group = `SFIN.FileGroupId = ${file.filegroupId}`
      findings.contradiction(
        file.offset + 36,
        group,
        `SFGI = ${[...groups].slice(0, 8).join(', ')}`,
      )
    }
    if (ids.has(file.fileId))
      findings.contradiction(file.offset + 20, `SFIN.FileId = ${file.fileId}`, 'SFIN.FileId > 1')
    ids.add(file.fileId)
  }
}

function checkFile({ header }: ReadSet, file: FileRecord, findings: Findings): void {
  const at = file.offset
  if (file.pageBytes !== pageBytes)
    findings.contradiction(at + 16, `SFIN.pageSize = ${file.pageBytes}`, `${pageBytes}`)
  if (file.sizeBytes % pageBytes !== 0)
    findings.contradiction(at + 40, `SFIN.Size = ${file.sizeBytes}`, `n * ${pageBytes}`)
  if (file.type === fileTypes.log || file.backupSizeBytes === undefined) return
  const inPages = file.pages * pageBytes
  if (file.backupSizeBytes !== inPages)
    findings.contradiction(
      at + 250,
      `SFIN.BackupSizeInBytes = ${file.backupSizeBytes}`,
      `SFIN.pages = ${file.pages}`,
    )
  if (file.type === fileTypes.rows && header.type !== 'LOG' && inPages > file.sizeBytes)
    findings.contradiction(at + 24, `SFIN.pages = ${file.pages}`, `SFIN.Size = ${file.sizeBytes}`)
}

/** What the header promises must be in the file. */
function checkBody(
  { block, header, records, files }: ReadSet,
  body: SetBody,
  familyCount: number,
  findings: Findings,
): void {
  const { offset } = records.header
  const saysChecksums = Boolean(header.flags & headerFlags.hasChecksums)
  const flags = `SCIN.Flags = ${hex(header.flags)}`
  const hasBody = body.dataBytes + body.logBytes > 0
  if (saysChecksums ? hasBody && body.checksumStreams === 0 : body.checksumStreams > 0)
    findings.contradiction(offset + 8, flags, `CSUM = ${body.checksumStreams}`)
  const extent = body.finalHeaderOffset - block.offset
  const size = `SCIN.BackupSize = ${header.backupSize}`
  // BackupSize is that of all stripes together, and every one of them begins with the same headers.
  if (familyCount > 1 && extent + leastStripeBytes > header.backupSize)
    findings.contradiction(offset + 96, `RAID.familyCount = ${familyCount}`, size)
  if (familyCount !== 1) return
  const difference = Math.abs(header.backupSize - extent)
  if (difference > sizeToleranceBytes + extent / 64)
    findings.contradiction(offset + 96, size, `MSLS - SSET = ${extent}`)
  if (header.type === 'LOG') return
  const promised = files.reduce(
    (sum, file) => sum + (file.type === fileTypes.rows ? (file.backupSizeBytes ?? 0) : 0),
    0,
  )
  if (promised > body.dataBytes)
    findings.contradiction(
      offset,
      `SFIN.BackupSizeInBytes = ${promised}`,
      `MQDA = ${body.dataBytes}`,
    )
}

/**
 * Fields that are the same at the beginning and the end of a backup, as [offset, length, name].
 * LSNs, sizes, the finish date and the database's status may change in between and are not listed.
 */
const steadyFields = {
  SCIN: [
    [8, 4, 'Flags'],
    [12, 8, 'fileCounts'],
    [24, 4, 'SoftwareVersion'],
    [62, 10, 'DatabaseBackupLSN'],
    [72, 5, 'DatabaseCreationDate'],
    [77, 5, 'BackupStartDate'],
    [87, 1, 'BackupType'],
    [91, 1, 'CompatibilityLevel'],
    [92, 4, 'DatabaseVersion'],
    [104, 8, 'names'],
    [116, 8, 'UnicodeLocaleId'],
    [124, 16, 'BindingID'],
    [156, 16, 'RecoveryForkID'],
    [172, 12, 'ForkPointLSN'],
    [184, 16, 'FirstRecoveryForkID'],
    [200, 16, 'LastFullGUID'],
    [216, 8, 'Collation'],
    [224, 16, 'FamilyGUID'],
    [244, 4, 'DatabaseStatus'],
    [260, 12, 'DifferentialBaseLSN'],
    [272, 16, 'DifferentialBaseGUID'],
  ],
  SFGI: [
    [8, 4, 'Flags'],
    [12, 4, 'FileGroupId'],
    [16, 4, 'names'],
    [20, 4, 'Type'],
  ],
  SFIN: [
    [16, 4, 'pageSize'],
    [20, 4, 'FileId'],
    [28, 4, 'Type'],
    [36, 4, 'FileGroupId'],
    [48, 8, 'names'],
    [138, 10, 'CreateLSN'],
    [186, 16, 'UniqueId'],
  ],
} as const satisfies Readonly<Record<string, readonly (readonly [number, number, string])[]>>

/** Reports where the header at the beginning (MSCI) and the final one (MSLS) tell different stories. */
export function compareHeaders(
  first: HeaderRecords,
  last: HeaderRecords,
  findings: Findings,
): void {
  const count = (list: readonly unknown[], other: readonly unknown[], name: string) => {
    if (list.length !== other.length)
      findings.contradiction(
        last.header.offset,
        `MSLS.${name} = ${list.length}`,
        `MSCI.${name} = ${other.length}`,
      )
  }
  count(last.filegroups, first.filegroups, 'SFGI')
  count(last.files, first.files, 'SFIN')
  compareRecords('SCIN', first.header, last.header, findings)
  const pairs = (name: 'SFGI' | 'SFIN', a: readonly HeaderRecord[], b: readonly HeaderRecord[]) =>
    b.forEach((record, index) => {
      const other = a[index]
      if (other) compareRecords(name, other, record, findings)
    })
  pairs('SFGI', first.filegroups, last.filegroups)
  pairs('SFIN', first.files, last.files)
}

function compareRecords(
  name: keyof typeof steadyFields,
  first: HeaderRecord,
  last: HeaderRecord,
  findings: Findings,
): void {
  const common = Math.min(first.view.byteLength, last.view.byteLength)
  for (const [at, length, field] of steadyFields[name]) {
    if (at + length > common || areEqual(first.view, last.view, at, length)) continue
    const there = `MSCI.${name}.${field} @ ${first.offset + at}`
    findings.contradiction(last.offset + at, `MSLS.${name}.${field}`, `≠ ${there}`)
  }
  // Behind the fixed fields there are only names.
  const names = nameBegin[name](last.view)
  const hasSameNames =
    first.view.byteLength === last.view.byteLength &&
    areEqual(first.view, last.view, names, Math.max(0, common - names))
  if (!hasSameNames)
    findings.contradiction(
      last.offset,
      `MSLS.${name}.Name`,
      `≠ MSCI.${name}.Name @ ${first.offset}`,
    )
}

/** Where the names of a record begin: the offset of its first string. */
const nameBegin: Readonly<Record<keyof typeof steadyFields, (view: DataView) => number>> = {
  SCIN: (view) => view.getUint16(106, true),
  SFGI: (view) => view.getUint16(18, true),
  SFIN: (view) => view.getUint16(50, true),
}

function areEqual(a: DataView, b: DataView, offset: number, length: number): boolean {
  for (let at = offset; at < offset + length; at++)
    if (a.getUint8(at) !== b.getUint8(at)) return false
  return true
}
