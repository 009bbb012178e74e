/**
 * The bytes of a file as pieces: some in memory, some made when they are asked for, and runs of zeros. So a backup of
 * a terabyte is described without being made, and one of many gigabytes is written with the memory of one chunk.
 */
import type { ByteSource } from '../../core/index.ts'

interface Piece {
  readonly offset: number
  readonly sizeBytes: number
  /** Writes bytes [from, from + into.byteLength) of the piece. */
  copy(from: number, into: Uint8Array): void
}

/** Writes unit `index` over zeros and returns its part in the checksum of all units, which is their XOR. */
export type UnitWriter = (index: number, into: Uint8Array) => number

/** Pieces at ascending offsets; what lies between them is zeros. */
export class Layout {
  #pieces: Piece[] = []
  #size = 0

  get sizeBytes(): number {
    return this.#size
  }

  append(bytes: Uint8Array): void {
    if (bytes.byteLength > 0)
      this.#add(bytes.byteLength, (from, into) =>
        into.set(bytes.subarray(from, from + into.byteLength)),
      )
  }

  /** Appends bytes that are made by the first who reads them. */
  appendLater(sizeBytes: number, make: () => Uint8Array): void {
    let made: Uint8Array | undefined
    this.#add(sizeBytes, (from, into) => {
      made ??= make()
      into.set(made.subarray(from, from + into.byteLength))
    })
  }

  appendZeros(count: number): void {
    this.#size += count
  }

  /** Appends units of one size and returns a function that tells their checksum, making them all if nobody has yet. */
  appendUnits(count: number, unitBytes: number, write: UnitWriter): () => number {
    const units = new Units(count, unitBytes, write)
    if (count > 0) this.#add(count * unitBytes, (from, into) => units.copy(from, into))
    return () => units.checksum()
  }

  #add(sizeBytes: number, copy: Piece['copy']): void {
    this.#pieces.push({ offset: this.#size, sizeBytes, copy })
    this.#size += sizeBytes
  }

  /** Returns `length` bytes from `offset`, fewer at the end. */
  slice(offset: number, length: number): Uint8Array {
    const end = Math.min(this.#size, offset + length)
    const result = new Uint8Array(Math.max(0, end - offset))
    this.#fill(offset, result)
    return result
  }

  /** Yields all bytes in order. Each chunk is overwritten by the next. @param chunkBytes  of all chunks but the last */
  *chunks(chunkBytes: number): Generator<Uint8Array> {
    const buffer = new Uint8Array(Math.min(chunkBytes, this.#size))
    for (let offset = 0; offset < this.#size; offset += chunkBytes) {
      const chunk = buffer.subarray(0, Math.min(chunkBytes, this.#size - offset))
      chunk.fill(0)
      this.#fill(offset, chunk)
      yield chunk
    }
  }

  toSource(name: string): ByteSource {
    return {
      sizeBytes: this.#size,
      name,
      read: async (offset, length) => this.slice(offset, length),
      close: async () => {},
    }
  }

  /** @param result  zeros */
  #fill(offset: number, result: Uint8Array): void {
    const end = offset + result.byteLength
    for (let index = this.#firstAt(offset); index < this.#pieces.length; index++) {
      const piece = this.#pieces[index]
      if (piece === undefined || piece.offset >= end) break
      const from = Math.max(offset, piece.offset)
      const to = Math.min(end, piece.offset + piece.sizeBytes)
      if (to > from) piece.copy(from - piece.offset, result.subarray(from - offset, to - offset))
    }
  }

  /** Index of the first piece that ends after `offset`. */
  #firstAt(offset: number): number {
    let low = 0
    let high = this.#pieces.length
    while (low < high) {
      const middle = (low + high) >> 1
      const piece = this.#pieces[middle]
      if (piece !== undefined && piece.offset + piece.sizeBytes <= offset) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** Units that are made again whenever they are read, but for the last one; their checksum is kept. */
class Units {
  readonly #count: number
  readonly #unitBytes: number
  readonly #write: UnitWriter
  readonly #last: Uint8Array
  #lastIndex = -1
  /** Units from the first on whose checksums are in the sum. */
  #summed = 0
  #sum = 0

  constructor(count: number, unitBytes: number, write: UnitWriter) {
    this.#count = count
    this.#unitBytes = unitBytes
    this.#write = write
    this.#last = new Uint8Array(count > 0 ? unitBytes : 0)
  }

  copy(from: number, into: Uint8Array): void {
    let done = 0
    while (done < into.byteLength) {
      const index = Math.floor((from + done) / this.#unitBytes)
      const within = from + done - index * this.#unitBytes
      const length = Math.min(this.#unitBytes - within, into.byteLength - done)
      if (length === this.#unitBytes) this.#make(index, into.subarray(done, done + length))
      else {
        if (this.#lastIndex !== index) {
          this.#last.fill(0)
          this.#make(index, this.#last)
          this.#lastIndex = index
        }
        into.set(this.#last.subarray(within, within + length), done)
      }
      done += length
    }
  }

  checksum(): number {
    const scratch = new Uint8Array(this.#unitBytes)
    while (this.#summed < this.#count) {
      scratch.fill(0)
      this.#make(this.#summed, scratch)
    }
    return this.#sum >>> 0
  }

  #make(index: number, into: Uint8Array): void {
    const part = this.#write(index, into)
    if (index !== this.#summed) return
    this.#sum ^= part
    this.#summed++
  }
}
