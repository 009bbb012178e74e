/**
 * Compresses one chunk as Xpress Huffman does: matches found with a hash of four bytes, one Huffman code over 256
 * letters and 256 kinds of matches, and 16-bit units in which the bits stand. The opposite of the reader's decoder,
 * and nothing of it is shared.
 * @source MS-XCA 2.1 and 2.2 [spec]; bak-format facts 2.2 [measured]
 */
import { codeLengths } from './code-lengths.ts'

const symbolCount = 512
const tableBytes = 256
const hashBits = 14
const shortestMatch = 4
/** Match lengths are written less three, and only up to 14 within the symbol. */
const lengthBase = 3
const shortLength = 15
const longLength = 255
const mostChunkBytes = 65_536

/** Encodes chunk after chunk in the same memory. */
export class XpressEncoder {
  readonly #heads = new Int32Array(1 << hashBits)
  /** Two numbers for each token: distance and length; distance 0 is a letter, which stands in the length. */
  readonly #tokens = new Uint32Array(2 * mostChunkBytes)
  readonly #counts = new Uint32Array(symbolCount)
  readonly #codes = new Uint16Array(symbolCount)
  readonly #output = new Uint8Array(3 * mostChunkBytes)
  #lengths: Uint8Array = new Uint8Array(symbolCount)

  /**
   * Returns the compressed bytes, in memory that the next call overwrites.
   * @param input  1 to 65,536 bytes
   */
  encode(input: Uint8Array): Uint8Array {
    const tokens = this.#findMatches(input)
    this.#lengths = codeLengths(this.#counts)
    this.#assignCodes()
    for (let symbol = 0; symbol < symbolCount; symbol += 2)
      this.#output[symbol / 2] =
        (this.#lengths[symbol] ?? 0) | ((this.#lengths[symbol + 1] ?? 0) << 4)
    return this.#output.subarray(0, this.#writeTokens(tokens))
  }

  /** Fills tokens and counts; returns the number of tokens. */
  #findMatches(input: Uint8Array): number {
    const heads = this.#heads.fill(-1)
    const tokens = this.#tokens
    const counts = this.#counts.fill(0)
    const size = input.byteLength
    const lastHash = size - shortestMatch
    let count = 0
    let at = 0
    while (at < size) {
      let length = 0
      let distance = 0
      if (at <= lastHash) {
        const word =
          (input[at] ?? 0) |
          ((input[at + 1] ?? 0) << 8) |
          ((input[at + 2] ?? 0) << 16) |
          ((input[at + 3] ?? 0) << 24)
        const hash = Math.imul(word, 0x9e3779b1) >>> (32 - hashBits)
        const candidate = heads[hash] ?? -1
        heads[hash] = at
        if (candidate >= 0) {
          while (at + length < size && input[candidate + length] === input[at + length]) length++
          distance = at - candidate
        }
      }
      if (length >= shortestMatch) {
        tokens[count++] = distance
        tokens[count++] = length
        const symbol = matchSymbol(distance, length)
        counts[symbol] = (counts[symbol] ?? 0) + 1
        at += length
      } else {
        const letter = input[at++] ?? 0
        tokens[count++] = 0
        tokens[count++] = letter
        counts[letter] = (counts[letter] ?? 0) + 1
      }
    }
    return count / 2
  }

  /** Canonical: by length, then by symbol. */
  #assignCodes(): void {
    let code = 0
    for (let length = 1; length <= 15; length++) {
      for (let symbol = 0; symbol < symbolCount; symbol++)
        if (this.#lengths[symbol] === length) this.#codes[symbol] = code++
      code <<= 1
    }
  }

  /**
   * Writes the tokens behind the table and returns where they end. Bits go into 16-bit units from their top; two
   * units are always open, because a decoder reads that far ahead, and bytes of long lengths stand between them.
   */
  #writeTokens(count: number): number {
    const output = this.#output
    const tokens = this.#tokens
    const lengths = this.#lengths
    const codes = this.#codes
    let first = tableBytes
    let second = tableBytes + 2
    let end = tableBytes + 4
    let unit = 0
    let free = 16
    const write = (bits: number, width: number) => {
      if (width <= free) {
        free -= width
        unit = (unit << width) | bits
        return
      }
      const over = width - free
      const full = (unit << free) | (bits >>> over)
      output[first] = full
      output[first + 1] = full >>> 8
      first = second
      second = end
      end += 2
      free = 16 - over
      unit = bits & ((1 << over) - 1)
    }
    for (let token = 0; token < count; token++) {
      const distance = tokens[2 * token] ?? 0
      const value = tokens[2 * token + 1] ?? 0
      if (distance === 0) {
        write(codes[value] ?? 0, lengths[value] ?? 0)
        continue
      }
      const symbol = matchSymbol(distance, value)
      write(codes[symbol] ?? 0, lengths[symbol] ?? 0)
      const length = value - lengthBase
      if (length >= shortLength) {
        const rest = length - shortLength
        output[end++] = Math.min(rest, longLength)
        if (rest >= longLength) {
          output[end++] = length
          output[end++] = length >>> 8
        }
      }
      const width = 31 - Math.clz32(distance)
      if (width > 0) write(distance - (1 << width), width)
    }
    const last = unit << free
    output[first] = last
    output[first + 1] = last >>> 8
    output[second] = 0
    output[second + 1] = 0
    return end
  }
}

function matchSymbol(distance: number, length: number): number {
  const width = 31 - Math.clz32(distance)
  return 256 + (width << 4) + Math.min(length - lengthBase, shortLength)
}
