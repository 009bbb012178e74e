/** Looks once how a task stands, and, when it has ended well, whether its database is there. */
import { isMigrationError, sameName } from '../../core/index.ts'
import { toErrorRecord } from '../engine/error-record.ts'
import type { TaskFacts } from '../engine/state.ts'
import { migrationError } from '../errors.ts'
import {
  countAsk,
  done,
  forgetAsks,
  growingWait,
  type StepContext,
  type StepOutcome,
  stateIn,
} from './step.ts'

const firstPollMs = 500
/** The service gives no progress, so a longer look shows nothing more. */
const maxPollMs = 15_000
/** A task that says nothing new for so long is mentioned, and again each time. */
const quietTellMs = 30 * 60_000
/** The list of databases may lag behind the task. [guess] */
const seenPatienceMs = 120_000

/** Writes down what has changed about a task; afterwards `restoring`, `verifying` or `task-failed`. */
export async function watchStep(context: StepContext, database: string): Promise<StepOutcome> {
  const { log, ports, instanceId, memory } = context
  const { task, times } = stateIn(context, database, 'restoring')
  const seen = await ports.target.migrateTask(instanceId, task.migrateTaskId)
  const { status, description } = seen
  const hasEnded = status === 'Success' || status === 'Failed'
  if (status !== task.status || description !== task.description) {
    const { migrateTaskId } = task
    await log.append({
      type: 'task-observed',
      database,
      atMs: ports.clock.now(),
      status,
      description,
      ...(status === 'Failed' && {
        error: toErrorRecord(
          migrationError('MIGRATE_TASK_FAILED', {
            database,
            migrateTaskId,
            description: description || status,
          }),
        ),
      }),
    })
  } else tellQuiet(context, { database, task, sinceMs: times.restore?.lastAtMs })
  if (!hasEnded) await showFiles(context, database, task.migrateTaskId)
  countAsk(memory, ports.clock)
  if (!hasEnded) return { kind: 'again', inMs: growingWait(memory.asks, firstPollMs, maxPollMs) }
  forgetAsks(memory)
  return done
}

/** RDS shows no progress, so a task that hangs looks like one that works: whoever watches is told how long it has been. */
function tellQuiet(
  { memory, notify, ports }: StepContext,
  quiet: {
    readonly database: string
    readonly task: TaskFacts
    readonly sinceMs: number | undefined
  },
): void {
  const { database, task, sinceMs } = quiet
  const quietMs = sinceMs === undefined ? 0 : ports.clock.now() - sinceMs
  const times = Math.floor(quietMs / quietTellMs)
  if (times <= (memory.toldQuiet ?? 0)) return
  memory.toldQuiet = times
  const { migrateTaskId, status } = task
  notify({ kind: 'task-quiet', database, migrateTaskId, status, quietMs })
}

/** For the eye only: an edition that does not list files loses nothing but this. */
async function showFiles(
  context: StepContext,
  database: string,
  migrateTaskId: string,
): Promise<void> {
  try {
    const files = await context.ports.target.ossDownloads(context.instanceId, migrateTaskId)
    context.notify({ kind: 'task-files', database, files })
  } catch (error) {
    if (!isMigrationError(error)) throw error
  }
}

/** Writes down that DescribeDatabases lists the database; afterwards `restored`, or stopped when it does not appear. */
export async function verifyStep(context: StepContext, database: string): Promise<StepOutcome> {
  const { log, ports, instanceId, memory } = context
  const { task } = stateIn(context, database, 'verifying')
  const askedSinceMs = countAsk(memory, ports.clock)
  const databases = await ports.target.databases(instanceId)
  const found = databases.find((one) => sameName(one.name, database))
  if (found && found.status !== 'Creating') {
    await log.append({
      type: 'database-seen',
      database,
      atMs: ports.clock.now(),
      status: found.status,
    })
    forgetAsks(memory)
    return done
  }
  if (ports.clock.now() - askedSinceMs < seenPatienceMs)
    return { kind: 'again', inMs: growingWait(memory.asks, firstPollMs, maxPollMs) }
  forgetAsks(memory)
  const { migrateTaskId } = task
  return {
    kind: 'stopped',
    error: migrationError('MIGRATE_DATABASE_UNSEEN', {
      database,
      migrateTaskId,
      instance: instanceId,
    }),
  }
}
