/** Counts the rows of tables as of the backup's pages: without what the log in the backup would change. */
import type { DatabasePages, Page, PageAddress } from '../pages/database-pages.ts'
import { slotCount, slotOffset } from '../pages/page.ts'
import type { Catalog, CatalogTable } from './catalog.ts'
import { dataPages } from './data-pages.ts'
import { compressionLevels, inRowData } from './stored-numbers.ts'

/** How many rows a table has in the pages of the backup. */
export interface RowCount {
  /** Undefined where rows cannot be counted: a columnstore, pages missing. */
  readonly rows: number | undefined
  /** Allocated pages of the table that are not in the backup. */
  readonly missingPages: number
}

/**
 * Status of a record on a page without compression. Bit 0: deleted; bits 1 to 3: 0 a row, 1 a row that was moved here.
 * The stub that such a row leaves behind is no row.
 *
 * @source bak-format facts 4.2 [measured]
 */
const plainRow: ReadonlySet<number> = new Set([0, 2])
const plainMask = 0x0f

/**
 * Status of a record on a page with compression. Bit 0: compressed record; bits 2 to 4: 0 a row, 4 a row that was
 * moved here.
 *
 * @source bak-format facts 4.4 [guess]
 */
const compressedRow: ReadonlySet<number> = new Set([0x01, 0x11])
const compressedMask = 0x1d

/**
 * Counts the rows of one table, all partitions.
 *
 * @throws BAK_IAM_DAMAGED, what reading pages throws, and the signal's reason
 * @source bak-format facts 4.1: 603 of 603 tables without compression [measured]; with compression [guess]
 */
export async function countRows(
  pages: DatabasePages,
  table: CatalogTable,
  signal?: AbortSignal,
): Promise<RowCount> {
  let rows = 0
  let missingPages = 0
  let isCountable = table.rowsets.length > 0
  const onMissing = (_address: PageAddress) => {
    missingPages++
  }
  for (const { compression, allocationUnits } of table.rowsets) {
    const units = allocationUnits.filter(({ type }) => type === inRowData)
    if (compression >= compressionLevels.columnstore || units.length === 0) isCountable = false
    if (!isCountable) break
    for (const unit of units)
      for await (const page of dataPages(pages, unit, onMissing, signal))
        rows += rowsOf(page, compression > 0)
  }
  return { rows: isCountable && missingPages === 0 ? rows : undefined, missingPages }
}

/** Counts the rows of all tables of a catalog, by object id. @throws what `countRows` throws */
export async function countAllRows(
  pages: DatabasePages,
  { tables }: Catalog,
  signal?: AbortSignal,
): Promise<Map<number, RowCount>> {
  const counts = new Map<number, RowCount>()
  for (const table of tables) counts.set(table.objectId, await countRows(pages, table, signal))
  return counts
}

function rowsOf(page: Page, isCompressed: boolean): number {
  const slots = slotCount(page.view)
  const [wanted, mask] = isCompressed ? [compressedRow, compressedMask] : [plainRow, plainMask]
  let rows = 0
  for (let slot = 0; slot < slots; slot++) {
    const at = slotOffset(page.view, slot)
    if (at !== undefined && wanted.has(page.view.getUint8(at) & mask)) rows++
  }
  return rows
}
