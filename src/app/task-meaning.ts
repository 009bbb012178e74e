/** What RDS says of a task, in words that help: for results that hold the text of the service only. */
import type { MigrationError } from '../core/index.ts'
import { explainDescription, taskFailure } from '../rds/index.ts'

/** Returns the failure or warning that a task's Description stands for, or undefined for good news and unknown texts. */
export function taskMeaning(task: {
  readonly database: string
  readonly migrateTaskId: string | undefined
  readonly description: string
  /** Name of the backup. */
  readonly file: string
}): MigrationError | undefined {
  const { database, description, file, migrateTaskId = '' } = task
  const explained = explainDescription(description)
  if (!explained || explained.verdict === 'note') return undefined
  return taskFailure({ database, description, migrateTaskId }, file)
}
