/**
 * Tells whether a page that a table's allocation maps list holds rows of that table: a backup reads maps and pages at
 * different moments, so a page may have gone over to another table in between.
 */
import type { AllocationUnit, CatalogTable, Rowset } from '../catalog/catalog.ts'
import { typeIds } from '../catalog/system-types.ts'
import { headerOfUnit } from '../pages/iam.ts'
import { fixedBytes } from './decoders.ts'

/**
 * Returns a test for pages.
 *
 * @source the header names the allocation unit, or on pages that SQL Server 2000 wrote the table: all pages of the real
 *   backups [measured]; after a shrink it may name a former owner, as another reader reports [guess], and then the
 *   length of the fixed part, which is the table's own on 640 of 644 pages [measured], has to be the table's
 */
export function pageOwner(
  table: CatalogTable,
  rowset: Rowset,
  unit: AllocationUnit,
): (view: DataView) => boolean {
  const header = headerOfUnit(unit.unitId)
  const fixedEnd = fixedEndOf(rowset)
  return (view) => {
    const objectId = view.getUint32(24, true)
    if (objectId === header.objectId && view.getUint16(6, true) === header.indexId) return true
    return objectId === table.objectId >>> 0 || view.getUint16(14, true) === fixedEnd
  }
}

/** Returns where the fixed part of a whole record ends. */
function fixedEndOf(rowset: Rowset): number {
  let end = 4
  for (const column of rowset.columns) {
    if (column.leafOffset < 4) continue
    const isBit = column.systemTypeId === typeIds.bit
    const bytes = isBit ? 1 : (fixedBytes(column, column.maxLengthBytes) ?? 0)
    end = Math.max(end, column.leafOffset + bytes)
  }
  return end
}
