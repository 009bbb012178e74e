/**
 * Uploads one source as one object: parts in parallel, CRC-64 of every part and of the whole compared, resumable
 * after a kill. Knows neither files nor the journal: both are handed in as shapes. Every upload is a multipart
 * upload, even of one part: then there is one way to resume, to verify and to clean up.
 */
import { callBudget, isMigrationError, noPieceCheck, retrying } from '../core/index.ts'
import { ossError } from './errors.ts'
import type { WriteReceipt } from './object-store.ts'
import { PartLedger } from './part-ledger.ts'
import { choosePartBytes, largestObjectBytes, type PlannedPart, planParts } from './part-size.ts'
import { askResume, combineParts, readWhole } from './resume-upload.ts'
import { sendParts, shown } from './send-parts.ts'
import { ProgressCounter } from './upload-progress.ts'
import type { RecordedPart, RestartReason, UploadRecordState } from './upload-record.ts'
import type { UploadReceipt, UploadRequest } from './upload-request.ts'
import { limits } from './wire.ts'

/** How often an upload is begun anew within one run before its error is shown. */
const maxBeginnings = 3

/**
 * Uploads the source and returns when the object is complete and its CRC-64 is the file's.
 * Run again after any failure or kill with the same record, it sends only what the server lacks.
 * A failed upload is kept at OSS for that (notice `kept`); nothing is aborted but uploads of this record whose file
 * has changed.
 *
 * @throws OSS_FILE_EMPTY, OSS_FILE_TOO_LARGE, OSS_OBJECT_NAME_INVALID before any call
 * @throws OSS_FILE_CHANGED  when size or time of modification changed while it was sent
 * @throws OSS_FILE_UNSTABLE  when what was judged are other bytes than those that were sent
 * @throws OSS_ALREADY_EXISTS, OSS_CRC_MISMATCH, and what the store, the source and the record throw
 */
export async function uploadObject(request: UploadRequest): Promise<UploadReceipt> {
  refuseImpossible(request)
  const done = await alreadyDone(request)
  if (done) return done
  for (let beginning = 1; ; beginning++) {
    const run = await openRun(request)
    if ('receipt' in run) return run.receipt
    try {
      return await carryOut(request, run)
    } catch (error) {
      const isGone = isMigrationError(error, 'OSS_UPLOAD_GONE')
      if (isGone && beginning < maxBeginnings) {
        await restart(request, run.state, 'upload-gone')
        continue
      }
      const isDiscarded = isMigrationError(error, 'OSS_FILE_CHANGED', 'OSS_FILE_UNSTABLE')
      if (!isGone && !isDiscarded) await tellKept(request)
      throw error
    }
  }
}

interface Run {
  readonly state: UploadRecordState
  readonly held: readonly RecordedPart[]
}

function refuseImpossible({ source, key, store }: UploadRequest): void {
  const { name, sizeBytes } = source
  if (sizeBytes === 0) throw ossError('OSS_FILE_EMPTY', { resource: name })
  if (sizeBytes > largestObjectBytes)
    throw ossError('OSS_FILE_TOO_LARGE', {
      resource: name,
      sizeBytes,
      maxBytes: largestObjectBytes,
    })
  const keyBytes = Buffer.byteLength(key, 'utf8')
  if (keyBytes === 0 || keyBytes > limits.maxKeyBytes || /^[/\\]/.test(key))
    throw ossError('OSS_OBJECT_NAME_INVALID', { resource: `oss://${store.bucket}/${key}` })
}

/** Returns a receipt when the object is known, or found, to be this file. */
async function alreadyDone(request: UploadRequest): Promise<UploadReceipt | undefined> {
  const { store, source, key, record, signal } = request
  const state = await record.load()
  if (state?.completed) {
    const isSameFile =
      state.sizeBytes === source.sizeBytes && state.modifiedAtMs === source.modifiedAtMs
    const isSame =
      isSameFile &&
      (!request.paranoid || (await readWhole(source, signal)) === state.completed.crc64)
    const head = isSame ? await store.head(key) : undefined
    if (head?.sizeBytes === source.sizeBytes && head.crc64 === state.completed.crc64)
      return receiptOf(request, state, 'already-there', state.completed)
    const reason = isSame ? 'object-changed' : isSameFile ? 'content-changed' : 'file-changed'
    await restart(request, state, reason)
  }
  if (!request.forbidOverwrite || (state && !state.completed)) return undefined
  const head = await store.head(key)
  if (!head) return undefined
  const crc64 = head.sizeBytes === source.sizeBytes ? await readWhole(source, signal) : undefined
  if (crc64 === undefined || crc64 !== head.crc64)
    throw ossError('OSS_ALREADY_EXISTS', { resource: `oss://${store.bucket}/${key}` })
  const found = newState(request, '')
  await begin(request, found)
  await complete(request, found, { etag: head.etag, crc64 })
  return receiptOf(request, found, 'already-there', { etag: head.etag, crc64 })
}

