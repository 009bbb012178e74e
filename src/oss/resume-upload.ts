/**
 * Finds out how much of an upload is done: compares what was remembered with what the server holds and, where
 * neither is enough, with the file itself. Changes nothing.
 */
import { createHash } from 'node:crypto'
import { crc64Combine, isMigrationError, type UploadSource } from '../core/index.ts'
import type { ObjectStore, UploadedPart } from './object-store.ts'
import { type PlannedPart, planParts } from './part-size.ts'
import type { RecordedPart, RestartReason, UploadRecordState } from './upload-record.ts'

/** What became of an upload that had begun. */
export type ResumeVerdict =
  | {
      readonly verdict: 'continue'
      /** Parts that the server holds and that are the file's. */
      readonly parts: readonly RecordedPart[]
      /** Of `parts`: those that the record did not have. */
      readonly learned: readonly RecordedPart[]
    }
  | { readonly verdict: 'gone'; readonly parts: readonly RecordedPart[] }
  | { readonly verdict: 'restart'; readonly reason: RestartReason }

export interface ResumeQuestion {
  readonly store: ObjectStore
  readonly source: UploadSource
  readonly key: string
  readonly state: UploadRecordState
  /** Reads remembered parts again instead of trusting size and time of modification. */
  readonly paranoid: boolean
  readonly signal: AbortSignal | undefined
}

/**
 * Says how an upload goes on. A remembered part counts when the server lists it with the same ETag; a listed part
 * that is not remembered is read from the file and counts when its MD5 is the ETag.
 *
 * @source cloud-api facts 3.4: the ETag of a part is its MD5 in upper-case hex [spec]
 */
export async function askResume(question: ResumeQuestion): Promise<ResumeVerdict> {
  const { store, source, key, state, paranoid, signal } = question
  if (state.sizeBytes !== source.sizeBytes || state.modifiedAtMs !== source.modifiedAtMs)
    return { verdict: 'restart', reason: 'file-changed' }
  const planned = planParts(state.sizeBytes, state.partBytes)
  const remembered = new Map(state.parts.map((part) => [part.partNumber, part]))
  if (paranoid) {
    for (const plan of planned) {
      const part = remembered.get(plan.partNumber)
      if (part && (await readPart(source, plan, signal)).crc64 !== part.crc64)
        return { verdict: 'restart', reason: 'content-changed' }
    }
  }
  let listed: UploadedPart[]
  try {
    listed = await store.listParts(key, state.uploadId)
  } catch (error) {
    if (isMigrationError(error, 'OSS_UPLOAD_GONE'))
      return { verdict: 'gone', parts: [...remembered.values()] }
    throw error
  }
  const held = new Map(listed.map((part) => [part.partNumber, part]))
  const parts: RecordedPart[] = []
  const learned: RecordedPart[] = []
  for (const plan of planned) {
    const onServer = held.get(plan.partNumber)
    if (!onServer || onServer.sizeBytes !== plan.sizeBytes) continue
    const known = remembered.get(plan.partNumber)
    if (known && sameEtag(known.etag, onServer.etag)) {
      parts.push(known)
      continue
    }
    const read = await readPart(source, plan, signal)
    if (!sameEtag(read.md5, onServer.etag)) continue
    const part = { partNumber: plan.partNumber, etag: onServer.etag, crc64: read.crc64 }
    parts.push(part)
    learned.push(part)
  }
  return { verdict: 'continue', parts, learned }
}

function sameEtag(a: string, b: string): boolean {
  return a.toUpperCase() === b.toUpperCase()
}

async function readPart(
  source: UploadSource,
  plan: PlannedPart,
  signal: AbortSignal | undefined,
): Promise<{ readonly crc64: bigint; readonly md5: string }> {
  const body = source.part(plan.offset, plan.sizeBytes)
  const md5 = createHash('md5')
  for await (const chunk of body.chunks(signal)) md5.update(chunk)
  return { crc64: body.crc64() ?? 0n, md5: md5.digest('hex') }
}

/** Returns the CRC-64 of a source by reading all of it. */
export async function readWhole(
  source: UploadSource,
  signal: AbortSignal | undefined,
): Promise<bigint> {
  const body = source.part(0, source.sizeBytes)
  for await (const _ of body.chunks(signal)) signal?.throwIfAborted()
  return body.crc64() ?? 0n
}

/** Returns the CRC-64 of the whole from the parts, or undefined when one is missing. */
export function combineParts(
  parts: readonly RecordedPart[],
  planned: readonly PlannedPart[],
): bigint | undefined {
  const byNumber = new Map(parts.map((part) => [part.partNumber, part.crc64]))
  let whole = 0n
  for (const { partNumber, sizeBytes } of planned) {
    const crc = byNumber.get(partNumber)
    if (crc === undefined) return undefined
    whole = crc64Combine(whole, crc, sizeBytes)
  }
  return whole
}
