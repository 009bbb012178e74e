/**
 * The decompressed image of a compressed backup as a source like any other: whoever reads it does not know of chunks.
 * Reading a byte costs the headers from the nearest known chunk on, and one chunk decompressed; a sparse index and a
 * few decoded chunks are all that is kept.
 */
import type { ByteSource, MigrationError } from '../../core/index.ts'
import { isChunkDamage } from '../damage.ts'
import { RecentlyUsed } from '../recently-used.ts'
import { lastAtMost } from '../search.ts'
import { Checkpoints, type Place } from './checkpoints.ts'
import type { Chunk } from './chunk.ts'
import { faultError } from './chunk-problem.ts'
import type { BackupCodecs, CompressionAlgorithm } from './codecs.ts'
import { type ContainerCost, ContainerReader } from './container-reader.ts'
import { batchDecoder, batchFieldCount } from './decode-batch.ts'
import { containerError } from './errors.ts'
import { containerHeaderBytes, type OpenContainer, openContainer } from './open-container.ts'
import { readTailIndex } from './tail-index.ts'

/** Of 64 KiB each; a page and the headers around it lie in one or two. */
const keptChunks = 96
const keptSpans = 256

/** What opening a compressed backup needs from outside. */
export interface ImageOptions {
  readonly codecs?: BackupCodecs
  readonly signal?: AbortSignal
  /** Walks all chunks at once, although an index at the file's end may spare it. */
  readonly walkAll?: boolean
}

/** Offsets of a BackupImage count in decompressed bytes. */
export interface BackupImage extends ByteSource {
  /** The compressed file. Its name in texts about the image is followed by `(decompressed)`: offsets count there. */
  readonly file: { readonly name: string; readonly sizeBytes: number }
  readonly algorithm: CompressionAlgorithm
  readonly containerVersion: number
  /**
   * Why the image ends before the backup does: the chain of chunks breaks off there. Known where all chunks were
   * walked: BAK_TRUNCATED, BAK_CHUNK_UNKNOWN or BAK_CHUNK_UNDECODABLE.
   */
  readonly problem: MigrationError | undefined
  /** Whether all chunks were walked, as opposed to the index at the file's end. */
  readonly isWalked: boolean
  /** Returns the byte in the file at which the chunk begins that holds a byte of the image. */
  containerOffsetOf(imageOffset: number, signal?: AbortSignal): Promise<number>
  /** Takes in where a chunk begins, from who walks all of them in order: later reads need not look for it. */
  learn(imageOffset: number, containerOffset: number): void
  readonly cost: ContainerCost
}

/**
 * Opens a compressed backup. The source stays open, and closing the image does not close it.
 *
 * @throws what openContainer and the source throw; reading throws BAK_CHUNK_DAMAGED, BAK_CHUNK_UNDECODABLE,
 *   BAK_CHUNK_UNKNOWN and BAK_TRUNCATED where a chunk that is needed is not sound
 */
export async function openImage(
  source: ByteSource,
  options: ImageOptions = {},
): Promise<BackupImage> {
  const { codecs = {}, signal, walkAll = false } = options
  const container = await openContainer(source, codecs, signal)
  const image = new Image(source, container, codecs)
  const isQuick = !walkAll && (await image.useTailIndex(signal))
  if (!isQuick) await image.walkAll(signal)
  return image
}

/** Chunks that follow each other from a checkpoint on. */
interface Span {
  readonly begins: number[]
  readonly chunks: Chunk[]
}

interface Located {
  readonly imageOffset: number
  readonly chunk: Chunk
}

class Image implements BackupImage {
  sizeBytes = 0
  problem: MigrationError | undefined
  isWalked = false
  readonly #container: OpenContainer
  readonly #reader: ContainerReader
  readonly #decode: ReturnType<typeof batchDecoder>
  readonly #checkpoints = new Checkpoints()
  /** By the offset in the file at which they begin. */
  readonly #spans = new RecentlyUsed<number, Span>(keptSpans)
  readonly #decoded = new RecentlyUsed<number, Uint8Array>(keptChunks)
  #queue: Promise<unknown> = Promise.resolve()
  #learned = 0

  constructor(source: ByteSource, container: OpenContainer, codecs: BackupCodecs) {
    this.#container = container
    this.#reader = new ContainerReader(source, container)
    this.#decode = batchDecoder(codecs)
    this.#checkpoints.add(0, containerHeaderBytes)
  }

  get name() {
    return `${this.#container.name} (decompressed)`
  }
  get file() {
    return this.#container
  }
  get algorithm() {
    return this.#container.algorithm
  }
  get containerVersion() {
    return this.#container.version
  }
  get cost() {
    return this.#reader.cost
  }

