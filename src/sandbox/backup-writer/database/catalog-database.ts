/**
 * A database with a system catalog: tables are laid into data files, and the base tables say where, themselves
 * included. From it every page of every file can be written.
 * @source bak-format facts 3.2 to 4.1 [measured]
 */
import { pagesPerExtent } from '../checksums.ts'
import type { EngineVersion } from '../engine-versions.ts'
import type { BackupSetSpec, WrittenFile } from '../spec.ts'
import { bootPageId, writeBootPage } from './boot-page.ts'
import {
  type CatalogInput,
  catalogRows,
  inColumnOrder,
  type ListedTable,
  systemRowsetId,
} from './catalog-rows.ts'
import type { FileContent } from './database-file.ts'
import {
  FileAllocation,
  isReservedExtent,
  mapKindOf,
  type OwnedPage,
  type PageOwner,
} from './file-allocation.ts'
import type { PagePlace } from './page-writer.ts'
import { RecordLayout } from './record-layout.ts'
import { type SystemTable, type SystemTableName, systemIds, systemTables } from './system-tables.ts'
import { TablePages } from './table-pages.ts'
import { collationIds, type TableSpec } from './table-spec.ts'
import { type PageWriterOwner, TableUnit } from './table-unit.ts'
import type { UnitPages } from './unit-pages.ts'

/** First object id of a user table, and the step to the next, as SQL Server deals them. */
const firstObjectId = 565_577_053
const objectIdStep = 16_000_057
/** First numbers of rowsets and allocation units of user tables. */
const firstRowset = 0x40
const firstUnit = 0x93
/** First number of the units of values outside the rows, two for each table. */
const firstOutsideUnit = 0x100_0000
const fixedSchemaIds: Readonly<Record<string, number>> = {
  dbo: 1,
  guest: 2,
  INFORMATION_SCHEMA: 3,
  sys: 4,
}
const firstSchemaId = 5

interface Placed {
  readonly listed: ListedTable
  readonly pages: TablePages
  /** The base table, if it is one. */
  readonly system: SystemTable | undefined
  readonly fileId: number
}

/**
 * Returns the data files of a database that holds these tables.
 * @throws TypeError when a table names a file that is not there, or values do not fit
 */
export function catalogDatabase(
  set: BackupSetSpec,
  engine: EngineVersion,
  files: readonly WrittenFile[],
  specs: readonly TableSpec[],
): FileContent[] {
  const databaseCollation = collationIds[set.collation ?? 'Chinese_PRC_CI_AS']
  const filegroupOf = (fileId: number) => {
    const file = files.find((candidate) => candidate.fileId === fileId)
    if (!file) throw new TypeError(`there is no data file ${fileId}`)
    return file.filegroupId
  }
  const schemas = [...new Set(specs.map(({ schema }) => schema ?? 'dbo'))]
    .filter((name) => !(name in fixedSchemaIds))
    .map((name, index) => [firstSchemaId + index, name] as const)
  const schemaId = (name: string) =>
    fixedSchemaIds[name] ?? schemas.find(([, known]) => known === name)?.[0] ?? 1
  const users = specs.map((spec, index) =>
    userTable(spec, index, databaseCollation, schemaId, filegroupOf(spec.fileId ?? 1)),
  )
  const more = set.systemRows ?? {}
  const systems = systemTables(engine, new Set(Object.keys(more) as SystemTableName[]))
  const input: Omit<CatalogInput, 'tables'> = {
    schemas,
    created: set.databaseCreated,
    databaseCollation,
    more,
    filegroups: set.filegroups ?? [{ filegroupId: 1, name: 'PRIMARY', isDefault: true }],
  }

  // The rows of the base tables have the same sizes whatever they say, so that their places can be found first.
  const nameless = systems.map((system) => systemListed(system, databaseCollation))
  const draft = catalogRows({ ...input, tables: [...nameless, ...users.map(listedOf)] })
  const bases = systems.map((system, index): Placed => {
    const listed = nameless[index] ?? systemListed(system, databaseCollation)
    const rows = draft[system.name].map((cells) => inColumnOrder(listed.layout, cells))
    const pages = new TablePages(listed.layout, rows, true)
    return { listed: { ...listed, rowCount: pages.rowCount }, pages, system, fileId: 1 }
  })

  const boot: PageWriterOwner = {
    isIam: false,
    fullness: 0x44,
    write: (_, page) => writeBootPage(page, set, engine, databaseCollation, firstUnits()),
  }
  const allocations = new Map(
    files.map((file) => [
      file.fileId,
      new FileAllocation(
        file.fileId,
        new Map(file.fileId === 1 ? [[bootPageId, { owner: boot, index: 0 }]] : []),
      ),
    ]),
  )
  const units = [...bases, ...users].map((table) => {
    const allocation = allocations.get(table.fileId)
    if (!allocation) throw new TypeError(`there is no data file ${table.fileId}`)
    const unit = new TableUnit(table.pages, idsOf(table.listed.allocationUnitId), allocation)
    const outside = (table.listed.outside ?? []).map((listed) => {
      const pages = outsidePages(table.pages, listed.type)
      return { listed, unit: new TableUnit(pages, idsOf(listed.allocationUnitId), allocation) }
    })
    const placeOf = (type: 2 | 3) =>
      outside.find(({ listed }) => listed.type === type)?.unit.placeOf
    const [lob, overflow] = [placeOf(2), placeOf(3)]
    table.pages.linkTo({ ...(lob && { lob }), ...(overflow && { overflow }) })
    const places = outside.map(({ listed, unit }) => ({ ...listed, place: unit.place }))
    return { ...table, unit, listed: { ...table.listed, place: unit.place, outside: places } }
  })
  const firstUnits = (): PagePlace | undefined =>
    units.find(({ listed }) => listed.objectId === systemIds.sysallocunits)?.unit.place?.first
  const final = catalogRows({ ...input, tables: units.map(listedOf) })
  for (const { system, listed, unit } of units) {
    if (!system) continue
    const rows = final[system.name].map((cells) => inColumnOrder(listed.layout, cells))
    unit.exchange(new TablePages(listed.layout, rows, true))
  }
  return files.map((file) => fileContent(file, allocations.get(file.fileId)))
}

