/**
 * Decodes numbers as they lie in an uncompressed record: integers, money, decimals and floats, all little-endian.
 *
 * @source bak-format facts 4.3; int, smallint, tinyint, money, real, decimal seen in real tables [measured];
 *   bigint, smallmoney, float [spec]
 */
import { decimalBytes } from '../catalog/system-types.ts'
import type { Block, Decode } from './decode.ts'
import { type SqlValue, type Unreadable, unreadable } from './values.ts'

const badLength = unreadable('BAD_BYTES', 'the value has not the length of its type')
const badFloat = unreadable('BAD_BYTES', 'the bits are no finite number')
const badDecimal = unreadable('BAD_BYTES', 'the decimal has an impossible sign or too many digits')

/** Returns a decoder that gives a marker where the length is another. */
export function ofLength(length: number, decode: (block: Block, at: number) => SqlValue): Decode {
  return (block, at, given) => (given === length ? decode(block, at) : badLength)
}

export const decodeTinyint = ofLength(1, ({ bytes }, at) => bytes[at] ?? badLength)
export const decodeSmallint = ofLength(2, ({ view }, at) => view.getInt16(at, true))
export const decodeInt = ofLength(4, ({ view }, at) => view.getInt32(at, true))
export const decodeBigint = ofLength(8, ({ view }, at) => view.getBigInt64(at, true))

export const decodeFloat = ofLength(8, ({ view }, at) => {
  const value = view.getFloat64(at, true)
  return Number.isFinite(value) ? value : badFloat
})

export const decodeReal = ofLength(4, ({ view }, at) => shortestReal(view.getFloat32(at, true)))

/** Returns the number with the fewest digits that is this real after Math.fround. */
export function shortestReal(value: number): number | Unreadable {
  if (!Number.isFinite(value)) return badFloat
  if (Number.isInteger(value) && Math.abs(value) < 1e7) return value
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return short
  }
  return Number(value.toPrecision(9))
}

export const decodeSmallmoney = ofLength(4, ({ view }, at) => moneyText(view.getInt32(at, true)))

export const decodeMoney = ofLength(8, ({ view }, at) => {
  const high = view.getInt32(at + 4, true)
  if (high >= -0x20_0000 && high < 0x20_0000) {
    return moneyText(high * 2 ** 32 + view.getUint32(at, true))
  }
  return withPoint(view.getBigInt64(at, true), 4)
})

/** Returns ten-thousandths, a safe integer, as money with four decimals. */
export function moneyText(tenThousandths: number): string {
  const positive = Math.abs(tenThousandths)
  const whole = Math.floor(positive / 10_000)
  const rest = positive - whole * 10_000
  const tail = rest < 10 ? `000${rest}` : rest < 100 ? `00${rest}` : rest < 1000 ? `0${rest}` : rest
  return tenThousandths < 0 ? `-${whole}.${tail}` : `${whole}.${tail}`
}

/** Returns an integer with `scale` of its digits behind the point; scale 0 to 38. */
export function withPoint(value: bigint | number, scale: number): string {
  if (scale === 0) return String(value)
  const isNegative = value < 0
  const digits = (isNegative ? String(-value) : String(value)).padStart(scale + 1, '0')
  const cut = digits.length - scale
  return `${isNegative ? '-' : ''}${digits.slice(0, cut)}.${digits.slice(cut)}`
}

/**
 * Returns a decoder of decimals: a sign byte, 1 for positive, and the magnitude in words of four bytes.
 *
 * @param precision  1 to 38; @param scale  0 to precision
 */
export function decimalDecoder(precision: number, scale: number): Decode {
  const length = decimalBytes(precision)
  const limit = 10n ** BigInt(precision)
  const limitNumber = Number(limit)
  return ({ bytes, view }, at, given) => {
    if (given !== length) return badLength
    const sign = bytes[at]
    if (sign !== 0 && sign !== 1) return badDecimal
    const high = length > 5 ? view.getUint32(at + 5, true) : 0
    const isSmall = high < 0x20_0000 && isZero(bytes, at + 9, at + length)
    if (isSmall) {
      const magnitude = high * 2 ** 32 + view.getUint32(at + 1, true)
      if (magnitude >= limitNumber) return badDecimal
      return withPoint(sign === 1 || magnitude === 0 ? magnitude : -magnitude, scale)
    }
    let magnitude = 0n
    for (let word = length - 4; word >= 1; word -= 4) {
      magnitude = (magnitude << 32n) | BigInt(view.getUint32(at + word, true))
    }
    if (magnitude >= limit) return badDecimal
    return withPoint(sign === 1 ? magnitude : -magnitude, scale)
  }
}

function isZero(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at < end; at++) if (bytes[at] !== 0) return false
  return true
}
