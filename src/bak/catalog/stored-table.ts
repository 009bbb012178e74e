/** A table of the catalog whose columns and indexes are made out of packed rows when they are asked for. */
import type {
  AllocationUnit,
  CatalogColumn,
  CatalogIndex,
  CatalogTable,
  Rowset,
  RowsetColumn,
} from './catalog.ts'

/** One partition; `number` finds its columns. */
export interface RowsetEntry {
  readonly number: number
  readonly rowsetId: bigint
  readonly indexId: number
  readonly partitionNumber: number
  readonly catalogRows: number
  readonly compression: number
  readonly allocationUnits: AllocationUnit[]
}

export interface StoredColumns {
  ofTable(objectId: number): CatalogColumn[]
}

export interface StoredIndexes {
  ofTable(objectId: number): CatalogIndex[]
}

export interface StoredPhysicalColumns {
  /** @param columns  of the table: what only it knows of them is taken over */
  ofRowset(rowsetNumber: number, columns: readonly CatalogColumn[]): RowsetColumn[]
}

/** One table: what it is asked for is unpacked anew each time. */
export class StoredTable implements CatalogTable {
  readonly objectId: number
  readonly schema: string
  readonly name: string
  readonly #rowsets: readonly RowsetEntry[]
  readonly #stored: StoredParts

  constructor(
    objectId: number,
    schema: string,
    name: string,
    rowsets: readonly RowsetEntry[],
    stored: StoredParts,
  ) {
    this.objectId = objectId
    this.schema = schema
    this.name = name
    this.#rowsets = rowsets
    this.#stored = stored
  }

  get columns(): readonly CatalogColumn[] {
    return this.#stored.columns.ofTable(this.objectId)
  }

  get indexes(): readonly CatalogIndex[] {
    return this.#stored.indexes.ofTable(this.objectId)
  }

  get rowsets(): readonly Rowset[] {
    const { columns } = this
    return this.#rowsets.map(({ number, ...rowset }) => ({
      ...rowset,
      columns: this.#stored.physical.ofRowset(number, columns),
    }))
  }

  get catalogRows(): number {
    return this.#rowsets.reduce((rows, { catalogRows }) => rows + catalogRows, 0)
  }

  get compression(): number {
    return this.#rowsets.reduce((highest, rowset) => Math.max(highest, rowset.compression), 0)
  }
}

export interface StoredParts {
  readonly columns: StoredColumns
  readonly indexes: StoredIndexes
  readonly physical: StoredPhysicalColumns
}
