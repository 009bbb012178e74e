/** Writes single values into a block: integers, LSNs, GUIDs, MTF dates and strings. The opposite of the reader's fields. */
import type { Lsn } from '../../core/index.ts'

/** A block that is being filled; every offset is from its first byte. */
export class Fields {
  readonly bytes: Uint8Array
  /** The same bytes as whole words; the last one to three bytes may be missing. */
  readonly words: Uint32Array
  readonly #view: DataView

  constructor(sizeBytes: number) {
    this.bytes = new Uint8Array(sizeBytes)
    this.words = new Uint32Array(this.bytes.buffer, 0, sizeBytes >> 2)
    this.#view = new DataView(this.bytes.buffer)
  }

  u8(offset: number, value: number): void {
    this.bytes[offset] = value
  }

  u16(offset: number, value: number): void {
    this.#view.setUint16(offset, value, true)
  }

  u32(offset: number, value: number): void {
    this.#view.setUint32(offset, value >>> 0, true)
  }

  /** @param value  0 or more, a safe integer */
  u64(offset: number, value: number): void {
    this.#view.setBigUint64(offset, BigInt(value), true)
  }

  /** @param value  a signed 64-bit number */
  i64(offset: number, value: bigint): void {
    this.#view.setBigInt64(offset, value, true)
  }

  ascii(offset: number, text: string): void {
    for (let index = 0; index < text.length; index++)
      this.u8(offset + index, text.charCodeAt(index))
  }

  put(offset: number, bytes: Uint8Array): void {
    this.bytes.set(bytes, offset)
  }

  /** Ten bytes: VLF, block, slot. */
  lsn(offset: number, lsn: Lsn): void {
    this.u32(offset, lsn.vlf)
    this.u32(offset + 4, lsn.block)
    this.u16(offset + 8, lsn.slot)
  }

  /** Sixteen bytes in Windows' mixed order. */
  guid(offset: number, guid: string): void {
    this.put(offset, guidBytes(guid))
  }

  /** Five bytes; an empty text leaves them zero. */
  date(offset: number, localTime: string): void {
    if (localTime !== '') this.put(offset, mtfDate(localTime))
  }

  /** A pair {u16 length, u16 place} at `offset`, and the text as UTF-16LE at `place`. Returns the place after it. */
  text(offset: number, place: number, text: string): number {
    const bytes = utf16(text)
    this.u16(offset, bytes.byteLength)
    this.u16(offset + 2, bytes.byteLength === 0 ? 0 : place)
    this.put(place, bytes)
    return place + bytes.byteLength
  }
}

/** Returns the text as UTF-16LE without a mark. */
export function utf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2)
  const view = new DataView(bytes.buffer)
  for (let index = 0; index < text.length; index++)
    view.setUint16(index * 2, text.charCodeAt(index), true)
  return bytes
}

/** Returns the 16 bytes of a GUID: the first three groups little-endian. */
export function guidBytes(guid: string): Uint8Array {
  const hex = guid.replaceAll('-', '')
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
  return Uint8Array.from(order, (place) => Number.parseInt(hex.slice(place * 2, place * 2 + 2), 16))
}

/**
 * Returns `YYYY-MM-DD hh:mm:ss` as five bytes.
 * @source bak-format facts 1.7: 40 bits, big-endian: year 14, month 4, day 5, hour 5, minute 6, second 6
 */
function mtfDate(localTime: string): Uint8Array {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = localTime
    .split(/[- :]/)
    .map(Number)
  let bits = 0n
  for (const [value, width] of [
    [year, 14n],
    [month, 4n],
    [day, 5n],
    [hour, 5n],
    [minute, 6n],
    [second, 6n],
  ] as const)
    bits = (bits << width) | BigInt(value)
  return Uint8Array.from([32n, 24n, 16n, 8n, 0n], (shift) => Number((bits >> shift) & 255n))
}

/** Returns the XOR of the 16-bit words in the first `length` bytes: the checksum of blocks and stream headers. */
export function wordChecksum(bytes: Uint8Array, length: number): number {
  let checksum = 0
  for (let offset = 0; offset < length; offset += 2)
    checksum ^= (bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8)
  return checksum
}

/** Returns the next multiple of `unit` at or after `offset`. */
export function alignUp(offset: number, unit: number): number {
  return Math.ceil(offset / unit) * unit
}
