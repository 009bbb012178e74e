/**
 * The rows of the system base tables for the tables of one database: names, columns, indexes, where each column lies
 * in the records, and where each table's pages lie in the files.
 * @source bak-format facts 4.1; constants of status columns from user tables of real files of 2016 [measured]
 */
import { Fields } from '../fields.ts'
import { declaredColumns, storedColumns } from './column-rows.ts'
import type { PagePlace } from './page-writer.ts'
import type { RecordLayout } from './record-layout.ts'
import {
  collatedTypes,
  fixedOwners,
  fixedSchemas,
  type SystemTableName,
  scalarTypes,
  systemIds,
} from './system-tables.ts'
import type { CellValue, ColumnSpec } from './table-spec.ts'

/** A table as the catalog lists it, base tables included. */
export interface ListedTable {
  readonly objectId: number
  readonly schemaId: number
  readonly name: string
  readonly isSystem: boolean
  readonly layout: RecordLayout
  readonly rowsetId: bigint
  readonly allocationUnitId: bigint
  readonly filegroupId: number
  /** 1 clustered, 0 heap. */
  readonly indexId: 0 | 1
  /** User tables with a primary key. */
  readonly keyObjectId: number | undefined
  readonly rowCount: number
  /** Undefined while the places are not known, and for tables without rows. */
  readonly place: TablePlace | undefined
  /** Units of values outside the rows. */
  readonly outside?: readonly OutsideUnit[]
}

export interface OutsideUnit {
  /** 2 large values, 3 row overflow. */
  readonly type: 2 | 3
  readonly allocationUnitId: bigint
  readonly place: TablePlace | undefined
}

export interface TablePlace {
  readonly first: PagePlace
  readonly root: PagePlace
  readonly firstIam: PagePlace
  readonly usedPages: number
  readonly dataPages: number
  readonly reservedPages: number
}

export interface CatalogInput {
  readonly tables: readonly ListedTable[]
  /** Schemas beside the fixed ones. */
  readonly schemas: ReadonlyArray<readonly [id: number, name: string]>
  /** `YYYY-MM-DD hh:mm:ss`. */
  readonly created: string
  readonly databaseCollation: number
  readonly filegroups: ReadonlyArray<{ readonly filegroupId: number; readonly name: string }>
  readonly more: SystemRows
}

/** Rows of base tables by the names of their columns; a column without a value is NULL, or 0 where it cannot be. */
export type SystemRows = Readonly<Partial<Record<SystemTableName, readonly Cells[]>>>

type Row = readonly CellValue[]
type Cells = Readonly<Record<string, CellValue>>

const catalogStatus = {
  userTable: 917_504,
  systemTable: 917_505,
  rowset: 262_656,
  clusteredKey: 0x2b,
  clusteredSystem: 0x8000b,
  heap: 1,
  keyColumn: 3,
}
const sysnameType = 256

/** Returns each base table's rows, in the order of its key; the columns are found by name. */
export function catalogRows(input: CatalogInput): Readonly<Record<SystemTableName, Cells[]>> {
  const own = ownRows(input)
  const names = Object.keys(input.more) as SystemTableName[]
  const more = names.map((name) => [name, [...own[name], ...(input.more[name] ?? [])]] as const)
  return { ...own, ...Object.fromEntries(more) }
}

function ownRows(input: CatalogInput): Record<SystemTableName, Cells[]> {
  const { tables, created } = input
  return {
    sysrscols: byNumbers(tables.flatMap(storedColumns), ['rsid', 'hbcolid']),
    sysrowsets: byNumbers(tables.map(rowset), ['rowsetid']),
    sysallocunits: byNumbers(tables.flatMap(allocationUnits), ['auid']),
    sysowners: fixedOwners.map(([id, name, type]) => ({
      id,
      name,
      type,
      sid: null,
      password: null,
      dfltsch: name === 'dbo' ? 'dbo' : null,
      status: 0,
      created,
      modified: created,
      deflanguage: null,
    })),
    sysschobjs: byNumbers(
      tables.flatMap((table) => objects(table, created)),
      ['id'],
    ),
    syscolpars: byNumbers(tables.flatMap(declaredColumns), ['id', 'colid']),
    sysscalartypes: scalarTypes.map(([id, name, xtype, length, prec, scale]) => ({
      id,
      schid: systemSchema,
      name,
      xtype,
      length,
      prec,
      scale,
      collationid: collatedTypes.has(id) ? input.databaseCollation : 0,
      status: id === sysnameType || name === 'timestamp' ? 1 : 0,
      created,
      modified: created,
      dflt: 0,
      chk: 0,
    })),
    sysidxstats: byNumbers(tables.map(index), ['id']),
    sysiscols: byNumbers(tables.flatMap(keyColumns), ['idmajor', 'subid']),
    sysobjvalues: [],
    sysclsobjs: [
      ...input.filegroups.map(({ filegroupId, name }) => ({
        ...classObject(31, filegroupId, name, created),
        status: filegroupId === 1 ? 1 : 0,
        type: 'FG',
      })),
      ...[...fixedSchemas, ...input.schemas].map(([id, name]) =>
        classObject(50, id, name, created),
      ),
    ],
    syssingleobjrefs: [],
    sysftinds: [],
    sysbinobjs: [],
  }
}

/** What a column that cannot be NULL has where nothing is said. */
function zeroOf({ type }: ColumnSpec): CellValue {
  if (type === 'datetime') return '1900-01-01'
  if (type === 'binary') return new Uint8Array(0)
  return type === 'char' || type === 'nvarchar' ? '' : 0
}

