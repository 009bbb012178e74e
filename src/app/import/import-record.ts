/**
 * What the journal knows of imports into one instance: each request to create a task is written before it is sent,
 * and what came of it afterwards. A request without an outcome is a question to ask RDS, never a reason to repeat.
 */
import type { JournalEntry, JournalWriter } from '../../journal/index.ts'

/** One object with one content for one database. */
export type ImportSubject = {
  readonly bucket: string
  readonly key: string
  readonly etag: string
  readonly database: string
}

export type ImportEvent = ImportSubject &
  (
    | { readonly type: 'import-intended' }
    | { readonly type: 'import-accepted'; readonly migrateTaskId: string }
    | { readonly type: 'import-refused'; readonly code: string }
  )

/** `intended`: sent or about to be, outcome unknown. */
export type RecordedImport =
  | { readonly state: 'intended'; readonly at: number }
  | { readonly state: 'accepted'; readonly migrateTaskId: string }

const kind = 'import'

/** The imports of one instance, with the stream they are written to. */
export class ImportRecord {
  #journal: JournalWriter
  #streamId: string
  #sequence = 0
  #known = new Map<string, RecordedImport>()
  readonly #readOnly: boolean

  private constructor(journal: JournalWriter, streamId: string, readOnly: boolean) {
    this.#journal = journal
    this.#streamId = streamId
    this.#readOnly = readOnly
  }

  /** The name of an instance's stream; also what its lock is taken for. */
  static streamId(instanceId: string): string {
    return `import-${instanceId}`
  }

  /**
   * Reads what earlier runs wrote.
   * @param options  `readOnly`: what is written is remembered by this object alone, for runs that change nothing
   */
  static async open(
    journal: JournalWriter,
    instanceId: string,
    options: { readonly readOnly?: boolean } = {},
  ): Promise<ImportRecord> {
    const streamId = ImportRecord.streamId(instanceId)
    const record = new ImportRecord(journal, streamId, options.readOnly ?? false)
    for (const entry of await journal.read(streamId)) {
      record.#sequence = entry.sequence
      const event = readEvent(entry)
      if (event) record.#apply(event, entry.at)
    }
    return record
  }

  find(subject: ImportSubject): RecordedImport | undefined {
    return this.#known.get(identityOf(subject))
  }

  /** Writes an event; it is on disk once this resolves. @throws JOURNAL_CONFLICT and others of the journal */
  async write(event: ImportEvent, at: number): Promise<void> {
    if (!this.#readOnly) {
      const stream = { streamId: this.#streamId, kind }
      this.#sequence = await this.#journal.append(stream, this.#sequence, [event])
    }
    this.#apply(event, at)
  }

  #apply(event: ImportEvent, at: number): void {
    const identity = identityOf(event)
    if (event.type === 'import-intended') this.#known.set(identity, { state: 'intended', at })
    else if (event.type === 'import-refused') this.#known.delete(identity)
    else this.#known.set(identity, { state: 'accepted', migrateTaskId: event.migrateTaskId })
  }
}

function identityOf({ bucket, key, etag, database }: ImportSubject): string {
  return JSON.stringify([bucket, key, etag, database.toLowerCase()])
}

/** Returns the event of an entry, or undefined for one that another version wrote. */
function readEvent({ event }: JournalEntry): ImportEvent | undefined {
  const { type, bucket, key, etag, database } = event
  if (
    typeof bucket !== 'string' ||
    typeof key !== 'string' ||
    typeof etag !== 'string' ||
    typeof database !== 'string'
  )
    return undefined
  const subject = { bucket, key, etag, database }
  const { migrateTaskId, code } = event
  if (type === 'import-intended') return { ...subject, type }
  if (type === 'import-accepted' && typeof migrateTaskId === 'string')
    return { ...subject, type, migrateTaskId }
  if (type === 'import-refused') return { ...subject, type, code: String(code) }
  return undefined
}
