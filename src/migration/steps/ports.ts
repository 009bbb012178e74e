/** What the engine is handed: instances of the outside world, made by app, the sandbox or a test. */
import type { Clock, Ids, MigrationError, UploadCheck, UploadSource } from '../../core/index.ts'
import type {
  ObjectStore,
  UploadEvent,
  UploadNotice,
  UploadProgress,
  UploadReceipt,
  UploadRecordState,
  UploadRequest,
} from '../../oss/index.ts'
import type { MigrateTaskStatus, OssDownload, RestoreTarget } from '../../rds/index.ts'
import type { MigrationEvent } from '../engine/event.ts'
import type { MigrationState } from '../engine/state.ts'

export interface MigrationPorts {
  readonly store: ObjectStore
  /** The bucket's endpoint as RDS is told it: host without scheme and bucket. */
  readonly endpoint: string
  readonly target: RestoreTarget
  /** Opens a backup file for sending. The caller closes it. */
  readonly openSource: (path: string) => Promise<UploadSource>
  /**
   * Opens the proof that a backup is sound, which must succeed before its upload is completed. Undefined where a
   * person said that nothing is to be proved. The caller closes it.
   */
  readonly openCheck: ((path: string) => Promise<UploadCheck & AsyncDisposable>) | undefined
  /** The transfer: oss's `uploadObject` and `replayUpload`. */
  readonly upload: (request: UploadRequest) => Promise<UploadReceipt>
  readonly replayUpload: (events: Iterable<UploadEvent>) => UploadRecordState | undefined
  readonly clock: Clock
  readonly ids: Ids
}

/** How uploads are done. */
export type TransferOptions = Pick<
  UploadRequest,
  'parallelParts' | 'partBytes' | 'limiter' | 'paranoid'
>

/** What happens, for whoever watches. Only `event` is durable; the others are for the eye. */
export type MigrationNotice =
  | { readonly kind: 'event'; readonly event: MigrationEvent; readonly state: MigrationState }
  | {
      readonly kind: 'upload-progress'
      readonly database: string
      readonly progress: UploadProgress
    }
  | { readonly kind: 'upload-notice'; readonly database: string; readonly notice: UploadNotice }
  | {
      readonly kind: 'task-files'
      readonly database: string
      readonly files: readonly OssDownload[]
    }
  /** RDS has said the same about a task for long; nothing is wrong as far as anybody can tell. */
  | {
      readonly kind: 'task-quiet'
      readonly database: string
      readonly migrateTaskId: string
      readonly status: MigrateTaskStatus
      /** Since it said something else, over all runs. */
      readonly quietMs: number
    }
  /** A step has to wait: for a quota, for storage. */
  | {
      readonly kind: 'waiting'
      readonly database: string
      readonly reason: string
      readonly untilMs: number
    }
  /** A call failed and is tried again. */
  | {
      readonly kind: 'retry'
      readonly database: string
      readonly error: MigrationError
      readonly waitMs: number
    }
  /** Nothing more is done for this database in this run. */
  | { readonly kind: 'stopped'; readonly database: string; readonly error: MigrationError }
