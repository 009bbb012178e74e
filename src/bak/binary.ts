/**
 * Little-endian numbers, GUIDs, LSNs and strings out of bytes. The callers have checked that the bytes are there:
 * a read beyond the view is a fault of the caller and throws RangeError.
 */
import type { Lsn } from '../core/index.ts'

/** Returns the bytes of a view, without a copy. */
export function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}

/** Returns a view of exactly these bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Returns the unsigned number of two bytes. */
export function u16(view: DataView, offset: number): number {
  return view.getUint16(offset, true)
}

/** Returns the unsigned number of four bytes. */
export function u32(view: DataView, offset: number): number {
  return view.getUint32(offset, true)
}

/** Returns the number, exact up to 2^53 - 1; a larger one is returned as Infinity, because no file is that long. */
export function u64(view: DataView, offset: number): number {
  const high = view.getUint32(offset + 4, true)
  return high > 0x1f_ffff ? Number.POSITIVE_INFINITY : high * 2 ** 32 + view.getUint32(offset, true)
}

/** Returns the XOR of `words` u16 words: the checksum of MTF's block and stream headers. @source MTF 1.00a [spec] */
export function xorOfWords(view: DataView, offset: number, words: number): number {
  let xor = 0
  for (let word = 0; word < words; word++) xor ^= view.getUint16(offset + word * 2, true)
  return xor
}

/** Returns `length` bytes as text, one character each; bytes outside printable ASCII become `\xNN`. */
export function ascii(view: DataView, offset: number, length: number): string {
  let text = ''
  for (let at = offset; at < offset + length; at++) {
    const byte = view.getUint8(at)
    text +=
      byte >= 0x20 && byte < 0x7f
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, '0')}`
  }
  return text
}

/** Returns a checksum or flags as `0x` and at least so many hexadecimal digits. */
export function hex(value: number, digits = 1): string {
  return `0x${value.toString(16).padStart(digits, '0')}`
}

/** Returns the bytes as a UTF-16LE string; half pairs become U+FFFD, an odd last byte is left out. */
export function utf16(view: DataView, offset: number, byteLength: number): string {
  let text = ''
  const end = offset + byteLength - 1
  for (let at = offset; at < end; at += 2) text += String.fromCharCode(view.getUint16(at, true))
  return text.isWellFormed() ? text : text.toWellFormed()
}

/** Returns an LSN of 10 bytes: u32 VLF, u32 block, u16 slot. @source bak-format facts 1.8 [measured] */
export function lsnAt(view: DataView, offset: number): Lsn {
  return { vlf: u32(view, offset), block: u32(view, offset + 4), slot: u16(view, offset + 8) }
}

/** Returns the LSN, or undefined when all its bytes are zero. */
export function lsnOrNone(view: DataView, offset: number): Lsn | undefined {
  const lsn = lsnAt(view, offset)
  return lsn.vlf === 0 && lsn.block === 0 && lsn.slot === 0 ? undefined : lsn
}

/** The order in which Windows stores the 16 bytes of a GUID: the first three groups are little-endian. [measured] */
export const guidByteOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const

/** Returns 16 bytes as a GUID in lower case with hyphens, or undefined when all of them are zero. */
export function guidAt(view: DataView, offset: number): string | undefined {
  let hex = ''
  for (const at of guidByteOrder)
    hex += view
      .getUint8(offset + at)
      .toString(16)
      .padStart(2, '0')
  if (hex === '0'.repeat(32)) return undefined
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
