/** How a migration stands: the sum of its events. One state per database; nothing here is written by hand. */
import type { UploadEvent } from '../../oss/index.ts'
import type { MigrateTaskStatus } from '../../rds/index.ts'
import type { PlannedDatabase } from '../plan/index.ts'
import type { ErrorRecord } from './error-record.ts'
import type { RefusalRecord, TaskProof } from './event.ts'

/** When a step began and ended, milliseconds since 1970-01-01 UTC; work before a kill counts in `earlierMs`. */
export interface StepTime {
  readonly beganAtMs: number
  /** The last sign of life of this step. */
  readonly lastAtMs: number
  readonly earlierMs: number
}

export type StepName = 'upload' | 'restore' | 'verify'

interface Common {
  readonly plan: PlannedDatabase
  /** How often it has been planned or approved again, from 1. */
  readonly attempt: number
  /** What the transfer remembers of the object of this plan. */
  readonly uploadEvents: readonly UploadEvent[]
  readonly times: Readonly<Partial<Record<StepName, StepTime>>>
  /** Sent by us over all runs, bytes. */
  readonly sentBytes: number
}

/** The object in the bucket, as verified. */
export interface StoredObject {
  readonly etag: string
  /** Decimal. */
  readonly crc64: string
  readonly sizeBytes: number
}

interface WithObject extends Common {
  readonly object: StoredObject
}

export interface TaskFacts {
  readonly migrateTaskId: string
  readonly how: TaskProof
  readonly status: MigrateTaskStatus
  readonly description: string
}

interface WithTask extends WithObject {
  readonly task: TaskFacts
}

export interface Intent {
  readonly intendedAtMs: number
  readonly knownTasks: readonly string[]
}

export type DatabaseState =
  | ({ readonly kind: 'planned' } & Common)
  | ({ readonly kind: 'uploading' } & Common)
  | ({ readonly kind: 'uploaded' } & WithObject)
  /** CreateMigrateTask may or may not have been accepted. */
  | ({ readonly kind: 'submitting'; readonly intent: Intent } & WithObject)
  /** RDS was asked and the answer settles nothing: a person decides. */
  | ({
      readonly kind: 'undecided'
      readonly intent: Intent
      readonly error: ErrorRecord
    } & WithObject)
  | ({ readonly kind: 'restoring' } & WithTask)
  /** The task is successful; the database has to be seen. */
  | ({ readonly kind: 'verifying' } & WithTask)
  | ({ readonly kind: 'restored' } & WithTask)
  /** No task was accepted: running again tries again. */
  | ({ readonly kind: 'failed'; readonly step: StepName; readonly error: ErrorRecord } & Common)
  /** A task was accepted and failed: only a person may have it tried again. */
  | ({ readonly kind: 'task-failed'; readonly error: ErrorRecord } & WithTask)
  | ({ readonly kind: 'withdrawn'; readonly error: ErrorRecord | undefined } & Common)

export type StateKind = DatabaseState['kind']
export type StateOf<K extends StateKind> = Extract<DatabaseState, { kind: K }>

export const stateKinds: readonly StateKind[] = [
  'planned',
  'uploading',
  'uploaded',
  'submitting',
  'undecided',
  'restoring',
  'verifying',
  'restored',
  'failed',
  'task-failed',
  'withdrawn',
]

export interface MigrationState {
  readonly opened:
    | {
        readonly folder: string
        readonly instanceId: string
        readonly bucket: string
        readonly prefix: string
        readonly atMs: number
      }
    | undefined
  /** By name, in the order in which they were first planned. */
  readonly databases: ReadonlyMap<string, DatabaseState>
  /** Of the last approved plan. */
  readonly refused: readonly RefusalRecord[]
}

export const emptyState: MigrationState = { opened: undefined, databases: new Map(), refused: [] }
