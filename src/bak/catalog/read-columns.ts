/** The declared columns of tables: syscolpars. */
import type { BaseRow } from './base-row.ts'
import type { CatalogColumn } from './catalog.ts'
import { collationOf } from './collations.ts'
import { IntRows, TextPool } from './int-rows.ts'
import type { StoredColumns } from './stored-table.ts'
import type { SystemTables } from './system-tables.ts'

/**
 * Bits of syscolpars.status. @source real backups: columns that are NOT NULL, with an identity seed [measured];
 *   computed, sparse [guess]
 */
export const columnStatus = {
  notNull: 0x1,
  identity: 0x4,
  computed: 0x10,
  sparse: 0x100_0000,
} as const

/** What of a row of syscolpars is kept, in this order. */
const fields = [
  'id',
  'colid',
  'xtype',
  'utype',
  'length',
  'prec',
  'scale',
  'collationid',
  'status',
] as const
const nameField = fields.length

/** @param tables  object ids of the tables whose columns are wanted */
export async function readColumns(
  system: SystemTables,
  tables: ReadonlySet<number>,
  typeNames: ReadonlyMap<number, string>,
  signal: AbortSignal | undefined,
): Promise<StoredColumns> {
  const table = system.table('syscolpars')
  const columns = fields.map((name) => table.column(name))
  const id = table.column('id')
  const number = table.column('number')
  const name = table.column('name')
  const rows = new IntRows(fields.length + 1)
  const names = new TextPool()
  const onRow = (row: BaseRow) => {
    // A number other than 0 stands for a parameter of a procedure.
    if (row.int(number) !== 0 || !tables.has(row.int(id))) return
    const values = columns.map((column) => row.int(column))
    values.push(names.number(row.text(name)))
    rows.add(...values)
  }
  await system.scan('syscolpars', onRow, signal)
  rows.sort()
  const at = (row: number, field: (typeof fields)[number]) => rows.at(row, fields.indexOf(field))
  const column = (row: number): CatalogColumn => {
    const systemTypeId = at(row, 'xtype')
    const userTypeId = at(row, 'utype')
    const status = at(row, 'status')
    const collationId = at(row, 'collationid')
    return {
      columnId: at(row, 'colid'),
      name: names.text(rows.at(row, nameField)),
      typeName:
        typeNames.get(userTypeId) ?? typeNames.get(systemTypeId) ?? `(type ${systemTypeId})`,
      systemTypeId,
      userTypeId,
      maxLengthBytes: at(row, 'length'),
      precision: at(row, 'prec'),
      scale: at(row, 'scale'),
      collation: collationId === 0 ? undefined : collationOf(collationId),
      isNullable: (status & columnStatus.notNull) === 0,
      isIdentity: (status & columnStatus.identity) !== 0,
      isComputed: (status & columnStatus.computed) !== 0,
      isSparse: (status & columnStatus.sparse) !== 0,
    }
  }
  return { ofTable: (objectId) => rows.map(objectId, column) }
}
