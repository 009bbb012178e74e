/**
 * Writes a SQL Server backup in the Microsoft Tape Format, block by block, as SQL Server lays it out. For the
 * sandbox's source, the sample backups and the tests; the opposite of src/bak.
 * @source bak-format facts 1.1 to 1.9; constant bytes and paddings from real files [measured]
 */
import { type ByteSource, memorySource } from '../../core/index.ts'
import { BackedUpPages, type Region, writeFiller } from './backed-up-pages.ts'
import { extentBytes, pageBytes, streamChecksum } from './checksums.ts'
import { type CompressOptions, type CutPlan, compressBackup } from './container/compress-backup.ts'
import { type EngineVersion, engineVersions } from './engine-versions.ts'
import { alignUp, Fields, wordChecksum } from './fields.ts'
import { Layout } from './layout.ts'
import { mqciRecords, type SetSizes } from './records.ts'
import type { BackupSetSpec, BackupSpec } from './spec.ts'

const headerBytes = 22
const defaultLogBytes = 4096
/** Unit of the format logical address. */
const blockUnit = 1024

/** Returns the whole backup in memory. */
export function writeBackup(spec: BackupSpec): Uint8Array {
  const layout = layOut(spec)
  return layout.slice(0, layout.sizeBytes)
}

/** A backup up to this size is made at once, a larger one as it is read. */
const memoryLimitBytes = 64 * 2 ** 20

/** Returns the backup as a source, of any size: what does not fit in memory is made when it is read. */
export function writeBackupSource(spec: BackupSpec, name: string): ByteSource {
  const layout = layOut(spec)
  return layout.sizeBytes > memoryLimitBytes
    ? layout.toSource(name)
    : memorySource(layout.slice(0, layout.sizeBytes), name)
}

/**
 * Yields the backup from the first byte to the last, in the memory of one chunk.
 * @param chunkBytes  bytes of every chunk but the last; each is overwritten by the next
 */
export function* backupChunks(spec: BackupSpec, chunkBytes = 2 ** 20): Generator<Uint8Array> {
  yield* layOut(spec).chunks(chunkBytes)
}

/**
 * Yields the backup in the compressed container, in the memory of one chunk. Every piece is its own.
 * What the records say of the compressed size is the size before compression.
 */
export function* compressedBackupChunks(
  spec: BackupSpec,
  options: CompressOptions = {},
): Generator<Uint8Array> {
  yield* compressBackup(new MtfWriter(spec).write(), options)
}

/** Returns the whole backup in the compressed container. */
export function writeCompressedBackup(spec: BackupSpec, options: CompressOptions = {}): Uint8Array {
  const pieces = [...compressedBackupChunks(spec, options)]
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0))
  let place = 0
  for (const piece of pieces) {
    bytes.set(piece, place)
    place += piece.byteLength
  }
  return bytes
}

function layOut(spec: BackupSpec): Layout {
  return new MtfWriter(spec).write().layout
}

/** One write of one file: the place in it and the file marks so far. */
class MtfWriter {
  readonly #spec: BackupSpec
  readonly #engine: EngineVersion
  readonly #sector: number
  readonly #layout = new Layout()
  /** Bytes at which the file marks stand, newest first. */
  #fileMarks: number[] = []
  #setStart = 0
  #blockId = 0
  /** Where the compressed container may be cut: begins of data, and headers of the streams behind it. */
  #cuts: number[] = []
  #afterData: number[] = []
  readonly #sets: Array<CutPlan['sets'][number]> = []

  constructor(spec: BackupSpec) {
    this.#spec = spec
    this.#engine = engineVersions[spec.engine]
    this.#sector = spec.sectorBytes ?? 512
  }

  write(): CutPlan {
    const [first] = this.#spec.sets
    if (!first) throw new TypeError('a backup has at least one set')
    this.#writeTape(first)
    this.#writeFileMark()
    for (const [index, set] of this.#spec.sets.entries()) this.#writeSet(set, index + 1)
    return {
      layout: this.#layout,
      sectorBytes: this.#sector,
      fileMarks: this.#fileMarks.toReversed(),
      cuts: this.#cuts,
      sets: this.#sets,
    }
  }

  get #place(): number {
    return this.#layout.sizeBytes
  }

  /** Family id: the first four bytes of the media set's GUID are as good as any. */
  get #familyId(): number {
    return Number.parseInt(this.#spec.mediaSetId.slice(0, 8), 16) ^ (this.#spec.familyNumber ?? 1)
  }

