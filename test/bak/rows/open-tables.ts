/** Opens the real backups, compressed ones too, for the tests of rows. */
import assert from 'node:assert/strict'
import type { Catalog, CatalogTable } from '../../../src/bak/catalog/catalog.ts'
import { readCatalog } from '../../../src/bak/catalog/read-catalog.ts'
import { openImage } from '../../../src/bak/container/image.ts'
import type { DatabasePages } from '../../../src/bak/pages/database-pages.ts'
import { openDatabasePages } from '../../../src/bak/pages/open-database-pages.ts'
import { type ReadRowsOptions, readRows } from '../../../src/bak/rows/read-rows.ts'
import type { Row, SqlValue } from '../../../src/bak/rows/values.ts'
import { backupSource, readGolden } from '../golden.ts'
import { partOf } from '../pages/real-backups.ts'

export interface OpenTables {
  readonly pages: DatabasePages
  readonly catalog: Catalog
}

/** Opens a full backup with all its stripes. */
export async function openTables(name: string): Promise<OpenTables> {
  const golden = readGolden()
  const stripes = golden[name]?.['stripeSet']
  const names = Array.isArray(stripes) ? stripes.map(String) : [name]
  const full = await Promise.all(
    names.map(async (stripe) => {
      const source = backupSource(stripe)
      const isCompressed = golden[stripe]?.container === 'compressed'
      return await partOf(isCompressed ? await openImage(source) : source)
    }),
  )
  const pages = await openDatabasePages({ full })
  return { pages, catalog: await readCatalog(pages) }
}

export function tableOf(catalog: Catalog, name: string): CatalogTable {
  const table = catalog.tables.find((each) => `${each.schema}.${each.name}` === name)
  assert.ok(table, `no table ${name}`)
  return table
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}

/** Returns the rows of a table. */
export async function rowsOf(
  { pages, catalog }: OpenTables,
  name: string,
  options?: ReadRowsOptions,
): Promise<Row[]> {
  return await collect(readRows(pages, tableOf(catalog, name), options))
}

/** Returns the row whose first value is `key`, as an object. */
export async function rowWith(
  open: OpenTables,
  name: string,
  key: SqlValue,
): Promise<Readonly<Record<string, SqlValue>>> {
  const { columns } = readRows(open.pages, tableOf(open.catalog, name))
  const row = (await rowsOf(open, name)).find((each) => each[0] === key)
  assert.ok(row, `no row ${String(key)} in ${name}`)
  return Object.fromEntries(columns.map((column, index) => [column.name, row[index] ?? null]))
}
