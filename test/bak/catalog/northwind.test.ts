/** Columns, keys and indexes of Northwind against the script that made it everywhere, instnwnd.sql of Microsoft. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CatalogIndex, CatalogTable } from '../../../src/bak/catalog/catalog.ts'
import { declaredType } from '../../../src/bak/catalog/type-names.ts'
import { needsShared } from '../../shared-files.ts'
import { openCatalog } from './open-catalog.ts'

const shared = needsShared('bak')

/** Name, type; a question mark where NULL is allowed, `identity` behind the type. */
const columns: Readonly<Record<string, string>> = {
  Categories:
    'CategoryID int identity, CategoryName nvarchar(15), Description ntext?, Picture image?',
  CustomerCustomerDemo: 'CustomerID nchar(5), CustomerTypeID nchar(10)',
  CustomerDemographics: 'CustomerTypeID nchar(10), CustomerDesc ntext?',
  Customers:
    'CustomerID nchar(5), CompanyName nvarchar(40), ContactName nvarchar(30)?, ContactTitle nvarchar(30)?, ' +
    'Address nvarchar(60)?, City nvarchar(15)?, Region nvarchar(15)?, PostalCode nvarchar(10)?, ' +
    'Country nvarchar(15)?, Phone nvarchar(24)?, Fax nvarchar(24)?',
  Employees:
    'EmployeeID int identity, LastName nvarchar(20), FirstName nvarchar(10), Title nvarchar(30)?, ' +
    'TitleOfCourtesy nvarchar(25)?, BirthDate datetime?, HireDate datetime?, Address nvarchar(60)?, ' +
    'City nvarchar(15)?, Region nvarchar(15)?, PostalCode nvarchar(10)?, Country nvarchar(15)?, ' +
    'HomePhone nvarchar(24)?, Extension nvarchar(4)?, Photo image?, Notes ntext?, ReportsTo int?, ' +
    'PhotoPath nvarchar(255)?',
  EmployeeTerritories: 'EmployeeID int, TerritoryID nvarchar(20)',
  'Order Details': 'OrderID int, ProductID int, UnitPrice money, Quantity smallint, Discount real',
  Products:
    'ProductID int identity, ProductName nvarchar(40), SupplierID int?, CategoryID int?, ' +
    'QuantityPerUnit nvarchar(20)?, UnitPrice money?, UnitsInStock smallint?, UnitsOnOrder smallint?, ' +
    'ReorderLevel smallint?, Discontinued bit',
  Region: 'RegionID int, RegionDescription nchar(50)',
  Shippers: 'ShipperID int identity, CompanyName nvarchar(40), Phone nvarchar(24)?',
  Territories: 'TerritoryID nvarchar(20), TerritoryDescription nchar(50), RegionID int',
}

/** The primary key first, then the other indexes. */
const indexes: Readonly<Record<string, readonly string[]>> = {
  Categories: ['PK_Categories clustered (CategoryID)', 'CategoryName (CategoryName)'],
  CustomerCustomerDemo: ['PK_CustomerCustomerDemo nonclustered (CustomerID, CustomerTypeID)'],
  CustomerDemographics: ['PK_CustomerDemographics nonclustered (CustomerTypeID)'],
  Customers: [
    'PK_Customers clustered (CustomerID)',
    'City (City)',
    'CompanyName (CompanyName)',
    'PostalCode (PostalCode)',
    'Region (Region)',
  ],
  Employees: [
    'PK_Employees clustered (EmployeeID)',
    'LastName (LastName)',
    'PostalCode (PostalCode)',
  ],
  EmployeeTerritories: ['PK_EmployeeTerritories nonclustered (EmployeeID, TerritoryID)'],
  'Order Details': [
    'PK_Order_Details clustered (OrderID, ProductID)',
    'OrderID (OrderID)',
    'OrdersOrder_Details (OrderID)',
    'ProductID (ProductID)',
    'ProductsOrder_Details (ProductID)',
  ],
  Orders: [
    'PK_Orders clustered (OrderID)',
    'CustomerID (CustomerID)',
    'CustomersOrders (CustomerID)',
    'EmployeeID (EmployeeID)',
    'EmployeesOrders (EmployeeID)',
    'OrderDate (OrderDate)',
    'ShipPostalCode (ShipPostalCode)',
    'ShippedDate (ShippedDate)',
    'ShippersOrders (ShipVia)',
  ],
  Products: [
    'PK_Products clustered (ProductID)',
    'CategoriesProducts (CategoryID)',
    'CategoryID (CategoryID)',
    'ProductName (ProductName)',
    'SupplierID (SupplierID)',
    'SuppliersProducts (SupplierID)',
  ],
  Region: ['PK_Region nonclustered (RegionID)'],
  Shippers: ['PK_Shippers clustered (ShipperID)'],
  Suppliers: [
    'PK_Suppliers clustered (SupplierID)',
    'CompanyName (CompanyName)',
    'PostalCode (PostalCode)',
  ],
  Territories: ['PK_Territories nonclustered (TerritoryID)'],
}

function columnsOf({ columns }: CatalogTable): string {
  return columns
    .map((column) => {
      const identity = column.isIdentity ? ' identity' : ''
      return `${column.name} ${declaredType(column)}${column.isNullable ? '?' : ''}${identity}`
    })
    .join(', ')
}

function indexOf({ columns }: CatalogTable, index: CatalogIndex): string {
  const keys = index.keyColumns.map(({ columnId, isDescending }) => {
    const name = columns.find((column) => column.columnId === columnId)?.name
    return `${name}${isDescending ? ' DESC' : ''}`
  })
  assert.equal(index.isUnique, index.isPrimaryKey)
  return `${index.name}${index.isPrimaryKey ? ` ${index.kind}` : ''} (${keys.join(', ')})`
}

for (const [name, collation] of [
  ['2005-compat80-northwind__Northwind.bak', undefined],
  ['2005-zhset-northwind__Northwind.bak', 'Chinese_PRC_CI_AS'],
] as const)
  test(`${name}: columns, keys and indexes are those of its script`, shared, async () => {
    const { catalog } = await openCatalog(name)
    const tableOf = (wanted: string) => {
      const table = catalog.tables.find((each) => each.name === wanted)
      assert.ok(table, wanted)
      return table
    }
    for (const [wanted, script] of Object.entries(columns))
      assert.equal(columnsOf(tableOf(wanted)), script, wanted)
    for (const [wanted, [key, ...others]] of Object.entries(indexes)) {
      const table = tableOf(wanted)
      const told = table.indexes
        .filter(({ kind }) => kind !== 'heap')
        .map((index) => indexOf(table, index))
      assert.equal(told[0], key, wanted)
      assert.deepEqual(told.slice(1).sort(), others, wanted)
    }
    for (const { columns } of catalog.tables)
      for (const column of columns) {
        const isText = /char|text/.test(column.typeName)
        assert.equal(column.collation !== undefined, isText, column.name)
        if (isText && collation) assert.equal(column.collation?.name, collation, column.name)
      }
  })

test('a descending key is told as such', shared, async () => {
  const { catalog } = await openCatalog('2012-db__db.bak')
  const table = catalog.tables.find(({ name }) => name === 'Table_TY_Member')
  const index = table?.indexes.find(({ name }) => name === 'IX_Table_TY_Member_LastLoginTime')
  assert.ok(table && index)
  const [key] = index.keyColumns
  assert.equal(
    table.columns.find(({ columnId }) => columnId === key?.columnId)?.name,
    'LastLoginTime',
  )
  assert.equal(key?.isDescending, true)
})
