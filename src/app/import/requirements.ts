/** What must hold before a task is created: of instance, bucket, the set of objects, names, quota and storage. */
import { checkStorage, type RestorePath } from '../../assessment/index.ts'
import type { BackupInspection } from '../../bak/index.ts'
import type { ObjectStore, ObjectSummary } from '../../oss/index.ts'
import {
  lastPart,
  type MigrationOperation,
  quotaLeft,
  type RdsInstance,
  type RestoreTarget,
  rdsError,
} from '../../rds/index.ts'
import type { JudgedObject } from './judge-object.ts'

export function requireUsableInstance(instance: RdsInstance): void {
  const { instanceId, engine, status, lockMode } = instance
  if (engine.toLowerCase() !== 'sqlserver')
    throw rdsError('RDS_ENGINE_NOT_SQLSERVER', { object: instanceId, engine })
  const details = { object: instanceId, operation: 'CreateMigrateTask' }
  if (status !== 'Running') throw rdsError('RDS_INSTANCE_NOT_RUNNING', details)
  if (lockMode !== 'Unlock' && lockMode !== '') throw rdsError('RDS_INSTANCE_LOCKED', details)
}

/** Several backups of one database would overwrite or refuse each other, and which one is meant is not guessed. */
export function refuseDoubleClaims(judged: readonly Judged[]): Judged[] {
  const claims = Map.groupBy(
    judged.filter(({ refusal, database }) => !refusal && database !== undefined),
    ({ database }) => database?.toLowerCase(),
  )
  return judged.map((each) => {
    const rivals = each.refusal ? [] : (claims.get(each.database?.toLowerCase()) ?? [])
    if (rivals.length < 2 || each.database === undefined) return each
    const error = rdsError('RDS_DATABASE_CLAIMED_TWICE', {
      files: rivals.map(({ object }) => lastPart(object.key)).join(', '),
      database: each.database,
    })
    return { ...each, refusal: { kind: 'refused', error } }
  })
}

export function requireFreeName(
  database: string,
  { path, taken }: { readonly path: RestorePath; readonly taken: ReadonlySet<string> },
): void {
  const exists = taken.has(database.toLowerCase())
  if (path === 'as-new' && exists) throw rdsError('RDS_DATABASE_EXISTS', { database })
  if (path === 'into-existing' && !exists)
    throw rdsError('RDS_DATABASE_ABSENT_OR_PRESENT', { object: database })
}

export function requireQuota(
  database: string,
  used: readonly MigrationOperation[],
  nowMs: number,
): void {
  const left = quotaLeft(used, database, nowMs)
  if (left.forInstance === 0) throw rdsError('RDS_INSTANCE_QUOTA_SPENT', { object: database })
  if (left.forDatabase === 0) throw rdsError('RDS_DATABASE_QUOTA_SPENT', { object: database })
}

export function allocatedBytesOf(inspection: BackupInspection): number {
  if (inspection.kind !== 'mtf') return 0
  const files = inspection.sets.flatMap((set) => set.files)
  return files.reduce((total, file) => total + file.sizeBytes, 0)
}

export interface Judged extends JudgedObject {
  readonly object: ObjectSummary
  /** Files of the database as allocated on the source, bytes; 0 where the header does not tell. */
  readonly allocatedBytes: number
}

/**
 * Passes a bucket that RDS can read.
 * @throws RDS_BUCKET_IN_OTHER_REGION, RDS_BUCKET_ENCRYPTED, and what OSS answers
 */
export async function requireUsableBucket(
  store: ObjectStore,
  instance: RdsInstance,
): Promise<void> {
  const { bucket } = store
  const info = await store.info()
  if (info.region !== instance.regionId)
    throw rdsError('RDS_BUCKET_IN_OTHER_REGION', {
      bucket,
      bucketRegion: info.region,
      instanceRegion: instance.regionId,
    })
  if (info.encryption !== 'None')
    throw rdsError('RDS_BUCKET_ENCRYPTED', { bucket, encryption: info.encryption })
}

/**
 * Passes where the instance has room for all that is under way. Asked before every task, because a full disk locks the
 * instance and everything on it.
 *
 * @param underWay  what this run created or plans to create, with the database's own backup
 * @throws RDS_DISK_SHORT_FOR_RESTORE
 */
export async function requireStorage(
  database: string,
  underWay: readonly Judged[],
  instance: RdsInstance,
  target: RestoreTarget,
): Promise<void> {
  const usage = await target.resourceUsage(instance.instanceId)
  const answer = checkStorage({
    storageBytes: instance.storageBytes,
    usedBytes: usage.diskUsedBytes ?? instance.diskUsedBytes,
    allocatedBytes: underWay.map(({ allocatedBytes }) => allocatedBytes),
    bakBytesInFlight: underWay.map(({ object }) => object.sizeBytes),
  })
  if (answer.verdict !== 'short') return
  const megabytes = (bytes: number) => Math.ceil(bytes / 2 ** 20)
  throw rdsError('RDS_DISK_SHORT_FOR_RESTORE', {
    database,
    leftMegabytes: megabytes(answer.freeBytes ?? 0),
    neededMegabytes: megabytes(answer.neededBytes),
  })
}
