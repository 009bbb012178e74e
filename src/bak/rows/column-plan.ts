/**
 * What has to be done for each column of a row, worked out once for a rowset: where the value lies and who decodes it.
 */
import type { CatalogColumn, Rowset, RowsetColumn } from '../catalog/catalog.ts'
import { decimalTypes, typeIds } from '../catalog/system-types.ts'
import type { Decode } from './decode.ts'
import { type DatabaseTraits, decoderFor, fixedBytes } from './decoders.ts'
import { type Unreadable, unreadable } from './values.ts'

/** How to get one value of a row. */
export type ColumnStep =
  | {
      readonly kind: 'fixed'
      readonly offset: number
      readonly length: number
      readonly nullBit: number
      readonly decode: Decode
      readonly added: null | Unreadable
    }
  | {
      readonly kind: 'bit'
      readonly offset: number
      readonly mask: number
      readonly nullBit: number
      readonly added: null | Unreadable
    }
  | {
      readonly kind: 'variable'
      /** Index among the variable columns. */
      readonly index: number
      readonly nullBit: number
      readonly decode: Decode
      readonly added: null | Unreadable
    }
  | {
      readonly kind: 'sparse'
      readonly columnId: number
      readonly length: number | undefined
      readonly decode: Decode
    }
  | { readonly kind: 'constant'; readonly value: Unreadable }

const notStored = unreadable('NOT_STORED', 'a computed column that is not stored')
const noPlace = unreadable('NOT_SUPPORTED', 'the catalog does not tell where the column lies')
const unknownDefault = unreadable(
  'DEFAULT_UNKNOWN',
  'the column was added later, and its value in older rows is not known',
)

/** SQL Server 2012, the first release that adds a column with a default without writing every row. */
const firstVersionWithStoredDefaults = 706

/** Returns the steps for the wanted columns, in their order. */
export function columnSteps(
  rowset: Rowset,
  wanted: readonly CatalogColumn[],
  database: DatabaseTraits,
): ColumnStep[] {
  const stored = new Map<number, RowsetColumn>()
  for (const column of rowset.columns) if (!column.isDropped) stored.set(column.columnId, column)
  return wanted.map((column) => stepOf(column, stored.get(column.columnId), database))
}

function stepOf(
  column: CatalogColumn,
  stored: RowsetColumn | undefined,
  database: DatabaseTraits,
): ColumnStep {
  if (stored === undefined) {
    return { kind: 'constant', value: column.isComputed ? notStored : noPlace }
  }
  const { systemTypeId, nullBit, leafOffset } = stored
  const decode = storedDecoder(stored, database)
  if (stored.isSparse) {
    const length = fixedBytes(stored, stored.maxLengthBytes)
    return { kind: 'sparse', columnId: stored.columnId, length, decode }
  }
  const added = valueOfOlderRows(column, database)
  if (leafOffset < 0) {
    return { kind: 'variable', index: -leafOffset - 1, nullBit, decode, added }
  }
  if (systemTypeId === typeIds.bit) {
    const { bitPosition } = stored
    if (bitPosition < 0 || bitPosition > 7) return { kind: 'constant', value: noPlace }
    return { kind: 'bit', offset: leafOffset, mask: 1 << bitPosition, nullBit, added }
  }
  const length = fixedBytes(stored, stored.maxLengthBytes)
  if (length === undefined || length < 0) return { kind: 'constant', value: noPlace }
  return { kind: 'fixed', offset: leafOffset, length, nullBit, decode, added }
}

/** A decimal among the variable columns is in the vardecimal format, which is another. */
function storedDecoder(stored: RowsetColumn, database: DatabaseTraits): Decode {
  const { systemTypeId, leafOffset } = stored
  const isDecimal = decimalTypes.has(systemTypeId)
  if (!isDecimal || leafOffset >= 0 || stored.isSparse) return decoderFor(stored, database)
  return (_block, _at, length) => unreadable('NOT_SUPPORTED', `vardecimal, ${length} bytes`)
}

/** Older rows have no bytes for a column; they are NULL only where no default can have been given. */
export function valueOfOlderRows(
  column: CatalogColumn,
  database: DatabaseTraits,
): null | Unreadable {
  if (!column.isNullable) return unknownDefault
  if (database.databaseVersion < firstVersionWithStoredDefaults) return null
  return column.hasDefault === false ? null : unknownDefault
}
