/** What a backup to be written says about itself: the words of BackupSet and MediaLabel, with defaults for most. */
import type { Lsn } from '../../core/index.ts'
import type { PageVerify } from './checksums.ts'
import type { SystemRows } from './database/catalog-rows.ts'
import type { CollationName, TableSpec } from './database/table-spec.ts'
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
  /**
   * Extents (64 KiB) of the file that hold data, from the first; at least 1. Rows only; default 1. Of no account
   * where the set has tables: then the file is as large as they need, or as `sizeBytes` says if that is more.
   */
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
  /** More bits of HEADERONLY's Flags: 0x1 bulk-logged, 0x4 read-only, 0x8 single user, 0x100 WITH NORECOVERY ... */
  readonly flags?: number
  /** Default: PRIMARY alone. */
  readonly filegroups?: readonly WrittenFilegroup[]
  readonly files: readonly WrittenFile[]
  /** Default Chinese_PRC_CI_AS. */
  readonly collation?: CollationName
  /** Default CHECKSUM. */
  readonly pageVerify?: PageVerify
  /** The database has a system catalog and these tables. Without: pages of rows that no catalog names. */
  readonly tables?: readonly TableSpec[]
  /**
   * What the tables were before. In a differential: at its base, so that the extents that differ are backed up. In a
   * full backup: when their pages were first read, so that the extents that differ follow in a second data region.
   */
  readonly earlierTables?: readonly TableSpec[]
  /**
   * Rows of base tables beside those of the tables: objects, filegroups, modules, indexes. Their pages are not made.
   */
  readonly systemRows?: SystemRows
  /** Pages are written by this many bytes, the last write filled up with filler pages; default 65,536: no filler. */
  readonly transferBytes?: 65_536 | 1_048_576
  /**
   * Extents of the first data file that changed since the full backup, ascending; differentials. Default: those that
   * differ from the earlier tables, or 0 alone.
   */
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
