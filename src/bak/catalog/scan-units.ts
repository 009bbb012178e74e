/** Reads the rows of a system table from its allocation units. */
import type { DatabasePages, PageAddress } from '../pages/database-pages.ts'
import { slotCount } from '../pages/page.ts'
import { BaseRow } from './base-row.ts'
import type { AllocationUnit } from './catalog.ts'
import { dataPages } from './data-pages.ts'
import { catalogError } from './errors.ts'
import { inRowData } from './stored-numbers.ts'

/** Where rows are read from. */
export interface SystemRowSource {
  readonly pages: DatabasePages
  /** For errors. */
  readonly database: string
  /** Most rows of one table. */
  readonly maxRows: number
}

export type OnRow = (row: BaseRow) => void

/**
 * Calls `onRow` with each row of a system table, in the order of its allocation maps.
 *
 * @throws BAK_CATALOG_DAMAGED, BAK_CATALOG_INCOMPLETE, BAK_CATALOG_TOO_LARGE, BAK_IAM_DAMAGED, what reading pages
 *   throws, and the signal's reason
 */
export async function scanUnits(
  { pages, database, maxRows }: SystemRowSource,
  table: string,
  units: readonly AllocationUnit[],
  onRow: OnRow,
  signal: AbortSignal | undefined,
): Promise<void> {
  const row = new BaseRow(table)
  let rows = 0
  const onMissing = ({ fileId, pageId }: PageAddress) => {
    const missing = `page ${fileId}:${pageId} of system table ${table} is not in the backup`
    throw catalogError('BAK_CATALOG_INCOMPLETE', { database, missing })
  }
  for (const unit of units) {
    if (unit.type !== inRowData) continue
    for await (const page of dataPages(pages, unit, onMissing, signal)) {
      const slots = slotCount(page.view)
      for (let slot = 0; slot < slots; slot++) {
        if (!row.moveTo(page, slot)) continue
        if (++rows > maxRows)
          throw catalogError('BAK_CATALOG_TOO_LARGE', { database, table, limit: maxRows })
        onRow(row)
      }
    }
  }
}
