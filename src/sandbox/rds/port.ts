/**
 * The sandbox's RDS as the port that the migration uses, without a socket: the in-memory twin of the client. It
 * gives the same values and, through the same translator, the same errors.
 */
import type { Clock } from '../../core/index.ts'
import type { CreatedMigrateTask, RestoreTarget } from '../../rds/index.ts'
import {
  type ActionName,
  buildError,
  type CallFacts,
  operations,
  replyLost,
  translateNetworkError,
  translateReply,
} from '../../rds/wire.ts'
import type { AccessKey } from '../account.ts'
import { effectOf, type FaultBook } from '../faults.ts'
import { callerIdentity, getRole } from './identity.ts'
import type { RdsModel } from './model.ts'
import { refuseByFault } from './service.ts'
import { RdsServiceError, serviceError } from './service-error.ts'

export interface RdsPortParts {
  readonly model: RdsModel
  readonly faults: FaultBook
  readonly clock: Clock
  /** Whose calls these are. */
  readonly key: AccessKey
  readonly regionId: string
}

/** The call went out and nothing came back. */
class NoAnswer extends Error {
  readonly code = 'ECONNRESET'
}

/** Calls that the client sends once: a lost reply leaves open what became of them. */
const sentOnce: ReadonlySet<ActionName> = new Set([
  'CreateMigrateTask',
  'CreateDatabase',
  'TerminateMigrateTask',
])

const nameRefusals = new Set(['InvalidDBName.Duplicate', 'InvalidParameter.Keyword'])

/** Returns the destination of one region. Faults of the transport hit it as they hit the wire. */
export function sandboxRestoreTarget(parts: RdsPortParts): RestoreTarget {
  const { model, faults, clock, key, regionId } = parts

  async function call<T>(
    action: ActionName,
    object: string,
    work: () => T | Promise<T>,
    instanceId?: string,
  ): Promise<T> {
    const facts: CallFacts = {
      action,
      product: operations[action].product,
      host: 'sandbox',
      object,
      nowMs: clock.now(),
      secrets: [key.accessKeySecret, key.securityToken ?? ''],
    }
    const effects = faults.take({ service: 'rds', operation: action, key: object }, [
      'drop',
      'error',
      'throttle',
      'lost-reply',
      'slow',
    ])
    try {
      const drop = effectOf(effects, 'drop')
      if (drop?.direction === 'request') throw new NoAnswer('socket hang up')
      refuseByFault(effects)
      if (instanceId !== undefined && key.accountId !== model.accountId)
        throw serviceError('InvalidDBInstanceId.NotFound')
      const result = await work()
      const delayMs = effectOf(effects, 'slow')?.delayMs
      if (delayMs !== undefined) await clock.sleep(delayMs)
      if (drop || effectOf(effects, 'lost-reply')) throw new NoAnswer('socket hang up')
      return result
    } catch (error) {
      throw translated(error, facts)
    }
  }

  return {
    regionId,

    createMigrateTask: (request): Promise<CreatedMigrateTask> =>
      call(
        'CreateMigrateTask',
        request.database,
        () => model.createMigrateTask(request),
        request.instanceId,
      ),

    createOnlineDatabaseTask: (request) =>
      call(
        'CreateOnlineDatabaseTask',
        request.database,
        () => model.createOnlineDatabaseTask(request),
        request.instanceId,
      ),

    migrateTasks: ({ instanceId, from, to }) =>
      call(
        'DescribeMigrateTasks',
        instanceId,
        // On the wire both ends are whole minutes, the end rounded up.
        () => model.migrateTasks(instanceId, minuteBefore(from), minuteAfter(to)),
        instanceId,
      ),

    migrateTask: (instanceId, migrateTaskId) =>
      call(
        'DescribeMigrateTaskById',
        migrateTaskId,
        () => model.migrateTask(instanceId, migrateTaskId),
        instanceId,
      ),

    ossDownloads: (instanceId, migrateTaskId) =>
      call(
        'DescribeOssDownloads',
        migrateTaskId,
        () => model.ossDownloads(instanceId, migrateTaskId),
        instanceId,
      ),

    terminateMigrateTask: (instanceId, migrateTaskId) =>
      call(
        'TerminateMigrateTask',
        migrateTaskId,
        () => model.terminateMigrateTask(instanceId, migrateTaskId),
        instanceId,
      ),

    instance: (instanceId) =>
      call('DescribeDBInstanceAttribute', instanceId, () => model.instance(instanceId), instanceId),

    instances: () =>
      call('DescribeDBInstances', regionId, () =>
        key.accountId === model.accountId
          ? model.instances(regionId).filter((instance) => instance.engine === 'SQLServer')
          : [],
      ),

    databases: (instanceId) =>
      call('DescribeDatabases', instanceId, () => model.databases(instanceId), instanceId),

    createDatabase: (instanceId, name, collation) =>
      call(
        'CreateDatabase',
        name,
        () => model.createDatabase(instanceId, name, collation),
        instanceId,
      ),

    checkDatabaseName: (instanceId, name) =>
      call(
        'CheckDBNameAvailable',
        name,
        () => {
          try {
            model.checkDatabaseName(instanceId, name)
            return { verdict: 'available' } as const
          } catch (error) {
            if (error instanceof RdsServiceError && nameRefusals.has(error.code))
              return { verdict: 'refused', reason: error.message } as const
            throw error
          }
        },
        instanceId,
      ),

    resourceUsage: (instanceId) =>
      call('DescribeResourceUsage', instanceId, () => model.resourceUsage(instanceId), instanceId),

    regions: () => call('DescribeRegions', regionId, () => model.regions()),

    accounts: (instanceId) =>
      call('DescribeAccounts', instanceId, () => model.accounts(instanceId), instanceId),

    callerIdentity: () => call('GetCallerIdentity', regionId, () => callerIdentity(key)),

    role: (name) =>
      call('GetRole', name, () => (model.findRole(name) ? getRole(model, name) : undefined)),
  }
}

function translated(error: unknown, facts: CallFacts): unknown {
  if (error instanceof NoAnswer) {
    const network = translateNetworkError(error, facts)
    return sentOnce.has(facts.action) ? replyLost(network, facts) : network
  }
  if (!(error instanceof RdsServiceError)) return error
  const { code, message, status, retryAfterSeconds } = error
  const reply = {
    status,
    body: buildError({ code, message, requestId: 'SANDBOX' }, facts.host),
    retryAfter: retryAfterSeconds === undefined ? undefined : String(retryAfterSeconds),
  }
  const refusal = translateReply(reply, facts)
  // A fault inside the service leaves open whether the work was done, as for the client.
  return sentOnce.has(facts.action) && status >= 500 ? replyLost(refusal, facts) : refusal
}

const minuteMs = 60_000

function minuteBefore(at: Date): Date {
  return new Date(Math.floor(at.getTime() / minuteMs) * minuteMs)
}

function minuteAfter(at: Date): Date {
  return new Date(Math.ceil(at.getTime() / minuteMs) * minuteMs)
}
