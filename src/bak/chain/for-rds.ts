/**
 * What ApsaraDB RDS can take of a heap: one object per restore task, one set per object, no stripes, no STOPAT, a
 * full first and then differentials and logs, twenty tasks per database and day.
 *
 * @source restore-rules facts 6: one object [spec]; which set of several is taken, and stripes [guess]
 */
import { compareLsn, type Lsn } from '../../core/index.ts'
import type { ChainSet } from './chain-set.ts'

/** Several files for one set, several sets in every file that has it, or a password on the media. */
export type RdsObstacle = 'STRIPED' | 'SEVERAL_SETS' | 'MEDIA_PASSWORD'

/** Returns why RDS cannot take a set, or undefined where it can. */
export function rdsObstacle(set: ChainSet): RdsObstacle | undefined {
  if (set.stripes > 1) return 'STRIPED'
  const rows = set.rows.filter((row) => row.isWhole)
  if (rows.every((row) => row.label.hasMediaPassword)) return 'MEDIA_PASSWORD'
  return rdsFile(set) === undefined ? 'SEVERAL_SETS' : undefined
}

/** Returns the file that RDS can be given for a set: one that holds this set and nothing else. */
export function rdsFile(set: ChainSet): string | undefined {
  const alone = set.rows.filter(
    (row) => row.isWhole && row.setsInFile === 1 && !row.label.hasMediaPassword,
  )
  return (alone.find((row) => row.path === set.files[0]) ?? alone[0])?.path
}

/** How many restore tasks are left for a database. */
export interface TaskQuota {
  /** Tasks that may be created today, without those that are kept back. */
  readonly tasksLeft: number
  /** Tasks of a whole day; 20 where left out. @source cloud-api facts 1.12 [spec] */
  readonly tasksPerDay?: number
  /** Kept back each day for the last log, one retry and one spare; 3 where left out. */
  readonly kept?: number
}

/** The chain needs more tasks than are left today. */
export interface QuotaLag {
  /** Restore tasks that the chain needs. */
  readonly tasks: number
  /** Of them, those that may be created today. */
  readonly today: number
  /** Log backups may not come more often than this, or the destination never catches up. */
  readonly leastHoursBetweenLogs: number
  /** How many log backups a day the waiting ones amount to; undefined where their times do not tell. */
  readonly logsPerDay: number | undefined
  readonly neverCatchesUp: boolean
}

/** Returns how far a chain of so many tasks lags behind the quota, or undefined where the quota suffices. */
export function quotaLag(chain: readonly ChainSet[], quota: TaskQuota): QuotaLag | undefined {
  const today = Math.max(0, Math.floor(quota.tasksLeft))
  if (chain.length <= today) return undefined
  const perDay = Math.max(1, (quota.tasksPerDay ?? 20) - (quota.kept ?? 3))
  const logs = chain.filter(({ set }) => set.type === 'LOG')
  const [first, last] = [logs[0], logs[logs.length - 1]]
  const logsPerDay = first && last && rateOf(first, last, logs.length)
  return {
    tasks: chain.length,
    today,
    leastHoursBetweenLogs: 24 / perDay,
    logsPerDay,
    neverCatchesUp: logsPerDay !== undefined && logsPerDay > perDay,
  }
}

const dayMs = 86_400_000

function rateOf(first: ChainSet, last: ChainSet, count: number): number | undefined {
  const utc = ({ set }: ChainSet) =>
    set.start === undefined ? undefined : Date.parse(`${set.start.replace(' ', 'T')}Z`)
  const [from, to] = [utc(first), utc(last)]
  if (from === undefined || to === undefined || !(to > from)) return undefined
  return ((count - 1) * dayMs) / (to - from)
}

/** What RDS would not have: the records from where its chain ends to where SQL Server's would. */
export interface LostForRds {
  /** Undefined where RDS can take nothing. */
  readonly from: Lsn | undefined
  readonly to: Lsn
}

/** Returns what is lost when RDS restores up to `rds` and SQL Server could up to `server`. */
export function lostForRds(server: Lsn | undefined, rds: Lsn | undefined): LostForRds | undefined {
  if (server === undefined) return undefined
  if (rds !== undefined && compareLsn(rds, server) >= 0) return undefined
  return { from: rds, to: server }
}
