/**
 * A backup set as the planner sees it: the rows of all files that hold it (stripes, mirrors, copies) merged into
 * one, with what its header says about where it belongs.
 */
import { compareLsn, type Lsn } from '../../core/index.ts'
import type { BackupInspection, BackupSet, MediaLabel } from '../inspection.ts'

/** A file of the heap: what it says about itself, or that it could not be read. The path is shown and tells nothing. */
export interface ChainFile {
  readonly path: string
  readonly inspection: BackupInspection | { readonly kind: 'unreadable' }
}

/** One set as one file has it. */
export interface SetRow {
  readonly path: string
  readonly fileBytes: number
  readonly set: BackupSet
  readonly label: MediaLabel
  /** How many sets the file holds. */
  readonly setsInFile: number
  /** The set was read to its end, and the walk over the file was sound up to there. */
  readonly isWhole: boolean
}

/** Why a set cannot be restored, or cannot be planned with. */
export type Refusal =
  /** Sets of one GUID say different things, or a set ends before it begins. */
  | 'CONFLICT'
  /** No file holds the set to its end. */
  | 'TRUNCATED'
  /** Its header says that it was taken of a damaged database. */
  | 'DAMAGED'
  | 'STRIPES_MISSING'
  /** A backup of files, of filegroups or a partial one. */
  | 'UNSUPPORTED_TYPE'
  | 'SYSTEM_DATABASE'
  /** SQL Server 2000, whose headers say of branches what is not validated. */
  | 'TOO_OLD'
  /** Newer than the destination: `ChainOptions.databaseVersion`. */
  | 'VERSION'
  /** A differential that names no single base. */
  | 'MULTI_BASE'
  /** Headers contradict each other about where the branch left its parent. */
  | 'FORK_CONFLICT'

/**
 * A backup set as it is planned with: `first` and `last` are its half-open range of log records.
 */
export interface ChainSet {
  /** BackupSetGUID, or a name made of file and position where the header has none (SQL Server 2000). */
  readonly guid: string
  /** FamilyGUID, or a name made of the database's where the header has none. */
  readonly family: string
  /** RecoveryForkID, or `none`. */
  readonly fork: string
  /** The header of the first whole row, in the order of paths. */
  readonly set: BackupSet
  readonly rows: readonly SetRow[]
  readonly first: Lsn
  readonly last: Lsn
  /** One file for each stripe, in the order of stripes; shorter where stripes are missing. */
  readonly files: readonly string[]
  /** More files with the same content: mirrors and copies. */
  readonly copies: readonly string[]
  /** How many files hold one copy of the set, 1 where it is not striped. */
  readonly stripes: number
  readonly missingStripes: readonly number[]
  /** Bytes to move, all stripes together. */
  readonly bytes: number
  /** Undefined where the set is usable. */
  readonly refusal: Refusal | undefined
}

/** HEADERONLY's Flags. @source RESTORE HEADERONLY [spec]; 0x10 seen on real files [measured] */
export const setFlagBits = {
  bulkLogged: 0x1,
  snapshot: 0x2,
  readOnly: 0x4,
  singleUser: 0x8,
  checksums: 0x10,
  damaged: 0x20,
  tailLog: 0x40,
  incompleteMetadata: 0x80,
  noRecovery: 0x100,
} as const

/**
 * What a header says of a set beside its type; `copyOnly` is deduced from later headers [guess].
 */
export type SetFlag = keyof typeof setFlagBits | 'copyOnly'

const noFlags: readonly SetFlag[] = []
const namedBits = 0x1ff & ~setFlagBits.checksums

/** Returns the names of the flags that are set in HEADERONLY's Flags, without `checksums`. */
export function flagNames(flags: number): readonly SetFlag[] {
  if ((flags & namedBits) === 0) return noFlags
  const names: SetFlag[] = []
  for (const [name, bit] of Object.entries(setFlagBits) as [keyof typeof setFlagBits, number][])
    if (name !== 'checksums' && (flags & bit) !== 0) names.push(name)
  return names
}

/** A log that holds no record: [x, x). */
export function isEmpty(set: Pick<ChainSet, 'first' | 'last'>): boolean {
  return compareLsn(set.first, set.last) === 0
}

/** Orders sets by where they end, then where they begin, then by GUID: the same from any order of files. */
export function byEnd(a: ChainSet, b: ChainSet): number {
  return compareLsn(a.last, b.last) || compareLsn(a.first, b.first) || byCodePoints(a.guid, b.guid)
}

/** Orders sets by where they begin. */
export function byBegin(a: ChainSet, b: ChainSet): number {
  return compareLsn(a.first, b.first) || compareLsn(a.last, b.last) || byCodePoints(a.guid, b.guid)
}

/** Orders texts by code units, the same on every machine. */
export function byCodePoints(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Returns the earlier of two LSNs. */
export function earlier(a: Lsn, b: Lsn): Lsn {
  return compareLsn(a, b) <= 0 ? a : b
}

/** Returns the later of two LSNs; undefined counts as before everything. */
export function later(a: Lsn | undefined, b: Lsn): Lsn {
  return a !== undefined && compareLsn(a, b) >= 0 ? a : b
}

/**
 * Returns a header's local time as milliseconds since 1970 UTC, or undefined where the time or the zone is unknown.
 * The zone is the one in force when the backup began; a finish may be an hour off when the clock changed in between.
 *
 * @source SSET@95 in quarter hours [measured]; the zone of the start [spec]
 */
function utcMs(local: string | undefined, offsetMinutes: number | undefined) {
  if (local === undefined || offsetMinutes === undefined) return undefined
  const ms = Date.parse(`${local.replace(' ', 'T')}Z`)
  return Number.isNaN(ms) ? undefined : ms - offsetMinutes * 60_000
}

/** Returns when the set began and ended, milliseconds since 1970 UTC; undefined where time or zone is not known. */
export function timesOf(set: BackupSet) {
  return {
    start: utcMs(set.start, set.utcOffsetMinutes),
    finish: utcMs(set.finish, set.utcOffsetMinutes),
  }
}