function listedOf({ listed }: { readonly listed: ListedTable }): ListedTable {
  return listed
}

function systemListed(system: SystemTable, collation: number): ListedTable {
  return {
    objectId: system.id,
    schemaId: fixedSchemaIds['sys'] ?? 4,
    name: system.name,
    isSystem: true,
    layout: new RecordLayout(system.columns, system.key, collation, true),
    rowsetId: systemRowsetId(system.id),
    allocationUnitId: systemRowsetId(system.id),
    filegroupId: 1,
    indexId: 1,
    keyObjectId: undefined,
    rowCount: 0,
    place: undefined,
  }
}

function userTable(
  spec: TableSpec,
  index: number,
  collation: number,
  schemaId: (name: string) => number,
  filegroupId: number,
): Placed {
  const isClustered = spec.primaryKey !== undefined
  const layout = new RecordLayout(spec.columns, spec.primaryKey ?? [], collation)
  const pages = new TablePages(layout, spec.rows, isClustered, spec)
  const objectId = firstObjectId + 2 * index * objectIdStep
  const number = (first: number) => (1n << 56n) | (BigInt(first + index) << 16n)
  return {
    pages,
    system: undefined,
    fileId: spec.fileId ?? 1,
    listed: {
      objectId,
      schemaId: schemaId(spec.schema ?? 'dbo'),
      name: spec.name,
      isSystem: false,
      layout,
      rowsetId: number(firstRowset),
      allocationUnitId: number(firstUnit),
      filegroupId,
      indexId: isClustered ? 1 : 0,
      keyObjectId: isClustered ? objectId + objectIdStep : undefined,
      rowCount: pages.rowCount,
      place: undefined,
      outside: ([2, 3] as const)
        .filter((type) => outsidePages(pages, type).pageCount > 0)
        .map((type) => ({
          type,
          allocationUnitId: (1n << 56n) | (BigInt(firstOutsideUnit + 2 * index + type - 2) << 16n),
          place: undefined,
        })),
    },
  }
}

function outsidePages({ outside }: TablePages, type: 2 | 3): UnitPages {
  return type === 2 ? outside.lob : outside.overflow
}

/** Parts of an allocation unit's id that its pages carry. @source page headers of real files [measured] */
function idsOf(allocationUnitId: bigint): { indexId: number; objectId: number } {
  return {
    indexId: Number((allocationUnitId >> 48n) & 0xffffn),
    objectId: Number((allocationUnitId >> 16n) & 0xffffffffn),
  }
}

function writes(owner: PageOwner): owner is PageWriterOwner {
  return 'write' in owner
}

function fileContent(given: WrittenFile, allocation: FileAllocation | undefined): FileContent {
  if (!allocation) throw new TypeError(`file ${given.fileId} holds nothing`)
  const usedExtents = allocation.extentCount
  const spec = { ...given, sizeBytes: Math.max(given.sizeBytes, usedExtents * 65_536) }
  const ownerAt = (pageId: number): OwnedPage | undefined => allocation.pageAt(pageId)
  return {
    spec,
    usedExtents,
    isAllocated: (extent) => allocation.isAllocated(extent),
    hasFreeMixedPage: (extent) => allocation.hasFreeMixedPage(extent),
    backedUpExtents() {
      const extents: number[] = []
      const count = spec.sizeBytes / 65_536
      for (let extent = 0; extent < count; extent++)
        if (isReservedExtent(extent) || (extent < usedExtents && allocation.isAllocated(extent)))
          extents.push(extent)
      return extents
    },
    freeSpaceByte(pageId) {
      const page = ownerAt(pageId)
      if (!page || !writes(page.owner)) return 0
      if (page.owner.isIam) return 0x70
      const isMixed = allocation.isMixed(Math.floor(pageId / pagesPerExtent))
      return page.owner.fullness | (isMixed ? 0x20 : 0)
    },
    write(pageId, page) {
      if (mapKindOf(pageId)) return false
      const owned = ownerAt(pageId)
      if (!owned || !writes(owned.owner)) return false
      owned.owner.write(owned.index, page)
      return true
    },
  }
}
