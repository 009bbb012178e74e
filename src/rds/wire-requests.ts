/**
 * Requests on the wire: versions, action names, parameter names, and both ways between parameters and the port's
 * requests. The vendor's field names of requests stand here and nowhere else.
 *
 * @source RDS 2014-08-15, RAM 2015-05-01, STS 2015-04-01; names compared with @alicloud/rds20140815 by a test
 */
import type {
  BackupMode,
  CheckMode,
  CreateMigrateTaskRequest,
  RestoreTarget,
} from './restore-target.ts'
import {
  backupModes,
  checkModes,
  formatBoolean,
  formatMinute,
  formatOssObjectPosition,
  formatOssUrls,
  parseBoolean,
  parseInstant,
  parseOssObjectPosition,
  parseOssUrls,
} from './wire-values.ts'

export type CloudProduct = 'rds' | 'ram' | 'sts'

export const apiVersions: Readonly<Record<CloudProduct, string>> = {
  rds: '2014-08-15',
  ram: '2015-05-01',
  sts: '2015-04-01',
}

/** Every operation that is used, with the names of its parameters; those in `required` must be sent. */
export const operations = {
  CreateMigrateTask: operation(
    'rds',
    'DBInstanceId DBName BackupMode IsOnlineDB',
    'CheckDBMode OssObjectPositions OSSUrls MigrateTaskId',
  ),
  CreateOnlineDatabaseTask: operation(
    'rds',
    'DBInstanceId DBName MigrateTaskId CheckDBMode',
    'ClientToken',
  ),
  DescribeMigrateTasks: operation('rds', 'DBInstanceId StartTime EndTime', 'PageNumber PageSize'),
  DescribeMigrateTaskById: operation('rds', 'DBInstanceId MigrateTaskId', ''),
  DescribeOssDownloads: operation('rds', 'DBInstanceId MigrateTaskId', ''),
  TerminateMigrateTask: operation('rds', 'DBInstanceId MigrateTaskId', ''),
  DescribeDBInstanceAttribute: operation('rds', 'DBInstanceId', ''),
  DescribeDBInstances: operation(
    'rds',
    'RegionId',
    'Engine DBInstanceId InstanceLevel PageNumber PageSize',
  ),
  DescribeDatabases: operation('rds', 'DBInstanceId', 'DBName PageNumber PageSize'),
  CreateDatabase: operation('rds', 'DBInstanceId DBName CharacterSetName', 'DBDescription'),
  CheckDBNameAvailable: operation('rds', 'DBInstanceId DBName', ''),
  DescribeResourceUsage: operation('rds', 'DBInstanceId', ''),
  DescribeRegions: operation('rds', '', 'AcceptLanguage'),
  DescribeAccounts: operation('rds', 'DBInstanceId', 'AccountName PageNumber PageSize'),
  GetRole: operation('ram', 'RoleName', ''),
  GetCallerIdentity: operation('sts', '', ''),
} as const

export type ActionName = keyof typeof operations

export interface OperationNames {
  readonly product: CloudProduct
  readonly required: readonly string[]
  readonly optional: readonly string[]
}

/** WireParameters of one call, by their wire names. */
export type WireParameters = Readonly<Record<string, string>>

/**
 * How many rows of each paged operation are asked for: the largest page that the reference allows.
 * @source cloud-api facts 1.3, 1.9, 1.10, 1.11 [spec]
 */
export const pageSizes = {
  DescribeMigrateTasks: 100,
  DescribeDBInstances: 100,
  DescribeDatabases: 100,
  DescribeAccounts: 200,
} as const

/** Returns the parameters of CreateMigrateTask. */
export function createMigrateTaskParameters(request: CreateMigrateTaskRequest): WireParameters {
  return given({
    DBInstanceId: request.instanceId,
    DBName: request.database,
    BackupMode: request.backupMode,
    IsOnlineDB: formatBoolean(request.isOnline),
    CheckDBMode: request.checkMode,
    OssObjectPositions: request.object && formatOssObjectPosition(request.object),
    OSSUrls: request.ossUrls && formatOssUrls(request.ossUrls),
    MigrateTaskId: request.migrateTaskId,
  })
}

