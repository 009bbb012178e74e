/**
 * The type under which a column goes to a client: its own, or for a client that is older than the type the one that
 * SQL Server then sends: nvarchar for the dates of 2008, text, ntext and image for the (max) types of 2005.
 */
import { tdsVersions } from '../tds-version.ts'
import type { SqlType } from './sql-type.ts'

/** Types that only a client before 7.2 gets. */
export type LongTypeName = 'text' | 'ntext' | 'image'

export type WireType = SqlType | { readonly name: LongTypeName; readonly of: SqlType }

/** Returns what the client of this version gets for a type. */
export function wireTypeFor(type: SqlType, tdsVersion: number): WireType {
  if (tdsVersion < tdsVersions.v73A) {
    const length = dateTextLength(type)
    if (length !== undefined) return { name: 'nvarchar', length }
  }
  if (tdsVersion >= tdsVersions.v72) return type
  if (type.name === 'xml') return { name: 'ntext', of: type }
  if (!('length' in type) || type.length !== 'max') return type
  switch (type.name) {
    case 'char':
    case 'varchar':
      return { name: 'text', of: type }
    case 'nchar':
    case 'nvarchar':
      return { name: 'ntext', of: type }
    default:
      return { name: 'image', of: type }
  }
}

/** Letters of the text of a date or time, or undefined for the types that every client knows. */
function dateTextLength(type: SqlType): number | undefined {
  const fraction = 'scale' in type && type.scale > 0 ? type.scale + 1 : 0
  switch (type.name) {
    case 'date':
      return 10
    case 'time':
      return 8 + fraction
    case 'datetime2':
      return 19 + fraction
    case 'datetimeoffset':
      return 26 + fraction
    default:
      return undefined
  }
}
