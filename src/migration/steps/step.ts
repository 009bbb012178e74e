/** What every step gets and gives back: one short piece of work for one database. */
import type { Clock, MigrationError } from '../../core/index.ts'
import type { EngineLimits } from '../engine/decide.ts'
import type { MigrationLog } from '../engine/migration-log.ts'
import type { DatabaseState } from '../engine/state.ts'
import { migrationError } from '../errors.ts'
import type { RestorePath } from '../plan/index.ts'
import type { MigrationNotice, MigrationPorts, TransferOptions } from './ports.ts'

export interface StepContext {
  readonly log: MigrationLog
  readonly ports: MigrationPorts
  readonly limits: EngineLimits
  readonly transfer: TransferOptions
  readonly instanceId: string
  readonly path: RestorePath
  readonly signal: AbortSignal
  readonly notify: (notice: MigrationNotice) => void
  /** Facts of this process about one database, kept between its steps. */
  readonly memory: StepMemory
}

/** What a step leaves for the next one of the same database; gone with the process. */
export interface StepMemory {
  /** Since when the same question is asked, milliseconds; undefined when none is open. */
  askedSinceMs?: number | undefined
  /** How often it has been asked. */
  asks: number
  /** How often it was told that a task is quiet. */
  toldQuiet?: number
}

/** What came of a step besides its events. */
export type StepOutcome =
  | { readonly kind: 'done' }
  /** The same state, later. */
  | { readonly kind: 'again'; readonly inMs: number }
  /** Nothing more can be done for this database in this run. */
  | { readonly kind: 'stopped'; readonly error: MigrationError }

export const done: StepOutcome = { kind: 'done' }

/** Returns the state of a database that must be in one of the given states; anything else is a bug. */
export function stateIn<K extends DatabaseState['kind']>(
  context: StepContext,
  database: string,
  ...kinds: readonly K[]
): Extract<DatabaseState, { kind: K }> {
  const state = context.log.state.databases.get(database)
  if (state && (kinds as readonly string[]).includes(state.kind))
    return state as Extract<DatabaseState, { kind: K }>
  throw migrationError('MIGRATE_HISTORY_UNREADABLE', {
    database,
    state: state?.kind ?? 'unknown',
    event: kinds.join('|'),
  })
}

/** Returns how long to wait before the n-th repetition (from 1): grows by half each time up to `maxMs`. */
export function growingWait(repetition: number, firstMs: number, maxMs: number): number {
  return Math.min(maxMs, Math.round(firstMs * 1.5 ** (repetition - 1)))
}

/** Counts one more ask and returns since when it has been asked. */
export function countAsk(memory: StepMemory, clock: Clock): number {
  memory.askedSinceMs ??= clock.now()
  memory.asks++
  return memory.askedSinceMs
}

/** Forgets the question: it has been answered. */
export function forgetAsks(memory: StepMemory): void {
  memory.askedSinceMs = undefined
  memory.asks = 0
}