/** Returns a row's values in the order of a table's columns. */
export function inColumnOrder(layout: RecordLayout, cells: Cells): Row {
  return layout.columns
    .toSorted((a, b) => a.columnId - b.columnId)
    .map(({ spec, isNullable }) => cells[spec.name] ?? (isNullable ? null : zeroOf(spec)))
}

const systemSchema = 4

function classObject(id: number, object: number, name: string, created: string): Cells {
  return {
    class: id,
    id: object,
    name,
    status: 0,
    type: '',
    intprop: id === 50 ? 1 : 0,
    created,
    modified: created,
  }
}

function byNumbers(rows: Cells[], keys: readonly string[]): Cells[] {
  const number = (value: CellValue | undefined) =>
    typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : 0n
  return rows.toSorted((a, b) => {
    for (const key of keys) {
      const difference = number(a[key]) - number(b[key])
      if (difference !== 0n) return difference < 0n ? -1 : 1
    }
    return 0
  })
}

function rowset(table: ListedTable): Cells {
  const { layout } = table
  const variables = layout.columns.filter(({ type }) => type.isVariable)
  const longest = variables.reduce(
    (sum, { type }) => sum + (type.lengthBytes === -1 ? 24 : type.lengthBytes) + 2,
    layout.fixedEnd,
  )
  return {
    rowsetid: table.rowsetId,
    ownertype: 1,
    idmajor: table.objectId,
    idminor: table.indexId,
    numpart: 1,
    status: catalogStatus.rowset,
    fgidfs: 0,
    rcrows: table.rowCount,
    cmprlevel: 0,
    fillfact: 0,
    maxnullbit: layout.columns.length,
    maxleaf: longest,
    maxint: layout.indexRecordBytes,
    minleaf: layout.fixedEnd,
    minint: layout.indexRecordBytes,
    rsguid: null,
    lockres: null,
    scope_id: 0,
    dbfragid: 0,
  }
}

function allocationUnits(table: ListedTable): Cells[] {
  const inRow = { type: 1, allocationUnitId: table.allocationUnitId, place: table.place }
  return [inRow, ...(table.outside ?? [])].map((unit) => allocationUnit(table, unit))
}

function allocationUnit(
  table: ListedTable,
  {
    type,
    allocationUnitId,
    place,
  }: { type: number; allocationUnitId: bigint; place: TablePlace | undefined },
): Cells {
  return {
    auid: allocationUnitId,
    type,
    ownerid: table.rowsetId,
    status: 0,
    fgid: table.filegroupId,
    pgfirst: pageAddress(place?.first),
    pgroot: pageAddress(place?.root),
    pgfirstiam: pageAddress(place?.firstIam),
    pcused: place?.usedPages ?? 0,
    pcdata: place?.dataPages ?? 0,
    pcreserved: place?.reservedPages ?? 0,
    dbfragid: 0,
  }
}

/** Six bytes: page, file. */
function pageAddress(place: PagePlace | undefined): Uint8Array {
  const fields = new Fields(6)
  fields.u32(0, place?.pageId ?? 0)
  fields.u16(4, place?.fileId ?? 0)
  return fields.bytes
}

function objects(table: ListedTable, created: string): Cells[] {
  const common = { nsid: table.schemaId, nsclass: 0, created, modified: created, status2: 1 }
  const own = {
    ...common,
    id: table.objectId,
    name: table.name,
    status: table.isSystem ? catalogStatus.systemTable : catalogStatus.userTable,
    type: table.isSystem ? 'S' : 'U',
    pid: 0,
    pclass: 1,
    intprop: table.layout.columns.length,
  }
  if (table.keyObjectId === undefined) return [own]
  const key = {
    ...common,
    id: table.keyObjectId,
    name: `PK_${table.name}`,
    status: 0,
    type: 'PK',
    pid: table.objectId,
    pclass: 1,
    intprop: 0,
  }
  return [own, key]
}

/** Name and status of a heap, of a base table's clustered index, and of a primary key. */
function indexIdentity({ indexId, isSystem, name }: ListedTable): Cells {
  if (indexId === 0) return { name: null, status: catalogStatus.heap }
  if (isSystem) return { name: 'clst', status: catalogStatus.clusteredSystem }
  return { name: `PK_${name}`, status: catalogStatus.clusteredKey }
}

function index(table: ListedTable): Cells {
  return {
    ...indexIdentity(table),
    id: table.objectId,
    indid: table.indexId,
    intprop: 0,
    fillfact: 0,
    type: table.indexId,
    tinyprop: 0,
    dataspace: table.filegroupId,
    lobds: 0,
    rowset: table.rowsetId,
  }
}

function keyColumns(table: ListedTable): Cells[] {
  return table.layout.columns
    .filter(({ keyOrdinal }) => keyOrdinal > 0)
    .map((column) => ({
      idmajor: table.objectId,
      idminor: table.indexId,
      subid: column.keyOrdinal,
      status: catalogStatus.keyColumn,
      intprop: column.columnId,
      tinyprop1: column.keyOrdinal,
      tinyprop2: 0,
      tinyprop3: 0,
      tinyprop4: 0,
    }))
}

/** Ids of the base tables' rowsets and allocation units: three are fixed, the others follow one rule. */
export function systemRowsetId(objectId: number): bigint {
  const own: readonly number[] = [
    systemIds.sysrscols,
    systemIds.sysrowsets,
    systemIds.sysallocunits,
  ]
  const low = BigInt(objectId) << 16n
  return own.includes(objectId) ? low : low | (1n << 48n)
}
