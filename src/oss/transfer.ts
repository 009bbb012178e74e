/**
 * Uploads one source as one object: parts in parallel, CRC-64 of every part and of the whole compared, resumable
 * after a kill. Knows neither files nor the journal: both are handed in as shapes.
 */
import type { Clock, Ids, UploadSource } from '../core/index.ts'
import type { ObjectStore } from './object-store.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { RestartReason, UploadRecord } from './upload-record.ts'

/** What is known while an upload runs. */
export interface UploadProgress {
  readonly sizeBytes: number
  /** Bytes of parts that the server holds, including those of earlier runs. */
  readonly acknowledgedBytes: number
  /** Acknowledged, plus what was handed to connections of parts that are under way. */
  readonly sentBytes: number
  /** Of `acknowledgedBytes`: sent by an earlier run. */
  readonly reusedBytes: number
  /** Over the last seconds of this run; undefined before anything can be said. */
  readonly bytesPerSecond: number | undefined
  /** An estimate from the rate; undefined before anything can be said. */
  readonly etaMs: number | undefined
}

/** A fact worth a line. */
export type UploadNotice =
  | {
      readonly kind: 'resumed'
      readonly reusedBytes: number
      readonly reusedParts: number
      readonly parts: number
    }
  | { readonly kind: 'restarted'; readonly reason: RestartReason }
  | {
      readonly kind: 'part-retried'
      readonly partNumber: number
      readonly attempt: number
      readonly waitMs: number
      readonly error: Error
    }

export interface UploadRequest {
  readonly store: ObjectStore
  readonly source: UploadSource
  readonly key: string
  readonly metadata?: Readonly<Record<string, string>>
  /** Parts under way at once, 1 to 64; default 4. */
  readonly parallelParts?: number
  /** Wanted part size in bytes; raised to a multiple of 1 MiB, to 16 MiB and to what 10,000 parts need. */
  readonly partBytes?: number
  readonly limiter?: RateLimiter
  readonly record: UploadRecord
  /** Reads what an earlier run sent once more and compares it, instead of trusting size and time of modification. */
  readonly paranoid?: boolean
  /** Refuse (OSS_ALREADY_EXISTS) when an object with this key exists and is not this file. */
  readonly forbidOverwrite?: boolean
  readonly clock: Clock
  readonly ids: Ids
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: UploadProgress) => void
  readonly onNotice?: (notice: UploadNotice) => void
}

export interface UploadReceipt {
  /** `already-there`: the object was complete and equal before; nothing was sent. */
  readonly outcome: 'uploaded' | 'resumed' | 'already-there'
  readonly key: string
  readonly etag: string
  /** Of the whole object, equal to the file's. */
  readonly crc64: bigint
  readonly sizeBytes: number
  /** Sent by this run. */
  readonly sentBytes: number
  /** Kept from earlier runs. */
  readonly reusedBytes: number
  readonly parts: number
  readonly partBytes: number
  readonly uploadId: string
}

export async function uploadObject(request: UploadRequest): Promise<UploadReceipt> {
  throw new Error(`upload of ${request.key}: the transfer follows`)
}
