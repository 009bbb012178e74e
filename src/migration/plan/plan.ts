/** The shapes of planning: files that were inspected go in, databases that go and files that do not come out. */
import type { BackupInspection } from '../../bak/index.ts'
import type { Language, MigrationError } from '../../core/index.ts'

/** A file of the folder, read. */
export interface InspectedFile {
  /** Absolute path. */
  readonly path: string
  /** As it is shown: relative to the folder, with forward slashes. */
  readonly file: string
  readonly sizeBytes: number
  /** Milliseconds since 1970-01-01 UTC, whole. */
  readonly modifiedAtMs: number
  readonly inspection: BackupInspection
}

/** Something to know although the database goes. */
export type PlanWarning = {
  readonly code: string
  readonly text: Readonly<Record<Language, string>>
}

/** A database that goes, and the one file it is restored from. */
export type PlannedDatabase = {
  /** Its name at the source and on the destination, from the header. */
  readonly database: string
  readonly path: string
  readonly file: string
  readonly sizeBytes: number
  readonly modifiedAtMs: number
  /** Tells this backup from any other; the same on every machine. */
  readonly identity: string
  /** The key of its object in the bucket. */
  readonly key: string
  /** What data and log files take on the destination, bytes. */
  readonly allocatedBytes: number
  /** The release that wrote it, such as `2008 R2`. */
  readonly release: string
  /** Local server time of the backup's end, or undefined. */
  readonly finish: string | undefined
  readonly warnings: readonly PlanWarning[]
}

/** A file that does not go, and why. */
export interface Refusal {
  readonly file: string
  readonly sizeBytes: number
  /** From the header, where one could be read. */
  readonly database: string | undefined
  readonly error: MigrationError
}

/** Storage on the destination, all in bytes. */
export interface StorageForecast {
  /** What the planned databases need: allocated sizes, backup files in flight, and a fifth on top. */
  readonly neededBytes: number
  /** Undefined where the service does not say. */
  readonly freeBytes: number | undefined
}

export interface Plan {
  /** In the order in which they go: by name, code points ascending. */
  readonly databases: readonly PlannedDatabase[]
  /** By file name, code points ascending. */
  readonly refused: readonly Refusal[]
  /** Files that nobody asked for, because of --only. */
  readonly leftOut: readonly string[]
  readonly storage: StorageForecast
  readonly warnings: readonly PlanWarning[]
}

/** What a person chose. */
export interface PlanWishes {
  /** For object keys; safe characters only. */
  readonly prefix: string
  /** Names of databases or files; undefined takes all. */
  readonly only?: readonly string[] | undefined
  /** Backups that are restored at once; their files lie on the destination's disk meanwhile. */
  readonly parallelRestores: number
}
