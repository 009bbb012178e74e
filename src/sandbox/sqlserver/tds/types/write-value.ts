/** Values of a row or an output parameter as bytes, each behind its length [spec MS-TDS 2.2.5.5]. */
import type { ByteWriter } from '../byte-writer.ts'
import { type Collation, encodeChars } from '../collation.ts'
import {
  timeBytes,
  writeDate,
  writeDateTime,
  writeDateTime2,
  writeDateTimeOffset,
  writeSmallDateTime,
  writeTime,
} from './date-time.ts'
import { decimalBytes, writeDecimal, writeGuid, writeMoney, writeSmallMoney } from './numbers.ts'
import type { SqlValue } from './sql-type.ts'
import type { WireType } from './wire-type.ts'

/** Length of a NULL in front of values of up to 8000 bytes. */
const nullLength = 0xffff
/** Length of a NULL in front of a (max) value. */
const nullPlp = 0xffffffffffffffffn
/** Bytes of one piece of a (max) value. */
const plpPieceBytes = 0x10000

/**
 * Writes one value under its type.
 * @throws RangeError when the value is not one of the type, which only the instance behind the wire can cause
 */
export function writeValue(
  writer: ByteWriter,
  type: WireType,
  value: SqlValue,
  serverCollation: Collation,
): void {
  switch (type.name) {
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
    case 'binary':
    case 'varbinary':
      if (type.length === 'max') writePlp(writer, bytesOf(type, value, serverCollation))
      else writeShort(writer, type, type.length, bytesOf(type, value, serverCollation))
      return
    case 'xml':
      writePlp(writer, bytesOf(type, value, serverCollation))
      return
    case 'text':
    case 'ntext':
    case 'image':
      writeLong(writer, bytesOf(type.of, value, serverCollation))
      return
    default:
      if (value === null) writer.u8(0)
      else writeSized(writer, type, value)
  }
}

/** The bytes of characters or binary, without a length; undefined for NULL. */
function bytesOf(type: WireType, value: SqlValue, serverCollation: Collation): Buffer | undefined {
  if (value === null) return undefined
  if (value instanceof Uint8Array) return Buffer.from(value)
  const text = textOf(value, type)
  if (type.name === 'char' || type.name === 'varchar')
    return encodeChars(text, type.collation ?? serverCollation)
  if (type.name === 'binary' || type.name === 'varbinary') throw wrongValue(value, type)
  return Buffer.from(text, 'utf16le')
}

function writeShort(
  writer: ByteWriter,
  type: WireType,
  length: number,
  bytes: Buffer | undefined,
): void {
  if (bytes === undefined) {
    writer.u16(nullLength)
    return
  }
  const limit = type.name.startsWith('n') ? length * 2 : length
  if (bytes.length > limit)
    throw new RangeError(`${bytes.length} bytes do not fit ${type.name}(${length})`)
  const isPadded = type.name === 'char' || type.name === 'nchar' || type.name === 'binary'
  writer.u16(isPadded ? limit : bytes.length).bytes(bytes)
  if (!isPadded) return
  const blank = type.name === 'nchar' ? Buffer.from(' ', 'utf16le') : type.name === 'char' ? ' ' : 0
  writer.bytes(Buffer.alloc(limit - bytes.length, blank))
}

/** A (max) value: its length, pieces, and an empty piece. */
function writePlp(writer: ByteWriter, bytes: Buffer | undefined): void {
  if (bytes === undefined) {
    writer.u64(nullPlp)
    return
  }
  writer.u64(BigInt(bytes.length))
  for (let at = 0; at < bytes.length; at += plpPieceBytes) {
    const piece = bytes.subarray(at, at + plpPieceBytes)
    writer.u32(piece.length).bytes(piece)
  }
  writer.u32(0)
}

/** text, ntext, image: a pointer of 16 bytes, a timestamp of 8, the length. NULL is a pointer of no bytes. */
function writeLong(writer: ByteWriter, bytes: Buffer | undefined): void {
  if (bytes === undefined) {
    writer.u8(0)
    return
  }
  writer.u8(16).bytes(Buffer.alloc(16)).bytes(Buffer.alloc(8)).u32(bytes.length).bytes(bytes)
}

/** Types whose length is one byte. */
function writeSized(writer: ByteWriter, type: WireType, value: SqlValue): void {
  switch (type.name) {
    case 'bit':
      writer.u8(1).u8(value === true || value === 1 ? 1 : 0)
      return
    case 'tinyint':
      writer.u8(1).u8(numberOf(value, type))
      return
    case 'smallint':
      writer.u8(2).i16(numberOf(value, type))
      return
    case 'int':
      writer.u8(4).i32(numberOf(value, type))
      return
    case 'bigint':
      writer.u8(8).i64(typeof value === 'bigint' ? value : BigInt(numberOf(value, type)))
      return
    case 'real':
      writer.u8(4).float(numberOf(value, type))
      return
    case 'float':
      writer.u8(8).double(numberOf(value, type))
      return
    case 'smallmoney':
      writeSmallMoney(writer.u8(4), textOf(value, type))
      return
    case 'money':
      writeMoney(writer.u8(8), textOf(value, type))
      return
    case 'decimal':
    case 'numeric':
      writer.u8(decimalBytes(type.precision))
      writeDecimal(writer, textOf(value, type), type.precision, type.scale)
      return
    case 'smalldatetime':
      writeSmallDateTime(writer.u8(4), textOf(value, type))
      return
    case 'datetime':
      writeDateTime(writer.u8(8), textOf(value, type))
      return
    case 'date':
      writeDate(writer.u8(3), textOf(value, type))
      return
    case 'time':
      writeTime(writer.u8(timeBytes(type.scale)), textOf(value, type), type.scale)
      return
    case 'datetime2':
      writeDateTime2(writer.u8(timeBytes(type.scale) + 3), textOf(value, type), type.scale)
      return
    case 'datetimeoffset':
      writeDateTimeOffset(writer.u8(timeBytes(type.scale) + 5), textOf(value, type), type.scale)
      return
    case 'uniqueidentifier':
      writeGuid(writer.u8(16), textOf(value, type))
      return
    default:
      throw wrongValue(value, type)
  }
}

function numberOf(value: SqlValue, type: WireType): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  throw wrongValue(value, type)
}

function textOf(value: SqlValue, type: WireType): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  throw wrongValue(value, type)
}

function wrongValue(value: SqlValue, type: WireType): RangeError {
  return new RangeError(`a value of ${typeof value} cannot be sent as ${type.name}`)
}
