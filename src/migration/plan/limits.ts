/** What RDS allows, in one place. */

/** @source cloud-api facts 1.12: UploadLimitExceeded [spec] */
export const tasksPerDatabaseAndDay = 20
/** @source cloud-api facts 1.12: ConcurrentTaskExceeded; per instance since 2018 and in 2025 [spec] */
export const tasksPerInstanceAndDay = 500
/** When a task stops counting. The boundary of the service's day is not documented, so a whole day is waited. [guess] */
export const quotaWindowMs = 24 * 3_600_000
/** @source SQL Server: sysname [spec] */
export const maxDatabaseNameLength = 128
/** A task that counts, wherever it came from. */
export interface QuotaTask {
  readonly database: string
  readonly createdAtMs: number
}

/** Returns the moments (ascending, milliseconds) at which the tasks that count now will stop counting. */
export function countedUntil(tasks: readonly QuotaTask[], nowMs: number): number[] {
  return tasks
    .map((task) => task.createdAtMs + quotaWindowMs)
    .filter((until) => until > nowMs)
    .sort((a, b) => a - b)
}
