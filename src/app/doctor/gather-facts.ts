/** Asks the cloud for every fact that the access rules judge. Only reads. */
import {
  type AccessFacts,
  type ActionFacts,
  type BackupFacts,
  type Gathered,
  importRole,
  largestBackupBytes,
  type QuotaFacts,
  readActions,
  restorePathOf,
  unprovedActions,
} from '../../assessment/index.ts'
import {
  type MigrateTask,
  operationsOf,
  operationsPerDatabase,
  operationsPerInstance,
  quotaLeft,
} from '../../rds/index.ts'
import { isHopeless, isRefusal, notAsked, Questions } from './ask.ts'
import { readBackupFacts } from './backup-facts.ts'
import type { DoctorPorts, DoctorRequest } from './request.ts'

export type GatheredAccessFacts = { readonly [K in keyof AccessFacts]: Gathered<AccessFacts[K]> }

const weekMs = 7 * 24 * 3600 * 1000 // what the service keeps

const known = <T>(value: T): Gathered<T> => ({ kind: 'known', value })

const lost = notAsked('the credentials are refused', '访问凭证被拒绝')

/** Returns the facts; what could not be had says why. Errors that are not the cloud's are thrown. */
export async function gatherFacts(
  { target, storage, clock, serverTime }: DoctorPorts,
  request: DoctorRequest,
  prefix: string,
): Promise<GatheredAccessFacts> {
  const { instanceId, signal } = request
  const questions = new Questions()
  const store = storage.bucket(request.bucket)
  const aheadMs = await clockDifference(clock, serverTime)
  const identity = await questions.ask('sts:GetCallerIdentity', () => target.callerIdentity())
  const isLost = isHopeless(identity)
  const ask = <T>(action: string, work: () => Promise<T>): Promise<Gathered<T>> =>
    isLost ? Promise.resolve(lost) : questions.ask(action, work)
  const [instance, bucket, role] = await Promise.all([
    ask('rds:DescribeDBInstanceAttribute', () => target.instance(instanceId)),
    ask('oss:GetBucketInfo', () => store.info()),
    ask('ram:GetRole', () => target.role(importRole)),
  ])
  const ofInstance = <T>(action: string, work: () => Promise<T>) =>
    instance.kind === 'known' ? ask(action, work) : Promise.resolve(without('instance', '实例'))
  const ofBucket = <T>(action: string, work: () => Promise<T>) =>
    bucket.kind === 'known' ? ask(action, work) : Promise.resolve(without('bucket', ' Bucket'))
  const now = clock.now()
  const [usage, databases, accounts, tasks, lifecycle, pendingUploads, backups] = await Promise.all(
    [
      ofInstance('rds:DescribeResourceUsage', () => target.resourceUsage(instanceId)),
      ofInstance('rds:DescribeDatabases', () => target.databases(instanceId)),
      ofInstance('rds:DescribeAccounts', () => target.accounts(instanceId)),
      ofInstance('rds:DescribeMigrateTasks', () =>
        target.migrateTasks({ instanceId, from: new Date(now - weekMs), to: new Date(now) }),
      ),
      ofBucket('oss:GetBucketLifecycle', () => store.lifecycle()),
      ofBucket('oss:ListMultipartUploads', async () => (await store.listUploads(prefix)).length),
      ofBucket('oss:ListObjects', async (): Promise<readonly BackupFacts[] | undefined> => {
        if (request.directory !== undefined && request.backups === undefined)
          return readBackupFacts(store, prefix, valueIfKnown(instance), signal)
        // One object proves the right to list; reading a whole bucket for that would be rude.
        for await (const _object of store.list(prefix)) break
        return undefined
      }),
    ],
  )
  const actions = actionsOf(questions, valueIfKnown(backups))
  return {
    identity,
    clock: clockFact(identity, aheadMs),
    actions: isLost ? lost : known(actions),
    role,
    instance,
    path: instance.kind === 'known' ? known(restorePathOf(instance.value)) : instance,
    usage,
    databases,
    accounts,
    tasks,
    quota: tasks.kind === 'known' ? known(quotaOf(tasks.value, now)) : tasks,
    limits: known({
      backupBytes: largestBackupBytes,
      tasksPerDatabase: operationsPerDatabase,
      tasksPerInstance: operationsPerInstance,
    }),
    bucket,
    lifecycle,
    pendingUploads,
    backups: request.backups?.length ? known(request.backups) : backupsFact(backups),
    prefix: known(prefix),
    ossEndpoint: known(storage.endpoint),
  }
}

/** Milliseconds that this machine is ahead, measured against the middle of the exchange. */
async function clockDifference(
  clock: DoctorPorts['clock'],
  serverTime: DoctorPorts['serverTime'],
): Promise<number | undefined> {
  const askedAt = clock.now()
  const cloudTime = await serverTime()
  return cloudTime === undefined ? undefined : (askedAt + clock.now()) / 2 - cloudTime
}

function clockFact(
  identity: GatheredAccessFacts['identity'],
  aheadMs: number | undefined,
): GatheredAccessFacts['clock'] {
  if (aheadMs !== undefined) return known({ aheadMs })
  if (identity.kind === 'known') return known({ aheadMs: undefined })
  return identity.kind === 'refused' && identity.code === 'CLOUD_CLOCK_SKEWED'
    ? identity
    : notAsked('no call was answered', '没有成功的调用')
}

function without(en: string, zh: string): Gathered<never> {
  return notAsked(`the ${en} could not be read`, `无法读取${zh}`)
}

function valueIfKnown<T>(gathered: Gathered<T>): T | undefined {
  return gathered.kind === 'known' ? gathered.value : undefined
}

function backupsFact(
  backups: Gathered<readonly BackupFacts[] | undefined>,
): GatheredAccessFacts['backups'] {
  if (backups.kind !== 'known') return backups
  return backups.value
    ? known(backups.value)
    : notAsked(
        'add --directory D to read the backups in the bucket',
        '加上 --directory D 可读取 Bucket 中的备份',
      )
}

/** Reading actions as they were answered, changing ones as unproved. Reading objects is proved by reading backups. */
function actionsOf(
  questions: Questions,
  backups: readonly BackupFacts[] | undefined,
): ActionFacts[] {
  const problems = (backups ?? []).map(({ problem }) => problem)
  const objectState = problems.some(isRefusal)
    ? 'refused'
    : problems.length > 0
      ? 'allowed'
      : 'unproved'
  const { instance, bucket, object, role } = readActions
  return [
    ...questions.statesOf([...instance, ...bucket, ...role]),
    ...object.map((action) => ({ action, state: objectState }) as const),
    ...Object.values(unprovedActions)
      .flat()
      .map((action) => ({ action, state: 'unproved' }) as const),
  ]
}

function quotaOf(tasks: readonly MigrateTask[], now: number): QuotaFacts {
  const operations = tasks.flatMap((task) => operationsOf(task))
  const names = new Set(tasks.map(({ database }) => database.toLowerCase()))
  return {
    leftOfInstance: quotaLeft(operations, '', now).forInstance,
    leftOfDatabase: new Map(
      [...names].map((name) => [name, quotaLeft(operations, name, now).forDatabase]),
    ),
  }
}
