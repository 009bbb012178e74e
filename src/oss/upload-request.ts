/** What an upload is asked for, what it tells while it runs, and what it ends with. */
import type { Clock, Ids, MigrationError, UploadCheck, UploadSource } from '../core/index.ts'
import type { ObjectStore } from './object-store.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { UploadProgress } from './upload-progress.ts'
import type { RestartReason, UploadRecord } from './upload-record.ts'

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
  /** Everything is sent; the rest of the file is read once more before the upload is completed. */
  | { readonly kind: 'checking'; readonly unseenBytes: number }
  | {
      readonly kind: 'checked'
      /** Bytes that were read a second time, because they were not sent by this run or cannot be judged out of order. */
      readonly readAgainBytes: number
      /** From the last acknowledged part to the verdict. */
      readonly elapsedMs: number
      /** What looks wrong in a place where that decides nothing: a warning. */
      readonly doubt: MigrationError | undefined
    }
  /** The upload failed; what was sent stays at OSS for the next run. */
  | {
      readonly kind: 'kept'
      readonly uploadId: string
      readonly keptParts: number
      readonly parts: number
    }

export interface UploadRequest {
  readonly store: ObjectStore
  readonly source: UploadSource
  readonly key: string
  /** Names in lower-case letters, digits and hyphens; values in ASCII. */
  readonly metadata?: Readonly<Record<string, string>>
  /** Parts under way at once, 1 to 64; default 4. */
  readonly parallelParts?: number
  /** Wanted part size in bytes; raised to a multiple of 1 MiB, to 16 MiB and to what 10,000 parts need. */
  readonly partBytes?: number
  readonly limiter?: RateLimiter
  /** Must be satisfied before the upload is completed; without it only the CRC-64 is compared. */
  readonly check?: UploadCheck
  readonly record: UploadRecord
  /** Continues this upload although the record does not know it: its parts are compared with the file by MD5. */
  readonly adoptUploadId?: string
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
  /** Of the file. */
  readonly crc64: bigint
  /** Whether OSS named the same CRC-64 for the whole object; false only where the server names none at all. */
  readonly isVerified: boolean
  /** Whether `check` was satisfied by this run; what an earlier run completed is not judged again. */
  readonly isProved: boolean
  readonly sizeBytes: number
  /** Sent by this run. */
  readonly sentBytes: number
  /** Kept from earlier runs. */
  readonly reusedBytes: number
  readonly parts: number
  readonly partBytes: number
  readonly uploadId: string
}
