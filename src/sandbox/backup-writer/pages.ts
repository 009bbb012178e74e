/**
 * The page region of a small database: file header, PFS, GAM, SGAM, DCM, BCM, boot page and pages of rows, each
 * with its checksum, placed as the allocation maps say. There is no system catalog in it: the pages pass every
 * check of a verifier, and hold no table that could be listed.
 */

import type { EngineVersion } from './engine-versions.ts'
import { Fields, utf16 } from './fields.ts'
import type { BackupSetSpec, WrittenFile } from './spec.ts'

export const pageBytes = 8192
export const extentBytes = 8 * pageBytes
/** Object id of the pages that hold rows; user objects begin at 100. */
const rowsObjectId = 245_575_913
/** Object id that system pages carry. */
const systemObjectId = 99

const pageTypes = { rows: 1, gam: 8, sgam: 9, pfs: 11, boot: 13, fileHeader: 15, dcm: 16, bcm: 17 }

/** Extents of a data file that its backup holds, ascending. */
export function backedUpExtents(set: BackupSetSpec, file: WrittenFile): number[] {
  if (file.type !== 1 || set.type === 'LOG') return []
  if (set.type === 'DIFFERENTIAL')
    return [...(file.fileId === 1 ? (set.changedExtents ?? [0]) : [0])]
  return Array.from({ length: file.usedExtents ?? 1 }, (_, extent) => extent)
}

/** Returns the eight pages of one extent, 65,536 bytes. */
export function extentPages(
  set: BackupSetSpec,
  engine: EngineVersion,
  file: WrittenFile,
  extent: number,
): Uint8Array {
  const bytes = new Uint8Array(extentBytes)
  for (let index = 0; index < 8; index++) {
    const page = pageAt(set, engine, file, extent * 8 + index)
    if (page) bytes.set(page, index * pageBytes)
  }
  return bytes
}

function pageAt(
  set: BackupSetSpec,
  engine: EngineVersion,
  file: WrittenFile,
  pageId: number,
): Uint8Array | undefined {
  if (pageId === 0) return fileHeaderPage(set, file)
  if (pageId === 1) return freeSpacePage(file)
  if (pageId === 2) return mapPage(pageTypes.gam, pageId, file, freeExtents(file))
  if (pageId === 3) return mapPage(pageTypes.sgam, pageId, file, () => false)
  if (pageId === 6) {
    const changed = set.type === 'DIFFERENTIAL' ? backedUpExtents(set, file) : [0]
    return mapPage(pageTypes.dcm, pageId, file, (extent) => changed.includes(extent))
  }
  if (pageId === 7) return mapPage(pageTypes.bcm, pageId, file, () => false)
  if (pageId === 9 && file.fileId === 1) return bootPage(set, engine)
  return pageId < 8 ? undefined : rowsPage(set, file, pageId)
}

function freeExtents(file: WrittenFile): (extent: number) => boolean {
  const used = file.usedExtents ?? 1
  return (extent) => extent >= used
}

/** A page with its header: everything but the body and the checksum. */
function newPage(type: number, pageId: number, file: WrittenFile, slots: number): Fields {
  const page = new Fields(pageBytes)
  page.u8(0, 1)
  page.u8(1, type)
  page.u16(4, 0x200)
  page.u16(22, slots)
  page.u32(24, type === pageTypes.rows ? rowsObjectId : systemObjectId)
  page.u32(32, pageId)
  page.u16(36, file.fileId)
  return page
}

/** Sets free space and slot places, then the checksum, and returns the page. */
function seal(page: Fields, slots: readonly number[], freeData: number, minLength = 0): Uint8Array {
  page.u16(14, minLength)
  page.u16(28, Math.max(0, pageBytes - freeData - 2 * slots.length))
  page.u16(30, freeData)
  for (const [index, place] of slots.entries()) page.u16(pageBytes - 2 * (index + 1), place)
  page.u32(60, pageChecksum(page.bytes))
  return page.bytes
}

/** Returns the XOR of the sector's 32-bit words. */
function foldSector(view: DataView, offset: number): number {
  let folded = 0
  for (let at = 0; at < 512; at += 4) folded ^= view.getUint32(offset + at, true)
  return folded
}

function rotateLeft(value: number, bits: number): number {
  return bits === 0 ? value : (value << bits) | (value >>> (32 - bits))
}

/** @source bak-format facts 3.1: sector i folded and rotated by 15 - i, word 15 taken as 0 [measured] */
function pageChecksum(page: Uint8Array): number {
  const view = new DataView(page.buffer, page.byteOffset, pageBytes)
  const stored = view.getUint32(60, true)
  let checksum = 0
  for (let sector = 0; sector < 16; sector++) {
    const folded = foldSector(view, sector * 512) ^ (sector === 0 ? stored : 0)
    checksum ^= rotateLeft(folded, 15 - sector)
  }
  return checksum >>> 0
}

/**
 * Returns the checksum that a CSUM stream holds.
 * @param zeroSectors  sectors of 512 zero bytes that follow `bytes`
 * @source bak-format facts 1.9 [measured]
 */
export function streamChecksum(bytes: Uint8Array, zeroSectors = 0): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let checksum = 0
  for (let offset = 0; offset < bytes.byteLength; offset += 512)
    checksum = rotateLeft(checksum, 1) ^ foldSector(view, offset)
  return rotateLeft(checksum, zeroSectors % 32) >>> 0
}

