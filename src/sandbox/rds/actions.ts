/** The operations on the wire: parameters in, answer out. Both forms of signature and of the answer are elsewhere. */
import type { Clock, Ids } from '../../core/index.ts'
import {
  apiVersions,
  buildAccounts,
  buildCallerIdentity,
  buildCreateMigrateTask,
  buildDatabases,
  buildInstanceAttribute,
  buildInstances,
  buildMigrateTaskById,
  buildMigrateTasks,
  buildOssDownloads,
  buildRegions,
  buildResourceUsage,
  buildRole,
  type CloudProduct,
  formatSecond,
  missingParameter,
  operations,
  type ParsedRequest,
  parseCreateMigrateTask,
  parseCreateOnlineDatabaseTask,
  parseMigrateTasks,
  parsePage,
  type WireObject,
  type WireParameters,
} from '../../rds/wire.ts'
import type { AccessKey, AccountBook } from '../account.ts'
import { assumeRole, callerIdentity, getRole } from './identity.ts'
import type { RdsModel } from './model.ts'
import { serviceError } from './service-error.ts'

export interface ActionContext {
  readonly model: RdsModel
  readonly accounts: AccountBook
  readonly clock: Clock
  readonly ids: Ids
  readonly caller: AccessKey
}

interface Action {
  readonly product: CloudProduct
  readonly required: readonly string[]
  readonly run: (
    parameters: WireParameters,
    context: ActionContext,
  ) => WireObject | Promise<WireObject>
}

/** Returns the product of an operation, or undefined where the version or the operation is unknown. */
export function productOf(action: string, version: string): CloudProduct | undefined {
  const product = Object.hasOwn(actions, action) ? actions[action]?.product : undefined
  return product && apiVersions[product] === version ? product : undefined
}

/**
 * Runs an operation that `productOf` knows.
 * @throws RdsServiceError
 */
export async function runAction(
  action: string,
  parameters: WireParameters,
  context: ActionContext,
): Promise<WireObject> {
  const found = Object.hasOwn(actions, action) ? actions[action] : undefined
  if (!found) throw serviceError('InvalidAction.NotFound')
  const absent = found.required.find((name) => !parameters[name])
  if (absent) throw serviceError('MissingParameter', absent)
  // Instances of other accounts do not exist for the caller.
  if (parameters['DBInstanceId'] && context.caller.accountId !== context.model.accountId)
    throw serviceError('InvalidDBInstanceId.NotFound')
  return found.run(parameters, context)
}

/** Returns a parameter that is known to be there. */
function value(parameters: WireParameters, name: string): string {
  return parameters[name] ?? ''
}

function parsed<T>(request: ParsedRequest<T>): T {
  if (request.kind === 'request') return request.request
  if (request.kind === 'missing') throw serviceError('MissingParameter', request.parameter)
  // A malformed position is an address that RDS cannot read.
  if (request.parameter === 'OssObjectPositions') throw serviceError('InvalidOssUrl')
  throw serviceError('InvalidParameter', request.parameter)
}

/** Cuts a page out of all rows. @param smallest  smallest page size that the reference allows */
function paged<T>(
  rows: readonly T[],
  parameters: WireParameters,
  smallest: number,
  largest: number,
): { page: T[]; pageNumber: number; pageSize: number; totalCount: number } {
  const { pageNumber, pageSize } = parsed(parsePage(parameters, { smallest, largest }))
  const page = rows.slice((pageNumber - 1) * pageSize, pageNumber * pageSize)
  return { page, pageNumber, pageSize, totalCount: rows.length }
}

function known(action: keyof typeof operations, run: Action['run']): Action {
  const { product, required } = operations[action]
  return {
    product,
    required,
    run: (parameters, context) => {
      const absent = missingParameter(action, parameters)
      if (absent) throw serviceError('MissingParameter', absent)
      return run(parameters, context)
    },
  }
}

const none: WireObject = {}

