/**
 * The pages by which a data file keeps account of its extents and pages: GAM, SGAM and DCM with one bit for each
 * extent of an interval, PFS with one byte for each page.
 *
 * @source bak-format facts 3.2: 81 of 81 full backups, 16 of 16 differential ones [measured]; further intervals of a
 *   file as SQL Server's documents describe them [spec]
 *
 *   interval k     pages from 511,232 k, extents from 63,904 k; its first extent holds the maps
 *   GAM page       2 in interval 0, else its first; bit 1 = extent is free
 *   SGAM page      3 in interval 0, else its second; bit 1 = mixed extent with a free page
 *   DCM page       its seventh; bit 1 = extent changed since the last full backup
 *   PFS page       1, then 8,088 and its multiples; byte 100 + page mod 8,088
 *   bitmaps        second record, at 194, least significant bit first
 */
import { u32, viewOf } from '../binary.ts'
import { extentPages } from './database-pages.ts'
import { isPage, pageType, pageTypes, slotOffset } from './page.ts'

export const intervalExtents = 63_904
export const intervalPages = intervalExtents * extentPages
export const pfsPages = 8088
/** One extent in so many begins with a PFS page. */
export const pfsExtents = pfsPages / extentPages

/** A file has page numbers of 32 bits. */
export const maxExtents = 2 ** 29

const mapBytes = intervalExtents / 8
const recordHeaderBytes = 4
const pfsBytesAt = 100

export const pfsBits = {
  allocated: 0x40,
  mixed: 0x20,
  iam: 0x10,
  ghosts: 0x08,
  fullness: 7,
} as const

/** Which kind of map is wanted. */
export type MapKind = 'gam' | 'sgam' | 'dcm'

/** Returns the page that holds the map of an interval. */
export function mapPageId(kind: MapKind, interval: number): number {
  const begin = interval * intervalPages
  if (kind === 'dcm') return begin + 6
  const inInterval = kind === 'gam' ? 0 : 1
  return interval === 0 ? inInterval + 2 : begin + inInterval
}

/**
 * Returns the 7,988 bytes of the bitmap, or undefined when the page is no map of this kind, is another page, or its
 * record lies elsewhere than it can.
 *
 * @param view  the page, 8,192 bytes
 */
export function mapBits(
  view: DataView,
  kind: MapKind,
  fileId: number,
  interval: number,
): Uint8Array | undefined {
  if (pageType(view) !== pageTypes[kind]) return undefined
  if (!isPage(view, fileId, mapPageId(kind, interval))) return undefined
  return bitmapRecord(view)
}

/** Returns the bitmap in the second record of a GAM, SGAM, DCM or IAM page; undefined where it does not fit. */
export function bitmapRecord(view: DataView): Uint8Array | undefined {
  const at = slotOffset(view, 1)
  if (at === undefined || at + recordHeaderBytes + mapBytes > view.byteLength) return undefined
  return new Uint8Array(view.buffer, view.byteOffset + at + recordHeaderBytes, mapBytes)
}

/** Extents of an interval, 32 to a word: bit 0 of word 0 is the first. */
export type ExtentWords = (word: number) => number

/**
 * Returns the extents of an interval that a full backup holds: those in use, and in any case those with maps.
 *
 * @param free  the bits of the interval's GAM
 * @param mixed  the bits of its SGAM
 * @source bak-format facts 3.2: 81 of 81 full backups [measured]
 */
export function extentsOfFull(interval: number, free: Uint8Array, mixed: Uint8Array): ExtentWords {
  const [isFree, isMixed] = [viewOf(free), viewOf(mixed)]
  return (word) => ~u32(isFree, word * 4) | u32(isMixed, word * 4) | mapExtents(interval, word)
}

/**
 * Returns the extents of an interval that a differential backup holds.
 *
 * @param changed  the bits of the interval's DCM
 * @source bak-format facts 3.2: 16 of 16 differential backups [measured]
 */
export function extentsOfDifferential(changed: Uint8Array): ExtentWords {
  const isChanged = viewOf(changed)
  return (word) => u32(isChanged, word * 4)
}

/** Returns the extents of a word that hold maps: an interval's first, and those with PFS pages. */
function mapExtents(interval: number, word: number): number {
  let bits = word === 0 ? 1 : 0
  const begin = interval * intervalExtents + word * 32
  const toPfs = (pfsExtents - (begin % pfsExtents)) % pfsExtents
  if (toPfs < 32) bits |= 1 << toPfs
  return bits
}

/** Returns the PFS page that accounts for a page. */
export function pfsPageId(pageId: number): number {
  const pfs = pageId - (pageId % pfsPages)
  return pfs === 0 ? 1 : pfs
}

/** Returns PFS's byte for a page, or undefined when the page given is not the PFS page of it. */
export function pfsByte(view: DataView, fileId: number, pageId: number): number | undefined {
  if (pageType(view) !== pageTypes.pfs || !isPage(view, fileId, pfsPageId(pageId))) return undefined
  return view.getUint8(pfsBytesAt + (pageId % pfsPages))
}

/** Tells whether PFS's byte says that the page is in use. */
export function isPfsAllocated(byte: number | undefined): boolean {
  return byte !== undefined && (byte & pfsBits.allocated) !== 0
}

/** Returns where the first record of an IAM page begins, or undefined where it does not fit. */
export function iamHeaderAt(view: DataView): number | undefined {
  const at = slotOffset(view, 0)
  // The first record: 4 bytes, then fields up to the eight single pages, which end at 94.
  return at === undefined || at + 94 > view.byteLength ? undefined : at
}
