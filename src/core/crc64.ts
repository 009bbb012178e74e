/**
 * CRC-64 as OSS computes it (CRC-64/XZ): over whole arrays, over streams, and combined from parts.
 * The plain JavaScript here is the fallback and the peer of the WebAssembly in crc64-arena.ts.
 *
 * @source cloud-api facts 3.4: ECMA-182 polynomial, reflected, initial and final value all ones;
 *   "123456789" gives 11051210869376104954, nothing gives 0 [measured]
 */

/** The polynomial with its bits reversed, without its highest term. */
export const crc64Polynomial = 0xc96c5795d7870f42n

const allOnes = 0xffff_ffff_ffff_ffffn

/** Returns 256 entries: the remainder of each byte followed by `zeroBytes` zero bytes. */
export function crc64Table(zeroBytes: number): BigUint64Array {
  const table = new BigUint64Array(256)
  for (let byte = 0; byte < 256; byte++) {
    let remainder = BigInt(byte)
    for (let bit = 0; bit < 8 * (zeroBytes + 1); bit++)
      remainder = remainder & 1n ? (remainder >> 1n) ^ crc64Polynomial : remainder >> 1n
    table[byte] = remainder
  }
  return table
}

/** Eight tables as 32-bit halves: BigInt arithmetic would be a hundred times slower. */
let halves: { readonly low: Int32Array; readonly high: Int32Array } | undefined

function tableHalves(): { readonly low: Int32Array; readonly high: Int32Array } {
  if (halves) return halves
  const low = new Int32Array(8 * 256)
  const high = new Int32Array(8 * 256)
  for (let zeroBytes = 0; zeroBytes < 8; zeroBytes++)
    crc64Table(zeroBytes).forEach((remainder, byte) => {
      low[zeroBytes * 256 + byte] = Number(BigInt.asIntN(32, remainder))
      high[zeroBytes * 256 + byte] = Number(BigInt.asIntN(32, remainder >> 32n))
    })
  halves = { low, high }
  return halves
}

/**
 * Returns the CRC-64 of bytes that follow others, in plain JavaScript.
 *
 * @param crc  of the bytes before, 0n for none
 */
export function crc64Plain(bytes: Uint8Array, crc = 0n): bigint {
  const { low: tableLow, high: tableHigh } = tableHalves()
  const start = crc ^ allOnes
  let low = Number(BigInt.asIntN(32, start))
  let high = Number(BigInt.asIntN(32, start >> 32n))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  for (; at + 8 <= bytes.length; at += 8) {
    const a = low ^ view.getInt32(at, true)
    const b = high ^ view.getInt32(at + 4, true)
    const i7 = 0x700 | (a & 255)
    const i6 = 0x600 | ((a >>> 8) & 255)
    const i5 = 0x500 | ((a >>> 16) & 255)
    const i4 = 0x400 | (a >>> 24)
    const i3 = 0x300 | (b & 255)
    const i2 = 0x200 | ((b >>> 8) & 255)
    const i1 = 0x100 | ((b >>> 16) & 255)
    const i0 = b >>> 24
    low =
      half(tableLow, i7) ^
      half(tableLow, i6) ^
      half(tableLow, i5) ^
      half(tableLow, i4) ^
      half(tableLow, i3) ^
      half(tableLow, i2) ^
      half(tableLow, i1) ^
      half(tableLow, i0)
    high =
      half(tableHigh, i7) ^
      half(tableHigh, i6) ^
      half(tableHigh, i5) ^
      half(tableHigh, i4) ^
      half(tableHigh, i3) ^
      half(tableHigh, i2) ^
      half(tableHigh, i1) ^
      half(tableHigh, i0)
  }
  for (; at < bytes.length; at++) {
    const index = (low ^ view.getUint8(at)) & 255
    low = ((low >>> 8) | (high << 24)) ^ half(tableLow, index)
    high = (high >>> 8) ^ half(tableHigh, index)
  }
  return ((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0)) ^ allOnes
}

function half(table: Int32Array, index: number): number {
  return table[index] ?? 0
}

/** Product of two remainders; bit 63 is the term of degree 0, because the bits are reversed. */
function multiply(a: bigint, b: bigint): bigint {
  let product = 0n
  let shifted = a
  for (let bit = 63n; bit >= 0n; bit--) {
    if ((b >> bit) & 1n) product ^= shifted
    shifted = shifted & 1n ? (shifted >> 1n) ^ crc64Polynomial : shifted >> 1n
  }
  return product
}

/** The remainder that a CRC is multiplied with when `lengthBytes` bytes follow. */
function shiftFactor(lengthBytes: number): bigint {
  let factor = 1n << 63n
  // x to the power of 8: one byte.
  let square = 1n << 55n
  for (let rest = lengthBytes; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) factor = multiply(factor, square)
    square = multiply(square, square)
  }
  return factor
}

/** All parts of an object but the last have one length, so the last factor is nearly always the next one. */
let lastShift = { lengthBytes: 0, factor: 1n << 63n }

/**
 * Returns the CRC-64 of two pieces in a row from the CRC-64 of each.
 *
 * @param lengthB  bytes of the second piece, 0 or more, a safe integer
 */
export function crc64Combine(crcA: bigint, crcB: bigint, lengthB: number): bigint {
  if (lastShift.lengthBytes !== lengthB)
    lastShift = { lengthBytes: lengthB, factor: shiftFactor(lengthB) }
  return multiply(crcA, lastShift.factor) ^ crcB
}
