/** Asks RDS what became of a CreateMigrateTask whose answer is not known, and writes down what that proves. */
import { isMigrationError, type MigrationError } from '../../core/index.ts'
import type { MigrateTask } from '../../rds/index.ts'
import { toErrorRecord } from '../engine/error-record.ts'
import { judgeIntent, type TaskFiles, tasksSince } from '../engine/judge-intent.ts'
import { migrationError } from '../errors.ts'
import { quotaWindowMs } from '../plan/index.ts'
import {
  countAsk,
  done,
  forgetAsks,
  growingWait,
  type StepContext,
  type StepOutcome,
  stateIn,
} from './step.ts'

const firstWaitMs = 1_000
const maxWaitMs = 10_000

/** Afterwards `restoring`, `uploaded` or `undecided`, or the same state when it is too early to tell. */
export async function resolveStep(context: StepContext, database: string): Promise<StepOutcome> {
  const { log, ports, instanceId, memory } = context
  const state = stateIn(context, database, 'submitting', 'undecided')
  const askedSinceMs = countAsk(memory, ports.clock)
  const atMs = ports.clock.now()
  let candidates: { readonly task: MigrateTask; readonly files: TaskFiles }[]
  try {
    const tasks = await listTasks(context, state.intent.intendedAtMs)
    candidates = await Promise.all(
      tasksSince(state.intent, database, tasks)
        .filter((task) => !isTaken(context, database, task))
        .map(async (task) => ({ task, files: await taskFiles(context, task) })),
    )
  } catch (error) {
    if (!isMigrationError(error) || error.retry !== 'never') throw error
    return undecided(
      context,
      database,
      migrationError(
        'MIGRATE_UNDECIDED_SILENT',
        { database, instance: instanceId, answer: error.message },
        { cause: error },
      ),
    )
  }
  const verdict = judgeIntent({
    intent: state.intent,
    database,
    key: state.plan.key,
    instanceId,
    candidates,
    askedSinceMs,
    nowMs: ports.clock.now(),
  })
  switch (verdict.verdict) {
    case 'ask-again':
      return { kind: 'again', inMs: growingWait(memory.asks, firstWaitMs, maxWaitMs) }
    case 'undecided':
      return undecided(context, database, verdict.error)
    case 'absent':
      await log.append({ type: 'task-absent', database, atMs })
      break
    case 'accepted': {
      const { migrateTaskId } = verdict
      await log.append({ type: 'task-accepted', database, atMs, migrateTaskId, how: 'found' })
      break
    }
  }
  forgetAsks(memory)
  return done
}

async function undecided(
  context: StepContext,
  database: string,
  error: MigrationError,
): Promise<StepOutcome> {
  const { log, ports, memory } = context
  forgetAsks(memory)
  const state = stateIn(context, database, 'submitting', 'undecided')
  const record = toErrorRecord(error)
  if (state.kind === 'submitting' || state.error.message !== record.message)
    await log.append({ type: 'task-undecided', database, atMs: ports.clock.now(), error: record })
  return { kind: 'stopped', error }
}

/** The window is wide on both sides: neither our clock nor the service's has to be right. */
function listTasks(context: StepContext, intendedAtMs: number): Promise<MigrateTask[]> {
  const nowMs = context.ports.clock.now()
  return context.ports.target.migrateTasks({
    instanceId: context.instanceId,
    from: new Date(Math.min(intendedAtMs, nowMs) - quotaWindowMs),
    to: new Date(Math.max(intendedAtMs, nowMs) + quotaWindowMs),
  })
}

/** A task that another database of this migration has accepted is not this one's. */
function isTaken(context: StepContext, database: string, task: MigrateTask): boolean {
  return [...context.log.state.databases].some(
    ([name, other]) =>
      name !== database && 'task' in other && other.task.migrateTaskId === task.migrateTaskId,
  )
}

/** Returns what RDS says about the files of a task. */
export async function taskFiles(context: StepContext, task: MigrateTask): Promise<TaskFiles> {
  try {
    const files = await context.ports.target.ossDownloads(context.instanceId, task.migrateTaskId)
    return { kind: 'files', names: files.map((file) => file.fileName) }
  } catch (error) {
    if (isMigrationError(error) && error.retry === 'never') return { kind: 'not-told' }
    throw error
  }
}
