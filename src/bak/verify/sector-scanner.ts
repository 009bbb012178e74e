/**
 * Looks at bytes of a file from one place on, in order, and hands each page that it has seen whole, each part of a
 * page and each run of log to a sink. Pieces may be of any length.
 */
import { viewOf } from '../binary.ts'
import { pageBytes } from '../pages/database-pages.ts'
import {
  pageSectors,
  rotateLeft,
  type SectorFold,
  sectorBytes,
  sectorFoldOf,
} from '../pages/sector-fold.ts'
import { gatherSectors, noFacts, type PageFacts, readPageFacts } from './page-facts.ts'

/** Bytes of data or log that one CSUM stream covers, or could. */
export interface ScannedSegment {
  /** A multiple of 512. */
  readonly payloadOffset: number
  /** A multiple of 512; of 8,192 where it holds pages. */
  readonly payloadLength: number
  readonly holdsPages: boolean
}

export interface ScanSink<S extends ScannedSegment> {
  /** A whole page, by its number in the segment. The facts are valid during the call only. */
  page(segment: S, page: number, facts: PageFacts): void
  /** Sectors of a page of which others were not seen; the facts are the sink's to keep. */
  part(segment: S, page: number, facts: PageFacts): void
  /** What a run of sectors that are no pages adds to the sum of their segment. */
  run(segment: S, sum: number): void
}

/** Sums sectors as they pass by; what it sees goes to the sink. */
export class SectorScanner<S extends ScannedSegment> {
  readonly #segments: readonly S[]
  readonly #sink: ScanSink<S>
  readonly #facts = noFacts()
  /** Begin of a sector that the end of a piece has cut. */
  readonly #cut = new Uint8Array(sectorBytes)
  #cutBytes = 0
  #next: number
  #at: number
  #part: { segment: S; page: number; facts: PageFacts } | undefined

  /**
   * @param segments  by place, without overlap
   * @param begin  where the first bytes will come from, a multiple of 512
   */
  constructor(segments: readonly S[], begin: number, sink: ScanSink<S>) {
    this.#segments = segments
    this.#sink = sink
    this.#at = begin
    const next = segments.findIndex((s) => s.payloadOffset + s.payloadLength > begin)
    this.#next = next < 0 ? segments.length : next
  }

  /** Takes the next bytes; they may be reused afterwards. */
  see(bytes: Uint8Array): void {
    let from = 0
    if (this.#cutBytes > 0) {
      from = Math.min(sectorBytes - this.#cutBytes, bytes.byteLength)
      this.#cut.set(bytes.subarray(0, from), this.#cutBytes)
      this.#cutBytes += from
      if (this.#cutBytes < sectorBytes) return
      this.#cutBytes = 0
      this.#seeSectors(this.#cut)
    }
    const rest = (bytes.byteLength - from) % sectorBytes
    const whole = bytes.subarray(from, bytes.byteLength - rest)
    if (whole.byteLength > 0) this.#seeSectors(whole)
    if (rest === 0) return
    this.#cut.set(bytes.subarray(bytes.byteLength - rest))
    this.#cutBytes = rest
  }

  /** Jumps over bytes that are missing, to a multiple of 512. */
  skipTo(offset: number): void {
    this.end()
    this.#cutBytes = 0
    this.#at = offset
    const next = this.#segments.findIndex((s) => s.payloadOffset + s.payloadLength > offset)
    this.#next = next < 0 ? this.#segments.length : next
  }

  /** Hands on what is left of a page. */
  end(): void {
    const part = this.#part
    this.#part = undefined
    if (part) this.#sink.part(part.segment, part.page, part.facts)
  }

  #seeSectors(bytes: Uint8Array): void {
    const begin = this.#at
    const end = begin + bytes.byteLength
    this.#at = end
    let fold: SectorFold | undefined
    let view: DataView | undefined
    for (;;) {
      const segment = this.#segments[this.#next]
      if (segment === undefined || segment.payloadOffset >= end) return
      const segmentEnd = segment.payloadOffset + segment.payloadLength
      const from = Math.max(begin, segment.payloadOffset)
      const until = Math.min(end, segmentEnd)
      if (until > from) {
        fold ??= sectorFoldOf(bytes)
        view ??= viewOf(bytes)
        const within = from - segment.payloadOffset
        if (segment.holdsPages)
          this.#seePages(segment, view, fold, from - begin, until - begin, within)
        else {
          const sectors = (until - from) / sectorBytes
          const after = (segmentEnd - until) / sectorBytes
          this.#sink.run(segment, rotateLeft(fold(from - begin, sectors), after))
        }
      }
      if (segmentEnd > end) return
      this.#next++
    }
  }

  #seePages(
    segment: S,
    view: DataView,
    fold: SectorFold,
    from: number,
    until: number,
    within: number,
  ): void {
    const facts = this.#facts
    const sink = this.#sink
    for (let at = from, inSegment = within; at < until; ) {
      const page = Math.floor(inSegment / pageBytes)
      const first = (inSegment % pageBytes) / sectorBytes
      const count = Math.min(pageSectors - first, (until - at) / sectorBytes)
      if (count === pageSectors) {
        readPageFacts(facts, view, at, fold(at, pageSectors))
        sink.page(segment, page, facts)
      } else this.#seePart(segment, page, view, at, first, count, fold(at, count))
      at += count * sectorBytes
      inSegment += count * sectorBytes
    }
  }

  #seePart(
    segment: S,
    page: number,
    view: DataView,
    at: number,
    first: number,
    count: number,
    sum: number,
  ): void {
    if (this.#part && (this.#part.segment !== segment || this.#part.page !== page)) this.end()
    this.#part ??= { segment, page, facts: noFacts() }
    const { facts } = this.#part
    gatherSectors(facts, view, at, first, count, sum)
    if (first + count < pageSectors) return
    if (facts.sectors === 2 ** pageSectors - 1) {
      this.#part = undefined
      this.#sink.page(segment, page, facts)
    } else this.end()
  }
}
