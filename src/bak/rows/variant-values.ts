/**
 * Decodes sql_variant: a base type with its properties, then the value as that type has it.
 *
 * @source 6,000 values of real system tables, of bit, int, bigint, float, datetime, nvarchar and varbinary [measured];
 *   properties of the other types reported, so all that can contradict itself is checked [guess]
 *
 *   0 u8 base type    1 u8 version 1    2 properties    behind them the value
 *   time, datetime2, datetimeoffset: u8 scale         decimal: u8 precision, u8 scale
 *   binary: u16 longest length                        text: u16 longest length, u32 collation
 */
import {
  decimalTypes,
  scaledTypes,
  sizedTypes,
  typeIds,
  valueBytes,
} from '../catalog/system-types.ts'
import type { Decode } from './decode.ts'
import { type SqlValue, unreadable } from './values.ts'

const version = 1
const longestVariant = 8000

const bad = unreadable('BAD_BYTES', 'the sql_variant contradicts itself')

/** What the decoder of the base type has to know. */
export interface VariantType {
  readonly systemTypeId: number
  readonly precision: number
  readonly scale: number
  readonly collationId: number
  readonly lengthBytes: number
}

const binaries: ReadonlySet<number> = new Set([typeIds.varbinary, typeIds.binary])

/** @param decoderFor  returns the decoder of a base type */
export function variantDecoder(decoderFor: (type: VariantType) => Decode): Decode {
  return (block, at, length): SqlValue => {
    const { bytes, view } = block
    if (length < 2 || bytes[at + 1] !== version) return bad
    const systemTypeId = bytes[at] ?? 0
    const properties = propertyBytes(systemTypeId)
    const lengthBytes = length - 2 - properties
    if (properties < 0 || lengthBytes < 0) return bad
    const from = at + 2
    let type = { systemTypeId, precision: 0, scale: 0, collationId: 0, lengthBytes }
    if (scaledTypes.has(systemTypeId)) {
      const scale = bytes[from] ?? 0
      if (scale > 7) return bad
      type = { ...type, scale }
    } else if (decimalTypes.has(systemTypeId)) {
      const precision = bytes[from] ?? 0
      const scale = bytes[from + 1] ?? 0
      if (precision < 1 || precision > 38 || scale > precision) return bad
      type = { ...type, precision, scale }
    } else if (properties >= 2) {
      const longest = view.getUint16(from, true)
      if (longest > longestVariant || lengthBytes > longest) return bad
      if (properties === 6) type = { ...type, collationId: view.getUint32(from + 2, true) }
    }
    return decoderFor(type)(block, from + properties, lengthBytes)
  }
}

/** Returns the length of a base type's properties, or -1 where no sql_variant can hold it. */
function propertyBytes(systemTypeId: number): number {
  if (scaledTypes.has(systemTypeId)) return 1
  if (decimalTypes.has(systemTypeId) || binaries.has(systemTypeId)) return 2
  if (sizedTypes.has(systemTypeId)) return 6
  const isPlain = systemTypeId === typeIds.bit || valueBytes(systemTypeId, 0, 0) !== undefined
  return isPlain && systemTypeId !== typeIds.rowversion ? 0 : -1
}
