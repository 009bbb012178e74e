/** Reads little-endian fields out of a message; going past its end is a broken message, not undefined bytes. */
import { MalformedTds } from './malformed.ts'

export class ByteReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Bytes that are left. */
  get left(): number {
    return this.#bytes.length - this.#at
  }

  /** The next byte, which stays unread, or undefined at the end. */
  get next(): number | undefined {
    return this.#bytes[this.#at]
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#advance(1))
  }

  u16(): number {
    return this.#bytes.readUInt16LE(this.#advance(2))
  }

  u16BigEndian(): number {
    return this.#bytes.readUInt16BE(this.#advance(2))
  }

  u32(): number {
    return this.#bytes.readUInt32LE(this.#advance(4))
  }

  i16(): number {
    return this.#bytes.readInt16LE(this.#advance(2))
  }

  i32(): number {
    return this.#bytes.readInt32LE(this.#advance(4))
  }

  u64(): bigint {
    return this.#bytes.readBigUInt64LE(this.#advance(8))
  }

  i64(): bigint {
    return this.#bytes.readBigInt64LE(this.#advance(8))
  }

  float(): number {
    return this.#bytes.readFloatLE(this.#advance(4))
  }

  double(): number {
    return this.#bytes.readDoubleLE(this.#advance(8))
  }

  /** A little-endian integer of 1 to 6 bytes. */
  uint(length: number): number {
    return this.#bytes.readUIntLE(this.#advance(length), length)
  }

  /** The next bytes, not copied. */
  bytes(length: number): Buffer {
    const start = this.#advance(length)
    return this.#bytes.subarray(start, start + length)
  }

  /** Text of so many UTF-16 units. */
  text(units: number): string {
    return this.bytes(units * 2).toString('utf16le')
  }

  #advance(length: number): number {
    const start = this.#at
    if (length < 0 || length > this.left)
      throw new MalformedTds(`${length} bytes expected at ${start}, ${this.left} left`)
    this.#at += length
    return start
  }
}
