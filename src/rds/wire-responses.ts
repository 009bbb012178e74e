/**
 * Answers about instances, databases, accounts, regions and identities: both ways between response bodies (JSON as
 * parsed) and the port's values. Readers are tolerant: an absent field is empty.
 *
 * @source RDS 2014-08-15 response models [spec]; names compared with @alicloud/rds20140815 by a test
 */
import type {
  CallerIdentity,
  RamRole,
  RdsAccount,
  RdsDatabase,
  RdsInstance,
  RdsRegion,
  ResourceUsage,
} from './restore-target.ts'
import {
  field,
  list,
  number,
  type Page,
  type PageNumbers,
  pageFields,
  properties,
  text,
  type WireObject,
} from './wire-fields.ts'
import { bytesPerGigabyte } from './wire-values.ts'

function instanceFields(instance: RdsInstance): WireObject {
  return {
    DBInstanceId: instance.instanceId,
    DBInstanceDescription: instance.description,
    Engine: instance.engine,
    EngineVersion: instance.engineVersion,
    Category: instance.category,
    DBInstanceStatus: instance.status,
    LockMode: instance.lockMode,
    LockReason: instance.lockReason,
    RegionId: instance.regionId,
    ZoneId: instance.zoneId,
    DBInstanceStorageType: instance.storageType,
    InstanceNetworkType: instance.networkType,
    ConnectionString: instance.connectionString,
  }
}

export function buildInstanceAttribute(instance: RdsInstance): WireObject {
  return {
    Items: {
      DBInstanceAttribute: [
        {
          ...instanceFields(instance),
          Collation: instance.collation,
          TimeZone: instance.timeZone,
          MaintainTime: instance.maintainTime,
          ...(instance.storageBytes !== undefined && {
            DBInstanceStorage: instance.storageBytes / bytesPerGigabyte,
          }),
          ...(instance.diskUsedBytes !== undefined && {
            DBInstanceDiskUsed: String(instance.diskUsedBytes),
          }),
          ...(instance.maxDatabases !== undefined && { DBMaxQuantity: instance.maxDatabases }),
          ...(instance.recoveryModel !== undefined && {
            Extra: { RecoveryModel: instance.recoveryModel },
          }),
        },
      ],
    },
  }
}

/** Undefined where the answer lists no instance. */
export function parseInstanceAttribute(body: unknown): RdsInstance | undefined {
  const item = list(body, 'Items', 'DBInstanceAttribute')[0]
  return item === undefined ? undefined : parseInstance(item)
}

export function buildInstances(instances: readonly RdsInstance[], page: PageNumbers): WireObject {
  return {
    Items: { DBInstance: instances.map(instanceFields) },
    ...pageFields(instances.length, page),
  }
}

export function parseInstancePage(body: unknown): Page<RdsInstance> {
  return {
    rows: list(body, 'Items', 'DBInstance').map(parseInstance),
    totalCount: number(body, 'TotalRecordCount'),
  }
}

function parseInstance(item: unknown): RdsInstance {
  const storageGigabytes = number(item, 'DBInstanceStorage')
  return {
    instanceId: text(item, 'DBInstanceId'),
    description: text(item, 'DBInstanceDescription'),
    engine: text(item, 'Engine'),
    engineVersion: text(item, 'EngineVersion'),
    category: text(item, 'Category'),
    status: text(item, 'DBInstanceStatus'),
    lockMode: text(item, 'LockMode'),
    lockReason: text(item, 'LockReason'),
    regionId: text(item, 'RegionId'),
    zoneId: text(item, 'ZoneId'),
    storageBytes: storageGigabytes === undefined ? undefined : storageGigabytes * bytesPerGigabyte,
    diskUsedBytes: number(item, 'DBInstanceDiskUsed'),
    storageType: text(item, 'DBInstanceStorageType'),
    maxDatabases: number(item, 'DBMaxQuantity'),
    collation: text(item, 'Collation'),
    timeZone: text(item, 'TimeZone'),
    maintainTime: text(item, 'MaintainTime'),
    networkType: text(item, 'InstanceNetworkType'),
    connectionString: text(item, 'ConnectionString'),
    recoveryModel: text(field(item, 'Extra'), 'RecoveryModel') || undefined,
  }
}

