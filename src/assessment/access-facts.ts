/** The facts that the access rules ask for: the caller, the instance, the bucket, the backups to restore. */
import type { BackupType } from '../bak/index.ts'
import type { BucketInfo, LifecycleRule } from '../oss/index.ts'
import type {
  CallerIdentity,
  MigrateTask,
  RamRole,
  RdsAccount,
  RdsDatabase,
  RdsInstance,
  ResourceUsage,
} from '../rds/index.ts'
import type { RestorePath, VersionVerdict } from './restore-path.ts'

/** One backup file that is to be restored, as far as it tells. */
export interface BackupFacts {
  /** Path or key. */
  readonly name: string
  readonly sizeBytes: number
  /** Undefined where the file does not tell (compressed and unread, encrypted, no backup). */
  readonly database: string | undefined
  readonly type: BackupType | undefined
  /** Data and log files of the database as allocated on the source, bytes: what a restore takes. */
  readonly allocatedBytes: number | undefined
  /** Release of SQL Server that wrote it, such as `2008 R2`. */
  readonly sourceVersion: string | undefined
  /** Whether the instance takes that version; undefined where the instance is not known. */
  readonly versionVerdict: VersionVerdict | undefined
  /** True where the database belongs to SQL Server itself. */
  readonly isSystemDatabase: boolean
  /** Why it cannot be restored as it is, or undefined. */
  readonly problem: string | undefined
}

/** Limits of the service, as the RDS client knows them. */
export interface LimitFacts {
  readonly backupBytes: number
  readonly tasksPerDatabase: number
  readonly tasksPerInstance: number
}

/** What is left of the daily quotas, counting everybody's tasks of the last 24 hours. */
export interface QuotaFacts {
  readonly leftOfInstance: number
  /** By database name in lower case; a database without tasks is not listed. */
  readonly leftOfDatabase: ReadonlyMap<string, number>
}

export type ActionState = 'allowed' | 'refused' | 'unproved' | 'unanswered'

/** One RAM action and what is known about the caller's right to it. */
export interface ActionFacts {
  readonly action: string
  readonly state: ActionState
}

export interface AccessFacts {
  readonly identity: CallerIdentity
  /** Milliseconds that this machine is ahead of the cloud; undefined where only calls were accepted. */
  readonly clock: { readonly aheadMs: number | undefined }
  readonly actions: readonly ActionFacts[]
  readonly role: RamRole | undefined
  readonly instance: RdsInstance
  readonly usage: ResourceUsage
  readonly databases: readonly RdsDatabase[]
  readonly accounts: readonly RdsAccount[]
  /** How the instance takes backups. */
  readonly path: RestorePath
  readonly quota: QuotaFacts
  readonly limits: LimitFacts
  readonly tasks: readonly MigrateTask[]
  readonly bucket: BucketInfo
  readonly lifecycle: readonly LifecycleRule[]
  /** Multipart uploads under the folder that were neither completed nor aborted. */
  readonly pendingUploads: number
  readonly backups: readonly BackupFacts[]
  /** Folder of the bucket with a slash at its end, empty for the root. */
  readonly prefix: string
  /** As the client uses it: host without scheme. */
  readonly ossEndpoint: string
}
