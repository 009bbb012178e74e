/** Where the wanted columns stand in the records of a compressed rowset, and who decodes them. */
import type { CatalogColumn, Rowset, RowsetColumn } from '../../catalog/catalog.ts'
import { typeIds } from '../../catalog/system-types.ts'
import { valueOfOlderRows } from '../column-plan.ts'
import type { Decode } from '../decode.ts'
import { type DatabaseTraits, decoderFor } from '../decoders.ts'
import { type SqlValue, unreadable } from '../values.ts'
import { compressedDecoder } from './compressed-values.ts'

export interface CompressedStep {
  /** Place among the columns of a record; -1 where `added` is the value. */
  readonly index: number
  readonly isBit: boolean
  readonly decode: Decode
  /** For a value outside the row, which is not compressed. */
  readonly decodeOffRow: Decode
  /** In rows that are older than the column, and where it is not stored. */
  readonly added: SqlValue
}

export interface CompressedPlan {
  readonly steps: readonly CompressedStep[]
  /** Columns of a whole record. */
  readonly columns: number
}

const notStored = unreadable('NOT_STORED', 'a computed column that is not stored')

/**
 * Returns the plan, or undefined where the order of the columns in a record is not sure.
 *
 * @source key columns by their order, then the others by their ids: reported by a reader that compared it with a server,
 *   and the order of the null bits in uncompressed clustered indexes [measured]; where the two differ, or columns are
 *   dropped, hidden or sparse, nothing is known [guess]
 */
export function compressedPlan(
  rowset: Rowset,
  wanted: readonly CatalogColumn[],
  database: DatabaseTraits,
): CompressedPlan | undefined {
  const stored = [...rowset.columns].sort((a, b) => a.nullBit - b.nullBit)
  if (stored.some((column, index) => !isPlain(column) || column.nullBit !== index + 1))
    return undefined
  const byKey = [...stored].sort((a, b) => orderOf(a) - orderOf(b) || a.columnId - b.columnId)
  if (byKey.some((column, index) => column !== stored[index])) return undefined
  const steps = wanted.map((column): CompressedStep => {
    const index = stored.findIndex(({ columnId }) => columnId === column.columnId)
    const found = stored[index]
    if (found === undefined) {
      const decode = (): SqlValue => notStored
      return { index, isBit: false, decode, decodeOffRow: decode, added: notStored }
    }
    return {
      index,
      isBit: found.systemTypeId === typeIds.bit,
      decode: compressedDecoder(found, database),
      decodeOffRow: decoderFor(found, database),
      added: valueOfOlderRows(column, database),
    }
  })
  return { steps, columns: stored.length }
}

function isPlain({ columnId, isDropped, isSparse }: RowsetColumn): boolean {
  return columnId > 0 && !isDropped && !isSparse
}

function orderOf({ keyOrdinal }: RowsetColumn): number {
  return keyOrdinal === 0 ? Number.MAX_SAFE_INTEGER : keyOrdinal
}
