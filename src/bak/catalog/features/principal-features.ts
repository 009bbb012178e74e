/** Users of the database by what they need on another instance, and owners that do not exist. */
import { hexText } from '../../rows/binary-values.ts'
import { type FeatureContext, type Principal, scanTable } from './context.ts'
import { type DatabaseFeature, Evidence } from './feature.ts'

const dboId = 1
/** dbo, guest, INFORMATION_SCHEMA, sys. */
const lastBuiltInId = 4

/**
 * SIDs of users without login begin so, and no login has such a one.
 * @source sys.database_principals of 2016 and later [spec]; a real backup [measured]
 */
const withoutLogin: readonly number[] = [1, 5, 0, 0, 0, 0, 0, 9, 3]
/** sa's SID. */
const saSid: readonly number[] = [1]

const loginNote = 'whether the login exists on the instance does not stand in a backup'

export function principalFeatures({ principals }: FeatureContext): DatabaseFeature[] {
  const withoutLogins = new Evidence()
  const contained = new Evidence()
  const sql = new Evidence()
  const windows = new Evidence()
  const owner = new Evidence()
  for (const principal of principals.values()) {
    const { principalId, name, type } = principal
    if (principalId === dboId) owner.add(ownerText(principal))
    if (principalId <= lastBuiltInId || name.startsWith('##MS_')) continue
    if (type === 'U' || type === 'G') windows.add(name)
    if (type !== 'S') continue
    if (principal.hasPassword) contained.add(name)
    else if (beginsWith(principal.sid, withoutLogin)) withoutLogins.add(name)
    else sql.add(name)
  }
  return [
    withoutLogins.feature('users-without-login', 'measured'),
    contained.feature('contained-users', 'spec'),
    sql.feature('sql-users', 'measured', loginNote),
    windows.feature('windows-users', 'measured', loginNote),
    owner.feature('database-owner', 'measured'),
  ]
}

function ownerText({ sid, type }: Principal): string {
  if (sid === undefined) return 'none'
  if (sid.length === saSid.length && beginsWith(sid, saSid)) return 'sa'
  const kind = type === 'U' || type === 'G' ? 'Windows' : 'SQL Server'
  return `${kind} login with SID ${hexText(sid)}`
}

function beginsWith(bytes: Uint8Array | undefined, begin: readonly number[]): boolean {
  return bytes !== undefined && begin.every((byte, at) => bytes[at] === byte)
}

/** syssingleobjrefs.class: what belongs to whom. @source schemas and roles of real backups [measured] */
const ownerClasses: ReadonlyMap<number, string> = new Map([
  [50, 'schema'],
  [51, 'role'],
  [52, 'assembly'],
])

/** Schemas, roles and assemblies whose owner is no principal of the database. */
export async function orphanedOwnerFeature(context: FeatureContext): Promise<DatabaseFeature> {
  const orphaned = new Evidence()
  await scanTable(context, 'syssingleobjrefs', (table) => {
    const classId = table.column('class')
    const depid = table.column('depid')
    const indepid = table.column('indepid')
    return (row) => {
      const kind = ownerClasses.get(row.int(classId))
      const ownerId = row.int(indepid)
      if (kind === undefined || context.principals.has(ownerId)) return
      orphaned.add(`${kind} ${row.int(depid)} belongs to principal ${ownerId}`)
    }
  })
  return orphaned.feature('orphaned-owners', 'measured')
}
