/** What a table of a written database is: its columns as declared, and its rows. */
import type { LargeValueShape } from './large-value-pages.ts'

export type ColumnTypeName =
  | 'bigint'
  | 'int'
  | 'smallint'
  | 'tinyint'
  | 'bit'
  | 'decimal'
  | 'money'
  | 'float'
  | 'real'
  | 'date'
  | 'datetime'
  | 'datetime2'
  | 'char'
  | 'varchar'
  | 'nchar'
  | 'nvarchar'
  | 'binary'
  | 'varbinary'
  | 'uniqueidentifier'
  | 'sql_variant'
  | 'text'
  | 'ntext'
  | 'image'

export type CollationName =
  | 'Chinese_PRC_CI_AS'
  | 'Latin1_General_CI_AS'
  | 'SQL_Latin1_General_CP1_CI_AS'

/**
 * One value of a row. Integers are numbers or bigints; decimal and money are also given as text such as `-12.50`;
 * dates as `YYYY-MM-DD`, times as `YYYY-MM-DD hh:mm:ss.fff`; GUIDs as text; binary as bytes.
 */
export type CellValue = number | bigint | string | boolean | Uint8Array | null

export interface ColumnSpec {
  readonly name: string
  readonly type: ColumnTypeName
  /** Characters of char, varchar, nchar and nvarchar, bytes of binary types; default 50. -1 is max. */
  readonly length?: number
  /** Decimal; default 18. */
  readonly precision?: number
  /** Decimal (default 2) and datetime2 (default 7). */
  readonly scale?: number
  /** Default true; columns of the primary key never are. */
  readonly isNullable?: boolean
  readonly isIdentity?: boolean
  /** Default: that of the database. */
  readonly collation?: CollationName
  /** A max type whose values never lie in the row: `sp_tableoption 'large value types out of row'`. */
  readonly isOutOfRow?: boolean
  /** The column was dropped: the records still have it, and the rows give it values, but the catalog forgot it. */
  readonly isDropped?: boolean
}

/**
 * Rows without end from few: the pattern is repeated, and the numbered column counts from 1 whatever the pattern
 * says. Only so many pages are made as the pattern fills; every other page is one of them with other numbers.
 */
export interface RepeatedRows {
  readonly pattern: readonly (readonly CellValue[])[]
  /** Rows of the table, 1 or more. */
  readonly count: number
  /** A column of type int or bigint. */
  readonly numberedColumn: string
}

export interface TableSpec {
  /** Default dbo. */
  readonly schema?: string
  readonly name: string
  readonly columns: readonly ColumnSpec[]
  /**
   * Each row has a value for each column, in their order. A shorter row was written before the last columns were
   * added. A table with a primary key has its rows in its order.
   */
  readonly rows: readonly (readonly CellValue[])[] | RepeatedRows
  /** Columns of fixed length; the table is clustered by them. A heap without. */
  readonly primaryKey?: readonly string[]
  /** Data file that holds it; default 1. */
  readonly fileId?: number
  /** Rows, by number from 0, that were deleted and are still there. */
  readonly deletedRows?: readonly number[]
  /** Rows of a heap, by number from 0, that grew and moved to a page behind the others; a stub is in their place. */
  readonly movedRows?: readonly number[]
  /** How values outside the rows are cut, for trees of many levels from few bytes. */
  readonly largeValues?: LargeValueShape
}

/** @source collation ids: low byte is the code page's, 0xD000 the comparison flags; real files [measured] */
export const collationIds: Readonly<Record<CollationName, number>> = {
  Chinese_PRC_CI_AS: 0xd024,
  Latin1_General_CI_AS: 0xd008,
  SQL_Latin1_General_CP1_CI_AS: 0x3400d008,
}
