/** What the pool of workers and a worker say to each other. The arrays are handed over, not copied. */
import type { ChunkBatch, DecodedBatch } from '../bak/index.ts'

export interface WorkerRequest {
  readonly batch: ChunkBatch
  /** For the output. */
  readonly buffer: Uint8Array
}

export interface WorkerReply extends DecodedBatch {
  /** The batch's bytes, to be used again. */
  readonly input: Uint8Array
}
