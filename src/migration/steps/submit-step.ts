/**
 * Has RDS restore one object. CreateMigrateTask takes no client token, so the intent is written before the call and
 * names the tasks that RDS knew before it; a lost answer is left to `resolveStep` (invariant I1).
 */
import { longestUrlSeconds } from '../../assessment/index.ts'
import { MigrationError, sameName } from '../../core/index.ts'
import type { CreateMigrateTaskRequest, MigrateTask } from '../../rds/index.ts'
import { toErrorRecord } from '../engine/error-record.ts'
import { hasObject, settleMs } from '../engine/judge-intent.ts'
import { maySubmit } from '../engine/may-submit.ts'
import type { StateOf } from '../engine/state.ts'
import { migrationError } from '../errors.ts'
import { freeBytes } from '../plan/index.ts'
import { listRecentTasks } from './list-tasks.ts'
import { taskFiles } from './resolve-step.ts'
import {
  countAsk,
  done,
  forgetAsks,
  growingWait,
  type StepContext,
  type StepOutcome,
  stateIn,
} from './step.ts'

/** Checks the destination once more and creates the task; afterwards `restoring`, `failed`, `submitting` or as before. */
export async function submitStep(context: StepContext, database: string): Promise<StepOutcome> {
  const { log, ports } = context
  const state = stateIn(context, database, 'uploaded')
  if (!(await isObjectOurs(context, state))) return done
  const { listed, ...facts } = await readDestination(context)
  const underWay = listed.find((task) => sameName(task.database, database) && isUnderWay(task))
  if (underWay) return meetTask(context, state, underWay, listed)
  const nowMs = ports.clock.now()
  const verdict = maySubmit(state, log.state, facts, nowMs, context.limits.parallelRestores)
  if (verdict.verdict === 'wait') {
    const { reason, untilMs } = verdict
    context.notify({ kind: 'waiting', database, reason, untilMs })
    return { kind: 'again', inMs: untilMs - nowMs }
  }
  if (verdict.verdict === 'refused') {
    await refuse(context, database, verdict.error)
    return done
  }
  const request = await taskRequest(context, state)
  context.signal.throwIfAborted()
  await intend(context, database, listed)
  let migrateTaskId: string
  try {
    ;({ migrateTaskId } = await ports.target.createMigrateTask(request))
  } catch (error) {
    return afterFailedCall(context, database, error)
  }
  await log.append({
    type: 'task-accepted',
    database,
    atMs: ports.clock.now(),
    migrateTaskId,
    how: 'answered',
  })
  return done
}

async function intend(
  { log, ports }: StepContext,
  database: string,
  listed: readonly MigrateTask[],
): Promise<void> {
  const knownTasks = listed
    .filter((task) => sameName(task.database, database))
    .map((task) => task.migrateTaskId)
  await log.append({ type: 'task-intended', database, atMs: ports.clock.now(), knownTasks })
}

function isUnderWay({ status }: MigrateTask): boolean {
  return status !== 'Success' && status !== 'Failed'
}

/**
 * RDS is at work on this database already. Where it restores our object, another run of ours or `import` asked for it,
 * or a call arrived later than anybody waited: it becomes ours by the way of a lost answer. Otherwise no task is created.
 */
async function meetTask(
  context: StepContext,
  { plan: { database, key } }: StateOf<'uploaded'>,
  task: MigrateTask,
  listed: readonly MigrateTask[],
): Promise<StepOutcome> {
  const { memory, ports } = context
  const files = await taskFiles(context, task)
  if (hasObject(files, key)) {
    forgetAsks(memory)
    await intend(
      context,
      database,
      listed.filter((other) => other !== task),
    )
    return done
  }
  const isSilent = files.kind === 'files' && files.names.length === 0
  if (isSilent && ports.clock.now() - countAsk(memory, ports.clock) < settleMs)
    return { kind: 'again', inMs: growingWait(memory.asks, 1_000, 10_000) }
  forgetAsks(memory)
  const { migrateTaskId } = task
  const instance = context.instanceId
  await refuse(
    context,
    database,
    migrationError('MIGRATE_OTHER_TASK', { database, migrateTaskId, instance }),
  )
  return done
}

async function afterFailedCall(
  context: StepContext,
  database: string,
  error: unknown,
): Promise<StepOutcome> {
  if (!(error instanceof MigrationError)) throw error
  // The state stays `submitting`: the next step asks what became of the call.
  if (mayHaveBeenAccepted(error)) return done
  if (error.retry === 'never') {
    await refuse(context, database, error)
    return done
  }
  await context.log.append({ type: 'task-absent', database, atMs: context.ports.clock.now() })
  throw error
}

/**
 * Tells whether a failed CreateMigrateTask may have left a task behind.
 * @source The port promises RDS_REPLY_LOST for it; a server's own failure says nothing about what it did [guess]
 */
export function mayHaveBeenAccepted(error: MigrationError): boolean {
  return error.code === 'RDS_REPLY_LOST' || (error.vendor?.status ?? 0) >= 500
}

async function refuse(
  context: StepContext,
  database: string,
  error: MigrationError,
): Promise<void> {
  const atMs = context.ports.clock.now()
  await context.log.append({ type: 'task-refused', database, atMs, error: toErrorRecord(error) })
}

/** Somebody may have removed or replaced the object since it was uploaded. */
async function isObjectOurs(context: StepContext, state: StateOf<'uploaded'>): Promise<boolean> {
  const { plan, object } = state
  const head = await context.ports.store.head(plan.key)
  const isSame =
    head?.sizeBytes === object.sizeBytes &&
    (head.crc64 === undefined || head.crc64.toString() === object.crc64)
  if (isSame) return true
  const error = migrationError('MIGRATE_OBJECT_CHANGED', { key: plan.key, file: plan.file })
  await context.log.append({
    type: 'upload-failed',
    database: plan.database,
    atMs: context.ports.clock.now(),
    error: toErrorRecord(error),
  })
  return false
}

async function readDestination(context: StepContext) {
  const { target, clock } = context.ports
  const { instanceId, path } = context
  const nowMs = clock.now()
  const [instance, usage, databases, tasks] = await Promise.all([
    target.instance(instanceId),
    target.resourceUsage(instanceId),
    target.databases(instanceId),
    listRecentTasks(target, instanceId, nowMs),
  ])
  return {
    instanceId,
    path,
    freeBytes: freeBytes(instance, usage),
    maxDatabases: instance.maxDatabases,
    databases: databases.map((one) => one.name),
    listed: tasks,
    tasks: tasks.map((task) => ({
      database: task.database,
      createdAtMs: task.createdAt.getTime(),
    })),
  }
}

async function taskRequest(
  context: StepContext,
  state: StateOf<'uploaded'>,
): Promise<CreateMigrateTaskRequest> {
  const { store, endpoint } = context.ports
  const { key, database } = state.plan
  const common = {
    instanceId: context.instanceId,
    database,
    backupMode: 'FULL',
    isOnline: true,
    checkMode: 'AsyncExecuteDBCheck',
  } as const
  return context.path === 'local-2008r2'
    ? { ...common, ossUrls: [await store.signUrl(key, longestUrlSeconds)] }
    : { ...common, object: { endpoint, bucket: store.bucket, key } }
}
