/** Asks RDS which tasks exist, so that none is created twice and no quota is exceeded. */
import { isMigrationError } from '../../core/index.ts'
import {
  type KnownTask,
  type MigrateTask,
  type MigrationOperation,
  type OssDownload,
  operationsOf,
  type RestoreTarget,
} from '../../rds/index.ts'

/** @source cloud-api facts 1.3: tasks of the last week [spec] */
export const taskMemoryMs = 7 * 24 * 3600 * 1000

export interface TasksOfInstance {
  readonly tasks: readonly (KnownTask & { readonly files: readonly OssDownload[] | undefined })[]
  /** False where the edition does not list tasks: then what is missing here may exist all the same. */
  readonly isComplete: boolean
}

/**
 * Returns the tasks of the last week with their files.
 * @param concerning  databases in lower case whose files are asked for; of the others only the task is
 */
export async function readTasks(
  target: RestoreTarget,
  instanceId: string,
  nowMs: number,
  concerning: ReadonlySet<string>,
): Promise<TasksOfInstance> {
  let listed: MigrateTask[]
  try {
    listed = await target.migrateTasks({
      instanceId,
      from: new Date(nowMs - taskMemoryMs),
      to: new Date(nowMs + 60_000),
    })
  } catch (error) {
    if (isMigrationError(error, 'RDS_TASK_LIST_UNSUPPORTED'))
      return { tasks: [], isComplete: false }
    throw error
  }
  const tasks = []
  for (const task of listed)
    tasks.push({
      task,
      files: concerning.has(task.database.toLowerCase())
        ? await filesOf(target, instanceId, task.migrateTaskId)
        : undefined,
    })
  return { tasks, isComplete: true }
}

/** The files of a task, or undefined where the edition does not list them. */
export async function filesOf(
  target: RestoreTarget,
  instanceId: string,
  migrateTaskId: string,
): Promise<readonly OssDownload[] | undefined> {
  try {
    return await target.ossDownloads(instanceId, migrateTaskId)
  } catch (error) {
    if (isMigrationError(error, 'RDS_TASK_LIST_UNSUPPORTED', 'RDS_TASK_NOT_FOUND')) return undefined
    throw error
  }
}

/** Returns what the tasks used of the quota. */
export function usedOperations({ tasks }: TasksOfInstance): MigrationOperation[] {
  return tasks.flatMap(({ task, files }) => operationsOf(task, files))
}
