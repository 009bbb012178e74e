/**
 * Rows that real backups at hand hardly have: values outside their rows in trees of many levels, rows that moved or
 * were deleted, columns that came and went. Writer and reader follow the same two public readers; SQL Server wrote
 * none of these.
 */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import {
  type DatabasePages,
  openDatabasePages,
  readCatalog,
  readRows,
  verifyBackup,
} from '../../../../src/bak/index.ts'
import { memorySource } from '../../../../src/core/index.ts'
import {
  type CellValue,
  type EngineName,
  engineVersions,
  type TableSpec,
  writeBackup,
} from '../../../../src/sandbox/backup-writer/index.ts'
import { fullOf, partOf, specOf } from '../written-databases.ts'

/** Bytes that differ from place to place, so that parts in a wrong order show. */
function bytesOf(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = seed
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    bytes[index] = state >>> 16
  }
  return bytes
}

async function open(table: TableSpec, engine: EngineName = '2019') {
  const bytes = writeBackup(specOf(fullOf([table]), { engine }))
  const { verdict, findings } = await verifyBackup([memorySource(bytes, 'hard.bak')])
  assert.deepEqual([verdict, findings.map(({ message }) => message)], ['sound', []])
  const pages = await openDatabasePages({ full: [await partOf(bytes)] })
  const [found] = (await readCatalog(pages)).tables
  assert.ok(found)
  return { pages, table: found }
}

async function read(table: TableSpec, engine?: EngineName) {
  const { pages, table: found } = await open(table, engine)
  const reading = readRows(pages, found)
  const rows: unknown[][] = []
  for await (const row of reading) rows.push([...row])
  return { rows, summary: reading.summary(), table: found, pages }
}

const lengths = [0, 1, 64, 65, 100, 8000, 8001, 8040, 8041, 40_200, 40_201, 100_000]

for (const [type, value] of [
  ['image', (length: number) => bytesOf(length, length)],
  ['varbinary', (length: number) => bytesOf(length, length)],
  ['ntext', (length: number) => '长文本𠮷'.repeat(length).slice(0, length >> 1)],
  ['nvarchar', (length: number) => '长文本𠮷'.repeat(length).slice(0, length >> 1)],
  ['text', (length: number) => '数据ab'.repeat(length).slice(0, length)],
  ['varchar', (length: number) => '数据ab'.repeat(length).slice(0, length)],
] as const)
  for (const isOutOfRow of [false, true]) {
    const isMax = type.startsWith('var') || type === 'nvarchar'
    if (!isMax && isOutOfRow) continue
    test(`values of ${type}${isMax ? '(max)' : ''} of all lengths are read${isOutOfRow ? ', each from outside its row' : ''}`, async () => {
      const rows = lengths.map((length, index): CellValue[] => [index, value(length), 'behind'])
      const { rows: found, table } = await read({
        name: 'Large',
        columns: [
          { name: 'id', type: 'int', isNullable: false },
          { name: 'value', type, ...(isMax && { length: -1 }), isOutOfRow },
          { name: 'note', type: 'nvarchar', length: 10 },
        ],
        primaryKey: ['id'],
        rows: [...rows, [lengths.length, null, null]],
      })
      assert.deepEqual(found, [...rows, [lengths.length, null, null]])
      assert.deepEqual(
        table.rowsets[0]?.allocationUnits.map((unit) => unit.type),
        [1, 2],
      )
    })
  }

test('a tree of five levels is followed down to its last part', async () => {
  const rows = [[bytesOf(900, 1)], [bytesOf(901, 2)], [bytesOf(5, 3)]]
  for (const isOutOfRow of [true, false])
    for (const length of [900, 70_000]) {
      const own = isOutOfRow ? rows : [[bytesOf(length + 8000, 4)], ...rows]
      const { rows: found } = await read({
        name: 'Deep',
        columns: [{ name: 'value', type: 'varbinary', length: -1, isOutOfRow }],
        rows: own,
        largeValues: { partBytes: isOutOfRow ? 7 : 300, linksPerNode: 3 },
      })
      assert.deepEqual(found, own)
    }
})

test('what a row has no room for lies on pages of its own, beside values of max types', async () => {
  const columns = [
    { name: 'id', type: 'int', isNullable: false },
    { name: 'a', type: 'varchar', length: 8000 },
    { name: 'b', type: 'nvarchar', length: 4000 },
    { name: 'c', type: 'varbinary', length: -1 },
    { name: 'd', type: 'varbinary', length: 8000 },
  ] as const
  const rows: CellValue[][] = [
    [1, 'a'.repeat(8000), 'b'.repeat(4000), bytesOf(8000, 1), bytesOf(8000, 2)],
    [2, 'a'.repeat(4000), 'b'.repeat(1000), bytesOf(2000, 3), bytesOf(2000, 4)],
    [3, 'short', null, null, bytesOf(3, 5)],
    [4, 'a'.repeat(8000), '', null, new Uint8Array(0)],
    [5, null, 'b'.repeat(4000), bytesOf(200_000, 6), bytesOf(8000, 7)],
  ]
  for (const engine of Object.keys(engineVersions) as EngineName[]) {
    const { rows: found, table } = await read(
      { name: 'Wide', columns, primaryKey: ['id'], rows },
      engine,
    )
    assert.deepEqual(found, rows, engine)
    assert.deepEqual(
      table.rowsets[0]?.allocationUnits.map(({ type }) => type),
      [1, 2, 3],
    )
  }
})

