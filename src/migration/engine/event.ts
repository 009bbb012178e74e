/**
 * What can happen in a migration, as plain JSON for the journal. An intent is written before the act, an outcome
 * after it; an intent without an outcome is a question to the cloud. Every event carries its own time.
 */

import type { UploadEvent } from '../../oss/index.ts'
import type { MigrateTaskStatus } from '../../rds/index.ts'
import type { PlannedDatabase } from '../plan/index.ts'
import type { ErrorRecord } from './error-record.ts'

/** About one database. */
export type DatabaseEvent =
  /** It is to go, from this file. Also replaces an earlier plan of which no task has come. */
  | Of<'database-planned', { readonly plan: PlannedDatabase }>
  /** It is not to go any more; without an error because nobody asked for it this time. */
  | Of<'database-withdrawn', { readonly error?: ErrorRecord }>
  | Of<'upload-intended'>
  /** What the transfer itself wants to remember: parts, CRCs. */
  | Of<'upload-recorded', { readonly upload: UploadEvent }>
  /** The object is complete and its CRC-64 (decimal) is the file's. */
  | Of<
      'upload-completed',
      {
        readonly etag: string
        readonly crc64: string
        readonly sizeBytes: number
        readonly sentBytes: number
        /** Whether the backup was proved sound before; absent in journals of before that was done. */
        readonly isProved?: boolean
      }
    >
  | Of<'upload-failed', { readonly error: ErrorRecord }>
  /** CreateMigrateTask is about to be called. */
  | Of<
      'task-intended',
      {
        /** Ids of the tasks that RDS listed for this database before the call. */
        readonly knownTasks: readonly string[]
      }
    >
  | Of<'task-accepted', { readonly migrateTaskId: string; readonly how: TaskProof }>
  /** RDS said no: there is no task. Or we did not even ask, because a check said no. */
  | Of<'task-refused', { readonly error: ErrorRecord }>
  /** RDS was asked later and has no such task. */
  | Of<'task-absent'>
  | Of<'task-undecided', { readonly error: ErrorRecord }>
  | Of<
      'task-observed',
      {
        readonly status: MigrateTaskStatus
        readonly description: string
        /** Set when the task ended as Failed. */
        readonly error?: ErrorRecord
      }
    >
  /** DescribeDatabases lists it. */
  | Of<'database-seen', { readonly status: string }>
  /** A person wants it restored once more, knowing that a task may have run already. */
  | Of<'again-approved'>

/** How we know that a task is ours: the answer, a look at the list, or a person's word. */
export type TaskProof = 'answered' | 'found' | 'adopted'

/** About the migration as a whole. */
export type RunEvent =
  | {
      readonly type: 'migration-opened'
      readonly atMs: number
      /** Of the events in this stream; 1. */
      readonly format: number
      readonly folder: string
      readonly instanceId: string
      readonly bucket: string
      readonly prefix: string
    }
  | {
      readonly type: 'plan-approved'
      readonly atMs: number
      readonly by: 'person' | 'option'
      readonly refused: readonly RefusalRecord[]
    }
  | { readonly type: 'run-ended'; readonly atMs: number; readonly outcome: string }

export type RefusalRecord = {
  readonly file: string
  readonly sizeBytes: number
  readonly database?: string
  readonly error: ErrorRecord
}

export type MigrationEvent = DatabaseEvent | RunEvent
export type DatabaseEventKind = DatabaseEvent['type']
export type EventOf<K extends DatabaseEventKind> = Extract<DatabaseEvent, { type: K }>

type Of<K extends string, Rest = unknown> = {
  readonly type: K
  readonly database: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly atMs: number
} & Rest

/** Every kind of event about a database, for tests and tables. */
export const databaseEventKinds: readonly DatabaseEventKind[] = [
  'database-planned',
  'database-withdrawn',
  'upload-intended',
  'upload-recorded',
  'upload-completed',
  'upload-failed',
  'task-intended',
  'task-accepted',
  'task-refused',
  'task-absent',
  'task-undecided',
  'task-observed',
  'database-seen',
  'again-approved',
]

/** Tells whether an event is about one database. */
export function isDatabaseEvent(event: MigrationEvent): event is DatabaseEvent {
  return 'database' in event
}
