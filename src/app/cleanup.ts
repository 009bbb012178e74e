/**
 * `cleanup`: lists the unfinished uploads at an address and aborts those that this machine's journal began; others
 * only when they are named (invariant I11).
 */
import { isMigrationError } from '../core/index.ts'
import { lockStream, openJournal } from '../journal/index.ts'
import { ossError } from '../oss/index.ts'
import { openCloud } from './cloud.ts'
import { loadSettings, type SettingOverrides } from './config.ts'
import type { AppContext } from './context.ts'
import { openHome } from './home.ts'
import { parseOssAddress } from './oss-address.ts'
import type { LeftOverUpload } from './upload.ts'
import { uploadsOfJournal } from './upload-journal.ts'

export interface CleanupRequest {
  /** `oss://bucket/prefix`. */
  readonly address: string
  readonly overrides: SettingOverrides
  /** Uploads of others to abort too. */
  readonly uploadIds: readonly string[]
  /** Asked once with what would be aborted, if anything would. */
  readonly confirm: (uploads: readonly LeftOverUpload[]) => Promise<boolean>
}

export interface CleanedUpload extends LeftOverUpload {
  /** `kept`: not ours and not named, or not confirmed. `busy`: another process is working on it. */
  readonly outcome: 'aborted' | 'kept' | 'busy'
}

/** @throws OSS_ADDRESS_INVALID, OSS_UPLOAD_NOT_NAMED when a named upload is not there, and what OSS answers */
export async function cleanup(
  context: AppContext,
  request: CleanupRequest,
): Promise<CleanedUpload[]> {
  const address = parseOssAddress(request.address)
  const settings = await loadSettings(context, request.overrides)
  const home = openHome(settings.home)
  await using opened = new AsyncDisposableStack()
  const journal = await openJournal(home.journalPath, context.clock)
  opened.defer(() => journal.close())
  const cloud = await openCloud(context, settings)
  opened.defer(() => cloud.close())
  const store = cloud.storage.bucket(address.bucket)
  const ours = await uploadsOfJournal(journal)
  const pending: LeftOverUpload[] = (await store.listUploads(address.folder)).map((each) => ({
    ...each,
    isOurs: ours.has(each.uploadId),
  }))
  for (const uploadId of request.uploadIds)
    if (!pending.some((each) => each.uploadId === uploadId))
      throw ossError('OSS_UPLOAD_NOT_NAMED', { uploadId, resource: request.address })
  const isWanted = ({ isOurs, uploadId }: LeftOverUpload) =>
    isOurs || request.uploadIds.includes(uploadId)
  const wanted = pending.filter(isWanted)
  const isConfirmed = wanted.length > 0 && (await request.confirm(wanted))
  const results: CleanedUpload[] = []
  for (const each of pending) {
    context.signal.throwIfAborted()
    const outcome = isConfirmed && isWanted(each) ? await abort(each) : 'kept'
    results.push({ ...each, outcome })
  }
  return results

  async function abort({ key, uploadId }: LeftOverUpload): Promise<CleanedUpload['outcome']> {
    const owner = ours.get(uploadId)
    if (!owner) {
      await store.abortUpload(key, uploadId)
      return 'aborted'
    }
    const lock = await lockStream(home.path, owner.streamId, context.clock).catch((error) => {
      if (isMigrationError(error, 'JOURNAL_LOCKED')) return undefined
      throw error
    })
    if (!lock) return 'busy'
    try {
      await store.abortUpload(key, uploadId)
      // A migration notices by itself that its upload is gone; its stream belongs to its engine.
      if (owner.kind === 'upload') {
        const last = (await journal.read(owner.streamId)).at(-1)?.sequence ?? 0
        const event = { type: 'uploadAborted', uploadId, key }
        await journal.append(owner, last, [event])
      }
      return 'aborted'
    } finally {
      await lock.release()
    }
  }
}
