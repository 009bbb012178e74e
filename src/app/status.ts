/**
 * `status`: the migration tasks of an instance and their files, as RDS says at this moment. Changes nothing.
 */

import { is2008R2 } from '../assessment/index.ts'
import { isMigrationError, type MigrationError, sameName } from '../core/index.ts'
import {
  explainDescription,
  fileFailure,
  type MigrateTask,
  type MigrateTaskStatus,
  type OssDownload,
  type RestoreTarget,
  taskFailure,
} from '../rds/index.ts'
import { openCloud } from './cloud.ts'
import { loadSettings, requireSetting, type SettingOverrides } from './config.ts'
import type { AppContext } from './context.ts'
import { openHome } from './home.ts'
import { filesOf } from './import/existing-tasks.ts'
import { type JournaledTasks, readJournaledTasks } from './status-journal.ts'

/** What is asked for; what is left out does not narrow. */
export interface StatusFilter {
  /** Default: seven days before the end. */
  readonly since?: Date | undefined
  /** Default: now. */
  readonly until?: Date | undefined
  readonly database?: string | undefined
  readonly statuses?: readonly MigrateTaskStatus[] | undefined
}

export interface StatusTask {
  readonly task: MigrateTask
  /** Undefined where the edition does not list files. */
  readonly files: readonly OssDownload[] | undefined
  /** What the task's Description stands for: a failure, or a warning or note that comes with success. */
  readonly explanation: MigrationError | undefined
  readonly verdict: 'failure' | 'warning' | 'note' | undefined
  /** Absolute path of the file that our journal says it restores; undefined where it does not know. */
  readonly source: string | undefined
}

export interface StatusReport {
  readonly instanceId: string
  readonly engineVersion: string
  /** Which page of the RDS console shows the same: that of 2008 R2, or that of 2012 and later. */
  readonly view: 'database-migration' | 'upload-history'
  readonly from: Date
  readonly to: Date
  /** When RDS answered, milliseconds since 1970-01-01 UTC. */
  readonly askedAt: number
  /** False where the edition lists no tasks: then these are only the ones in our journal. */
  readonly isComplete: boolean
  /** Newest first. */
  readonly tasks: readonly StatusTask[]
}

/** @source manual, step 3: the records of the last seven days are shown by default [spec] */
const defaultRangeMs = 7 * 24 * 3600 * 1000

/** Calls at once: enough to be quick, few enough not to be throttled. */
const callsAtOnce = 4

export interface StatusSource {
  /** Asks RDS anew. */
  ask(): Promise<StatusReport>
  close(): Promise<void>
}

/**
 * Returns a source of reports for the settings of the run; nothing is asked before the first `ask`.
 * @throws CONFIG_SETTING_MISSING and others of the settings
 */
export async function openStatus(
  context: AppContext,
  overrides: SettingOverrides,
  filter: StatusFilter = {},
): Promise<StatusSource> {
  const settings = await loadSettings(context, overrides)
  const instanceId = requireSetting(settings, 'instance')
  const cloud = await openCloud(context, settings)
  const journaled = async () => readJournaledTasks(openHome(settings.home).journalPath)
  return {
    ask: () => readStatus(cloud.target, instanceId, filter, context.clock.now(), journaled),
    close: () => cloud.close(),
  }
}

/**
 * Returns the tasks of an instance with their files.
 * @param journaled  what the journal knows: where the edition lists no tasks, these are asked for one by one
 */
export async function readStatus(
  target: RestoreTarget,
  instanceId: string,
  filter: StatusFilter,
  nowMs: number,
  journaled: () => Promise<JournaledTasks> = async () => new Map(),
): Promise<StatusReport> {
  const to = filter.until ?? new Date(nowMs)
  const from = filter.since ?? new Date(to.getTime() - defaultRangeMs)
  const instance = await target.instance(instanceId)
  const listed = await listTasks(target, { instanceId, from, to }, journaled)
  // What RDS says is told even where our journal cannot be read.
  const known: JournaledTasks = await journaled().catch(() => new Map())
  const wanted = listed.tasks.filter((task) => passes(task, filter))
  const tasks = await mapAtOnce(wanted, async (task) =>
    explained(
      task,
      await filesOf(target, instanceId, task.migrateTaskId),
      known.get(task.migrateTaskId),
    ),
  )
  return {
    instanceId,
    engineVersion: instance.engineVersion,
    view: is2008R2(instance) ? 'database-migration' : 'upload-history',
    from,
    to,
    askedAt: nowMs,
    isComplete: listed.isComplete,
    tasks,
  }
}

async function listTasks(
  target: RestoreTarget,
  range: { readonly instanceId: string; readonly from: Date; readonly to: Date },
  journaled: () => Promise<JournaledTasks>,
): Promise<{ readonly tasks: readonly MigrateTask[]; readonly isComplete: boolean }> {
  try {
    return { tasks: await target.migrateTasks(range), isComplete: true }
  } catch (error) {
    if (!isMigrationError(error, 'RDS_TASK_LIST_UNSUPPORTED')) throw error
  }
  const ids = [...(await journaled()).keys()]
  const found = await mapAtOnce(ids, async (id) => {
    try {
      return await target.migrateTask(range.instanceId, id)
    } catch (error) {
      // The journal knows tasks of other instances too, and the service forgets old ones.
      if (isMigrationError(error, 'RDS_TASK_NOT_FOUND')) return undefined
      throw error
    }
  })
  const tasks = found
    .filter((task) => task !== undefined)
    .filter(({ createdAt }) => createdAt >= range.from && createdAt <= range.to)
    .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
  return { tasks, isComplete: false }
}

function passes(task: MigrateTask, { database, statuses }: StatusFilter): boolean {
  if (database !== undefined && !sameName(task.database, database)) return false
  return statuses === undefined || statuses.length === 0 || statuses.includes(task.status)
}

function explained(
  task: MigrateTask,
  files: readonly OssDownload[] | undefined,
  source: string | undefined,
): StatusTask {
  const description = explainDescription(task.description)
  const named = files?.at(-1)?.fileName ?? ''
  if (task.status === 'Failed' || description) {
    // A text that is not known may still be told by the file that stopped the task.
    const byFile = description
      ? undefined
      : files?.map(fileFailure).find((error) => error !== undefined)
    const verdict = description?.verdict ?? 'failure'
    return { task, files, explanation: byFile ?? taskFailure(task, named), verdict, source }
  }
  return { task, files, explanation: undefined, verdict: undefined, source }
}

/** Returns what `work` makes of each item, in their order. */
async function mapAtOnce<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let start = 0; start < items.length; start += callsAtOnce)
    results.push(...(await Promise.all(items.slice(start, start + callsAtOnce).map(work))))
  return results
}
