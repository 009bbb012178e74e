/** What a backup's system tables say about the database: the shapes that tables, features and rows are read by. */
import type { PageAddress } from '../pages/database-pages.ts'
import type { SystemTables } from './system-tables.ts'

/** Where a table's bytes lie. @source bak-format facts 4.1, sysallocunits [measured] */
export interface AllocationUnit {
  /** Pages name it in their headers. */
  readonly unitId: bigint
  /** 1 in-row, 2 LOB, 3 row overflow. */
  readonly type: number
  readonly firstPage: PageAddress | undefined
  readonly rootPage: PageAddress | undefined
  readonly firstIamPage: PageAddress | undefined
  /** Pages in use by the catalog, which may lag behind a little. @source bak-format facts 4.1, used@45 [measured] */
  readonly usedPages: number
}

/** A column as it lies in the records of one rowset. @source bak-format facts 4.1, sysrscols [measured] */
export interface RowsetColumn {
  /** Column id of the table; 0 for columns that only SQL Server sees: dropped ones, a uniquifier. */
  readonly columnId: number
  /** System type id, such as 56 (int) or 231 (nvarchar). */
  readonly systemTypeId: number
  /** As stored, bytes; -1 for max. */
  readonly maxLengthBytes: number
  readonly precision: number
  readonly scale: number
  /** Windows collation id and flags as stored; 0 where the type has none. */
  readonly collationId: number
  readonly isNullable: boolean
  readonly isDropped: boolean
  readonly isSparse: boolean
  /** From the record's begin; negative for variable columns: -(n + 1) is variable column n. */
  readonly leafOffset: number
  /** 1-based bit in the null bitmap; 0 where there is none. */
  readonly nullBit: number
  /** Bit within the byte at `leafOffset`; bit columns. */
  readonly bitPosition: number
  /** Ordinal in the key of a clustered index, from 1; 0 otherwise. */
  readonly keyOrdinal: number
}

/** One partition of one index or heap; `columns` are made anew each time they are asked for. */
export interface Rowset {
  readonly rowsetId: bigint
  /** 0 heap, 1 clustered, above nonclustered. */
  readonly indexId: number
  readonly partitionNumber: number
  /** Row count that the catalog keeps. */
  readonly catalogRows: number
  /** 0 none, 1 ROW, 2 PAGE, 3 columnstore, 4 columnstore archive. */
  readonly compression: number
  readonly allocationUnits: readonly AllocationUnit[]
  /** In the order of their column ids, dropped ones last. */
  readonly columns: readonly RowsetColumn[]
}

/** Stored id and, where it is known, the name, such as `Chinese_PRC_CI_AS`. */
export interface CatalogCollation {
  readonly id: number
  readonly name: string | undefined
}

/** A column of a table as it was declared. `precision` and `scale` are decimal digits. */
export interface CatalogColumn {
  readonly columnId: number
  readonly name: string
  /** Such as `nvarchar`; a user type's own name where it has one. */
  readonly typeName: string
  readonly systemTypeId: number
  readonly userTypeId: number
  readonly maxLengthBytes: number
  readonly precision: number
  readonly scale: number
  /** Undefined where the type has none. */
  readonly collation: CatalogCollation | undefined
  readonly isNullable: boolean
  readonly isIdentity: boolean
  readonly isComputed: boolean
  readonly isSparse: boolean
  /** A default is bound to it; absent where that is not known. */
  readonly hasDefault?: boolean
}

/** An index, or the heap, of a table. */
export interface CatalogIndex {
  readonly indexId: number
  readonly name: string
  readonly kind: 'heap' | 'clustered' | 'nonclustered' | 'xml' | 'spatial' | 'columnstore' | 'other'
  readonly isUnique: boolean
  readonly isPrimaryKey: boolean
  /** Key columns by ordinal. */
  readonly keyColumns: readonly { readonly columnId: number; readonly isDescending: boolean }[]
}

/** A user table; `columns`, `indexes` and `rowsets` are made anew each time they are asked for. */
export interface CatalogTable {
  readonly objectId: number
  readonly schema: string
  readonly name: string
  readonly columns: readonly CatalogColumn[]
  readonly indexes: readonly CatalogIndex[]
  /** The heap or the clustered index, by partition. */
  readonly rowsets: readonly Rowset[]
  /** Sum over the partitions, as the catalog keeps it. */
  readonly catalogRows: number
  /** The highest of the partitions: 0 none, 1 ROW, 2 PAGE, 3 columnstore, 4 columnstore archive. */
  readonly compression: number
}

/** What the system tables of a database say. */
export interface Catalog {
  readonly database: string
  readonly databaseVersion: number
  readonly compatibilityLevel: number
  /** Of the database, as stored in its boot page. */
  readonly collation: CatalogCollation
  /** User tables, by schema and name. */
  readonly tables: readonly CatalogTable[]
  /** Everything else that the catalog holds. */
  readonly systemTables: SystemTables
}
