/**
 * What a backup file says about itself: the answers of RESTORE LABELONLY, HEADERONLY and FILELISTONLY.
 * These shapes are what the rest of the program decides by; how they are read stands in the other files.
 */
import type { Lsn, MigrationError, TemplateValue } from '../core/index.ts'

/**
 * What is wrong although the file could be read on; `offset` is the byte in the file it was seen at, for a compressed
 * backup the byte in the decompressed image.
 */
export interface BackupWarning {
  /** A code of this folder's catalogue, so that cause, solution and other languages can be looked up. */
  readonly code: string
  readonly offset: number
  /** In English. */
  readonly message: string
  /** The values of the message's placeholders. */
  readonly details: Readonly<Record<string, TemplateValue>>
}

/**
 * HEADERONLY's BackupType, by name.
 * @source SCIN@87: D, I, L [measured]; F, G, P, Q as msdb.dbo.backupset.type names them [spec]
 */
export type BackupType =
  | 'FULL'
  | 'DIFFERENTIAL'
  | 'LOG'
  | 'FILE'
  | 'DIFFERENTIAL_FILE'
  | 'PARTIAL'
  | 'DIFFERENTIAL_PARTIAL'

/**
 * How a database keeps its log. @source status bits of SCIN@244: SIMPLE [measured], BULK_LOGGED [guess]
 */
export type RecoveryModel = 'SIMPLE' | 'FULL' | 'BULK_LOGGED'

/** The media that the file belongs to: what RESTORE LABELONLY says. */
export interface MediaLabel {
  /** GUID in lower case; undefined before SQL Server 2005. All stripes of one backup share it. */
  readonly mediaSetId: string | undefined
  /** How many files the backup was striped over, 1 or more. */
  readonly familyCount: number
  /** Which of them this file is, from 1. */
  readonly familyNumber: number
  /** 1 where the media is not mirrored. */
  readonly mirrorCount: number
  readonly mediaName: string
  readonly mediaDescription: string
  readonly softwareName: string
  readonly hasMediaPassword: boolean
  /** Local server time `YYYY-MM-DD hh:mm:ss`, or undefined. */
  readonly mediaDate: string | undefined
}

/** A filegroup of the database: SFGI. */
export interface BackupFilegroup {
  readonly filegroupId: number
  readonly name: string
  /** 1 rows, 2 FILESTREAM; other values as the file has them. */
  readonly type: number
  readonly isDefault: boolean
}

/** A file of the database: FILELISTONLY. */
export interface BackupDatabaseFile {
  readonly fileId: number
  /** 1 rows, 2 log, 7 FILESTREAM container; other values as the file has them. */
  readonly type: number
  readonly filegroupId: number
  /** Allocated size on the source, bytes. */
  readonly sizeBytes: number
  /** Bytes of this file in this backup; undefined for logs. */
  readonly backupSizeBytes: number | undefined
  readonly logicalName: string
  readonly physicalName: string
  readonly uniqueId: string | undefined
  readonly createLsn: Lsn | undefined
  readonly differentialBaseLsn: Lsn | undefined
  readonly differentialBaseGuid: string | undefined
}