const people = (count: number): TableSpec => ({
  name: 'People',
  columns: [
    { name: 'id', type: 'int' },
    { name: 'name', type: 'varchar', length: 100 },
    { name: 'note', type: 'nvarchar', length: 100 },
  ],
  rows: Array.from({ length: count }, (_, index) => [
    index,
    index % 5 === 0 ? '' : `name ${index}`,
    index % 3 === 0 ? '' : index % 3 === 1 ? null : `note ${index}`,
  ]),
})

const rowsOf = ({ rows }: TableSpec) => rows as readonly (readonly CellValue[])[]

test('a row that moved is read once, where it stands now, also when its last values are empty', async () => {
  const movedRows = [0, 3, 7, 30, 45, 899]
  const table = people(900)
  const { rows, summary } = await read({ ...table, movedRows })
  const stay = rowsOf(table).filter((_, index) => !movedRows.includes(index))
  const moved = movedRows.map((index) => rowsOf(table)[index])
  assert.deepEqual(rows, [...stay, ...moved])
  assert.deepEqual([summary.rows, summary.movedRows, summary.damagedRows], [900, 6, 0])
})

test('the stub of a moved row leads to it, and it leads back', async () => {
  const { pages, table } = await open({ ...people(900), movedRows: [450] })
  const { stub, target } = await stubIn(pages, table.rowsets[0]?.allocationUnits[0]?.firstPage)
  const page = await pages.load(1, target.pageId)
  assert.ok(page)
  const at = page.view.getUint16(8190 - 2 * target.slot, true)
  assert.equal(page.view.getUint8(at) & 0xe, 2)
  // Behind four bytes, one int, the count of columns and their null bits.
  const variables = page.view.getUint16(at + 11, true)
  const end = at + (page.view.getUint16(at + 11 + 2 * variables, true) & 0x7fff)
  assert.equal(page.view.getUint16(end - 10, true), 0x400)
  assert.deepEqual(
    [page.view.getUint32(end - 8, true), page.view.getUint16(end - 2, true)],
    [stub.pageId, stub.slot],
  )
})

async function stubIn(pages: DatabasePages, first: { pageId: number } | undefined) {
  assert.ok(first)
  for (let pageId = first.pageId; pageId < first.pageId + 20; pageId++) {
    const page = await pages.load(1, pageId)
    const slots = page?.view.getUint16(22, true) ?? 0
    for (let slot = 0; slot < slots; slot++) {
      const at = page?.view.getUint16(8190 - 2 * slot, true) ?? 0
      if (page?.view.getUint8(at) !== 4) continue
      const target = {
        pageId: page.view.getUint32(at + 1, true),
        slot: page.view.getUint16(at + 7, true),
      }
      return { stub: { pageId, slot }, target }
    }
  }
  throw new Error('there is no stub')
}

test('deleted rows are left out of a heap and of a clustered table, and not counted', async () => {
  const deletedRows = [0, 1, 2, 500, 899]
  for (const primaryKey of [undefined, ['id']]) {
    const table = people(900)
    const {
      rows,
      summary,
      table: found,
    } = await read({
      ...table,
      deletedRows,
      ...(primaryKey && { primaryKey }),
    })
    assert.deepEqual(
      rows,
      rowsOf(table).filter((_, index) => !deletedRows.includes(index)),
    )
    assert.deepEqual([summary.ghostRows, found.catalogRows], [5, 895])
  }
})

test('rows from before a column was added have NULL in it, and a dropped column is not seen', async () => {
  const { rows, table } = await read({
    name: 'Grown',
    columns: [
      { name: 'id', type: 'int', isNullable: false },
      { name: 'gone', type: 'varchar', length: 20, isDropped: true },
      { name: 'alsoGone', type: 'bigint', isDropped: true },
      { name: 'name', type: 'nvarchar', length: 20 },
      { name: 'addedNumber', type: 'int' },
      { name: 'addedFlag', type: 'bit' },
      { name: 'addedText', type: 'varchar', length: 20 },
    ],
    primaryKey: ['id'],
    rows: [
      [1, 'x', 7n, 'old'],
      [2, null, null, 'number', 5],
      [3, '', 1n, 'all', 6, true, 'text'],
      [4, 'y', 2n, null, null, null, null],
    ],
  })
  assert.deepEqual(
    table.columns.map(({ name }) => name),
    ['id', 'name', 'addedNumber', 'addedFlag', 'addedText'],
  )
  const marker = rows[0]?.[2]
  assert.deepEqual(rows, [
    [1, 'old', marker, marker, marker],
    [2, 'number', 5, marker, marker],
    [3, 'all', 6, true, 'text'],
    [4, null, null, null, null],
  ])
  assert.equal(marker, null)
})

test('what cannot be written is refused', () => {
  const write = (table: TableSpec) => () => writeBackup(specOf(fullOf([table])))
  assert.throws(write({ ...people(9), primaryKey: ['id'], movedRows: [1] }), TypeError)
  const column = { name: 'v', type: 'varbinary', length: -1 } as const
  const id = { name: 'id', type: 'int' } as const
  assert.throws(
    write({
      name: 'T',
      columns: [id, column],
      rows: { pattern: [[1, new Uint8Array(9000)]], count: 9, numberedColumn: 'id' },
    }),
    TypeError,
  )
  assert.throws(
    write({ ...people(9), largeValues: { linksPerNode: 1 } }),
    /a part has a byte at least/,
  )
})
