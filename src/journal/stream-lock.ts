/**
 * The lock that lets one process alone work on a migration: SQLite's exclusive lock on a side file. The operating
 * system frees it at the moment its owner dies, however that happens, so there are no stale locks to clear.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Clock } from '../core/index.ts'
import { journalError } from './errors.ts'
import { type DatabaseSync, isBusy, openDatabase, translateSqliteError } from './sqlite.ts'

export interface StreamLock {
  readonly streamId: string
  /** Gives the lock back; calling it twice is harmless. */
  release(): Promise<void>
}

// Two processes that come at the same instant can refuse each other; a short wait lets one of them win.
const patienceMs = 300

/**
 * Takes the lock of a stream, or says at once who holds it.
 *
 * @param home  the state folder; the lock lies in its `locks` folder, which is made when needed
 * @throws JOURNAL_LOCKED, JOURNAL_NOT_WRITABLE, JOURNAL_DISK_FULL
 */
export async function lockStream(
  home: string,
  streamId: string,
  clock: Clock,
): Promise<StreamLock> {
  const folder = join(home, 'locks')
  const path = join(folder, `${encodeURIComponent(streamId)}.lock`)
  // Beside the lock file: opening and closing the lock file itself would drop the lock on POSIX systems.
  const ownerPath = `${path}.owner`
  let database: DatabaseSync | undefined
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    database = openDatabase(path, { timeoutMs: patienceMs })
    database.exec('BEGIN EXCLUSIVE')
    const owner = { pid: process.pid, host: hostname(), since: new Date(clock.now()).toISOString() }
    writeFileSync(ownerPath, `${JSON.stringify(owner)}\n`, { mode: 0o600 })
  } catch (error) {
    database?.close()
    if (!isBusy(error)) throw translateSqliteError(error, path, patienceMs)
    throw journalError(
      'JOURNAL_LOCKED',
      { stream: streamId, owner: describeOwner(ownerPath) },
      { cause: error },
    )
  }
  const held = database
  return {
    streamId,
    release: async () => {
      if (held.isOpen) held.close()
    },
  }
}

/** Returns who wrote the owner file; `unknown` where it cannot be read, because it only explains. */
function describeOwner(ownerPath: string): string {
  try {
    const owner: unknown = JSON.parse(readFileSync(ownerPath, 'utf8'))
    if (typeof owner !== 'object' || owner === null) return 'unknown'
    const { pid, host, since } = owner as Record<string, unknown>
    return `pid ${pid}, ${host}, ${since}`
  } catch {
    return 'unknown'
  }
}
