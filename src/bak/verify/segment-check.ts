/** What is known of one data or log segment of a file while its bytes are looked at, piece by piece. */
import { pageBytes } from '../pages/database-pages.ts'
import { pageSectors, rotateLeft, sectorBytes } from '../pages/sector-fold.ts'
import { allSectors, joinFacts, noFacts, type PageFacts } from './page-facts.ts'
import type { RegionCheck } from './region-check.ts'
import type { ScannedSegment, ScanSink } from './sector-scanner.ts'

/** Where a segment belongs. */
export interface SegmentPlace {
  readonly payloadOffset: number
  readonly payloadLength: number
  /** Of the CSUM stream; undefined without WITH CHECKSUM. */
  readonly checksum: number | undefined
  /** Position of the backup set, from 1. */
  readonly position: number
  /** The region that the pages belong to; undefined for log. */
  readonly region: RegionCheck | undefined
  /** Number of the segment's first page in the region. */
  readonly firstPage: number
}

export class SegmentCheck implements ScannedSegment, SegmentPlace {
  readonly payloadOffset: number
  readonly payloadLength: number
  readonly checksum: number | undefined
  readonly position: number
  readonly region: RegionCheck | undefined
  readonly firstPage: number
  /** The sum of what was seen; over all bytes it is the checksum of the backup. */
  sum = 0
  /** Bytes that will not be seen, because a compressed chunk is damaged. */
  hasHole = false
  readonly #parts = new Map<number, PageFacts>()

  constructor(place: SegmentPlace) {
    this.payloadOffset = place.payloadOffset
    this.payloadLength = place.payloadLength
    this.checksum = place.checksum
    this.position = place.position
    this.region = place.region
    this.firstPage = place.firstPage
  }

  get holdsPages(): boolean {
    return this.region !== undefined
  }

  addPage(page: number, facts: PageFacts): void {
    const after = this.payloadLength / sectorBytes - (page + 1) * pageSectors
    this.sum = (this.sum ^ rotateLeft(facts.sum, after)) >>> 0
    this.region?.add(this.firstPage + page, facts)
  }

  /** Takes in some sectors of a page; with the last of them it is whole. */
  addPart(page: number, facts: PageFacts): void {
    const known = this.#parts.get(page)
    if (known) joinFacts(known, facts)
    const whole = known ?? facts
    if (whole.sectors !== allSectors) {
      this.#parts.set(page, whole)
      return
    }
    this.#parts.delete(page)
    this.addPage(page, whole)
  }

  addRun(sum: number): void {
    this.sum = (this.sum ^ sum) >>> 0
  }

  /** Returns the page of the region that holds a byte of the file. */
  pageAt(offset: number): number {
    return this.firstPage + Math.floor((offset - this.payloadOffset) / pageBytes)
  }
}

/** Takes in at once what is seen. */
export const directSink: ScanSink<SegmentCheck> = {
  page: (segment, page, facts) => segment.addPage(page, facts),
  part: (segment, page, facts) => segment.addPart(page, facts),
  run: (segment, sum) => segment.addRun(sum),
}

/** Numbers that are kept of a page: an object for each would cost five times as much, and a piece may be 5 GiB. */
const heldFields = 8

/** As many pieces as are usually under way. */
const mostFree = 16

/** Holds what is seen back until it is accepted. */
export class HeldSink implements ScanSink<SegmentCheck> {
  readonly #segments: SegmentCheck[] = []
  readonly #free: Uint32Array[]
  #pages: Uint32Array
  #pageCount = 0
  readonly #others: (() => void)[] = []

  /** @param free  arrays of accepted pieces, for the next ones: left to the collector they would pile up */
  constructor(free: Uint32Array[]) {
    this.#free = free
    this.#pages = free.pop() ?? new Uint32Array(64 * heldFields)
  }

  page(segment: SegmentCheck, page: number, facts: PageFacts): void {
    const begin = this.#pageCount++ * heldFields
    if (begin === this.#pages.length) {
      const longer = new Uint32Array(this.#pages.length * 2)
      longer.set(this.#pages)
      this.#pages = longer
    }
    if (this.#segments.at(-1) !== segment) this.#segments.push(segment)
    const { sum, version, type, flags, pageId, fileId, stored, tornBits } = facts
    const kind = version | (type << 8) | (flags << 16)
    const place = this.#segments.length - 1
    this.#pages.set([place, page, sum, kind, pageId, fileId, stored, tornBits], begin)
  }

  part(segment: SegmentCheck, page: number, facts: PageFacts): void {
    this.#others.push(() => segment.addPart(page, facts))
  }

  run(segment: SegmentCheck, sum: number): void {
    this.#others.push(() => segment.addRun(sum))
  }

  accept(): void {
    const facts = noFacts()
    const pages = this.#pages
    for (let at = 0; at < this.#pageCount * heldFields; at += heldFields) {
      const field = (number: number) => pages[at + number] ?? 0
      const kind = field(3)
      facts.sum = field(2)
      facts.sectors = allSectors
      facts.version = kind & 0xff
      facts.type = (kind >>> 8) & 0xff
      facts.flags = kind >>> 16
      facts.pageId = field(4)
      facts.fileId = field(5)
      facts.stored = field(6)
      facts.tornBits = field(7)
      this.#segments[field(0)]?.addPage(field(1), facts)
    }
    this.#pageCount = 0
    if (this.#free.length < mostFree) this.#free.push(pages)
    this.#pages = new Uint32Array(0)
    for (const take of this.#others.splice(0)) take()
  }
}
