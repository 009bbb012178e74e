/** Changed pages and random records: each gives values, markers or an error of ours, in bounded time. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DatabasePages, Page } from '../../../src/bak/pages/database-pages.ts'
import { readRows } from '../../../src/bak/rows/read-rows.ts'
import { isUnreadable, type SqlValue } from '../../../src/bak/rows/values.ts'
import { isMigrationError } from '../../../src/core/index.ts'
import { isSoak, randomSeed } from '../../random-seed.ts'
import { needsShared } from '../../shared-files.ts'
import { databaseOf, dataPage, pageBytes, pageOf, tableOf } from './made-table.ts'
import { type OpenTables, openTables } from './open-tables.ts'

const shared = needsShared('bak')
const files = [
  '2005-compat80-northwind__Northwind.bak',
  '2008r2-zhfilename__数据库.bak',
  '2012-zhdbname__教务管理系统.bak',
  '2019-ru__test.bak',
]
const rounds = isSoak() ? 400 : 40
const slowestMs = 5000

/** Returns a function that draws whole numbers below a bound, the same ones for the same seed. */
function drawing(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Returns the pages with some bytes of each page changed; the boot page and the allocation bits stay. */
function changedPages(pages: DatabasePages, draw: (below: number) => number): DatabasePages {
  const changed = new Map<string, Page | undefined>()
  return {
    ...pages,
    peek: () => undefined,
    async load(fileId, pageId, signal) {
      const key = `${fileId}:${pageId}`
      if (changed.has(key)) return changed.get(key)
      const page = await pages.load(fileId, pageId, signal)
      const copy = page === undefined || pageId === 9 ? page : change(page, draw)
      changed.set(key, copy)
      return copy
    },
  }
}

function change(page: Page, draw: (below: number) => number): Page {
  const bytes = page.bytes.slice()
  for (let left = draw(6); left > 0; left--) {
    const nearSlots = draw(3) === 0
    const at = nearSlots ? pageBytes - 1 - draw(64) : 96 + draw(pageBytes - 96)
    bytes[at] = draw(2) === 0 ? draw(256) : (bytes[at] ?? 0) ^ (1 << draw(8))
  }
  if (draw(40) === 0) bytes[draw(64)] = draw(256)
  return { ...page, bytes, view: new DataView(bytes.buffer) }
}

function checkValue(value: SqlValue | undefined): void {
  assert.notEqual(value, undefined)
  if (typeof value === 'number') assert.ok(Number.isFinite(value))
  if (value !== undefined && isUnreadable(value)) {
    assert.match(value.unreadable, /^[A-Z_]+$/)
    assert.doesNotMatch(value.reason, /undefined|NaN/)
  }
}

async function readAll({
  pages,
  catalog,
}: OpenTables): Promise<{ values: number; errors: number }> {
  let values = 0
  let errors = 0
  for (const table of catalog.tables) {
    try {
      for await (const row of readRows(pages, table)) {
        for (const value of row) checkValue(value)
        values += row.length
      }
    } catch (error) {
      assert.ok(isMigrationError(error), String((error as Error).stack))
      errors++
    }
  }
  return { values, errors }
}

for (const name of files) {
  test(`${name}: changed pages give values, markers or errors`, shared, async (context) => {
    const seed = randomSeed(20_260_801)
    const draw = drawing(seed)
    const open = await openTables(name)
    let values = 0
    let errors = 0
    for (let round = 0; round < rounds; round++) {
      const begun = performance.now()
      const counted = await readAll({ ...open, pages: changedPages(open.pages, draw) })
      values += counted.values
      errors += counted.errors
      const ms = performance.now() - begun
      assert.ok(ms < slowestMs, `round ${round} of seed ${seed} took ${Math.round(ms)} ms`)
    }
    context.diagnostic(`seed ${seed}: ${rounds} rounds, ${values} values, ${errors} errors`)
    assert.ok(values > 0)
  })
}

test('records of random bytes give values or markers', async () => {
  const draw = drawing(randomSeed(4711))
  const types = [56, 231, 167, 165, 106, 61, 42, 98, 35, 104, 241, 36, 60, 62, 127, 43]
  for (let round = 0; round < 2000; round++) {
    const records = Array.from({ length: 1 + draw(6) }, () => {
      const record = Uint8Array.from({ length: 8 + draw(300) }, () => draw(256))
      // Mostly a record that gets past the first checks.
      if (draw(4) > 0) {
        record[0] = draw(2) === 0 ? 0x30 : 0x10
        record[2] = 4 + draw(40)
        record[3] = 0
      }
      return record
    })
    const columns = Array.from({ length: 1 + draw(12) }, () => ({
      systemTypeId: types[draw(types.length)] ?? 56,
      leafOffset: draw(2) === 0 ? -1 - draw(6) : 4 + draw(60),
      nullBit: draw(20),
      bitPosition: draw(8),
      precision: draw(40),
      scale: draw(10),
      maxLengthBytes: draw(100),
      isSparse: draw(8) === 0,
    }))
    const pages = databaseOf([pageOf(dataPage, 1, records)])
    for await (const row of readRows(pages, tableOf(columns))) {
      assert.equal(row.length, columns.length)
      for (const value of row) checkValue(value)
    }
  }
})
