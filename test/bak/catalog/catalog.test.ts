/** What the catalog says of well-known tables, and what it is packed into. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collationOf } from '../../../src/bak/catalog/collations.ts'
import { IntRows, TextPool } from '../../../src/bak/catalog/int-rows.ts'
import { unpackType } from '../../../src/bak/catalog/physical-columns.ts'
import { declaredType } from '../../../src/bak/catalog/type-names.ts'
import { needsShared } from '../../shared-files.ts'
import { readGolden } from '../golden.ts'
import { openCatalog } from './open-catalog.ts'

const shared = needsShared('bak')
const golden = shared.skip === undefined ? readGolden() : {}
const northwind2005 = '2005-zhset-northwind__Northwind.bak'

test('Northwind of 2005: Orders has the columns that its script declares', shared, async () => {
  const { catalog } = await openCatalog(northwind2005)
  const orders = catalog.tables.find(({ name }) => name === 'Orders')
  assert.deepEqual(
    orders?.columns.map((column) =>
      [
        column.name,
        declaredType(column),
        column.isNullable ? 'NULL' : 'NOT NULL',
        ...(column.isIdentity ? ['IDENTITY'] : []),
      ].join(' '),
    ),
    [
      'OrderID int NOT NULL IDENTITY',
      'CustomerID nchar(5) NULL',
      'EmployeeID int NULL',
      'OrderDate datetime NULL',
      'RequiredDate datetime NULL',
      'ShippedDate datetime NULL',
      'ShipVia int NULL',
      'Freight money NULL',
      'ShipName nvarchar(40) NULL',
      'ShipAddress nvarchar(60) NULL',
      'ShipCity nvarchar(15) NULL',
      'ShipRegion nvarchar(15) NULL',
      'ShipPostalCode nvarchar(10) NULL',
      'ShipCountry nvarchar(15) NULL',
    ],
  )
  assert.equal(catalog.collation.name, 'Chinese_PRC_CI_AS')
  assert.equal(orders.columns[1]?.collation?.name, 'Chinese_PRC_CI_AS')
  assert.equal(orders.columns[0]?.collation, undefined)
})

test(
  'Northwind of 2005: Order Details has a primary key of two columns, clustered',
  shared,
  async () => {
    const { catalog } = await openCatalog(northwind2005)
    const details = catalog.tables.find(({ name }) => name === 'Order Details')
    const [key] = details?.indexes ?? []
    assert.deepEqual(
      { ...key, name: undefined },
      {
        indexId: 1,
        name: undefined,
        kind: 'clustered',
        isUnique: true,
        isPrimaryKey: true,
        keyColumns: [
          { columnId: 1, isDescending: false },
          { columnId: 2, isDescending: false },
        ],
      },
    )
    assert.ok((details?.indexes.length ?? 0) > 1)
  },
)

test(
  'both Northwinds of 2005 lay out their tables alike, although one was upgraded elsewhere',
  shared,
  async () => {
    const [first, second] = await Promise.all([
      openCatalog(northwind2005),
      openCatalog('2005-compat80-northwind__Northwind.bak'),
    ])
    for (const name of ['Customers', 'Orders', 'Products', 'Employees', 'Order Details']) {
      const [left, right] = [first, second].map(({ catalog }) =>
        catalog.tables
          .find((table) => table.name === name)
          ?.rowsets[0]?.columns.map(({ collationId: _, ...column }) => column),
      )
      assert.ok(left !== undefined && left.length > 0, name)
      assert.deepEqual(left, right, name)
    }
  },
)

test(
  'in every real backup each column is stored with the type that it is declared with',
  shared,
  async () => {
    let compared = 0
    for (const [name, { tables }] of Object.entries(golden)) {
      if (tables === undefined) continue
      const { catalog } = await openCatalog(name)
      for (const table of catalog.tables) {
        const declared = new Map(table.columns.map((column) => [column.columnId, column]))
        for (const rowset of table.rowsets) {
          const stored = rowset.columns.filter(
            ({ isDropped, columnId }) => !isDropped && columnId > 0,
          )
          assert.ok(stored.length > 0, `${name} ${table.name}`)
          for (const column of stored) {
            const { systemTypeId, maxLengthBytes, collation } = declared.get(column.columnId) ?? {}
            const place = `${name} ${table.name} column ${column.columnId}`
            assert.equal(column.systemTypeId, systemTypeId, place)
            assert.equal(column.maxLengthBytes, maxLengthBytes, place)
            assert.equal(column.collationId, collation?.id ?? 0, place)
            compared++
          }
        }
      }
    }
    assert.ok(compared > 900, `${compared} columns`)
  },
)

test('a dropped column keeps its place in the records and is marked', shared, async () => {
  const { catalog } = await openCatalog('2012-zhdbname__教务管理系统.bak')
  const course = catalog.tables.find(({ name }) => name === 'course')
  const dropped = course?.rowsets[0]?.columns.filter(({ isDropped }) => isDropped)
  assert.equal(dropped?.length, 1)
  assert.deepEqual(
    dropped?.map(({ columnId, systemTypeId, maxLengthBytes, leafOffset, nullBit }) => [
      columnId,
      systemTypeId,
      maxLengthBytes,
      leafOffset,
      nullBit,
    ]),
    [[0, 167, 20, -4, 8]],
  )
})

test('a collation id is named only where it is understood whole', () => {
  const names: readonly (readonly [number, string | undefined])[] = [
    [0xd024, 'Chinese_PRC_CI_AS'],
    [0x3400_d008, 'SQL_Latin1_General_CP1_CI_AS'],
    [0x1008, 'Latin1_General_CI_AS_KS_WS'],
    [0x1_0008, 'Latin1_General_BIN'],
    [0xc024, 'Chinese_PRC_CS_AS'],
    [0xf008, 'Latin1_General_CI_AI'],
    [0xd0ff, undefined],
    [0x3400_d024, undefined],
    [0x2_d024, undefined],
    [-1, undefined],
  ]
  for (const [id, name] of names) assert.deepEqual(collationOf(id), { id, name })
})

test('a packed type unfolds into its length, precision and scale', () => {
  assert.deepEqual(unpackType(0x3126a), {
    systemTypeId: 106,
    lengthBytes: 9,
    precision: 18,
    scale: 3,
  })
  assert.deepEqual(unpackType(0x72b), {
    systemTypeId: 43,
    lengthBytes: 10,
    precision: 0,
    scale: 7,
  })
  assert.equal(unpackType(0x64e7).lengthBytes, 100)
  assert.equal(unpackType(0xa5).lengthBytes, 0)
})

test('rows of numbers are found by their key whatever order they came in', () => {
  const rows = new IntRows(3)
  for (let row = 0; row < 20_000; row++) {
    const key = (row * 7919) % 1000
    rows.add(key, 20_000 - row, row)
  }
  rows.sort()
  assert.equal(rows.length, 20_000)
  for (const key of [0, 1, 500, 999]) {
    const values = rows.map(key, (row) => [rows.at(row, 0), rows.at(row, 1)])
    assert.equal(values.length, 20)
    assert.ok(values.every(([found]) => found === key))
    assert.deepEqual(
      values,
      values.toSorted((a, b) => (a[1] ?? 0) - (b[1] ?? 0)),
    )
  }
  assert.deepEqual(rows.range(-1), { from: 0, to: 0 })
  assert.deepEqual(rows.range(5000), { from: 20_000, to: 20_000 })
})

test('a pool keeps each text once', () => {
  const pool = new TextPool()
  assert.equal(pool.number('Id'), pool.number('Id'))
  assert.notEqual(pool.number('Id'), pool.number('id'))
  assert.equal(pool.text(pool.number('名称')), '名称')
})
