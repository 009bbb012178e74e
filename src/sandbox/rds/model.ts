/**
 * RDS for SQL Server as the sandbox knows it: instances, databases, accounts and migration tasks, driven by calls and
 * by the clock. Both faces, the wire and the in-process port, call this and nothing else. Refusals are
 * RdsServiceError in the service's own words.
 */
import type { Clock } from '../../core/index.ts'
import type {
  CheckMode,
  CreatedMigrateTask,
  CreateMigrateTaskRequest,
  MigrateTask,
  OssDownload,
  RdsAccount,
  RdsDatabase,
  RdsInstance,
  RdsRegion,
  ResourceUsage,
} from '../../rds/index.ts'
import { effectOf, type FaultBook } from '../faults.ts'
import type { SandboxObjects } from '../objects.ts'
import { acceptTask, isAtWork, isSystemName, requireReady } from './accept-task.ts'
import { defaultRates, defaultReadings, defaultWholeBytes, type RdsOptions } from './options.ts'
import { readTaskObjects } from './read-object.ts'
import { serviceError } from './service-error.ts'
import {
  diskUsedBytes,
  endAsFailed,
  findDatabase,
  nextDueAt,
  openChain,
  type SettleRules,
  settle,
} from './settle.ts'
import {
  accountIdOf,
  type InstanceState,
  newRdsState,
  type RdsState,
  type TaskState,
} from './state.ts'
import { accountOf, databaseOf, downloadOf, instanceOf, regionList, taskOf } from './views.ts'

export interface RdsModelParts {
  readonly clock: Clock
  readonly objects: SandboxObjects
  readonly faults: FaultBook
  /** Told after each change; what it is given must not be changed. */
  readonly onChange?: (state: RdsState) => void
}

/** @source cloud-api facts 1.3: tasks of the last week [spec] */
const taskMemoryMs = 7 * 24 * 3600 * 1000
/** The quota needs a day's calls, whatever the time zone of the day. */
const callMemoryMs = 2 * 24 * 3600 * 1000

export class RdsModel {
  readonly accountId: string
  #state: RdsState
  readonly #parts: RdsModelParts
  readonly #rules: SettleRules
  readonly #readsWholeUpToBytes: number
  /** Creations read objects between their checks and their effect, so they take turns. */
  #turn: Promise<unknown> = Promise.resolve()