/** Opens the upload of the record, adopts the one that was named, or begins one. */
async function openRun(request: UploadRequest): Promise<Run | { readonly receipt: UploadReceipt }> {
  const { store, source, key, record, signal, adoptUploadId } = request
  let state = await record.load()
  if (!state && adoptUploadId !== undefined) {
    state = await adopt(request, adoptUploadId)
    await begin(request, state)
  }
  if (state) {
    const paranoid = request.paranoid ?? false
    const answer = await askResume({ store, source, key, state, paranoid, signal })
    switch (answer.verdict) {
      case 'continue': {
        await new PartLedger(record, state.uploadId, request.clock).add(...answer.learned)
        return { state, held: answer.parts }
      }
      case 'gone': {
        const receipt = await completedUnseen(request, state, answer.parts)
        if (receipt) return { receipt }
        await restart(request, state, 'upload-gone')
        break
      }
      case 'restart':
        await store.abortUpload(key, state.uploadId)
        await restart(request, state, answer.reason)
        break
    }
  }
  const begun = {
    ...(request.forbidOverwrite ? { forbidOverwrite: true } : {}),
    ...(request.metadata ? { metadata: request.metadata } : {}),
  }
  const { clock, ids } = request
  // An answer that is lost leaves an upload without parts behind, which costs nothing and is listed as left over.
  const uploadId = await retrying(
    () => store.beginUpload(key, { ...begun, ...(signal ? { signal } : {}) }),
    { clock, ids, signal },
  )
  const fresh = newState(request, uploadId)
  await begin(request, fresh)
  return { state: fresh, held: [] }
}

/** The part size of an upload that somebody else began is that of its largest part. */
async function adopt(request: UploadRequest, uploadId: string): Promise<UploadRecordState> {
  const parts = await request.store.listParts(request.key, uploadId)
  const fresh = newState(request, uploadId)
  const partBytes = Math.max(0, ...parts.map((part) => part.sizeBytes)) || fresh.partBytes
  const fits = Math.ceil(fresh.sizeBytes / partBytes) <= limits.maxParts
  return fits ? { ...fresh, partBytes } : fresh
}

