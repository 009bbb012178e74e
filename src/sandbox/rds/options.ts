/** How the sandbox's RDS is set up: the instance, its rates and the readings of the documents that can be switched. */

export type SqlServerVersion = '2008r2' | '2012' | '2014' | '2016' | '2017' | '2019' | '2022'
export type InstanceEdition = 'web' | 'std' | 'ent'
/** `AlwaysOn` is the cluster edition. */
export type InstanceCategory = 'Basic' | 'HighAvailability' | 'AlwaysOn'

export interface RdsInstanceOptions {
  /** Default `rm-sandbox0001`. */
  readonly instanceId?: string
  /** Default `SQLServer`; another engine makes every migration call refused. */
  readonly engine?: string
  /** Default 2019. */
  readonly version?: SqlServerVersion
  /** Default std. */
  readonly edition?: InstanceEdition
  /** Default HighAvailability. */
  readonly category?: InstanceCategory
  /** Gigabytes (2^30), default 100. */
  readonly storageGigabytes?: number
  /** Bytes used before anything is restored, default 2 GiB: system databases and logs. */
  readonly usedBytes?: number
  /** Default `local_ssd` for 2008 R2, `cloud_essd` otherwise. */
  readonly storageType?: string
  /** DBInstanceStatus, default `Running`. */
  readonly status?: string
  /** Default `Unlock`. */
  readonly lockMode?: string
  readonly lockReason?: string
  /** DBMaxQuantity; default 50 for HighAvailability and AlwaysOn, 100 for Basic. */
  readonly maxDatabases?: number
  /** Default cn-hangzhou. */
  readonly regionId?: string
  readonly collation?: string
  /** Databases that exist already. Default none. */
  readonly databases?: readonly {
    readonly name: string
    /** Bytes, default 0: an empty database. */
    readonly sizeBytes?: number
  }[]
  /** Default one privileged account; none makes a restore end with an advice. */
  readonly accounts?: readonly { readonly name: string; readonly type: string }[]
}

/** Megabytes (2^20) per second, and the wait before and between the steps of a task. */
export interface RdsRates {
  readonly downloadMegabytesPerSecond: number
  readonly verifyMegabytesPerSecond: number
  readonly restoreMegabytesPerSecond: number
  readonly checkMegabytesPerSecond: number
  readonly latencyMs: number
}

/** Made up: the service states no rates. */
export const defaultRates: RdsRates = {
  downloadMegabytesPerSecond: 100,
  verifyMegabytesPerSecond: 400,
  restoreMegabytesPerSecond: 150,
  checkMegabytesPerSecond: 300,
  latencyMs: 2000,
}

/** Readings of the documents where they conflict or say nothing; the defaults are the stricter ones. */
export interface RdsReadings {
  /** Tasks per database and day; default 20. */
  readonly tasksPerDatabaseAndDay: number
  /** Tasks per instance and day; default 500. */
  readonly tasksPerInstanceAndDay: number
  /** Hours that the quota day is ahead of UTC; default 8. */
  readonly quotaDayOffsetHours: number
  /** A refused differential or log ends the chain; default false: it may be repeated with the right one. */
  readonly failedAppendEndsChain: boolean
  /** UPDF without MigrateTaskId begins a chain; default true. */
  readonly chainBeginsWithoutTaskId: boolean
}

export const defaultReadings: RdsReadings = {
  tasksPerDatabaseAndDay: 20,
  tasksPerInstanceAndDay: 500,
  quotaDayOffsetHours: 8,
  failedAppendEndsChain: false,
  chainBeginsWithoutTaskId: true,
}

export interface RdsOptions {
  /** Default one instance with all defaults. */
  readonly instances?: readonly RdsInstanceOptions[]
  /** The account that owns the instances; default the sandbox's. */
  readonly accountId?: string
  /** Default [`AliyunRDSImportRole`]. */
  readonly roles?: readonly string[]
  readonly rates?: Partial<RdsRates>
  /** All durations are divided by it; default 1. */
  readonly speed?: number
  readonly readings?: Partial<RdsReadings>
  /**
   * Backups of at most this many bytes, compressed ones by what they hold, are read to their last byte; of larger
   * ones only the headers. Default 268,435,456.
   */
  readonly readsWholeUpToBytes?: number
}

/** Read in a tenth of a second, a compressed backup in up to two. [measured] */
export const defaultWholeBytes = 256 * 2 ** 20

/** @source cloud-api facts 1.8: EngineVersion strings; 2022 by the same pattern [guess] */
export function engineVersionOf(
  version: SqlServerVersion,
  edition: InstanceEdition,
  category: InstanceCategory,
): string {
  if (version === '2008r2') return edition === 'ent' ? '08r2_ent_ha' : '2008r2'
  if (category === 'HighAvailability' && edition !== 'web') return `${version}_${edition}_ha`
  return `${version}_${edition}`
}

/** Returns the database version that SQL Server of the instance writes, undefined for an unknown EngineVersion. */
export function databaseVersionOf(engineVersion: string): number | undefined {
  const versions: Readonly<Record<string, number>> = {
    '2008r2': 661,
    '08r2': 661,
    '2012': 706,
    '2014': 782,
    '2016': 852,
    '2017': 869,
    '2019': 904,
    '2022': 957,
  }
  return versions[engineVersion.split('_')[0] ?? '']
}

/** Tells whether a target of the 2008 R2 kind: a same-named empty database is needed, and signed addresses. */
export function isLocal2008R2(instance: {
  readonly engineVersion: string
  readonly storageType: string
}): boolean {
  return (
    databaseVersionOf(instance.engineVersion) === 661 && instance.storageType.startsWith('local')
  )
}
