/** Rows of sample databases that everybody knows, and the same tables out of different backups. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRows } from '../../../src/bak/rows/read-rows.ts'
import { toCsv } from '../../../src/bak/rows/to-csv.ts'
import { toJsonLines } from '../../../src/bak/rows/to-json-lines.ts'
import { needsShared } from '../../shared-files.ts'
import { collect, openTables, rowsOf, rowWith, tableOf } from './open-tables.ts'

const shared = needsShared('bak')
const northwind2005 = '2005-compat80-northwind__Northwind.bak'
const northwind2005zh = '2005-zhset-northwind__Northwind.bak'
const northwind2019 = '2019-northwind-compat100__Northwind.bak'
const tsql2012 = '2016-compressed__TSQL2012.bak'

test('Northwind of a 2005 backup holds its well-known rows', shared, async () => {
  const open = await openTables(northwind2005)
  const customer = await rowWith(open, 'dbo.Customers', 'ALFKI')
  assert.equal(customer['CompanyName'], 'Alfreds Futterkiste')
  assert.equal(customer['ContactName'], 'Maria Anders')
  assert.equal(customer['City'], 'Berlin')
  assert.equal(customer['Region'], null)
  const order = await rowWith(open, 'dbo.Orders', 10248)
  assert.equal(order['CustomerID'], 'VINET')
  assert.equal(order['OrderDate'], '1996-07-04T00:00:00.000')
  assert.equal(order['Freight'], '32.3800')
  const product = await rowWith(open, 'dbo.Products', 1)
  assert.equal(product['ProductName'], 'Chai')
  assert.equal(product['UnitPrice'], '18.0000')
  assert.equal(product['Discontinued'], false)
  assert.equal((await rowWith(open, 'dbo.Products', 5))['Discontinued'], true)
  const region = await rowWith(open, 'dbo.Region', 1)
  assert.equal(region['RegionDescription'], 'Eastern'.padEnd(50))
})

test('Northwind of a 2005 backup holds its pictures and notes', shared, async () => {
  const open = await openTables(northwind2005)
  const employee = await rowWith(open, 'dbo.Employees', 1)
  assert.equal(employee['LastName'], 'Davolio')
  assert.equal(employee['FirstName'], 'Nancy')
  assert.equal(employee['BirthDate'], '1948-12-08T00:00:00.000')
  assert.match(String(employee['Notes']), /^Education includes a BA in psychology .*Toastmasters/)
  assert.ok(employee['Photo'] instanceof Uint8Array)
  assert.equal(employee['Photo'].length, 21_626)
  const category = await rowWith(open, 'dbo.Categories', 1)
  assert.equal(category['Description'], 'Soft drinks, coffees, teas, beers, and ales')
  assert.ok(category['Picture'] instanceof Uint8Array)
  assert.equal(category['Picture'].length, 10_746)
  assert.equal(new TextDecoder('latin1').decode(category['Picture'].subarray(78, 80)), 'BM')
})

test('both Northwinds of 2005 decode to the same rows, table by table', shared, async () => {
  const one = await openTables(northwind2005)
  const other = await openTables(northwind2005zh)
  let compared = 0
  for (const { schema, name } of other.catalog.tables) {
    if (!one.catalog.tables.some((table) => table.name === name)) continue
    const table = `${schema}.${name}`
    assert.deepEqual(await rowsOf(other, table), await rowsOf(one, table), table)
    compared++
  }
  assert.equal(compared, 13)
})

test(
  'Northwind of 2019 has the products of 2005, except one whose price was changed',
  shared,
  async () => {
    const names = [
      'ProductID',
      'ProductName',
      'CategoryID',
      'QuantityPerUnit',
      'UnitPrice',
      'UnitsInStock',
    ]
    const old = await rowsOf(await openTables(northwind2005), 'dbo.Products', { columns: names })
    const young = await rowsOf(await openTables(northwind2019), 'dbo.Products')
    const changed = young.filter((row, index) => JSON.stringify(row) !== JSON.stringify(old[index]))
    assert.equal(young.length, old.length)
    assert.deepEqual(changed, [[1, 'Chai', 1, '10 boxes x 20 bags', '50.0000', 100]])
  },
)

test(
  'Northwind of 2019 has the categories of 2005 with their descriptions, and one more',
  shared,
  async () => {
    const old = await rowsOf(await openTables(northwind2005), 'dbo.Categories', {
      columns: ['CategoryID', 'CategoryName', 'Description'],
    })
    const young = await rowsOf(await openTables(northwind2019), 'dbo.Categories')
    assert.equal(old.length, 8)
    assert.deepEqual(young.slice(0, 8), old)
    assert.equal(young.length, 9)
  },
)

test('TSQL2012 out of a compressed backup holds its well-known rows', shared, async () => {
  const open = await openTables(tsql2012)
  const employee = await rowWith(open, 'HR.Employees', 1)
  assert.equal(employee['lastname'], 'Davis')
  assert.equal(employee['firstname'], 'Sara')
  assert.equal(employee['title'], 'CEO')
  assert.equal(employee['mgrid'], null)
  const product = await rowWith(open, 'Production.Products', 1)
  assert.equal(product['productname'], 'Product HHYDP')
  assert.equal(product['unitprice'], '18.0000')
  assert.equal((await rowWith(open, 'Sales.Customers', 2))['city'], 'México D.F.')
  const numbers = await rowsOf(open, 'dbo.Nums')
  assert.equal(numbers.length, 100_000)
  assert.deepEqual(new Set(numbers.map(([n]) => n)).size, 100_000)
})

test('the orders of TSQL2012 carry the freight of those of Northwind', shared, async () => {
  const old = await rowsOf(await openTables(northwind2005), 'dbo.Orders', {
    columns: ['OrderID', 'Freight'],
  })
  const young = await rowsOf(await openTables(tsql2012), 'Sales.Orders', {
    columns: ['orderid', 'freight'],
  })
  assert.deepEqual(young, old)
})

test('Chinese text in cp936 is readable, in rows and in large values', shared, async () => {
  const school = await openTables('2012-zhdbname__教务管理系统.bak')
  assert.equal((await rowWith(school, 'dbo.department', 1))['name'], '计算机系')
  const course = await rowWith(school, 'dbo.course', 10001)
  assert.equal(course['name'], '数据结构')
  assert.equal(course['credit'], 4.5)
  const books = await openTables('2008r2-zhfilename__数据库.bak')
  const news = await rowWith(books, 'dbo.news', '4')
  assert.equal(news['title'], '如何在中美关系中占据主动权？')
  assert.ok(String(news['contents']).includes('金融危机'))
})

test('Cyrillic text in cp1251 is readable', shared, async () => {
  const open = await openTables('2019-ru__test.bak')
  assert.equal((await rowWith(open, 'dbo.Картина', 3))['Название'], 'Начало')
})

test(
  'columns and a limit narrow what is read, and a wrong column is refused at once',
  shared,
  async () => {
    const open = await openTables(northwind2005)
    const rows = await rowsOf(open, 'dbo.Orders', { columns: ['Freight', 'OrderID'], limit: 2 })
    assert.deepEqual(rows, [
      ['32.3800', 10248],
      ['11.6100', 10249],
    ])
    assert.throws(
      () => readRows(open.pages, tableOf(open.catalog, 'dbo.Orders'), { columns: ['freight'] }),
      { code: 'BAK_ROWS_COLUMN_UNKNOWN' },
    )
  },
)

test('a value longer than the limit becomes a marker with its length', shared, async () => {
  const open = await openTables(northwind2005)
  const [row] = await rowsOf(open, 'dbo.Employees', {
    columns: ['Photo', 'LastName'],
    maxValueBytes: 1000,
    limit: 1,
  })
  assert.deepEqual(row, [
    { unreadable: 'TOO_LONG', reason: '21626 bytes, more than the limit of 1000' },
    'Davolio',
  ])
})

test('CSV tells NULL from empty text, and quotes what has to be quoted', shared, async () => {
  const open = await openTables(northwind2005)
  const rows = readRows(open.pages, tableOf(open.catalog, 'dbo.Employees'), {
    columns: ['EmployeeID', 'Title', 'Region', 'Address', 'Photo'],
    maxValueBytes: 0,
    limit: 2,
  })
  const csv = (await collect(toCsv(rows))).join('')
  const marker = '"<unreadable TOO_LONG: 21626 bytes, more than the limit of 0>"'
  assert.equal(
    csv,
    'EmployeeID,Title,Region,Address,Photo\r\n' +
      `1,Sales Representative,WA,"507 - 20th Ave. E.\r\nApt. 2A",${marker}\r\n` +
      `2,"Vice President, Sales",WA,908 W. Capital Way,${marker}\r\n`,
  )
})

test('JSON Lines keep money as text and numbers as numbers', shared, async () => {
  const open = await openTables(northwind2005)
  const rows = readRows(open.pages, tableOf(open.catalog, 'dbo.Orders'), {
    columns: ['OrderID', 'Freight', 'ShipRegion'],
    limit: 1,
  })
  const lines = (await collect(toJsonLines(rows))).join('')
  assert.equal(lines, '{"OrderID":10248,"Freight":"32.3800","ShipRegion":null}\n')
})

test(
  'which columns have a default is known, so that an added column without one is NULL',
  shared,
  async () => {
    const { catalog } = await openTables(northwind2005)
    const names = (table: string) =>
      tableOf(catalog, table)
        .columns.filter(({ hasDefault }) => hasDefault === true)
        .map(({ name }) => name)
    assert.deepEqual(names('dbo.Order Details'), ['UnitPrice', 'Quantity', 'Discount'])
    assert.deepEqual(names('dbo.Orders'), ['Freight'])
    assert.deepEqual(names('dbo.Customers'), [])
  },
)
