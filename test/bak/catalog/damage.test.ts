/** Catalogs of real backups with their pages changed: an answer or an error of ours, at once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countAllRows } from '../../../src/bak/catalog/count-rows.ts'
import { dataPages } from '../../../src/bak/catalog/data-pages.ts'
import { readFeatures } from '../../../src/bak/catalog/features/read-features.ts'
import { readCatalog } from '../../../src/bak/catalog/read-catalog.ts'
import { openSystemTables } from '../../../src/bak/catalog/system-tables.ts'
import type { DatabasePages, Page } from '../../../src/bak/pages/database-pages.ts'
import { isMigrationError } from '../../../src/core/index.ts'
import { needsShared } from '../../shared-files.ts'
import { openPages } from './open-catalog.ts'

const shared = needsShared('bak')

/** Numbers that look random and are the same in every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

/** The pages with one of them replaced; undefined takes it out. */
function withPage(
  pages: DatabasePages,
  fileId: number,
  pageId: number,
  bytes: Uint8Array | undefined,
): DatabasePages {
  const page: Page | undefined =
    bytes === undefined
      ? undefined
      : { fileId, pageId, bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) }
  const isIt = (file: number, number: number) => file === fileId && number === pageId
  return {
    ...pages,
    peek: (file, number) => (isIt(file, number) ? page : pages.peek(file, number)),
    load: async (file, number, signal) =>
      isIt(file, number) ? page : await pages.load(file, number, signal),
  }
}

/** The pages of the system tables by which all others are found, their maps, and the boot page. */
async function catalogPages(pages: DatabasePages): Promise<Page[]> {
  const system = await openSystemTables(pages)
  const found = [await pages.load(1, 9)]
  for (const name of ['sysallocunits', 'sysrowsets', 'sysschobjs', 'syscolpars', 'sysobjvalues'])
    for (const unit of system.units(name)) {
      const { firstIamPage } = unit
      if (firstIamPage) found.push(await pages.load(firstIamPage.fileId, firstIamPage.pageId))
      for await (const page of dataPages(pages, unit, () => assert.fail())) found.push(page)
    }
  return found.filter((page) => page !== undefined)
}

/** Reads all there is to read; returns the code of the error, or `read`. */
async function outcome(pages: DatabasePages): Promise<string> {
  try {
    const catalog = await readCatalog(pages)
    for (const table of catalog.tables)
      assert.ok(table.columns.length + table.indexes.length + table.rowsets.length >= 0)
    await countAllRows(pages, catalog)
    await readFeatures(pages, catalog)
    return 'read'
  } catch (error) {
    if (isMigrationError(error)) return error.code
    throw error
  }
}

const names = [
  '2005-zhset-northwind__Northwind.bak',
  '2008r2-zhfilename__数据库.bak',
  '2012-zhdbname__教务管理系统.bak',
  '2019-northwind-compat100__Northwind.bak',
]

for (const [seed, name] of names.entries()) {
  test(
    `${name}: a changed byte in the catalog gives an answer or an error, never a crash or a hang`,
    shared,
    async () => {
      const { pages } = await openPages(name)
      const candidates = await catalogPages(pages)
      const roll = dice(seed + 1)
      const outcomes = new Map<string, number>()
      for (let run = 0; run < 60; run++) {
        const page = candidates[roll(candidates.length)]
        assert.ok(page)
        const bytes = page.bytes.slice()
        // Half of the changes hit what the page's structure hangs on: its header and its slots.
        const at = [roll(96), 8192 - 1 - roll(64), roll(8192), roll(8192)][run % 4] ?? 0
        bytes[at] = (bytes[at] ?? 0) ^ (1 + roll(255))
        const begin = performance.now()
        const result = await outcome(withPage(pages, page.fileId, page.pageId, bytes))
        const place = `byte ${at} of page ${page.fileId}:${page.pageId}`
        assert.ok(performance.now() - begin < 20_000, `${place} took too long`)
        outcomes.set(result, (outcomes.get(result) ?? 0) + 1)
      }
      assert.ok([...outcomes.keys()].every((code) => code === 'read' || code.startsWith('BAK_')))
    },
  )
}