/** A bitmap over the extents: one record of 94 bytes, one of 7,992. */
function mapPage(
  type: number,
  pageId: number,
  file: WrittenFile,
  isSet: (extent: number) => boolean,
): Uint8Array {
  const page = newPage(type, pageId, file, 2)
  page.u16(98, 0x5e)
  page.u16(194, 0)
  page.u16(192, 0x1f38)
  const bitmapAt = 194
  for (let extent = 0; extent < 7992 * 8; extent++)
    if (isSet(extent)) {
      const at = bitmapAt + (extent >> 3)
      page.u8(at, (page.bytes[at] ?? 0) | (1 << (extent & 7)))
    }
  return seal(page, [96, 190], 8182, 90)
}

/** PFS: a byte for each page; 0x40 allocated, 0x04 full, 0x20 mixed extent. */
function freeSpacePage(file: WrittenFile): Uint8Array {
  const page = newPage(pageTypes.pfs, 1, file, 1)
  page.u16(98, 0x1f9c)
  for (const pageId of [0, 1, 2, 3, 6, 7]) page.u8(100 + pageId, 0x44)
  if (file.fileId === 1) page.u8(109, 0x44)
  const pages = Math.min(8088, (file.usedExtents ?? 1) * 8)
  for (let pageId = 8; pageId < pages; pageId++)
    if (pageId !== 9 || file.fileId !== 1) page.u8(100 + pageId, 0x41)
  return seal(page, [96], 8188)
}

/** Columns of the file header record, as variable columns: id, file id, group, size, limits, GUID, name. */
function fileHeaderPage(set: BackupSetSpec, file: WrittenFile): Uint8Array {
  const page = newPage(pageTypes.fileHeader, 0, file, 1)
  const guid = (text: string) => {
    const field = new Fields(16)
    field.guid(0, text)
    return field.bytes
  }
  const number = (size: 2 | 4, value: number) => {
    const field = new Fields(size)
    if (size === 2) field.u16(0, value)
    else field.u32(0, value)
    return field.bytes
  }
  const empty = new Uint8Array(0)
  const columns: Uint8Array[] = Array.from({ length: 28 }, () => empty)
  columns[0] = guid(set.bindingId)
  columns[2] = number(2, file.fileId)
  columns[3] = number(2, file.filegroupId)
  columns[4] = number(4, file.sizeBytes / pageBytes)
  columns[5] = number(4, 0xffffffff)
  columns[6] = number(4, 8192)
  columns[15] = number(4, 512)
  columns[23] = guid(file.uniqueId)
  columns[27] = utf16(file.logicalName)
  const end = putRecord(page, 96, new Uint8Array(4), columns)
  return seal(page, [96], end)
}

/**
 * Writes a row in the FixedVar form and returns the place after it.
 * @source bak-format facts 4.2
 */
function putRecord(
  page: Fields,
  place: number,
  fixed: Uint8Array,
  columns: readonly Uint8Array[],
): number {
  const fixedEnd = 4 + fixed.byteLength
  page.u8(place, 0x30)
  page.u16(place + 2, fixedEnd)
  page.put(place + 4, fixed)
  const count = columns.length + 1
  page.u16(place + fixedEnd, count)
  const offsetsAt = fixedEnd + 2 + Math.ceil(count / 8)
  page.u16(place + offsetsAt, columns.length)
  let end = offsetsAt + 2 + 2 * columns.length
  for (const [index, column] of columns.entries()) {
    page.put(place + end, column)
    end += column.byteLength
    page.u16(place + offsetsAt + 2 + 2 * index, end)
  }
  return place + end
}

/** @source bak-format facts 3.3 */
function bootPage(set: BackupSetSpec, engine: EngineVersion): Uint8Array {
  const page = newPage(pageTypes.boot, 9, { ...firstFile(set), fileId: 1 }, 1)
  page.u16(98, 0x6e8)
  page.u16(100, engine.databaseVersion)
  page.u16(102, engine.databaseVersion)
  page.u32(132, 0x10000 | { FULL: 0, BULK_LOGGED: 4, SIMPLE: 8 }[set.recoveryModel ?? 'FULL'])
  page.put(148, utf16(set.database.padEnd(128, ' ')).subarray(0, 256))
  page.u16(408, 6)
  page.u8(410, set.compatibilityLevel ?? engine.compatibilityLevel)
  page.lsn(432, set.databaseBackupLsn)
  page.lsn(444, set.checkpointLsn)
  page.guid(504, set.familyGuid)
  page.guid(552, set.recoveryForkId)
  return seal(page, [96], 1864)
}

function firstFile(set: BackupSetSpec): WrittenFile {
  const [file] = set.files
  if (!file) throw new TypeError('a backup set has at least one file')
  return file
}

/** Rows (number, text) enough to fill about half of a page. */
function rowsPage(set: BackupSetSpec, file: WrittenFile, pageId: number): Uint8Array {
  const slots: number[] = []
  const rowCount = 40
  const page = newPage(pageTypes.rows, pageId, file, rowCount)
  let place = 96
  for (let row = 0; row < rowCount; row++) {
    slots.push(place)
    const id = new Fields(4)
    id.u32(0, (pageId - 8) * rowCount + row + 1)
    place = putRecord(page, place, id.bytes, [utf16(`${set.database} ${pageId}-${row}`)])
  }
  return seal(page, slots, place, 8)
}
