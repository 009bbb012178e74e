/**
 * Where the bytes of objects and parts lie: in memory, or as one file each in a folder. A blob is written once and
 * never changed; which blobs make up which object is not known here.
 */
import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { type FileHandle, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type ByteSource, crc64, type Ids } from '../../core/index.ts'

export interface BlobWriter {
  /** The bytes are copied or written before the promise resolves: the array may be reused then. */
  write(bytes: Uint8Array): Promise<void>
  /** Ends the blob and returns its id. */
  finish(): Promise<string>
  /** Gives the blob up. */
  discard(): Promise<void>
}

export interface BlobStore {
  create(): Promise<BlobWriter>
  /** Opens a finished blob; close it after use. */
  open(blobId: string): Promise<ByteSource>
  /** Also succeeds where there is no such blob. */
  remove(blobId: string): Promise<void>
  ids(): Promise<string[]>
}

/** Blobs in memory. */
export class MemoryBlobs implements BlobStore {
  #ids: Ids
  #blobs = new Map<string, ByteSource>()

  constructor(ids: Ids) {
    this.#ids = ids
  }

  async create(): Promise<BlobWriter> {
    const chunks: Uint8Array[] = []
    const blobId = this.#ids.uuid()
    return {
      write: async (bytes) => {
        chunks.push(bytes.slice())
      },
      finish: async () => {
        this.#blobs.set(blobId, chunkedSource(chunks, blobId))
        return blobId
      },
      discard: async () => {},
    }
  }

  /** Takes a source as a blob, without reading it: for objects whose bytes are made up on demand. */
  adopt(source: ByteSource): string {
    const blobId = this.#ids.uuid()
    this.#blobs.set(blobId, { ...pass(source), close: async () => {} })
    return blobId
  }

  async open(blobId: string): Promise<ByteSource> {
    const source = this.#blobs.get(blobId)
    if (!source) throw new Error(`blob ${blobId} is missing`)
    return source
  }

  async remove(blobId: string): Promise<void> {
    this.#blobs.delete(blobId)
  }

  async ids(): Promise<string[]> {
    return [...this.#blobs.keys()]
  }
}

/** Blobs as files named by their id in one folder, which is created. */
export class FolderBlobs implements BlobStore {
  #folder: string
  #ids: Ids

  constructor(folder: string, ids: Ids) {
    mkdirSync(folder, { recursive: true })
    this.#folder = folder
    this.#ids = ids
  }

  async create(): Promise<BlobWriter> {
    const blobId = this.#ids.uuid()
    const path = this.#path(blobId)
    const file = await open(path, 'wx')
    return {
      write: (bytes) => writeFully(file, bytes),
      finish: async () => {
        await file.close()
        return blobId
      },
      discard: async () => {
        await file.close()
        await rm(path, { force: true })
      },
    }
  }

  async open(blobId: string): Promise<ByteSource> {
    const file = await open(this.#path(blobId), 'r')
    const { size } = await file.stat()
    let isOpen = true
    return {
      sizeBytes: size,
      name: blobId,
      read: async (offset, length) => {
        const wanted = Math.max(0, Math.min(length, size - offset))
        const bytes = new Uint8Array(wanted)
        let filled = 0
        while (filled < wanted) {
          const { bytesRead } = await file.read(bytes, filled, wanted - filled, offset + filled)
          if (bytesRead === 0) break
          filled += bytesRead
        }
        return filled === wanted ? bytes : bytes.subarray(0, filled)
      },
      close: async () => {
        if (isOpen) await file.close()
        isOpen = false
      },
    }
  }

  async remove(blobId: string): Promise<void> {
    await rm(this.#path(blobId), { force: true })
  }

  ids(): Promise<string[]> {
    return readdir(this.#folder)
  }

  #path(blobId: string): string {
    return join(this.#folder, blobId)
  }
}

/** What a body turned out to be once it was stored. */
export interface StoredBody {
  readonly pieces: readonly { readonly blobId: string; readonly sizeBytes: number }[]
  readonly sizeBytes: number
  /** 16 bytes. */
  readonly md5: Buffer
  readonly crc64: bigint
}

/** Streams a body into the store, hashing it on the way; nothing is left behind when the body breaks off. */
export async function storeBody(
  blobs: BlobStore,
  body: AsyncIterable<Uint8Array>,
): Promise<StoredBody> {
  const writer = await blobs.create()
  const md5 = createHash('md5')
  let sizeBytes = 0
  let crc = 0n
  try {
    for await (const bytes of body) {
      md5.update(bytes)
      crc = crc64(bytes, crc)
      sizeBytes += bytes.byteLength
      await writer.write(bytes)
    }
  } catch (error) {
    await writer.discard()
    throw error
  }
  const blobId = await writer.finish()
  return {
    pieces: [{ blobId, sizeBytes }],
    sizeBytes,
    md5: md5.digest(),
    crc64: crc,
  }
}

async function writeFully(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let written = 0; written < bytes.byteLength; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.byteLength - written)
    written += bytesWritten
  }
}

function pass(source: ByteSource): Omit<ByteSource, 'close'> {
  return {
    sizeBytes: source.sizeBytes,
    name: source.name,
    read: (offset, length, signal) => source.read(offset, length, signal),
  }
}

function chunkedSource(chunks: readonly Uint8Array[], name: string): ByteSource {
  const starts: number[] = []
  let sizeBytes = 0
  for (const chunk of chunks) {
    starts.push(sizeBytes)
    sizeBytes += chunk.byteLength
  }
  return {
    sizeBytes,
    name,
    read: async (offset, length) => {
      const end = Math.min(sizeBytes, offset + length)
      const bytes = new Uint8Array(Math.max(0, end - offset))
      let index = lastAtMost(starts, offset)
      for (let at = offset; at < end; index++) {
        const chunk = chunks[index]
        const start = starts[index]
        if (chunk === undefined || start === undefined) break
        const run = chunk.subarray(at - start, end - start)
        bytes.set(run, at - offset)
        at = start + chunk.byteLength
      }
      return bytes
    },
    close: async () => {},
  }
}

/** Returns the index of the last number that is at most `value` in an ascending list; 0 where none is. */
export function lastAtMost(numbers: readonly number[], value: number): number {
  let low = 0
  let high = numbers.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((numbers[middle] ?? 0) <= value) low = middle
    else high = middle - 1
  }
  return low
}
