/**
 * Values of sql_variant in sysobjvalues.
 *
 * @source real backups: u8 type, u8 version 1, then for nvarchar u16 length and u32 collation, the value [measured]
 */
import { u16, utf16 } from '../../binary.ts'
import { typeIds } from '../system-types.ts'

const textAt = 8

/** Returns an int, or undefined where the value is something else. */
export function variantInt(view: DataView): number | undefined {
  if (view.byteLength !== 6 || view.getUint8(0) !== typeIds.int) return undefined
  return view.getInt32(2, true)
}

/** Returns a text, or undefined where the value is something else. */
export function variantText(view: DataView): string | undefined {
  if (view.byteLength < textAt || view.getUint8(0) !== typeIds.nvarchar) return undefined
  const length = view.byteLength - textAt
  return length > u16(view, 2) ? undefined : utf16(view, textAt, length)
}
