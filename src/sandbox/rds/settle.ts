/**
 * Lets time pass for the tasks: every step that is due is taken, oldest first. The state at a moment depends only on
 * the calls before it and on the moment, never on how often somebody asked.
 */
import type { OssDownloadStatus } from '../../rds/index.ts'
import { chainProblem, positionAfter } from './chain-rules.ts'
import { isLocal2008R2, type RdsRates, type RdsReadings } from './options.ts'
import type { DatabaseState, FileState, InstanceState, RdsState, TaskState } from './state.ts'
import { taskTexts } from './task-texts.ts'

/** What the durations and the readings of the documents are. */
export interface SettleRules {
  readonly rates: RdsRates
  readonly speed: number
  readonly readings: RdsReadings
}

/** Takes all steps that are due at `now`, milliseconds since 1970. Returns whether anything changed. */
export function settle(state: RdsState, now: number, rules: SettleRules): boolean {
  let hasChanged = false
  for (;;) {
    const due = nextDue(state)
    if (!due || due.at > now) return hasChanged
    due.take(rules)
    hasChanged = true
  }
}

/** Returns when the next step is due, or undefined when everything rests. */
export function nextDueAt(state: RdsState): number | undefined {
  return nextDue(state)?.at
}

interface Due {
  readonly at: number
  readonly take: (rules: SettleRules) => void
}

function nextDue(state: RdsState): Due | undefined {
  let first: Due | undefined
  const offer = (due: Due) => {
    if (!first || due.at < first.at) first = due
  }
  for (const instance of state.instances)
    for (const database of instance.databases)
      if (database.changesAt !== undefined)
        offer({ at: database.changesAt, take: () => changeDatabase(instance, database) })
  for (const task of state.tasks) {
    const instance = state.instances.find((other) => other.instanceId === task.instanceId)
    const { next } = task
    if (next && instance)
      offer({
        at: next.at,
        take: (rules) => takeStep({ state, task, instance, at: next.at, rules }),
      })
  }
  return first
}

function changeDatabase(instance: InstanceState, database: DatabaseState): void {
  delete database.changesAt
  if (database.status === 'Deleting')
    instance.databases = instance.databases.filter((other) => other !== database)
  else {
    database.status = 'Running'
    database.sqlState = 'ONLINE'
  }
}

interface Moment {
  readonly state: RdsState
  readonly task: TaskState
  readonly instance: InstanceState
  readonly at: number
  readonly rules: SettleRules
}

/** Returns the database of that name; names differ by more than case. */
export function findDatabase(instance: InstanceState, name: string): DatabaseState | undefined {
  const wanted = name.toLowerCase()
  return instance.databases.find((database) => database.name.toLowerCase() === wanted)
}

/** Returns the bytes in use on the instance: databases, files being restored and what was there before. */
export function diskUsedBytes(state: RdsState, instance: InstanceState): number {
  const databases = instance.databases.reduce(
    (sum, database) => sum + database.dataBytes + database.logBytes,
    0,
  )
  const staged = state.tasks
    .filter((task) => task.instanceId === instance.instanceId)
    .reduce((sum, task) => sum + task.stagedBytes, 0)
  return instance.usedBytes + databases + staged
}

function takeStep(moment: Moment): void {
  const { task } = moment
  const step = task.next?.step
  delete task.next
  if (step === 'begin') begin(moment)
  else if (step === 'downloaded') endDownload(moment)
  else if (step === 'verified') endVerify(moment)
  else if (step === 'restored') endRestore(moment)
  else if (step === 'opened') open(moment)
  else if (step === 'checked') endCheck(moment)
}

function batch(task: TaskState): FileState[] {
  return task.files.slice(task.batchFrom)
}

function setFiles(moment: Moment, status: OssDownloadStatus): void {
  for (const file of batch(moment.task)) file.status = status
}

function schedule(moment: Moment, step: NonNullable<TaskState['next']>['step'], ms: number): void {
  moment.task.next = { step, at: moment.at + Math.ceil(ms / moment.rules.speed) }
}

function durationMs(bytes: number, megabytesPerSecond: number): number {
  return (bytes / 2 ** 20 / megabytesPerSecond) * 1000
}

function freeBytes(moment: Moment): number {
  return moment.instance.storageBytes - diskUsedBytes(moment.state, moment.instance)
}

