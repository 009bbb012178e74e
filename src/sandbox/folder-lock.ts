/**
 * The lock on a sandbox's data folder: SQLite's exclusive lock on a side file, which the operating system frees at the
 * moment its owner dies. Two sandboxes on one folder would overwrite each other's state.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sandboxError } from './errors.ts'

export interface FolderLock {
  /** Calling it twice is harmless. */
  release(): void
}

/** Two that come at the same instant can refuse each other; a short wait lets one of them win. */
const patienceMs = 300
/** SQLITE_BUSY. @source sqlite.org/rescode.html [spec] */
const busy = 5

/** Takes the lock of a folder, which is made when needed. @throws SANDBOX_FOLDER_TAKEN, and what the file system says */
export function lockFolder(folder: string): FolderLock {
  mkdirSync(folder, { recursive: true })
  const database = new DatabaseSync(join(folder, 'lock'), { timeout: patienceMs })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === busy)
      throw sandboxError('SANDBOX_FOLDER_TAKEN', { path: folder }, { cause: error })
    throw error
  }
  return {
    release: () => {
      if (database.isOpen) database.close()
    },
  }
}
