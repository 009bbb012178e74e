/** What CreateMigrateTask refuses at the call, in the order in which the sandbox checks it. */
import type { CreateMigrateTaskRequest } from '../../rds/index.ts'
import { isLocal2008R2, type RdsReadings } from './options.ts'
import { serviceError } from './service-error.ts'
import { findDatabase } from './settle.ts'
import type { InstanceState, RdsState, TaskState } from './state.ts'

const systemNames = new Set([
  'master',
  'model',
  'msdb',
  'tempdb',
  'distribution',
  'mssqlsystemresource',
])

/** Tells whether SQL Server keeps this name for itself. */
export function isSystemName(name: string): boolean {
  return systemNames.has(name.toLowerCase())
}

/** An instance that takes no changes now is refused, as every operation that changes something does. */
export function requireReady(instance: InstanceState): void {
  if (instance.engine !== 'SQLServer') throw serviceError('IncorrectDBInstanceType')
  if (instance.status !== 'Running') throw serviceError('IncorrectDBInstanceState')
  if (instance.lockMode !== 'Unlock') throw serviceError('IncorrectDBInstanceLockMode')
}

/** Tells whether the task is working on something: it will change without a call. */
export function isAtWork(task: TaskState): boolean {
  return task.status === 'NoStart' || task.status === 'Running'
}

/**
 * Checks all that can be said without reading the object and returns the chain that the request continues.
 * @throws RdsServiceError
 */
export function acceptTask(
  request: CreateMigrateTaskRequest,
  instance: InstanceState,
  state: RdsState,
  readings: RdsReadings,
  now: number,
): TaskState | undefined {
  requireReady(instance)
  const name = request.database
  if (isSystemName(name) || name.length > 128) throw serviceError('InvalidDBName')
  // @source cloud-api facts 1.1: IsOnlineDB=True goes with FULL alone, False with UPDF alone [spec]
  if (request.isOnline !== (request.backupMode === 'FULL'))
    throw serviceError('InvalidParameter', 'IsOnlineDB')
  if (request.backupMode === 'FULL' && request.migrateTaskId !== undefined)
    throw serviceError('InvalidParameter', 'MigrateTaskId')
  if (request.backupMode === 'UPDF' && isLocal2008R2(instance))
    throw serviceError('InvalidParameter', 'BackupMode')
  const chain = chainOf(request, state, readings)
  const tasks = state.tasks.filter(
    (task) =>
      task.instanceId === instance.instanceId && task.database.toLowerCase() === name.toLowerCase(),
  )
  if (tasks.some(isAtWork)) throw serviceError('IncorrectDBState')
  const database = findDatabase(instance, name)
  if (chain) {
    if (!database?.position) throw serviceError('IncorrectDBState')
  } else {
    if (database && database.status !== 'Running') throw serviceError('IncorrectDBState')
    if (isLocal2008R2(instance) !== (database !== undefined))
      throw serviceError('InvalidDBName.NotFound')
  }
  requireQuota(instance, name, state, readings, now)
  return chain
}

function chainOf(
  request: CreateMigrateTaskRequest,
  state: RdsState,
  readings: RdsReadings,
): TaskState | undefined {
  const { migrateTaskId } = request
  if (request.backupMode === 'FULL') return undefined
  if (migrateTaskId === undefined) {
    if (readings.chainBeginsWithoutTaskId) return undefined
    throw serviceError('MissingParameter', 'MigrateTaskId')
  }
  const chain = state.tasks.find(
    (task) => task.migrateTaskId === migrateTaskId && task.instanceId === request.instanceId,
  )
  if (chain?.backupMode !== 'UPDF') throw serviceError('InvalidMigrateTaskId.NotFound')
  if (chain.database.toLowerCase() !== request.database.toLowerCase())
    throw serviceError('InvalidDBName.NotFound')
  return chain
}

const dayMs = 24 * 3600 * 1000

/** Counts accepted calls, whatever became of them: whether failed ones count is not documented. */
function requireQuota(
  instance: InstanceState,
  database: string,
  state: RdsState,
  readings: RdsReadings,
  now: number,
): void {
  const dayOf = (at: number) =>
    Math.floor((at + readings.quotaDayOffsetHours * 3600 * 1000) / dayMs)
  const today = state.accepted.filter(
    (call) => call.instanceId === instance.instanceId && dayOf(call.at) === dayOf(now),
  )
  const ofDatabase = today.filter((call) => call.database.toLowerCase() === database.toLowerCase())
  if (ofDatabase.length >= readings.tasksPerDatabaseAndDay)
    throw serviceError('UploadLimitExceeded')
  if (today.length >= readings.tasksPerInstanceAndDay) throw serviceError('ConcurrentTaskExceeded')
}
