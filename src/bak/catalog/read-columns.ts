/** The declared columns of tables: syscolpars. */
import type { BaseRow } from './base-row.ts'
import type { CatalogColumn } from './catalog.ts'
import { collationOf } from './collations.ts'
import { IntRows, TextPool } from './int-rows.ts'
import type { StoredColumns } from './stored-table.ts'
import type { SystemTables } from './system-tables.ts'

/**
 * Bits of syscolpars.status. @source real backups: columns that are NOT NULL, with an identity seed [measured];
 *   computed, sparse as sys.columns has them [spec]
 */
export const columnStatus = {
  notNull: 0x1,
  identity: 0x4,
  computed: 0x10,
  sparse: 0x100_0000,
} as const

/** What of a column is kept, in this order: the three small numbers of its type in one. */
const at = {
  id: 0,
  columnId: 1,
  type: 2,
  userType: 3,
  length: 4,
  collation: 5,
  status: 6,
  name: 7,
  default: 8,
} as const
const width = 9

/** @param tables  object ids of the tables whose columns are wanted */
export async function readColumns(
  system: SystemTables,
  tables: ReadonlySet<number>,
  typeNames: ReadonlyMap<number, string>,
  signal: AbortSignal | undefined,
): Promise<StoredColumns> {
  const table = system.table('syscolpars')
  const id = table.column('id')
  const number = table.column('number')
  const colid = table.column('colid')
  const name = table.column('name')
  const xtype = table.column('xtype')
  const utype = table.column('utype')
  const length = table.column('length')
  const prec = table.column('prec')
  const scale = table.column('scale')
  const collation = table.column('collationid')
  const statusColumn = table.column('status')
  const dflt = table.column('dflt')
  const rows = new IntRows(width)
  const names = new TextPool()
  const onRow = (row: BaseRow) => {
    // A number other than 0 stands for a parameter of a procedure.
    if (row.int(number) !== 0 || !tables.has(row.int(id))) return
    rows.add(
      row.int(id),
      row.int(colid),
      row.int(xtype) | (row.int(prec) << 8) | (row.int(scale) << 16),
      row.int(utype),
      row.int(length),
      row.int(collation),
      row.int(statusColumn),
      names.number(row.text(name)),
      row.int(dflt),
    )
  }
  await system.scan('syscolpars', onRow, signal)
  rows.sort()
  const column = (row: number): CatalogColumn => {
    const type = rows.at(row, at.type)
    const systemTypeId = type & 0xff
    const userTypeId = rows.at(row, at.userType)
    const status = rows.at(row, at.status)
    const collationId = rows.at(row, at.collation)
    return {
      columnId: rows.at(row, at.columnId),
      name: names.text(rows.at(row, at.name)),
      typeName:
        typeNames.get(userTypeId) ?? typeNames.get(systemTypeId) ?? `(type ${systemTypeId})`,
      systemTypeId,
      userTypeId,
      maxLengthBytes: rows.at(row, at.length),
      precision: (type >>> 8) & 0xff,
      scale: (type >>> 16) & 0xff,
      collation: collationId === 0 ? undefined : collationOf(collationId),
      isNullable: (status & columnStatus.notNull) === 0,
      isIdentity: (status & columnStatus.identity) !== 0,
      isComputed: (status & columnStatus.computed) !== 0,
      isSparse: (status & columnStatus.sparse) !== 0,
      hasDefault: rows.at(row, at.default) !== 0,
    }
  }
  return { ofTable: (objectId) => rows.map(objectId, column) }
}
