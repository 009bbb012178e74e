/**
 * Features that no real backup at hand has, each in a written database that has it and nothing else. The rows that
 * stand for them follow the definitions of SQL Server's catalog views: what is proved is that they are found.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DatabaseFeature, FeatureName } from '../../../src/bak/catalog/features/feature.ts'
import { readFeatures } from '../../../src/bak/catalog/features/read-features.ts'
import { openDatabasePages, readCatalog } from '../../../src/bak/index.ts'
import {
  type BackupSetSpec,
  type SystemRows,
  type TableSpec,
  writeBackup,
} from '../../../src/sandbox/backup-writer/index.ts'
import { fullOf, partOf, specOf, students } from '../../sandbox/backup-writer/written-databases.ts'

/** The first table's object id, as the writer deals them. */
const table = 565_577_053
const routine = 7_000_001

async function readWritten(tables: readonly TableSpec[], more: Partial<BackupSetSpec>) {
  const part = await partOf(writeBackup(specOf(fullOf(tables, more))))
  const pages = await openDatabasePages({ full: [part] })
  const catalog = await readCatalog(pages)
  return { catalog, features: await readFeatures(pages, catalog, part.set) }
}

async function featuresOf(systemRows: SystemRows, tables: readonly TableSpec[] = []) {
  const { features } = await readWritten([students(3), ...tables], { systemRows })
  return new Map(features.map((feature) => [feature.name, feature]))
}

function utf16(text: string): Uint8Array {
  return new Uint8Array(Uint16Array.from(text, (unit) => unit.charCodeAt(0)).buffer)
}

/** sql_variant: type, version, then an int, or nvarchar with its length and collation. */
const intVariant = (value: number) => Uint8Array.of(56, 1, value, 0, 0, 0)
const textVariant = (text: string) => Uint8Array.of(231, 1, 0, 2, 0x24, 0xd0, 0, 0, ...utf16(text))

const object = (type: string, name: string, more: Record<string, number> = {}) => ({
  id: routine,
  name,
  type,
  nsid: 1,
  pclass: 1,
  ...more,
})
const rowset = (cmprlevel: number, numpart = 1) => ({
  sysrowsets: [
    { rowsetid: 1n << 40n, ownertype: 1, idmajor: table, idminor: 2, numpart, cmprlevel },
  ],
})
const dataSpace = (type: string, status = 0) => ({
  sysclsobjs: [{ class: 31, id: 2, name: 'G2', type, status }],
})
const column = (status: number) => ({
  syscolpars: [{ id: table, colid: 90, name: '多', xtype: 56, utype: 56, length: 4, status }],
})
const value = (valclass: number) => ({ sysobjvalues: [{ valclass, objid: table, subobjid: 1 }] })
const index = (type: number) => ({
  sysidxstats: [{ id: table, indid: 9, name: 'IX', type, status: 1 }],
})
const owner = (type: string, sid: readonly number[], password?: Uint8Array) => ({
  sysowners: [
    { id: 7, name: 'someone', type, sid: Uint8Array.from(sid), password: password ?? null },
  ],
})
const windowsSid = [1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, ...new Array<number>(16).fill(1)]
const withoutLoginSid = [1, 5, 0, 0, 0, 0, 0, 9, 3, 0, 0, 0, ...new Array<number>(16).fill(1)]
const loginSid = new Array<number>(16).fill(0x5a)
const module = (text: string) => ({
  sysschobjs: [object('P', 'work')],
  sysobjvalues: [{ valclass: 1, objid: routine, value: intVariant(0), imageval: utf16(text) }],
})
const named = (schema: string, name: string): TableSpec => ({ ...students(0), schema, name })