test('a page of the catalog that is not there is told, not left out', shared, async () => {
  const { pages } = await openPages('2016__db.bak')
  const system = await openSystemTables(pages)
  for (const table of ['sysschobjs', 'syscolpars', 'sysidxstats', 'sysrowsets']) {
    const [unit] = system.units(table)
    assert.ok(unit)
    for await (const page of dataPages(pages, unit, () => assert.fail())) {
      const result = await outcome(withPage(pages, page.fileId, page.pageId, undefined))
      assert.equal(result, 'BAK_CATALOG_INCOMPLETE', `${table} ${page.pageId}`)
      break
    }
  }
})

test('without a boot page the catalog is incomplete', shared, async () => {
  const { pages } = await openPages('2016__db.bak')
  await assert.rejects(readCatalog(withPage(pages, 1, 9, undefined)), {
    code: 'BAK_CATALOG_INCOMPLETE',
    message: /boot page, 1:9/,
  })
})

test('a chain of pages that runs in a circle is told', shared, async () => {
  const { pages } = await openPages('2016__db.bak')
  const boot = await pages.load(1, 9)
  assert.ok(boot)
  const first = boot.view.getUint32(612, true)
  const page = await pages.load(1, first)
  assert.ok(page)
  const bytes = page.bytes.slice()
  new DataView(bytes.buffer).setUint32(16, first, true)
  new DataView(bytes.buffer).setUint16(20, 1, true)
  await assert.rejects(readCatalog(withPage(pages, 1, first, bytes)), {
    code: 'BAK_CATALOG_INCOMPLETE',
    message: /circle/,
  })
})

test('a catalog of SQL Server 2000 is refused by name', shared, async () => {
  const { pages } = await openPages('2016__db.bak')
  await assert.rejects(readCatalog({ ...pages, databaseVersion: 539 }), {
    code: 'BAK_CATALOG_NOT_SUPPORTED',
    message: /SQL Server 2000/,
  })
})

/** Returns the page and byte at which a text stands in a page of a system table. */
async function findText(
  pages: DatabasePages,
  table: string,
  text: string,
): Promise<{ page: Page; at: number }> {
  const wanted = [...text].flatMap((letter) => [letter.charCodeAt(0), 0])
  const system = await openSystemTables(pages)
  const [unit] = system.units(table)
  assert.ok(unit)
  for await (const page of dataPages(pages, unit, () => assert.fail()))
    for (let at = 96; at < 8192 - wanted.length; at++)
      if (wanted.every((byte, index) => page.bytes[at + index] === byte)) return { page, at }
  throw new Error(`no ${text} in ${table}`)
}

test(
  'a system table that says other columns of itself than are known is refused',
  shared,
  async () => {
    const { pages } = await openPages('2016__db.bak')
    const { page, at } = await findText(pages, 'syscolpars', 'pgfirstiam')
    const bytes = page.bytes.slice()
    bytes[at] = 0x78
    await assert.rejects(readCatalog(withPage(pages, page.fileId, page.pageId, bytes)), {
      code: 'BAK_CATALOG_LAYOUT_UNKNOWN',
      message: /sysallocunits .*pgfirstiam/,
    })
  },
)

test(
  'a record of a system table that does not fit into its page is told with its place',
  shared,
  async () => {
    const { pages } = await openPages('2016__db.bak')
    const { page } = await findText(pages, 'sysschobjs', 'sysdiagrams')
    const bytes = page.bytes.slice()
    const view = new DataView(bytes.buffer)
    view.setUint16(view.getUint16(8190, true) + 2, 9000, true)
    await assert.rejects(readCatalog(withPage(pages, page.fileId, page.pageId, bytes)), {
      code: 'BAK_CATALOG_DAMAGED',
      message: new RegExp(`row 1:${page.pageId}:0 of system table sysschobjs`),
    })
  },
)

test(
  'a catalog with more rows than the limit is refused with the table and the limit',
  shared,
  async () => {
    const { pages } = await openPages('2016__db.bak')
    await assert.rejects(readCatalog(pages, { maxRows: 100 }), {
      code: 'BAK_CATALOG_TOO_LARGE',
      message: /more than 100 rows in sys/,
    })
  },
)
