/**
 * One data file of a written database: which of its extents a full backup holds, and every page of it on demand. The
 * pages that describe the file (header, PFS, GAM, SGAM, DCM, BCM) are made here from who owns what.
 */
import { pagesPerExtent } from '../checksums.ts'
import { Fields } from '../fields.ts'
import type { BackupSetSpec, WrittenFile } from '../spec.ts'
import { extentsPerInterval, mapKindOf, pagesPerInterval, pagesPerPfs } from './file-allocation.ts'
import { firstRecordAt, pageTypes, writeHeader, writeSlots } from './page-writer.ts'

/** Object id that pages of the file itself carry. */
export const systemObjectId = 99

const bitmapBytes = 7992
const bitmapRecordAt = 190
export const bitmapAt = bitmapRecordAt + 4

/** What is in a data file apart from its maps. */
export interface FileContent {
  readonly spec: WrittenFile
  /** Extents up to the last one in use. */
  readonly usedExtents: number
  isAllocated(extent: number): boolean
  /** Mixed extents with a page to give. */
  hasFreeMixedPage(extent: number): boolean
  /** Extents that a full backup holds, ascending. */
  backedUpExtents(): number[]
  /** Byte of PFS for a page that is not one of the maps. */
  freeSpaceByte(pageId: number): number
  /** Writes a page that is not one of the maps over zeros; false where there is none. */
  write(pageId: number, page: Fields): boolean
}

/** Extents that changed since the last full backup, as DCM says. */
export type IsChanged = (extent: number) => boolean

/** Writes one page of a file over zeros, without its checksum; returns false where nothing lies there. */
export function writePage(
  content: FileContent,
  set: BackupSetSpec,
  isChanged: IsChanged,
  pageId: number,
  page: Fields,
): boolean {
  const { fileId } = content.spec
  const place = { fileId, pageId }
  const inInterval = pageId - (pageId % pagesPerInterval)
  const firstExtent = inInterval / pagesPerExtent
  switch (mapKindOf(pageId)) {
    case undefined:
      return content.write(pageId, page)
    case 'file-header':
      writeFileHeader(page, set, content)
      return true
    case 'pfs':
      writeFreeSpace(page, content, pageId)
      return true
    case 'gam':
      writeBitmap(
        page,
        pageTypes.gam,
        place,
        (extent) => !content.isAllocated(firstExtent + extent),
      )
      return true
    case 'sgam':
      writeBitmap(page, pageTypes.sgam, place, (extent) =>
        content.hasFreeMixedPage(firstExtent + extent),
      )
      return true
    case 'dcm':
      writeBitmap(page, pageTypes.dcm, place, (extent) => isChanged(firstExtent + extent))
      return true
    case 'bcm':
      writeBitmap(page, pageTypes.bcm, place, () => false)
      return true
  }
}

/** A bitmap over an interval: one record of 94 bytes, one of 7,992. @source bak-format facts 3.2 [measured] */
function writeBitmap(
  page: Fields,
  type: number,
  place: { readonly fileId: number; readonly pageId: number },
  isSet: (extent: number) => boolean,
): void {
  writeHeader(page, { type, objectId: systemObjectId, ...place })
  writeBitmapRecords(page)
  for (let extent = 0; extent < extentsPerInterval; extent++)
    if (isSet(extent)) setBit(page, extent)
}

/** Writes the two records that bitmaps and IAM pages have. */
export function writeBitmapRecords(page: Fields): void {
  page.u16(firstRecordAt + 2, 0x5e)
  page.u16(bitmapRecordAt + 2, bitmapBytes)
  writeSlots(page, [firstRecordAt, bitmapRecordAt], 8182, 90)
}

export function setBit(page: Fields, extent: number): void {
  const at = bitmapAt + (extent >> 3)
  page.u8(at, (page.bytes[at] ?? 0) | (1 << (extent & 7)))
}

/** PFS: a byte for each page; 0x40 allocated, 0x20 mixed extent, 0x10 IAM, 0x04 full. */
function writeFreeSpace(page: Fields, content: FileContent, pageId: number): void {
  const first = pageId - (pageId % pagesPerPfs)
  writeHeader(page, {
    type: pageTypes.pfs,
    objectId: systemObjectId,
    fileId: content.spec.fileId,
    pageId,
  })
  page.u16(firstRecordAt + 2, pagesPerPfs + 4)
  const pages = Math.min(pagesPerPfs, content.spec.sizeBytes / 8192 - first)
  for (let index = 0; index < pages; index++)
    page.u8(
      firstRecordAt + 4 + index,
      mapKindOf(first + index) ? 0x44 : content.freeSpaceByte(first + index),
    )
  writeSlots(page, [firstRecordAt], firstRecordAt + 4 + pagesPerPfs, 0)
}

/**
 * Columns of the file header record, all variable: binding id, file id, group, size, limits, GUID, name.
 * @source bak-format facts 3.3 [measured]
 */
function writeFileHeader(page: Fields, set: BackupSetSpec, content: FileContent): void {
  const file = content.spec
  const columns: Uint8Array[] = Array.from({ length: 28 }, () => new Uint8Array(0))
  const number = (size: 2 | 4, value: number) => {
    const field = new Fields(size)
    if (size === 2) field.u16(0, value)
    else field.u32(0, value)
    return field.bytes
  }
  const guid = (text: string) => {
    const field = new Fields(16)
    field.guid(0, text)
    return field.bytes
  }
  const name = new Fields(2 * file.logicalName.length)
  for (let index = 0; index < file.logicalName.length; index++)
    name.u16(2 * index, file.logicalName.charCodeAt(index))
  columns[0] = guid(set.bindingId)
  columns[2] = number(2, file.fileId)
  columns[3] = number(2, file.filegroupId)
  columns[4] = number(4, Math.min(0xffffffff, file.sizeBytes / 8192))
  columns[5] = number(4, 0xffffffff)
  columns[6] = number(4, 8192)
  columns[15] = number(4, 512)
  columns[23] = guid(file.uniqueId)
  columns[27] = name.bytes
  writeHeader(page, {
    type: pageTypes.fileHeader,
    objectId: systemObjectId,
    fileId: file.fileId,
    pageId: 0,
  })
  const end = putVariableRecord(page, firstRecordAt, columns)
  writeSlots(page, [firstRecordAt], end, 4)
}

/** A record without fixed columns but one of four bytes. Returns the place after it. */
function putVariableRecord(page: Fields, place: number, columns: readonly Uint8Array[]): number {
  const fixedEnd = 8
  page.u8(place, 0x30)
  page.u16(place + 2, fixedEnd)
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
