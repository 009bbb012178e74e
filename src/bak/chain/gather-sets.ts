/**
 * Turns a heap of inspected files into backup sets: stripes, mirrors and copies of a set become one, files that
 * tell nothing are put aside, and a set that cannot be restored keeps its reason.
 *
 * @source restore-rules facts 2.6; one GUID over all stripes of a set [measured, 5 sets]
 */
import { compareLsn, formatLsn } from '../../core/index.ts'
import type { BackupSet } from '../inspection.ts'
import { maxStripes } from '../stripe-label.ts'
import {
  byCodePoints,
  type ChainFile,
  type ChainSet,
  type Refusal,
  type SetRow,
  setFlagBits,
} from './chain-set.ts'

/** A file of the heap whose sets are hidden: it may hold what is missing. */
export interface HiddenFile {
  readonly path: string
  readonly why: 'encrypted' | 'compressed' | 'damaged' | 'unreadable'
}

export interface GatheredSets {
  readonly sets: readonly ChainSet[]
  readonly hidden: readonly HiddenFile[]
  /** Files that are no backups of SQL Server. */
  readonly others: readonly string[]
}

/** @source restore-rules facts 2.6; `distribution` may have another name, which no header tells [guess] */
const systemDatabases = new Set([
  ...['master', 'model', 'msdb', 'tempdb', 'mssqlsystemresource', 'distribution'],
])
const lastSystemDatabaseId = 4

/** SQL Server 2005; sets of earlier releases have no family and no fork. @source bak-format facts 1.8 [measured] */
const firstMajorWithForks = 9

/**
 * Returns the sets of a heap, each once, in the order of their GUIDs.
 * @param highestDatabaseVersion  sets of a later version are refused; undefined where every version will do
 */
export function gatherSets(
  files: readonly ChainFile[],
  highestDatabaseVersion: number | undefined,
): GatheredSets {
  const hidden: HiddenFile[] = []
  const others: string[] = []
  const rowsByGuid = new Map<string, SetRow[]>()
  const seen = new Set<string>()
  for (const file of [...files].sort((a, b) => byCodePoints(a.path, b.path))) {
    if (seen.has(file.path)) continue
    seen.add(file.path)
    const { path, inspection } = file
    if (inspection.kind === 'not-a-backup') others.push(path)
    else if (inspection.kind !== 'mtf') hidden.push({ path, why: inspection.kind })
    else if (inspection.sets.length === 0) hidden.push({ path, why: 'damaged' })
    else {
      const { sets, label, sizeBytes, walk } = inspection
      for (const [index, set] of sets.entries()) {
        const isWhole = set.isComplete && (walk === 'ok' || index < sets.length - 1)
        const row = { path, fileBytes: sizeBytes, set, label, setsInFile: sets.length, isWhole }
        const guid = set.backupSetGuid ?? `${path} #${set.position}`
        const rows = rowsByGuid.get(guid)
        if (rows === undefined) rowsByGuid.set(guid, [row])
        else rows.push(row)
      }
    }
  }
  const sets = [...rowsByGuid]
    .sort(([a], [b]) => byCodePoints(a, b))
    .flatMap(([guid, rows]) => mergeRows(guid, rows, highestDatabaseVersion))
  return { sets, hidden, others }
}

/** One set out of the rows that name it; rows that contradict each other stay apart, all refused. */
function mergeRows(
  guid: string,
  rows: readonly SetRow[],
  highestDatabaseVersion: number | undefined,
): ChainSet[] {
  const whole = rows.filter((row) => row.isWhole)
  // A set without its final header still has provisional LSNs, which are allowed to differ.
  const judged = whole.length > 0 ? whole : rows
  if (whole.length > 1) {
    const versions = groupBy(whole, (row) => identityOf(row.set))
    if (versions.size > 1)
      return [...versions.values()].flatMap((same) => makeSet(guid, same, 'CONFLICT'))
  }
  const [first] = judged
  if (first === undefined) return []
  return makeSet(guid, rows, refusalOf(first.set, whole.length > 0, highestDatabaseVersion))
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const same = groups.get(key)
    if (same === undefined) groups.set(key, [item])
    else same.push(item)
  }
  return groups
}

function identityOf(set: BackupSet): string {
  const { type, recoveryForkId, familyGuid, firstLsn, lastLsn } = set
  return [type, familyGuid, recoveryForkId, formatLsn(firstLsn), formatLsn(lastLsn)].join(' ')
}

