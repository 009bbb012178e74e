/** Chooses the decoder of a column by its type. */
import { typeIds, valueBytes } from '../catalog/system-types.ts'
import { decodeBinary, decodeGuid, decodeRowversion } from './binary-values.ts'
import { codePageOf } from './code-pages.ts'
import type { Decode } from './decode.ts'
import {
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
  timeDecoder,
} from './time-values.ts'
import { unreadable } from './values.ts'
import { variantDecoder } from './variant-values.ts'

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
    case typeIds.binary:
    case typeIds.char:
    case typeIds.nchar:
      return maxLengthBytes
    default:
      return valueBytes(type.systemTypeId, type.precision, type.scale)
  }
}
