/** Types of columns and parameters, and the form that their values have here: exact, and never a floating guess. */
import type { Collation } from '../collation.ts'

/**
 * A type of SQL Server. Lengths are characters for nchar and nvarchar, bytes for the others; char types without a
 * collation of their own have the server's.
 */
export type SqlType =
  | { readonly name: PlainTypeName }
  | { readonly name: 'decimal' | 'numeric'; readonly precision: number; readonly scale: number }
  | { readonly name: 'time' | 'datetime2' | 'datetimeoffset'; readonly scale: number }
  | {
      readonly name: 'char' | 'varchar' | 'nchar' | 'nvarchar'
      readonly length: number | 'max'
      readonly collation?: Collation
    }
  | { readonly name: 'binary' | 'varbinary'; readonly length: number | 'max' }

export type PlainTypeName =
  | 'bit'
  | 'tinyint'
  | 'smallint'
  | 'int'
  | 'bigint'
  | 'smallmoney'
  | 'money'
  | 'real'
  | 'float'
  | 'smalldatetime'
  | 'datetime'
  | 'date'
  | 'uniqueidentifier'
  | 'xml'

/**
 * A value, or null. bit is a boolean; tinyint to int, real and float are numbers; bigint is a bigint; decimal and money
 * are decimal texts such as `-12.3400`; dates and times are texts such as `2024-02-29 23:59:59.1234567 +08:00`, as far
 * as the type goes; uniqueidentifier, xml and characters are texts; binary is bytes.
 */
export type SqlValue = null | boolean | number | bigint | string | Uint8Array
