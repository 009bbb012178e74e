/** The boot page of a database: file 1, page 9. @source bak-format facts 3.3 [measured] */
import type { EngineVersion } from '../engine-versions.ts'
import { type Fields, utf16 } from '../fields.ts'
import type { BackupSetSpec } from '../spec.ts'
import { systemObjectId } from './database-file.ts'
import { firstRecordAt, type PagePlace, pageTypes, writeHeader, writeSlots } from './page-writer.ts'

export const bootPageId = 9

/** Bits of the database status that both the boot page and SCIN keep. */
export const databaseStatus = {
  recovery: { FULL: 0, BULK_LOGGED: 4, SIMPLE: 8 },
  verify: { CHECKSUM: 0x10000, TORN_PAGE_DETECTION: 0x10, NONE: 0 },
} as const

/** Returns the status bits that the set asks for. */
export function statusOf(set: BackupSetSpec): number {
  return (
    databaseStatus.recovery[set.recoveryModel ?? 'FULL'] |
    databaseStatus.verify[set.pageVerify ?? 'CHECKSUM']
  )
}

/** Writes the boot page over zeros. @param firstAllocationUnits  first page of sysallocunits, if there is a catalog */
export function writeBootPage(
  page: Fields,
  set: BackupSetSpec,
  engine: EngineVersion,
  collationId: number,
  firstAllocationUnits: PagePlace | undefined,
): void {
  writeHeader(page, {
    type: pageTypes.boot,
    objectId: systemObjectId,
    fileId: 1,
    pageId: bootPageId,
  })
  page.u16(firstRecordAt + 2, 0x6e8)
  page.u16(100, engine.databaseVersion)
  page.u16(102, engine.databaseVersion)
  page.u32(132, statusOf(set))
  page.put(148, utf16(set.database.padEnd(128, ' ')).subarray(0, 256))
  page.u16(408, 6)
  page.u8(410, set.compatibilityLevel ?? engine.compatibilityLevel)
  page.lsn(432, set.databaseBackupLsn)
  page.lsn(444, set.checkpointLsn)
  page.u32(488, collationId)
  page.guid(504, set.familyGuid)
  page.guid(552, set.recoveryForkId)
  page.u32(612, firstAllocationUnits?.pageId ?? 0)
  page.u16(616, firstAllocationUnits?.fileId ?? 0)
  writeSlots(page, [firstRecordAt], 1864, 0)
}
