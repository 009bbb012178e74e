/**
 * Types of columns: their ids, what they take in a record, and how a value is written.
 * @source bak-format facts 4.3, and sysscalartypes of real files [measured]
 */
import { Fields, guidBytes, utf16 } from '../fields.ts'
import { encodeText } from './code-pages.ts'
import type { CellValue, ColumnSpec, ColumnTypeName } from './table-spec.ts'

/** A type as the catalog and the records know it. */
export interface StoredType {
  readonly typeId: number
  /** Declared length, bytes; -1 for max. */
  readonly lengthBytes: number
  readonly precision: number
  readonly scale: number
  readonly isVariable: boolean
  readonly hasCollation: boolean
  /** Whether a value may be longer than a row. */
  readonly isLarge: boolean
}

interface TypeRule {
  readonly typeId: number
  /** Bytes; 0 where the declaration says. */
  readonly bytes: number
  readonly precision?: number
  readonly scale?: number
  /** Bytes of one unit of the declared length. */
  readonly unit?: 1 | 2
  readonly isVariable?: boolean
  readonly hasCollation?: boolean
  readonly isLarge?: boolean
}

const rules: Readonly<Record<ColumnTypeName, TypeRule>> = {
  bigint: { typeId: 127, bytes: 8, precision: 19 },
  int: { typeId: 56, bytes: 4, precision: 10 },
  smallint: { typeId: 52, bytes: 2, precision: 5 },
  tinyint: { typeId: 48, bytes: 1, precision: 3 },
  bit: { typeId: 104, bytes: 1, precision: 1 },
  decimal: { typeId: 106, bytes: 0 },
  money: { typeId: 60, bytes: 8, precision: 19, scale: 4 },
  float: { typeId: 62, bytes: 8, precision: 53 },
  real: { typeId: 59, bytes: 4, precision: 24 },
  date: { typeId: 40, bytes: 3, precision: 10 },
  datetime: { typeId: 61, bytes: 8, precision: 23, scale: 3 },
  datetime2: { typeId: 42, bytes: 0 },
  char: { typeId: 175, bytes: 0, unit: 1, hasCollation: true },
  varchar: { typeId: 167, bytes: 0, unit: 1, isVariable: true, hasCollation: true },
  nchar: { typeId: 239, bytes: 0, unit: 2, hasCollation: true },
  nvarchar: { typeId: 231, bytes: 0, unit: 2, isVariable: true, hasCollation: true },
  binary: { typeId: 173, bytes: 0, unit: 1 },
  varbinary: { typeId: 165, bytes: 0, unit: 1, isVariable: true },
  uniqueidentifier: { typeId: 36, bytes: 16 },
  text: { typeId: 35, bytes: 16, isVariable: true, hasCollation: true, isLarge: true },
  ntext: { typeId: 99, bytes: 16, isVariable: true, hasCollation: true, isLarge: true },
  image: { typeId: 34, bytes: 16, isVariable: true, isLarge: true },
  sql_variant: { typeId: 98, bytes: 8016, isVariable: true },
}

const defaultLength = 50
const maxDatetime2Scale = 7

/** Returns how the column is stored. */
export function storedType(column: ColumnSpec): StoredType {
  const rule = rules[column.type]
  const common = {
    typeId: rule.typeId,
    isVariable: rule.isVariable ?? false,
    hasCollation: rule.hasCollation ?? false,
    isLarge: rule.isLarge ?? column.length === -1,
  }
  if (column.type === 'decimal') {
    const precision = column.precision ?? 18
    const scale = column.scale ?? 2
    return { ...common, lengthBytes: decimalBytes(precision), precision, scale }
  }
  if (column.type === 'datetime2') {
    const scale = column.scale ?? maxDatetime2Scale
    const precision = scale === 0 ? 19 : 20 + scale
    return { ...common, lengthBytes: timeBytes(scale) + 3, precision, scale }
  }
  const length = column.length ?? defaultLength
  const declared = length === -1 ? -1 : length * (rule.unit ?? 1)
  return {
    ...common,
    lengthBytes: rule.unit === undefined ? rule.bytes : declared,
    precision: rule.precision ?? 0,
    scale: rule.scale ?? 0,
  }
}

/**
 * Returns sysrscols' short form of a type: the id, and what tells its lengths apart.
 * @source sysrscols of real files [measured]; decimal [guess]
 */
export function typeInfo({ typeId, lengthBytes, precision, scale }: StoredType): number {
  if (typeId === 106) return typeId | (precision << 8) | (scale << 16)
  if (typeId === 42) return typeId | (scale << 8)
  const hasLength = [175, 167, 239, 231, 173, 165].includes(typeId) && lengthBytes > 0
  return hasLength ? typeId | (lengthBytes << 8) : typeId
}

function decimalBytes(precision: number): number {
  if (precision <= 9) return 5
  if (precision <= 19) return 9
  return precision <= 28 ? 13 : 17
}

