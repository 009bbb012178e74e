/**
 * Whether a task exists already for an object and a database. CreateMigrateTask takes no client token, so this is
 * asked before every creation (invariant I1). Pure: who asks the service hands in what it said.
 */
import { sameName } from '../core/index.ts'
import { lastPart } from './object-name.ts'
import type { MigrateTask, OssDownload } from './restore-target.ts'

export interface KnownTask {
  readonly task: MigrateTask
  /** Undefined where the edition does not list files: then the database alone has to match. */
  readonly files: readonly Pick<OssDownload, 'fileName'>[] | undefined
}

export interface WantedTask {
  readonly database: string
  /** The object's key; RDS lists files by key or by the last part of it. */
  readonly key: string
  /** When the object got its content: earlier tasks were about another content. Seconds count, as on the wire. */
  readonly since: Date
}

/** `active` waits, runs or rests; `unclear`: several are active and it cannot be told which is meant. */
export type ExistingTask =
  | { readonly kind: 'none' }
  | { readonly kind: 'active' | 'done' | 'failed'; readonly task: MigrateTask }
  | { readonly kind: 'unclear'; readonly tasks: readonly MigrateTask[] }

/** Returns the task that stands for the wanted one. An active one outranks one that is done, that one a failed one. */
export function matchExistingTask(wanted: WantedTask, known: readonly KnownTask[]): ExistingTask {
  const matching = known.filter((candidate) => concerns(candidate, wanted)).map(({ task }) => task)
  const newest = (tasks: readonly MigrateTask[]) =>
    tasks.reduce<MigrateTask | undefined>(
      (best, task) => (best && best.createdAt >= task.createdAt ? best : task),
      undefined,
    )
  const active = matching.filter((task) => task.status !== 'Success' && task.status !== 'Failed')
  if (active.length > 1) return { kind: 'unclear', tasks: active }
  const [only] = active
  if (only) return { kind: 'active', task: only }
  const done = newest(matching.filter((task) => task.status === 'Success'))
  if (done) return { kind: 'done', task: done }
  const failed = newest(matching)
  return failed ? { kind: 'failed', task: failed } : { kind: 'none' }
}

function concerns({ task, files }: KnownTask, wanted: WantedTask): boolean {
  if (!sameName(task.database, wanted.database)) return false
  if (task.createdAt.getTime() < Math.floor(wanted.since.getTime() / 1000) * 1000) return false
  // A task that has just been accepted may not list its file yet: it may be the one.
  if (files === undefined || files.length === 0) return true
  return files.some(
    ({ fileName }) => fileName === wanted.key || lastPart(fileName) === lastPart(wanted.key),
  )
}