  #writeTape(first: BackupSetSpec): void {
    const texts = [this.#spec.mediaName ?? '', this.#spec.mediaDescription ?? '']
    const software = 'Microsoft SQL Server'
    const block = this.#block(
      'TAPE',
      94 + 16 + 2 * (texts.join('').length + software.length),
      0x30000,
    )
    block.u32(52, this.#familyId)
    block.u32(56, 5)
    block.u16(60, 1)
    if (this.#spec.hasMediaPassword) {
      block.u16(62, 5)
      block.u16(76, 16)
      block.u16(78, 94)
      for (let index = 0; index < 16; index++) block.u8(94 + index, 0xa0 + index)
    }
    block.u16(64, this.#sector / 512)
    block.u16(66, 3)
    let place = this.#spec.hasMediaPassword ? 110 : 94
    place = block.text(68, place, texts[0] ?? '')
    place = block.text(72, place, texts[1] ?? '')
    place = block.text(80, place, software)
    block.u16(84, blockUnit)
    block.u16(86, 0x1200)
    block.date(88, first.start)
    block.u8(93, 1)
    this.#append(block, place)
    const raid = new Fields(32)
    raid.guid(0, this.#spec.mediaSetId)
    raid.put(16, Uint8Array.of(0xad, 0, 0, 0xf0))
    raid.u16(20, this.#spec.familyCount ?? 1)
    raid.u16(22, 1)
    raid.u16(24, this.#spec.familyNumber ?? 1)
    raid.u16(30, 1)
    this.#stream('RAID', raid.bytes)
    this.#pad(this.#sector === 512 ? blockUnit : this.#sector, 0)
  }

  #writeSet(given: BackupSetSpec, position: number): void {
    const data = new BackedUpPages(given, this.#engine)
    const set = { ...given, files: data.files }
    this.#setStart = this.#place
    this.#blockId = 0
    this.#writeSetStart(set, position)
    this.#writeVolume(set)
    // The sizes are not part of MSCI, so the records before and after the data have the same length.
    const pages = data.pageCounts()
    if (set.dataBytes !== undefined) pages.set(1, set.dataBytes / pageBytes)
    this.#writeConfiguration('MSCI', set, { backupBytes: 0, pages })
    for (const region of data.regions) this.#writeData(set, data, region)
    const hasLog = (this.#spec.familyNumber ?? 1) === 1
    this.#writeLog(set, hasLog ? (set.logBytes ?? defaultLogBytes) : 0)
    this.#writeLog(set, 0)
    const ownBytes = this.#place - this.#setStart + (this.#sector === 512 ? 1024 : 4096)
    const backupBytes = this.#ofAllStripes(set, data, ownBytes)
    this.#writeConfiguration('MSLS', set, { backupBytes, pages }, this.#sector)
    this.#sets.push({
      offset: this.#setStart,
      afterData: this.#afterData,
      indexMark: this.#place,
    })
    this.#afterData = []
    this.#writeFileMark()
    this.#writeSetEnd(set, position)
  }

  /** BackupSize counts all stripes: the headers of each, and the data and the log of all. */
  #ofAllStripes(set: BackupSetSpec, data: BackedUpPages, ownBytes: number): number {
    const families = this.#spec.familyCount ?? 1
    if (families === 1) return ownBytes
    const bytesOf = (regions: readonly Region[]) =>
      regions.flat().reduce((sum, { extents }) => sum + extents.length * extentBytes, 0)
    const logBytes = set.logBytes ?? defaultLogBytes
    const ownLog = (this.#spec.familyNumber ?? 1) === 1 ? logBytes : 0
    const headers = ownBytes - bytesOf(data.regions.map((region) => this.#dealt(region))) - ownLog
    return families * headers + bytesOf(data.regions) + logBytes
  }

  #writeSetStart(set: BackupSetSpec, position: number): void {
    const { major, minor } = this.#engine
    const texts = [set.name ?? '', set.description ?? '', set.userName ?? 'sa']
    const block = this.#block('SSET', 122 + 2 * texts.join('').length)
    block.u16(44, 21)
    block.u16(46, 100)
    block.u32(52, set.type === 'DIFFERENTIAL' ? 8 : 4)
    block.u16(60, 0x1200)
    block.u16(62, position)
    let place = block.text(64, 122, texts[0] ?? '')
    place = block.text(68, place, texts[1] ?? '')
    place = block.text(76, place, texts[2] ?? '')
    block.u64(80, this.#setStart)
    block.date(88, set.start)
    block.u8(93, major)
    block.u8(94, minor)
    block.u8(95, ((set.utcOffsetMinutes ?? 480) / 15) & 0xff)
    block.u8(97, 2)
    block.guid(100, set.backupSetGuid)
    this.#append(block, place)
    this.#pad(blockUnit)
  }

  #writeVolume(set: BackupSetSpec): void {
    const machine = set.server.split('\\')[0] ?? ''
    const block = this.#block('VOLB', 73 + 2 * (3 + 1 + machine.length) + 4)
    block.u32(52, 2)
    let place = block.text(56, 73, 'C:')
    place = block.text(64, place, machine)
    block.date(68, set.start)
    this.#append(block, alignUp(place, 4))
    this.#pad(blockUnit)
  }

  #writeConfiguration(
    type: 'MSCI' | 'MSLS',
    set: BackupSetSpec,
    sizes: SetSizes,
    unit = blockUnit,
  ): void {
    const block = this.#block(type, 56)
    this.#append(block, 56)
    this.#stream('MQCI', mqciRecords(set, this.#engine, sizes, this.#sector, type === 'MSLS'))
    if (type === 'MSLS') this.#pad(Math.max(unit, blockUnit), this.#sector === 512 ? undefined : 0)
    else this.#pad(blockUnit)
  }

  /** Extents of a region that this stripe holds: they are dealt in turns. */
  #dealt(region: Region): Region {
    const families = this.#spec.familyCount ?? 1
    const mine = (this.#spec.familyNumber ?? 1) - 1
    let dealt = 0
    return region.map(({ content, extents }) => ({
      content,
      extents: extents.filter(() => dealt++ % families === mine),
    }))
  }

  #writeData(set: BackupSetSpec, data: BackedUpPages, region: Region): void {
    const block = this.#block('MSDA', 60)
    block.u16(58, 1)
    this.#append(block, 60)
    this.#padToPayload()
    const files = this.#dealt(region)
    const extentCount = files.reduce((sum, { extents }) => sum + extents.length, 0)
    const isSparse = set.dataBytes !== undefined
    const real = isSparse ? Math.min(1, extentCount) : extentCount
    const filled = alignUp(extentCount * extentBytes, set.transferBytes ?? extentBytes)
    const bodyBytes = set.dataBytes ?? filled
    this.#header('MQDA', bodyBytes + 2, set.hasChecksums ? 0x102 : 0x2)
    this.#layout.append(new Uint8Array(2))
    this.#cuts.push(this.#place)
    const checksums: Array<() => number> = []
    let left = real
    for (const { content, extents } of files) {
      const count = Math.min(left, extents.length)
      left -= count
      checksums.push(
        this.#layout.appendUnits(count, extentBytes, (index, into) =>
          data.writeExtent(content, extents[index] ?? 0, into),
        ),
      )
    }
    if (isSparse) this.#layout.appendZeros(bodyBytes - real * extentBytes)
    else
      this.#layout.appendUnits(
        (filled - extentCount * extentBytes) / extentBytes,
        extentBytes,
        (_, into) => writeFiller(into),
      )
    this.#endData()
    // Zeros and fillers add nothing, and whole extents do not turn the checksum.
    if (set.hasChecksums)
      this.#checksum(() => checksums.reduce((sum, checksum) => sum ^ checksum(), 0) >>> 0)
    this.#header('MQDA', 0, 0x6)
    this.#align4()
    this.#pad(blockUnit)
  }

