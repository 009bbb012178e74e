/**
 * Was the task accepted? Decides from what RDS lists about an intent whose answer was lost (invariant I1). Pure.
 *
 * A task that is ours has appeared since the intent (it was not listed before), is for our database, and restores
 * our object. Anything short of proof is not an answer.
 */
import { type MigrationError, sameName } from '../../core/index.ts'
import type { MigrateTask } from '../../rds/index.ts'
import { migrationError } from '../errors.ts'
import type { Intent } from './state.ts'

/** What RDS said about one task's files. */
export type TaskFiles =
  | { readonly kind: 'files'; readonly names: readonly string[] }
  /** RDS does not list files on this edition. */
  | { readonly kind: 'not-told' }

export type IntentVerdict =
  | { readonly verdict: 'accepted'; readonly migrateTaskId: string }
  | { readonly verdict: 'absent' }
  /** Too early to tell; ask again then. */
  | { readonly verdict: 'ask-again' }
  | { readonly verdict: 'undecided'; readonly error: MigrationError }

/**
 * How long a task may take to appear in the list after its answer was lost, and its file in the task. The request may
 * itself have been on its way for as long before that was noticed. [guess]
 */
export const settleMs = 30_000
/** RDS lists tasks of the last week; a day is kept as a margin. @source cloud-api facts 1.3 [spec] */
const listedMs = 6 * 24 * 3_600_000

/** Returns the tasks that may have come from the intent. */
export function tasksSince(
  intent: Intent,
  database: string,
  tasks: readonly MigrateTask[],
): MigrateTask[] {
  return tasks.filter(
    (task) => sameName(task.database, database) && !intent.knownTasks.includes(task.migrateTaskId),
  )
}

/**
 * Returns what the lists prove.
 *
 * @param candidates  the tasks of `tasksSince`, each with its files
 * @param askedSinceMs  since when this has been asked, milliseconds since 1970-01-01 UTC
 */
export function judgeIntent(question: {
  readonly intent: Intent
  readonly database: string
  readonly key: string
  readonly instanceId: string
  readonly candidates: readonly { readonly task: MigrateTask; readonly files: TaskFiles }[]
  readonly askedSinceMs: number
  readonly nowMs: number
}): IntentVerdict {
  const { intent, database, nowMs, instanceId: instance } = question
  const ours = question.candidates.filter(({ files }) => hasObject(files, question.key))
  const [first] = ours
  if (first && ours.length === 1)
    return { verdict: 'accepted', migrateTaskId: first.task.migrateTaskId }
  const ids = (list: typeof ours) => list.map(({ task }) => task.migrateTaskId).join(', ')
  if (ours.length > 1)
    return {
      verdict: 'undecided',
      error: migrationError('MIGRATE_UNDECIDED_SEVERAL', { database, instance, tasks: ids(ours) }),
    }
  const silent = question.candidates.filter(
    ({ files }) => files.kind === 'not-told' || files.names.length === 0,
  )
  if (silent.length > 0) {
    const isFinal = silent.every(({ files }) => files.kind === 'not-told')
    if (!isFinal && nowMs - question.askedSinceMs < settleMs) return { verdict: 'ask-again' }
    return {
      verdict: 'undecided',
      error: migrationError('MIGRATE_UNDECIDED_FILES', { database, instance, tasks: ids(silent) }),
    }
  }
  if (nowMs - intent.intendedAtMs > listedMs)
    return {
      verdict: 'undecided',
      error: migrationError('MIGRATE_UNDECIDED_OLD', {
        database,
        askedAt: new Date(intent.intendedAtMs).toISOString(),
      }),
    }
  return isSettled(nowMs - intent.intendedAtMs, nowMs - question.askedSinceMs)
    ? { verdict: 'absent' }
    : { verdict: 'ask-again' }
}

/**
 * A request that was sent long ago would be listed; one whose answer has just been lost may still be carried out.
 * Asking for long settles it too: the clock may have been set back since the intent.
 */
function isSettled(ageMs: number, askedForMs: number): boolean {
  return ageMs >= 2 * settleMs || askedForMs >= settleMs
}

/** Tells whether a task restores an object. RDS may show a whole key or its last part; ours carry a fingerprint there. */
export function hasObject(files: TaskFiles, key: string): boolean {
  if (files.kind !== 'files') return false
  const last = key.slice(key.lastIndexOf('/') + 1)
  return files.names.some((name) => name === key || name === last || name.endsWith(`/${last}`))
}
