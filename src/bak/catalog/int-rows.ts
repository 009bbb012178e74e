/**
 * Rows of whole numbers in one array: a database of 100,000 tables has millions of columns, and objects for each of
 * them would not fit into memory.
 */
import { firstWhere } from '../search.ts'

/** Rows are kept in pieces of so many: an array that grows by copying would need twice its size. */
const rowsInPiece = 8192

/** Rows of the same width, to be added, sorted and then looked up by their first number. */
export class IntRows {
  readonly #width: number
  readonly #pieces: Int32Array[] = []
  #length = 0
  #isSorted = true
  /** The rows in their order; undefined as long as they were added in it. */
  #order: Uint32Array | undefined

  /** @param width  how many numbers a row has; the first is its key */
  constructor(width: number) {
    this.#width = width
  }

  get length(): number {
    return this.#length
  }

  /** Adds a row; each value is a signed number of 32 bits. Not to be called after `sort`. */
  add(...values: readonly number[]): void {
    const row = this.#length
    const at = row % rowsInPiece
    if (at === 0) this.#pieces.push(new Int32Array(rowsInPiece * this.#width))
    const piece = this.#pieces.at(-1)
    for (let index = 0; piece !== undefined && index < this.#width; index++)
      piece[at * this.#width + index] = values[index] ?? 0
    this.#length++
    if (row > 0 && this.#compare(row - 1, row) > 0) this.#isSorted = false
  }

  /** Returns one number of one row, both from 0. */
  at(row: number, column: number): number {
    return this.#stored(this.#order === undefined ? row : (this.#order[row] ?? 0), column)
  }

  /** Brings the rows into the order of their first and second number; to be called before `range`. */
  sort(): void {
    if (this.#isSorted) return
    const order = new Uint32Array(this.#length)
    for (let row = 0; row < this.#length; row++) order[row] = row
    this.#order = order.sort((a, b) => this.#compare(a, b))
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
    return firstWhere(this.#length, (row) => this.at(row, 0) >= key)
  }

  #compare(a: number, b: number): number {
    return this.#stored(a, 0) - this.#stored(b, 0) || this.#stored(a, 1) - this.#stored(b, 1)
  }

  #stored(row: number, column: number): number {
    const piece = this.#pieces[Math.floor(row / rowsInPiece)]
    return piece?.[(row % rowsInPiece) * this.#width + column] ?? 0
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