  #writeLog(set: BackupSetSpec, logBytes: number): void {
    const { mstlBytes } = this.#engine
    const block = this.#block('MSTL', mstlBytes)
    block.u16(58, 1)
    block.u64(68, logBytes)
    block.u32(76, 2)
    block.u16(80, mstlBytes - 92)
    block.u16(82, 92)
    this.#append(block, mstlBytes)
    if (logBytes > 0) {
      this.#padToPayload()
      const log = new Fields(logBytes)
      for (let offset = 0; offset < logBytes; offset += 512) {
        log.u8(offset, 0x50)
        log.u32(offset + 4, set.firstLsn.vlf)
        log.u32(offset + 8, set.firstLsn.block + offset / 512)
      }
      this.#header('MQTL', logBytes + 2, set.hasChecksums ? 0x100 : 0)
      this.#layout.append(new Uint8Array(2))
      this.#cuts.push(this.#place)
      this.#layout.append(log.bytes)
      this.#endData()
      if (set.hasChecksums) this.#checksum(() => streamChecksum(log.bytes))
      else this.#align4()
    }
    this.#pad(blockUnit)
  }

  /** Data that has been written ends here: it is a multiple of 512 bytes, so that the next header follows at once. */
  #endData(): void {
    this.#cuts.push(this.#place)
    this.#afterData.push(this.#place)
  }

  /** A CSUM stream whose value is worked out when it is read. */
  #checksum(compute: () => number): void {
    this.#align4()
    this.#header('CSUM', 4)
    this.#layout.appendLater(4, () => {
      const value = new Fields(4)
      value.u32(0, compute())
      return value.bytes
    })
    this.#align4()
  }

  #writeSetEnd(set: BackupSetSpec, position: number): void {
    const first = this.#place
    const end = (address: number) => {
      const block = this.#block('ESET', 88, 0, false)
      block.u32(52, set.type === 'DIFFERENTIAL' ? 8 : 4)
      block.u64(60, address)
      block.u16(78, position)
      block.date(80, set.start)
      return block
    }
    this.#append(end(0), 88)
    const unit = this.#sector === 512 ? blockUnit : this.#sector
    const afterMap = first + unit
    this.#stream('OTCP', new Uint8Array(afterMap - this.#place - headerBytes))
    const map = new Fields(48)
    map.u32(0, this.#familyId)
    map.u16(4, 1)
    map.u16(8, 48)
    map.u16(10, position)
    map.u64(16, this.#setStart)
    this.#stream('TSMP', map.bytes)
    this.#pad(unit, first)
    this.#append(end(first), 88)
    this.#pad(unit, first)
    this.#writeFileMark()
  }

  #writeFileMark(): void {
    const at = this.#place
    const mark = new Fields(this.#sector)
    this.#fillHeader(mark, 'SFMB', this.#sector, 0x80000000, 0)
    mark.u32(52, (this.#sector - 72) / 8)
    mark.u32(56, this.#fileMarks.length)
    mark.u32(60, 72)
    for (const [index, place] of this.#fileMarks.entries())
      if (72 + 8 * index + 8 <= this.#sector) mark.u64(72 + 8 * index, place)
    mark.u16(50, wordChecksum(mark.bytes, 50))
    this.#layout.append(mark.bytes)
    this.#fileMarks = [at, ...this.#fileMarks]
  }

  /** A block with room for its texts; the checksum is set when it is appended. */
  #block(type: string, roomBytes: number, attributes = 0, isNumbered = true): Fields {
    const block = new Fields(alignUp(roomBytes, 4))
    const inSet = type !== 'TAPE' && type !== 'ESET'
    this.#fillHeader(block, type, 0, attributes, inSet && isNumbered ? this.#blockId++ : 0)
    if (inSet) block.u64(20, (this.#place - this.#setStart) / blockUnit)
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

  #append(block: Fields, length: number): void {
    const size = alignUp(length, 4)
    block.u16(8, size)
    block.u16(50, wordChecksum(block.bytes, 50))
    this.#layout.append(block.bytes.subarray(0, size))
  }

  #header(id: string, length: number, mediaAttributes = 0): void {
    const header = new Fields(headerBytes)
    header.ascii(0, id)
    header.u16(6, mediaAttributes)
    header.u64(8, length)
    header.u16(20, wordChecksum(header.bytes, 20))
    this.#layout.append(header.bytes)
  }

  #stream(id: string, data: Uint8Array): void {
    this.#header(id, data.byteLength)
    this.#layout.append(data)
    this.#align4()
  }

  #align4(): void {
    this.#layout.appendZeros(alignUp(this.#place, 4) - this.#place)
  }

  /** Ends a block: an SPAD up to the next multiple of `unit` from `origin` (default: the set's begin). */
  #pad(unit: number, origin: number = this.#setStart): void {
    const from = this.#place + headerBytes
    const end = origin + alignUp(from - origin, unit)
    this.#header('SPAD', end - from)
    this.#layout.appendZeros(end - from)
  }

  /** An APAD so that the payload of the next stream (header, two lead bytes) begins on a sector. */
  #padToPayload(): void {
    const lead = headerBytes + 2
    const payload = alignUp(this.#place + headerBytes + lead, this.#sector)
    this.#header('APAD', payload - lead - headerBytes - this.#place, 0x80)
    this.#layout.appendZeros(payload - lead - this.#place)
  }
}
