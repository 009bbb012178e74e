/**
 * A backup in the Microsoft Tape Format, block by block, as SQL Server lays it out: label, and for each set its
 * header, its pages, its log and the final header.
 * @source bak-format facts 1.4 to 1.9; constant bytes and paddings from real files [measured]
 */
import { BackedUpPages, type Region, writeFiller } from './backed-up-pages.ts'
import { BlockWriter, blockUnit, headerBytes } from './block-writer.ts'
import { extentBytes, pageBytes, streamChecksum } from './checksums.ts'
import type { CutPlan } from './container/compress-backup.ts'
import { type EngineVersion, engineVersions } from './engine-versions.ts'
import { alignUp, Fields } from './fields.ts'
import { mqciRecords, type SetSizes } from './records.ts'
import type { BackupSetSpec, BackupSpec } from './spec.ts'

const defaultLogBytes = 4096

/** One write of one file. */
export class MtfWriter {
  readonly #spec: BackupSpec
  readonly #engine: EngineVersion
  readonly #sector: 512 | 4096
  readonly #out: BlockWriter
  /** Where the compressed container may be cut: begins of data, and headers of the streams behind it. */
  #cuts: number[] = []
  #afterData: number[] = []
  readonly #sets: Array<CutPlan['sets'][number]> = []

  constructor(spec: BackupSpec) {
    this.#spec = spec
    this.#engine = engineVersions[spec.engine]
    this.#sector = spec.sectorBytes ?? 512
    this.#out = new BlockWriter(this.#sector)
  }

