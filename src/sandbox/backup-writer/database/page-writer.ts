/**
 * One page while it is written: its header and its slots. The same scratch serves page after page.
 * @source bak-format facts 3.1 [measured]
 *
 *   0 u8 version    1 u8 type    3 u8 level    6 u16 index id    8 previous page    14 u16 shortest record
 *   16 next page    22 u16 slots    24 u32 object id    28 u16 free bytes    30 u16 end of records    32 page, file
 *   58 u16 ghosts
 */
import { pageBytes } from '../checksums.ts'
import type { Fields } from '../fields.ts'

export const pageTypes = {
  rows: 1,
  index: 2,
  textMix: 3,
  textTree: 4,
  gam: 8,
  sgam: 9,
  iam: 10,
  pfs: 11,
  boot: 13,
  fileHeader: 15,
  dcm: 16,
  bcm: 17,
} as const

/** A page of one file. */
export interface PagePlace {
  readonly fileId: number
  readonly pageId: number
}

export interface PageHeader extends PagePlace {
  readonly type: number
  readonly level?: number
  /** Index id and object id that pages carry: two parts of the allocation unit's id. */
  readonly indexId?: number
  readonly objectId: number
  readonly previous?: PagePlace | undefined
  readonly next?: PagePlace | undefined
  /** Records of rows that are deleted but still there. */
  readonly ghosts?: number
}

export const firstRecordAt = 96
/** What records and slots share. */
export const pageRoom = pageBytes - firstRecordAt

/** Writes the fields of the header that do not depend on the records. The page may hold records already. */
export function writeHeader(page: Fields, header: PageHeader): void {
  page.u8(0, 1)
  page.u8(1, header.type)
  page.u8(3, header.level ?? 0)
  page.u16(6, header.indexId ?? 0)
  page.u32(8, header.previous?.pageId ?? 0)
  page.u16(12, header.previous?.fileId ?? 0)
  page.u32(16, header.next?.pageId ?? 0)
  page.u16(20, header.next?.fileId ?? 0)
  page.u32(24, header.objectId)
  page.u32(32, header.pageId)
  page.u16(36, header.fileId)
  page.u16(58, header.ghosts ?? 0)
}

/** Writes places of the records and what is free. @param recordsEnd  byte after the last record */
export function writeSlots(
  page: Fields,
  slots: readonly number[],
  recordsEnd: number,
  shortest: number,
): void {
  for (const [index, place] of slots.entries()) page.u16(pageBytes - 2 * (index + 1), place)
  countSlots(page, slots.length, recordsEnd, shortest)
}

/** As `writeSlots`, for slots that stand already. */
export function countSlots(
  page: Fields,
  count: number,
  recordsEnd: number,
  shortest: number,
): void {
  page.u16(14, shortest)
  page.u16(22, count)
  page.u16(28, Math.max(0, pageBytes - recordsEnd - 2 * count))
  page.u16(30, recordsEnd)
}
