/** Uploads in the journal: one stream per file and address, and which unfinished uploads are ours (invariant I11). */
import { createHash } from 'node:crypto'
import type { Journal, JournalEvent, JournalReader, JournalValue } from '../journal/index.ts'
import { replayUpload, type UploadEvent, type UploadRecord } from '../oss/index.ts'

export interface UploadPlace {
  /** Absolute path of the file. */
  readonly path: string
  readonly endpoint: string
  readonly bucket: string
  readonly key: string
}

/** Returns the id of an upload in the journal: the same file to the same object is the same upload. */
export function uploadStreamId({ path, endpoint, bucket, key }: UploadPlace): string {
  const hash = createHash('sha256').update([path, endpoint, bucket, key].join('\0')).digest('hex')
  return `upload-${hash.slice(0, 24)}`
}

const eventTypes: readonly string[] = [
  'uploadBegun',
  'partAcknowledged',
  'uploadCompleted',
  'uploadRestarted',
  'uploadAborted',
] satisfies ReadonlyArray<UploadEvent['type']>

/** Returns the record of one upload, kept in its stream. One process at a time: take the stream's lock first. */
export async function journalRecord(journal: Journal, place: UploadPlace): Promise<UploadRecord> {
  const stream = { streamId: uploadStreamId(place), kind: 'upload' }
  const entries = await journal.read(stream.streamId)
  const events: JournalEvent[] = entries.map(({ event }) => event)
  let sequence = entries.at(-1)?.sequence ?? 0
  const append = async (more: readonly JournalEvent[]) => {
    sequence = await journal.append(stream, sequence, more)
    events.push(...more)
  }
  if (sequence === 0) await append([{ type: 'uploadOpened', ...place }])
  return {
    load: async () => replayUpload(events.filter(isUploadEvent)),
    save: (more) => append(more.map((event) => ({ ...event }))),
  }
}

/** Only what this program wrote is read, so the type decides the rest of the shape. */
function isUploadEvent(event: JournalEvent): event is JournalEvent & UploadEvent {
  return eventTypes.includes(event.type)
}

/** Returns the ids of all uploads that any stream of the journal began, each with its stream. */
export async function uploadsOfJournal(
  journal: JournalReader,
): Promise<Map<string, { readonly streamId: string; readonly kind: string }>> {
  const found = new Map<string, { readonly streamId: string; readonly kind: string }>()
  for (const { streamId, kind } of await journal.streams()) {
    for (const { event } of await journal.read(streamId))
      for (const uploadId of uploadIdsIn(event)) found.set(uploadId, { streamId, kind })
  }
  return found
}

/** A migration keeps the events of its uploads inside its own. */
function uploadIdsIn(value: JournalValue | undefined): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap(uploadIdsIn)
  const fields = value as Readonly<Record<string, JournalValue | undefined>>
  const { type, uploadId } = fields
  const own = type === 'uploadBegun' && typeof uploadId === 'string' ? [uploadId] : []
  return [...own, ...Object.values(fields).flatMap(uploadIdsIn)]
}
