/** Features of how data is stored: filegroups, compression, columns, indexes. */
import { fileTypes } from '../../header/file-list.ts'
import { columnStatus } from '../read-columns.ts'
import { classIds, compressionLevels } from '../stored-numbers.ts'
import { typeIds } from '../system-types.ts'
import { type FeatureContext, scanTable } from './context.ts'
import { type DatabaseFeature, Evidence, notDeterminable } from './feature.ts'

/** sysclsobjs.type of data spaces. @source sys.data_spaces [spec]; FG [measured] */
const dataSpaceTypes = { partitionScheme: 'PS', filestream: 'FD', memoryOptimized: 'FX' } as const
/** sysclsobjs.status of a filegroup. @source sys.filegroups [spec] */
const readOnlyFilegroup = 0x2

export function filegroupFeatures({ classObjects, set }: FeatureContext): DatabaseFeature[] {
  const memory = new Evidence()
  const filestream = new Evidence()
  const readOnly = new Evidence()
  for (const { classId, name, type, status } of classObjects) {
    if (classId !== classIds.dataSpace) continue
    if (type === dataSpaceTypes.memoryOptimized) memory.add(`filegroup ${name}`)
    if (type === dataSpaceTypes.filestream) filestream.add(`filegroup ${name}`)
    if (type !== dataSpaceTypes.partitionScheme && (status & readOnlyFilegroup) !== 0)
      readOnly.add(name)
  }
  for (const file of set?.files ?? [])
    if (file.type === fileTypes.filestream) filestream.add(`file ${file.logicalName}`)
  return [
    memory.feature('memory-optimized', 'spec'),
    filestream.feature('filestream', 'spec'),
    readOnly.feature('read-only-filegroups', 'spec'),
  ]
}

const compressionNames = ['', 'ROW', 'PAGE', 'COLUMNSTORE', 'COLUMNSTORE_ARCHIVE'] as const

/** Rowsets of users' objects: compression of tables and of their indexes, and partitions. */
export async function rowsetFeatures(context: FeatureContext): Promise<DatabaseFeature[]> {
  const found = [new Evidence(), new Evidence(), new Evidence(), new Evidence()] as const
  const [row, page, columnstore, partitions] = found
  const byLevel = new Map<number, Evidence>([
    [compressionLevels.row, row],
    [compressionLevels.page, page],
    [compressionLevels.columnstore, columnstore],
    [compressionLevels.columnstoreArchive, columnstore],
  ])
  await scanTable(context, 'sysrowsets', (table) => {
    const idmajor = table.column('idmajor')
    const idminor = table.column('idminor')
    const numpart = table.column('numpart')
    const cmprlevel = table.find('cmprlevel')
    return (record) => {
      const object = context.objects.get(record.int(idmajor))
      if (object === undefined || object.type === 'IT') return
      const name = context.nameOf(object.objectId)
      const indexId = record.int(idminor)
      const level = cmprlevel === undefined ? 0 : record.int(cmprlevel)
      const index = indexId > 1 ? ` index ${indexId}` : ''
      byLevel.get(level)?.add(`${name}${index} (${compressionNames[level] ?? level})`)
      if (record.int(numpart) > 1) partitions.add(name)
    }
  })
  for (const { classId, name, type } of context.classObjects)
    if (classId === classIds.dataSpace && type === dataSpaceTypes.partitionScheme)
      partitions.add(`partition scheme ${name}`)
  return [
    row.feature('row-compression', 'spec'),
    page.feature('page-compression', 'measured'),
    columnstore.feature('columnstore', 'spec'),
    partitions.feature('partitioning', 'spec'),
  ]
}

/**
 * Bits of syscolpars.status. @source sys.columns of 2022 [spec]; rowStart in a real backup [measured]
 */
const columnBits = {
  replicated: 0x2_0000,
  mergePublished: 0x8_0000,
  columnSet: 0x200_0000,
  rowStart: 0x1000_0000,
} as const

const textTypes: ReadonlyMap<number, string> = new Map([
  [typeIds.image, 'image'],
  [typeIds.text, 'text'],
  [typeIds.ntext, 'ntext'],
])

