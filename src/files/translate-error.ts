/** Turns Node's file errors into ours; the only place that knows its codes. */
import { MigrationError } from '../core/index.ts'
import { filesError } from './errors.ts'

/**
 * Returns the error of a failed read of `path`; errors that are ours already are returned as they are.
 *
 * @source Node.js errors, common system errors [spec]
 */
export function readFailure(error: unknown, path: string): MigrationError {
  if (error instanceof MigrationError) return error
  const { code, reason } = describe(error)
  const options = { cause: error, vendor: { system: 'node' as const, code, message: reason } }
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return filesError('FILES_NOT_FOUND', { path }, options)
    case 'EACCES':
    case 'EPERM':
      return filesError('FILES_FORBIDDEN', { path }, options)
    case 'ELOOP':
      return filesError('FILES_LINK_LOOP', { path }, options)
    default:
      return filesError('FILES_UNREADABLE', { path, reason: code || reason }, options)
  }
}

/** Returns the error of a failed write to `path`. */
export function writeFailure(error: unknown, path: string): MigrationError {
  if (error instanceof MigrationError) return error
  const { code, reason } = describe(error)
  const options = { cause: error, vendor: { system: 'node' as const, code, message: reason } }
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return filesError('FILES_DISK_FULL', { path }, options)
  return filesError('FILES_NOT_WRITABLE', { path, reason: code || reason }, options)
}

function describe(error: unknown): { code: string; reason: string } {
  const reason = error instanceof Error ? error.message : String(error)
  const hasCode = typeof error === 'object' && error !== null && 'code' in error
  return { code: hasCode ? String(error.code) : '', reason }
}
