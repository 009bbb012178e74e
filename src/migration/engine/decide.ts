/**
 * What to do next, given how everything stands: which uploads and tasks to begin, what to ask, how long to wait.
 * Pure. Every limit that concerns more than one database is applied here or in may-submit.ts.
 */
import type { DatabaseState, MigrationState, StateKind } from './state.ts'

/** What can be done for a database; each is one short piece of work, except `upload`. */
export type ActionKind = 'resolve' | 'watch' | 'verify' | 'submit' | 'upload'

export interface Action {
  readonly kind: ActionKind
  readonly database: string
}

export interface EngineLimits {
  /** Files uploaded at once, 1 or more. */
  readonly parallelUploads: number
  /** Tasks that RDS works on for us at once, 1 or more; their files lie on the destination's disk. */
  readonly parallelRestores: number
}

export const defaultLimits: EngineLimits = { parallelUploads: 2, parallelRestores: 4 }

/** What this process knows besides the journal. */
export interface Runtime {
  /** Work under way, by database. */
  readonly busy: ReadonlyMap<string, ActionKind>
  /** No work for the database before this moment, milliseconds since 1970-01-01 UTC. */
  readonly notBeforeMs: ReadonlyMap<string, number>
  /** Nothing more can be done for these in this run. */
  readonly stopped: ReadonlySet<string>
}

export interface Decision {
  /** To be begun at once, in this order. */
  readonly begin: readonly Action[]
  /** When to decide again although nothing has happened; undefined where only work under way matters. */
  readonly wakeAtMs: number | undefined
}

/** What each state waits for; undefined where it waits for nothing or for a person. */
const nextAction: Readonly<Record<StateKind, ActionKind | undefined>> = {
  planned: 'upload',
  uploading: 'upload',
  uploaded: 'submit',
  submitting: 'resolve',
  // Asked once in each run: what could not be told yesterday may be plain today.
  undecided: 'resolve',
  restoring: 'watch',
  verifying: 'verify',
  restored: undefined,
  failed: undefined,
  'task-failed': undefined,
  withdrawn: undefined,
}

/** Questions first, new work last: what RDS does already is worth more than what it could do as well. */
const order: readonly ActionKind[] = ['resolve', 'watch', 'verify', 'submit', 'upload']

/** Returns what to begin now and when to look again. Begins nothing for a database that is busy or stopped. */
export function decide(
  state: MigrationState,
  nowMs: number,
  limits: EngineLimits,
  runtime: Runtime,
): Decision {
  const begin: Action[] = []
  const wakes: number[] = []
  const idle = [...state.databases].filter(
    ([name]) => !runtime.busy.has(name) && !runtime.stopped.has(name),
  )
  const slots = freeSlots(state, limits, runtime)
  for (const kind of order) {
    for (const [database, one] of idle) {
      if (nextAction[one.kind] !== kind) continue
      const notBefore = runtime.notBeforeMs.get(database) ?? 0
      if (notBefore > nowMs) wakes.push(notBefore)
      else if (slots[kind] > 0) {
        slots[kind]--
        begin.push({ kind, database })
      }
    }
  }
  return { begin, wakeAtMs: wakes.length > 0 ? Math.min(...wakes) : undefined }
}

/** Tasks are created one after the other, so that each check of the storage sees the task before it. */
function freeSlots(
  state: MigrationState,
  limits: EngineLimits,
  runtime: Runtime,
): Record<ActionKind, number> {
  const under = (kind: ActionKind) =>
    [...runtime.busy.values()].filter((other) => other === kind).length
  const atWork = [...state.databases.values()].filter(isAtWork).length
  const submitting = under('submit')
  const restores = limits.parallelRestores - atWork
  return {
    resolve: Number.POSITIVE_INFINITY,
    watch: Number.POSITIVE_INFINITY,
    verify: Number.POSITIVE_INFINITY,
    submit: submitting > 0 || restores <= 0 ? 0 : 1,
    upload: limits.parallelUploads - under('upload'),
  }
}

/** Tells whether RDS works on a task of this database, or may do so. */
export function isAtWork(state: DatabaseState): boolean {
  return state.kind === 'submitting' || state.kind === 'restoring'
}
