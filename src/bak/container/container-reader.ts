/**
 * Reads chunks of a compressed file from any place of the chain on: headers through a window, so that many of them
 * cost one read.
 */
import type { ByteSource } from '../../core/index.ts'
import { viewOf } from '../binary.ts'
import { readExactly } from '../mtf/window-reader.ts'
import { type Chunk, indexHeaderBytes, parseChunk } from './chunk.ts'
import type { OpenContainer } from './open-container.ts'

/** After a jump; where the walk goes on from there, each window is twice as long as the one before. */
const firstWindowBytes = 16 * 1024
const lastWindowBytes = 1024 * 1024
/** How far behind a window's end the next header may lie for the walk to go on: a chunk that is cut. */
const cutBytes = 128 * 1024
/** The beginning, the end, and where the blocks behind the data are. */
const keptWindows = 4

interface Window {
  readonly at: number
  readonly end: number
  readonly bytes: Uint8Array
  readonly view: DataView
}

/** What the reading of a compressed file has cost. */
export interface ContainerCost {
  /** Bytes of the compressed file, those that were read twice counted twice. */
  readonly bytesRead: number
  /** Headers of chunks. */
  readonly headersRead: number
  readonly chunksDecoded: number
}

/** Reads one compressed file; calls must not overlap. */
export class ContainerReader {
  readonly cost = { bytesRead: 0, headersRead: 0, chunksDecoded: 0 }
  readonly #source: ByteSource
  readonly #container: OpenContainer
  /** The most recently used first. */
  readonly #windows: Window[] = []

  constructor(source: ByteSource, container: OpenContainer) {
    this.#source = source
    this.#container = container
  }

  /** Returns the chunk that begins at `offset`, which lies in the file. @throws what parseChunk and the source throw */
  async chunkAt(offset: number, signal: AbortSignal | undefined): Promise<Chunk> {
    const { sizeBytes } = this.#container
    const window =
      this.#windowWith(offset, Math.min(offset + indexHeaderBytes, sizeBytes)) ??
      (await this.#slide(offset, signal))
    this.cost.headersRead++
    return parseChunk(window.view, offset - window.at, offset, this.#container)
  }

  /** Returns bytes of the file. They belong to this reader: they are not to be changed. */
  async bytes(from: number, to: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const window = this.#windowWith(from, to) ?? (await this.#read(from, to - from, signal))
    return window.bytes.subarray(from - window.at, to - window.at)
  }

  #windowWith(from: number, to: number): Window | undefined {
    const [newest] = this.#windows
    if (newest && from >= newest.at && to <= newest.end) return newest
    const found = this.#windows.findIndex(({ at, end }) => from >= at && to <= end)
    if (found < 0) return undefined
    const [window] = this.#windows.splice(found, 1)
    if (window) this.#windows.unshift(window)
    return window
  }

  async #slide(offset: number, signal: AbortSignal | undefined): Promise<Window> {
    const before = this.#windows.find(({ at, end }) => offset >= at && offset <= end + cutBytes)
    const goesOn = before !== undefined && before.end - before.at >= firstWindowBytes
    const wanted = goesOn
      ? Math.min(2 * (before.end - before.at), lastWindowBytes)
      : firstWindowBytes
    const { sizeBytes } = this.#container
    return await this.#read(offset, Math.min(wanted, sizeBytes - offset), signal)
  }

  async #read(at: number, length: number, signal: AbortSignal | undefined): Promise<Window> {
    this.cost.bytesRead += length
    const bytes = await readExactly(this.#source, at, length, signal)
    const window = { at, end: at + length, bytes, view: viewOf(bytes) }
    this.#windows.unshift(window)
    if (this.#windows.length > keptWindows) this.#windows.pop()
    return window
  }
}
