/** The indexes of tables: sysidxstats with sysiscols. */
import type { BaseRow } from './base-row.ts'
import type { CatalogIndex } from './catalog.ts'
import { IntRows, TextPool } from './int-rows.ts'
import type { StoredIndexes } from './stored-table.ts'
import type { SystemTables } from './system-tables.ts'

/**
 * Bits of sysidxstats.status. @source the constraints PK and UQ of the same names in real backups [measured]
 */
const indexStatus = { isIndex: 0x1, unique: 0x8, primaryKey: 0x20 } as const

/**
 * Bits of sysiscols.status: of statistics, of an index, descending.
 * @source real backups: 1 and 2 by what the row belongs to [measured], 4 by one index [measured]; 16 for included
 *   columns [guess]
 */
const indexColumnStatus = { ofIndex: 0x2, descending: 0x4, included: 0x10 } as const

/** sys.indexes.type. @source sys.indexes [spec]; 0 to 2 [measured] */
const kinds: ReadonlyMap<number, CatalogIndex['kind']> = new Map([
  [0, 'heap'],
  [1, 'clustered'],
  [2, 'nonclustered'],
  [3, 'xml'],
  [4, 'spatial'],
  [5, 'columnstore'],
  [6, 'columnstore'],
])

/** @param tables  object ids of the tables whose indexes are wanted */
export async function readIndexes(
  system: SystemTables,
  tables: ReadonlySet<number>,
  signal: AbortSignal | undefined,
): Promise<StoredIndexes> {
  const names = new TextPool()
  const indexes = await readHeads(system, tables, names, signal)
  const keys = await readKeys(system, tables, signal)
  const index = (row: number): CatalogIndex => {
    const objectId = indexes.at(row, 0)
    const indexId = indexes.at(row, 1)
    const status = indexes.at(row, 2)
    const keyColumns: CatalogIndex['keyColumns'][number][] = []
    const { from, to } = keys.range(objectId)
    for (let key = from; key < to; key++) {
      if (Math.floor(keys.at(key, 1) / ordinals) !== indexId) continue
      const isDescending = (keys.at(key, 3) & indexColumnStatus.descending) !== 0
      keyColumns.push({ columnId: keys.at(key, 2), isDescending })
    }
    return {
      indexId,
      name: names.text(indexes.at(row, 4)),
      kind: kinds.get(indexes.at(row, 3)) ?? 'other',
      isUnique: (status & indexStatus.unique) !== 0,
      isPrimaryKey: (status & indexStatus.primaryKey) !== 0,
      keyColumns,
    }
  }
  return { ofTable: (objectId) => indexes.map(objectId, index) }
}

/** Object id, index id, status, type, name. */
async function readHeads(
  system: SystemTables,
  tables: ReadonlySet<number>,
  names: TextPool,
  signal: AbortSignal | undefined,
): Promise<IntRows> {
  const table = system.table('sysidxstats')
  const id = table.column('id')
  const indid = table.column('indid')
  const status = table.column('status')
  const type = table.column('type')
  const name = table.column('name')
  const rows = new IntRows(5)
  const onRow = (row: BaseRow) => {
    const objectId = row.int(id)
    const bits = row.int(status)
    // Rows without this bit are statistics.
    if ((bits & indexStatus.isIndex) === 0 || !tables.has(objectId)) return
    rows.add(objectId, row.int(indid), bits, row.int(type), names.number(row.text(name)))
  }
  await system.scan('sysidxstats', onRow, signal)
  rows.sort()
  return rows
}

/** An index has at most 1,023 key columns and a table at most 1,000 indexes, so that both fit into one number. */
const ordinals = 1024

/** Object id, index id and ordinal, column id, status. */
async function readKeys(
  system: SystemTables,
  tables: ReadonlySet<number>,
  signal: AbortSignal | undefined,
): Promise<IntRows> {
  const table = system.table('sysiscols')
  const idmajor = table.column('idmajor')
  const idminor = table.column('idminor')
  const status = table.column('status')
  const columnId = table.column('intprop')
  const keyOrdinal = table.column('tinyprop1')
  const rows = new IntRows(4)
  const onRow = (row: BaseRow) => {
    const objectId = row.int(idmajor)
    const bits = row.int(status)
    const ordinal = row.int(keyOrdinal)
    if ((bits & indexColumnStatus.ofIndex) === 0 || (bits & indexColumnStatus.included) !== 0)
      return
    if (ordinal === 0 || !tables.has(objectId)) return
    rows.add(objectId, row.int(idminor) * ordinals + ordinal, row.int(columnId), bits)
  }
  await system.scan('sysiscols', onRow, signal)
  rows.sort()
  return rows
}
