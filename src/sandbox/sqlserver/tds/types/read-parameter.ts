/** The type and value of an RPC's parameter [spec MS-TDS 2.2.6.6]. */
import type { ByteReader } from '../byte-reader.ts'
import { type Collation, decodeChars, readCollation } from '../collation.ts'
import { MalformedTds } from '../malformed.ts'
import {
  readDate,
  readDateTime,
  readDateTime2,
  readDateTimeOffset,
  readSmallDateTime,
  readTime,
  timeBytes,
} from './date-time.ts'
import { readDecimal, readGuid, readMoney } from './numbers.ts'
import type { SqlType, SqlValue } from './sql-type.ts'
import { typeCodes } from './type-codes.ts'

export interface TypedValue {
  readonly type: SqlType
  readonly value: SqlValue
}

/** Length that stands for (max), and for NULL in front of a shorter value. */
const wholeShort = 0xffff
const unknownPlp = 0xfffffffffffffffen
const nullPlp = 0xffffffffffffffffn

/** Reads the description of the type and the value behind it. @throws MalformedTds for types that cannot come */
export function readTypedValue(reader: ByteReader): TypedValue {
  const code = reader.u8()
  switch (code) {
    case typeCodes.bitN:
    case typeCodes.intN:
    case typeCodes.floatN:
    case typeCodes.moneyN:
    case typeCodes.dateTimeN:
    case typeCodes.guid:
      return readSized(reader, code)
    case typeCodes.decimalN:
    case typeCodes.numericN:
      return readDecimalValue(reader, code === typeCodes.decimalN ? 'decimal' : 'numeric')
    case typeCodes.date:
      return { type: { name: 'date' }, value: ofLength(reader, 3, () => readDate(reader)) }
    case typeCodes.time:
    case typeCodes.dateTime2:
    case typeCodes.dateTimeOffset:
      return readScaled(reader, code)
    case typeCodes.bigChar:
    case typeCodes.bigVarChar:
    case typeCodes.nChar:
    case typeCodes.nVarChar:
      return readCharacters(reader, code)
    case typeCodes.bigBinary:
    case typeCodes.bigVarBinary:
      return readBinary(reader, code)
    case typeCodes.text:
    case typeCodes.nText:
    case typeCodes.image:
      return readLong(reader, code)
    case typeCodes.xml:
      if (reader.u8() !== 0) throw new MalformedTds('an xml parameter with a schema')
      return { type: { name: 'xml' }, value: xmlText(readPlp(reader)) }
    default:
      return readFixed(reader, code)
  }
}

/** xml comes as UTF-16 with or without a byte order mark. */
function xmlText(bytes: Buffer | null): string | null {
  return bytes === null ? null : bytes.toString('utf16le').replace(/^\ufeff/, '')
}

/** A value whose length in front must be 0, for NULL, or this one. */
function ofLength(reader: ByteReader, expected: number, read: () => SqlValue): SqlValue {
  const length = reader.u8()
  if (length === 0) return null
  if (length !== expected) throw new MalformedTds(`${length} bytes for a value of ${expected}`)
  return read()
}

/** Types with one byte of length, by code and length. */
function sizedType(code: number, bytes: number): SqlType {
  const names: Readonly<Record<string, SqlType['name']>> = {
    [`${typeCodes.bitN} 1`]: 'bit',
    [`${typeCodes.intN} 1`]: 'tinyint',
    [`${typeCodes.intN} 2`]: 'smallint',
    [`${typeCodes.intN} 4`]: 'int',
    [`${typeCodes.intN} 8`]: 'bigint',
    [`${typeCodes.floatN} 4`]: 'real',
    [`${typeCodes.floatN} 8`]: 'float',
    [`${typeCodes.moneyN} 4`]: 'smallmoney',
    [`${typeCodes.moneyN} 8`]: 'money',
    [`${typeCodes.dateTimeN} 4`]: 'smalldatetime',
    [`${typeCodes.dateTimeN} 8`]: 'datetime',
    [`${typeCodes.guid} 16`]: 'uniqueidentifier',
  }
  const name = names[`${code} ${bytes}`]
  if (name === undefined) throw new MalformedTds(`type ${code} of ${bytes} bytes`)
  return { name } as SqlType
}

function readSized(reader: ByteReader, code: number): TypedValue {
  const type = sizedType(code, reader.u8())
  const bytes = reader.u8()
  if (bytes === 0) return { type, value: null }
  const actual = sizedType(code, bytes)
  return { type, value: readPlain(reader, actual) }
}

/** The value of a type of fixed size. */
function readPlain(reader: ByteReader, type: SqlType): SqlValue {
  switch (type.name) {
    case 'bit':
      return reader.u8() !== 0
    case 'tinyint':
      return reader.u8()
    case 'smallint':
      return reader.i16()
    case 'int':
      return reader.i32()
    case 'bigint':
      return reader.i64()
    case 'real':
      return reader.float()
    case 'float':
      return reader.double()
    case 'smallmoney':
      return readMoney(reader, 4)
    case 'money':
      return readMoney(reader, 8)
    case 'smalldatetime':
      return readSmallDateTime(reader)
    case 'datetime':
      return readDateTime(reader)
    default:
      return readGuid(reader)
  }
}

