/**
 * How many migration operations are left. RDS counts them by the day, but does not say in which time zone its day
 * begins. The operations of the last 24 hours are never fewer than those of the current day in any time zone, so
 * counting these can only err towards waiting (invariant I4).
 *
 * @source cloud-api facts 1.12: 20 per database, 500 per instance [spec]; that failed ones count, and that each file
 *   of a chain is one [guess, the careful reading]
 */
import { sameName } from '../core/index.ts'
import type { MigrateTask, OssDownload } from './restore-target.ts'

export const operationsPerDatabase = 20
export const operationsPerInstance = 500

const dayMs = 24 * 3600 * 1000

/** One use of the quota: a file given to RDS. */
export interface MigrationOperation {
  readonly database: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
}

export interface QuotaLeft {
  /** 0 to 20. */
  readonly forDatabase: number
  /** 0 to 500. */
  readonly forInstance: number
  /** When the next operation for the database is free again at the latest; now where one is left. */
  readonly freeAt: number
}

/**
 * Returns the operations of a task: one per file where the files are known, with its own time where it has one;
 * one for the task otherwise.
 */
export function operationsOf(
  task: MigrateTask,
  files: readonly OssDownload[] = [],
): MigrationOperation[] {
  const at = task.createdAt.getTime()
  if (files.length === 0) return [{ database: task.database, at }]
  return files.map((file) => ({ database: task.database, at: file.createdAt?.getTime() ?? at }))
}

/**
 * Returns what is left for one database, counting everybody's operations.
 *
 * @param operations  of the whole instance, in any order; older ones than 24 hours do not matter
 */
export function quotaLeft(
  operations: readonly MigrationOperation[],
  database: string,
  nowMs: number,
): QuotaLeft {
  const recent = operations.filter((operation) => operation.at > nowMs - dayMs)
  const own = recent.filter((operation) => sameName(operation.database, database))
  return {
    forDatabase: Math.max(0, operationsPerDatabase - own.length),
    forInstance: Math.max(0, operationsPerInstance - recent.length),
    freeAt: Math.max(
      freeAt(own, operationsPerDatabase, nowMs),
      freeAt(recent, operationsPerInstance, nowMs),
    ),
  }
}

/** When fewer than `limit` of the operations are within 24 hours. */
function freeAt(operations: readonly MigrationOperation[], limit: number, nowMs: number): number {
  if (operations.length < limit) return nowMs
  const times = operations.map((operation) => operation.at).sort((a, b) => a - b)
  return (times[operations.length - limit] ?? nowMs) + dayMs
}
