/** Exact numbers and identifiers between their text and their bytes. */
import type { ByteReader } from '../byte-reader.ts'
import type { ByteWriter } from '../byte-writer.ts'
import { MalformedTds } from '../malformed.ts'

/** Bytes of a decimal of this precision: a sign and its digits [spec MS-TDS 2.2.5.5.1.6]. */
export function decimalBytes(precision: number): number {
  if (precision <= 9) return 5
  if (precision <= 19) return 9
  return precision <= 28 ? 13 : 17
}

/**
 * Returns the text as a whole number of units of 10^-scale; digits beyond the scale are rounded half away from zero.
 * @throws RangeError when the text is no decimal
 */
function unitsOf(text: string, scale: number): bigint {
  const found = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text)
  if (!found || (found[2] ?? '') + (found[3] ?? '') === '')
    throw new RangeError(`${text} is no decimal number`)
  const digits = (found[3] ?? '').padEnd(scale + 1, '0')
  const kept = BigInt((found[2] ?? '') + digits.slice(0, scale) || '0')
  const units = kept + (digits.charCodeAt(scale) >= 0x35 ? 1n : 0n)
  return found[1] === '-' ? -units : units
}

function textOf(units: bigint, scale: number): string {
  const isNegative = units < 0n
  const digits = String(isNegative ? -units : units).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const text = scale === 0 ? whole : `${whole}.${digits.slice(digits.length - scale)}`
  return isNegative ? `-${text}` : text
}

/** Writes sign and digits, without the length. @throws RangeError when the number has too many digits */
export function writeDecimal(
  writer: ByteWriter,
  text: string,
  precision: number,
  scale: number,
): void {
  const units = unitsOf(text, scale)
  let magnitude = units < 0n ? -units : units
  if (magnitude >= 10n ** BigInt(precision))
    throw new RangeError(`${text} does not fit decimal(${precision}, ${scale})`)
  writer.u8(units < 0n ? 0 : 1)
  for (let words = (decimalBytes(precision) - 1) / 4; words > 0; words--) {
    writer.u32(Number(magnitude & 0xffffffffn))
    magnitude >>= 32n
  }
}

/** Reads a decimal of so many bytes, sign included. */
export function readDecimal(reader: ByteReader, bytes: number, scale: number): string {
  if (![5, 9, 13, 17].includes(bytes)) throw new MalformedTds(`a decimal of ${bytes} bytes`)
  const sign = reader.u8()
  let magnitude = 0n
  for (let word = 0n; word < BigInt(bytes - 1) / 4n; word++)
    magnitude |= BigInt(reader.u32()) << (32n * word)
  return textOf(sign === 0 ? -magnitude : magnitude, scale)
}

/** Writes money: the upper four bytes of ten-thousandths first. */
export function writeMoney(writer: ByteWriter, text: string): void {
  const units = BigInt.asIntN(64, unitsOf(text, 4))
  writer.i32(Number(units >> 32n)).u32(Number(units & 0xffffffffn))
}

export function writeSmallMoney(writer: ByteWriter, text: string): void {
  writer.i32(Number(unitsOf(text, 4)))
}

/** Reads money of eight or four bytes. */
export function readMoney(reader: ByteReader, bytes: number): string {
  if (bytes === 4) return textOf(BigInt(reader.i32()), 4)
  const upper = BigInt(reader.i32())
  return textOf((upper << 32n) | BigInt(reader.u32()), 4)
}

/** Writes a uniqueidentifier: its first three groups little-endian. @throws RangeError when it is none */
export function writeGuid(writer: ByteWriter, text: string): void {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    throw new RangeError(`${text} is no uniqueidentifier`)
  writer.bytes(swapGroups(Buffer.from(text.replaceAll('-', ''), 'hex')))
}

/** Reads a uniqueidentifier, in upper case as SQL Server prints it. */
export function readGuid(reader: ByteReader): string {
  const hex = swapGroups(reader.bytes(16)).toString('hex').toUpperCase()
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function swapGroups(bytes: Buffer): Buffer {
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
  return Buffer.from(order.map((index) => bytes.readUInt8(index)))
}
