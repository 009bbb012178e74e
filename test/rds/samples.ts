/** One value of every kind that goes over the wire, with nothing left out. */
import type {
  CallerIdentity,
  CreateMigrateTaskRequest,
  MigrateTask,
  OssDownload,
  RamRole,
  RdsAccount,
  RdsDatabase,
  RdsInstance,
  RdsRegion,
  ResourceUsage,
} from '../../src/rds/index.ts'

const instance: RdsInstance = {
  instanceId: 'rm-1',
  description: '生产库',
  engine: 'SQLServer',
  engineVersion: '2019_std_ha',
  category: 'HighAvailability',
  status: 'Running',
  lockMode: 'Unlock',
  lockReason: '',
  regionId: 'cn-hangzhou',
  zoneId: 'cn-hangzhou-a',
  storageBytes: 20 * 2 ** 30,
  diskUsedBytes: 123_456_789,
  storageType: 'cloud_essd',
  maxDatabases: 50,
  collation: 'Chinese_PRC_CI_AS',
  timeZone: 'China Standard Time',
  maintainTime: '18:00Z-22:00Z',
  networkType: 'VPC',
  connectionString: 'rm-1.sqlserver.rds.aliyuncs.com',
  recoveryModel: 'Full',
}

const task: MigrateTask = {
  migrateTaskId: '101',
  database: 'SalesDb',
  backupMode: 'FULL',
  status: 'Success',
  description: 'Success to DBCC checkdb asynchronously',
  createdAt: new Date('2026-11-22T01:02:03Z'),
  endedAt: new Date('2026-11-22T02:02:03Z'),
  isDatabaseReplaced: false,
}

const file: OssDownload = {
  fileName: 'd/SalesDb_FULL_20240102030405.bak',
  sizeBytes: 5 * 2 ** 20,
  backupKind: 'full',
  status: 'Restored',
  description: '',
  createdAt: new Date('2026-11-22T01:02:03Z'),
  endedAt: undefined,
  isAvailable: true,
}

const database: RdsDatabase = {
  name: 'SalesDb',
  status: 'Running',
  collation: 'Chinese_PRC_CI_AS',
  description: '',
  properties: { size: '12 MB', state: 'ONLINE' },
}

const account: RdsAccount = { name: 'ferry', type: 'Super', status: 'Available' }

const usage: ResourceUsage = {
  diskUsedBytes: 3 * 2 ** 30,
  dataBytes: 2 ** 30,
  logBytes: 2 ** 20,
  backupBytes: undefined,
}

const region: RdsRegion = {
  regionId: 'cn-hangzhou',
  endpoint: 'rds.aliyuncs.com',
  localName: '华东 1（杭州）',
}

const request: CreateMigrateTaskRequest = {
  instanceId: 'rm-1',
  database: '销售 Db',
  backupMode: 'FULL',
  isOnline: true,
  checkMode: 'AsyncExecuteDBCheck',
  object: { endpoint: 'oss-cn-hangzhou.aliyuncs.com', bucket: 'bkt', key: 'd/a:b.bak' },
  ossUrls: ['http://b.oss/x.bak?Signature=a%2Bb', 'http://b.oss/y.bak'],
  migrateTaskId: '7',
}

const identity: CallerIdentity = {
  accountId: '1000000000000001',
  arn: 'acs:ram::1000000000000001:user/ferry',
  identityType: 'RAMUser',
}

const role: RamRole = {
  name: 'AliyunRDSImportRole',
  arn: 'acs:ram::1000000000000001:role/aliyunrdsimportrole',
  trustPolicy: '{"Statement":[]}',
}

export const samples = {
  instance,
  task,
  file,
  database,
  account,
  usage,
  region,
  request,
  identity,
  role,
}
