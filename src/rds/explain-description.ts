/**
 * What RDS writes into the Description of a task, taken apart: the code it stands for and the values in it.
 * Also the statuses of a task's files, which say nothing but a word.
 *
 * @source error-texts facts 3 and 4b [spec]; final stops, blanks and apostrophes differ between editions. The texts of
 *   SQL Server for damage: error-texts facts 16 and 17 [spec, that RDS shows them: guess]
 */
import { type ErrorEntry, MigrationError, type TemplateValue } from '../core/index.ts'
import { type RdsErrorCode, rdsErrors } from './errors.ts'
import type { MigrateTask, OssDownload } from './restore-target.ts'

export interface ExplainedDescription {
  readonly code: RdsErrorCode
  /** What the text itself names, such as `database`, `file` or `lsn`. */
  readonly values: Readonly<Record<string, string>>
  /** `failure`, a `warning` that comes with success, or a `note` that all is well. */
  readonly verdict: 'failure' | 'warning' | 'note'
}

interface Pattern {
  readonly code: RdsErrorCode
  readonly text: RegExp
  readonly verdict?: 'warning' | 'note'
}

/** Case is kept; the more special text comes first. */
const patterns: readonly Pattern[] = [
  {
    code: 'RDS_DATABASE_EXISTS',
    text: /The database \((?<database>.+)\) is already exist on RDS, please backup and drop it, then try again/,
  },
  {
    code: 'BAK_NOT_FULL_BUT_DIFFERENTIAL',
    text: /Backup set \((?<file>.+)\) is a Database Differential backup, we only accept a FULL Backup/,
  },
  {
    code: 'BAK_NOT_FULL_BUT_LOG',
    text: /Backup set \((?<file>.+)\) is a Transaction Log backup, we only accept a FULL Backup/,
  },
  {
    code: 'BAK_SECOND_FULL',
    text: /Backup set \((?<file>.+)\) is a Database FULL backup, we only accept transaction log or differential backup/,
  },
  {
    code: 'BAK_VERIFY_FAILED',
    text: /Failed to verify (?<file>.+), backup file was corrupted or newer edition than RDS/,
  },
  { code: 'RDS_CHECKDB_FAILED_LATER', text: /asynchronously DBCC checkdb failed/ },
  { code: 'RDS_CHECKDB_PASSED', text: /Success to DBCC checkdb asynchronously/, verdict: 'note' },
  { code: 'RDS_CHECKDB_FAILED', text: /DBCC checkdb failed/ },
  {
    code: 'RDS_DISK_SHORT_FOR_RESTORE',
    text: /Not Enough Disk Space for restoring, space left \((?<leftMegabytes>.+?) ?MB\) < needed \((?<neededMegabytes>.+?) ?MB\)/,
  },
  {
    code: 'RDS_DISK_SHORT_FOR_FILE',
    text: /Not Enough Disk Space, space left (?<leftMegabytes>.+?) ?MB < bak file (?<neededMegabytes>.+?) ?MB/,
  },
  {
    code: 'RDS_NO_PRIVILEGED_ACCOUNT',
    text: /Your RDS doesn['’]t have any init account yet, please create one and grant permissions on RDS console to this migrated database \((?<database>.+?)\)/,
    verdict: 'warning',
  },
  {
    code: 'BAK_CHAIN_GAP',
    text: /The log in this backup set begins at LSN (?<lsn>\S+?), which is too recent to apply to the database/,
  },
  { code: 'RDS_OPEN_FAILED', text: /Failed to open database (?<database>.+)/ },
  {
    code: 'RDS_DATABASE_COUNT_REACHED',
    text: /The database \((?<database>.+)\) migration failed due to databases count limitation/,
  },
  {
    code: 'RDS_SIGNED_URL_EXPIRED',
    text: /Failed to download backup file since OSS URL was expired/,
  },
  {
    code: 'BAK_PAGE_DAMAGED_AT_RESTORE',
    text: /RESTORE detected an error on page \((?<page>\d+:\d+)\) in database "(?<database>.+?)" as read from the backup set/,
  },
  {
    code: 'BAK_DAMAGED_AT_BACKUP',
    text: /The backup set cannot be restored because the database was damaged when the backup occurred/,
  },
  { code: 'BAK_DAMAGED', text: /Damage to the backup set was detected/ },
  {
    code: 'BAK_MEDIA_FAMILY_MALFORMED',
    text: /The media family on device '(?<file>.+?)' is incorrectly formed/,
  },
  {
    code: 'BAK_INCOMPLETE',
    text: /The backup set on device '(?<file>.+?)' was terminated while it was being created and is incomplete/,
  },
  { code: 'BAK_CUT_OFF_AT_RESTORE', text: /Read on "(?<file>.+?)" failed: 38\b/ },
]

/** Returns what a task's Description stands for, or undefined for an empty or unknown text. */
export function explainDescription(description: string): ExplainedDescription | undefined {
  const text = description.trim().replace(/\.$/, '')
  for (const { code, text: pattern, verdict } of patterns) {
    const match = pattern.exec(text)
    if (match) return { code, values: { ...match.groups }, verdict: verdict ?? 'failure' }
  }
  return undefined
}

/** Returns the error that the Description of a failed task stands for; RDS_TASK_FAILED for an unknown text. */
export function taskFailure(
  task: Pick<MigrateTask, 'database' | 'description' | 'migrateTaskId'>,
  fileName = '',
): MigrationError {
  const explained = explainDescription(task.description)
  return errorWith(explained?.code ?? 'RDS_TASK_FAILED', {
    task: task.migrateTaskId,
    database: task.database,
    description: task.description,
    file: fileName,
    ...explained?.values,
  })
}

const fileFailures: Readonly<Partial<Record<string, RdsErrorCode>>> = {
  DownloadFailed: 'RDS_FILE_DOWNLOAD_FAILED',
  VerifyFailed: 'RDS_FILE_VERIFY_FAILED',
  CheckFailed: 'RDS_FILE_CHECK_FAILED',
  RestoreFailed: 'RDS_FILE_RESTORE_FAILED',
}

/** Returns the error that the status of a file stands for, or undefined where it is no failure. */
export function fileFailure(file: OssDownload): MigrationError | undefined {
  const code = fileFailures[file.status]
  return code && errorWith(code, { file: file.fileName })
}

function errorWith(
  code: RdsErrorCode,
  details: Readonly<Record<string, TemplateValue>>,
): MigrationError {
  const entry: ErrorEntry = rdsErrors[code]
  return new MigrationError(code, entry, details)
}
