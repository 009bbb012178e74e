/**
 * Decodes values as ROW and PAGE compression store them: without the bytes that say nothing.
 *
 * @source reported by a reader that compared them with a server, except money, which Microsoft's documents describe as
 *   an integer; no compressed row is at hand here [guess]
 *
 *   integers, money, datetime   the high byte first, offset by half their range, as few bytes as hold it; 0 is empty
 *   tinyint                     as it is; 0 is empty
 *   rowversion                  without leading zeros
 *   float, real                 without zeros in the low bytes
 *   decimal                     u8: 0x80 positive, exponent + 63; digits in threes of 10 bits, without trailing zeros
 *   char, nchar, binary         without trailing blanks or zeros
 *   nchar, nvarchar             of even length UTF-16, of odd length SCSU; max types are not compressed
 *   date, time, datetime2, uniqueidentifier   as without compression
 */
import { typeIds } from '../../catalog/system-types.ts'
import type { Block, Decode } from '../decode.ts'
import { type ColumnType, type DatabaseTraits, decoderFor } from '../decoders.ts'
import { moneyText, shortestReal, withPoint } from '../number-values.ts'
import { datetimeText } from '../time-values.ts'
import { type SqlValue, unreadable } from '../values.ts'
import { decodeScsu } from './scsu.ts'

const tooLong = unreadable('BAD_BYTES', 'the value is longer than its type')
const badDecimal = unreadable('BAD_BYTES', 'the bytes are no decimal of the declared size')
const badFloat = unreadable('BAD_BYTES', 'the bits are no finite number')
const badText = unreadable('BAD_BYTES', 'the bytes are no compressed Unicode')

/** Returns a signed integer of at most `size` bytes as a bigint, or undefined. */
function signed({ bytes }: Block, at: number, length: number, size: number): bigint | undefined {
  if (length > size) return undefined
  if (length === 0) return 0n
  let value = 0n
  for (let byte = 0; byte < length; byte++) value = value * 256n + BigInt(bytes[at + byte] ?? 0)
  return value - (1n << BigInt(8 * length - 1))
}

function integer(size: number, make: (value: bigint) => SqlValue): Decode {
  return (block, at, length) => {
    const value = signed(block, at, length, size)
    return value === undefined ? tooLong : make(value)
  }
}

const decodeTinyint: Decode = ({ bytes }, at, length) => {
  if (length > 1) return tooLong
  return length === 0 ? 0 : (bytes[at] ?? 0)
}

const decodeDatetime = integer(8, (value) =>
  datetimeText(Number(value >> 32n), Number(value & 0xffff_ffffn)),
)

const decodeMoney = integer(8, (value) => withPoint(value, 4))
const decodeSmallmoney = integer(4, (value) => moneyText(Number(value)))

const decodeRowversion: Decode = ({ bytes }, at, length) => {
  if (length > 8) return tooLong
  const whole = new Uint8Array(8)
  whole.set(bytes.subarray(at, at + length), 8 - length)
  return whole
}

/** Returns a decoder that puts back what was cut off before another one reads the value. */
function restored(size: number, isHighEnd: boolean, decode: Decode): Decode {
  return ({ bytes }, at, length) => {
    if (length > size) return tooLong
    const whole = new Uint8Array(size)
    whole.set(bytes.subarray(at, at + length), isHighEnd ? size - length : 0)
    return decode({ bytes: whole, view: new DataView(whole.buffer) }, 0, size)
  }
}

const decodeFloat = restored(8, true, ({ view }) => {
  const value = view.getFloat64(0, true)
  return Number.isFinite(value) ? value : badFloat
})

const decodeReal = restored(4, true, ({ view }) => shortestReal(view.getFloat32(0, true)))

/** Text of char and nchar gets its blanks back; `units` is the declared length. */
function padded(decode: Decode, units: (length: number) => number): Decode {
  return (block, at, length) => {
    const value = decode(block, at, length)
    return typeof value === 'string' ? value + ' '.repeat(Math.max(0, units(length))) : value
  }
}

