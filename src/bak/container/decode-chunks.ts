/**
 * The compressed file from its first chunk to its last, in order: what verification reads. Each chunk's checksum is
 * compared, its payload decompressed, and what is wrong with one chunk does not keep the next from being read.
 */
import { type ByteSource, isMigrationError, type MigrationError } from '../../core/index.ts'
import { viewOf } from '../binary.ts'
import { readExactly } from '../mtf/window-reader.ts'
import { type Chunk, indexHeaderBytes, parseChunk } from './chunk.ts'
import { checkIndex, faultError } from './chunk-problem.ts'
import type { BackupCodecs } from './codecs.ts'
import {
  batchFieldCount,
  type ChunkBatch,
  type ChunkDecoder,
  type DecodedBatch,
  inlineDecoder,
  mostBatchOutputBytes,
} from './decode-batch.ts'
import { containerHeaderBytes, type OpenContainer, openContainer } from './open-container.ts'

/** Bytes of the image, in order and without a gap unless a `damaged` stands between. */
export interface DecodedChunk {
  readonly kind: 'bytes'
  /** Where the bytes belong in the decompressed image. */
  readonly imageOffset: number
  /** Byte in the file at which the chunk's header begins. */
  readonly containerOffset: number
  /** Valid until the next value is asked for. */
  readonly bytes: Uint8Array
}

/** A chunk that cannot be trusted; offsets as in DecodedChunk: `lengthBytes` of the image are missing from `imageOffset` on. */
export interface DamagedChunk {
  readonly kind: 'damaged'
  readonly imageOffset: number
  readonly containerOffset: number
  readonly lengthBytes: number
  /** BAK_CHUNK_DAMAGED (checksum) or BAK_CHUNK_UNDECODABLE. */
  readonly problem: MigrationError
}

/** The chain of chunks breaks off, at offsets as in DecodedChunk: the last value. Nothing behind it can be found. */
export interface BrokenChain {
  readonly kind: 'broken'
  readonly imageOffset: number
  readonly containerOffset: number
  /** BAK_CHUNK_UNKNOWN or BAK_TRUNCATED. */
  readonly problem: MigrationError
}

/** A piece of the image, or why there is none; see `kind`. */
export type ChunkPiece = DecodedChunk | DamagedChunk | BrokenChain

/** What decompression needs from outside. */
export interface DecodeOptions {
  /** Needed for ZSTD; MS_XPRESS needs none. */
  readonly codecs?: BackupCodecs
  /** Where batches are decoded; in line where it is left out. The caller closes it. */
  readonly decoder?: ChunkDecoder
  readonly signal?: AbortSignal
}

/** One read of the file; a chunk at its end that is cut is read again with the next. */
const readBytes = 1024 * 1024

/** A batch under way, with its chunks. */
interface Job {
  readonly chunks: readonly Chunk[]
  /** What is wrong with the index of a chunk, by its number in `chunks`. */
  readonly indexProblems: ReadonlyMap<number, MigrationError>
  readonly imageOffset: number
  readonly decoded: Promise<DecodedBatch>
}

/**
 * Reads, checks and decompresses all chunks in order of the file. The pieces are the image without a gap, from byte
 * 0; the last one ends where the file does, or a `broken` says why not. A filemark is a piece of its own.
 *
 * @throws what openContainer throws (the beginning cannot be read), what the source throws, BAK_CHANGED_WHILE_READ;
 *   and the signal's reason
 */
export async function* decodeChunks(
  source: ByteSource,
  options: DecodeOptions = {},
): AsyncGenerator<ChunkPiece, void, undefined> {
  const { codecs = {}, signal } = options
  const decoder = options.decoder ?? inlineDecoder(codecs)
  const container = await openContainer(source, codecs, signal)
  const { name } = source
  const jobs: Job[] = []
  let imageOffset = 0
  const walk = batches(source, container, signal)
  let broken: BrokenChain | undefined
  try {
    for (;;) {
      // Twice as many as are worked on: no worker waits while results are used up.
      while (broken === undefined && jobs.length <= 2 * decoder.parallel) {
        const next = await walk.next()
        if (next.done) {
          if (next.value) broken = { kind: 'broken', imageOffset, ...next.value }
          break
        }
        const { batch, chunks, indexProblems } = next.value
        const decoded = decoder.decode(batch)
        // It is awaited in its turn; until then a failure must not count as unhandled.
        decoded.catch(() => {})
        jobs.push({ chunks, indexProblems, imageOffset, decoded })
        imageOffset += batch.outputBytes
      }
      const job = jobs.shift()
      if (job === undefined) break
      const decoded = await job.decoded
      signal?.throwIfAborted()
      yield* pieces(job, decoded, name)
      decoder.release(decoded)
    }
  } finally {
    await Promise.allSettled(jobs.map((job) => job.decoded))
  }
  if (broken) yield broken
}

