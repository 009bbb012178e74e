import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findTable } from '../../../src/app/inspect/find-table.ts'
import type { Catalog, CatalogTable } from '../../../src/bak/index.ts'
import { isMigrationError } from '../../../src/core/index.ts'

function catalogOf(...names: readonly (readonly [schema: string, name: string])[]): Catalog {
  const tables = names.map(([schema, name]) => ({ schema, name }) as CatalogTable)
  return { database: 'Shop', tables } as unknown as Catalog
}

function found(catalog: Catalog, name: string): string {
  const { schema, name: table } = findTable(catalog, name, 'shop.bak')
  return `${schema}|${table}`
}

function refused(catalog: Catalog, name: string) {
  try {
    findTable(catalog, name, 'shop.bak')
  } catch (error) {
    if (isMigrationError(error)) return error
    throw error
  }
  return assert.fail(`${name} was found`)
}

test('a table is found by schema and name, quoted or not, whatever their case', () => {
  const catalog = catalogOf(['dbo', 'Orders'], ['sales', 'Order Lines'], ['a.b', 'c.d'])
  assert.equal(found(catalog, 'dbo.Orders'), 'dbo|Orders')
  assert.equal(found(catalog, 'ORDERS'), 'dbo|Orders')
  assert.equal(found(catalog, '[sales].[order lines]'), 'sales|Order Lines')
  assert.equal(found(catalog, 'sales."Order Lines"'), 'sales|Order Lines')
  assert.equal(found(catalog, 'a.b.c.d'), 'a.b|c.d')
  assert.equal(found(catalog, '[a.b].[c.d]'), 'a.b|c.d')
})

test('the name of the database may stand before schema and table, as in SQL', () => {
  const catalog = catalogOf(['dbo', 'Orders'])
  const { database } = catalog
  assert.equal(found(catalog, `${database}.dbo.Orders`), 'dbo|Orders')
  assert.equal(found(catalog, `[${database.toUpperCase()}].[dbo].[orders]`), 'dbo|Orders')
  assert.equal(found(catalog, `${database}..Orders`), 'dbo|Orders')
  assert.equal(refused(catalog, 'elsewhere.dbo.Orders').code, 'INSPECT_NO_TABLE')
})

test('case tells tables apart only where nothing else does', () => {
  const catalog = catalogOf(['dbo', 'orders'], ['dbo', 'Orders'])
  assert.equal(found(catalog, 'dbo.Orders'), 'dbo|Orders')
  assert.equal(refused(catalog, 'dbo.ORDERS').code, 'INSPECT_TABLE_AMBIGUOUS')
})

test('without a schema dbo is meant, and where there is none the name must be the only one', () => {
  assert.equal(found(catalogOf(['x', 't'], ['dbo', 't']), 't'), 'dbo|t')
  const error = refused(catalogOf(['x', 't'], ['y', 't']), 't')
  assert.equal(error.code, 'INSPECT_TABLE_AMBIGUOUS')
  assert.match(error.message, /x\.t, y\.t/)
})

test('a name that is not there is answered with the nearest ones', () => {
  const catalog = catalogOf(
    ['dbo', 'Orders'],
    ['dbo', 'Customers'],
    ['dbo', 'Archive'],
    ['dbo', 'X'],
  )
  const error = refused(catalog, 'dbo.Oders')
  assert.equal(error.code, 'INSPECT_NO_TABLE')
  assert.match(error.usualCause, /for example: dbo\.Orders,/)
  assert.match(refused(catalogOf(), 't').usualCause, /for example: -/)
})
