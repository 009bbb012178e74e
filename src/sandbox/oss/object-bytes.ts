/**
 * The bytes of an object, which may lie in thousands of blobs. Blobs are opened when they are reached, so that the
 * number of open files does not grow with the number of parts.
 */

import type { ByteSource } from '../../core/index.ts'
import { lastAtMost } from './blobs.ts'
import type { OssModel } from './model.ts'
import type { Piece } from './state.ts'

const openBlobs = 4

/**
 * Returns the pieces as one source. They stay readable until it is closed, even when the object is overwritten.
 * @param name  for messages, such as `oss://bucket/key`
 */
export function openPieces(model: OssModel, pieces: readonly Piece[], name: string): ByteSource {
  model.hold(pieces)
  const starts: number[] = []
  let sizeBytes = 0
  for (const piece of pieces) {
    starts.push(sizeBytes)
    sizeBytes += piece.sizeBytes
  }
  const open = new Map<string, Promise<ByteSource>>()
  let reading = 0
  let isClosed = false
  const blob = (blobId: string): Promise<ByteSource> => {
    const known = open.get(blobId)
    if (known) return known
    const opened = model.blobs.open(blobId)
    open.set(blobId, opened)
    return opened
  }
  const trim = async (keep: number) => {
    for (const [blobId, source] of [...open].slice(0, Math.max(0, open.size - keep))) {
      open.delete(blobId)
      await (await source).close()
    }
  }
  return {
    sizeBytes,
    name,
    read: async (offset, length) => {
      const end = Math.min(sizeBytes, offset + length)
      const bytes = new Uint8Array(Math.max(0, end - offset))
      reading++
      try {
        for (let index = lastAtMost(starts, offset), at = offset; at < end; index++) {
          const piece = pieces[index]
          const start = starts[index]
          if (piece === undefined || start === undefined) break
          const source = await blob(piece.blobId)
          const run = await source.read(at - start, Math.min(end, start + piece.sizeBytes) - at)
          bytes.set(run, at - offset)
          at = start + piece.sizeBytes
        }
      } finally {
        reading--
        // A parallel read may still need what it opened.
        if (reading === 0) await trim(openBlobs)
      }
      return bytes
    },
    close: async () => {
      if (isClosed) return
      isClosed = true
      await trim(0)
      await model.release(pieces)
    },
  }
}

/** Yields the bytes from `offset`, `length` of them, in runs of at most 256 KiB, and closes the source. */
export async function* streamBytes(
  source: ByteSource,
  offset: number,
  length: number,
): AsyncGenerator<Uint8Array> {
  try {
    for (let at = offset; at < offset + length; ) {
      const bytes = await source.read(at, Math.min(256 * 1024, offset + length - at))
      if (bytes.byteLength === 0) return
      yield bytes
      at += bytes.byteLength
    }
  } finally {
    await source.close()
  }
}
