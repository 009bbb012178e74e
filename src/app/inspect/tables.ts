/** The tables in backups, with their rows counted: what `sqlferry inspect --tables` and the console show. */
import {
  type Catalog,
  type CatalogColumn,
  countRows,
  declaredType,
  type JsonObject,
  type RowCount,
  tablesToJson,
} from '../../bak/index.ts'
import type { AppContext } from '../context.ts'
import type { OpenDatabase } from './open-database.ts'
import { type AskedDatabases, askDatabases, type DatabaseRequest } from './read-databases.ts'

export interface TablesRequest extends DatabaseRequest {
  /** Whether rows are counted in the pages; otherwise the catalog's numbers stand alone. */
  readonly isCounted: boolean
}

/** The tables of one database. */
export interface DatabaseTables {
  readonly catalog: Catalog
  /** By object id; empty where nothing was counted. */
  readonly counts: ReadonlyMap<number, RowCount>
  /** Returns a column's type as it stands in CREATE TABLE. */
  readonly declaredType: (column: CatalogColumn) => string
}

export interface TablesView {
  /** Told before the rows of a table are counted. */
  counting(table: string, done: number, all: number): void
}

export interface TablesReport extends Omit<AskedDatabases<DatabaseTables>, 'json'> {
  /** Returns one object whose keys are paths; `tables` by `schema.name`. */
  json(): JsonObject
}

/**
 * Returns the tables of every full backup in the files, with the newest differential that was named laid over it.
 *
 * @throws INSPECT_NO_DATABASE, INSPECT_NO_SET, INSPECT_WITH_FOREIGN, and the signal's reason
 */
export async function inspectTables(
  request: TablesRequest,
  context: Pick<AppContext, 'cwd' | 'signal' | 'language'>,
  view: TablesView,
): Promise<TablesReport> {
  const asked = await askDatabases(request, context, async (database, signal) => ({
    catalog: database.catalog,
    counts: request.isCounted ? await countAll(database, view, signal) : new Map(),
    declaredType,
  }))
  return {
    databases: asked.databases,
    unused: asked.unused,
    json: () =>
      asked.json(({ catalog, counts }) => ({
        databaseVersion: catalog.databaseVersion,
        compatibilityLevel: catalog.compatibilityLevel,
        collation: catalog.collation.name ?? null,
        tables: tablesToJson(catalog, counts),
      })),
  }
}

async function countAll(
  { pages, catalog }: OpenDatabase,
  view: TablesView,
  signal: AbortSignal,
): Promise<Map<number, RowCount>> {
  const counts = new Map<number, RowCount>()
  for (const table of catalog.tables) {
    view.counting(`${table.schema}.${table.name}`, counts.size, catalog.tables.length)
    counts.set(table.objectId, await countRows(pages, table, signal))
  }
  return counts
}
