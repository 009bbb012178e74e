/**
 * The records of an MQCI stream: SCIN (the set), SFGI (a filegroup) and SFIN (a file), for one engine version.
 * @source bak-format facts 1.8, and the constant bytes of real files of 2008 R2, 2012, 2019 and 2022 [measured]
 */
import { type Lsn, zeroLsn } from '../../core/index.ts'
import { statusOf } from './database/boot-page.ts'
import type { EngineVersion } from './engine-versions.ts'
import { Fields, utf16 } from './fields.ts'
import type { BackupSetSpec, WrittenFile, WrittenFilegroup } from './spec.ts'

/** What only the layout of the file knows. */
export interface SetSizes {
  /** HEADERONLY's BackupSize. */
  readonly backupBytes: number
  /** Pages of each file in this backup, by fileId. */
  readonly pages: ReadonlyMap<number, number>
}

const typeLetters = { FULL: 'D', DIFFERENTIAL: 'I', LOG: 'L' } as const
/** Chinese_PRC_CI_AS, by its Windows locale. */
const chineseLcid = 0x0804
const chineseCollation = 0x00d00804
const comparisonStyle = 0x00030001
/** The transfer size that the writer claims to have used unless it is told another. */
const defaultTransferBytes = 65_536

/** Where the differentials that follow this set start from: itself for a full backup. */
function nextBase(set: BackupSetSpec): { lsn: Lsn; guid: string } {
  if (set.type === 'FULL') return { lsn: set.checkpointLsn, guid: set.backupSetGuid }
  return {
    lsn: set.differentialBaseLsn ?? set.databaseBackupLsn,
    guid: set.differentialBaseGuid ?? emptyGuid,
  }
}

const emptyGuid = '00000000-0000-0000-0000-000000000000'

/**
 * Returns the content of an MQCI stream.
 * @param isFinal  true for MSLS, false for MSCI, whose finish date and sizes are not known
 */
export function mqciRecords(
  set: BackupSetSpec,
  engine: EngineVersion,
  sizes: SetSizes,
  sectorBytes: number,
  isFinal: boolean,
): Uint8Array {
  const groups = set.filegroups ?? [{ filegroupId: 1, name: 'PRIMARY', isDefault: true }]
  const records = [
    scin(set, engine, sizes, isFinal),
    ...groups.map((group) => sfgi(group, set, engine)),
    ...set.files.map((file) => sfin(file, set, engine, sizes, sectorBytes)),
  ]
  const bytes = new Uint8Array(records.reduce((sum, record) => sum + record.byteLength, 0))
  let offset = 0
  for (const record of records) {
    bytes.set(record, offset)
    offset += record.byteLength
  }
  return bytes
}

function record(id: string, fixedBytes: number, texts: readonly string[]): Fields {
  const names = texts.reduce((sum, text) => sum + utf16(text).byteLength, 0)
  const fields = new Fields(fixedBytes + names)
  fields.ascii(0, id)
  fields.u32(4, fixedBytes + names)
  return fields
}

