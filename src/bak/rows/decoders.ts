/** Chooses the decoder of a column by its type. */
import { decodeBinary, decodeGuid, decodeRowversion } from './binary-values.ts'
import { codePageOf } from './code-pages.ts'
import type { Decode } from './decode.ts'
import {
  decimalBytes,
  decimalDecoder,
  decodeBigint,
  decodeFloat,
  decodeInt,
  decodeMoney,
  decodeReal,
  decodeSmallint,
  decodeSmallmoney,
  decodeTinyint,
  ofLength,
} from './number-values.ts'
import { codePageDecoder, decodeUtf16 } from './text-values.ts'
import {
  datetime2Decoder,
  datetimeoffsetDecoder,
  decodeDate,
  decodeDatetime,
  decodeSmalldatetime,
  timeBytes,
  timeDecoder,
} from './time-values.ts'
import { unreadable } from './values.ts'
import { variantDecoder } from './variant-values.ts'

/** System type ids. @source sys.types [spec] */
export const typeIds = {
  image: 34,
  text: 35,
  uniqueidentifier: 36,
  date: 40,
  time: 41,
  datetime2: 42,
  datetimeoffset: 43,
  tinyint: 48,
  smallint: 52,
  int: 56,
  smalldatetime: 58,
  real: 59,
  money: 60,
  datetime: 61,
  float: 62,
  variant: 98,
  ntext: 99,
  bit: 104,
  decimal: 106,
  numeric: 108,
  smallmoney: 122,
  bigint: 127,
  varbinary: 165,
  varchar: 167,
  binary: 173,
  char: 175,
  rowversion: 189,
  nvarchar: 231,
  nchar: 239,
  clr: 240,
  xml: 241,
} as const

/** What a decoder has to know of a column. */
export interface ColumnType {
  readonly systemTypeId: number
  readonly precision: number
  readonly scale: number
  readonly collationId: number
}

/** What the decoders have to know of the database. */
export interface DatabaseTraits {
  readonly databaseVersion: number
  /** Collation of the database, used where a column has none of its own. */
  readonly collationId: number
}

/** Returns a decoder whose every value is a marker that tells the length. */
function notDecoded(what: string): Decode {
  return (_block, _at, length) => unreadable('NOT_SUPPORTED', `${what}, ${length} bytes`)
}

/** A bit that stands alone in its byte, as in sql_variant. */
const decodeByteAsBit = ofLength(1, ({ bytes }, at) => ((bytes[at] ?? 0) & 1) === 1)

const simple: Readonly<Record<number, Decode>> = {
  [typeIds.image]: decodeBinary,
  [typeIds.uniqueidentifier]: decodeGuid,
  [typeIds.date]: decodeDate,
  [typeIds.tinyint]: decodeTinyint,
  [typeIds.smallint]: decodeSmallint,
  [typeIds.int]: decodeInt,
  [typeIds.smalldatetime]: decodeSmalldatetime,
  [typeIds.real]: decodeReal,
  [typeIds.money]: decodeMoney,
  [typeIds.datetime]: decodeDatetime,
  [typeIds.float]: decodeFloat,
  [typeIds.ntext]: decodeUtf16,
  [typeIds.bit]: decodeByteAsBit,
  [typeIds.smallmoney]: decodeSmallmoney,
  [typeIds.bigint]: decodeBigint,
  [typeIds.varbinary]: decodeBinary,
  [typeIds.binary]: decodeBinary,
  [typeIds.rowversion]: decodeRowversion,
  [typeIds.nvarchar]: decodeUtf16,
  [typeIds.nchar]: decodeUtf16,
}

/**
 * Returns the decoder of a column's values. What is not decoded - binary XML, CLR types such as hierarchyid and
 * geometry, the native json and vector of 2025 - gives a marker with the length.
 */
export function decoderFor(type: ColumnType, database: DatabaseTraits): Decode {
  const { systemTypeId, precision, scale } = type
  const known = simple[systemTypeId]
  if (known !== undefined) return known
  switch (systemTypeId) {
    case typeIds.decimal:
    case typeIds.numeric:
      return isDecimal(precision, scale)
        ? decimalDecoder(precision, scale)
        : notDecoded(`decimal(${precision}, ${scale})`)
    case typeIds.time:
      return scale <= 7 ? timeDecoder(scale) : notDecoded(`time(${scale})`)
    case typeIds.datetime2:
      return scale <= 7 ? datetime2Decoder(scale) : notDecoded(`datetime2(${scale})`)
    case typeIds.datetimeoffset:
      return scale <= 7 ? datetimeoffsetDecoder(scale) : notDecoded(`datetimeoffset(${scale})`)
    case typeIds.text:
    case typeIds.varchar:
    case typeIds.char:
      return codePageDecoder(
        codePageOf(type.collationId || database.collationId, database.databaseVersion),
      )
    case typeIds.variant:
      return variantDecoder((base) => decoderFor(base, database))
    case typeIds.xml:
      return notDecoded('binary xml')
    case typeIds.clr:
      return notDecoded('a CLR type')
    default:
      return notDecoded(`type ${systemTypeId}`)
  }
}

function isDecimal(precision: number, scale: number): boolean {
  return precision >= 1 && precision <= 38 && scale >= 0 && scale <= precision
}

/** Returns the length of a type that always takes as many bytes in a record, or undefined; bit takes a bit. */
export function fixedBytes(type: ColumnType, maxLengthBytes: number): number | undefined {
  switch (type.systemTypeId) {
    case typeIds.tinyint:
      return 1
    case typeIds.smallint:
      return 2
    case typeIds.date:
      return 3
    case typeIds.int:
    case typeIds.smalldatetime:
    case typeIds.real:
    case typeIds.smallmoney:
      return 4
    case typeIds.bigint:
    case typeIds.money:
    case typeIds.datetime:
    case typeIds.float:
    case typeIds.rowversion:
      return 8
    case typeIds.uniqueidentifier:
      return 16
    case typeIds.decimal:
    case typeIds.numeric:
      return decimalBytes(type.precision)
    case typeIds.time:
      return timeBytes(type.scale)
    case typeIds.datetime2:
      return timeBytes(type.scale) + 3
    case typeIds.datetimeoffset:
      return timeBytes(type.scale) + 5
    case typeIds.binary:
    case typeIds.char:
    case typeIds.nchar:
      return maxLengthBytes
    default:
      return undefined
  }
}
