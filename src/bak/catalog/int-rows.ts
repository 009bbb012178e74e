/**
 * Rows of whole numbers in one array: a database of 100,000 tables has millions of columns, and objects for each of
 * them would not fit into memory.
 */

export class IntRows {
  readonly #width: number
  #data: Int32Array
  #length = 0
  #isSorted = true

  /** @param width  how many numbers a row has; the first is its key */
  constructor(width: number) {
    this.#width = width
    this.#data = new Int32Array(width * 64)
  }

  get length(): number {
    return this.#length
  }

  /** Adds a row; each value is a signed number of 32 bits. */
  add(...values: readonly number[]): void {
    const width = this.#width
    const at = this.#length * width
    if (at + width > this.#data.length) {
      const larger = new Int32Array(this.#data.length * 2)
      larger.set(this.#data)
      this.#data = larger
    }
    for (let index = 0; index < width; index++) this.#data[at + index] = values[index] ?? 0
    if (this.#length > 0 && this.#compare(this.#length - 1, this.#length) > 0)
      this.#isSorted = false
    this.#length++
  }

  /** Returns one number of one row, both from 0. */
  at(row: number, column: number): number {
    return this.#data[row * this.#width + column] ?? 0
  }

  /** Brings the rows into the order of their first and second number; to be called before `range`. */
  sort(): void {
    if (this.#isSorted) return
    const width = this.#width
    const order = new Uint32Array(this.#length)
    for (let row = 0; row < this.#length; row++) order[row] = row
    order.sort((a, b) => this.#compare(a, b))
    const sorted = new Int32Array(this.#length * width)
    for (let row = 0; row < this.#length; row++) {
      const from = (order[row] ?? 0) * width
      sorted.set(this.#data.subarray(from, from + width), row * width)
    }
    this.#data = sorted
    this.#isSorted = true
  }

  /** Returns the rows with this key: from inclusive, to exclusive. */
  range(key: number): { readonly from: number; readonly to: number } {
    const from = this.#firstAtLeast(key)
    let to = from
    while (to < this.#length && this.at(to, 0) === key) to++
    return { from, to }
  }

  /** Returns what `pick` makes of each row with this key, in order. */
  map<T>(key: number, pick: (row: number) => T): T[] {
    const { from, to } = this.range(key)
    const picked: T[] = []
    for (let row = from; row < to; row++) picked.push(pick(row))
    return picked
  }

  #firstAtLeast(key: number): number {
    let low = 0
    let high = this.#length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.at(middle, 0) < key) low = middle + 1
      else high = middle
    }
    return low
  }

  #compare(a: number, b: number): number {
    return this.at(a, 0) - this.at(b, 0) || this.at(a, 1) - this.at(b, 1)
  }
}

/** Texts by number, each kept once: names repeat from table to table. */
export class TextPool {
  readonly #numbers = new Map<string, number>()
  readonly #texts: string[] = []

  number(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    const number = this.#texts.length
    this.#numbers.set(text, number)
    this.#texts.push(text)
    return number
  }

  text(number: number): string {
    return this.#texts[number] ?? ''
  }
}