async function carryOut(request: UploadRequest, run: Run): Promise<UploadReceipt> {
  const { store, source, key, clock, ids, signal } = request
  const { state, held } = run
  const planned = planParts(state.sizeBytes, state.partBytes)
  const progress = new ProgressCounter(clock, state.sizeBytes, request.onProgress)
  const parts = new Map(held.map((part) => [part.partNumber, part]))
  let reusedBytes = 0
  for (const { partNumber, sizeBytes } of planned)
    if (parts.has(partNumber)) reusedBytes += sizeBytes
  if (reusedBytes > 0) {
    progress.reuse(reusedBytes)
    const counts = { reusedParts: parts.size, parts: planned.length }
    request.onNotice?.({ kind: 'resumed', reusedBytes, ...counts })
  }
  const ledger = new PartLedger(request.record, state.uploadId, clock)
  const sending = sendParts({
    store,
    source,
    key,
    uploadId: state.uploadId,
    parts: planned.filter(({ partNumber }) => !parts.has(partNumber)),
    parallelParts: request.parallelParts ?? 4,
    limiter: request.limiter,
    check: request.check,
    progress,
    clock,
    ids,
    signal,
    acknowledged: (part) => {
      parts.set(part.partNumber, part)
      return ledger.add(part)
    },
    onRetry: (fact) => request.onNotice?.({ kind: 'part-retried', ...fact }),
  })
  await sending.catch(async (error: unknown) => {
    // What was acknowledged is remembered all the same; the first error is the one that is told.
    await ledger.settle().catch(() => {})
    throw error
  })
  await ledger.settle()
  const known = new Set(held.map(({ partNumber }) => partNumber))
  const notShown = planned.filter(({ partNumber }) => known.has(partNumber))
  const crc64 = combineParts([...parts.values()], planned) ?? 0n
  const [proof] = await Promise.allSettled([proveSource(request, notShown, parts, crc64)])
  // A file that changed meanwhile may look damaged; that it changed is what is told.
  if ((await source.check()) === 'changed') {
    await store.abortUpload(key, state.uploadId)
    await restart(request, state, 'file-changed')
    throw ossError('OSS_FILE_CHANGED', { resource: source.name })
  }
  if (proof.status === 'rejected') throw proof.reason
  if (proof.value === 'other-bytes') {
    // Wrong parts must not be what the next run goes on with.
    await store.abortUpload(key, state.uploadId)
    await forget(request, state, 'content-changed')
    throw ossError('OSS_FILE_UNSTABLE', { resource: source.name })
  }
  const isProved = proof.value === 'proved'
  const inOrder = planned.flatMap(({ partNumber }) => parts.get(partNumber) ?? [])
  const written = await completeOnServer(request, state, inOrder, crc64)
  const isVerified = await verify(request, state, written, crc64)
  await complete(request, state, { etag: written.etag, crc64 })
  const outcome = reusedBytes > 0 ? 'resumed' : 'uploaded'
  const done = { etag: written.etag, crc64 }
  const { sentBytes } = progress
  return receiptOf(request, state, outcome, done, { isVerified, isProved, sentBytes, reusedBytes })
}

/**
 * Lets the judge see what it has not seen, and compares it with what was sent: only then is it the object that is
 * proved, and not just the file.
 *
 * @param notShown  parts that an earlier run sent
 * @param crc64  of what was sent
 * @throws what is wrong with the file: the upload stays incomplete
 */
async function proveSource(
  { check, source, clock, signal, onNotice }: UploadRequest,
  notShown: readonly PlannedPart[],
  parts: ReadonlyMap<number, RecordedPart>,
  crc64: bigint,
): Promise<'no-check' | 'proved' | 'other-bytes'> {
  if (!check) return 'no-check'
  const begunAt = clock.now()
  const readAgainBytes = check.unseenBytes()
  onNotice?.({ kind: 'checking', unseenBytes: readAgainBytes })
  for (const { partNumber, offset, sizeBytes } of notShown) {
    const piece = check.piece(offset, sizeBytes)
    if (piece === noPieceCheck) break
    const body = shown(source.part(offset, sizeBytes), piece)
    for await (const _ of body.chunks(signal)) signal?.throwIfAborted()
    if (body.crc64() !== parts.get(partNumber)?.crc64) return 'other-bytes'
    piece.accept()
  }
  const verdict = await check.finish(signal)
  const isOther = verdict.crc64 !== undefined && verdict.crc64 !== crc64
  if (verdict.readsDiffer || isOther) return 'other-bytes'
  const elapsedMs = clock.now() - begunAt
  onNotice?.({ kind: 'checked', readAgainBytes, elapsedMs, doubt: verdict.doubt })
  return 'proved'
}

/** Completes the upload; after a lost answer it looks whether the object is there before it tries again. */
async function completeOnServer(
  request: UploadRequest,
  state: UploadRecordState,
  parts: readonly RecordedPart[],
  crc64: bigint,
): Promise<WriteReceipt> {
  const { store, key, clock, ids, signal, forbidOverwrite } = request
  return retrying(
    async () => {
      try {
        return await store.completeUpload({
          key,
          uploadId: state.uploadId,
          parts: parts.map(({ partNumber, etag }) => ({ partNumber, etag })),
          ...(forbidOverwrite ? { forbidOverwrite } : {}),
          ...(signal ? { signal } : {}),
        })
      } catch (error) {
        const isOpen =
          isMigrationError(error, 'OSS_UPLOAD_GONE', 'OSS_ALREADY_EXISTS') ||
          (isMigrationError(error) && error.retry !== 'never')
        if (!isOpen) throw error
        const head = await store.head(key)
        if (head?.sizeBytes === state.sizeBytes && head.crc64 === crc64)
          return { etag: head.etag, crc64 }
        throw error
      }
    },
    { clock, ids, budget: { ...callBudget, classes: ['now', 'later'] }, signal },
  )
}

