/**
 * Bytes that can be read at any place, wherever they are: a file, a Blob, an object in OSS, memory.
 * The reader of backups knows only this shape.
 */

/** A fixed number of bytes with random access. */
export interface ByteSource {
  /** Whole length in bytes, 0 or more, a safe integer. */
  readonly sizeBytes: number
  /** How errors and tables name it: a path, an OSS address. */
  readonly name: string
  /**
   * Reads `length` bytes from `offset`; both 0 or more. Returns fewer bytes only at the end of the source,
   * and none from beyond it. The caller owns the returned array. May be called several times at once.
   */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>
  /**
   * Reads into an array of the caller's, which may lie in the memory of WebAssembly, and returns how many bytes came:
   * fewer than it holds only at the end of the source. Sources without it are read with `read`.
   */
  readInto?(offset: number, target: Uint8Array, signal?: AbortSignal): Promise<number>
  /** Gives back what the source holds (a file handle). Calling it twice is harmless. */
  close(): Promise<void>
}

/** Receives bytes from the first to the last, in order. The array may be reused once `write` has resolved. @public */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
}

/** Returns a source over bytes in memory. The array is not copied: do not change it while the source is in use. */
export function memorySource(bytes: Uint8Array, name = 'memory'): ByteSource {
  return {
    sizeBytes: bytes.byteLength,
    name,
    read: async (offset, length) =>
      bytes.slice(offset, Math.min(bytes.byteLength, offset + length)),
    async readInto(offset, target) {
      const found = bytes.subarray(offset, Math.min(bytes.byteLength, offset + target.byteLength))
      target.set(found)
      return found.byteLength
    },
    close: async () => {},
  }
}

/**
 * Returns a source over a Blob, such as a file that a person chose in a web page: `blobSource(input.files[0])`.
 * Nothing of it is held in memory. A name of its own, as a File has one, is used unless one is given.
 */
export function blobSource(blob: Blob, name?: string): ByteSource {
  const ownName = 'name' in blob && typeof blob.name === 'string' ? blob.name : 'blob'
  return {
    sizeBytes: blob.size,
    name: name ?? ownName,
    async read(offset, length, signal) {
      signal?.throwIfAborted()
      return new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer())
    },
    close: async () => {},
  }
}
