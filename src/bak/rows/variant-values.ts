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

const noProperties = new Set([36, 40, 48, 52, 56, 58, 59, 60, 61, 62, 104, 122, 127])
const withScale = new Set([41, 42, 43])
const decimals = new Set([106, 108])
const binaries = new Set([165, 173])
const texts = new Set([167, 175, 231, 239])

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
    if (withScale.has(systemTypeId)) {
      const scale = bytes[from] ?? 0
      if (scale > 7) return bad
      type = { ...type, scale }
    } else if (decimals.has(systemTypeId)) {
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

function propertyBytes(systemTypeId: number): number {
  if (noProperties.has(systemTypeId)) return 0
  if (withScale.has(systemTypeId)) return 1
  if (decimals.has(systemTypeId) || binaries.has(systemTypeId)) return 2
  return texts.has(systemTypeId) ? 6 : -1
}
