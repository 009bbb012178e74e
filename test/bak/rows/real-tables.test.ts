/** The rows of the real backups: as many as an independent reader counted, and each of their values readable. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRows } from '../../../src/bak/rows/read-rows.ts'
import { isUnreadable } from '../../../src/bak/rows/values.ts'
import { needsShared } from '../../shared-files.ts'
import { readGolden } from '../golden.ts'
import { openTables } from './open-tables.ts'

const shared = needsShared('bak')
const golden = shared.skip === undefined ? readGolden() : {}

for (const [name, { tables }] of Object.entries(golden)) {
  if (tables === undefined) continue
  test(`${name}: all rows that golden.json counts are read, without a marker`, shared, async () => {
    const { pages, catalog } = await openTables(name)
    const counted: Record<string, number> = {}
    const expected: Record<string, number> = {}
    for (const [table, { rows }] of Object.entries(tables as Record<string, { rows: number }>))
      expected[table] = rows
    for (const table of catalog.tables) {
      const reading = readRows(pages, table)
      let rows = 0
      for await (const row of reading) {
        rows++
        for (const [index, value] of row.entries()) {
          const { name: column, typeName } = reading.columns[index] ?? {}
          assert.ok(
            !isUnreadable(value),
            `${table.name}.${column} ${typeName}: ${JSON.stringify(value)}`,
          )
        }
      }
      counted[`${table.schema}.${table.name}`] = rows
      assert.equal(reading.summary().rows, rows)
      assert.equal(reading.summary().damagedRows, 0)
      assert.equal(reading.summary().foreignPages, 0)
    }
    assert.deepEqual(counted, expected)
  })
}
