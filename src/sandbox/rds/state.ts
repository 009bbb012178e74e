/** All that the sandbox's RDS remembers, as plain values that can be written as JSON. Times are milliseconds since 1970. */
import type { Lsn } from '../../core/index.ts'
import type {
  BackupMode,
  CheckMode,
  MigrateTaskStatus,
  OssDownload,
  OssDownloadStatus,
} from '../../rds/index.ts'
import { sandboxAccountId } from '../account.ts'
import { engineVersionOf, type RdsInstanceOptions, type RdsOptions } from './options.ts'

/** How far a database that is being restored has come. */
export interface ChainPosition {
  readonly fullGuid: string | undefined
  readonly fullCheckpointLsn: Lsn
  readonly lastLsn: Lsn
  readonly familyGuid: string | undefined
  readonly recoveryForkId: string | undefined
}

export interface DatabaseState {
  name: string
  /** DBStatus. */
  status: 'Creating' | 'Running' | 'Deleting'
  /** state_desc as SQL Server says it. */
  sqlState: string
  collation: string
  description: string
  dataBytes: number
  logBytes: number
  /** When a creation or deletion ends. */
  changesAt?: number
  /** Only while a chain is open. */
  position?: ChainPosition
  /** What DBCC CHECKDB will find. */
  damage?: CheckFindings
}

/** Damaged pages that a restore let through. */
export interface CheckFindings {
  readonly errors: number
  /** The first table that is damaged. */
  readonly table: string
  readonly objectId: number
}

export interface InstanceState {
  instanceId: string
  description: string
  engine: string
  engineVersion: string
  category: string
  status: string
  lockMode: string
  lockReason: string
  regionId: string
  zoneId: string
  storageBytes: number
  usedBytes: number
  storageType: string
  maxDatabases: number | undefined
  collation: string
  createdAt: number
  databases: DatabaseState[]
  accounts: { name: string; type: string; status: string }[]
}

/** What reading the object said, and what is wrong with it. Decided when the task is accepted. */
export interface FileFacts {
  readonly kind: OssDownload['backupKind']
  /** The service cannot fetch it. */
  readonly isUnreadable: boolean
  /** Not a backup, without a readable set, encrypted, half a stripe set or newer than the instance. */
  readonly isUnverifiable: boolean
  /** With what the restore ends; undefined where it succeeds. */
  readonly restoreFailure?: string
  readonly checkFindings?: CheckFindings
  readonly dataBytes: number
  readonly logBytes: number
  readonly restoreBytes: number
  readonly set:
    | {
        readonly guid: string | undefined
        readonly firstLsn: Lsn
        readonly lastLsn: Lsn
        readonly checkpointLsn: Lsn
        readonly databaseBackupLsn: Lsn
        readonly differentialBaseLsn: Lsn | undefined
        readonly differentialBaseGuid: string | undefined
        readonly familyGuid: string | undefined
        readonly recoveryForkId: string | undefined
        readonly firstRecoveryForkId: string | undefined
      }
    | undefined
}

export interface FileState {
  fileName: string
  sizeBytes: number
  status: OssDownloadStatus
  description: string
  createdAt: number
  endedAt?: number
  /** A signed address is refused after this time. */
  urlExpiresAt?: number
  facts: FileFacts
}

/** What a task does next, and when. */
export type TaskStep = 'begin' | 'downloaded' | 'verified' | 'restored' | 'opened' | 'checked'

export interface TaskState {
  migrateTaskId: string
  instanceId: string
  database: string
  backupMode: BackupMode
  checkMode: CheckMode
  status: MigrateTaskStatus
  description: string
  createdAt: number
  endedAt?: number
  isDatabaseReplaced: boolean
  files: FileState[]
  /** Index of the first file that the running step is about; earlier ones are done. */
  batchFrom: number
  next?: { step: TaskStep; at: number }
  /** Bytes on the instance's disk that are given back when the file is done. */
  stagedBytes: number
  /** Set by a fault: the task never ends, or ends with this text. */
  isStuck: boolean
  failsWith?: string
}

export interface RdsState {
  readonly format: 1
  nextNumber: number
  instances: InstanceState[]
  tasks: TaskState[]
  roles: string[]
  /** What a client token was used for. */
  clientTokens: Record<string, string>
  /** Accepted CreateMigrateTask calls of the last days, for the quotas. */
  accepted: { instanceId: string; database: string; at: number }[]
}

/** Returns the state of a new sandbox. */
export function newRdsState(options: RdsOptions, now: number): RdsState {
  return {
    format: 1,
    nextNumber: 1,
    instances: (options.instances ?? [{}]).map((instance) => newInstance(instance, now)),
    tasks: [],
    roles: [...(options.roles ?? ['AliyunRDSImportRole'])],
    clientTokens: {},
    accepted: [],
  }
}

/** The account whose instances these are. */
export function accountIdOf(options: RdsOptions): string {
  return options.accountId ?? sandboxAccountId
}

const gigabyte = 2 ** 30

function newInstance(options: RdsInstanceOptions, now: number): InstanceState {
  const version = options.version ?? '2019'
  const category = options.category ?? 'HighAvailability'
  const regionId = options.regionId ?? 'cn-hangzhou'
  const collation = options.collation ?? 'Chinese_PRC_CI_AS'
  const defaultMost = category === 'Basic' ? 100 : 50
  return {
    instanceId: options.instanceId ?? 'rm-sandbox0001',
    description: 'sandbox',
    engine: options.engine ?? 'SQLServer',
    engineVersion: engineVersionOf(version, options.edition ?? 'std', category),
    category,
    status: options.status ?? 'Running',
    lockMode: options.lockMode ?? 'Unlock',
    lockReason: options.lockReason ?? '',
    regionId,
    zoneId: `${regionId}-b`,
    storageBytes: (options.storageGigabytes ?? 100) * gigabyte,
    usedBytes: options.usedBytes ?? 2 * gigabyte,
    storageType: options.storageType ?? (version === '2008r2' ? 'local_ssd' : 'cloud_essd'),
    maxDatabases: options.maxDatabases ?? (version === '2008r2' ? undefined : defaultMost),
    collation,
    createdAt: now,
    databases: (options.databases ?? []).map((database) => ({
      name: database.name,
      status: 'Running',
      sqlState: 'ONLINE',
      collation,
      description: '',
      dataBytes: database.sizeBytes ?? 0,
      logBytes: 0,
    })),
    accounts: (options.accounts ?? [{ name: 'dba', type: 'Super' }]).map((account) => ({
      ...account,
      status: 'Available',
    })),
  }
}