/** One backup set: HEADERONLY, plus its filegroups and files. */
export interface BackupSet {
  /** From 1; RESTORE ... WITH FILE = position. */
  readonly position: number
  readonly type: BackupType
  readonly database: string
  /** The database's number on its server: 1 to 4 are SQL Server's own. @source SCIN@92 [measured] */
  readonly databaseId: number
  readonly server: string
  readonly name: string
  readonly description: string
  readonly userName: string
  /** GUID in lower case; undefined where the header has none. */
  readonly backupSetGuid: string | undefined
  /** `major.minor.build`, such as `10.50.4000`. */
  readonly version: string
  /** The internal database version, such as 661 (2008 R2) or 904 (2019). */
  readonly databaseVersion: number
  readonly compatibilityLevel: number
  /** HEADERONLY's Flags. */
  readonly flags: number
  readonly hasChecksums: boolean
  readonly recoveryModel: RecoveryModel | undefined
  /** Windows collation id and SQL sort id as the header has them. */
  readonly collationId: number | undefined
  readonly sortId: number | undefined
  readonly firstLsn: Lsn
  readonly lastLsn: Lsn
  readonly checkpointLsn: Lsn
  readonly databaseBackupLsn: Lsn
  readonly differentialBaseLsn: Lsn | undefined
  readonly differentialBaseGuid: string | undefined
  readonly recoveryForkId: string | undefined
  readonly firstRecoveryForkId: string | undefined
  readonly forkPointLsn: Lsn | undefined
  /** BackupSetGUID of the latest finished full before this set that was not copy-only. @source SCIN@200 [measured] */
  readonly lastFullGuid: string | undefined
  /** Where the log chain began; a log that begins at it begins the chain. @source SCIN@248 [guess] */
  readonly chainOriginLsn: Lsn | undefined
  /** FirstLSN that the next log backup will have; FULL model, SQL Server 2014 and later. @source SCIN@332 [guess] */
  readonly nextLogLsn: Lsn | undefined
  readonly familyGuid: string | undefined
  readonly bindingId: string | undefined
  /** Local server time `YYYY-MM-DD hh:mm:ss`, or undefined when the header has none. */
  readonly databaseCreated: string | undefined
  readonly start: string | undefined
  readonly finish: string | undefined
  /** Minutes that the server's clock was ahead of UTC; undefined when the header does not know it. */
  readonly utcOffsetMinutes: number | undefined
  /** HEADERONLY's BackupSize: bytes before compression, of all stripes together [measured]. */
  readonly backupSize: number
  readonly compressedBackupSize: number | undefined
  /** The LSNs as they stood when the backup began (MSCI); HEADERONLY shows the final ones. */
  readonly provisionalLsn:
    | { readonly firstLsn: Lsn; readonly lastLsn: Lsn; readonly checkpointLsn: Lsn }
    | undefined
  /** False where the final header (MSLS) is missing: the backup was aborted or the file is cut. */
  readonly isComplete: boolean
  readonly filegroups: readonly BackupFilegroup[]
  readonly files: readonly BackupDatabaseFile[]
  /** Byte in the file, for a compressed backup in the decompressed image, at which the set begins. */
  readonly offset: number
}

/** How a file is compressed; `containerVersion` is the u32 at byte 8. */
export interface BackupCompression {
  readonly algorithm: 'xpress' | 'zstd'
  readonly containerVersion: number
}

/** An uncompressed backup, or one whose container was opened. */
export interface MtfInspection {
  readonly kind: 'mtf'
  readonly name: string
  /** Of the file as it is, compressed or not. */
  readonly sizeBytes: number
  /** How a compressed backup is compressed; undefined for one that is not. */
  readonly compression: BackupCompression | undefined
  /** `ok`: every block and checksum of the walk up to the last byte is right. */
  readonly walk: 'ok' | 'truncated' | 'damaged'
  /** Why the walk is not `ok`: BAK_TRUNCATED or BAK_BLOCK_DAMAGED, and such; undefined when it is. */
  readonly problem: MigrationError | undefined
  readonly label: MediaLabel
  readonly sets: readonly BackupSet[]
  readonly warnings: readonly BackupWarning[]
}

/** A compressed container (MSSQLBAK) that could not be opened; `problem` says why. */
export interface CompressedInspection {
  readonly kind: 'compressed'
  readonly name: string
  readonly sizeBytes: number
  readonly algorithm: 'xpress' | 'zstd' | 'unknown'
  readonly containerVersion: number
  readonly problem: MigrationError
}

/** BACKUP ... WITH ENCRYPTION: nothing but the certificate's thumbprint can be read. */
export interface EncryptedInspection {
  readonly kind: 'encrypted'
  readonly name: string
  readonly sizeBytes: number
  /** SHA-1 in upper-case hex, 40 digits. */
  readonly certificateThumbprint: string
  readonly problem: MigrationError
}

/** Something else than a SQL Server backup. */
export interface NotABackup {
  readonly kind: 'not-a-backup'
  readonly name: string
  readonly sizeBytes: number
  readonly problem: MigrationError
}

/** What a file is: see `kind`. Whatever is no backup has its reason in `problem`. */
export type BackupInspection =
  | MtfInspection
  | CompressedInspection
  | EncryptedInspection
  | NotABackup