function scin(
  set: BackupSetSpec,
  engine: EngineVersion,
  sizes: SetSizes,
  isFinal: boolean,
): Uint8Array {
  const fields = record('SCIN', engine.scinBytes, [set.database, set.server])
  const isDifferential = set.type === 'DIFFERENTIAL'
  const flags = 0x200 | (set.hasChecksums ? 0x10 : 0) | (isDifferential ? 0x800 : 0)
  fields.u32(8, flags | (set.flags ?? 0))
  fields.u32(12, set.files.filter((file) => file.type === 1).length)
  fields.u32(16, set.files.filter((file) => file.type === 2).length)
  fields.u16(24, engine.build)
  fields.u8(26, engine.minor)
  fields.u8(27, engine.major)
  fields.u32(28, 9)
  fields.lsn(32, set.firstLsn)
  fields.lsn(42, set.lastLsn)
  fields.lsn(52, set.checkpointLsn)
  fields.lsn(62, set.databaseBackupLsn)
  fields.date(72, set.databaseCreated)
  fields.date(77, set.start)
  if (isFinal) fields.date(82, set.finish)
  fields.ascii(87, typeLetters[set.type])
  fields.u16(89, 1)
  fields.u8(91, set.compatibilityLevel ?? engine.compatibilityLevel)
  fields.u16(92, 6)
  fields.u16(94, engine.databaseVersion)
  if (isFinal) fields.u64(96, sizes.backupBytes)
  const afterName = fields.text(104, engine.scinBytes, set.database)
  fields.text(108, afterName, set.server)
  fields.u32(116, chineseLcid)
  fields.u32(120, comparisonStyle)
  fields.guid(124, set.bindingId)
  fields.lsn(144, set.lastLsn)
  fields.guid(156, set.recoveryForkId)
  if (set.type !== 'FULL' && set.differentialBaseGuid !== undefined)
    fields.guid(200, set.differentialBaseGuid)
  fields.u32(216, chineseCollation)
  fields.guid(224, set.familyGuid)
  fields.u32(240, set.transferBytes ?? defaultTransferBytes)
  fields.u32(244, statusOf(set))
  if (isDifferential) {
    fields.lsn(260, set.differentialBaseLsn ?? zeroLsn)
    fields.guid(272, set.differentialBaseGuid ?? emptyGuid)
  }
  if (engine.major >= 11) fields.lsn(332, set.firstLsn)
  if (isFinal) fields.u64(engine.compressedSizeAt, sizes.backupBytes)
  if (engine.major >= 16)
    for (const [index, at] of [380, 384, 388].entries()) fields.u32(at, index + 1)
  else if (engine.major >= 11) fields.u32(372, 1)
  return fields.bytes
}

function sfgi(group: WrittenFilegroup, set: BackupSetSpec, engine: EngineVersion): Uint8Array {
  const fields = record('SFGI', engine.sfgiBytes, [group.name])
  fields.u32(8, group.isDefault ? 0x10 : 0)
  fields.u32(12, group.filegroupId)
  fields.text(16, engine.sfgiBytes, group.name)
  fields.u32(20, 1)
  if (engine.major >= 11) {
    fields.u8(40, 4)
    fields.lsn(52, set.firstLsn)
    fields.lsn(64, set.lastLsn)
    fields.lsn(76, set.checkpointLsn)
    fields.lsn(128, set.lastLsn)
    fields.guid(140, set.recoveryForkId)
  }
  return fields.bytes
}

/** 2^45 - 8,192: no limit on a data file. */
const unlimitedBytes = 0x1fffffffe000
const logLimitBytes = 2 * 2 ** 40
const growthBytes = 64 * 2 ** 20

function sfin(
  file: WrittenFile,
  set: BackupSetSpec,
  engine: EngineVersion,
  sizes: SetSizes,
  sectorBytes: number,
): Uint8Array {
  const fields = record('SFIN', engine.sfinBytes, [file.logicalName, file.physicalName])
  const isLog = file.type === 2
  const pages = sizes.pages.get(file.fileId) ?? 0
  const isPrimary = file.fileId === 1 && set.type === 'FULL'
  fields.u32(8, 4 | (isPrimary ? 0x80 : 0))
  fields.u32(16, 8192)
  fields.u32(20, file.fileId)
  // The field has 32 bits: 2^32 pages are 32 TiB.
  fields.u32(24, isLog ? 1 : pages)
  fields.u32(28, file.type)
  fields.u32(32, sectorBytes)
  fields.u32(36, file.filegroupId)
  fields.u64(40, file.sizeBytes)
  const afterName = fields.text(48, engine.sfinBytes, file.logicalName)
  fields.text(52, afterName, file.physicalName)
  fields.u64(86, isLog ? logLimitBytes : unlimitedBytes)
  fields.u32(94, growthBytes)
  if (!isLog) {
    const base = nextBase(set)
    fields.lsn(158, base.lsn)
    fields.guid(170, base.guid)
  }
  fields.guid(186, file.uniqueId)
  fields.lsn(202, set.firstLsn)
  fields.lsn(218, set.lastLsn)
  fields.lsn(234, set.checkpointLsn)
  if (!isLog) fields.u64(250, pages * 8192)
  return fields.bytes
}