const actions: Readonly<Record<string, Action>> = {
  CreateMigrateTask: known('CreateMigrateTask', async (parameters, { model }) => {
    const request = parsed(parseCreateMigrateTask(parameters))
    return buildCreateMigrateTask(request, await model.createMigrateTask(request))
  }),
  CreateOnlineDatabaseTask: known('CreateOnlineDatabaseTask', (parameters, { model }) => {
    model.createOnlineDatabaseTask(parsed(parseCreateOnlineDatabaseTask(parameters)))
    return none
  }),
  DescribeMigrateTasks: known('DescribeMigrateTasks', (parameters, { model }) => {
    const { instanceId, from, to } = parsed(parseMigrateTasks(parameters))
    const { page, ...numbers } = paged(
      model.migrateTasks(instanceId, from, to),
      parameters,
      30,
      100,
    )
    return buildMigrateTasks(instanceId, page, numbers)
  }),
  DescribeMigrateTaskById: known('DescribeMigrateTaskById', (parameters, { model }) => {
    const instanceId = value(parameters, 'DBInstanceId')
    const task = model.migrateTask(instanceId, value(parameters, 'MigrateTaskId'))
    return buildMigrateTaskById(instanceId, task)
  }),
  DescribeOssDownloads: known('DescribeOssDownloads', (parameters, { model }) => {
    const instanceId = value(parameters, 'DBInstanceId')
    const migrateTaskId = value(parameters, 'MigrateTaskId')
    const downloads = model.ossDownloads(instanceId, migrateTaskId)
    return buildOssDownloads(instanceId, migrateTaskId, downloads)
  }),
  TerminateMigrateTask: known('TerminateMigrateTask', (parameters, { model }) => {
    model.terminateMigrateTask(
      value(parameters, 'DBInstanceId'),
      value(parameters, 'MigrateTaskId'),
    )
    return none
  }),
  DescribeDBInstanceAttribute: known('DescribeDBInstanceAttribute', (parameters, { model }) =>
    buildInstanceAttribute(model.instance(value(parameters, 'DBInstanceId'))),
  ),
  DescribeDBInstances: known('DescribeDBInstances', (parameters, { model, caller }) => {
    const mine = caller.accountId === model.accountId
    const wanted = parameters['DBInstanceId']
    const engine = parameters['Engine']
    const rows = (mine ? model.instances(value(parameters, 'RegionId')) : [])
      .filter((instance) => !wanted || instance.instanceId === wanted)
      .filter((instance) => !engine || instance.engine === engine)
      // Only then the category is told. @source cloud-api facts 1.9 [spec]
      .map((row) => (parameters['InstanceLevel'] === '1' ? row : { ...row, category: '' }))
    const { page, ...numbers } = paged(rows, parameters, 1, 100)
    return buildInstances(page, numbers)
  }),
  DescribeDatabases: known('DescribeDatabases', (parameters, { model }) => {
    const instanceId = value(parameters, 'DBInstanceId')
    const rows = model
      .databases(instanceId, parameters['DBName'] || undefined)
      .filter(({ status }) => !parameters['DBStatus'] || status === parameters['DBStatus'])
    const { page, ...numbers } = paged(rows, parameters, 1, 100)
    return buildDatabases(instanceId, page, numbers)
  }),
  CreateDatabase: known('CreateDatabase', (parameters, { model }) => {
    model.createDatabase(
      value(parameters, 'DBInstanceId'),
      value(parameters, 'DBName'),
      value(parameters, 'CharacterSetName'),
      parameters['DBDescription'],
    )
    return none
  }),
  DeleteDatabase: {
    product: 'rds',
    required: ['DBInstanceId', 'DBName'],
    run: (parameters, { model }) => {
      model.deleteDatabase(value(parameters, 'DBInstanceId'), value(parameters, 'DBName'))
      return none
    },
  },
  CheckDBNameAvailable: known('CheckDBNameAvailable', (parameters, { model }) => {
    model.checkDatabaseName(value(parameters, 'DBInstanceId'), value(parameters, 'DBName'))
    return none
  }),
  DescribeResourceUsage: known('DescribeResourceUsage', (parameters, { model }) => {
    const instanceId = value(parameters, 'DBInstanceId')
    return buildResourceUsage(instanceId, model.resourceUsage(instanceId))
  }),
  DescribeRegions: known('DescribeRegions', (_parameters, { model }) =>
    buildRegions(model.regions()),
  ),
  DescribeAccounts: known('DescribeAccounts', (parameters, { model }) => {
    const rows = model.accounts(value(parameters, 'DBInstanceId'))
    const { page, ...numbers } = paged(rows, parameters, 30, 200)
    return buildAccounts(page, numbers)
  }),
  CreateAccount: {
    product: 'rds',
    required: ['DBInstanceId', 'AccountName', 'AccountPassword'],
    run: (parameters, { model }) => {
      model.createAccount(
        value(parameters, 'DBInstanceId'),
        value(parameters, 'AccountName'),
        parameters['AccountType'] || 'Normal',
      )
      return none
    },
  },
  DescribeDBInstanceNetInfo: {
    product: 'rds',
    required: ['DBInstanceId'],
    run: (parameters, { model }) => {
      const instance = model.instance(value(parameters, 'DBInstanceId'))
      return {
        InstanceNetworkType: instance.networkType,
        SecurityIPMode: 'normal',
        DBInstanceNetInfos: {
          DBInstanceNetInfo: [
            {
              ConnectionString: instance.connectionString,
              ConnectionStringType: 'Normal',
              IPType: 'Private',
              Port: '1433',
            },
          ],
        },
      }
    },
  },
  GetRole: known('GetRole', (parameters, { model }) =>
    buildRole(getRole(model, value(parameters, 'RoleName'))),
  ),
  GetCallerIdentity: known('GetCallerIdentity', (_parameters, { caller }) =>
    buildCallerIdentity(callerIdentity(caller)),
  ),
  AssumeRole: {
    product: 'sts',
    required: ['RoleArn', 'RoleSessionName'],
    run: (parameters, context) => {
      const { key, expiresAt, sessionName } = assumeRole(context, {
        roleArn: value(parameters, 'RoleArn'),
        sessionName: value(parameters, 'RoleSessionName'),
        durationSeconds: Number(parameters['DurationSeconds'] || '3600'),
      })
      return {
        Credentials: {
          AccessKeyId: key.accessKeyId,
          AccessKeySecret: key.accessKeySecret,
          SecurityToken: key.securityToken,
          Expiration: formatSecond(new Date(expiresAt)),
        },
        AssumedRoleUser: {
          Arn: key.arn,
          AssumedRoleId: `${key.accessKeyId.slice(4, 20)}:${sessionName}`,
        },
      }
    },
  },
}
