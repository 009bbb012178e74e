/**
 * The real destination: the port RestoreTarget over RDS, RAM and STS. Reads are tried again here, because the SDK
 * does not; calls that create or end something are sent once, and a lost reply is said to be lost.
 */
import {
  type Clock,
  type CloudCredentials,
  type CredentialProvider,
  type Ids,
  isMigrationError,
  type MigrationError,
  type RetryOptions,
  retrying,
} from '../core/index.ts'
import { endpointsFor } from './endpoints.ts'
import { rdsError } from './errors.ts'
import { proxyTransport } from './proxy-transport.ts'
import type { MigrateTask, RestoreTarget } from './restore-target.ts'
import { sdkTransport } from './sdk-transport.ts'
import {
  type CallFacts,
  replyLost,
  translateNetworkError,
  translateReply,
  wasNeverSent,
} from './translate-error.ts'
import type { RpcReply } from './transport.ts'
import {
  type ActionName,
  apiVersions,
  createMigrateTaskParameters,
  createOnlineDatabaseTaskParameters,
  instanceParameters,
  instancesParameters,
  migrateTasksParameters,
  operations,
  type Page,
  pageSizes,
  parseAccountPage,
  parseCallerIdentity,
  parseCreatedMigrateTask,
  parseDatabasePage,
  parseInstanceAttribute,
  parseInstancePage,
  parseMigrateTask,
  parseMigrateTaskPage,
  parseOssDownloads,
  parseRegions,
  parseResourceUsage,
  parseRole,
  roleParameters,
  type WireParameters,
  withPage,
} from './wire.ts'

export interface RdsOptions {
  readonly regionId: string
  /** Host, host and port, or URL; default: by region. Plain HTTP for loopback or with `http://`. */
  readonly endpoint?: string | undefined
  /** Default: by region; the RDS endpoint where that is on loopback. */
  readonly stsEndpoint?: string | undefined
  /** Default: the global endpoint; the RDS endpoint where that is on loopback. */
  readonly ramEndpoint?: string | undefined
  readonly credentials: CredentialProvider
  readonly clock: Clock
  readonly ids: Ids
  /** `http://host:port` of an HTTP proxy, with `user:password@` where it asks for one. */
  readonly proxy?: string | undefined
  /** Certificates in PEM that are trusted besides the usual ones. */
  readonly ca?: string | undefined
  /** How long one try may stay without an answer, in milliseconds; default 30,000. */
  readonly timeoutMs?: number | undefined
  /** Stops waiting between tries. */
  readonly signal?: AbortSignal | undefined
  /** Told before each further try. */
  readonly onRetry?: RetryOptions['onRetry']
}

/** Whether a call may be sent again when its answer is lost. */
type Repetition = 'repeatable' | 'once'

const defaultTimeoutMs = 30_000

