/** What all readers of features look things up in: objects, schemas, principals, read once. */
import type { BackupSet } from '../../inspection.ts'
import type { DatabasePages } from '../../pages/database-pages.ts'
import type { BaseRow } from '../base-row.ts'
import type { BaseTable } from '../base-table.ts'
import type { Catalog } from '../catalog.ts'
import { classIds, sysSchemaId } from '../stored-numbers.ts'
import type { SystemTables } from '../system-tables.ts'

/** A row of sysschobjs. */
export interface SchemaObject {
  readonly objectId: number
  readonly name: string
  readonly schemaId: number
  /** Such as `U`, `P`, `TR`. */
  readonly type: string
  readonly parentId: number
  /** 1 object, 0 database. @source 1 in real backups [measured], 0 [guess] */
  readonly parentClass: number
  readonly isSystem: boolean
}

/** A row of sysowners. */
export interface Principal {
  readonly principalId: number
  readonly name: string
  /** S SQL user, U Windows user, G Windows group, R role, A application role, C certificate, K key, E, X. */
  readonly type: string
  readonly sid: Uint8Array | undefined
  readonly hasPassword: boolean
}

/** A row of sysclsobjs: schemas, data spaces, assemblies ... */
export interface ClassObject {
  readonly classId: number
  readonly id: number
  readonly name: string
  readonly type: string
  readonly status: number
  readonly intprop: number
}

export interface FeatureContext {
  readonly pages: DatabasePages
  readonly catalog: Catalog
  readonly system: SystemTables
  readonly set: BackupSet | undefined
  readonly signal: AbortSignal | undefined
  /** Objects of users, and internal tables. */
  readonly objects: ReadonlyMap<number, SchemaObject>
  readonly classObjects: readonly ClassObject[]
  readonly principals: ReadonlyMap<number, Principal>
  /** Returns `schema.name`, or the id where it is unknown. */
  nameOf(objectId: number): string
}

const shippedBit = 1

/** Returns the context; reads objects, schemas and principals. @throws what scanning system tables throws */
export async function featureContext(
  pages: DatabasePages,
  catalog: Catalog,
  set: BackupSet | undefined,
  signal: AbortSignal | undefined,
): Promise<FeatureContext> {
  const system = catalog.systemTables
  const objects = await readObjects(system, signal)
  const classObjects = await readClassObjects(system, signal)
  const schemas = new Map<number, string>()
  for (const { classId, id, name } of classObjects)
    if (classId === classIds.schema) schemas.set(id, name)
  const nameOf = (objectId: number): string => {
    const object = objects.get(objectId)
    if (object === undefined) return `(object ${objectId})`
    return `${schemas.get(object.schemaId) ?? object.schemaId}.${object.name}`
  }
  const principals = await readPrincipals(system, signal)
  return { pages, catalog, system, set, signal, objects, classObjects, principals, nameOf }
}

/**
 * Calls what `reader` returns with each row of a system table. Returns false where this release has no such table.
 */
export async function scanTable(
  { system, signal }: Pick<FeatureContext, 'system' | 'signal'>,
  name: string,
  reader: (table: BaseTable) => (row: BaseRow) => void,
): Promise<boolean> {
  const table = system.find(name)
  if (table === undefined) return false
  await system.scan(name, reader(table), signal)
  return true
}

async function readObjects(
  system: SystemTables,
  signal: AbortSignal | undefined,
): Promise<Map<number, SchemaObject>> {
  const objects = new Map<number, SchemaObject>()
  await scanTable({ system, signal }, 'sysschobjs', (table) => {
    const id = table.column('id')
    const name = table.column('name')
    const nsid = table.column('nsid')
    const type = table.column('type')
    const pid = table.column('pid')
    const pclass = table.column('pclass')
    const status = table.column('status')
    return (row) => {
      const schemaId = row.int(nsid)
      const kind = row.text(type)
      if (schemaId === sysSchemaId && kind !== 'IT') return
      const objectId = row.int(id)
      objects.set(objectId, {
        objectId,
        name: row.text(name),
        schemaId,
        type: kind,
        parentId: row.int(pid),
        parentClass: row.int(pclass),
        isSystem: (row.int(status) & shippedBit) !== 0,
      })
    }
  })
  return objects
}

async function readClassObjects(
  system: SystemTables,
  signal: AbortSignal | undefined,
): Promise<ClassObject[]> {
  const found: ClassObject[] = []
  await scanTable({ system, signal }, 'sysclsobjs', (table) => {
    const classId = table.column('class')
    const id = table.column('id')
    const name = table.column('name')
    const type = table.column('type')
    const status = table.column('status')
    const intprop = table.column('intprop')
    return (row) => {
      found.push({
        classId: row.int(classId),
        id: row.int(id),
        name: row.text(name),
        type: row.text(type).replaceAll('\0', ''),
        status: row.int(status),
        intprop: row.int(intprop),
      })
    }
  })
  return found
}

async function readPrincipals(
  system: SystemTables,
  signal: AbortSignal | undefined,
): Promise<Map<number, Principal>> {
  const principals = new Map<number, Principal>()
  await scanTable({ system, signal }, 'sysowners', (table) => {
    const id = table.column('id')
    const name = table.column('name')
    const type = table.column('type')
    const sid = table.column('sid')
    const password = table.column('password')
    return (row) => {
      const principalId = row.int(id)
      principals.set(principalId, {
        principalId,
        name: row.text(name),
        type: row.text(type),
        sid: row.bytes(sid)?.bytes,
        hasPassword: !row.isNull(password) && (row.bytes(password)?.bytes.length ?? 0) > 0,
      })
    }
  })
  return principals
}
