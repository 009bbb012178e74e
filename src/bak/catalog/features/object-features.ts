/** Features that stand in the catalog as objects: change capture, assemblies, queues, keys, triggers ... */
import { viewOf } from '../../binary.ts'
import { classIds } from '../stored-numbers.ts'
import { type FeatureContext, scanTable } from './context.ts'
import { type DatabaseFeature, Evidence } from './feature.ts'
import { variantText } from './variant.ts'

/** Ids from here on belong to users. @source sys.assemblies [spec]; services of real backups lie below [measured] */
const firstUserId = 65_536

export function trackingFeatures(context: FeatureContext): DatabaseFeature[] {
  const capture = new Evidence()
  const tracking = new Evidence()
  const triggers = new Evidence()
  for (const object of context.objects.values()) {
    const name = context.nameOf(object.objectId)
    const lower = name.toLowerCase()
    const isTable = object.type === 'U'
    if (isTable && (lower === 'cdc.change_tables' || /^cdc\..*_ct$/.test(lower))) capture.add(name)
    if (object.type === 'IT' && lower.includes('.change_tracking_')) tracking.add(name)
    const isTrigger = object.type === 'TR' || object.type === 'TA'
    if (isTrigger && object.parentClass === 0) triggers.add(object.name)
  }
  return [
    capture.feature('change-data-capture', 'spec'),
    tracking.feature('change-tracking', 'spec'),
    triggers.feature('ddl-triggers', 'guess'),
  ]
}

const replicationTables: ReadonlySet<string> = new Set([
  'msreplication_objects',
  'msreplication_subscriptions',
  'mssubscription_agents',
  'syspublications',
  'sysarticles',
  'syssubscriptions',
  'sysmergepublications',
  'sysmergearticles',
])

/** @param evidence  what columns have shown already */
export function replicationFeature(context: FeatureContext, evidence: Evidence): DatabaseFeature {
  for (const { objectId, name } of context.objects.values())
    if (replicationTables.has(name.toLowerCase())) evidence.add(context.nameOf(objectId))
  return evidence.feature('replication', 'spec')
}

/** sysclsobjs.intprop of an assembly. @source sys.assemblies.permission_set [spec] */
const permissionSets: ReadonlyMap<number, string> = new Map([
  [1, 'SAFE'],
  [2, 'EXTERNAL_ACCESS'],
  [3, 'UNSAFE'],
])

export function assemblyFeature({ classObjects }: FeatureContext): DatabaseFeature {
  const assemblies = new Evidence()
  for (const { classId, id, name, intprop } of classObjects)
    if (classId === classIds.assembly && id >= firstUserId)
      assemblies.add(`${name} (${permissionSets.get(intprop) ?? `permission set ${intprop}`})`)
  return assemblies.feature('clr-assemblies', 'spec')
}

/** sysbinobjs.class of services. @source real backups [measured] */
const serviceClass = 23

export async function brokerFeature(context: FeatureContext): Promise<DatabaseFeature> {
  const broker = new Evidence()
  for (const { objectId, type, isSystem } of context.objects.values())
    if (type === 'SQ' && !isSystem) broker.add(`queue ${context.nameOf(objectId)}`)
  await scanTable(context, 'sysbinobjs', (table) => {
    const classId = table.column('class')
    const id = table.column('id')
    const name = table.column('name')
    return (row) => {
      if (row.int(classId) === serviceClass && row.int(id) >= firstUserId)
        broker.add(`service ${row.text(name)}`)
    }
  })
  return broker.feature('service-broker', 'measured')
}

export async function fullTextFeature(context: FeatureContext): Promise<DatabaseFeature> {
  const indexes = new Evidence()
  await scanTable(context, 'sysftinds', (table) => {
    const id = table.column('id')
    return (row) => indexes.add(context.nameOf(row.int(id)))
  })
  return indexes.feature('full-text', 'spec')
}

/** Names of SQL Server's own keys and certificates begin so. */
const systemKey = /^##MS_/

export async function keyFeatures(context: FeatureContext): Promise<DatabaseFeature[]> {
  const symmetric = new Evidence()
  for (const { classId, name } of context.classObjects)
    if (classId === classIds.symmetricKey && !/^##MS_ServiceMasterKey##$/.test(name))
      symmetric.add(name)
  const certificates = await names(context, 'syscerts')
  const asymmetric = await names(context, 'sysasymkeys')
  return [
    symmetric.feature(
      'symmetric-keys',
      'measured',
      'a database master key counts as one: ##MS_DatabaseMasterKey##',
    ),
    certificates.feature('certificates', 'measured'),
    asymmetric.feature('asymmetric-keys', 'spec'),
  ]
}

async function names(context: FeatureContext, tableName: string): Promise<Evidence> {
  const found = new Evidence()
  await scanTable(context, tableName, (table) => {
    const name = table.column('name')
    return (row) => {
      const text = row.text(name)
      if (!systemKey.test(text)) found.add(text)
    }
  })
  return found
}

/** Synonyms whose base object has a database or a server in its name. */
export async function synonymFeature(context: FeatureContext): Promise<DatabaseFeature> {
  const synonyms = new Set<number>()
  for (const { objectId, type } of context.objects.values())
    if (type === 'SN') synonyms.add(objectId)
  const elsewhere = new Evidence()
  const read = new Set<number>()
  await scanTable(context, 'sysobjvalues', (table) => {
    const objid = table.column('objid')
    const value = table.column('value')
    return (row) => {
      const objectId = row.int(objid)
      if (!synonyms.has(objectId)) return
      const base = variantText(viewOf(row.bytes(value)?.bytes ?? new Uint8Array(0)))
      if (base === undefined) return
      read.add(objectId)
      if (nameParts(base) > 2) elsewhere.add(`${context.nameOf(objectId)} for ${base}`)
    }
  })
  const unread = synonyms.size - read.size
  if (unread > 0)
    return elsewhere.featureIfFound(
      'synonyms-to-other-databases',
      'guess',
      `the base object of ${unread} synonyms was not found`,
    )
  return elsewhere.feature('synonyms-to-other-databases', 'guess')
}

/** Counts the parts of a name such as `[a].[b.c].d`. */
function nameParts(name: string): number {
  const bare = name.replace(/\[(?:[^\]]|\]\])*\]|"(?:[^"]|"")*"/g, 'x')
  return bare.split('.').length
}
