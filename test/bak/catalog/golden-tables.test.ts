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

for (const [name, { tables }] of Object.entries(golden)) {
  if (tables === undefined) continue
  test(`${name}: tables, columns and row counts are those of golden.json`, shared, async () => {
    const { pages, catalog } = await openCatalog(name)
    assert.deepEqual(tablesToJson(catalog, await countAllRows(pages, catalog)), tables)
  })
}

test(
  'a differential laid over its full gives the rows that were added in between',
  shared,
  async () => {
    const full = '2016-chainD__RestoreTimeClean.bak'
    const before = await openCatalog(full)
    const after = await openCatalog(full, '2016-chainD__RestoreTimeClean2.bak')
    const rowsOf = async ({ pages, catalog }: typeof before) => {
      const counts = await countAllRows(pages, catalog)
      return catalog.tables.map(({ name, objectId, catalogRows }) => [
        name,
        counts.get(objectId)?.rows,
        catalogRows,
      ])
    }
    assert.deepEqual(await rowsOf(before), [
      ['steps', 0, 0],
      ['table1', 0, 0],
    ])
    assert.deepEqual(await rowsOf(after), [
      ['steps', 30, 30],
      ['table1', 0, 0],
    ])
  },
)

for (const [full, differential] of [
  ['2008r2-chainA__difftest-full.bak', '2008r2-chainA__difftest-diff2.bak'],
  [
    '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_FULL_20170518_041740.bak',
    '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_DIFF_20170518_041826.bak',
  ],
] as const) {
  test(`${differential}: the catalog is read through it as through its full`, shared, async () => {
    const before = await openCatalog(full)
    const after = await openCatalog(full, differential)
    assert.deepEqual(after.catalog.tables, before.catalog.tables)
    assert.deepEqual(after.catalog.systemTables.names, before.catalog.systemTables.names)
  })
}
