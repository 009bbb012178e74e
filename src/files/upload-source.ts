/**
 * A file as something to upload: read by ranges into buffers that are reused and lie where their CRC-64 is computed,
 * so that a byte is copied once, from the disk, before it is sent. Memory does not depend on the file's size.
 */
import { close, fstat, open, read, type Stats } from 'node:fs'
import { type Crc64Arena, crc64Arena, type UploadBody, type UploadSource } from '../core/index.ts'
import { filesError } from './errors.ts'
import { readFailure } from './translate-error.ts'

/** One read, one CRC and one write each; larger ones are not faster, smaller ones cost calls. */
const halfBytes = 1024 * 1024
const bufferBytes = 2 * halfBytes

/** Buffers shared by all files that are uploaded at the same time. */
export interface UploadBuffers {
  readonly arena: Crc64Arena
  /** Resolves to a buffer that nobody else has until it is given back. First come, first served. */
  take(): Promise<Uint8Array>
  giveBack(buffer: Uint8Array): void
}

/** Returns buffers of 2 MiB. @param count  as many as parts are under way at once, 1 or more */
export function uploadBuffers(count: number): UploadBuffers {
  const arena = crc64Arena(count, bufferBytes)
  const free = [...arena.buffers]
  const waiting: Array<(buffer: Uint8Array) => void> = []
  return {
    arena,
    take() {
      const buffer = free.pop()
      if (buffer) return Promise.resolve(buffer)
      return new Promise((resolve) => {
        waiting.push(resolve)
      })
    },
    giveBack(buffer) {
      const next = waiting.shift()
      if (next) next(buffer)
      else free.push(buffer)
    },
  }
}

/**
 * Opens a file for uploading.
 *
 * @throws FILES_NOT_FOUND, FILES_FORBIDDEN, FILES_NOT_A_FILE, FILES_UNREADABLE
 * @throws (from reading) FILES_CHANGED when it ends before its size at opening, FILES_UNREADABLE
 */
export async function openUploadSource(
  path: string,
  buffers: UploadBuffers,
): Promise<UploadSource> {
  const file = await openFile(path)
  let stats: Stats
  try {
    stats = await statFile(file, path)
    if (!stats.isFile()) throw filesError('FILES_NOT_A_FILE', { path })
  } catch (error) {
    await closeFile(file)
    throw error
  }
  let isOpen = true
  const sizeBytes = stats.size
  const modifiedAtMs = Math.floor(stats.mtimeMs)
  return {
    name: path,
    sizeBytes,
    modifiedAtMs,
    part: (offset, length) => partOf(file, path, sizeBytes, offset, length, buffers),
    async check() {
      const current = await statFile(file, path)
      const isSame = current.size === sizeBytes && Math.floor(current.mtimeMs) === modifiedAtMs
      return isSame ? 'unchanged' : 'changed'
    },
    async close() {
      if (!isOpen) return
      isOpen = false
      await closeFile(file)
    },
  }
}

function partOf(
  file: number,
  path: string,
  fileBytes: number,
  offset: number,
  length: number,
  buffers: UploadBuffers,
): UploadBody {
  let whole: bigint | undefined
  return {
    sizeBytes: length,
    crc64: () => whole,
    async *chunks(signal) {
      whole = undefined
      const buffer = await buffers.take()
      // One half is filled while the other one is under way.
      const halves = [buffer.subarray(0, halfBytes), buffer.subarray(halfBytes)] as const
      let reading: Promise<number> | undefined
      try {
        const readAt = (half: Uint8Array, at: number) =>
          readFile(file, half, Math.min(halfBytes, length - at), offset + at, path)
        let crc = 0n
        let [current, other] = halves
        reading = length > 0 ? readAt(current, 0) : undefined
        for (let at = 0; reading; ) {
          const got = await reading
          reading = undefined
          signal?.throwIfAborted()
          if (got === 0)
            throw filesError('FILES_CHANGED', { path, expected: fileBytes, actual: offset + at })
          at += got
          if (at < length) {
            reading = readAt(other, at)
            // Until it is awaited nobody looks at its failure.
            reading.catch(() => {})
          }
          const chunk = current.subarray(0, got)
          crc = buffers.arena.update(crc, chunk)
          if (at === length) whole = crc
          yield chunk
          const filled = current
          current = other
          other = filled
        }
      } finally {
        // A buffer that is still being filled must not go to another part.
        await reading?.catch(() => {})
        buffers.giveBack(buffer)
      }
    },
  }
}

// The callback calls of node:fs: its promises cost a fifth of the processor time of a whole upload.

function openFile(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    open(path, 'r', (error, file) => (error ? reject(readFailure(error, path)) : resolve(file)))
  })
}

function statFile(file: number, path: string): Promise<Stats> {
  return new Promise((resolve, reject) => {
    fstat(file, (error, stats) => (error ? reject(readFailure(error, path)) : resolve(stats)))
  })
}

function closeFile(file: number): Promise<void> {
  return new Promise((resolve) => {
    close(file, () => resolve())
  })
}

function readFile(
  file: number,
  buffer: Uint8Array,
  length: number,
  position: number,
  path: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    read(file, buffer, 0, length, position, (error, got) =>
      error ? reject(readFailure(error, path)) : resolve(got),
    )
  })
}
