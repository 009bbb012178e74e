/**
 * The last question before a task is created: may this database be restored now? Asked anew for every task, because
 * the destination changes while a migration runs. Pure: the facts are read just before.
 */
import { type MigrationError, sameName } from '../../core/index.ts'
import { migrationError } from '../errors.ts'
import {
  type CountedTask,
  countedUntil,
  type RestorePath,
  storageNeed,
  tasksPerDatabaseAndDay,
  tasksPerInstanceAndDay,
} from '../plan/index.ts'
import type { DatabaseState, MigrationState } from './state.ts'

export interface DestinationNow {
  readonly instanceId: string
  readonly path: RestorePath
  /** Undefined where the service does not say. */
  readonly freeBytes: number | undefined
  readonly maxDatabases: number | undefined
  readonly databases: readonly string[]
  /** Tasks that RDS lists, ours and others'. */
  readonly tasks: readonly CountedTask[]
}

export type SubmitVerdict =
  | { readonly verdict: 'yes' }
  /** Ask again then. */
  | {
      readonly verdict: 'wait'
      readonly untilMs: number
      readonly reason: 'instance-quota' | 'database-quota' | 'storage'
    }
  | { readonly verdict: 'refused'; readonly error: MigrationError }

/** How long until storage that other tasks use is looked at again. */
const storageWaitMs = 30_000

/**
 * Returns whether a task may be created for this database now (invariant I4).
 * @param parallelRestores  how many backup files lie on the destination's disk at once
 */
export function maySubmit(
  database: DatabaseState,
  state: MigrationState,
  now: DestinationNow,
  nowMs: number,
  parallelRestores: number,
): SubmitVerdict {
  const name = database.plan.database
  const refusal = refuseName(name, now)
  if (refusal) return { verdict: 'refused', error: refusal }
  const all = countedUntil(now.tasks, nowMs)
  const instanceFreeAt = all[all.length - tasksPerInstanceAndDay]
  if (instanceFreeAt !== undefined)
    return { verdict: 'wait', untilMs: instanceFreeAt, reason: 'instance-quota' }
  const own = countedUntil(
    now.tasks.filter((task) => sameName(task.database, name)),
    nowMs,
  )
  const ownFreeAt = own[own.length - tasksPerDatabaseAndDay]
  if (ownFreeAt !== undefined)
    return { verdict: 'wait', untilMs: ownFreeAt, reason: 'database-quota' }
  return checkSpace(database, state, now, nowMs, parallelRestores)
}

function refuseName(name: string, now: DestinationNow): MigrationError | undefined {
  const exists = now.databases.some((other) => sameName(other, name))
  const details = { instance: now.instanceId, database: name }
  if (now.path === 'local-2008r2')
    return exists ? undefined : migrationError('PLAN_NAME_MISSING', details)
  if (exists) return migrationError('PLAN_NAME_TAKEN', details)
  if (now.maxDatabases === undefined || now.databases.length < now.maxDatabases) return undefined
  return migrationError('PLAN_TOO_MANY_DATABASES', {
    instance: now.instanceId,
    limit: now.maxDatabases,
    database: name,
    number: now.databases.length + 1,
  })
}

/** What others restore may still be growing: with tasks under way a lack of space is waited out, without it is final. */
function checkSpace(
  database: DatabaseState,
  state: MigrationState,
  now: DestinationNow,
  nowMs: number,
  parallelRestores: number,
): SubmitVerdict {
  if (now.freeBytes === undefined) return { verdict: 'yes' }
  const inFlight = [...state.databases.values()]
    .filter((other) => other !== database && maybeOnDisk(other))
    .map((other) => other.plan)
  const needed = storageNeed([database.plan, ...inFlight], parallelRestores)
  if (needed <= now.freeBytes) return { verdict: 'yes' }
  const isOtherAtWork = [...state.databases.values()].some(
    (other) => other !== database && (other.kind === 'submitting' || other.kind === 'restoring'),
  )
  if (isOtherAtWork) return { verdict: 'wait', untilMs: nowMs + storageWaitMs, reason: 'storage' }
  return {
    verdict: 'refused',
    error: migrationError('PLAN_NO_SPACE', {
      database: database.plan.database,
      neededBytes: needed,
      freeBytes: now.freeBytes,
      instance: now.instanceId,
    }),
  }
}

function maybeOnDisk(state: DatabaseState): boolean {
  return state.kind === 'submitting' || state.kind === 'restoring' || state.kind === 'undecided'
}
