/**
 * The destination as the rest of the program sees it: RDS for SQL Server with the RAM and STS questions that a
 * migration asks. The port that the real client, the sandbox's in-process twin and the tests share.
 * Every method throws MigrationError with an RDS_, CLOUD_, RAM_ or STS_ code.
 */

/** @source RDS API 2014-08-15, DescribeMigrateTasks [spec] */
export type MigrateTaskStatus = 'NoStart' | 'Running' | 'Success' | 'Failed' | 'Waiting'

/** FULL opens the database at once; UPDF begins or continues an incremental chain. */
export type BackupMode = 'FULL' | 'UPDF'

export type CheckMode = 'AsyncExecuteDBCheck' | 'SyncExecuteDBCheck'

/** Statuses as they stand on the wire; a word that is not listed here is kept as it is. */
export type OssDownloadStatus =
  | 'NoStart'
  | 'Downloading'
  | 'Finished'
  | 'DownloadFailed'
  | 'VerifyFailed'
  | 'Deleted'
  | 'DeleteFailed'
  | 'CheckSuccess'
  | 'CheckFailed'
  | 'Restoring'
  | 'Restored'
  | 'RestoreFailed'

export interface RdsInstance {
  readonly instanceId: string
  readonly description: string
  /** `SQLServer` for ours. */
  readonly engine: string
  /** Such as `2019_std_ha` or `2008r2`. */
  readonly engineVersion: string
  /** `Basic`, `HighAvailability`, `AlwaysOn` ... */
  readonly category: string
  /** `Running` and others, as on the wire. */
  readonly status: string
  /** `Unlock` and others, as on the wire. */
  readonly lockMode: string
  readonly lockReason: string
  readonly regionId: string
  readonly zoneId: string
  /** Bytes; undefined where the service does not say (DescribeDBInstances). */
  readonly storageBytes: number | undefined
  readonly diskUsedBytes: number | undefined
  /** `local_ssd`, `cloud_essd` ... */
  readonly storageType: string
  readonly maxDatabases: number | undefined
  readonly collation: string
  readonly timeZone: string
  readonly maintainTime: string
  readonly networkType: string
  readonly connectionString: string
  readonly recoveryModel: string | undefined
}

export interface RdsDatabase {
  readonly name: string
  /** `Creating`, `Running`, `Deleting` ... */
  readonly status: string
  readonly collation: string
  readonly description: string
  /** The service's free-form properties, such as size and state, as it sends them. */
  readonly properties: Readonly<Record<string, string>>
}

export interface RdsAccount {
  readonly name: string
  readonly type: string
  readonly status: string
}

/** Bytes; undefined where the service answers -1. */
export interface ResourceUsage {
  readonly diskUsedBytes: number | undefined
  readonly dataBytes: number | undefined
  readonly logBytes: number | undefined
  readonly backupBytes: number | undefined
}

export interface CreateMigrateTaskRequest {
  readonly instanceId: string
  /** The database on the destination; may differ from the source's. */
  readonly database: string
  readonly backupMode: BackupMode
  readonly isOnline: boolean
  readonly checkMode?: CheckMode
  /** Where the backup lies; for all but 2008 R2 on local disks. */
  readonly object?: { readonly endpoint: string; readonly bucket: string; readonly key: string }
  /** Signed addresses, for 2008 R2 on local disks. */
  readonly ossUrls?: readonly string[]
  /** The chain to continue; only with UPDF. */
  readonly migrateTaskId?: string
}

export interface CreatedMigrateTask {
  readonly migrateTaskId: string
  readonly taskId: string
}

export interface MigrateTask {
  readonly migrateTaskId: string
  readonly database: string
  readonly backupMode: BackupMode
  readonly status: MigrateTaskStatus
  readonly description: string
  readonly createdAt: Date
  readonly endedAt: Date | undefined
  readonly isDatabaseReplaced: boolean
}

/** One file of a task. */
export interface OssDownload {
  readonly fileName: string
  /** Bytes, from the service's megabytes; undefined where it says nothing. */
  readonly sizeBytes: number | undefined
  readonly backupKind: 'full' | 'differential' | 'log' | 'unknown'
  readonly status: OssDownloadStatus
  readonly description: string
  readonly createdAt: Date | undefined
  readonly endedAt: Date | undefined
  readonly isAvailable: boolean
}

export interface RdsRegion {
  readonly regionId: string
  readonly endpoint: string
  readonly localName: string
}

export interface CallerIdentity {
  readonly accountId: string
  readonly arn: string
  /** `Account`, `RAMUser` or `AssumedRoleUser`. */
  readonly identityType: string
}

export interface RamRole {
  readonly name: string
  readonly arn: string
  /** The trust policy as the service sends it: JSON text. */
  readonly trustPolicy: string
}

/** The destination. Reads are tried again by the client; the calls that create or end something are not. */
export interface RestoreTarget {
  readonly regionId: string
  /**
   * Asks RDS to restore one object into one database. The task is accepted, not finished.
   * Not idempotent: the service takes no client token, so a lost reply may hide a running task.
   * RDS_REPLY_LOST is thrown when it is not known whether the task was accepted.
   */
  createMigrateTask(request: CreateMigrateTaskRequest): Promise<CreatedMigrateTask>
  /** Idempotent by its client token (at most 64 ASCII characters). */
  createOnlineDatabaseTask(request: {
    readonly instanceId: string
    readonly database: string
    readonly migrateTaskId: string
    readonly checkMode: CheckMode
    readonly clientToken: string
  }): Promise<void>
  /** All pages, newest first. The service keeps about seven days. */
  migrateTasks(request: {
    readonly instanceId: string
    readonly from: Date
    readonly to: Date
  }): Promise<MigrateTask[]>
  migrateTask(instanceId: string, migrateTaskId: string): Promise<MigrateTask>
  ossDownloads(instanceId: string, migrateTaskId: string): Promise<OssDownload[]>
  terminateMigrateTask(instanceId: string, migrateTaskId: string): Promise<void>
  instance(instanceId: string): Promise<RdsInstance>
  /** SQL Server instances of the region, all pages. */
  instances(): Promise<RdsInstance[]>
  databases(instanceId: string): Promise<RdsDatabase[]>
  createDatabase(instanceId: string, name: string, collation: string): Promise<void>
  /** `available`, or why the name cannot be used. */
  checkDatabaseName(
    instanceId: string,
    name: string,
  ): Promise<
    { readonly verdict: 'available' } | { readonly verdict: 'refused'; readonly reason: string }
  >
  resourceUsage(instanceId: string): Promise<ResourceUsage>
  regions(): Promise<RdsRegion[]>
  accounts(instanceId: string): Promise<RdsAccount[]>
  callerIdentity(): Promise<CallerIdentity>
  /** Undefined where the role does not exist. */
  role(name: string): Promise<RamRole | undefined>
}
