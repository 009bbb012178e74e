/** What the journal of this machine knows about RDS tasks: which are ours, and the file that each restores. */
import { existsSync } from 'node:fs'
import { type JournalEvent, openJournalReader } from '../journal/index.ts'

/** Absolute path of the file by the task's id; undefined where the file is not known. */
export type JournaledTasks = ReadonlyMap<string, string | undefined>

/** Returns every task that a command of ours created or adopted; none where there is no journal. */
export async function readJournaledTasks(path: string): Promise<JournaledTasks> {
  if (!existsSync(path)) return new Map()
  const journal = await openJournalReader(path)
  try {
    const tasks = new Map<string, string | undefined>()
    const keyOfTask = new Map<string, string>()
    const fileOfKey = new Map<string, string>()
    // Oldest first: of two uploads to one key the later one counts.
    for (const { streamId } of (await journal.streams()).reverse()) {
      const fileOfDatabase = new Map<string, string>()
      for (const { event } of await journal.read(streamId)) {
        const { type, database, migrateTaskId, path: file } = event
        if (type === 'database-planned' && typeof database === 'string') {
          const planned = plannedFile(event)
          if (planned !== undefined) fileOfDatabase.set(database, planned)
        }
        const key = keyOf(event)
        if (type === 'uploadOpened' && key !== undefined && typeof file === 'string')
          fileOfKey.set(key, file)
        if (typeof migrateTaskId !== 'string' || migrateTaskId === '') continue
        const planned = typeof database === 'string' ? fileOfDatabase.get(database) : undefined
        tasks.set(migrateTaskId, planned ?? tasks.get(migrateTaskId))
        if (key !== undefined) keyOfTask.set(migrateTaskId, key)
      }
    }
    for (const [task, key] of keyOfTask) tasks.set(task, tasks.get(task) ?? fileOfKey.get(key))
    return tasks
  } finally {
    await journal.close()
  }
}

function plannedFile({ plan }: JournalEvent): string | undefined {
  if (typeof plan !== 'object' || plan === null || !('path' in plan)) return undefined
  return typeof plan['path'] === 'string' ? plan['path'] : undefined
}

function keyOf({ bucket, key }: JournalEvent): string | undefined {
  return typeof bucket === 'string' && typeof key === 'string' ? `${bucket}/${key}` : undefined
}
