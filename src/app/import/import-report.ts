/** What an import found and did, for the terminal, for JSON and for the console alike. */

import type { RestorePath } from '../../assessment/index.ts'
import type { MigrationError } from '../../core/index.ts'
import type { MigrateTaskStatus } from '../../rds/index.ts'

/**
 * - `filtered`: not named as a backup; `refused`: must not or cannot be restored; `not-run`: something else stopped
 *   the run before
 * - `planned`: would be created (dry run); `created`: a task was accepted; `existing`: one was there already
 * - `restored`, `failed`: what the task came to
 */
export type ImportOutcome =
  | 'filtered'
  | 'refused'
  | 'not-run'
  | 'planned'
  | 'created'
  | 'existing'
  | 'restored'
  | 'failed'

export interface ImportedFile {
  readonly key: string
  readonly sizeBytes: number
  readonly database: string | undefined
  readonly outcome: ImportOutcome
  readonly migrateTaskId: string | undefined
  /** The last known status of the task, as RDS says it. */
  readonly status: MigrateTaskStatus | undefined
  readonly error: MigrationError | undefined
  readonly warnings: readonly MigrationError[]
}

export interface ImportReport {
  readonly instanceId: string
  readonly engineVersion: string
  readonly restorePath: RestorePath
  readonly bucket: string
  /** With a slash at its end; empty for the root. */
  readonly prefix: string
  readonly isDryRun: boolean
  readonly files: readonly ImportedFile[]
}
