/** What a backup to be written says about itself: the words of BackupSet and MediaLabel, with defaults for most. */
import type { Lsn } from '../../core/index.ts'
import type { EngineName } from './engine-versions.ts'

export type WrittenBackupType = 'FULL' | 'DIFFERENTIAL' | 'LOG'

export interface WrittenFile {
  readonly fileId: number
  /** 1 rows, 2 log. */
  readonly type: 1 | 2
  /** 1 is PRIMARY; 0 for logs. */
  readonly filegroupId: number
  /** Allocated size on the source, bytes, a multiple of 65,536. */
  readonly sizeBytes: number
  readonly logicalName: string
  readonly physicalName: string
  readonly uniqueId: string
  /** Extents (64 KiB) of the file that hold data, from the first; at least 1. Rows only; default 1. */
  readonly usedExtents?: number
}

export interface WrittenFilegroup {
  readonly filegroupId: number
  readonly name: string
  readonly isDefault: boolean
}

export interface BackupSetSpec {
  readonly type: WrittenBackupType
  readonly database: string
  readonly server: string
  readonly name?: string
  readonly description?: string
  readonly userName?: string
  /** GUID in lower case, as are all of them. */
  readonly backupSetGuid: string
  readonly familyGuid: string
  readonly bindingId: string
  readonly recoveryForkId: string
  readonly firstLsn: Lsn
  readonly lastLsn: Lsn
  readonly checkpointLsn: Lsn
  /** Zero for the first full backup. */
  readonly databaseBackupLsn: Lsn
  /** Differentials only. */
  readonly differentialBaseLsn?: Lsn
  readonly differentialBaseGuid?: string
  /** Default: the newest of the engine. */
  readonly compatibilityLevel?: number
  /** Default FULL. */
  readonly recoveryModel?: 'SIMPLE' | 'FULL' | 'BULK_LOGGED'
  /** Server's local time `YYYY-MM-DD hh:mm:ss`. */
  readonly databaseCreated: string
  readonly start: string
  readonly finish: string
  /** Minutes, a multiple of 15; default 480 (China). */
  readonly utcOffsetMinutes?: number
  /** BACKUP ... WITH CHECKSUM. */
  readonly hasChecksums?: boolean
  /** Default: PRIMARY alone. */
  readonly filegroups?: readonly WrittenFilegroup[]
  readonly files: readonly WrittenFile[]
  /** Extents of the first data file that changed since the full backup, ascending; differentials. Default 0 alone. */
  readonly changedExtents?: readonly number[]
  /** Bytes of log in the backup, a multiple of 512; default 4,096. */
  readonly logBytes?: number
  /**
   * Bytes of pages instead of those that the used extents give, a multiple of 65,536: what lies beyond the first
   * extent is zeros, so that a source of any size costs no memory. `writeBackupSource` only.
   */
  readonly dataBytes?: number
}

export interface BackupSpec {
  readonly engine: EngineName
  readonly mediaSetId: string
  /** Default 1 of 1. Stripe k of n holds every n-th extent; the log is in the first. */
  readonly familyCount?: number
  readonly familyNumber?: number
  readonly mediaName?: string
  readonly mediaDescription?: string
  readonly hasMediaPassword?: boolean
  /** 512 or 4,096; default 512. */
  readonly sectorBytes?: 512 | 4096
  /** At least one. They follow one another in the file. */
  readonly sets: readonly BackupSetSpec[]
}
