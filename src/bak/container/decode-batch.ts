/**
 * Decodes a batch of chunks: the checksum of each, then its payload. Pure work on bytes, so that it runs in line as
 * well as in a worker thread.
 */
import { mostOutputBytes } from './chunk.ts'
import { chunkChecksum } from './chunk-checksum.ts'
import type { BackupCodecs, CompressionAlgorithm } from './codecs.ts'
import { xpressDecoder } from './xpress.ts'

/** Output of one batch: what bounds memory where a little input gives much. */
export const mostBatchOutputBytes = 2 * 1024 * 1024

/** What a chunk of a batch is in `ChunkBatch.chunks`: five numbers. */
export const batchFields = {
  at: 0,
  payloadBytes: 1,
  outputBytes: 2,
  checksum: 3,
  isRaw: 4,
} as const
export const batchFieldCount = 5

/** Chunks that follow each other. */
export interface ChunkBatch {
  readonly algorithm: CompressionAlgorithm
  /** Bytes of the file with all payloads. */
  readonly bytes: Uint8Array
  /** Five numbers for each chunk, see `batchFields`; `at` counts in `bytes`; isRaw is 1 for bytes to be copied. */
  readonly chunks: Uint32Array
  /** The sum of outputBytes. */
  readonly outputBytes: number
}

/** Why a chunk gave nothing: its checksum, or what the decoder said. */
export type ChunkFault =
  | { readonly kind: 'checksum'; readonly stored: number; readonly computed: number }
  | { readonly kind: 'content'; readonly reason: string }

/** What a batch of chunks gave. */
export interface DecodedBatch {
  /** The output of all chunks, one after the other; that of a chunk with a fault has no meaning. */
  readonly output: Uint8Array
  /** One entry for each chunk with a fault, in order. */
  readonly faults: readonly { readonly chunk: number; readonly fault: ChunkFault }[]
}

/** As long as the output of any batch, so that one array serves for all. */
export const batchBufferBytes = mostBatchOutputBytes + mostOutputBytes

/**
 * Returns a function that decodes batches one at a time. Its output lies in `buffer` where that is given and long
 * enough, else in an array of its own.
 */
export function batchDecoder(
  codecs: BackupCodecs,
): (batch: ChunkBatch, buffer?: Uint8Array) => DecodedBatch {
  const xpress = xpressDecoder()

  function inflate(
    algorithm: CompressionAlgorithm,
    payload: Uint8Array,
    output: Uint8Array,
    outputAt: number,
    outputBytes: number,
  ): string | undefined {
    if (algorithm === 'xpress') return xpress.decode(payload, output, outputAt, outputBytes)
    if (!codecs.zstd) return 'codecs.zstd = undefined'
    let bytes: Uint8Array
    try {
      bytes = codecs.zstd(payload, outputBytes)
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
    if (bytes.byteLength !== outputBytes)
      return `zstd.output = ${bytes.byteLength} <> ${outputBytes}`
    output.set(bytes, outputAt)
    return undefined
  }

  return function decode(batch, buffer) {
    const isFit = buffer !== undefined && buffer.byteLength >= batch.outputBytes
    const output = isFit ? buffer.subarray(0, batch.outputBytes) : new Uint8Array(batch.outputBytes)
    const faults: { chunk: number; fault: ChunkFault }[] = []
    let outputAt = 0
    const count = batch.chunks.length / batchFieldCount
    for (let chunk = 0; chunk < count; chunk++) {
      const field = (index: number) => batch.chunks[chunk * batchFieldCount + index] ?? 0
      const at = field(batchFields.at)
      const outputBytes = field(batchFields.outputBytes)
      const payload = batch.bytes.subarray(at, at + field(batchFields.payloadBytes))
      if (field(batchFields.isRaw) === 1) output.set(payload, outputAt)
      else {
        const stored = field(batchFields.checksum)
        const computed = chunkChecksum(payload)
        if (computed !== stored)
          faults.push({ chunk, fault: { kind: 'checksum', stored, computed } })
        else {
          const reason = inflate(batch.algorithm, payload, output, outputAt, outputBytes)
          if (reason !== undefined) faults.push({ chunk, fault: { kind: 'content', reason } })
        }
      }
      outputAt += outputBytes
    }
    return { output, faults }
  }
}

/** Decodes batches of chunks, in line or in worker threads. */
export interface ChunkDecoder {
  /** How many batches it works on at once, 1 or more. */
  readonly parallel: number
  /** Reads `batch.bytes` only until it returns its promise: the caller may use the array for the next read. */
  decode(batch: ChunkBatch): Promise<DecodedBatch>
  /** Takes an output back that nobody reads any more, to be filled again. */
  release(decoded: DecodedBatch): void
  close(): Promise<void>
}

/** Returns a decoder that works where it is called. */
export function inlineDecoder(codecs: BackupCodecs = {}): ChunkDecoder {
  const decode = batchDecoder(codecs)
  const free: Uint8Array[] = []
  return {
    parallel: 1,
    decode: async (batch) => decode(batch, free.pop() ?? new Uint8Array(batchBufferBytes)),
    release({ output }) {
      if (output.buffer.byteLength === batchBufferBytes && free.length < 4)
        free.push(new Uint8Array(output.buffer as ArrayBuffer))
    },
    close: async () => {},
  }
}