const cases: readonly (readonly [
  feature: FeatureName,
  evidence: string,
  rows: SystemRows,
  tables?: readonly TableSpec[],
])[] = [
  ['memory-optimized', 'filegroup G2', dataSpace('FX')],
  ['filestream', 'filegroup G2', dataSpace('FD')],
  ['read-only-filegroups', 'G2', dataSpace('FG', 2)],
  ['partitioning', 'partition scheme G2', dataSpace('PS')],
  ['partitioning', 'dbo.学生', rowset(0, 2)],
  ['row-compression', 'dbo.学生 index 2 (ROW)', rowset(1)],
  ['page-compression', 'dbo.学生 index 2 (PAGE)', rowset(2)],
  ['columnstore', 'dbo.学生 index 2 (COLUMNSTORE)', rowset(3)],
  ['columnstore', 'dbo.学生 index 2 (COLUMNSTORE_ARCHIVE)', rowset(4)],
  ['sparse-columns', 'dbo.学生.多', column(0x100_0000)],
  ['temporal-tables', 'dbo.学生', column(0x1000_0000)],
  ['replication', 'dbo.学生.多 (replicated column)', column(0x2_0000)],
  ['replication', 'dbo.MSreplication_objects', {}, [named('dbo', 'MSreplication_objects')]],
  ['always-encrypted', 'dbo.学生', value(115)],
  ['ledger', 'dbo.学生', value(119)],
  ['data-masking', 'dbo.学生', value(120)],
  ['xml-indexes', 'dbo.学生: IX', index(3)],
  ['spatial-indexes', 'dbo.学生: IX', index(4)],
  ['change-data-capture', 'cdc.change_tables', {}, [named('cdc', 'change_tables')]],
  ['change-data-capture', 'cdc.dbo_学生_CT', {}, [named('cdc', 'dbo_学生_CT')]],
  [
    'change-tracking',
    'sys.change_tracking_565577053',
    { sysschobjs: [object('IT', 'change_tracking_565577053', { nsid: 4 })] },
  ],
  [
    'clr-assemblies',
    'Lib (UNSAFE)',
    { sysclsobjs: [{ class: 10, id: 65_536, name: 'Lib', intprop: 3 }] },
  ],
  ['symmetric-keys', 'Key', { sysclsobjs: [{ class: 56, id: 257, name: 'Key' }] }],
  ['service-broker', 'queue dbo.Orders', { sysschobjs: [object('SQ', 'Orders')] }],
  [
    'service-broker',
    'service //Orders',
    { sysbinobjs: [{ class: 23, id: 65_536, name: '//Orders' }] },
  ],
  ['full-text', 'dbo.学生', { sysftinds: [{ id: table, indid: 1 }] }],
  [
    'synonyms-to-other-databases',
    'dbo.Far for [Other].[dbo].[T]',
    {
      sysschobjs: [object('SN', 'Far')],
      sysobjvalues: [{ valclass: 1, objid: routine, value: textVariant('[Other].[dbo].[T]') }],
    },
  ],
  ['users-without-login', 'someone', owner('S', withoutLoginSid)],
  ['sql-users', 'someone', owner('S', loginSid)],
  ['contained-users', 'someone', owner('S', loginSid, Uint8Array.of(1, 2))],
  ['windows-users', 'someone', owner('U', windowsSid)],
  ['windows-users', 'someone', owner('G', windowsSid)],
  [
    'orphaned-owners',
    'schema 7 belongs to principal 99',
    { syssingleobjrefs: [{ class: 50, depid: 7, indepid: 99 }] },
  ],
  [
    'cross-database-names',
    'dbo.work: Other.dbo.T',
    module('CREATE PROCEDURE work AS SELECT * FROM Other.dbo.T'),
  ],
  [
    'four-part-names',
    'dbo.work: Srv.Other.dbo.T',
    module('CREATE PROCEDURE work AS SELECT * FROM Srv.Other.dbo.T'),
  ],
  [
    'xp-cmdshell-in-modules',
    'dbo.work: master..xp_cmdshell',
    module("CREATE PROC work AS EXEC master..xp_cmdshell 'dir'"),
  ],
  [
    'text-columns',
    'dbo.T.t (ntext)',
    {},
    [{ name: 'T', columns: [{ name: 't', type: 'ntext' }], rows: [] }],
  ],
]

function present(features: ReadonlyMap<FeatureName, DatabaseFeature>): FeatureName[] {
  return [...features.values()].filter((each) => each.present === 'yes').map(({ name }) => name)
}

test('a written database without any of them has none of the features', async () => {
  assert.deepEqual(present(await featuresOf({})), ['database-owner'])
})

for (const [feature, evidence, rows, tables] of cases)
  test(`${feature} is found, and nothing else: ${evidence}`, async () => {
    const features = await featuresOf(rows, tables)
    assert.deepEqual(features.get(feature)?.evidence, [evidence])
    assert.deepEqual(present(features), ['database-owner', feature].sort())
  })

test('a module without a text leaves open what modules use', async () => {
  const features = await featuresOf({ sysschobjs: [object('P', 'hidden')] })
  assert.deepEqual(features.get('unreadable-modules')?.evidence, ['dbo.hidden'])
  for (const name of ['cross-database-names', 'four-part-names', 'openrowset-in-modules'] as const)
    assert.equal(features.get(name)?.present, 'not determinable')
})

test('objects of SQL Server itself are no features of the database', async () => {
  const features = await featuresOf({
    sysclsobjs: [{ class: 10, id: 1, name: 'Microsoft.SqlServer.Types', intprop: 3 }],
    sysschobjs: [object('SQ', 'QueryNotificationErrorsQueue', { status: 1 })],
  })
  assert.deepEqual(present(features), ['database-owner'])
})

test('indexes are told with their keys, descending ones too, and included columns are no keys', async () => {
  const { catalog } = await readWritten([{ ...students(3), schema: '教学' }], {
    systemRows: {
      sysidxstats: [
        { id: table, indid: 2, name: 'IX_班级', type: 2, status: 9 },
        { id: table, indid: 3, name: 'statistics', type: 2, status: 0 },
      ],
      sysiscols: [
        { idmajor: table, idminor: 2, subid: 1, status: 7, intprop: 3, tinyprop1: 1 },
        { idmajor: table, idminor: 2, subid: 2, status: 3, intprop: 1, tinyprop1: 2 },
        { idmajor: table, idminor: 2, subid: 3, status: 0x12, intprop: 2, tinyprop1: 0 },
      ],
    },
  })
  assert.equal(catalog.tables[0]?.schema, '教学')
  assert.deepEqual(catalog.tables[0]?.indexes[1], {
    indexId: 2,
    name: 'IX_班级',
    kind: 'nonclustered',
    isUnique: true,
    isPrimaryKey: false,
    keyColumns: [
      { columnId: 3, isDescending: true },
      { columnId: 1, isDescending: false },
    ],
  })
  assert.equal(catalog.tables[0]?.indexes.length, 2)
})
