/**
 * Decompresses LZ77 with Huffman codes, as chunks are compressed. Plain JavaScript gives 280 to 430 MB of output per
 * second of processor time on the real files [measured]: WebAssembly is not needed.
 *
 * 256 bytes hold the code lengths of 512 symbols, 4 bits each. Then 16-bit words follow, read from the highest bit
 * down; lengths that do not fit a symbol stand as bytes between the words, behind those that are already taken.
 *
 * @source MS-XCA 2.2 [spec]; 1,234 of 1,234 chunks of real files, which use symbol 256 as an ordinary match, end by
 *   the number of bytes wanted, and leave at most 2 bytes unread [measured]
 */

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

/** Unread bytes that are allowed: the words are read ahead. [measured] */
const mostUnreadBytes = 2

/** Returns a decoder; it may be used for one chunk after the other. */
export function xpressDecoder(): XpressDecoder {
  /** For each 15 bits the symbol and, from bit 12 on, the length of its code. */
  const table = new Uint16Array(1 << mostCodeBits)
  const next = new Uint32Array(mostCodeBits + 2)

  function buildTable(input: Uint8Array): boolean {
    next.fill(0)
    for (let at = 0; at < codeBytes; at++) {
      const pair = input[at] as number
      ;(next[(pair & 15) + 1] as number) += 1
      ;(next[(pair >> 4) + 1] as number) += 1
    }
    // From counts to the first table entry of each length; codes of length 0 do not exist.
    let entries = 0
    for (let bits = 1; bits <= mostCodeBits; bits++) {
      const count = next[bits + 1] as number
      next[bits] = entries
      entries += count << (mostCodeBits - bits)
    }
    if (entries !== 1 << mostCodeBits) return false
    for (let symbol = 0; symbol < symbols; symbol++) {
      const pair = input[symbol >> 1] as number
      const bits = symbol & 1 ? pair >> 4 : pair & 15
      if (bits === 0) continue
      const from = next[bits] as number
      const to = from + (1 << (mostCodeBits - bits))
      table.fill((bits << 12) | symbol, from, to)
      next[bits] = to
    }
    return true
  }

  function decode(
    input: Uint8Array,
    output: Uint8Array,
    begin: number,
    outputBytes: number,
  ): XpressFault | undefined {
    const inputEnd = input.byteLength
    if (inputEnd < codeBytes + 4) return fault.inputEnds
    if (!buildTable(input)) return fault.incompleteCode
    const byte = (at: number) => input[at] as number
    const word = (at: number) => byte(at) | (byte(at + 1) << 8)
    let at = codeBytes
    let window = (word(at) << 16) | word(at + 2)
    at += 4
    /** Bits in the window beyond the 16 that are always there. */
    let extra = 16
    let out = begin
    const outputEnd = begin + outputBytes
    while (out < outputEnd) {
      const entry = table[window >>> 17] as number
      const bits = entry >> 12
      const symbol = entry & 511
      window <<= bits
      extra -= bits
      if (extra < 0) {
        if (at + 2 > inputEnd) return fault.inputEnds
        window |= word(at) << -extra
        extra += 16
        at += 2
      }
      if (symbol < 256) {
        output[out++] = symbol
        continue
      }
      let length = symbol & 15
      const offsetBits = (symbol - 256) >> 4
      if (length === 15) {
        if (at + 1 > inputEnd) return fault.inputEnds
        length = byte(at++)
        if (length === 255) {
          if (at + 2 > inputEnd) return fault.inputEnds
          length = word(at)
          at += 2
          if (length === 0) {
            if (at + 4 > inputEnd) return fault.inputEnds
            length = (word(at) | (word(at + 2) << 16)) >>> 0
            at += 4
          }
          if (length < 15) return fault.matchLength
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
        if (at + 2 > inputEnd) return fault.inputEnds
        window |= word(at) << -extra
        extra += 16
        at += 2
      }
      const from = out - offset
      if (from < begin) return fault.matchBefore
      if (length > outputEnd - out) return fault.matchBeyond
      if (offset >= length && length > 32) output.copyWithin(out, from, from + length)
      else
        for (let each = 0; each < length; each++) output[out + each] = output[from + each] as number
      out += length
    }
    return at + mostUnreadBytes < inputEnd ? fault.inputLeft : undefined
  }

  return { decode }
}
