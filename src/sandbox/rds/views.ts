/** What the port's values look like for the model's states. Pure translations. */
import type {
  MigrateTask,
  OssDownload,
  RdsAccount,
  RdsDatabase,
  RdsInstance,
  RdsRegion,
} from '../../rds/index.ts'
import type { DatabaseState, FileState, InstanceState, TaskState } from './state.ts'

export function taskOf(task: TaskState): MigrateTask {
  return {
    migrateTaskId: task.migrateTaskId,
    database: task.database,
    backupMode: task.backupMode,
    status: task.status,
    description: task.description,
    createdAt: wholeSecond(task.createdAt),
    endedAt: task.endedAt === undefined ? undefined : wholeSecond(task.endedAt),
    isDatabaseReplaced: task.isDatabaseReplaced,
  }
}

export function downloadOf(file: FileState): OssDownload {
  return {
    fileName: file.fileName,
    sizeBytes: wholeMegabytes(file.sizeBytes),
    backupKind: file.facts.kind,
    status: file.status,
    description: file.description,
    createdAt: wholeSecond(file.createdAt),
    endedAt: file.endedAt === undefined ? undefined : wholeSecond(file.endedAt),
    isAvailable: ['Finished', 'CheckSuccess', 'Restoring', 'Restored'].includes(file.status),
  }
}

/** The service writes seconds. */
function wholeSecond(at: number): Date {
  return new Date(Math.floor(at / 1000) * 1000)
}

/** The service writes whole megabytes. */
function wholeMegabytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20) * 2 ** 20
}

export function instanceOf(instance: InstanceState, diskUsedBytes: number): RdsInstance {
  return {
    instanceId: instance.instanceId,
    description: instance.description,
    engine: instance.engine,
    engineVersion: instance.engineVersion,
    category: instance.category,
    status: instance.status,
    lockMode: instance.lockMode,
    lockReason: instance.lockReason,
    regionId: instance.regionId,
    zoneId: instance.zoneId,
    storageBytes: instance.storageBytes,
    diskUsedBytes,
    storageType: instance.storageType,
    maxDatabases: instance.maxDatabases,
    collation: instance.collation,
    timeZone: 'China Standard Time',
    maintainTime: '18:00Z-22:00Z',
    networkType: 'VPC',
    connectionString: `${instance.instanceId}.sqlserver.rds.aliyuncs.com`,
    recoveryModel: 'Full',
  }
}

/** Names of the free-form properties are made up: the documents show none. */
export function databaseOf(database: DatabaseState): RdsDatabase {
  const megabytes = (bytes: number) => (bytes / 2 ** 20).toFixed(2)
  return {
    name: database.name,
    status: database.status,
    collation: database.collation,
    description: database.description,
    properties: {
      State: database.sqlState,
      DataSizeMB: megabytes(database.dataBytes),
      LogSizeMB: megabytes(database.logBytes),
      SizeMB: megabytes(database.dataBytes + database.logBytes),
    },
  }
}

export function accountOf(account: { name: string; type: string; status: string }): RdsAccount {
  return { name: account.name, type: account.type, status: account.status }
}

/** A few of the real regions. @source cloud-api facts 2.5 */
export function regionList(): RdsRegion[] {
  const names: readonly (readonly [string, string])[] = [
    ['cn-hangzhou', 'China (Hangzhou)'],
    ['cn-shanghai', 'China (Shanghai)'],
    ['cn-beijing', 'China (Beijing)'],
    ['cn-shenzhen', 'China (Shenzhen)'],
    ['cn-hongkong', 'China (Hong Kong)'],
    ['ap-southeast-1', 'Singapore'],
  ]
  return names.map(([regionId, localName]) => ({
    regionId,
    endpoint: 'rds.aliyuncs.com',
    localName,
  }))
}