function* pieces(job: Job, decoded: DecodedBatch, name: string): Generator<ChunkPiece> {
  let { imageOffset } = job
  let at = 0
  const faults = new Map(decoded.faults.map(({ chunk, fault }) => [chunk, fault]))
  for (const [number, { offset, outputBytes }] of job.chunks.entries()) {
    const place = { imageOffset, containerOffset: offset }
    const indexProblem = job.indexProblems.get(number)
    if (indexProblem) yield { kind: 'damaged', ...place, lengthBytes: 0, problem: indexProblem }
    const fault = faults.get(number)
    if (fault) {
      const problem = faultError(fault, offset, name)
      yield { kind: 'damaged', ...place, lengthBytes: outputBytes, problem }
    } else yield { kind: 'bytes', ...place, bytes: decoded.output.subarray(at, at + outputBytes) }
    imageOffset += outputBytes
    at += outputBytes
  }
}

interface Work extends Pick<Job, 'chunks' | 'indexProblems'> {
  readonly batch: ChunkBatch
}

interface Broken {
  readonly containerOffset: number
  readonly problem: MigrationError
}

/** Reads the file and cuts it into batches; returns why the chain breaks off, if it does. */
async function* batches(
  source: ByteSource,
  container: OpenContainer,
  signal: AbortSignal | undefined,
): AsyncGenerator<Work, Broken | undefined, undefined> {
  const { algorithm, sizeBytes } = container
  let offset = containerHeaderBytes
  let wanted = readBytes
  let buffer = new Uint8Array(readBytes)
  while (offset < sizeBytes) {
    const length = Math.min(wanted, sizeBytes - offset)
    if (length > buffer.byteLength) buffer = new Uint8Array(length)
    const bytes = await readExactly(source, offset, length, signal, buffer)
    wanted = readBytes
    const windowEnd = offset + bytes.byteLength
    const view = viewOf(bytes)
    const windowAt = offset
    let chunks: Chunk[] = []
    let indexProblems = new Map<number, MigrationError>()
    let outputBytes = 0
    const take = (): Work => {
      const fields = new Uint32Array(chunks.length * batchFieldCount)
      for (const [index, chunk] of chunks.entries()) {
        const isRaw = chunk.kind === 'filemark' ? 1 : 0
        const at = chunk.payloadAt - windowAt
        const { payloadBytes, checksum } = chunk
        fields.set([at, payloadBytes, chunk.outputBytes, checksum, isRaw], index * batchFieldCount)
      }
      const batch = { algorithm, bytes, chunks: fields, outputBytes }
      const taken = { batch, chunks, indexProblems }
      chunks = []
      indexProblems = new Map()
      outputBytes = 0
      return taken
    }
    while (offset < windowEnd) {
      const isHeaderThere = offset + indexHeaderBytes <= windowEnd || windowEnd === sizeBytes
      let chunk: Chunk
      try {
        if (!isHeaderThere) break
        chunk = parseChunk(view, offset - windowAt, offset, container)
      } catch (error) {
        if (!isMigrationError(error)) throw error
        if (chunks.length > 0) yield take()
        return { containerOffset: offset, problem: error }
      }
      if (chunk.end > windowEnd) {
        // Only an index may be longer than a read.
        wanted = Math.max(readBytes, chunk.end - offset)
        break
      }
      const indexProblem = checkIndex(chunk, bytes.subarray(offset - windowAt), container.name)
      if (indexProblem) indexProblems.set(chunks.length, indexProblem)
      chunks.push(chunk)
      outputBytes += chunk.outputBytes
      offset = chunk.end
      if (outputBytes >= mostBatchOutputBytes) yield take()
    }
    if (chunks.length > 0) yield take()
  }
  return undefined
}
