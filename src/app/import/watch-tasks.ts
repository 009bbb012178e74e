/** Watches the tasks of an import until RDS has ended each of them. */
import type { Clock } from '../../core/index.ts'
import { lastPart, type MigrateTask, type RestoreTarget, taskFailure } from '../../rds/index.ts'
import type { ImportedFile, ImportOutcome } from './import-report.ts'

/** How often tasks are asked about while waiting. */
const watchEveryMs = 15_000

/**
 * Returns the files with what became of their tasks. A task that waits for a person counts as ended.
 * @throws what RDS answers, and the signal's reason
 */
export async function watchTasks(
  files: readonly ImportedFile[],
  context: {
    readonly target: RestoreTarget
    readonly instanceId: string
    readonly clock: Clock
    readonly signal: AbortSignal
    /** Told of each file whose task has changed. */
    readonly onFile: ((file: ImportedFile) => void) | undefined
  },
): Promise<ImportedFile[]> {
  const { target, instanceId, clock, signal } = context
  const watched = [...files]
  for (;;) {
    let open = 0
    for (const [index, file] of watched.entries()) {
      if (file.migrateTaskId === undefined || !isOpen(file)) continue
      const task = await target.migrateTask(instanceId, file.migrateTaskId)
      const outcome = outcomeOf(task) ?? file.outcome
      const { status } = task
      const changed: ImportedFile = {
        ...file,
        outcome,
        status,
        error: outcome === 'failed' ? taskFailure(task, lastPart(file.key)) : undefined,
      }
      if (status !== file.status) context.onFile?.(changed)
      watched[index] = changed
      if (isOpen(changed)) open++
    }
    if (open === 0) return watched
    await clock.sleep(watchEveryMs, signal)
  }
}

/** What a task has come to, or undefined while RDS works on it. */
function outcomeOf({ status }: MigrateTask): ImportOutcome | undefined {
  if (status === 'Success') return 'restored'
  return status === 'Failed' ? 'failed' : undefined
}

/** A task that RDS still works on; `Waiting` rests until a person goes on. */
function isOpen({ outcome, status }: ImportedFile): boolean {
  return (outcome === 'created' || outcome === 'existing') && status !== 'Waiting'
}
