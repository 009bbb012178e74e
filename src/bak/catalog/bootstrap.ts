/**
 * Finds the system tables: boot page, sysallocunits, sysrowsets, sysrscols, then names from syscolpars and sysschobjs.
 *
 * @source bak-format facts 4.1 [measured]
 */
import type { BootPage } from '../pages/boot-page.ts'
import type { Page, PageAddress } from '../pages/database-pages.ts'
import { headerOfUnit, isOfUnit } from '../pages/iam.ts'
import { addressAt, pageType, pageTypes, slotCount } from '../pages/page.ts'
import { AllocationUnitReader } from './allocation-unit-reader.ts'
import { type BaseColumn, BaseRow } from './base-row.ts'
import { BaseTable } from './base-table.ts'
import type { AllocationUnit } from './catalog.ts'
import { catalogError } from './errors.ts'
import {
  type KnownLayout,
  sysallocunits,
  syscolpars,
  syshobtcolumns,
  sysrowsetcolumns,
  sysrowsets,
  sysrscols,
  sysschobjs,
} from './known-layouts.ts'
import { HobtColumnReader, type PhysicalColumn, RowsetColumnReader } from './physical-columns.ts'
import { type SystemRowSource, scanUnits } from './scan-units.ts'

/** Object ids of system base tables lie below; ids of users' objects are far above. @source real backups [measured] */
const systemObjectIds = 2000
/** Which rowset a system table has. */
interface SystemRowset {
  readonly objectId: number
  readonly indexId: number
}

/** A system table with its columns, and where it lies. */
export interface OpenTable {
  readonly table: BaseTable
  readonly units: readonly AllocationUnit[]
}

/**
 * Finds the system tables of a database.
 *
 * @throws BAK_CATALOG_LAYOUT_UNKNOWN  when the catalog contradicts what is known about it
 * @throws BAK_CATALOG_INCOMPLETE, BAK_CATALOG_DAMAGED, what reading pages throws, and the signal's reason
 */
export async function findTables(
  source: SystemRowSource,
  boot: BootPage,
  signal: AbortSignal | undefined,
): Promise<Map<string, OpenTable>> {
  return await new Bootstrap(source, boot, signal).tables()
}

class Bootstrap {
  readonly #source: SystemRowSource
  readonly #boot: BootPage
  readonly #signal: AbortSignal | undefined
  #units = new Map<bigint, AllocationUnit[]>()

  constructor(source: SystemRowSource, boot: BootPage, signal: AbortSignal | undefined) {
    this.#source = source
    this.#boot = boot
    this.#signal = signal
  }