function readFixed(reader: ByteReader, code: number): TypedValue {
  const types: Readonly<Record<number, SqlType['name']>> = {
    [typeCodes.bit]: 'bit',
    [typeCodes.int1]: 'tinyint',
    [typeCodes.int2]: 'smallint',
    [typeCodes.int4]: 'int',
    [typeCodes.int8]: 'bigint',
    [typeCodes.float4]: 'real',
    [typeCodes.float8]: 'float',
    [typeCodes.money4]: 'smallmoney',
    [typeCodes.money]: 'money',
    [typeCodes.dateTime4]: 'smalldatetime',
    [typeCodes.dateTime]: 'datetime',
  }
  if (code === typeCodes.null) return { type: { name: 'nvarchar', length: 1 }, value: null }
  const name = types[code]
  if (name === undefined) throw new MalformedTds(`a parameter of type ${code.toString(16)}`)
  const type = { name } as SqlType
  return { type, value: readPlain(reader, type) }
}

function readDecimalValue(reader: ByteReader, name: 'decimal' | 'numeric'): TypedValue {
  reader.u8()
  const [precision, scale] = [reader.u8(), reader.u8()]
  if (precision < 1 || precision > 38 || scale > precision)
    throw new MalformedTds(`${name}(${precision}, ${scale})`)
  const bytes = reader.u8()
  const value = bytes === 0 ? null : readDecimal(reader, bytes, scale)
  return { type: { name, precision, scale }, value }
}

function readScaled(reader: ByteReader, code: number): TypedValue {
  const scale = reader.u8()
  if (scale > 7) throw new MalformedTds(`a time with ${scale} decimals`)
  const bytes = timeBytes(scale)
  if (code === typeCodes.time) {
    const value = ofLength(reader, bytes, () => readTime(reader, scale))
    return { type: { name: 'time', scale }, value }
  }
  if (code === typeCodes.dateTime2) {
    const value = ofLength(reader, bytes + 3, () => readDateTime2(reader, scale))
    return { type: { name: 'datetime2', scale }, value }
  }
  const value = ofLength(reader, bytes + 5, () => readDateTimeOffset(reader, scale))
  return { type: { name: 'datetimeoffset', scale }, value }
}

function readCharacters(reader: ByteReader, code: number): TypedValue {
  const stated = reader.u16()
  const collation = readCollation(reader.bytes(5))
  const bytes = stated === wholeShort ? readPlp(reader) : readShort(reader)
  const isUnicode = code === typeCodes.nChar || code === typeCodes.nVarChar
  const unit = isUnicode ? 2 : 1
  const length = stated === wholeShort ? 'max' : Math.max(1, Math.floor(stated / unit))
  const isFixed = code === typeCodes.bigChar || code === typeCodes.nChar
  const name = `${isUnicode ? 'n' : ''}${isFixed ? 'char' : 'varchar'}` as const
  return { type: { name, length, collation }, value: characters(bytes, isUnicode, collation) }
}

function characters(bytes: Buffer | null, isUnicode: boolean, collation: Collation): SqlValue {
  if (bytes === null) return null
  if (!isUnicode) return decodeChars(bytes, collation)
  if (bytes.length % 2 !== 0) throw new MalformedTds(`${bytes.length} bytes of UTF-16`)
  return bytes.toString('utf16le')
}

function readBinary(reader: ByteReader, code: number): TypedValue {
  const stated = reader.u16()
  const value = stated === wholeShort ? readPlp(reader) : readShort(reader)
  const name = code === typeCodes.bigBinary ? 'binary' : 'varbinary'
  const length = stated === wholeShort ? 'max' : Math.max(1, stated)
  return { type: { name, length }, value }
}

function readShort(reader: ByteReader): Buffer | null {
  const length = reader.u16()
  return length === wholeShort ? null : reader.bytes(length)
}

/** text, ntext and image are (max) types under an older name. */
function readLong(reader: ByteReader, code: number): TypedValue {
  reader.u32()
  const collation = code === typeCodes.image ? undefined : readCollation(reader.bytes(5))
  const length = reader.i32()
  if (length < -1) throw new MalformedTds(`a long value of ${length} bytes`)
  const bytes = length === -1 ? null : reader.bytes(length)
  if (collation === undefined) return { type: { name: 'varbinary', length: 'max' }, value: bytes }
  const isUnicode = code === typeCodes.nText
  const name = isUnicode ? 'nvarchar' : 'varchar'
  const value = characters(bytes, isUnicode, collation)
  return { type: { name, length: 'max', collation }, value }
}

/** A (max) value: pieces up to an empty one. */
function readPlp(reader: ByteReader): Buffer | null {
  const stated = reader.u64()
  if (stated === nullPlp) return null
  const pieces: Buffer[] = []
  for (let length = reader.u32(); length > 0; length = reader.u32())
    pieces.push(reader.bytes(length))
  const whole = Buffer.concat(pieces)
  if (stated !== unknownPlp && stated !== BigInt(whole.length))
    throw new MalformedTds(`a value of ${whole.length} bytes that should have ${stated}`)
  return whole
}
