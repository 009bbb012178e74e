/**
 * What is known of the pages of one data region while its bytes are looked at: which of them must be looked at
 * again, and, where the rule of placing does not hold, which extent each run of eight pages says that it is. Pages
 * come in any order; memory is one byte for each extent, eight where headers have to say the place.
 *
 * @source bak-format facts 3.2: stripes merged by page headers, 3 pairs [measured]; of eight headers the majority
 *   decides, because pages that are not in use may say anything [guess]
 */
import { intervalPages, pfsPages } from '../pages/allocation-map.ts'
import { extentPages, type PageAddress } from '../pages/database-pages.ts'
import { pageTypes } from '../pages/page.ts'
import {
  extentKey,
  extentOfKey,
  fileOfKey,
  PlaceCursor,
  type RegionPlacement,
  unknownExtent,
} from '../pages/region-placement.ts'
import { isFillerPage, type PageFacts, proofOf } from './page-facts.ts'

/** Maps stand in known places and are always in use: their word counts for that of all their neighbours. */
const mapVotes = 8
const mapTypes = new Set<number>([
  pageTypes.fileHeader,
  pageTypes.pfs,
  pageTypes.gam,
  pageTypes.sgam,
  pageTypes.dcm,
  pageTypes.bulkMap,
])

export class RegionCheck {
  readonly pageCount: number
  /** For each extent of the region one bit for each of its pages that must be looked at again. */
  readonly suspects: Uint8Array
  readonly #placement: RegionPlacement | undefined
  readonly #cursor: PlaceCursor | undefined
  readonly #extents: Uint32Array
  readonly #files: Uint16Array
  readonly #votes: Uint8Array
  pagesByChecksum = 0
  pagesByTornBits = 0
  pagesInPlace = 0
  unprotected = 0

  /** @param placement  by the rule; undefined where the pages' own headers have to say where they belong */
  constructor(pageCount: number, placement: RegionPlacement | undefined) {
    this.pageCount = pageCount
    this.#placement = placement
    this.#cursor = placement && new PlaceCursor(placement)
    const extents = Math.ceil(pageCount / extentPages)
    this.suspects = new Uint8Array(extents)
    const voting = placement ? 0 : extents
    this.#extents = new Uint32Array(voting)
    this.#files = new Uint16Array(voting)
    this.#votes = new Uint8Array(voting)
  }

  get placement(): RegionPlacement | undefined {
    return this.#placement
  }

  /** Takes in a page that was seen as a whole. */
  add(index: number, facts: PageFacts): void {
    const proof = proofOf(facts)
    if (proof === 'checksum-right') this.pagesByChecksum++
    else if (proof === 'torn-bits-agree') this.pagesByTornBits++
    else if (proof === 'unprotected') this.unprotected++
    else this.#suspect(index)
    const cursor = this.#cursor
    if (cursor === undefined) {
      this.#vote(index, facts)
      return
    }
    cursor.moveTo(index)
    const { pageId, fileId } = cursor
    const isRight =
      cursor.kind === 'page'
        ? facts.pageId === pageId && facts.fileId === fileId && facts.version === 1
        : isFillerPage(facts)
    if (!isRight) this.#suspect(index)
    else if (cursor.kind === 'page') this.pagesInPlace++
  }

  /** Returns the key of the extent at a position of the region; negative where it is none or unknown. */
  extentAt(position: number): number {
    if (this.#placement) return this.#placement.at(position)
    if ((this.#votes[position] ?? 0) === 0) return unknownExtent
    return extentKey(this.#files[position] ?? 0, this.#extents[position] ?? 0)
  }

  /** Returns the page of the database at a page of the region. */
  placeOf(index: number): PageAddress | undefined {
    const key = this.extentAt(Math.floor(index / extentPages))
    if (key < 0) return undefined
    const pageId = extentOfKey(key) * extentPages + (index % extentPages)
    return { fileId: fileOfKey(key), pageId }
  }

  /** Majority vote in one pass: a vote for another extent takes one away, and the last one left has it. */
  #vote(index: number, facts: PageFacts): void {
    const { version, type, pageId, fileId } = facts
    if (isFillerPage(facts)) return
    const at = Math.floor(index / extentPages)
    const isVote = version === 1 && fileId > 0 && pageId % extentPages === index % extentPages
    if (!isVote) {
      this.#suspect(index)
      return
    }
    const extent = Math.floor(pageId / extentPages)
    const votes = this.#votes[at] ?? 0
    const isSame = this.#extents[at] === extent && this.#files[at] === fileId
    const weight = mapTypes.has(type) && isMapPlace(pageId) ? mapVotes : 1
    if (votes > 0 && isSame) {
      this.#votes[at] = votes + weight
      this.pagesInPlace++
      return
    }
    if (votes >= weight) {
      this.#votes[at] = Math.max(1, votes - weight)
      this.#suspect(index)
      return
    }
    // Those that voted otherwise before are looked at again.
    if (votes > 0) this.suspects[at] = 0xff
    this.#extents[at] = extent
    this.#files[at] = fileId
    this.#votes[at] = weight - votes
    this.pagesInPlace++
  }

  #suspect(index: number): void {
    const at = Math.floor(index / extentPages)
    this.suspects[at] = (this.suspects[at] ?? 0) | (1 << (index % extentPages))
  }
}

/** Offsets of GAM, SGAM, DCM and the bulk-logged map in an interval but the first, where two pages stand before. */
const mapOffsets = new Set([0, 1, 6, 7])

/** Tells whether a page is one of those that SQL Server keeps account in: in use whatever PFS says. */
export function isMapPlace(pageId: number): boolean {
  if (pageId < extentPages) return pageId !== 4 && pageId !== 5
  return pageId % pfsPages === 0 || mapOffsets.has(pageId % intervalPages)
}