/** A request, or why the parameters make none: the parameter that is absent or has a value outside the reference. */
export type ParsedRequest<T> =
  | { readonly kind: 'request'; readonly request: T }
  | { readonly kind: 'missing'; readonly parameter: string }
  | { readonly kind: 'invalid'; readonly parameter: string }

/** Returns the request that the parameters of CreateMigrateTask make. A malformed position is `invalid`. */
export function parseCreateMigrateTask(
  parameters: WireParameters,
): ParsedRequest<CreateMigrateTaskRequest> {
  const absent = missingParameter('CreateMigrateTask', parameters)
  if (absent) return { kind: 'missing', parameter: absent }
  const backupMode = oneOf<BackupMode>(backupModes, parameters['BackupMode'])
  if (!backupMode) return { kind: 'invalid', parameter: 'BackupMode' }
  const isOnline = parseBoolean(parameters['IsOnlineDB'])
  if (isOnline === undefined) return { kind: 'invalid', parameter: 'IsOnlineDB' }
  const checkMode = oneOf<CheckMode>(checkModes, parameters['CheckDBMode'])
  if (parameters['CheckDBMode'] && !checkMode) return { kind: 'invalid', parameter: 'CheckDBMode' }
  const position = parameters['OssObjectPositions']
  const object = position ? parseOssObjectPosition(position) : undefined
  if (position && !object) return { kind: 'invalid', parameter: 'OssObjectPositions' }
  const urls = parameters['OSSUrls']
  const migrateTaskId = parameters['MigrateTaskId']
  return {
    kind: 'request',
    request: {
      instanceId: parameters['DBInstanceId'] ?? '',
      database: parameters['DBName'] ?? '',
      backupMode,
      isOnline,
      ...(checkMode && { checkMode }),
      ...(object && { object }),
      ...(urls && { ossUrls: parseOssUrls(urls) }),
      ...(migrateTaskId && { migrateTaskId }),
    },
  }
}

type CreateOnlineDatabaseTaskRequest = FirstArgument<RestoreTarget['createOnlineDatabaseTask']>
type MigrateTasksRequest = FirstArgument<RestoreTarget['migrateTasks']>
type FirstArgument<F extends (request: never) => unknown> = F extends (request: infer R) => unknown
  ? R
  : never

/** Returns the parameters of CreateOnlineDatabaseTask. */
export function createOnlineDatabaseTaskParameters(
  request: CreateOnlineDatabaseTaskRequest,
): WireParameters {
  return {
    DBInstanceId: request.instanceId,
    DBName: request.database,
    MigrateTaskId: request.migrateTaskId,
    CheckDBMode: request.checkMode,
    ClientToken: request.clientToken,
  }
}

/** Returns the request that the parameters of CreateOnlineDatabaseTask make; a missing client token is empty. */
export function parseCreateOnlineDatabaseTask(
  parameters: WireParameters,
): ParsedRequest<CreateOnlineDatabaseTaskRequest> {
  const absent = missingParameter('CreateOnlineDatabaseTask', parameters)
  if (absent) return { kind: 'missing', parameter: absent }
  const checkMode = oneOf<CheckMode>(checkModes, parameters['CheckDBMode'])
  if (!checkMode) return { kind: 'invalid', parameter: 'CheckDBMode' }
  return {
    kind: 'request',
    request: {
      instanceId: parameters['DBInstanceId'] ?? '',
      database: parameters['DBName'] ?? '',
      migrateTaskId: parameters['MigrateTaskId'] ?? '',
      checkMode,
      clientToken: parameters['ClientToken'] ?? '',
    },
  }
}

