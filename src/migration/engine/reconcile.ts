/**
 * Joins a plan with what earlier runs have done: which databases are beyond planning, and which events make the
 * journal agree with the plan. Pure.
 */
import { type MigrationError, sameName } from '../../core/index.ts'
import { migrationError } from '../errors.ts'
import {
  type DestinationFacts,
  type InspectedFile,
  isSafePrefix,
  type Plan,
  type PlannedDatabase,
  type UnderWay,
} from '../plan/index.ts'
import { toErrorRecord } from './error-record.ts'
import type { DatabaseEvent } from './event.ts'
import type { DatabaseState, MigrationState } from './state.ts'

/**
 * Returns the databases that planning must leave alone: a task may exist for them, or their file has gone after the
 * upload and the object stands for it.
 */
export function databasesUnderWay(
  state: MigrationState,
  files: readonly InspectedFile[],
): UnderWay[] {
  return [...state.databases]
    .filter(([, one]) => isBeyondPlanning(one, files))
    .map(([database, one]) => ({
      database,
      file: one.plan.file,
      claim: needsStorage(one) ? one.plan : undefined,
    }))
}

function isBeyondPlanning(state: DatabaseState, files: readonly InspectedFile[]): boolean {
  switch (state.kind) {
    case 'planned':
    case 'uploading':
    case 'failed':
    case 'withdrawn':
      return false
    case 'uploaded':
      return !files.some((file) => file.path === state.plan.path)
    case 'submitting':
    case 'undecided':
    case 'restoring':
    case 'verifying':
    case 'restored':
    case 'task-failed':
      return true
  }
}

/** What has ended is on the destination's disk already, or nowhere. */
function needsStorage(state: DatabaseState): boolean {
  return state.kind !== 'verifying' && state.kind !== 'restored' && state.kind !== 'task-failed'
}

/**
 * Returns the events that make the journal agree with an approved plan, in order; none when nothing has changed.
 * Databases that were planned before and are not now are withdrawn, with the reason.
 */
export function reconcile(
  state: MigrationState,
  plan: Plan,
  files: readonly InspectedFile[],
  atMs: number,
): DatabaseEvent[] {
  const events: DatabaseEvent[] = []
  for (const planned of plan.databases) {
    const before = state.databases.get(planned.database)
    if (before && isStanding(before) && isSamePlan(before.plan, planned)) continue
    events.push({
      type: 'database-planned',
      database: planned.database,
      atMs,
      plan: planned,
    })
  }
  const goes = new Set(plan.databases.map((one) => one.database))
  for (const [database, before] of state.databases) {
    if (goes.has(database) || before.kind === 'withdrawn' || isBeyondPlanning(before, files))
      continue
    const error = whyWithdrawn(database, before, plan, files)
    events.push({
      type: 'database-withdrawn',
      database,
      atMs,
      ...(error && { error: toErrorRecord(error) }),
    })
  }
  return events
}

function isStanding(state: DatabaseState): boolean {
  return state.kind === 'planned' || state.kind === 'uploading' || state.kind === 'uploaded'
}

function isSamePlan(a: PlannedDatabase, b: PlannedDatabase): boolean {
  return (
    a.identity === b.identity &&
    a.key === b.key &&
    a.path === b.path &&
    a.sizeBytes === b.sizeBytes &&
    a.modifiedAtMs === b.modifiedAtMs
  )
}

function whyWithdrawn(
  database: string,
  before: DatabaseState,
  plan: Plan,
  files: readonly InspectedFile[],
): MigrationError | undefined {
  const refusal =
    plan.refused.find((one) => one.file === before.plan.file) ??
    plan.refused.find((one) => one.database === database)
  if (refusal) return refusal.error
  return files.some((file) => file.path === before.plan.path)
    ? undefined
    : migrationError('MIGRATE_FILE_GONE', { file: before.plan.file })
}

/**
 * Returns the databases that earlier runs have restored and the destination does not list any more, with the error to
 * show: what the journal remembers is not what is there.
 *
 * @param only  names of the databases or files that are asked about; all when it is left out
 */
export function goneDatabases(
  state: MigrationState,
  destination: Pick<DestinationFacts, 'databases' | 'instanceId'>,
  only?: readonly string[],
): Map<string, MigrationError> {
  const gone = new Map<string, MigrationError>()
  for (const [database, { kind, plan }] of state.databases) {
    const isWanted = only?.some((one) => sameName(one, database) || one === plan.file) ?? true
    if (kind !== 'restored' || !isWanted) continue
    if (destination.databases.some((one) => sameName(one, database))) continue
    const details = { database, instance: destination.instanceId }
    gone.set(database, migrationError('MIGRATE_DATABASE_GONE', details))
  }
  return gone
}

/**
 * Returns the event of `--again`: a person wants a database restored once more.
 * @throws MIGRATE_CHOICE_REFUSED  when it neither ended nor waits for a person
 */
export function approveAgain(state: MigrationState, database: string, atMs: number): DatabaseEvent {
  const kind = state.databases.get(database)?.kind
  if (kind !== 'undecided' && kind !== 'restored' && kind !== 'task-failed')
    throw choiceRefused('--again', database, kind)
  return { type: 'again-approved', database, atMs }
}

/**
 * Returns the event of `--adopt`: a person says which task is ours.
 * @throws MIGRATE_CHOICE_REFUSED  when the database does not wait for that
 */
export function adoptTask(
  state: MigrationState,
  database: string,
  migrateTaskId: string,
  atMs: number,
): DatabaseEvent {
  const kind = state.databases.get(database)?.kind
  if (kind !== 'undecided' && kind !== 'submitting') throw choiceRefused('--adopt', database, kind)
  return { type: 'task-accepted', database, atMs, migrateTaskId, how: 'adopted' }
}

function choiceRefused(option: string, database: string, kind: string | undefined) {
  return migrationError('MIGRATE_CHOICE_REFUSED', { option, database, state: kind ?? 'unknown' })
}

/** Throws PLAN_PREFIX_REFUSED for a prefix with characters that RDS may refuse. */
export function requireSafePrefix(prefix: string): void {
  if (!isSafePrefix(prefix)) throw migrationError('PLAN_PREFIX_REFUSED', { prefix })
}
