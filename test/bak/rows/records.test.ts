/** Records and large values that the real backups at hand do not have, made by hand. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from '../../../src/bak/pages/database-pages.ts'
import { type ReadRowsOptions, readRows } from '../../../src/bak/rows/read-rows.ts'
import { isUnreadable, type Row, type SqlValue } from '../../../src/bak/rows/values.ts'
import {
  databaseOf,
  dataPage,
  hex,
  lobPage,
  type MadeColumn,
  pageBytes,
  pageOf,
  recordOf,
  tableOf,
} from './made-table.ts'
import { collect } from './open-tables.ts'

const int = { systemTypeId: 56, leafOffset: 4 }
const varbinary = { systemTypeId: 165, leafOffset: -1, maxLengthBytes: -1 }

async function rowsOf(
  columns: readonly MadeColumn[],
  records: readonly Uint8Array[],
  others: readonly Page[] = [],
  options: ReadRowsOptions & { databaseVersion?: number } = {},
): Promise<Row[]> {
  const pages = databaseOf([pageOf(dataPage, 1, records), ...others], options.databaseVersion)
  return await collect(readRows(pages, tableOf(columns), options))
}

function marker(value: SqlValue | undefined): string {
  assert.ok(value !== undefined && isUnreadable(value), `${String(value)} is no marker`)
  return value.unreadable
}

test('ghosts and stubs are left out, and a moved row is counted where it is', async () => {
  const ordinary = recordOf({ fixed: '01000000', columns: 1 })
  const moved = recordOf({ status: 0x12, fixed: '02000000', columns: 1 })
  const ghost = recordOf({ status: 0x1c, fixed: '03000000', columns: 1 })
  const deleted = recordOf({ status: 0x11, fixed: '04000000', columns: 1 })
  const stub = hex('04 10000000 0100 0000')
  const pages = databaseOf([pageOf(dataPage, 1, [ordinary, stub, ghost, moved, deleted])])
  const reading = readRows(pages, tableOf([int]))
  assert.deepEqual(await collect(reading), [[1], [2]])
  assert.deepEqual(reading.summary(), {
    rows: 2,
    damagedRows: 0,
    ghostRows: 2,
    movedRows: 1,
    pages: 1,
    foreignPages: 0,
  })
})

test('NULL comes from the bitmap, also beyond eight columns', async () => {
  const columns = Array.from({ length: 9 }, (_, index) => ({ ...int, leafOffset: 4 + 4 * index }))
  const fixed = Array.from({ length: 9 }, (_, index) => `0${index + 1}000000`).join('')
  const rows = await rowsOf(columns, [recordOf({ fixed, columns: 9, nulls: 0b1_0000_0010 })])
  assert.deepEqual(rows, [[1, null, 3, 4, 5, 6, 7, 8, null]])
})

test('bits share their byte', async () => {
  const bit = (bitPosition: number) => ({ systemTypeId: 104, leafOffset: 4, bitPosition })
  const rows = await rowsOf([bit(0), bit(1), bit(7)], [recordOf({ fixed: '81', columns: 3 })])
  assert.deepEqual(rows, [[true, false, true]])
})

test('a variable value that was left out at the end is empty, not NULL', async () => {
  const columns = [varbinary, { ...varbinary, leafOffset: -2 }]
  const record = recordOf({ fixed: '', columns: 2, variable: [hex('0102')] })
  assert.deepEqual(await rowsOf(columns, [record]), [[hex('0102'), hex('')]])
})

test('a column added later is NULL only where no default can have been given', async () => {
  const record = recordOf({ fixed: '01000000', columns: 1 })
  const nullable = { ...int, leafOffset: 8 }
  const old = await rowsOf([int, nullable], [record], [], { databaseVersion: 661 })
  assert.deepEqual(old, [[1, null]])
  const without = await rowsOf([int, { ...nullable, hasDefault: false }], [record])
  assert.deepEqual(without, [[1, null]])
  for (const added of [
    { ...nullable, hasDefault: true },
    { ...nullable, isNullable: false },
    nullable,
  ]) {
    const [row] = await rowsOf([int, added], [record])
    assert.equal(marker(row?.[1]), 'DEFAULT_UNKNOWN')
  }
})

test('a computed column that is not stored is marked', async () => {
  const columns = [int, { isComputed: true, leafOffset: 0 }]
  const [row] = await rowsOf(columns, [recordOf({ fixed: '01000000', columns: 1 })])
  assert.equal(marker(row?.[1]), 'NOT_STORED')
})

test('a record that contradicts itself is a row of markers, and its neighbours are read', async () => {
  const good = recordOf({ fixed: '01000000', columns: 1 })
  const bad = [
    hex('10 00 ff7f 00000000'),
    hex('10 00 0200 00000000'),
    hex('00 00 0800 05000000 0100 00'),
    hex('30 00 0800 05000000 0100 00 ffff'),
    hex('08 00 0800 05000000 0100 00'),
  ]
  const rows = await rowsOf([int], [good, ...bad, good])
  assert.equal(rows.length, bad.length + 2)
  assert.deepEqual([rows[0], rows.at(-1)], [[1], [1]])
  for (const [value] of rows.slice(1, -1)) assert.equal(marker(value), 'RECORD')
})

test('a column whose end lies outside the record is marked alone', async () => {
  const record = recordOf({ fixed: '01000000', columns: 2, variable: [hex('0102')] })
  new DataView(record.buffer).setUint16(4 + 4 + 2 + 1 + 2, 0x7fff, true)
  const [row] = await rowsOf([int, varbinary], [record])
  assert.equal(row?.[0], 1)
  assert.equal(marker(row?.[1]), 'RECORD')
})

test('a slot that points outside the records is a row of markers', async () => {
  const page = pageOf(dataPage, 1, [recordOf({ fixed: '01000000', columns: 1 })])
  page.view.setUint16(pageBytes - 2, 8190, true)
  const [row] = await collect(readRows(databaseOf([page]), tableOf([int])))
  assert.equal(marker(row?.[0]), 'RECORD')
})

test('sparse columns come out of their vector, and those without a value are NULL', async () => {
  const sparse = { ...int, isSparse: true }
  const vector = hex('0500 0200 0200 0300 1000 1400 2a000000 2b000000')
  const record = recordOf({ fixed: '01000000', columns: 1, variable: [[vector]] })
  const plain = recordOf({ fixed: '02000000', columns: 1 })
  const rows = await rowsOf([int, sparse, sparse, sparse], [record, plain])
  assert.deepEqual(rows, [
    [1, 42, 43, null],
    [2, null, null, null],
  ])
  vector[4] = 9
  const bad = recordOf({ fixed: '01000000', columns: 1, variable: [[vector]] })
  const [row] = await rowsOf([int, sparse, sparse], [bad])
  assert.equal(marker(row?.[1]), 'RECORD')
})

/** Returns a record of a LOB page: id 7, a kind, the rest. */
function lobRecord(kind: number, rest: Uint8Array, id = 7): Uint8Array {
  const bytes = new Uint8Array(14 + rest.length)
  const view = new DataView(bytes.buffer)
  bytes[0] = 8
  view.setUint16(2, bytes.length, true)
  view.setBigUint64(4, BigInt(id), true)
  view.setUint16(12, kind, true)
  bytes.set(rest, 14)
  return bytes
}