/** Returns whether OSS named the file's CRC-64 for the whole object. @throws OSS_CRC_MISMATCH when it named another */
async function verify(
  request: UploadRequest,
  state: UploadRecordState,
  written: WriteReceipt,
  ourCrc64: bigint,
): Promise<boolean> {
  const { store, key } = request
  const theirCrc64 = written.crc64 ?? (await store.head(key))?.crc64
  if (theirCrc64 === undefined || theirCrc64 === ourCrc64) return theirCrc64 !== undefined
  await forget(request, state, 'object-changed')
  throw ossError('OSS_CRC_MISMATCH', {
    resource: `oss://${store.bucket}/${key}`,
    theirCrc64,
    ourCrc64,
  })
}

/** The upload is not there any more: was it completed by a run that did not live to see it? */
async function completedUnseen(
  request: UploadRequest,
  state: UploadRecordState,
  parts: readonly RecordedPart[],
): Promise<UploadReceipt | undefined> {
  const crc64 = combineParts(parts, planParts(state.sizeBytes, state.partBytes))
  if (crc64 === undefined) return undefined
  const head = await request.store.head(request.key)
  if (head?.sizeBytes !== state.sizeBytes || head.crc64 !== crc64) return undefined
  const done = { etag: head.etag, crc64 }
  await complete(request, state, done)
  return receiptOf(request, state, 'resumed', done, { reusedBytes: state.sizeBytes })
}

async function tellKept(request: UploadRequest): Promise<void> {
  // The record may be what failed; the error on its way out says so.
  const state = await request.record.load().catch(() => undefined)
  if (!state || state.completed) return
  request.onNotice?.({
    kind: 'kept',
    uploadId: state.uploadId,
    keptParts: state.parts.length,
    parts: planParts(state.sizeBytes, state.partBytes).length,
  })
}

function newState({ source, key, partBytes }: UploadRequest, uploadId: string): UploadRecordState {
  const { sizeBytes, modifiedAtMs } = source
  const chosen = choosePartBytes(sizeBytes, partBytes)
  return { key, uploadId, partBytes: chosen, sizeBytes, modifiedAtMs, parts: [] }
}

async function begin({ record }: UploadRequest, state: UploadRecordState): Promise<void> {
  const { key, uploadId, partBytes, sizeBytes, modifiedAtMs } = state
  await record.save([{ type: 'uploadBegun', key, uploadId, partBytes, sizeBytes, modifiedAtMs }])
}

async function complete(
  { record }: UploadRequest,
  { uploadId, key }: UploadRecordState,
  { etag, crc64 }: { readonly etag: string; readonly crc64: bigint },
): Promise<void> {
  await record.save([{ type: 'uploadCompleted', uploadId, key, etag, crc64: `${crc64}` }])
}

async function forget(
  { record }: UploadRequest,
  { uploadId, key }: UploadRecordState,
  reason: RestartReason,
): Promise<void> {
  await record.save([{ type: 'uploadRestarted', uploadId, key, reason }])
}

async function restart(
  request: UploadRequest,
  state: UploadRecordState,
  reason: RestartReason,
): Promise<void> {
  await forget(request, state, reason)
  request.onNotice?.({ kind: 'restarted', reason })
}

function receiptOf(
  { source }: UploadRequest,
  { key, partBytes, uploadId }: UploadRecordState,
  outcome: UploadReceipt['outcome'],
  { etag, crc64 }: { readonly etag: string; readonly crc64: bigint },
  more: Partial<Pick<UploadReceipt, 'isVerified' | 'isProved' | 'sentBytes' | 'reusedBytes'>> = {},
): UploadReceipt {
  const { sizeBytes } = source
  const { isVerified = true, isProved = false, sentBytes = 0, reusedBytes = 0 } = more
  return {
    outcome,
    key,
    etag,
    crc64,
    isVerified,
    isProved,
    sizeBytes,
    sentBytes,
    reusedBytes,
    parts: Math.ceil(sizeBytes / partBytes),
    partBytes,
    uploadId,
  }
}