/** Returns the destination of one region. Nothing is sent or loaded before the first call. */
export function rdsTarget(options: RdsOptions): RestoreTarget {
  const endpoints = endpointsFor(options)
  const settings = { timeoutMs: options.timeoutMs ?? defaultTimeoutMs, ca: options.ca }
  const transport = options.proxy ? proxyTransport(options.proxy, settings) : sdkTransport(settings)

  async function sendOnce(
    action: ActionName,
    parameters: WireParameters,
    facts: CallFacts,
    credentials: CloudCredentials,
    repetition: Repetition,
  ): Promise<unknown> {
    let reply: RpcReply
    try {
      reply = await transport({
        endpoint: endpoints[facts.product],
        action,
        version: apiVersions[facts.product],
        parameters,
        credentials,
        at: new Date(facts.nowMs),
        nonce: options.ids.uuid(),
      })
    } catch (error) {
      const translated = translateNetworkError(error, facts)
      throw repetition === 'once' && !wasNeverSent(error)
        ? replyLost(translated, facts)
        : translated
    }
    if (reply.status >= 200 && reply.status < 300 && reply.body !== undefined) return reply.body
    const translated = translateReply(reply, facts)
    throw repetition === 'once' && mayHaveBeenAccepted(reply, translated)
      ? replyLost(translated, facts)
      : translated
  }

  async function call(
    action: ActionName,
    parameters: WireParameters,
    object: string,
    repetition: Repetition = 'repeatable',
  ): Promise<unknown> {
    const product = operations[action].product
    let hasRenewed = false
    return retrying(
      async () => {
        const attempt = async (force: boolean) => {
          const credentials = await options.credentials(force)
          const facts: CallFacts = {
            action,
            product,
            host: endpoints[product].host,
            object,
            nowMs: options.clock.now(),
            secrets: [credentials.accessKeySecret, credentials.securityToken ?? ''],
          }
          return sendOnce(action, parameters, facts, credentials, repetition)
        }
        try {
          return await attempt(false)
        } catch (error) {
          if (!isMigrationError(error, 'STS_TOKEN_EXPIRED') || hasRenewed) throw error
          hasRenewed = true
          return attempt(true)
        }
      },
      {
        clock: options.clock,
        ids: options.ids,
        signal: options.signal,
        ...(options.onRetry && { onRetry: options.onRetry }),
      },
    )
  }

  /** All rows of a paged operation; a row that moved to a later page while we read is taken once. */
  async function allPages<T>(
    action: keyof typeof pageSizes,
    parameters: WireParameters,
    object: string,
    parse: (body: unknown) => Page<T>,
    keyOf: (row: T) => string,
  ): Promise<T[]> {
    const rows = new Map<string, T>()
    let read = 0
    for (let pageNumber = 1; pageNumber <= 1000; pageNumber++) {
      const page = parse(await call(action, withPage(action, parameters, pageNumber), object))
      for (const row of page.rows) rows.set(keyOf(row), row)
      read += page.rows.length
      const isLast =
        page.totalCount === undefined
          ? page.rows.length < pageSizes[action]
          : read >= page.totalCount
      if (isLast || page.rows.length === 0) break
    }
    return [...rows.values()]
  }

  return {
    regionId: options.regionId,

    createMigrateTask: async (request) => {
      const facts = { action: 'CreateMigrateTask' as const, object: request.database }
      const body = await call(
        facts.action,
        createMigrateTaskParameters(request),
        facts.object,
        'once',
      )
      const created = parseCreatedMigrateTask(body)
      // Success without the id that names the task: it exists, but which one it is must be asked.
      if (created.migrateTaskId === '')
        throw rdsError('RDS_REPLY_LOST', {
          operation: facts.action,
          object: facts.object,
          reason: 'the answer names no task',
        })
      return created
    },

    createOnlineDatabaseTask: async (request) => {
      const parameters = createOnlineDatabaseTaskParameters(request)
      await call('CreateOnlineDatabaseTask', parameters, request.database)
    },

    migrateTasks: async (request) => {
      const tasks = await allPages(
        'DescribeMigrateTasks',
        migrateTasksParameters(request),
        request.instanceId,
        parseMigrateTaskPage,
        (task) => task.migrateTaskId,
      )
      return tasks.sort(newestFirst)
    },

    migrateTask: async (instanceId, migrateTaskId) => {
      const parameters = instanceParameters(instanceId, { migrateTaskId })
      const task = parseMigrateTask(
        await call('DescribeMigrateTaskById', parameters, migrateTaskId),
      )
      if (task.migrateTaskId === '') throw rdsError('RDS_TASK_NOT_FOUND', { object: migrateTaskId })
      return task
    },

    ossDownloads: async (instanceId, migrateTaskId) => {
      const parameters = instanceParameters(instanceId, { migrateTaskId })
      return parseOssDownloads(await call('DescribeOssDownloads', parameters, migrateTaskId))
    },

    terminateMigrateTask: async (instanceId, migrateTaskId) => {
      const parameters = instanceParameters(instanceId, { migrateTaskId })
      await call('TerminateMigrateTask', parameters, migrateTaskId, 'once')
    },

    instance: async (instanceId) => {
      const parameters = instanceParameters(instanceId)
      const body = await call('DescribeDBInstanceAttribute', parameters, instanceId)
      const instance = parseInstanceAttribute(body)
      if (!instance) throw rdsError('RDS_INSTANCE_NOT_FOUND', { object: instanceId })
      return instance
    },

    instances: () =>
      allPages(
        'DescribeDBInstances',
        instancesParameters(options.regionId),
        options.regionId,
        parseInstancePage,
        (instance) => instance.instanceId,
      ),

    databases: (instanceId) =>
      allPages(
        'DescribeDatabases',
        instanceParameters(instanceId),
        instanceId,
        parseDatabasePage,
        (database) => database.name,
      ),

    createDatabase: async (instanceId, name, collation) => {
      const parameters = instanceParameters(instanceId, { database: name, collation })
      await call('CreateDatabase', parameters, name, 'once')
    },

    checkDatabaseName: async (instanceId, name) => {
      try {
        await call('CheckDBNameAvailable', instanceParameters(instanceId, { database: name }), name)
        return { verdict: 'available' }
      } catch (error) {
        if (!isMigrationError(error, ...nameRefusals)) throw error
        return { verdict: 'refused', reason: error.vendor?.message || error.message }
      }
    },

    resourceUsage: async (instanceId) => {
      const parameters = instanceParameters(instanceId)
      return parseResourceUsage(await call('DescribeResourceUsage', parameters, instanceId))
    },

    regions: async () => parseRegions(await call('DescribeRegions', {}, options.regionId)),

    accounts: (instanceId) =>
      allPages(
        'DescribeAccounts',
        instanceParameters(instanceId),
        instanceId,
        parseAccountPage,
        (account) => account.name,
      ),

    callerIdentity: async () =>
      parseCallerIdentity(await call('GetCallerIdentity', {}, options.regionId)),

    role: async (name) => {
      try {
        return parseRole(await call('GetRole', roleParameters(name), name))
      } catch (error) {
        if (isMigrationError(error, 'RAM_ROLE_NOT_FOUND')) return undefined
        throw error
      }
    },
  }
}

const nameRefusals = [
  'RDS_DATABASE_DUPLICATE',
  'RDS_DATABASE_KEYWORD',
  'RDS_DATABASE_NAME_REFUSED',
  'RDS_DATABASE_ABSENT_OR_PRESENT',
  'CLOUD_PARAMETER_INVALID',
]

/**
 * Tells whether an answer leaves open what became of the request: a fault inside the service or of something on the
 * way, no readable body, or a nonce that was used (then an earlier copy arrived). Throttling is a refusal.
 */
function mayHaveBeenAccepted(reply: RpcReply, error: MigrationError): boolean {
  if (error.code === 'CLOUD_THROTTLED' || error.code === 'STS_THROTTLED') return false
  if (error.code === 'CLOUD_NONCE_USED') return true
  return reply.status >= 500 || reply.status === 408 || reply.status < 300
}

function newestFirst(a: MigrateTask, b: MigrateTask): number {
  return b.createdAt.getTime() - a.createdAt.getTime()
}
