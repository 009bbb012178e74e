/**
 * The state folder: where the journal, its locks and what the sandbox keeps lie, readable for its owner only.
 *
 *   journal.sqlite   every migration, upload and import
 *   locks/           one lock per stream of the journal
 */
import { chmodSync, mkdirSync } from 'node:fs'
import { homedir, platform } from 'node:os'
import { join } from 'node:path'
import type { AppContext } from './context.ts'
import { appError } from './errors.ts'

export interface Home {
  /** Absolute path. */
  readonly path: string
  readonly journalPath: string
}

/**
 * Returns the user's state folder by the custom of the system.
 * @source XDG Base Directory Specification 0.8 (XDG_STATE_HOME); LOCALAPPDATA; Library/Application Support [spec]
 */
export function defaultHome(env: AppContext['env']): string {
  const user = env['HOME'] || env['USERPROFILE'] || homedir()
  if (platform() === 'win32') {
    return join(env['LOCALAPPDATA'] || join(user, 'AppData', 'Local'), 'sqlferry')
  }
  if (platform() === 'darwin') return join(user, 'Library', 'Application Support', 'sqlferry')
  return join(env['XDG_STATE_HOME'] || join(user, '.local', 'state'), 'sqlferry')
}

/** Makes the state folder where it is missing and returns its layout. @throws CONFIG_HOME_NOT_WRITABLE */
export function openHome(path: string): Home {
  try {
    const made = mkdirSync(path, { recursive: true, mode: 0o700 })
    // The mask of the process may have made it narrower than its owner needs.
    if (made !== undefined) chmodSync(path, 0o700)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw appError('CONFIG_HOME_NOT_WRITABLE', { path, reason }, { cause: error })
  }
  return { path, journalPath: join(path, 'journal.sqlite') }
}