function pointerTo(slot: number, id = 7): Uint8Array {
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, BigInt(id), true)
  view.setUint32(8, lobPage, true)
  view.setUint16(12, 1, true)
  view.setUint16(14, slot, true)
  return bytes
}

const link = (end: string, slot: string) => `${end} 18000000 0100 ${slot}`
const data = [lobRecord(3, hex('0102')), lobRecord(3, hex('0304'))]

async function largeValue(pointer: Uint8Array, records: readonly Uint8Array[]): Promise<SqlValue> {
  const row = recordOf({ fixed: '', columns: 1, variable: [[pointer]] })
  const [values] = await rowsOf([varbinary], [row], [pageOf(lobPage, 3, records)])
  return values?.[0] ?? null
}

test('a text pointer leads to small, plain, old, large and inner roots', async () => {
  const whole = hex('01020304')
  const small = lobRecord(0, hex('0200 0100 0000 0a0b ffff'))
  assert.deepEqual(await largeValue(pointerTo(0), [small]), hex('0a0b'))
  assert.deepEqual(await largeValue(pointerTo(0), data), hex('0102'))
  const links = `0500 0200 0000 00000000 ${link('02000000', '0000')} ${link('04000000', '0100')}`
  assert.deepEqual(await largeValue(pointerTo(2), [...data, lobRecord(4, hex(links))]), whole)
  assert.deepEqual(await largeValue(pointerTo(2), [...data, lobRecord(5, hex(links))]), whole)
  const inner = `0500 0200 0100 ${link('02000000 00000000', '0000')} ${link('04000000 00000000', '0100')}`
  const tree = [
    ...data,
    lobRecord(2, hex(inner)),
    lobRecord(5, hex(`0500 0100 0100 00000000 ${link('04000000', '0200')}`)),
  ]
  assert.deepEqual(await largeValue(pointerTo(3), tree), whole)
  assert.equal(await largeValue(pointerTo(0), [lobRecord(8, hex('00000000'))]), null)
})

test('row overflow and a root inside the row lead to their parts', async () => {
  const overflow = hex(`02 00 00 00 01000000 07000000 ${link('02000000', '0000')}`)
  assert.deepEqual(await largeValue(overflow, data), hex('0102'))
  const root = hex(
    `04 00 00 00 01000000 07000000 ${link('02000000', '0000')} ${link('04000000', '0100')}`,
  )
  assert.deepEqual(await largeValue(root, data), hex('01020304'))
})