const decodeUnicode =
  (plain: Decode): Decode =>
  (block, at, length) =>
    length % 2 === 0
      ? plain(block, at, length)
      : (decodeScsu(block.bytes, at, at + length) ?? badText)

/** One byte of sign and exponent, and 38 digits. */
const longestDecimal = 18

/** Returns a decoder of decimals with this precision and scale. */
export function vardecimalDecoder(precision: number, scale: number): Decode {
  const limit = 10n ** BigInt(precision)
  return ({ bytes }, at, length) => {
    if (length === 0) return withPoint(0n, scale)
    if (length > longestDecimal) return badDecimal
    const head = bytes[at] ?? 0
    const exponent = (head & 0x7f) - 63
    let digits = 0n
    let groups = 0
    for (let bit = 0; bit < 8 * (length - 1); bit += 10) {
      let group = 0
      for (let place = bit; place < bit + 10; place++) {
        const byte = place >> 3 < length - 1 ? (bytes[at + 1 + (place >> 3)] ?? 0) : 0
        group = (group << 1) | ((byte >> (7 - (place & 7))) & 1)
      }
      if (group > 999) return badDecimal
      digits = digits * 1000n + BigInt(group)
      groups++
    }
    // The value is 0.digits times ten to the exponent; it has to fit the scale without a rest.
    const shift = exponent - 3 * groups + scale
    const unit = 10n ** BigInt(Math.abs(shift))
    if (shift < 0 && digits % unit !== 0n) return badDecimal
    const magnitude = shift < 0 ? digits / unit : digits * unit
    if (magnitude >= limit) return badDecimal
    return withPoint((head & 0x80) !== 0 ? magnitude : -magnitude, scale)
  }
}

/** Returns the decoder of a column's values in a compressed record; what is not sure gives a marker. */
export function compressedDecoder(
  type: ColumnType & { readonly maxLengthBytes: number },
  database: DatabaseTraits,
): Decode {
  const plain = decoderFor(type, database)
  const { systemTypeId, maxLengthBytes } = type
  switch (systemTypeId) {
    case typeIds.tinyint:
      return decodeTinyint
    case typeIds.smallint:
      return integer(2, Number)
    case typeIds.int:
      return integer(4, Number)
    case typeIds.bigint:
      return integer(8, (value) => value)
    case typeIds.money:
      return decodeMoney
    case typeIds.smallmoney:
      return decodeSmallmoney
    case typeIds.datetime:
      return decodeDatetime
    case typeIds.float:
      return decodeFloat
    case typeIds.real:
      return decodeReal
    case typeIds.rowversion:
      return decodeRowversion
    case typeIds.decimal:
    case typeIds.numeric:
      return vardecimalDecoder(type.precision, type.scale)
    case typeIds.binary:
      return restored(maxLengthBytes, false, plain)
    case typeIds.char:
      return padded(plain, (length) => maxLengthBytes - length)
    case typeIds.nchar:
      return paddedUnicode(decodeUnicode(plain), maxLengthBytes / 2)
    case typeIds.nvarchar:
      return maxLengthBytes === -1 ? plain : decodeUnicode(plain)
    case typeIds.date:
    case typeIds.time:
    case typeIds.datetime2:
    case typeIds.uniqueidentifier:
    case typeIds.varbinary:
    case typeIds.varchar:
    case typeIds.text:
    case typeIds.ntext:
    case typeIds.image:
      return plain
    default:
      return (_block, _at, length) =>
        unreadable('NOT_SUPPORTED', `compressed value of type ${systemTypeId}, ${length} bytes`)
  }
}

function paddedUnicode(decode: Decode, units: number): Decode {
  return (block, at, length) => {
    const value = decode(block, at, length)
    return typeof value === 'string' ? value.padEnd(units) : value
  }
}