/**
 * Returns the parameters of DescribeMigrateTasks for one page. Both ends are whole minutes on the wire, so the end
 * is rounded up: the task that was created a second ago is inside.
 */
export function migrateTasksParameters(request: MigrateTasksRequest): WireParameters {
  const minute = 60_000
  const end = new Date(Math.ceil(request.to.getTime() / minute) * minute)
  return {
    DBInstanceId: request.instanceId,
    StartTime: formatMinute(request.from),
    EndTime: formatMinute(end),
  }
}

/** Returns the request that the parameters of DescribeMigrateTasks make. Times with seconds are accepted. */
export function parseMigrateTasks(parameters: WireParameters): ParsedRequest<MigrateTasksRequest> {
  const absent = missingParameter('DescribeMigrateTasks', parameters)
  if (absent) return { kind: 'missing', parameter: absent }
  const from = parseInstant(parameters['StartTime'] ?? '')
  if (!from) return { kind: 'invalid', parameter: 'StartTime' }
  const to = parseInstant(parameters['EndTime'] ?? '')
  if (!to) return { kind: 'invalid', parameter: 'EndTime' }
  return { kind: 'request', request: { instanceId: parameters['DBInstanceId'] ?? '', from, to } }
}

/** Returns the parameters of the operations that name an instance and, where given, a task or a database. */
export function instanceParameters(
  instanceId: string,
  more: {
    readonly migrateTaskId?: string
    readonly database?: string
    readonly collation?: string
  } = {},
): WireParameters {
  return given({
    DBInstanceId: instanceId,
    MigrateTaskId: more.migrateTaskId,
    DBName: more.database,
    CharacterSetName: more.collation,
  })
}

/**
 * Returns the parameters of DescribeDBInstances for the SQL Server instances of a region.
 * `InstanceLevel=1` asks for the category too.
 */
export function instancesParameters(regionId: string): WireParameters {
  return { RegionId: regionId, Engine: 'SQLServer', InstanceLevel: '1' }
}

export function roleParameters(name: string): WireParameters {
  return { RoleName: name }
}

/** Returns the parameters with page number (from 1) and page size added. */
export function withPage(
  action: keyof typeof pageSizes,
  parameters: WireParameters,
  pageNumber: number,
): WireParameters {
  return { ...parameters, PageNumber: String(pageNumber), PageSize: String(pageSizes[action]) }
}

/**
 * Returns page number and size of a request, with the defaults 1 and 30, or the parameter that is out of range.
 * @param sizes  the smallest and largest page size of the operation
 */
export function parsePage(
  parameters: WireParameters,
  sizes: { readonly smallest: number; readonly largest: number },
): ParsedRequest<{ readonly pageNumber: number; readonly pageSize: number }> {
  const pageNumber = Number(parameters['PageNumber'] || '1')
  const pageSize = Number(parameters['PageSize'] || '30')
  if (!Number.isInteger(pageNumber) || pageNumber < 1)
    return { kind: 'invalid', parameter: 'PageNumber' }
  if (!Number.isInteger(pageSize) || pageSize < sizes.smallest || pageSize > sizes.largest)
    return { kind: 'invalid', parameter: 'PageSize' }
  return { kind: 'request', request: { pageNumber, pageSize } }
}

/** Returns the first required parameter of an operation that is absent or empty, or undefined. */
export function missingParameter(
  action: ActionName,
  parameters: WireParameters,
): string | undefined {
  return operations[action].required.find((name) => !parameters[name])
}

function operation(product: CloudProduct, required: string, optional: string): OperationNames {
  const names = (text: string) => text.split(' ').filter((name) => name !== '')
  return { product, required: names(required), optional: names(optional) }
}

function given(values: Readonly<Record<string, string | undefined>>): WireParameters {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(values)) if (value !== undefined) result[name] = value
  return result
}

function oneOf<T extends string>(words: readonly T[], value: string | undefined): T | undefined {
  return words.find((word) => word === value)
}