  async useTailIndex(signal: AbortSignal | undefined): Promise<boolean> {
    const { first, filemarkBytes } = this.#container
    const setOffset = first.outputBytes + filemarkBytes
    const decode = (chunk: Chunk) => this.#bytesOf(chunk, signal)
    const found = await readTailIndex(this.#container, this.#reader, setOffset, decode, signal)
    if (found === undefined) return false
    for (const { imageOffset, containerOffset } of found.places)
      this.#checkpoints.add(imageOffset, containerOffset)
    this.sizeBytes = found.imageBytes
    return true
  }

  async walkAll(signal: AbortSignal | undefined): Promise<void> {
    this.isWalked = true
    let containerOffset = containerHeaderBytes
    try {
      for (let chunks = 0; containerOffset < this.#container.sizeBytes; chunks++) {
        if (chunks % this.#checkpoints.spacing === 0)
          this.#checkpoints.add(this.sizeBytes, containerOffset)
        const chunk = await this.#reader.chunkAt(containerOffset, signal)
        this.sizeBytes += chunk.outputBytes
        containerOffset = chunk.end
      }
    } catch (error) {
      if (!isChunkDamage(error)) throw error
      this.problem = error
    }
  }

  learn(imageOffset: number, containerOffset: number): void {
    if (!this.isWalked && this.#learned++ % this.#checkpoints.spacing === 0)
      this.#checkpoints.add(imageOffset, containerOffset)
  }

  async containerOffsetOf(imageOffset: number, signal?: AbortSignal): Promise<number> {
    return await this.#inTurn(async () => (await this.#locate(imageOffset, signal)).chunk.offset)
  }

  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.sizeBytes - offset)))
    await this.#inTurn(async () => {
      for (let filled = 0; filled < bytes.byteLength; ) {
        const { imageOffset, chunk } = await this.#locate(offset + filled, signal)
        const content = await this.#bytesOf(chunk, signal)
        const piece = content
          .subarray(offset + filled - imageOffset)
          .subarray(0, bytes.byteLength - filled)
        bytes.set(piece, filled)
        filled += piece.byteLength
      }
    })
    return bytes
  }

  async close(): Promise<void> {
    this.#decoded.clear()
    this.#spans.clear()
  }

  /** One read at a time: they share the window, the spans and the decoded chunks. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work)
    this.#queue = turn.catch(() => {})
    return await turn
  }

  async #locate(offset: number, signal: AbortSignal | undefined): Promise<Located> {
    if (offset < 0 || offset >= this.sizeBytes)
      throw new RangeError(`byte ${offset} of an image of ${this.sizeBytes}`)
    let place = this.#checkpoints.before(offset)
    for (;;) {
      const span = this.#spanOf(place)
      const found = find(span, offset)
      if (found) return found
      const end = endOf(span) ?? place
      if (span.chunks.length >= this.#checkpoints.spacing) {
        this.#checkpoints.add(end.imageOffset, end.containerOffset)
        place = end
        continue
      }
      if (end.containerOffset >= this.#container.sizeBytes) throw this.#contradiction(end)
      const chunk = await this.#reader.chunkAt(end.containerOffset, signal)
      this.#compare(end, chunk)
      span.begins.push(end.imageOffset)
      span.chunks.push(chunk)
    }
  }

  /** A place that the index names has to be met by the walk towards it. */
  #compare({ imageOffset, containerOffset }: Place, chunk: Chunk): void {
    const end = imageOffset + chunk.outputBytes
    const known = this.#checkpoints.behind(imageOffset)
    if (known === undefined || end < known.imageOffset) return
    if (end > known.imageOffset || chunk.end !== known.containerOffset)
      throw this.#contradiction({ imageOffset, containerOffset })
  }

  #contradiction({ imageOffset, containerOffset: offset }: Place): MigrationError {
    const known = this.#checkpoints.behind(imageOffset)
    const reason = `index.offset = ${known?.containerOffset ?? this.#container.sizeBytes}`
    return containerError('BAK_CHUNK_UNDECODABLE', { file: this.file.name, offset, reason })
  }

  #spanOf(place: Place): Span {
    const known = this.#spans.get(place.containerOffset)
    if (known) return known
    const span: Span = { begins: [], chunks: [] }
    this.#spans.set(place.containerOffset, span)
    return span
  }

  async #bytesOf(chunk: Chunk, signal: AbortSignal | undefined): Promise<Uint8Array> {
    const known = this.#decoded.get(chunk.offset)
    if (known) return known
    const { payloadAt, payloadBytes, outputBytes, checksum, end } = chunk
    const bytes = await this.#reader.bytes(payloadAt, end, signal)
    const chunks = new Uint32Array(batchFieldCount)
    chunks.set([0, payloadBytes, outputBytes, checksum, chunk.kind === 'filemark' ? 1 : 0])
    const { output, faults } = this.#decode({
      algorithm: this.algorithm,
      bytes,
      chunks,
      outputBytes,
    })
    if (chunk.kind === 'data') this.#reader.cost.chunksDecoded++
    const fault = faults[0]?.fault
    if (fault) throw faultError(fault, chunk.offset, this.file.name)
    this.#decoded.set(chunk.offset, output)
    return output
  }
}

function endOf(span: Span): Place | undefined {
  const chunk = span.chunks.at(-1)
  const begin = span.begins.at(-1)
  if (chunk === undefined || begin === undefined) return undefined
  return { imageOffset: begin + chunk.outputBytes, containerOffset: chunk.end }
}

function find(span: Span, offset: number): Located | undefined {
  const at = lastAtMost(span.chunks.length, (index) => span.begins[index] ?? 0, offset)
  const chunk = span.chunks[at]
  const imageOffset = span.begins[at] ?? 0
  if (chunk === undefined || offset >= imageOffset + chunk.outputBytes) return undefined
  return { imageOffset, chunk }
}