test('a large value whose parts contradict each other is a marker', async () => {
  const circle = `0500 0100 0000 00000000 ${link('04000000', '0000')}`
  const short = `0500 0100 0000 00000000 ${link('03000000', '0000')}`
  const cases: readonly (readonly [string, Uint8Array, readonly Uint8Array[]])[] = [
    ['another value', pointerTo(0, 8), data],
    ['no such slot', pointerTo(5), data],
    ['a tree that contains itself', pointerTo(0), [lobRecord(5, hex(circle))]],
    ['a part too long', pointerTo(1), [data[0] as Uint8Array, lobRecord(5, hex(short))]],
    [
      'a part of another value',
      pointerTo(1),
      [
        lobRecord(3, hex('0102'), 9),
        lobRecord(5, hex(`0500 0100 0000 00000000 ${link('02000000', '0000')}`)),
      ],
    ],
    [
      'links that descend',
      pointerTo(2),
      [
        ...data,
        lobRecord(
          5,
          hex(`0500 0200 0000 00000000 ${link('04000000', '0000')} ${link('02000000', '0100')}`),
        ),
      ],
    ],
    ['an unknown kind', pointerTo(0), [lobRecord(6, hex('00000000'))]],
    [
      'more links than the record has',
      pointerTo(0),
      [lobRecord(5, hex('0500 ffff 0000 00000000'))],
    ],
    ['an unknown root', hex(`09 00 00 00 01000000 07000000 ${link('02000000', '0000')}`), data],
    ['an impossible length', hex('0200000001000000070000'), data],
  ]
  for (const [what, pointer, records] of cases) {
    const value = await largeValue(pointer, records)
    assert.ok(isUnreadable(value), `${what}: ${String(value)}`)
    assert.equal(value.unreadable, 'LOB', what)
  }
})

test('a tree of parts without bytes that contains itself is a marker at once', async () => {
  const links = Array.from({ length: 400 }, () => link('00000000', '0000')).join('')
  const begun = performance.now()
  const value = await largeValue(pointerTo(0), [
    lobRecord(5, hex(`9001 9001 0100 00000000 ${links}`)),
  ])
  assert.equal(marker(value), 'LOB')
  assert.ok(performance.now() - begun < 1000)
})

test('a large value on a page that is absent or of another type is a marker', async () => {
  const row = recordOf({ fixed: '', columns: 1, variable: [[pointerTo(0)]] })
  const [absent] = await rowsOf([varbinary], [row])
  assert.equal(marker(absent?.[0]), 'LOB')
  const [other] = await rowsOf([varbinary], [row], [pageOf(lobPage, 2, data)])
  assert.equal(marker(other?.[0]), 'LOB')
})

test('a table that is stored as columns is refused by name', async () => {
  const pages = databaseOf([pageOf(dataPage, 1, [])])
  await assert.rejects(collect(readRows(pages, tableOf([int], 3))), {
    code: 'BAK_ROWS_NOT_SUPPORTED',
    message: /dbo\.Made.*columnstore/,
  })
})

test('a page that is absent or no page with rows ends the reading', async () => {
  const page = pageOf(dataPage, 1, [recordOf({ fixed: '01000000', columns: 1 })])
  const pages = databaseOf([page])
  const without = {
    ...pages,
    load: async (fileId: number, pageId: number) =>
      pageId === dataPage ? undefined : await pages.load(fileId, pageId),
  }
  await assert.rejects(collect(readRows(without, tableOf([int]))), { code: 'BAK_ROWS_PAGE_ABSENT' })
  page.bytes[1] = 11
  await assert.rejects(collect(readRows(pages, tableOf([int]))), { code: 'BAK_ROWS_PAGE_DAMAGED' })
})

test('a page that says it is of another table, with other fixed columns, is left out and counted', async () => {
  const page = pageOf(dataPage, 1, [recordOf({ fixed: '01000000', columns: 1 })])
  const reading = readRows(databaseOf([page]), tableOf([int]))
  page.view.setUint32(24, 4711, true)
  page.view.setUint16(14, 12, true)
  assert.deepEqual(await collect(reading), [])
  assert.equal(reading.summary().foreignPages, 1)
  page.view.setUint16(14, 8, true)
  assert.deepEqual(await collect(reading), [[1]])
  assert.equal(reading.summary().foreignPages, 0)
})

test('an aborted signal ends the reading with its reason', async () => {
  const pages = databaseOf([pageOf(dataPage, 1, [recordOf({ fixed: '01000000', columns: 1 })])])
  const signal = AbortSignal.abort(new Error('enough'))
  await assert.rejects(collect(readRows(pages, tableOf([int]), { signal })), { message: 'enough' })
})
