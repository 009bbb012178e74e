/** The tasks that count against the quotas, where the service lists them at all. */
import { isMigrationError } from '../../core/index.ts'
import type { MigrateTask, RestoreTarget } from '../../rds/index.ts'
import { quotaWindowMs } from '../plan/index.ts'

/**
 * Returns the tasks of the last two days, and those that a service whose clock is ahead dates later.
 * None on an edition that does not list tasks (2017 cluster): the service alone then keeps its quotas, and an answer
 * that is lost there is left to a person.
 */
export async function listRecentTasks(
  target: RestoreTarget,
  instanceId: string,
  nowMs: number,
): Promise<MigrateTask[]> {
  try {
    return await target.migrateTasks({
      instanceId,
      from: new Date(nowMs - 2 * quotaWindowMs),
      to: new Date(nowMs + quotaWindowMs),
    })
  } catch (error) {
    if (isMigrationError(error, 'RDS_TASK_LIST_UNSUPPORTED')) return []
    throw error
  }
}
