/** Writes a whole file so that readers see the old content or the new one, never a part, even after a power cut. */
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Ids } from '../core/index.ts'
import { writeFailure } from './translate-error.ts'

/**
 * Replaces the content of `path`. The folder must exist; a failed write leaves the old file as it was.
 *
 * @param ids  names the temporary file beside it
 * @throws FILES_DISK_FULL | FILES_NOT_WRITABLE
 */
export async function atomicWrite(
  path: string,
  content: string | Uint8Array,
  ids: Ids,
): Promise<void> {
  const temporary = `${path}.${ids.uuid()}.tmp`
  try {
    const handle = await open(temporary, 'wx')
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, path)
    await syncFolder(dirname(path))
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {})
    throw writeFailure(error, path)
  }
}

/** Makes the rename itself durable. Windows cannot open folders, and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  if (handle === undefined) return
  try {
    // A file system that cannot sync folders has nothing better to offer; the content is safe already.
    await handle.sync().catch(() => {})
  } finally {
    await handle.close()
  }
}
