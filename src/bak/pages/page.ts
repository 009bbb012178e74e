/**
 * The header and the slots of a page, and the bits that torn-page detection hides.
 *
 * @source bak-format facts 3.1 [measured]
 *
 *    0 u8 version 1      1 u8 type         3 u8 level          4 u16 flags: 0x100 torn bits, 0x200 checksum
 *    6 u16 index id      8 previous page   14 u16 fixed bytes  16 next page    22 u16 slots
 *   24 u32 object id    28 u16 free bytes  30 u16 begin of the free space      32 own page
 *   60 u32 checksum or torn bits           96 records          8192 - 2(i + 1) u16 offset of slot i
 *   Places of pages are {u32 page, u16 file}.
 */
import { u16, u32 } from '../binary.ts'
import { type PageAddress, pageBytes } from './database-pages.ts'
import { pageSectors, sectorBytes } from './sector-fold.ts'

export const pageHeaderBytes = 96

/** @source bak-format facts 3.1 [measured] */
export const pageTypes = {
  data: 1,
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
  bulkMap: 17,
  streamedFile: 100,
  /** Fills a backup up to its transfer size. */
  filler: 101,
} as const

export const pageFlags = { tornBits: 0x100, checksum: 0x200 } as const

export interface PageHeader {
  readonly version: number
  readonly type: number
  readonly level: number
  readonly flags: number
  readonly indexId: number
  readonly previous: PageAddress | undefined
  readonly next: PageAddress | undefined
  /** What the page says that it is; compare before use. */
  readonly self: PageAddress
  readonly slotCount: number
  readonly objectId: number
  readonly freeBytes: number
  readonly freeFrom: number
}

/** Returns the fields of a page's header; nothing of it is checked. */
export function pageHeader(view: DataView, at = 0): PageHeader {
  return {
    version: view.getUint8(at),
    type: pageType(view, at),
    level: view.getUint8(at + 3),
    flags: u16(view, at + 4),
    indexId: u16(view, at + 6),
    previous: addressAt(view, at + 8),
    slotCount: slotCount(view, at),
    next: addressAt(view, at + 16),
    objectId: u32(view, at + 24),
    freeBytes: u16(view, at + 28),
    freeFrom: u16(view, at + 30),
    self: { pageId: u32(view, at + 32), fileId: u16(view, at + 36) },
  }
}

/** Returns the type, one of `pageTypes` on a page that is sound. */
export function pageType(view: DataView, at = 0): number {
  return view.getUint8(at + 1)
}

/** Returns how many slots the header claims; see `slotOffset` for what is there. */
export function slotCount(view: DataView, at = 0): number {
  return u16(view, at + 22)
}

/** Tells whether the header says that it is this page. */
export function isPage(view: DataView, fileId: number, pageId: number, at = 0): boolean {
  return u32(view, at + 32) === pageId && u16(view, at + 36) === fileId && view.getUint8(at) === 1
}

/** Tells whether the page only fills the backup up to its transfer size. */
export function isFiller(view: DataView, at = 0): boolean {
  return view.getUint8(at) === 1 && view.getUint8(at + 1) === pageTypes.filler
}

/** Returns the place {u32 page, u16 file}, or undefined where there is none: 0:0. */
export function addressAt(view: DataView, at: number): PageAddress | undefined {
  const pageId = u32(view, at)
  const fileId = u16(view, at + 4)
  return fileId === 0 ? undefined : { fileId, pageId }
}

/** Returns how many slots can lie on the page at most: the slot array must not reach into the header. */
const maxSlots = (pageBytes - pageHeaderBytes) / 2

/**
 * Returns where the record of a slot begins, or undefined where the slot does not exist, is empty (0), or points
 * into the header or the slot array.
 */
export function slotOffset(view: DataView, slot: number): number | undefined {
  const count = slotCount(view)
  if (slot < 0 || slot >= count || count > maxSlots) return undefined
  const offset = u16(view, pageBytes - 2 * (slot + 1))
  return offset < pageHeaderBytes || offset >= recordsEnd(view) ? undefined : offset
}

/** Returns the byte behind the last that a record can have: where the slot array begins, 96 to 8,192. */
export function recordsEnd(view: DataView): number {
  return Math.max(pageHeaderBytes, pageBytes - 2 * slotCount(view))
}

/**
 * Returns the page with the bits put back that torn-page detection keeps in the header: the two low bits of each
 * sector's last byte but the first one's. A page whose flags do not say so is returned as it is, any other as a copy.
 *
 * @param page  8,192 bytes
 * @source bak-format facts 3.1: databases with torn-page detection decode [measured]
 */
export function withoutTornBits(page: Uint8Array, view: DataView): Uint8Array {
  if (!(u16(view, 4) & pageFlags.tornBits)) return page
  const whole = page.slice()
  const bits = u32(view, 60)
  for (let sector = 1; sector < pageSectors; sector++) {
    const at = sector * sectorBytes + sectorBytes - 1
    whole[at] = ((whole[at] ?? 0) & 0xfc) | ((bits >>> (2 * sector)) & 3)
  }
  return whole
}
