/** The cheapest of a run of positions, for runs that begin and end anywhere: a segment tree over one branch. */

/** Anything with a price; of two that cost the same, the one with fewer steps wins. */
export interface Priced {
  readonly cost: number
  readonly steps: number
}

/** Tells whether `a` is dearer than `b` or as dear. */
export function isNotCheaper(a: Priced, b: Priced): boolean {
  return a.cost > b.cost || (a.cost === b.cost && a.steps >= b.steps)
}

/** Answers in O(log n) which entry of a run is the cheapest; of equals, the last. */
export class CheapestIn<T extends Priced> {
  readonly #size: number
  readonly #tree: (T | undefined)[]

  constructor(entries: readonly T[]) {
    this.#size = entries.length
    this.#tree = new Array<T | undefined>(2 * entries.length)
    for (const [index, entry] of entries.entries()) this.#tree[this.#size + index] = entry
    for (let node = this.#size - 1; node > 0; node--)
      this.#tree[node] = cheaper(this.#tree[2 * node], this.#tree[2 * node + 1])
  }

  /** @param from  first index @param to  index behind the last; an empty run has no cheapest */
  between(from: number, to: number): T | undefined {
    let left: T | undefined
    let right: T | undefined
    let low = from + this.#size
    let high = to + this.#size
    while (low < high) {
      if (low % 2 === 1) left = cheaper(left, this.#tree[low++])
      if (high % 2 === 1) right = cheaper(this.#tree[--high], right)
      low = Math.floor(low / 2)
      high = Math.floor(high / 2)
    }
    return cheaper(left, right)
  }
}

/** Of equals the second. */
function cheaper<T extends Priced>(first: T | undefined, second: T | undefined): T | undefined {
  if (first === undefined || second === undefined) return first ?? second
  return isNotCheaper(first, second) ? second : first
}