  /** Returns the file, and where it may be cut for the compressed container. @throws TypeError without a set */
  write(): CutPlan {
    const [first] = this.#spec.sets
    if (!first) throw new TypeError('a backup has at least one set')
    this.#writeTape(first)
    this.#out.writeFileMark()
    for (const [index, set] of this.#spec.sets.entries()) this.#writeSet(set, index + 1)
    return {
      layout: this.#out.layout,
      sectorBytes: this.#sector,
      fileMarks: this.#out.fileMarks,
      cuts: this.#cuts,
      sets: this.#sets,
    }
  }

  /** Family id: the first four bytes of the media set's GUID are as good as any. */
  get #familyId(): number {
    return Number.parseInt(this.#spec.mediaSetId.slice(0, 8), 16) ^ (this.#spec.familyNumber ?? 1)
  }

  #writeTape(first: BackupSetSpec): void {
    const texts = [this.#spec.mediaName ?? '', this.#spec.mediaDescription ?? '']
    const software = 'Microsoft SQL Server'
    const block = this.#out.block(
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
    this.#out.append(block, place)
    const raid = new Fields(32)
    raid.guid(0, this.#spec.mediaSetId)
    raid.put(16, Uint8Array.of(0xad, 0, 0, 0xf0))
    raid.u16(20, this.#spec.familyCount ?? 1)
    raid.u16(22, 1)
    raid.u16(24, this.#spec.familyNumber ?? 1)
    raid.u16(30, 1)
    this.#out.stream('RAID', raid.bytes)
    this.#out.pad(this.#sector === 512 ? blockUnit : this.#sector, 0)
  }

  #writeSet(given: BackupSetSpec, position: number): void {
    const data = new BackedUpPages(given, this.#engine)
    const set = { ...given, files: data.files }
    this.#out.beginSet()
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
    const ownBytes = this.#out.place - this.#out.setStart + (this.#sector === 512 ? 1024 : 4096)
    const backupBytes = this.#ofAllStripes(set, data, ownBytes)
    this.#writeConfiguration('MSLS', set, { backupBytes, pages }, this.#sector)
    this.#sets.push({
      offset: this.#out.setStart,
      afterData: this.#afterData,
      indexMark: this.#out.place,
    })
    this.#afterData = []
    this.#out.writeFileMark()
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
    const block = this.#out.block('SSET', 122 + 2 * texts.join('').length)
    block.u16(44, 21)
    block.u16(46, 100)
    block.u32(52, set.type === 'DIFFERENTIAL' ? 8 : 4)
    block.u16(60, 0x1200)
    block.u16(62, position)
    let place = block.text(64, 122, texts[0] ?? '')
    place = block.text(68, place, texts[1] ?? '')
    place = block.text(76, place, texts[2] ?? '')
    block.u64(80, this.#out.setStart)
    block.date(88, set.start)
    block.u8(93, major)
    block.u8(94, minor)
    block.u8(95, ((set.utcOffsetMinutes ?? 480) / 15) & 0xff)
    block.u8(97, 2)
    block.guid(100, set.backupSetGuid)
    this.#out.append(block, place)
    this.#out.pad(blockUnit)
  }

  #writeVolume(set: BackupSetSpec): void {
    const machine = set.server.split('\\')[0] ?? ''
    const block = this.#out.block('VOLB', 73 + 2 * (3 + 1 + machine.length) + 4)
    block.u32(52, 2)
    let place = block.text(56, 73, 'C:')
    place = block.text(64, place, machine)
    block.date(68, set.start)
    this.#out.append(block, alignUp(place, 4))
    this.#out.pad(blockUnit)
  }

  #writeConfiguration(
    type: 'MSCI' | 'MSLS',
    set: BackupSetSpec,
    sizes: SetSizes,
    unit = blockUnit,
  ): void {
    const block = this.#out.block(type, 56)
    this.#out.append(block, 56)
    this.#out.stream('MQCI', mqciRecords(set, this.#engine, sizes, this.#sector, type === 'MSLS'))
    if (type === 'MSLS')
      this.#out.pad(Math.max(unit, blockUnit), this.#sector === 512 ? undefined : 0)
    else this.#out.pad(blockUnit)
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
    const block = this.#out.block('MSDA', 60)
    block.u16(58, 1)
    this.#out.append(block, 60)
    this.#out.padToPayload()
    const files = this.#dealt(region)
    const extentCount = files.reduce((sum, { extents }) => sum + extents.length, 0)
    const isSparse = set.dataBytes !== undefined
    const real = isSparse ? Math.min(1, extentCount) : extentCount
    const filled = alignUp(extentCount * extentBytes, set.transferBytes ?? extentBytes)
    const bodyBytes = set.dataBytes ?? filled
    this.#out.header('MQDA', bodyBytes + 2, set.hasChecksums ? 0x102 : 0x2)
    this.#out.layout.append(new Uint8Array(2))
    this.#cuts.push(this.#out.place)
    const checksums: Array<() => number> = []
    let left = real
    for (const { content, extents } of files) {
      const count = Math.min(left, extents.length)
      left -= count
      checksums.push(
        this.#out.layout.appendUnits(count, extentBytes, (index, into) =>
          data.writeExtent(content, extents[index] ?? 0, into),
        ),
      )
    }
    if (isSparse) this.#out.layout.appendZeros(bodyBytes - real * extentBytes)
    else
      this.#out.layout.appendUnits(
        (filled - extentCount * extentBytes) / extentBytes,
        extentBytes,
        (_, into) => writeFiller(into),
      )
    this.#endData()
    // Zeros and fillers add nothing, and whole extents do not turn the checksum.
    if (set.hasChecksums)
      this.#checksum(() => checksums.reduce((sum, checksum) => sum ^ checksum(), 0) >>> 0)
    this.#out.header('MQDA', 0, 0x6)
    this.#out.align4()
    this.#out.pad(blockUnit)
  }

  #writeLog(set: BackupSetSpec, logBytes: number): void {
    const { mstlBytes } = this.#engine
    const block = this.#out.block('MSTL', mstlBytes)
    block.u16(58, 1)
    block.u64(68, logBytes)
    block.u32(76, 2)
    block.u16(80, mstlBytes - 92)
    block.u16(82, 92)
    this.#out.append(block, mstlBytes)
    if (logBytes > 0) {
      this.#out.padToPayload()
      const log = new Fields(logBytes)
      for (let offset = 0; offset < logBytes; offset += 512) {
        log.u8(offset, 0x50)
        log.u32(offset + 4, set.firstLsn.vlf)
        log.u32(offset + 8, set.firstLsn.block + offset / 512)
      }
      this.#out.header('MQTL', logBytes + 2, set.hasChecksums ? 0x100 : 0)
      this.#out.layout.append(new Uint8Array(2))
      this.#cuts.push(this.#out.place)
      this.#out.layout.append(log.bytes)
      this.#endData()
      if (set.hasChecksums) this.#checksum(() => streamChecksum(log.bytes))
      else this.#out.align4()
    }
    this.#out.pad(blockUnit)
  }

  /** Data that has been written ends here: it is a multiple of 512 bytes, so that the next header follows at once. */
  #endData(): void {
    this.#cuts.push(this.#out.place)
    this.#afterData.push(this.#out.place)
  }

  /** A CSUM stream whose value is worked out when it is read. */
  #checksum(compute: () => number): void {
    this.#out.align4()
    this.#out.header('CSUM', 4)
    this.#out.layout.appendLater(4, () => {
      const value = new Fields(4)
      value.u32(0, compute())
      return value.bytes
    })
    this.#out.align4()
  }

  #writeSetEnd(set: BackupSetSpec, position: number): void {
    const first = this.#out.place
    const end = (address: number) => {
      const block = this.#out.block('ESET', 88, 0, false)
      block.u32(52, set.type === 'DIFFERENTIAL' ? 8 : 4)
      block.u64(60, address)
      block.u16(78, position)
      block.date(80, set.start)
      return block
    }
    this.#out.append(end(0), 88)
    const unit = this.#sector === 512 ? blockUnit : this.#sector
    const afterMap = first + unit
    this.#out.stream('OTCP', new Uint8Array(afterMap - this.#out.place - headerBytes))
    const map = new Fields(48)
    map.u32(0, this.#familyId)
    map.u16(4, 1)
    map.u16(8, 48)
    map.u16(10, position)
    map.u64(16, this.#out.setStart)
    this.#out.stream('TSMP', map.bytes)
    this.#out.pad(unit, first)
    this.#out.append(end(first), 88)
    this.#out.pad(unit, first)
    this.#out.writeFileMark()
  }
}