/** Whether the running batch is the full backup that begins a chain, or the whole of a FULL task. */
function isFirstBatch(task: TaskState): boolean {
  return task.batchFrom === 0
}

function begin(moment: Moment): void {
  const { task } = moment
  task.status = 'Running'
  const files = batch(task)
  if (files.some((file) => file.facts.isUnreadable)) {
    fail(moment, 'DownloadFailed', taskTexts.downloadFailed)
    return
  }
  const bytes = files.reduce((sum, file) => sum + file.sizeBytes, 0)
  const free = freeBytes(moment)
  if (free < bytes) {
    fail(moment, 'DownloadFailed', taskTexts.noSpaceForFile(free, bytes))
    return
  }
  setFiles(moment, 'Downloading')
  if (task.isStuck) return
  task.stagedBytes = bytes
  const { rates } = moment.rules
  schedule(
    moment,
    'downloaded',
    rates.latencyMs + durationMs(bytes, rates.downloadMegabytesPerSecond),
  )
}

function endDownload(moment: Moment): void {
  const { task, at } = moment
  const files = batch(task)
  if (files.some((file) => file.urlExpiresAt !== undefined && file.urlExpiresAt < at)) {
    fail(moment, 'DownloadFailed', taskTexts.urlExpired)
    return
  }
  setFiles(moment, 'Finished')
  const { rates } = moment.rules
  const bytes = files.reduce((sum, file) => sum + file.sizeBytes, 0)
  schedule(moment, 'verified', rates.latencyMs + durationMs(bytes, rates.verifyMegabytesPerSecond))
}

function endVerify(moment: Moment): void {
  const { task } = moment
  const [file] = batch(task)
  if (!file) return
  const bad = batch(task).find((other) => other.facts.isUnverifiable)
  if (bad) {
    fail(moment, 'VerifyFailed', taskTexts.verifyFailed(bad.fileName))
    return
  }
  const problem = isFirstBatch(task) ? firstProblem(moment, file) : appendProblem(moment, file)
  if (problem) {
    fail(moment, 'CheckFailed', problem)
    return
  }
  setFiles(moment, 'Restoring')
  if (isFirstBatch(task)) reserveDatabase(moment, file)
  const { rates } = moment.rules
  const bytes = file.facts.restoreBytes
  schedule(moment, 'restored', rates.latencyMs + durationMs(bytes, rates.restoreMegabytesPerSecond))
}

function firstProblem(moment: Moment, file: FileState): string | undefined {
  const { task, instance } = moment
  if (file.facts.kind === 'differential') return taskTexts.differentialNotFull(file.fileName)
  if (file.facts.kind === 'log') return taskTexts.logNotFull(file.fileName)
  const existing = findDatabase(instance, task.database)
  const isLocal = isLocal2008R2(instance)
  // An empty database with the name is what 2008 R2 asks for; one with data is never overwritten.
  if (existing && (!isLocal || existing.dataBytes > 0))
    return taskTexts.databaseExists(task.database)
  if (
    !existing &&
    instance.maxDatabases !== undefined &&
    instance.databases.length >= instance.maxDatabases
  )
    return taskTexts.countReached(task.database)
  const needed = file.facts.dataBytes + file.facts.logBytes
  const free = freeBytes(moment)
  return free < needed ? taskTexts.noSpaceToRestore(free, needed) : undefined
}

function appendProblem(moment: Moment, file: FileState): string | undefined {
  const { task, instance } = moment
  if (file.facts.kind === 'full') return taskTexts.secondFull(file.fileName)
  const position = findDatabase(instance, task.database)?.position
  if (!position) return taskTexts.wrongBase
  return chainProblem(position, file.facts, task.database)
}

/** The database exists from here on, closed: its name and its space are taken. */
function reserveDatabase(moment: Moment, file: FileState): void {
  const { task, instance } = moment
  const { dataBytes, logBytes } = file.facts
  const existing = findDatabase(instance, task.database)
  const closed = { status: 'Creating', sqlState: 'RESTORING', dataBytes, logBytes } as const
  if (existing) {
    Object.assign(existing, closed)
    task.isDatabaseReplaced = true
  } else
    instance.databases.push({
      name: task.database,
      collation: instance.collation,
      description: '',
      ...closed,
    })
}