/** The service puts the number of rows on each element, not beside the list. */
export function buildDatabases(
  instanceId: string,
  databases: readonly RdsDatabase[],
  page: PageNumbers & { readonly pageSize: number },
): WireObject {
  return {
    Databases: {
      Database: databases.map((database) => ({
        DBInstanceId: instanceId,
        Engine: 'SQLServer',
        DBName: database.name,
        DBStatus: database.status,
        CharacterSetName: database.collation,
        DBDescription: database.description,
        BasicInfo: {
          BasicDbProperty: Object.entries(database.properties).map(([name, value]) => ({
            [name]: value,
          })),
        },
        PageNumber: page.pageNumber,
        PageSize: page.pageSize,
        TotalCount: page.totalCount,
      })),
    },
  }
}

export function parseDatabasePage(body: unknown): Page<RdsDatabase> {
  const items = list(body, 'Databases', 'Database')
  return {
    rows: items.map((item) => ({
      name: text(item, 'DBName'),
      status: text(item, 'DBStatus'),
      collation: text(item, 'CharacterSetName'),
      description: text(item, 'DBDescription'),
      properties: {
        ...properties(item, 'BasicInfo', 'BasicDbProperty'),
        ...properties(item, 'AdvancedInfo', 'AdvancedDbProperty'),
        ...properties(item, 'RuntimeInfo', 'RuntimeDbProperty'),
      },
    })),
    totalCount: items.length === 0 ? 0 : number(items[0], 'TotalCount'),
  }
}

export function buildAccounts(accounts: readonly RdsAccount[], page: PageNumbers): WireObject {
  return {
    Accounts: {
      DBInstanceAccount: accounts.map((account) => ({
        AccountName: account.name,
        AccountType: account.type,
        AccountStatus: account.status,
      })),
    },
    PageNumber: page.pageNumber,
    TotalRecordCount: page.totalCount,
  }
}

export function parseAccountPage(body: unknown): Page<RdsAccount> {
  return {
    rows: list(body, 'Accounts', 'DBInstanceAccount').map((item) => ({
      name: text(item, 'AccountName'),
      type: text(item, 'AccountType'),
      status: text(item, 'AccountStatus'),
    })),
    totalCount: number(body, 'TotalRecordCount'),
  }
}

export function buildResourceUsage(instanceId: string, usage: ResourceUsage): WireObject {
  return {
    DBInstanceId: instanceId,
    Engine: 'SQLServer',
    DiskUsed: usage.diskUsedBytes ?? -1,
    DataSize: usage.dataBytes ?? -1,
    LogSize: usage.logBytes ?? -1,
    BackupSize: usage.backupBytes ?? -1,
  }
}

export function parseResourceUsage(body: unknown): ResourceUsage {
  const bytes = (name: string) => {
    const value = number(body, name)
    return value === undefined || value < 0 ? undefined : value
  }
  return {
    diskUsedBytes: bytes('DiskUsed'),
    dataBytes: bytes('DataSize'),
    logBytes: bytes('LogSize'),
    backupBytes: bytes('BackupSize'),
  }
}

/** The service lists one row per zone; so does this. */
export function buildRegions(
  regions: readonly (RdsRegion & { readonly zoneId?: string })[],
): WireObject {
  return {
    Regions: {
      RDSRegion: regions.map((region) => ({
        RegionId: region.regionId,
        RegionEndpoint: region.endpoint,
        LocalName: region.localName,
        ZoneId: region.zoneId ?? `${region.regionId}-a`,
      })),
    },
  }
}

/** Each region once, in the order of the answer. */
export function parseRegions(body: unknown): RdsRegion[] {
  const regions = new Map<string, RdsRegion>()
  for (const item of list(body, 'Regions', 'RDSRegion')) {
    const regionId = text(item, 'RegionId')
    if (!regions.has(regionId))
      regions.set(regionId, {
        regionId,
        endpoint: text(item, 'RegionEndpoint'),
        localName: text(item, 'LocalName'),
      })
  }
  return [...regions.values()]
}

export function buildRole(role: RamRole): WireObject {
  return {
    Role: { RoleName: role.name, Arn: role.arn, AssumeRolePolicyDocument: role.trustPolicy },
  }
}

export function parseRole(body: unknown): RamRole {
  const role = field(body, 'Role')
  return {
    name: text(role, 'RoleName'),
    arn: text(role, 'Arn'),
    trustPolicy: text(role, 'AssumeRolePolicyDocument'),
  }
}

export function buildCallerIdentity(identity: CallerIdentity): WireObject {
  return {
    AccountId: identity.accountId,
    Arn: identity.arn,
    IdentityType: identity.identityType,
  }
}

export function parseCallerIdentity(body: unknown): CallerIdentity {
  return {
    accountId: text(body, 'AccountId'),
    arn: text(body, 'Arn'),
    identityType: text(body, 'IdentityType'),
  }
}
