/** How much space is left on a disk. */
import { statfs } from 'node:fs/promises'
import { readFailure } from './translate-error.ts'

/**
 * Returns the bytes that this user can still write on the disk of `path` (a file or folder that exists).
 *
 * @throws FILES_NOT_FOUND | FILES_FORBIDDEN | FILES_UNREADABLE
 */
export async function freeSpace(path: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize
  } catch (error) {
    throw readFailure(error, path)
  }
}
