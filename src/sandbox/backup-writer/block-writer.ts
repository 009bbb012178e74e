/**
 * The parts that a tape file is put together of: descriptor blocks, streams, padding, file marks, each with its
 * checksum and its place. Which of them follow one another is not known here.
 * @source bak-format facts 1.1 to 1.3; paddings from real files [measured]
 */
import { alignUp, Fields, wordChecksum } from './fields.ts'
import { Layout } from './layout.ts'

export const headerBytes = 22
/** Unit of the format logical address. */
export const blockUnit = 1024

/** One file that grows block by block. */
export class BlockWriter {
  readonly layout = new Layout()
  readonly sectorBytes: 512 | 4096
  /** Where the backup set began that is being written; 0 before the first. */
  setStart = 0
  /** Bytes at which the file marks stand, newest first. */
  #fileMarks: number[] = []
  #blockId = 0

  constructor(sectorBytes: 512 | 4096) {
    this.sectorBytes = sectorBytes
  }

  /** Where the next byte goes. */
  get place(): number {
    return this.layout.sizeBytes
  }

  /** Places of the file marks so far, ascending. */
  get fileMarks(): number[] {
    return this.#fileMarks.toReversed()
  }

  /** Addresses and numbers of blocks count from here. */
  beginSet(): void {
    this.setStart = this.place
    this.#blockId = 0
  }

  writeFileMark(): void {
    const at = this.place
    const mark = new Fields(this.sectorBytes)
    this.#fillHeader(mark, 'SFMB', this.sectorBytes, 0x80000000, 0)
    mark.u32(52, (this.sectorBytes - 72) / 8)
    mark.u32(56, this.#fileMarks.length)
    mark.u32(60, 72)
    for (const [index, place] of this.#fileMarks.entries())
      if (72 + 8 * index + 8 <= this.sectorBytes) mark.u64(72 + 8 * index, place)
    mark.u16(50, wordChecksum(mark.bytes, 50))
    this.layout.append(mark.bytes)
    this.#fileMarks = [at, ...this.#fileMarks]
  }

  /** A block with room for its texts; the checksum is set when it is appended. */
  block(type: string, roomBytes: number, attributes = 0, isNumbered = true): Fields {
    const block = new Fields(alignUp(roomBytes, 4))
    const inSet = type !== 'TAPE' && type !== 'ESET'
    this.#fillHeader(block, type, 0, attributes, inSet && isNumbered ? this.#blockId++ : 0)
    if (inSet) block.u64(20, (this.place - this.setStart) / blockUnit)
    return block
  }

  #fillHeader(block: Fields, type: string, offset: number, attributes: number, id: number): void {
    block.ascii(0, type)
    block.u32(4, attributes)
    block.u16(8, offset)
    block.u8(10, 0x0e)
    block.u8(11, 1)
    block.u32(36, id)
    block.u8(48, type === 'SFMB' || type === 'MSDA' || type === 'MSTL' || type === 'ESET' ? 0 : 2)
  }

  append(block: Fields, length: number): void {
    const size = alignUp(length, 4)
    block.u16(8, size)
    block.u16(50, wordChecksum(block.bytes, 50))
    this.layout.append(block.bytes.subarray(0, size))
  }

  header(id: string, length: number, mediaAttributes = 0): void {
    const header = new Fields(headerBytes)
    header.ascii(0, id)
    header.u16(6, mediaAttributes)
    header.u64(8, length)
    header.u16(20, wordChecksum(header.bytes, 20))
    this.layout.append(header.bytes)
  }

  stream(id: string, data: Uint8Array): void {
    this.header(id, data.byteLength)
    this.layout.append(data)
    this.align4()
  }

  align4(): void {
    this.layout.appendZeros(alignUp(this.place, 4) - this.place)
  }

  /** Ends a block: an SPAD up to the next multiple of `unit` from `origin` (default: the set's begin). */
  pad(unit: number, origin: number = this.setStart): void {
    const from = this.place + headerBytes
    const end = origin + alignUp(from - origin, unit)
    this.header('SPAD', end - from)
    this.layout.appendZeros(end - from)
  }

  /** An APAD so that the payload of the next stream (header, two lead bytes) begins on a sector. */
  padToPayload(): void {
    const lead = headerBytes + 2
    const payload = alignUp(this.place + headerBytes + lead, this.sectorBytes)
    this.header('APAD', payload - lead - headerBytes - this.place, 0x80)
    this.layout.appendZeros(payload - lead - this.place)
  }
}
