/** Opens SQLite files and translates what SQLite and the file system complain about. The only file with node:sqlite. */
import { DatabaseSync } from 'node:sqlite'
import { MigrationError } from '../core/index.ts'
import { journalError } from './errors.ts'

export type { DatabaseSync }

/** Tries to open the file; the caller closes it. @throws JOURNAL_UNREADABLE, JOURNAL_NOT_WRITABLE, ... */
export function openDatabase(
  path: string,
  options: { readonly readOnly?: boolean; readonly timeoutMs: number },
): DatabaseSync {
  try {
    return new DatabaseSync(path, {
      readOnly: options.readOnly ?? false,
      timeout: options.timeoutMs,
      enableForeignKeyConstraints: true,
    })
  } catch (error) {
    throw translateSqliteError(error, path, options.timeoutMs)
  }
}

/**
 * Primary result codes.
 * @source sqlite.org/rescode.html [spec]
 */
const resultCodes = {
  perm: 3,
  busy: 5,
  locked: 6,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  notADatabase: 26,
} as const

/** `SQLITE_IOERR_WRITE` and its kin: the disk took fewer bytes than were given. @source sqlite.org/rescode.html [spec] */
const shortWrites: readonly number[] = [778, 1034, 4874]

/** Tells whether SQLite gave up waiting for another process. */
export function isBusy(error: unknown): boolean {
  const code = resultCodeOf(error)
  return (
    code !== undefined &&
    ((code & 0xff) === resultCodes.busy || (code & 0xff) === resultCodes.locked)
  )
}

/** Returns our error for one of SQLite or the file system; ours and foreign ones are returned as they are. */
export function translateSqliteError(error: unknown, path: string, timeoutMs: number): unknown {
  if (error instanceof MigrationError) return error
  if (!(error instanceof Error)) return error
  const options = { cause: error, vendor: { system: 'node', message: error.message } } as const
  const reason = error.message
  const systemCode = 'code' in error ? error.code : undefined
  if (systemCode === 'ENOSPC' || systemCode === 'EDQUOT') {
    return journalError('JOURNAL_DISK_FULL', { path }, options)
  }
  if (systemCode === 'EACCES' || systemCode === 'EROFS' || systemCode === 'EPERM') {
    return journalError('JOURNAL_NOT_WRITABLE', { path, reason }, options)
  }
  const code = resultCodeOf(error)
  if (code === undefined) return error
  switch (code & 0xff) {
    case resultCodes.full:
      return journalError('JOURNAL_DISK_FULL', { path }, options)
    case resultCodes.busy:
    case resultCodes.locked:
      return journalError('JOURNAL_BUSY', { path, seconds: timeoutMs / 1000 }, options)
    case resultCodes.readOnly:
    case resultCodes.perm:
    case resultCodes.cannotOpen:
      return journalError('JOURNAL_NOT_WRITABLE', { path, reason }, options)
    case resultCodes.ioError:
      return shortWrites.includes(code)
        ? journalError('JOURNAL_DISK_FULL', { path }, options)
        : journalError('JOURNAL_UNREADABLE', { path, reason }, options)
    default:
      return journalError('JOURNAL_UNREADABLE', { path, reason }, options)
  }
}

function resultCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode : undefined
}
