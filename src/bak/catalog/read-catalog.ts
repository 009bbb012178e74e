/** Reads what a backup's system tables say about the tables of users: names, columns, indexes, partitions. */
import type { DatabasePages } from '../pages/database-pages.ts'
import { AllocationUnitReader } from './allocation-unit-reader.ts'
import type { BaseRow } from './base-row.ts'
import type { AllocationUnit, Catalog, CatalogTable } from './catalog.ts'
import { collationOf } from './collations.ts'
import { readColumns } from './read-columns.ts'
import { readIndexes } from './read-indexes.ts'
import { readPhysicalColumns } from './read-physical-columns.ts'
import { readSchemas } from './read-schemas.ts'
import { sysSchemaId } from './stored-numbers.ts'
import { type RowsetEntry, StoredTable } from './stored-table.ts'
import { openSystemTables, type SystemTables, type SystemTablesOptions } from './system-tables.ts'
import { systemTypeNames } from './type-names.ts'

/** How far a catalog is read, and what stops the reading. */
export type ReadCatalogOptions = SystemTablesOptions

/** sysschobjs.type of tables. @source bak-format facts 4.1 [measured] */
const userTable = 'U'
const rowsetsOfTables = 1

/**
 * Reads the catalog of a database: the tables of users, and what else the system tables hold. Memory grows with the
 * number of objects and columns; pages are read on demand later on, so their sources stay open.
 *
 * @throws BAK_CATALOG_NOT_SUPPORTED  for SQL Server 2000
 * @throws BAK_CATALOG_LAYOUT_UNKNOWN, BAK_CATALOG_INCOMPLETE, BAK_CATALOG_DAMAGED, BAK_CATALOG_TOO_LARGE, what reading
 *   pages throws, and the signal's reason
 * @source bak-format facts 4.1 [measured]
 */
export async function readCatalog(
  pages: DatabasePages,
  options: ReadCatalogOptions = {},
): Promise<Catalog> {
  const { signal } = options
  const system = await openSystemTables(pages, options)
  const { boot } = system
  const schemas = await readSchemas(system, signal)
  const typeNames = await readTypeNames(system, signal)
  const names = await readTableNames(system, signal)
  const rowsets = await readRowsets(system, names, signal)
  const stored = {
    columns: await readColumns(system, new Set(names.keys()), typeNames, signal),
    indexes: await readIndexes(system, new Set(names.keys()), signal),
    physical: await readPhysicalColumns(system, rowsets, signal),
  }
  const tables: CatalogTable[] = []
  for (const [objectId, { name, schemaId }] of names) {
    const schema = schemas.get(schemaId) ?? `(schema ${schemaId})`
    tables.push(
      new StoredTable(objectId, schema, name, rowsets.ofTable.get(objectId) ?? [], stored),
    )
  }
  return {
    database: boot.database,
    databaseVersion: boot.databaseVersion,
    compatibilityLevel: boot.compatibilityLevel,
    collation: collationOf(boot.collationId),
    tables: tables.sort((a, b) => compare(a.schema, b.schema) || compare(a.name, b.name)),
    systemTables: system,
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

async function readTypeNames(
  system: SystemTables,
  signal: AbortSignal | undefined,
): Promise<Map<number, string>> {
  const table = system.table('sysscalartypes')
  const id = table.column('id')
  const name = table.column('name')
  const names = new Map(systemTypeNames)
  await system.scan('sysscalartypes', (row) => names.set(row.int(id), row.text(name)), signal)
  return names
}

interface TableName {
  readonly name: string
  readonly schemaId: number
}

async function readTableNames(
  system: SystemTables,
  signal: AbortSignal | undefined,
): Promise<Map<number, TableName>> {
  const table = system.table('sysschobjs')
  const id = table.column('id')
  const type = table.column('type')
  const schema = table.column('nsid')
  const name = table.column('name')
  const names = new Map<number, TableName>()
  const onRow = (row: BaseRow) => {
    if (row.text(type) !== userTable) return
    const schemaId = row.int(schema)
    // Such as sys.trace_xe_action_map.
    if (schemaId !== sysSchemaId) names.set(row.int(id), { name: row.text(name), schemaId })
  }
  await system.scan('sysschobjs', onRow, signal)
  return names
}

export interface Rowsets {
  /** Object id to its heap or clustered index, by partition. */
  readonly ofTable: ReadonlyMap<number, readonly RowsetEntry[]>
  /** Rowset id to its number, from 0. */
  readonly numbers: ReadonlyMap<bigint, number>
}

async function readRowsets(
  system: SystemTables,
  names: ReadonlyMap<number, TableName>,
  signal: AbortSignal | undefined,
): Promise<Rowsets> {
  const table = system.table('sysrowsets')
  const rowsetid = table.column('rowsetid')
  const ownertype = table.column('ownertype')
  const idmajor = table.column('idmajor')
  const idminor = table.column('idminor')
  const numpart = table.column('numpart')
  const rcrows = table.column('rcrows')
  // SQL Server 2005 has no compression, and no column for it.
  const cmprlevel = table.find('cmprlevel')
  const ofTable = new Map<number, RowsetEntry[]>()
  const numbers = new Map<bigint, number>()
  const onRow = (row: BaseRow) => {
    const objectId = row.int(idmajor)
    const indexId = row.int(idminor)
    if (row.int(ownertype) !== rowsetsOfTables || indexId > 1 || !names.has(objectId)) return
    const rowsetId = row.bigint(rowsetid)
    const number = numbers.size
    numbers.set(rowsetId, number)
    const entry: RowsetEntry = {
      number,
      rowsetId,
      indexId,
      partitionNumber: row.int(numpart),
      catalogRows: Number(row.bigint(rcrows)),
      compression: cmprlevel === undefined ? 0 : row.int(cmprlevel),
      allocationUnits: [],
    }
    const entries = ofTable.get(objectId)
    if (entries === undefined) ofTable.set(objectId, [entry])
    else entries.push(entry)
  }
  await system.scan('sysrowsets', onRow, signal)
  for (const entries of ofTable.values())
    entries.sort((a, b) => a.partitionNumber - b.partitionNumber)
  await readAllocationUnits(system, ofTable, signal)
  return { ofTable, numbers }
}

async function readAllocationUnits(
  system: SystemTables,
  ofTable: ReadonlyMap<number, readonly RowsetEntry[]>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const units = new Map<bigint, AllocationUnit[]>()
  for (const entries of ofTable.values())
    for (const entry of entries) units.set(entry.rowsetId, entry.allocationUnits)
  const reader = new AllocationUnitReader(system.table('sysallocunits'))
  const onRow = (row: BaseRow) => {
    units.get(reader.ownerId(row))?.push(reader.read(row))
  }
  await system.scan('sysallocunits', onRow, signal)
  for (const list of units.values()) list.sort((a, b) => a.type - b.type)
}
