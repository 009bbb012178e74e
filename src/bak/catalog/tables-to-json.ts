/** The tables of a catalog as JSON, keyed by `schema.name`. */
import type { JsonObject } from '../json.ts'
import type { Catalog } from './catalog.ts'
import type { RowCount } from './count-rows.ts'

/**
 * Returns for each table its rows, the names of its columns, the rows by the catalog, and its compression.
 *
 * @param counts  by object id; a table without one has `rows: null`: its rows were not counted, or cannot be
 */
export function tablesToJson(
  { tables }: Catalog,
  counts: ReadonlyMap<number, RowCount>,
): JsonObject {
  return Object.fromEntries(
    tables.map((table) => [
      `${table.schema}.${table.name}`,
      {
        rows: counts.get(table.objectId)?.rows ?? null,
        columns: table.columns.map(({ name }) => name),
        catalogRows: table.catalogRows,
        compression: table.compression,
      },
    ]),
  )
}
