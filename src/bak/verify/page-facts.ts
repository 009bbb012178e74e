/**
 * What a verification needs to know of a page: its sum and a few fields of its header, gathered from its sixteen
 * sectors in any order, and what they prove.
 *
 * @source bak-format facts 3.1: checksum, 29,607 pages; torn bits, 1,481 pages of 9 files: the displaced bits of all
 *   sectors equal the two lowest bits of the word at 60 [measured]
 */
import { u16, u32, viewOf } from '../binary.ts'
import { pageFlags, pageTypes } from '../pages/page.ts'
import { checksumFromSum } from '../pages/page-checksum.ts'
import { pageSectors, rotateLeft, sectorBytes, sectorFoldOf } from '../pages/sector-fold.ts'

export const allSectors = 2 ** pageSectors - 1

export interface PageFacts {
  /** The sum of `sectorFoldOf` over the page; while it is gathered, each sector's part rotated to its place. */
  sum: number
  /** One bit for each sector gathered. */
  sectors: number
  /** Bytes 0 and 1. */
  version: number
  type: number
  flags: number
  pageId: number
  fileId: number
  /** The word at 60. */
  stored: number
  /** The two low bits of the last byte of each sector, sector 0 lowest. */
  tornBits: number
}

/** Returns facts of which nothing was gathered yet. */
export function noFacts(): PageFacts {
  return {
    sum: 0,
    sectors: 0,
    version: 0,
    type: 0,
    flags: 0,
    pageId: 0,
    fileId: 0,
    stored: 0,
    tornBits: 0,
  }
}

/**
 * Adds neighbouring sectors.
 *
 * @param at  byte in the view at which the first of them begins
 * @param first  its number in the page
 * @param sum  of these sectors
 */
export function gatherSectors(
  facts: PageFacts,
  view: DataView,
  at: number,
  first: number,
  count: number,
  sum: number,
): void {
  facts.sum = (facts.sum ^ rotateLeft(sum, pageSectors - first - count)) >>> 0
  facts.sectors |= (2 ** count - 1) << first
  if (first === 0) readHeader(facts, view, at)
  for (let sector = 0; sector < count; sector++)
    facts.tornBits |=
      (view.getUint8(at + (sector + 1) * sectorBytes - 1) & 3) << (2 * (first + sector))
}

/** Replaces the facts by those of a whole page. */
export function readPageFacts(facts: PageFacts, view: DataView, at: number, sum: number): void {
  facts.sum = sum
  facts.sectors = allSectors
  facts.tornBits = 0
  readHeader(facts, view, at)
  if ((facts.flags & pageFlags.tornBits) === 0) return
  for (let sector = 0; sector < pageSectors; sector++)
    facts.tornBits |= (view.getUint8(at + (sector + 1) * sectorBytes - 1) & 3) << (2 * sector)
}

/** Returns the facts of a page that is at hand as a whole. */
export function factsOfPage(page: Uint8Array): PageFacts {
  const facts = noFacts()
  readPageFacts(facts, viewOf(page), 0, sectorFoldOf(page)(0, pageSectors))
  return facts
}

function readHeader(facts: PageFacts, view: DataView, at: number): void {
  facts.version = view.getUint8(at)
  facts.type = view.getUint8(at + 1)
  facts.flags = u16(view, at + 4)
  facts.pageId = u32(view, at + 32)
  facts.fileId = u16(view, at + 36)
  facts.stored = u32(view, at + 60)
}

/** Adds what another piece has seen of the same page. */
export function joinFacts(facts: PageFacts, other: PageFacts): void {
  facts.sum = (facts.sum ^ other.sum) >>> 0
  facts.tornBits |= other.tornBits
  facts.sectors |= other.sectors
  if ((other.sectors & 1) === 0) return
  const { version, type, flags, pageId, fileId, stored } = other
  Object.assign(facts, { version, type, flags, pageId, fileId, stored })
}

/** Returns the page checksum of a page with this sum: the word at 60 counts as zero. */
export function pageChecksum({ sum, stored }: PageFacts): number {
  return checksumFromSum(sum, stored)
}

export type PageProof =
  | 'checksum-right'
  | 'checksum-wrong'
  | 'torn-bits-agree'
  | 'torn'
  | 'unprotected'

/** Returns what a page proves of itself. */
export function proofOf(facts: PageFacts): PageProof {
  const { flags, stored } = facts
  if (flags & pageFlags.checksum)
    return pageChecksum(facts) === stored ? 'checksum-right' : 'checksum-wrong'
  if (stored !== 0 && hasLostItsFlag(facts)) return 'checksum-wrong'
  if ((flags & pageFlags.tornBits) === 0) return 'unprotected'
  // Sector 0 keeps its own bits: the word with the others' lies in it.
  const displaced = facts.tornBits >>> 2
  return displaced === (stored & 3) * lowestOfEachPair ? 'torn-bits-agree' : 'torn'
}

/** Fifteen pairs of bits, 01 each. */
const lowestOfEachPair = 0x1555_5555

/**
 * Tells whether the checksum would be right but for the byte with the flag that says that there is one: then this
 * byte was changed, which the flag itself would hide.
 */
function hasLostItsFlag(facts: PageFacts): boolean {
  const difference = rotateLeft(pageChecksum(facts) ^ facts.stored, 32 - (pageSectors - 1))
  return (difference & ~0xff00) === 0 && (difference & pageFlags.checksum) !== 0
}

/** Tells whether the page only fills the backup up to its transfer size. */
export function isFillerPage({ version, type }: PageFacts): boolean {
  return version === 1 && type === pageTypes.filler
}
