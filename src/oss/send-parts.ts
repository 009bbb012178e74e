/** Sends the parts that the server lacks: several at a time, each checked by its CRC-64 and tried again by itself. */
import {
  type Clock,
  type Ids,
  noPieceCheck,
  type PartBody,
  type PieceCheck,
  type RetryBudget,
  retrying,
  type UploadBody,
  type UploadCheck,
  type UploadSource,
} from '../core/index.ts'
import { ossError } from './errors.ts'
import type { ObjectStore } from './object-store.ts'
import type { PlannedPart } from './part-size.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { ProgressCounter } from './upload-progress.ts'
import type { RecordedPart } from './upload-record.ts'

export interface PartsToSend {
  readonly store: ObjectStore
  readonly source: UploadSource
  readonly key: string
  readonly uploadId: string
  readonly parts: readonly PlannedPart[]
  readonly parallelParts: number
  readonly limiter: RateLimiter | undefined
  readonly check: UploadCheck | undefined
  readonly progress: ProgressCounter
  readonly clock: Clock
  readonly ids: Ids
  readonly signal: AbortSignal | undefined
  /** Resolves once the acknowledgement is remembered. */
  readonly acknowledged: (part: RecordedPart) => Promise<void>
  readonly onRetry: (fact: {
    partNumber: number
    attempt: number
    waitMs: number
    error: Error
  }) => void
}

/** A part is worth more patience than a call: eight tries within a quarter of an hour. */
const partBudget: RetryBudget = {
  attempts: 8,
  maxElapsedMs: 15 * 60_000,
  firstDelayMs: 500,
  maxDelayMs: 30_000,
  classes: ['now', 'later'],
}

/** With a limit, bytes go out in pieces this large, so that the connection is never silent for long. */
const limitedPieceBytes = 64 * 1024

/** Resolves when every part is acknowledged; otherwise throws the first error, with no part left under way. */
export async function sendParts(work: PartsToSend): Promise<void> {
  const stop = new AbortController()
  const signal = work.signal ? AbortSignal.any([work.signal, stop.signal]) : stop.signal
  const waiting = work.parts.values()
  let firstError: { readonly error: unknown } | undefined
  const sendFromQueue = async (): Promise<void> => {
    for (const part of waiting) {
      if (signal.aborted) return
      await sendPart(work, part, signal)
    }
  }
  const senders = Math.min(work.parallelParts, work.parts.length)
  await Promise.all(
    Array.from({ length: senders }, () =>
      sendFromQueue().catch((error: unknown) => {
        firstError ??= { error }
        stop.abort(error)
      }),
    ),
  )
  if (firstError) throw firstError.error
  work.signal?.throwIfAborted()
}

async function sendPart(work: PartsToSend, part: PlannedPart, signal: AbortSignal): Promise<void> {
  const { store, source, key, uploadId, progress, clock, ids } = work
  const { partNumber, offset, sizeBytes } = part
  try {
    const sent = await retrying(
      async () => {
        progress.begin(partNumber)
        const piece = work.check?.piece(offset, sizeBytes) ?? noPieceCheck
        const body = shown(source.part(offset, sizeBytes), piece)
        const receipt = await store.uploadPart({
          key,
          uploadId,
          partNumber,
          body: work.limiter ? limited(body, work.limiter) : body,
          signal,
          onSent: (bytes) => progress.hand(partNumber, bytes),
        })
        const ourCrc64 = body.crc64()
        if (ourCrc64 === undefined)
          throw ossError('OSS_UPLOAD_INTERRUPTED', { resource: key, operation: 'UploadPart' })
        if (receipt.crc64 !== undefined && receipt.crc64 !== ourCrc64)
          throw ossError('OSS_CRC_MISMATCH', {
            resource: `part ${partNumber} of ${key}`,
            theirCrc64: receipt.crc64,
            ourCrc64,
          })
        piece.accept()
        return { partNumber, etag: receipt.etag, crc64: ourCrc64 }
      },
      {
        clock,
        ids,
        budget: partBudget,
        signal,
        onRetry: (fact) => work.onRetry({ partNumber, ...fact }),
      },
    )
    await work.acknowledged(sent)
    progress.acknowledge(partNumber, sizeBytes)
  } catch (error) {
    progress.giveUp(partNumber)
    throw error
  }
}

function limited(body: PartBody, limiter: RateLimiter): PartBody {
  return {
    sizeBytes: body.sizeBytes,
    async *chunks(signal) {
      for await (const chunk of body.chunks(signal))
        for (let at = 0; at < chunk.byteLength; at += limitedPieceBytes) {
          const piece = chunk.subarray(at, at + limitedPieceBytes)
          await limiter.take(piece.byteLength, signal)
          yield piece
        }
    },
  }
}

/** Shows the bytes to the judge on their way, before they are handed on. */
export function shown(body: UploadBody, piece: PieceCheck): UploadBody {
  if (piece === noPieceCheck) return body
  return {
    sizeBytes: body.sizeBytes,
    crc64: () => body.crc64(),
    async *chunks(signal) {
      for await (const chunk of body.chunks(signal)) {
        piece.see(chunk)
        yield chunk
      }
    },
  }
}