function timeBytes(scale: number): number {
  if (scale <= 2) return 3
  return scale <= 4 ? 4 : 5
}

/**
 * Returns the bytes of a value that is not NULL and not a bit.
 * @throws TypeError when the value does not fit its column
 */
export function encodeValue(
  column: ColumnSpec,
  type: StoredType,
  value: CellValue,
  codePageOf: number,
): Uint8Array {
  const bytes = rawValue(column, type, value, codePageOf)
  if (type.isVariable) {
    if (!type.isLarge && bytes.byteLength > type.lengthBytes) throw misfit(column, value)
    return bytes
  }
  if (bytes.byteLength > type.lengthBytes) throw misfit(column, value)
  if (bytes.byteLength === type.lengthBytes) return bytes
  // Only char, nchar and binary are shorter than their column: they are padded.
  const padded = new Uint8Array(type.lengthBytes)
  if (column.type === 'char') padded.fill(0x20)
  if (column.type === 'nchar') padded.set(utf16(' '.repeat(type.lengthBytes / 2)))
  padded.set(bytes)
  return padded
}

function misfit(column: ColumnSpec, value: CellValue): TypeError {
  return new TypeError(`value ${String(value)} does not fit column ${column.name} (${column.type})`)
}

function rawValue(
  column: ColumnSpec,
  type: StoredType,
  value: CellValue,
  collationId: number,
): Uint8Array {
  if (value instanceof Uint8Array) return value
  switch (column.type) {
    case 'bigint':
    case 'int':
    case 'smallint':
    case 'tinyint':
      return littleEndian(BigInt(value ?? 0), type.lengthBytes)
    case 'money':
      return littleEndian(scaled(String(value), 4), 8)
    case 'decimal':
      return decimalValue(scaled(String(value), type.scale), type.lengthBytes)
    case 'float':
      return new Uint8Array(Float64Array.of(Number(value)).buffer)
    case 'real':
      return new Uint8Array(Float32Array.of(Number(value)).buffer)
    case 'date':
      return littleEndian(BigInt(daysSince(String(value), '0001-01-01')), 3)
    case 'datetime':
      return datetimeValue(String(value))
    case 'datetime2':
      return datetime2Value(String(value), type.scale)
    case 'nchar':
    case 'ntext':
    case 'nvarchar':
      return utf16(String(value))
    case 'char':
    case 'text':
    case 'varchar':
      return encodeText(String(value), collationId)
    case 'uniqueidentifier':
      return guidBytes(String(value).toLowerCase())
    default:
      throw misfit(column, value)
  }
}

function littleEndian(value: bigint, bytes: number): Uint8Array {
  const result = new Uint8Array(bytes)
  let rest = BigInt.asUintN(bytes * 8, value)
  for (let index = 0; index < bytes; index++) {
    result[index] = Number(rest & 255n)
    rest >>= 8n
  }
  return result
}

/** Returns a decimal text times 10^scale; digits beyond the scale are cut off. */
function scaled(text: string, scale: number): bigint {
  const isNegative = text.startsWith('-')
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const digits = BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0'))
  return isNegative ? -digits : digits
}

function decimalValue(value: bigint, bytes: number): Uint8Array {
  const result = new Uint8Array(bytes)
  result[0] = value < 0n ? 0 : 1
  result.set(littleEndian(value < 0n ? -value : value, bytes - 1), 1)
  return result
}

const dayMs = 86_400_000

function daysSince(text: string, begin: string): number {
  // Years below 100 need the four digits that the ISO form has.
  return (Date.parse(`${text.slice(0, 10)}T00:00:00Z`) - Date.parse(`${begin}T00:00:00Z`)) / dayMs
}

/** Returns what follows the date as seconds and the digits behind the point. */
function timeOfDay(text: string): { seconds: number; fraction: string } {
  const [clock = '', fraction = ''] = (text.split(/[ T]/)[1] ?? '').split('.')
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number)
  return { seconds: hours * 3600 + minutes * 60 + seconds, fraction }
}

/** Three hundredths of a second, then days since 1900. */
function datetimeValue(text: string): Uint8Array {
  const { seconds, fraction } = timeOfDay(text)
  const fields = new Fields(8)
  fields.u32(0, seconds * 300 + Math.round(Number(`0.${fraction || '0'}`) * 300))
  fields.u32(4, daysSince(text, '1900-01-01'))
  return fields.bytes
}

function datetime2Value(text: string, scale: number): Uint8Array {
  const { seconds, fraction } = timeOfDay(text)
  const ticks = BigInt(`${seconds}${fraction.slice(0, scale).padEnd(scale, '0')}`)
  const time = littleEndian(ticks, timeBytes(scale))
  const date = littleEndian(BigInt(daysSince(text, '0001-01-01')), 3)
  const bytes = new Uint8Array(time.byteLength + 3)
  bytes.set(time)
  bytes.set(date, time.byteLength)
  return bytes
}
