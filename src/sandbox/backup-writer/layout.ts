/**
 * The bytes of a file as pieces in memory and runs of zeros, so that a backup of a terabyte is described
 * without being made.
 */
import type { ByteSource } from '../../core/index.ts'

interface Piece {
  readonly offset: number
  readonly bytes: Uint8Array
}

/** Pieces at ascending offsets; what lies between them is zeros. */
export class Layout {
  #pieces: Piece[] = []
  #size = 0

  get sizeBytes(): number {
    return this.#size
  }

  append(bytes: Uint8Array): void {
    if (bytes.byteLength > 0) this.#pieces.push({ offset: this.#size, bytes })
    this.#size += bytes.byteLength
  }

  appendZeros(count: number): void {
    this.#size += count
  }

  /** Returns `length` bytes from `offset`, fewer at the end. */
  slice(offset: number, length: number): Uint8Array {
    const end = Math.min(this.#size, offset + length)
    const result = new Uint8Array(Math.max(0, end - offset))
    for (let index = this.#firstAt(offset); index < this.#pieces.length; index++) {
      const piece = this.#pieces[index]
      if (piece === undefined || piece.offset >= end) break
      const from = Math.max(offset, piece.offset)
      const to = Math.min(end, piece.offset + piece.bytes.byteLength)
      if (to > from)
        result.set(piece.bytes.subarray(from - piece.offset, to - piece.offset), from - offset)
    }
    return result
  }

  toSource(name: string): ByteSource {
    return {
      sizeBytes: this.#size,
      name,
      read: async (offset, length) => this.slice(offset, length),
      close: async () => {},
    }
  }

  /** Index of the first piece that ends after `offset`. */
  #firstAt(offset: number): number {
    let low = 0
    let high = this.#pieces.length
    while (low < high) {
      const middle = (low + high) >> 1
      const piece = this.#pieces[middle]
      if (piece !== undefined && piece.offset + piece.bytes.byteLength <= offset) low = middle + 1
      else high = middle
    }
    return low
  }
}