function endRestore(moment: Moment): void {
  const { task, instance, at } = moment
  if (task.failsWith !== undefined) {
    fail(moment, 'RestoreFailed', task.failsWith)
    return
  }
  const [file] = batch(task)
  const database = findDatabase(instance, task.database)
  if (!file || !database) {
    fail(moment, 'RestoreFailed', taskTexts.verifyFailed(file?.fileName ?? ''))
    return
  }
  const { restoreFailure, checkFindings } = file.facts
  if (restoreFailure !== undefined) {
    fail(moment, 'RestoreFailed', restoreFailure)
    return
  }
  setFiles(moment, 'Restored')
  if (checkFindings) database.damage ??= checkFindings
  for (const done of batch(task)) done.endedAt = at
  task.stagedBytes = 0
  const position = positionAfter(isFirstBatch(task) ? undefined : database.position, file.facts)
  if (task.backupMode === 'UPDF') {
    if (position) database.position = position
    task.status = 'Waiting'
    task.description = ''
    return
  }
  beginOpening(moment, database)
}

function beginOpening(moment: Moment, database: DatabaseState): void {
  const { rates } = moment.rules
  const check = durationMs(database.dataBytes, rates.checkMegabytesPerSecond)
  const isSync = moment.task.checkMode === 'SyncExecuteDBCheck'
  schedule(moment, 'opened', rates.latencyMs + (isSync ? check : 0))
}

/** Begins to open the database of a chain: what CreateOnlineDatabaseTask asks for. */
export function openChain(
  state: RdsState,
  task: TaskState,
  instance: InstanceState,
  at: number,
  rules: SettleRules,
): void {
  const database = findDatabase(instance, task.database)
  task.status = 'Running'
  delete task.endedAt
  if (database) beginOpening({ state, task, instance, at, rules }, database)
}

function open(moment: Moment): void {
  const { task, instance, at } = moment
  const database = findDatabase(instance, task.database)
  if (!database) return
  if (task.failsWith !== undefined) {
    task.status = 'Failed'
    task.description = task.failsWith
    task.endedAt = at
    return
  }
  database.status = 'Running'
  database.sqlState = 'ONLINE'
  delete database.position
  task.endedAt = at
  if (database.damage && task.checkMode === 'SyncExecuteDBCheck') {
    task.status = 'Failed'
    task.description = taskTexts.checkFailed
    return
  }
  task.status = 'Success'
  task.description = instance.accounts.length === 0 ? taskTexts.noAccount(database.name) : ''
  if (task.checkMode === 'AsyncExecuteDBCheck') {
    const { rates } = moment.rules
    schedule(
      moment,
      'checked',
      rates.latencyMs + durationMs(database.dataBytes, rates.checkMegabytesPerSecond),
    )
  }
}

function endCheck(moment: Moment): void {
  const { task, instance } = moment
  const damage = findDatabase(instance, task.database)?.damage
  if (damage) {
    task.status = 'Failed'
    task.description = taskTexts.checkFailedLater(damage.errors, damage.table, damage.objectId)
    return
  }
  // The advice about the missing account outlives the check: it is what somebody has to act on.
  if (instance.accounts.length > 0) task.description = taskTexts.checkPassedLater
}

function fail(moment: Moment, fileStatus: OssDownloadStatus, description: string): void {
  const { task, at, rules } = moment
  setFiles(moment, fileStatus)
  for (const file of batch(task)) {
    file.description = description
    file.endedAt = at
  }
  endAsFailed(moment.instance, task, at, description, {
    dropsDatabase: isFirstBatch(task)
      ? fileStatus === 'RestoreFailed'
      : rules.readings.failedAppendEndsChain,
  })
}

/** Ends a task as Failed and gives back its space; the half-restored database goes where that is asked for. */
export function endAsFailed(
  instance: InstanceState,
  task: TaskState,
  at: number,
  description: string,
  options: { readonly dropsDatabase: boolean },
): void {
  delete task.next
  task.stagedBytes = 0
  task.status = 'Failed'
  task.description = description
  task.endedAt = at
  const database = findDatabase(instance, task.database)
  if (!options.dropsDatabase || !database || database.status === 'Running') return
  if (task.isDatabaseReplaced) {
    Object.assign(database, { status: 'Running', sqlState: 'ONLINE', dataBytes: 0, logBytes: 0 })
    delete database.position
    delete database.damage
  } else instance.databases = instance.databases.filter((other) => other !== database)
}
