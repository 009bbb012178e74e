/** Gathers little-endian fields of an answer in one growing buffer, from which whole packets are taken off the front. */

export class ByteWriter {
  #bytes = Buffer.allocUnsafe(4096)
  /** Where what is still here begins and ends. */
  #start = 0
  #end = 0

  /** Bytes that were not taken off yet. */
  get length(): number {
    return this.#end - this.#start
  }

  u8(value: number): this {
    const at = this.#grow(1)
    this.#bytes.writeUInt8(value, at)
    return this
  }

  u16(value: number): this {
    const at = this.#grow(2)
    this.#bytes.writeUInt16LE(value, at)
    return this
  }

  u16BigEndian(value: number): this {
    const at = this.#grow(2)
    this.#bytes.writeUInt16BE(value, at)
    return this
  }

  i16(value: number): this {
    const at = this.#grow(2)
    this.#bytes.writeInt16LE(value, at)
    return this
  }

  u32(value: number): this {
    const at = this.#grow(4)
    this.#bytes.writeUInt32LE(value, at)
    return this
  }

  u32BigEndian(value: number): this {
    const at = this.#grow(4)
    this.#bytes.writeUInt32BE(value, at)
    return this
  }

  i32(value: number): this {
    const at = this.#grow(4)
    this.#bytes.writeInt32LE(value, at)
    return this
  }

  u64(value: bigint): this {
    const at = this.#grow(8)
    this.#bytes.writeBigUInt64LE(value, at)
    return this
  }

  i64(value: bigint): this {
    const at = this.#grow(8)
    this.#bytes.writeBigInt64LE(value, at)
    return this
  }

  float(value: number): this {
    const at = this.#grow(4)
    this.#bytes.writeFloatLE(value, at)
    return this
  }

  double(value: number): this {
    const at = this.#grow(8)
    this.#bytes.writeDoubleLE(value, at)
    return this
  }

  /** A little-endian integer of 1 to 6 bytes. */
  uint(value: number, length: number): this {
    const at = this.#grow(length)
    this.#bytes.writeUIntLE(value, at, length)
    return this
  }

  bytes(value: Uint8Array): this {
    const at = this.#grow(value.length)
    this.#bytes.set(value, at)
    return this
  }

  /** UTF-16 without a length. */
  utf16(text: string): this {
    return this.bytes(Buffer.from(text, 'utf16le'))
  }

  /** B_VARCHAR: a length in one byte, then UTF-16; what is longer than 255 units is cut. */
  shortText(text: string): this {
    const cut = text.slice(0, 255)
    return this.u8(cut.length).utf16(cut)
  }

  /** US_VARCHAR: a length in two bytes, then UTF-16; what is longer than 65535 units is cut. */
  longText(text: string): this {
    const cut = text.slice(0, 0xffff)
    return this.u16(cut.length).utf16(cut)
  }

  /** Writes through `write` and puts in front of it how many bytes it wrote, in two bytes. */
  sized(write: (writer: ByteWriter) => void): this {
    const at = this.#grow(2)
    write(this)
    this.#bytes.writeUInt16LE(this.#end - at - 2, at)
    return this
  }

  /** Takes back what was written last, so that so many bytes remain. */
  cutTo(length: number): void {
    this.#end = this.#start + length
  }

  /** Takes off the first bytes, as a copy. */
  take(length: number): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(this.#start, this.#start + length))
    this.#start += length
    // Moving what is left only when half was taken keeps a long answer in small packets linear.
    if (this.#start >= this.#end - this.#start) {
      this.#bytes.copyWithin(0, this.#start, this.#end)
      this.#end -= this.#start
      this.#start = 0
    }
    return taken
  }

  /** Takes off all bytes. */
  takeAll(): Buffer {
    return this.take(this.length)
  }

  #grow(length: number): number {
    const at = this.#end
    const needed = at + length
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, this.#bytes.length * 2))
      larger.set(this.#bytes.subarray(0, at))
      this.#bytes = larger
    }
    this.#end = needed
    return at
  }
}
