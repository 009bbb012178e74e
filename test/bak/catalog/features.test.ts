/** Features of the real backups, which their owners made for tests of just these things. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DatabaseFeature, FeatureName } from '../../../src/bak/catalog/features/feature.ts'
import { readFeatures } from '../../../src/bak/catalog/features/read-features.ts'
import { needsShared } from '../../shared-files.ts'
import { readGolden } from '../golden.ts'
import { openCatalog } from './open-catalog.ts'

const shared = needsShared('bak')
const golden = shared.skip === undefined ? readGolden() : {}

async function featuresOf(name: string): Promise<Map<FeatureName, DatabaseFeature>> {
  const { pages, catalog, full } = await openCatalog(name)
  const features = await readFeatures(pages, catalog, full[0]?.set)
  return new Map(features.map((feature) => [feature.name, feature]))
}

/** What is found in which backup; everything else but the owner must not be found. */
const expected: Readonly<Record<string, Readonly<Partial<Record<FeatureName, string>>>>> = {
  '2005-compat80-northwind__Northwind.bak': {
    'sql-users': 'teste',
    'text-columns': 'dbo.Employees.Photo (image)',
  },
  '2005-zhset-northwind__Northwind.bak': { 'text-columns': 'dbo.Employees.Photo (image)' },
  '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_FULL_20170518_041740.bak': {
    'sql-users': 'UserOrphan',
    'users-without-login': 'UserWithoutLogin',
    'windows-users': 'BASE\\powershell',
  },
  '2008r2-zhfilename__数据库.bak': { 'text-columns': 'dbo.type.icon (text)' },
  '2014-compressed-1set__SharePoint_Config.bak': {
    'sparse-columns': 'dbo.SiteMap.SourceSiteId',
    'windows-users': 'BASE\\sharepoint',
  },
  '2016-compressed__TSQL2012.bak': {
    'page-compression': 'dbo.EmployeesHistory (PAGE)',
    'temporal-tables': 'dbo.Employees',
    'windows-users': 'EC3\\pheller',
  },
  '2019-northwind-compat100__Northwind.bak': {
    'text-columns': 'dbo.Categories.Description (ntext)',
  },
}

for (const [name, { tables }] of Object.entries(golden)) {
  if (tables === undefined) continue
  test(`${name}: the features found are those that it has`, shared, async () => {
    const features = await featuresOf(name)
    const found: Record<string, string | undefined> = {}
    for (const { name: feature, present, evidence } of features.values())
      if (present === 'yes') found[feature] = evidence[0]
    const owner = found['database-owner']
    assert.match(owner ?? '', /^(sa|(Windows|SQL Server) login with SID 0x[0-9A-F]+)$/)
    assert.deepEqual(
      { ...found, 'database-owner': undefined },
      {
        ...expected[name],
        'database-owner': undefined,
      },
    )
  })
}

test(
  'every module text of the real backups is read, also those that lie outside their rows',
  shared,
  async () => {
    for (const [name, { tables }] of Object.entries(golden)) {
      if (tables === undefined) continue
      const features = await featuresOf(name)
      assert.equal(features.get('unreadable-modules')?.present, 'no', name)
    }
  },
)

test('what a backup cannot tell is called not determinable', shared, async () => {
  const features = await featuresOf('2016__db.bak')
  assert.equal(features.get('trustworthy')?.present, 'not determinable')
  assert.match(features.get('trustworthy')?.note ?? '', /master/)
})
