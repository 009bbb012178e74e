/** The tables of the real backups against the values that an independent reader found in them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countAllRows } from '../../../src/bak/catalog/count-rows.ts'
import { tablesToJson } from '../../../src/bak/catalog/tables-to-json.ts'
import { needsShared } from '../../shared-files.ts'
import { readGolden } from '../golden.ts'
import { openCatalog } from './open-catalog.ts'

const shared = needsShared('bak')
const golden = shared.skip === undefined ? readGolden() : {}
const withTables = Object.entries(golden).filter(([, { tables }]) => tables !== undefined)

for (const [name, { tables, container }] of withTables) {
  if (container !== 'mtf') continue
  test(`${name}: tables, columns and row counts are those of golden.json`, shared, async () => {
    const { pages, catalog } = await openCatalog(name)
    assert.deepEqual(tablesToJson(catalog, await countAllRows(pages, catalog)), tables)
  })
}
