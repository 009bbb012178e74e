/** A small compressor for tests: LZ77 with Huffman codes, as xpress.ts decompresses it. */

interface Token {
  readonly symbol: number
  readonly length: number
  readonly offset: number
}

/** Returns a payload that decodes to exactly `bytes`. @param shortest  matches below this are not taken; 3 or more */
export function xpressEncode(bytes: Uint8Array, shortest = 3): Uint8Array {
  const tokens = tokenize(bytes, shortest)
  const counts = new Array<number>(512).fill(0)
  for (const { symbol } of tokens) counts[symbol]!++
  const lengths = codeLengths(counts)
  return write(tokens, lengths)
}

function tokenize(bytes: Uint8Array, shortest: number): Token[] {
  const tokens: Token[] = []
  const seen = new Map<number, number>()
  const keyAt = (at: number) => bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)
  for (let at = 0; at < bytes.length; ) {
    const before = at + 3 <= bytes.length ? seen.get(keyAt(at)) : undefined
    let length = 0
    if (before !== undefined && at - before < 65_536)
      while (at + length < bytes.length && bytes[before + length] === bytes[at + length]) length++
    const taken = length >= shortest ? length : 1
    if (taken === 1) tokens.push({ symbol: bytes[at]!, length: 0, offset: 0 })
    else {
      const offset = at - before!
      const offsetBits = 31 - Math.clz32(offset)
      const symbol = 256 + (offsetBits << 4) + Math.min(15, length - 3)
      tokens.push({ symbol, length, offset })
    }
    for (const end = at + taken; at < end; at++) if (at + 3 <= bytes.length) seen.set(keyAt(at), at)
  }
  return tokens
}

/** Huffman's lengths, at most 15; counts are flattened until they are. At least two symbols get a code. */
export function codeLengths(counts: readonly number[]): number[] {
  let weights = counts.map((count, symbol) => ({ count, symbols: [symbol] }))
  weights = weights.filter(({ count }) => count > 0)
  for (let symbol = 0; weights.length < 2; symbol++)
    if (!weights.some(({ symbols }) => symbols[0] === symbol))
      weights.push({ count: 1, symbols: [symbol] })
  for (;;) {
    const lengths = new Array<number>(counts.length).fill(0)
    const heap = weights.map((each) => ({ ...each }))
    while (heap.length > 1) {
      heap.sort((a, b) => b.count - a.count)
      const [one, other] = [heap.pop()!, heap.pop()!]
      const symbols = [...one.symbols, ...other.symbols]
      for (const symbol of symbols) lengths[symbol]!++
      heap.push({ count: one.count + other.count, symbols })
    }
    if (Math.max(...lengths) <= 15) return lengths
    weights = weights.map(({ count, symbols }) => ({ count: (count >> 1) + 1, symbols }))
  }
}

function write(tokens: readonly Token[], lengths: readonly number[]): Uint8Array {
  const codes = new Array<number>(512).fill(0)
  let code = 0
  for (let bits = 1; bits <= 15; bits++) {
    for (let symbol = 0; symbol < 512; symbol++)
      if (lengths[symbol] === bits) codes[symbol] = code++
    code <<= 1
  }
  const out: number[] = []
  for (let at = 0; at < 256; at++) out.push(lengths[at * 2]! | (lengths[at * 2 + 1]! << 4))
  // Two words are taken ahead of the bytes; each word that is filled takes the next place.
  const places = [256, 258]
  out.push(0, 0, 0, 0)
  let buffer = 0
  let filled = 0
  const putWord = (word: number) => {
    const at = places.shift()!
    out[at] = word & 255
    out[at + 1] = word >> 8
  }
  const put = (value: number, bits: number) => {
    buffer = buffer * 2 ** bits + value
    filled += bits
    if (filled > 16) {
      filled -= 16
      putWord(Math.floor(buffer / 2 ** filled))
      buffer %= 2 ** filled
      places.push(out.length)
      out.push(0, 0)
    }
  }
  for (const { symbol, length, offset } of tokens) {
    put(codes[symbol]!, lengths[symbol]!)
    if (symbol < 256) continue
    const rest = length - 3
    if (rest >= 15) {
      if (rest < 15 + 255) out.push(rest - 15)
      else if (rest < 65_536) out.push(255, rest & 255, rest >> 8)
      else out.push(255, 0, 0, rest & 255, (rest >> 8) & 255, (rest >> 16) & 255, rest >>> 24)
    }
    const offsetBits = (symbol - 256) >> 4
    put(offset - (1 << offsetBits), offsetBits)
  }
  putWord(buffer * 2 ** (16 - filled))
  return Uint8Array.from(out)
}
