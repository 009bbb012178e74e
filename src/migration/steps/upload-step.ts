/**
 * Brings one backup file into the bucket. What the transfer remembers goes through the migration's journal, so that
 * a killed run sends only what is missing, and an object that is complete already is not sent again (invariant I2).
 */
import { MigrationError, type UploadSource } from '../../core/index.ts'
import type { UploadRecord } from '../../oss/index.ts'
import { toErrorRecord } from '../engine/error-record.ts'
import { migrationError } from '../errors.ts'
import { done, type StepContext, type StepOutcome, stateIn } from './step.ts'

/**
 * Uploads the planned file; the state is `uploaded` or `failed` afterwards. Errors that pass by themselves are
 * thrown: the runner comes back.
 */
export async function uploadStep(context: StepContext, database: string): Promise<StepOutcome> {
  const { log, ports } = context
  await log.append({ type: 'upload-intended', database, atMs: ports.clock.now() })
  try {
    await uploadFile(context, database)
  } catch (error) {
    context.signal.throwIfAborted()
    if (log.broken || !(error instanceof MigrationError) || error.retry !== 'never') throw error
    await log.append({
      type: 'upload-failed',
      database,
      atMs: ports.clock.now(),
      error: toErrorRecord(error),
    })
  }
  return done
}

async function uploadFile(context: StepContext, database: string): Promise<void> {
  const { log, ports } = context
  const { plan } = stateIn(context, database, 'uploading')
  const source = await ports.openSource(plan.path)
  try {
    refuseChanged(source, plan)
    await using check = await ports.openCheck?.(plan.path)
    const receipt = await ports.upload({
      store: ports.store,
      source,
      ...(check && { check }),
      key: plan.key,
      record: uploadRecord(context, database),
      clock: ports.clock,
      ids: ports.ids,
      signal: context.signal,
      ...context.transfer,
      onProgress: (progress) => context.notify({ kind: 'upload-progress', database, progress }),
      onNotice: (notice) => context.notify({ kind: 'upload-notice', database, notice }),
    })
    await log.append({
      type: 'upload-completed',
      database,
      atMs: ports.clock.now(),
      etag: receipt.etag,
      crc64: receipt.crc64.toString(),
      sizeBytes: receipt.sizeBytes,
      sentBytes: receipt.sentBytes,
      isProved: receipt.isProved,
    })
  } finally {
    await source.close()
  }
}

/** What was inspected is what must be sent: a file that has changed since may hold another database. */
function refuseChanged(
  source: UploadSource,
  plan: { readonly file: string; readonly sizeBytes: number; readonly modifiedAtMs: number },
): void {
  if (source.sizeBytes !== plan.sizeBytes || source.modifiedAtMs !== plan.modifiedAtMs)
    throw migrationError('MIGRATE_FILE_CHANGED', { file: plan.file }, { retry: 'never' })
}

function uploadRecord(context: StepContext, database: string): UploadRecord {
  const { log, ports } = context
  return {
    load: async () => ports.replayUpload(log.state.databases.get(database)?.uploadEvents ?? []),
    save: (uploads) => {
      const atMs = ports.clock.now()
      return log.append(
        ...uploads.map((upload) => ({ type: 'upload-recorded', database, atMs, upload }) as const),
      )
    },
  }
}
