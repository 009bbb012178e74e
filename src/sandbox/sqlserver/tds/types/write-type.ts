/** TYPE_INFO: the description of a column's type that stands in front of its values [spec MS-TDS 2.2.5.6]. */
import type { ByteWriter } from '../byte-writer.ts'
import { type Collation, collationBytes } from '../collation.ts'
import { decimalBytes } from './numbers.ts'
import { typeCodes } from './type-codes.ts'
import type { WireType } from './wire-type.ts'

/** Length that stands for (max). */
const maxLength = 0xffff
/** Length that stands for text and ntext of up to 2 GB. */
const longBytes = 0x7fffffff

/** Nullable types with one byte of length. */
const sizedTypes: Readonly<Record<string, readonly [code: number, bytes: number]>> = {
  bit: [typeCodes.bitN, 1],
  tinyint: [typeCodes.intN, 1],
  smallint: [typeCodes.intN, 2],
  int: [typeCodes.intN, 4],
  bigint: [typeCodes.intN, 8],
  smallmoney: [typeCodes.moneyN, 4],
  money: [typeCodes.moneyN, 8],
  real: [typeCodes.floatN, 4],
  float: [typeCodes.floatN, 8],
  smalldatetime: [typeCodes.dateTimeN, 4],
  datetime: [typeCodes.dateTimeN, 8],
  uniqueidentifier: [typeCodes.guid, 16],
}

/** Writes the description. Every type is described as one that can be NULL. */
export function writeTypeInfo(
  writer: ByteWriter,
  type: WireType,
  serverCollation: Collation,
): void {
  switch (type.name) {
    case 'decimal':
    case 'numeric': {
      const code = type.name === 'decimal' ? typeCodes.decimalN : typeCodes.numericN
      writer.u8(code).u8(decimalBytes(type.precision)).u8(type.precision).u8(type.scale)
      return
    }
    case 'date':
      writer.u8(typeCodes.date)
      return
    case 'time':
      writer.u8(typeCodes.time).u8(type.scale)
      return
    case 'datetime2':
      writer.u8(typeCodes.dateTime2).u8(type.scale)
      return
    case 'datetimeoffset':
      writer.u8(typeCodes.dateTimeOffset).u8(type.scale)
      return
    case 'char':
    case 'varchar':
    case 'nchar':
    case 'nvarchar':
      writeCharacterType(writer, type, type.collation ?? serverCollation)
      return
    case 'binary':
    case 'varbinary': {
      const code =
        type.name === 'binary' && type.length !== 'max'
          ? typeCodes.bigBinary
          : typeCodes.bigVarBinary
      writer.u8(code).u16(type.length === 'max' ? maxLength : Math.max(1, type.length))
      return
    }
    case 'xml':
      writer.u8(typeCodes.xml).u8(0)
      return
    case 'text':
    case 'ntext':
      writer.u8(type.name === 'text' ? typeCodes.text : typeCodes.nText).u32(longBytes)
      writer.bytes(collationBytes(ownCollation(type.of) ?? serverCollation))
      return
    case 'image':
      writer.u8(typeCodes.image).u32(longBytes)
      return
    default: {
      const [code, bytes] = sizedTypes[type.name] ?? [typeCodes.null, 0]
      writer.u8(code).u8(bytes)
    }
  }
}

function ownCollation(type: object): Collation | undefined {
  return 'collation' in type ? (type.collation as Collation | undefined) : undefined
}

function writeCharacterType(
  writer: ByteWriter,
  type: Extract<WireType, { name: 'char' | 'varchar' | 'nchar' | 'nvarchar' }>,
  collation: Collation,
): void {
  const isFixed = type.length !== 'max'
  const codes = {
    char: isFixed ? typeCodes.bigChar : typeCodes.bigVarChar,
    varchar: typeCodes.bigVarChar,
    nchar: isFixed ? typeCodes.nChar : typeCodes.nVarChar,
    nvarchar: typeCodes.nVarChar,
  }
  const unitBytes = type.name.startsWith('n') ? 2 : 1
  writer.u8(codes[type.name])
  writer.u16(type.length === 'max' ? maxLength : Math.max(1, type.length) * unitBytes)
  writer.bytes(collationBytes(collation))
}
