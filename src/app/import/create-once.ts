/**
 * Creates the task of one object, at most once (invariant I1): the journal and RDS are asked first, the intent is
 * written before the request, and a request whose reply was lost is looked for before anything is sent again.
 */
import { type Clock, isMigrationError, type MigrationError } from '../../core/index.ts'
import {
  type CreateMigrateTaskRequest,
  type ExistingTask,
  type MigrateTask,
  matchExistingTask,
  type RestoreTarget,
  rdsError,
  taskFailure,
} from '../../rds/index.ts'
import { readTasks, type TasksOfInstance } from './existing-tasks.ts'
import type { ImportRecord, ImportSubject } from './import-record.ts'

/**
 * How long a task that was accepted may take to appear in the list of tasks, and how often is looked meanwhile.
 * @source the service says nothing about it [guess]
 */
export const settleMs = 120_000
const lookEveryMs = 10_000

export interface WantedImport {
  readonly subject: ImportSubject
  /** How messages name the object. */
  readonly file: string
  /** When the object got its content. */
  readonly since: Date
  readonly instanceId: string
  /** Makes the request; for 2008 R2 on local disks it signs addresses, so it is called only when it is needed. */
  readonly request: () => Promise<CreateMigrateTaskRequest>
  /** Throws where the tasks that RDS lists right before the request leave no quota (invariant I4). */
  readonly requireQuota?: (tasks: TasksOfInstance) => void
  /** A person said that tasks which ended, or cannot be decided, do not count. */
  readonly again: boolean
}

export interface CreateParts {
  readonly target: RestoreTarget
  readonly record: ImportRecord
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** What there is before anything is sent. */
export type Standing =
  | { readonly kind: 'absent' }
  | { readonly kind: 'present'; readonly task: MigrateTask }
  | { readonly kind: 'refused'; readonly error: MigrationError }

/**
 * Returns whether a task exists already for the wanted object and database. Waits until a request of an earlier run
 * would have shown up. Writes what it finds into the journal.
 */
export async function standingOf(
  wanted: WantedImport,
  known: TasksOfInstance,
  parts: CreateParts,
): Promise<Standing> {
  const { record, clock } = parts
  const recorded = record.find(wanted.subject)
  if (recorded?.state === 'accepted') {
    const task = await taskById(wanted, recorded.migrateTaskId, parts)
    if (task) return judgeTask(wanted, task)
    return wanted.again ? { kind: 'absent' } : undecided(wanted)
  }
  let tasks = known
  let match = matchTasks(wanted, tasks)
  if (recorded?.state === 'intended') {
    // The clock may have been set back since the intent: nobody waits for longer than it takes to settle.
    const until = Math.min(recorded.at, clock.now()) + settleMs
    while (match.kind === 'none' && tasks.isComplete && clock.now() < until) {
      await clock.sleep(lookEveryMs, parts.signal)
      tasks = await lookAgain(wanted, parts)
      match = matchTasks(wanted, tasks)
    }
    if (match.kind === 'none' && !tasks.isComplete)
      return wanted.again ? { kind: 'absent' } : undecided(wanted)
  }
  if (match.kind === 'none') return { kind: 'absent' }
  if (match.kind === 'unclear') return undecided(wanted)
  if (match.task.status !== 'Failed' || recorded?.state === 'intended') {
    const { migrateTaskId } = match.task
    await record.write({ type: 'import-accepted', ...wanted.subject, migrateTaskId }, clock.now())
  }
  return judgeTask(wanted, match.task)
}

/** Returns the task of an accepted request, new or found. @throws why there is none */
export async function createOnce(
  wanted: WantedImport,
  parts: CreateParts,
): Promise<{ readonly migrateTaskId: string }> {
  const { target, record, clock, signal } = parts
  const { subject } = wanted
  const request = await wanted.request()
  signal.throwIfAborted()
  const before = await lookAgain(wanted, parts)
  wanted.requireQuota?.(before)
  const known = new Set(before.tasks.map(({ task }) => task.migrateTaskId))
  await record.write({ type: 'import-intended', ...subject }, clock.now())
  try {
    const { migrateTaskId } = await target.createMigrateTask(request)
    await record.write({ type: 'import-accepted', ...subject, migrateTaskId }, clock.now())
    return { migrateTaskId }
  } catch (error) {
    if (!isMigrationError(error)) throw error
    if (error.code !== 'RDS_REPLY_LOST') {
      await record.write({ type: 'import-refused', ...subject, code: error.code }, clock.now())
      throw error
    }
    const found = await findLost(wanted, known, parts)
    if (!found) throw error
    const { migrateTaskId } = found
    await record.write({ type: 'import-accepted', ...subject, migrateTaskId }, clock.now())
    return { migrateTaskId }
  }
}

/** Looks for a task that was not there before the request, until it would have shown up. */
async function findLost(
  wanted: WantedImport,
  before: ReadonlySet<string>,
  parts: CreateParts,
): Promise<MigrateTask | undefined> {
  const { clock, signal } = parts
  const until = clock.now() + settleMs
  for (;;) {
    const { tasks, isComplete } = await lookAgain(wanted, parts)
    if (!isComplete) return undefined
    const fresh = tasks.filter(({ task }) => !before.has(task.migrateTaskId))
    const match = matchExistingTask({ ...wanted.subject, since: new Date(0) }, fresh)
    if (match.kind === 'unclear') return undefined
    if (match.kind !== 'none') return match.task
    if (clock.now() >= until) return undefined
    await clock.sleep(lookEveryMs, signal)
  }
}

function lookAgain(wanted: WantedImport, { target, clock }: CreateParts): Promise<TasksOfInstance> {
  const concerning = new Set([wanted.subject.database.toLowerCase()])
  return readTasks(target, wanted.instanceId, clock.now(), concerning)
}

function matchTasks(wanted: WantedImport, { tasks }: TasksOfInstance): ExistingTask {
  return matchExistingTask({ ...wanted.subject, since: wanted.since }, tasks)
}

async function taskById(
  wanted: WantedImport,
  migrateTaskId: string,
  { target }: CreateParts,
): Promise<MigrateTask | undefined> {
  try {
    return await target.migrateTask(wanted.instanceId, migrateTaskId)
  } catch (error) {
    if (isMigrationError(error, 'RDS_TASK_NOT_FOUND')) return undefined
    throw error
  }
}

function judgeTask(wanted: WantedImport, task: MigrateTask): Standing {
  const hasEnded = task.status === 'Success' || task.status === 'Failed'
  if (hasEnded && wanted.again) return { kind: 'absent' }
  if (task.status !== 'Failed') return { kind: 'present', task }
  const error = rdsError(
    'RDS_IMPORT_FAILED_BEFORE',
    {
      task: task.migrateTaskId,
      file: wanted.file,
      database: wanted.subject.database,
      description: task.description || '-',
    },
    { cause: taskFailure(task, wanted.file) },
  )
  return { kind: 'refused', error }
}

function undecided({ file, subject }: WantedImport): Standing {
  const error = rdsError('RDS_IMPORT_UNDECIDED', { file, database: subject.database })
  return { kind: 'refused', error }
}
