/** The index above the rows of a clustered table, which readers by allocation maps do not look at. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { openDatabasePages, readCatalog } from '../../../../src/bak/index.ts'
import { type CellValue, writeBackupSource } from '../../../../src/sandbox/backup-writer/index.ts'
import { fullOf, partOf, specOf, students } from '../written-databases.ts'

test('the index leads from its root to every page of rows, in order and by its first key', async () => {
  const pattern = students(500)
  const count = 400_000
  const rows = {
    pattern: pattern.rows as readonly (readonly CellValue[])[],
    count,
    numberedColumn: '学号',
  }
  const spec = specOf(fullOf([{ ...pattern, rows }], { hasChecksums: false }))
  const pages = await openDatabasePages({
    full: [await partOf(writeBackupSource(spec, 'index.bak'))],
  })
  const [table] = (await readCatalog(pages)).tables
  const unit = table?.rowsets[0]?.allocationUnits[0]
  const load = async (pageId: number) => {
    const page = await pages.load(1, pageId)
    assert.ok(page, `page ${pageId}`)
    return page.view
  }
  const slot = (view: DataView, index: number) => view.getUint16(8192 - 2 * (index + 1), true)

  /** Follows the records of a page down to the rows and returns the first ids of the pages of rows. */
  const walk = async (pageId: number, key: number): Promise<number[]> => {
    const view = await load(pageId)
    assert.equal(view.getUint32(32, true), pageId)
    if (view.getUint8(1) === 1) {
      const first = view.getUint32(slot(view, 0) + 4, true)
      assert.equal(first, key)
      leaves.push(pageId)
      return [first]
    }
    assert.equal(view.getUint8(1), 2)
    const found: number[] = []
    for (let index = 0; index < view.getUint16(22, true); index++) {
      const at = slot(view, index)
      assert.equal(view.getUint8(at), 6)
      found.push(...(await walk(view.getUint32(at + 5, true), view.getUint32(at + 1, true))))
    }
    return found
  }
  const leaves: number[] = []
  const root = unit?.rootPage?.pageId ?? 0
  assert.equal((await load(root)).getUint8(3), 2, 'levels above the rows')
  const firstIds = await walk(root, 1)
  assert.deepEqual(
    firstIds,
    firstIds.toSorted((a, b) => a - b),
  )
  assert.equal(leaves[0], unit?.firstPage?.pageId)

  // The pages of rows are linked in the same order, and hold all rows.
  const linked: number[] = []
  let total = 0
  for (let pageId = leaves[0] ?? 0; pageId !== 0; ) {
    const view = await load(pageId)
    assert.equal(view.getUint32(8, true), linked.at(-1) ?? 0)
    linked.push(pageId)
    total += view.getUint16(22, true)
    pageId = view.getUint32(16, true)
  }
  assert.deepEqual(linked, leaves)
  assert.equal(total, count)
})