/** Columns of users' tables; also what marks a table as replicated. */
export async function columnFeatures(
  context: FeatureContext,
  replication: Evidence,
): Promise<DatabaseFeature[]> {
  const text = new Evidence()
  const sparse = new Evidence()
  const temporal = new Evidence()
  await scanTable(context, 'syscolpars', (table) => {
    const id = table.column('id')
    const number = table.column('number')
    const name = table.column('name')
    const xtype = table.column('xtype')
    const status = table.column('status')
    return (row) => {
      const object = context.objects.get(row.int(id))
      if (object?.type !== 'U' || object.isSystem || row.int(number) !== 0) return
      const bits = row.int(status)
      const column = () => `${context.nameOf(object.objectId)}.${row.text(name)}`
      const textType = textTypes.get(row.int(xtype))
      if (textType !== undefined) text.add(`${column()} (${textType})`)
      if (bits & (columnStatus.sparse | columnBits.columnSet)) sparse.add(column())
      if (bits & columnBits.rowStart) temporal.add(context.nameOf(object.objectId))
      if (bits & (columnBits.replicated | columnBits.mergePublished))
        replication.add(`${column()} (replicated column)`)
    }
  })
  return [
    text.feature('text-columns', 'measured'),
    sparse.feature('sparse-columns', 'spec'),
    temporal.feature('temporal-tables', 'measured'),
  ]
}

/** sysobjvalues.valclass. @source sys.columns of 2022 [spec] */
const valueClasses = { columnEncryption: 115, generatedAlways: 119, dataMask: 120 } as const

export async function valueFeatures(context: FeatureContext): Promise<DatabaseFeature[]> {
  const encrypted = new Evidence()
  const ledger = new Evidence()
  const masked = new Evidence()
  const byClass = new Map<number, Evidence>([
    [valueClasses.columnEncryption, encrypted],
    [valueClasses.generatedAlways, ledger],
    [valueClasses.dataMask, masked],
  ])
  await scanTable(context, 'sysobjvalues', (table) => {
    const valclass = table.column('valclass')
    const objid = table.column('objid')
    return (row) => {
      const evidence = byClass.get(row.int(valclass))
      const object = context.objects.get(row.int(objid))
      if (object?.type === 'U' && !object.isSystem) evidence?.add(context.nameOf(object.objectId))
    }
  })
  return [
    encrypted.feature('always-encrypted', 'spec'),
    ledger.feature('ledger', 'spec'),
    masked.feature('data-masking', 'spec'),
  ]
}

/** @source sys.indexes.type [spec] */
const indexTypes = { xml: 3, spatial: 4 } as const

export async function indexFeatures(context: FeatureContext): Promise<DatabaseFeature[]> {
  const xml = new Evidence()
  const spatial = new Evidence()
  const byType = new Map<number, Evidence>([
    [indexTypes.xml, xml],
    [indexTypes.spatial, spatial],
  ])
  await scanTable(context, 'sysidxstats', (table) => {
    const id = table.column('id')
    const type = table.column('type')
    const name = table.column('name')
    return (row) => {
      const objectId = row.int(id)
      if (context.objects.has(objectId))
        byType.get(row.int(type))?.add(`${context.nameOf(objectId)}: ${row.text(name)}`)
    }
  })
  return [xml.feature('xml-indexes', 'spec'), spatial.feature('spatial-indexes', 'spec')]
}

export async function externalFeatures(context: FeatureContext): Promise<DatabaseFeature[]> {
  const external = new Evidence()
  for (const name of ['sysextsources', 'sysexttables'])
    await scanTable(context, name, () => () => external.add(`row of ${name}`))
  return [external.feature('external-tables', 'spec')]
}

/** What only the whole backup tells, or nothing in it. */
export function databaseFeatures(): DatabaseFeature[] {
  return [
    {
      name: 'tde',
      present: 'no',
      count: 0,
      evidence: [],
      basis: 'guess',
      note: 'the pages of the catalog are in clear; with encryption at rest they are not, but no such backup was at hand to prove it',
    },
    notDeterminable(
      'trustworthy',
      'it is kept in master, and a restore on another instance turns it off',
    ),
  ]
}