  /** @param state  what an earlier run saved; without it the options decide */
  constructor(options: RdsOptions, parts: RdsModelParts, state?: RdsState) {
    this.accountId = accountIdOf(options)
    this.#parts = parts
    this.#readsWholeUpToBytes = options.readsWholeUpToBytes ?? defaultWholeBytes
    this.#state = structuredClone(state) ?? newRdsState(options, parts.clock.now())
    this.#rules = {
      rates: { ...defaultRates, ...options.rates },
      speed: options.speed ?? 1,
      readings: { ...defaultReadings, ...options.readings },
    }
  }

  /** Returns a copy of everything that the model remembers. */
  toState(): RdsState {
    this.#settle()
    return structuredClone(this.#state)
  }

  /** When something changes next without a call (milliseconds since 1970), or undefined. */
  get nextChangeAt(): number | undefined {
    this.#settle()
    return nextDueAt(this.#state)
  }

  createMigrateTask(request: CreateMigrateTaskRequest): Promise<CreatedMigrateTask> {
    // Reading a backup takes time that is none of the service's: the call counts from when it came.
    const now = this.#now()
    const result = this.#turn.then(() => this.#createMigrateTask(request, now))
    this.#turn = result.catch(() => {})
    return result
  }

  async #createMigrateTask(
    request: CreateMigrateTaskRequest,
    now: number,
  ): Promise<CreatedMigrateTask> {
    const instance = this.#instance(request.instanceId)
    const { readings } = this.#rules
    const chain = acceptTask(request, instance, this.#state, readings, now)
    const objects = await readTaskObjects(request, instance, this.#parts.objects, {
      accountId: this.accountId,
      hasImportRole: this.#state.roles.includes('AliyunRDSImportRole'),
      readsWholeUpToBytes: this.#readsWholeUpToBytes,
    })
    const needed = objects[0]?.facts
    if (needed && needed.dataBytes + needed.logBytes > instance.storageBytes)
      throw serviceError('FileSizeExceeded')
    const call = { service: 'rds', operation: 'CreateMigrateTask', key: request.database } as const
    const faults = this.#parts.faults.take(call, ['stuck-task', 'fail-task'])
    const task = chain ?? this.#newTask(request, now)
    task.batchFrom = task.files.length
    task.status = chain ? 'Running' : 'NoStart'
    task.description = ''
    delete task.endedAt
    task.isStuck = effectOf(faults, 'stuck-task') !== undefined
    const failure = effectOf(faults, 'fail-task')?.description
    if (failure === undefined) delete task.failsWith
    else task.failsWith = failure
    for (const { fileName, sizeBytes, facts, urlExpiresAt } of objects)
      task.files.push({
        fileName,
        sizeBytes,
        facts,
        status: 'NoStart',
        description: '',
        createdAt: now,
        ...(urlExpiresAt !== undefined && { urlExpiresAt }),
      })
    const delay = Math.ceil(this.#rules.rates.latencyMs / this.#rules.speed)
    task.next = { step: 'begin', at: now + delay }
    if (!chain) this.#state.tasks.push(task)
    const { instanceId } = instance
    this.#state.accepted = [
      ...this.#state.accepted.filter((earlier) => earlier.at > now - callMemoryMs),
      { instanceId, database: request.database, at: now },
    ]
    const taskId = String(900_000_000 + this.#number())
    this.#changed()
    return { migrateTaskId: task.migrateTaskId, taskId }
  }

  #newTask(request: CreateMigrateTaskRequest, now: number): TaskState {
    return {
      migrateTaskId: String(552_000_000 + this.#number()),
      instanceId: request.instanceId,
      database: request.database,
      backupMode: request.backupMode,
      checkMode: request.checkMode ?? 'AsyncExecuteDBCheck',
      status: 'NoStart',
      description: '',
      createdAt: now,
      isDatabaseReplaced: false,
      files: [],
      batchFrom: 0,
      stagedBytes: 0,
      isStuck: false,
    }
  }

  /** An empty client token is no token: the same call opens twice, or is refused. */
  createOnlineDatabaseTask(request: {
    readonly instanceId: string
    readonly database: string
    readonly migrateTaskId: string
    readonly checkMode: CheckMode
    readonly clientToken: string
  }): void {
    const instance = this.#instance(request.instanceId)
    const { clientToken, ...content } = request
    const content64 = JSON.stringify(Object.entries(content).sort())
    const earlier = clientToken === '' ? undefined : this.#state.clientTokens[clientToken]
    if (earlier === content64) return
    if (earlier !== undefined) throw serviceError('IdempotentParameterMismatch')
    if (clientToken.length > 64) throw serviceError('InvalidParameter', 'ClientToken')
    requireReady(instance)
    const task = this.#task(instance, request.migrateTaskId)
    if (task.database.toLowerCase() !== request.database.toLowerCase())
      throw serviceError('InvalidDBName.NotFound')
    const database = findDatabase(instance, request.database)
    if (task.backupMode !== 'UPDF' || isAtWork(task) || !database?.position)
      throw serviceError('IncorrectDBState')
    const call = {
      service: 'rds',
      operation: 'CreateOnlineDatabaseTask',
      key: request.database,
    } as const
    const failure = effectOf(this.#parts.faults.take(call, ['fail-task']), 'fail-task')
    if (failure) task.failsWith = failure.description
    else delete task.failsWith
    task.checkMode = request.checkMode
    openChain(this.#state, task, instance, this.#now(), this.#rules)
    if (clientToken !== '') this.#state.clientTokens[clientToken] = content64
    this.#changed()
  }

  /** Newest first. */
  migrateTasks(instanceId: string, from: Date, to: Date): MigrateTask[] {
    const instance = this.#instance(instanceId)
    if (instance.engineVersion === '2017_ent') throw serviceError('InvalidDBInstanceEngineVersion')
    if (to < from) throw serviceError('InvalidStartTimeAndEndTime.Malformed')
    const oldest = Math.max(from.getTime(), this.#now() - taskMemoryMs)
    return this.#state.tasks
      .filter((task) => task.instanceId === instanceId)
      .filter((task) => task.createdAt >= oldest && task.createdAt <= to.getTime())
      .sort(
        (a, b) => b.createdAt - a.createdAt || Number(b.migrateTaskId) - Number(a.migrateTaskId),
      )
      .map(taskOf)
  }

  migrateTask(instanceId: string, migrateTaskId: string): MigrateTask {
    return taskOf(this.#task(this.#instance(instanceId), migrateTaskId))
  }

  ossDownloads(instanceId: string, migrateTaskId: string): OssDownload[] {
    const instance = this.#instance(instanceId)
    if (['2017_ent', '2019_ent'].includes(instance.engineVersion))
      throw serviceError('InvalidDBInstanceEngineVersion')
    return this.#task(instance, migrateTaskId).files.map(downloadOf)
  }

  /** The half-restored database goes: what the service does with it is not documented. */
  terminateMigrateTask(instanceId: string, migrateTaskId: string): void {
    const instance = this.#instance(instanceId)
    const task = this.#task(instance, migrateTaskId)
    if (!isAtWork(task) && task.status !== 'Waiting') throw serviceError('IncorrectDBState')
    endAsFailed(instance, task, this.#now(), '', { dropsDatabase: true })
    for (const file of task.files.slice(task.batchFrom)) {
      if (file.status === 'Downloading' || file.status === 'NoStart') file.status = 'DownloadFailed'
      if (file.status === 'Restoring') file.status = 'RestoreFailed'
      file.endedAt ??= this.#now()
    }
    this.#changed()
  }

  instance(instanceId: string): RdsInstance {
    const instance = this.#instance(instanceId)
    return instanceOf(instance, diskUsedBytes(this.#state, instance))
  }

  /** SQL Server instances and others of a region. */
  instances(regionId: string): RdsInstance[] {
    this.#settle()
    return this.#state.instances
      .filter((instance) => instance.regionId === regionId)
      .map((instance) => ({
        ...instanceOf(instance, diskUsedBytes(this.#state, instance)),
        storageBytes: undefined,
        diskUsedBytes: undefined,
        maxDatabases: undefined,
      }))
  }

  databases(instanceId: string, name?: string): RdsDatabase[] {
    return this.#instance(instanceId)
      .databases.filter((database) => name === undefined || database.name === name)
      .map(databaseOf)
  }

  createDatabase(instanceId: string, name: string, collation: string, description = ''): void {
    const instance = this.#instance(instanceId)
    requireReady(instance)
    this.#requireFreeName(instance, name)
    if (instance.maxDatabases !== undefined && instance.databases.length >= instance.maxDatabases)
      throw serviceError('QuotaExceeded.DBName')
    instance.databases.push({
      name,
      status: 'Creating',
      sqlState: 'ONLINE',
      collation,
      description,
      dataBytes: 0,
      logBytes: 0,
      changesAt: this.#soon(),
    })
    this.#changed()
  }

  deleteDatabase(instanceId: string, name: string): void {
    const instance = this.#instance(instanceId)
    requireReady(instance)
    const database = findDatabase(instance, name)
    if (!database) throw serviceError('InvalidDBName.NotFound')
    const isBusy = this.#state.tasks.some(
      (task) =>
        task.instanceId === instanceId &&
        task.database.toLowerCase() === name.toLowerCase() &&
        isAtWork(task),
    )
    if (isBusy || database.status === 'Deleting') throw serviceError('OperationDenied.DBStatus')
    database.status = 'Deleting'
    database.changesAt = this.#soon()
    delete database.position
    this.#changed()
  }

  /** @throws RdsServiceError  where the name cannot be used for a database */
  checkDatabaseName(instanceId: string, name: string): void {
    this.#requireFreeName(this.#instance(instanceId), name)
  }

  #requireFreeName(instance: InstanceState, name: string): void {
    if (isSystemName(name)) throw serviceError('InvalidParameter.Keyword')
    if (name.length > 128 || findDatabase(instance, name))
      throw serviceError('InvalidDBName.Duplicate')
  }

  resourceUsage(instanceId: string): ResourceUsage {
    const instance = this.#instance(instanceId)
    const sum = (bytes: readonly number[]) => bytes.reduce((total, part) => total + part, 0)
    return {
      diskUsedBytes: diskUsedBytes(this.#state, instance),
      dataBytes: sum(instance.databases.map((database) => database.dataBytes)),
      logBytes: sum(instance.databases.map((database) => database.logBytes)),
      backupBytes: undefined,
    }
  }

  regions(): RdsRegion[] {
    return regionList()
  }

  accounts(instanceId: string): RdsAccount[] {
    return this.#instance(instanceId).accounts.map(accountOf)
  }

  createAccount(instanceId: string, name: string, type: string): void {
    const instance = this.#instance(instanceId)
    requireReady(instance)
    if (['sa', 'root', 'admin', 'public'].includes(name.toLowerCase()))
      throw serviceError('InvalidAccountName.keyword')
    if (instance.accounts.some((account) => account.name === name))
      throw serviceError('InvalidAccountName.Duplicate')
    instance.accounts.push({ name, type, status: 'Available' })
    this.#changed()
  }

  /** Returns the role's name as it was created, or undefined; names differ by more than case. */
  findRole(name: string): string | undefined {
    return this.#state.roles.find((role) => role.toLowerCase() === name.toLowerCase())
  }

  /** Makes an instance look otherwise: stopped, locked, full. For tests and the sandbox's own switches. */
  change(
    instanceId: string,
    values: Partial<
      Pick<InstanceState, 'status' | 'lockMode' | 'lockReason' | 'storageBytes' | 'usedBytes'>
    >,
  ): void {
    Object.assign(this.#instance(instanceId), values)
    this.#changed()
  }

  #now(): number {
    return this.#parts.clock.now()
  }

  #soon(): number {
    return this.#now() + Math.ceil(this.#rules.rates.latencyMs / this.#rules.speed)
  }

  #number(): number {
    return this.#state.nextNumber++
  }

  #settle(): void {
    if (settle(this.#state, this.#now(), this.#rules)) this.#changed()
  }

  #changed(): void {
    this.#parts.onChange?.(this.#state)
  }

  #instance(instanceId: string): InstanceState {
    this.#settle()
    const instance = this.#state.instances.find((other) => other.instanceId === instanceId)
    if (!instance) throw serviceError('InvalidDBInstanceId.NotFound')
    return instance
  }

  #task(instance: InstanceState, migrateTaskId: string): TaskState {
    const task = this.#state.tasks.find(
      (other) => other.migrateTaskId === migrateTaskId && other.instanceId === instance.instanceId,
    )
    if (!task) throw serviceError('InvalidMigrateTaskId.NotFound')
    return task
  }
}