  async tables(): Promise<Map<string, OpenTable>> {
    const first = new Set(
      [sysallocunits, sysrowsets, sysrscols, sysrowsetcolumns, syshobtcolumns].map(firstRowsetId),
    )
    this.#units = await this.#readUnits((ownerId) => first.has(ownerId))
    const rowsets = await this.#readRowsets()
    this.#units = await this.#readUnits((ownerId) => rowsets.has(ownerId))
    const physical = this.#units.has(firstRowsetId(sysrscols))
      ? await this.#readColumns(rowsets)
      : await this.#readColumns2005(rowsets)
    const rowsetOf = new Map([...rowsets].map(([rowsetId, { objectId }]) => [objectId, rowsetId]))
    const names = await this.#readColumnNames(rowsetOf)
    const tables = new Map<string, OpenTable>()
    await this.#scan(sysschobjs, rowsetOf.get(sysschobjs.objectId), (row, table) => {
      const objectId = row.int(table.column('id'))
      const rowsetId = rowsetOf.get(objectId)
      if (rowsetId === undefined || row.text(table.column('type')) !== 'S') return
      const name = row.text(table.column('name'))
      const columns = namedColumns(physical.get(rowsetId) ?? [], names.get(objectId))
      tables.set(name, {
        table: new BaseTable(name, objectId, columns),
        units: this.#units.get(rowsetId) ?? [],
      })
    })
    for (const known of [sysallocunits, sysrowsets, syscolpars, sysschobjs]) check(known, tables)
    const columnTables = tables.has(sysrscols.name)
      ? [sysrscols]
      : [sysrowsetcolumns, syshobtcolumns]
    for (const known of columnTables) check(known, tables)
    return tables
  }

  /** Follows the chain of sysallocunits, which is how everything begins. */
  async #readUnits(isWanted: (ownerId: bigint) => boolean): Promise<Map<bigint, AllocationUnit[]>> {
    const table = new BaseTable(sysallocunits.name, sysallocunits.objectId, sysallocunits.columns)
    const reader = new AllocationUnitReader(table)
    const units = new Map<bigint, AllocationUnit[]>()
    const row = new BaseRow(table.name)
    const seen = new Set<string>()
    let address: PageAddress | undefined = this.#boot.firstAllocationUnitsPage
    if (address === undefined) throw this.#incomplete('the boot page names no first page')
    while (address !== undefined) {
      const place = `${address.fileId}:${address.pageId}`
      if (seen.has(place))
        throw this.#incomplete(`the pages of sysallocunits run in a circle at ${place}`)
      seen.add(place)
      const page: Page | undefined = await this.#source.pages.load(
        address.fileId,
        address.pageId,
        this.#signal,
      )
      if (
        page === undefined ||
        !isOfUnit(page.view, headerOfUnit(firstRowsetId(sysallocunits))) ||
        pageType(page.view) !== pageTypes.data
      )
        throw this.#incomplete(`page ${place} of sysallocunits is not in the backup`)
      for (let slot = 0; slot < slotCount(page.view); slot++) {
        if (!row.moveTo(page, slot)) continue
        const ownerId = reader.ownerId(row)
        if (isWanted(ownerId)) listIn(units, ownerId).push(reader.read(row))
      }
      address = addressAt(page.view, 16)
    }
    return units
  }

  /** Returns the heaps and clustered indexes of the system tables, by rowset id. */
  async #readRowsets(): Promise<Map<bigint, SystemRowset>> {
    const rowsets = new Map<bigint, SystemRowset>()
    await this.#scan(sysrowsets, firstRowsetId(sysrowsets), (row, table) => {
      const objectId = row.int(table.column('idmajor'))
      const indexId = row.int(table.column('idminor'))
      if (objectId <= 0 || objectId >= systemObjectIds || indexId < 0 || indexId > 1) return
      rowsets.set(row.bigint(table.column('rowsetid')), { objectId, indexId })
    })
    return rowsets
  }

  async #readColumns(
    rowsets: ReadonlyMap<bigint, SystemRowset>,
  ): Promise<Map<bigint, PhysicalColumn[]>> {
    const columns = new Map<bigint, PhysicalColumn[]>()
    let reader: RowsetColumnReader | undefined
    await this.#scan(sysrscols, firstRowsetId(sysrscols), (row, table) => {
      reader ??= new RowsetColumnReader(table)
      const rowsetId = reader.rowsetId(row)
      if (rowsets.has(rowsetId)) listIn(columns, rowsetId).push(reader.read(row))
    })
    return columns
  }

  /** In 2005 the system tables' hobts have the ids of their rowsets, and their columns the same numbers. */
  async #readColumns2005(
    rowsets: ReadonlyMap<bigint, SystemRowset>,
  ): Promise<Map<bigint, PhysicalColumn[]>> {
    const ids = new Map<string, number>()
    await this.#scan(sysrowsetcolumns, firstRowsetId(sysrowsetcolumns), (row, table) => {
      const rowsetId = row.bigint(table.column('rowsetid'))
      if (!rowsets.has(rowsetId)) return
      const key = `${rowsetId}/${row.int(table.column('hobtcolid'))}`
      ids.set(key, row.int(table.column('rowsetcolid')))
    })
    const columns = new Map<bigint, PhysicalColumn[]>()
    let reader: HobtColumnReader | undefined
    await this.#scan(syshobtcolumns, firstRowsetId(syshobtcolumns), (row, table) => {
      reader ??= new HobtColumnReader(table)
      const hobtId = reader.hobtId(row)
      if (!rowsets.has(hobtId)) return
      const column = reader.read(row)
      const columnId = ids.get(`${hobtId}/${column.columnId}`)
      if (columnId !== undefined) listIn(columns, hobtId).push({ ...column, columnId })
    })
    return columns
  }

  /** Returns object id to column id to name. */
  async #readColumnNames(
    rowsetOf: ReadonlyMap<number, bigint>,
  ): Promise<Map<number, Map<number, string>>> {
    const names = new Map<number, Map<number, string>>()
    await this.#scan(syscolpars, rowsetOf.get(syscolpars.objectId), (row, table) => {
      const objectId = row.int(table.column('id'))
      if (!rowsetOf.has(objectId) || row.int(table.column('number')) !== 0) return
      let ofTable = names.get(objectId)
      if (ofTable === undefined) {
        ofTable = new Map()
        names.set(objectId, ofTable)
      }
      ofTable.set(row.int(table.column('colid')), row.text(table.column('name')))
    })
    return names
  }

  async #scan(
    known: KnownLayout,
    rowsetId: bigint | undefined,
    onRow: (row: BaseRow, table: BaseTable) => void,
  ): Promise<void> {
    const units = rowsetId === undefined ? undefined : this.#units.get(rowsetId)
    if (units === undefined) throw this.#incomplete(`system table ${known.name} has no pages`)
    const table = new BaseTable(known.name, known.objectId, known.columns)
    const visit = (row: BaseRow) => onRow(row, table)
    await scanUnits(this.#source, known.name, units, visit, this.#signal)
  }

  #incomplete(missing: string): Error {
    return catalogError('BAK_CATALOG_INCOMPLETE', { database: this.#boot.database, missing })
  }
}

/** The rowset, and the allocation unit, that the oldest system tables have in every database. */
function firstRowsetId({ objectId }: KnownLayout): bigint {
  return BigInt(objectId) << 16n
}

function namedColumns(
  physical: readonly PhysicalColumn[],
  names: ReadonlyMap<number, string> | undefined,
): BaseColumn[] {
  const columns: BaseColumn[] = []
  for (const column of physical) {
    const name = names?.get(column.columnId)
    if (name !== undefined) columns.push({ ...column, name })
  }
  return columns
}

/** Proves that a table that was read by its known layout is laid out so by its own account. */
function check(known: KnownLayout, tables: ReadonlyMap<string, OpenTable>): void {
  const table = tables.get(known.name)?.table
  for (const wanted of known.columns) {
    const found = table?.find(wanted.name)
    const isSame =
      found !== undefined &&
      found.systemTypeId === wanted.systemTypeId &&
      found.lengthBytes === wanted.lengthBytes &&
      found.leafOffset === wanted.leafOffset &&
      found.nullBit === wanted.nullBit
    if (isSame) continue
    throw catalogError('BAK_CATALOG_LAYOUT_UNKNOWN', {
      table: known.name,
      reason: `the catalog does not say of its column ${wanted.name} what was expected`,
    })
  }
}

function listIn<K, V>(lists: Map<K, V[]>, key: K): V[] {
  let list = lists.get(key)
  if (list === undefined) {
    list = []
    lists.set(key, list)
  }
  return list
}
