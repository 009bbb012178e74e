/**
 * A data file without catalog: the first extents are in use and filled with numbered rows that no table names. Enough
 * for the header of a backup to be true; larger than 64 MiB it holds fewer maps than SQL Server would keep.
 */
import { pageBytes, pagesPerExtent } from '../checksums.ts'
import type { EngineVersion } from '../engine-versions.ts'
import type { Fields } from '../fields.ts'
import type { BackupSetSpec, WrittenFile } from '../spec.ts'
import { bootPageId, writeBootPage } from './boot-page.ts'
import type { FileContent } from './database-file.ts'
import { firstRecordAt, pageTypes, writeHeader, writeSlots } from './page-writer.ts'
import { RecordLayout } from './record-layout.ts'
import { collationIds } from './table-spec.ts'

/** Object id of the pages that hold rows; user objects begin at 100. */
const rowsObjectId = 245_575_913
const rowsPerPage = 40
const collation = collationIds.Chinese_PRC_CI_AS
const layout = new RecordLayout(
  [
    { name: 'id', type: 'int' },
    { name: 'text', type: 'nvarchar', length: 300 },
  ],
  [],
  collation,
)

/** Returns the content of a file of which the first `usedExtents` are in use. */
export function plainFile(
  set: BackupSetSpec,
  engine: EngineVersion,
  spec: WrittenFile,
): FileContent {
  const usedExtents = spec.usedExtents ?? 1
  const hasBootPage = spec.fileId === 1
  return {
    spec,
    usedExtents,
    isAllocated: (extent) => extent < usedExtents,
    hasFreeMixedPage: () => false,
    backedUpExtents: () => Array.from({ length: usedExtents }, (_, extent) => extent),
    freeSpaceByte(pageId) {
      if (pageId < pagesPerExtent || pageId >= usedExtents * pagesPerExtent)
        return pageId === bootPageId && hasBootPage && usedExtents > 1 ? 0x44 : 0
      return pageId === bootPageId && hasBootPage ? 0x44 : 0x41
    },
    write(pageId, page) {
      if (pageId < pagesPerExtent || pageId >= usedExtents * pagesPerExtent) return false
      if (pageId === bootPageId && hasBootPage)
        writeBootPage(page, set, engine, collation, undefined)
      else writeRows(page, set, spec.fileId, pageId)
      return true
    },
  }
}

/** Rows (number, text) enough to fill about half of a page. */
function writeRows(page: Fields, set: BackupSetSpec, fileId: number, pageId: number): void {
  const slots: number[] = []
  let place = firstRecordAt
  for (let row = 0; row < rowsPerPage; row++) {
    const number = (pageId - pagesPerExtent) * rowsPerPage + row + 1
    const { bytes } = layout.encode([number, `${set.database} ${pageId}-${row}`])
    if (place + bytes.byteLength + 2 * (slots.length + 1) > pageBytes) break
    slots.push(place)
    page.put(place, bytes)
    place += bytes.byteLength
  }
  writeHeader(page, { type: pageTypes.rows, objectId: rowsObjectId, fileId, pageId })
  writeSlots(page, slots, place, layout.fixedEnd)
}
