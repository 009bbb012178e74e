/**
 * Which log records no file holds: the exact ranges between the logs of a branch, and what tells where the missing
 * backups may be found.
 *
 * @source restore-rules facts 2.3.9, 2.3.8 (an empty log proves a gap), 2.3.11 (a gap that a data backup bridges), 3
 */
import { compareLsn, formatLsn, type Lsn, zeroLsn } from '../../core/index.ts'
import { firstWhere } from '../search.ts'
import { byCodePoints, type ChainSet, timesOf } from './chain-set.ts'
import type { HiddenFile } from './gather-sets.ts'

/** Records [from, to) of a branch that no usable log holds. */
export interface LogGap {
  readonly from: Lsn
  readonly to: Lsn
  /** When the set that ends at `from` was finished, UTC; undefined where no such set or time is known. */
  readonly afterMs: number | undefined
  /** When the first log behind the gap was begun, UTC. */
  readonly beforeMs: number | undefined
  /** Log files on either side: what is missing was probably named like them. */
  readonly afterFile: string | undefined
  readonly beforeFile: string | undefined
  /** The neighbours' name with `*` for each run of digits; undefined where they have none in common. */
  readonly namePattern: string | undefined
  /** Where later data backups say that a log backup began: the gap was more than one file. [guess] */
  readonly splitAt: readonly Lsn[]
  /** Sets of the heap that would fill it, at least in part, could they be used. */
  readonly unusable: readonly ChainSet[]
  /** Files that could not be read; those named like the neighbours alone where there are any. */
  readonly hiddenFiles: readonly HiddenFile[]
}

/** SQL Server 2014; on 2012 the next log's LSN is unreliable. @source restore-rules facts 1 [guess] */
const firstMajorWithNextLog = 12

interface Range {
  readonly from: Lsn
  readonly to: Lsn
  readonly before: ChainSet
}

/**
 * Returns the ranges behind `reach` that no usable log of the branch holds, each up to the next log that is known.
 * @param sets  of one branch, ordered by where they begin
 * @param reach  where the chain ends; undefined begins with the first log
 */
export function findGaps(
  sets: readonly ChainSet[],
  reach: Lsn | undefined,
  hidden: readonly HiddenFile[],
): LogGap[] {
  return describe(
    sweep(sets, reach, () => true),
    sets,
    hidden,
  )
}

/** Returns the gaps in a branch's log that lie before `reach`: a data backup of the chain bridges them. */
export function findBridgedGaps(sets: readonly ChainSet[], reach: Lsn): LogGap[] {
  const ranges = sweep(sets, undefined, (log) => log.refusal === undefined)
  const before = ranges.filter(({ to }) => compareLsn(to, reach) <= 0)
  return describe(before, sets, [])
}

function sweep(
  sets: readonly ChainSet[],
  begin: Lsn | undefined,
  counts: (log: ChainSet) => boolean,
): Range[] {
  const ranges: Range[] = []
  let reach = begin
  for (const log of sets) {
    if (log.set.type !== 'LOG' || !counts(log)) continue
    if (reach !== undefined && compareLsn(log.first, reach) > 0) {
      ranges.push({ from: reach, to: log.first, before: log })
      reach = log.first
    }
    const isWitness = log.refusal !== undefined && reach !== undefined
    if (!isWitness && (reach === undefined || compareLsn(log.last, reach) > 0)) reach = log.last
  }
  return ranges
}

/** Adds to each range what the branch's sets tell about it; ranges and sets are in order. */
function describe(
  ranges: readonly Range[],
  sets: readonly ChainSet[],
  hidden: readonly HiddenFile[],
): LogGap[] {
  if (ranges.length === 0) return []
  const ending = new Map<string, ChainSet>()
  const splits = ranges.map(() => new Map<string, Lsn>())
  const unusable = ranges.map((): ChainSet[] => [])
  for (const set of sets) {
    const key = formatLsn(set.last)
    // Of several sets that end there, the log has the telling name.
    if (set.set.type === 'LOG' || !ending.has(key)) ending.set(key, set)
    const next = set.set.nextLogLsn
    if (set.set.type !== 'LOG') {
      if (next === undefined || !knowsNextLog(set)) continue
      const index = firstEndingAfter(ranges, next)
      const range = ranges[index]
      if (range !== undefined && compareLsn(next, range.from) > 0)
        splits[index]?.set(formatLsn(next), next)
    } else if (set.refusal !== undefined) {
      for (let index = firstEndingAfter(ranges, set.first); index < ranges.length; index++) {
        const range = ranges[index]
        if (range === undefined || compareLsn(range.from, set.last) >= 0) break
        unusable[index]?.push(set)
      }
    }
  }
  return ranges.map(({ from, to, before }, index) => {
    const after = ending.get(formatLsn(from))
    const afterFile = after?.set.type === 'LOG' ? after.files[0] : undefined
    const beforeFile = before.files[0]
    const pattern = commonPattern(afterFile, beforeFile)
    return {
      from,
      to,
      afterMs: after && timesOf(after.set).finish,
      beforeMs: timesOf(before.set).start,
      afterFile,
      beforeFile,
      namePattern: pattern,
      splitAt: [...(splits[index]?.values() ?? [])].sort(compareLsn),
      unusable: unusable[index] ?? [],
      hiddenFiles: likelyFiles(hidden, pattern),
    }
  })
}

/** Returns the first range that ends behind the LSN. */
function firstEndingAfter(ranges: readonly Range[], lsn: Lsn): number {
  return firstWhere(ranges.length, (index) => compareLsn(ranges[index]?.to ?? zeroLsn, lsn) > 0)
}

function knowsNextLog({ set }: ChainSet): boolean {
  return Number.parseInt(set.version, 10) >= firstMajorWithNextLog && set.recoveryModel !== 'SIMPLE'
}

/** Returns the last part of a path. */
function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

/** Returns a file's name with `*` in place of each run of digits. */
function namePattern(path: string): string {
  return baseName(path).replace(/\d+/g, '*')
}

/** Dates and times in names have at least this many digits. */
const leastDateDigits = 6

/** What the names of both neighbours have in common; of one, its name without its dates. */
function commonPattern(a: string | undefined, b: string | undefined): string | undefined {
  const [first, second] = [a ?? b, b ?? a].map((path) => path && baseName(path))
  if (first === undefined || second === undefined) return undefined
  if (first === second) {
    const dates = new RegExp(`\\d{${leastDateDigits},}`, 'g')
    return dates.test(first) ? first.replace(dates, '*') : undefined
  }
  if (namePattern(first) !== namePattern(second)) return undefined
  const others = second.match(/\d+/g) ?? []
  let run = 0
  return first.replace(/\d+/g, (digits) => (others[run++] === digits ? digits : '*'))
}

/** Returns the hidden files named like the neighbours, else all of them. */
function likelyFiles(hidden: readonly HiddenFile[], pattern: string | undefined): HiddenFile[] {
  const alike = hidden.filter(
    ({ path }) => pattern !== undefined && namePattern(path) === pattern.replace(/\d+/g, '*'),
  )
  const files = alike.length > 0 ? alike : hidden
  return [...files].sort((a, b) => byCodePoints(a.path, b.path))
}