function makeSet(
  guid: string,
  rows: readonly SetRow[],
  refusal: Refusal | undefined,
): [ChainSet] | [] {
  const whole = rows.filter((row) => row.isWhole)
  const [first] = whole.length > 0 ? whole : rows
  if (first === undefined) return []
  const { set } = first
  const media = fullestMedia(whole.length > 0 ? whole : rows)
  const missingStripes = refusal === 'TRUNCATED' ? noNumbers : media.missing
  const size = set.compressedBackupSize || set.backupSize
  return [
    {
      guid,
      family: set.familyGuid ?? `database ${set.database.toLowerCase()}`,
      fork: set.recoveryForkId ?? 'none',
      set,
      rows,
      first: set.firstLsn,
      last: set.lastLsn,
      files: media.files,
      copies: copiesBeside(rows, media.files),
      stripes: media.count,
      missingStripes,
      bytes: size > 0 ? size : rows.reduce((sum, row) => Math.max(sum, row.fileBytes), 0),
      refusal: refusal ?? (missingStripes.length > 0 ? 'STRIPES_MISSING' : undefined),
    },
  ]
}

function copiesBeside(rows: readonly SetRow[], files: readonly string[]): readonly string[] {
  if (rows.length === files.length) return none
  const used = new Set(files)
  return rows.map((row) => row.path).filter((path) => !used.has(path))
}

const none: readonly string[] = []
const noNumbers: readonly number[] = []

/** The media set with the fewest stripes missing: one file for each stripe; mirrors and copies serve alike. */
function fullestMedia(rows: readonly SetRow[]) {
  const [only] = rows
  // Nearly every set lies in one file of its own.
  if (only !== undefined && rows.length === 1 && only.label.familyCount <= 1)
    return { files: [only.path], missing: noNumbers, count: 1 }
  const media = groupBy(rows, (row) => row.label.mediaSetId ?? row.path)
  let best: { files: string[]; missing: number[]; count: number; perFile: number } | undefined
  for (const same of media.values()) {
    const count = Math.max(1, Math.min(maxStripes, same[0]?.label.familyCount ?? 1))
    const files: string[] = []
    const missing: number[] = []
    let perFile = 1
    for (let stripe = 1; stripe <= count; stripe++) {
      // A file with this set alone can be sent to a service that knows no FILE = n.
      const found = same
        .filter((row) => row.label.familyNumber === stripe)
        .sort((a, b) => a.setsInFile - b.setsInFile || byCodePoints(a.path, b.path))[0]
      if (found === undefined) missing.push(stripe)
      else files.push(found.path)
      perFile = Math.max(perFile, found?.setsInFile ?? 1)
    }
    const isBetter =
      best === undefined ||
      missing.length < best.missing.length ||
      (missing.length === best.missing.length &&
        (count < best.count || (count === best.count && perFile < best.perFile)))
    if (isBetter) best = { files, missing, count, perFile }
  }
  return best ?? { files: [], missing: [], count: 1, perFile: 1 }
}

/** The first reason that applies, or undefined. */
function refusalOf(
  set: BackupSet,
  isWhole: boolean,
  highestDatabaseVersion: number | undefined,
): Refusal | undefined {
  const isSystem =
    systemDatabases.has(set.database.toLowerCase()) ||
    (set.databaseId >= 1 && set.databaseId <= lastSystemDatabaseId)
  if (isSystem) return 'SYSTEM_DATABASE'
  if (Number.parseInt(set.version, 10) < firstMajorWithForks) return 'TOO_OLD'
  if (set.type !== 'FULL' && set.type !== 'DIFFERENTIAL' && set.type !== 'LOG')
    return 'UNSUPPORTED_TYPE'
  if (!isWhole) return 'TRUNCATED'
  if (compareLsn(set.firstLsn, set.lastLsn) > 0) return 'CONFLICT'
  if ((set.flags & setFlagBits.damaged) !== 0) return 'DAMAGED'
  if (set.type === 'DIFFERENTIAL' && set.differentialBaseGuid === undefined) return 'MULTI_BASE'
  if (highestDatabaseVersion !== undefined && set.databaseVersion > highestDatabaseVersion)
    return 'VERSION'
  return undefined
}
