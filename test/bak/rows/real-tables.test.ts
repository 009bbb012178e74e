/** The rows of the real backups: as many as an independent reader counted, and each of their values readable. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typeIds } from '../../../src/bak/catalog/system-types.ts'
import { decoderFor } from '../../../src/bak/rows/decoders.ts'
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
          assert.ok(!isUnreadable(value), `${table.name}.${column} ${typeName}`)
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

test('each sql_variant of the catalogs decodes, of seven base types', shared, async () => {
  const type = { systemTypeId: typeIds.variant, precision: 0, scale: 0, collationId: 0 }
  const baseTypes = new Map<number, number>()
  for (const [name, { tables }] of Object.entries(golden)) {
    if (tables === undefined) continue
    const { pages, catalog } = await openTables(name)
    const { systemTables } = catalog
    const column = systemTables.table('sysobjvalues').column('value')
    const traits = { databaseVersion: pages.databaseVersion, collationId: catalog.collation.id }
    const decode = decoderFor(type, traits)
    await systemTables.scan('sysobjvalues', (row) => {
      const stored = row.bytes(column)
      if (stored === undefined || stored.isOffRow || stored.bytes.length === 0) return
      const { bytes } = stored
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const value = decode({ bytes, view }, 0, bytes.length)
      assert.ok(!isUnreadable(value), name)
      baseTypes.set(bytes[0] ?? 0, (baseTypes.get(bytes[0] ?? 0) ?? 0) + 1)
    })
  }
  assert.deepEqual(
    [...baseTypes.keys()].sort((a, b) => a - b),
    [
      typeIds.int,
      typeIds.datetime,
      typeIds.float,
      typeIds.bit,
      typeIds.bigint,
      typeIds.varbinary,
      typeIds.nvarchar,
    ],
  )
})
