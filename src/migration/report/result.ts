/** What came of a migration, as values: the same picture for the terminal, the console and JSON. */
import { type ExitCode, exitCodes, type MigrationError } from '../../core/index.ts'
import { fromErrorRecord } from '../engine/error-record.ts'
import type { StoppedDatabases } from '../engine/runner.ts'
import type { DatabaseState, MigrationState, StepName } from '../engine/state.ts'

/**
 * How a database ended, or why it has not: `interrupted` goes on when the same command is run again, `undecided`
 * waits for a person, `withdrawn` is not to go any more.
 */
export type DatabaseOutcome = 'restored' | 'failed' | 'undecided' | 'interrupted' | 'withdrawn'

export interface DatabaseResult {
  readonly database: string
  readonly file: string
  readonly key: string
  readonly sizeBytes: number
  readonly outcome: DatabaseOutcome
  /** Milliseconds that each step took over all runs; undefined for a step that has not begun. */
  readonly stepMs: Readonly<Record<StepName, number | undefined>>
  /** Bytes that we sent over all runs. */
  readonly sentBytes: number
  readonly migrateTaskId: string | undefined
  /** What RDS says about the task, such as that no account has rights on the database yet. */
  readonly taskDescription: string | undefined
  readonly error: MigrationError | undefined
}

export interface RefusedFile {
  readonly file: string
  readonly sizeBytes: number
  readonly database: string | undefined
  readonly error: MigrationError
}

export interface MigrationResult {
  /** The worst that happened: `refusals` when all that went was restored but not all could go. */
  readonly outcome: 'done' | 'refusals' | 'failed' | 'undecided' | 'interrupted'
  readonly exitCode: ExitCode
  /** By name. */
  readonly databases: readonly DatabaseResult[]
  /** By file. */
  readonly refused: readonly RefusedFile[]
}

/**
 * Returns the result of a run.
 * @param stopped  what `runMigration` returned; an empty map when it was cancelled
 */
export function migrationResult(state: MigrationState, stopped: StoppedDatabases): MigrationResult {
  const databases = [...state.databases.values()]
    .filter((one) => one.kind !== 'withdrawn' || isUnlisted(one, state))
    .map((one) => databaseResult(one, stopped))
    .sort((a, b) => (a.database < b.database ? -1 : 1))
  const refused = state.refused.map((one) => ({
    file: one.file,
    sizeBytes: one.sizeBytes,
    database: one.database,
    error: fromErrorRecord(one.error),
  }))
  const has = (outcome: DatabaseOutcome) => databases.some((one) => one.outcome === outcome)
  const outcome = has('undecided')
    ? 'undecided'
    : has('failed')
      ? 'failed'
      : has('interrupted')
        ? 'interrupted'
        : refused.length > 0 || has('withdrawn')
          ? 'refusals'
          : 'done'
  return { outcome, exitCode: exitCodeOf(outcome, databases), databases, refused }
}

/** A withdrawn database with a reason is shown once: as a refused file where it is one. */
function isUnlisted(state: DatabaseState, all: MigrationState): boolean {
  return (
    state.kind === 'withdrawn' &&
    state.error !== undefined &&
    !all.refused.some((one) => one.file === state.plan.file)
  )
}

function exitCodeOf(
  outcome: MigrationResult['outcome'],
  databases: readonly DatabaseResult[],
): ExitCode {
  if (outcome === 'done') return exitCodes.done
  if (outcome === 'refusals') return exitCodes.warnings
  const first = databases.find((one) => one.outcome === outcome && one.error)
  return first?.error?.exit ?? exitCodes.failed
}

function databaseResult(state: DatabaseState, stopped: StoppedDatabases): DatabaseResult {
  const { plan, sentBytes } = state
  const task = 'task' in state ? state.task : undefined
  const recorded = 'error' in state && state.error ? fromErrorRecord(state.error) : undefined
  return {
    database: plan.database,
    file: plan.file,
    key: plan.key,
    sizeBytes: plan.sizeBytes,
    outcome: state.kind === 'restored' && stopped.has(plan.database) ? 'failed' : outcomeOf(state),
    stepMs: {
      upload: stepMs(state, 'upload'),
      restore: stepMs(state, 'restore'),
      verify: stepMs(state, 'verify'),
    },
    sentBytes,
    migrateTaskId: task?.migrateTaskId,
    taskDescription: task?.description || undefined,
    error: recorded ?? stopped.get(plan.database),
  }
}

function outcomeOf(state: DatabaseState): DatabaseOutcome {
  switch (state.kind) {
    case 'restored':
      return 'restored'
    case 'failed':
    case 'task-failed':
      return 'failed'
    case 'undecided':
      return 'undecided'
    case 'withdrawn':
      return 'withdrawn'
    case 'planned':
    case 'uploading':
    case 'uploaded':
    case 'submitting':
    case 'restoring':
    case 'verifying':
      return 'interrupted'
  }
}

function stepMs(state: DatabaseState, step: StepName): number | undefined {
  const time = state.times[step]
  return time ? time.earlierMs + (time.lastAtMs - time.beganAtMs) : undefined
}
