/** Ranges of bytes that were seen, in any order, and the gaps between them. */

export interface ByteRange {
  /** Inclusive. */
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

/** What was seen of a file, in ranges that do not touch. */
export class ByteRanges {
  /** By place; no two touch. */
  #ranges: ByteRange[] = []

  /** Adds a range; returns false, and adds nothing, where a part of it is there already. */
  add(from: number, to: number): boolean {
    if (to <= from) return true
    if (this.#ranges.some((range) => range.from < to && from < range.to)) return false
    const before = this.#ranges.find((range) => range.to === from)
    const behind = this.#ranges.find((range) => range.from === to)
    const joined = { from: before?.from ?? from, to: behind?.to ?? to }
    this.#ranges = this.#ranges.filter((range) => range !== before && range !== behind)
    this.#ranges.push(joined)
    this.#ranges.sort((a, b) => a.from - b.from)
    return true
  }

  /** Returns what is not there of 0 to `end`. */
  gaps(end: number): ByteRange[] {
    const gaps: ByteRange[] = []
    let at = 0
    for (const { from, to } of this.#ranges) {
      if (from > at) gaps.push({ from: at, to: Math.min(from, end) })
      at = Math.max(at, to)
    }
    if (at < end) gaps.push({ from: at, to: end })
    return gaps
  }
}
