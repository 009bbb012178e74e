/** A file on this machine as a ByteSource. */
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { ByteSource } from '../core/index.ts'
import { filesError } from './errors.ts'
import { readFailure } from './translate-error.ts'

/** Without O_NONBLOCK, opening a pipe that nobody writes to waits for ever. Windows has neither. */
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

export interface OpenFile extends ByteSource {
  /** When the file was last written, milliseconds since 1970-01-01 UTC, with fractions where the disk has them. */
  readonly modifiedAtMs: number
  /** @throws FILES_CHANGED, FILES_WRITTEN_TO where size or time of modification are not those of the opening any more */
  refuseChanged(): Promise<void>
}

/**
 * Opens a file for reading at any place. Its size is that of this moment; the caller closes it.
 *
 * @param name  how errors and tables name it; the path itself where it is left out
 * @throws FILES_NOT_FOUND | FILES_FORBIDDEN | FILES_UNREADABLE | FILES_NOT_A_FILE (also for a folder)
 */
export async function openFile(path: string, name = path): Promise<OpenFile> {
  const handle = await open(path, openFlags).catch((error: unknown) => {
    throw readFailure(error, name)
  })
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) throw filesError('FILES_NOT_A_FILE', { path: name })
    let closing: Promise<void> | undefined
    async function readInto(offset: number, target: Uint8Array, signal?: AbortSignal) {
      signal?.throwIfAborted()
      const wanted = Math.max(0, Math.min(target.byteLength, stats.size - offset))
      for (let filled = 0; filled < wanted; ) {
        const { bytesRead } = await handle
          .read(target, filled, wanted - filled, offset + filled)
          .catch((error: unknown) => {
            throw readFailure(error, name)
          })
        signal?.throwIfAborted()
        if (bytesRead === 0) {
          const { size } = await handle.stat()
          throw filesError('FILES_CHANGED', { path: name, expected: stats.size, actual: size })
        }
        filled += bytesRead
      }
      return wanted
    }
    return {
      name,
      sizeBytes: stats.size,
      modifiedAtMs: stats.mtimeMs,
      readInto,
      async refuseChanged() {
        const now = await handle.stat()
        if (now.size !== stats.size)
          throw filesError('FILES_CHANGED', { path: name, expected: stats.size, actual: now.size })
        if (now.mtimeMs !== stats.mtimeMs) throw filesError('FILES_WRITTEN_TO', { path: name })
      },
      async read(offset, length, signal) {
        const bytes = new Uint8Array(Math.max(0, Math.min(length, stats.size - offset)))
        await readInto(offset, bytes, signal)
        return bytes
      },
      close() {
        closing ??= handle.close()
        return closing
      },
    }
  } catch (error) {
    await handle.close()
    throw readFailure(error, name)
  }
}
