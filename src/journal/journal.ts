/**
 * The journal: what was intended and what came of it, in order, durable before it is acted upon.
 * Append names the expected sequence number, so that a sleeping or doubled process can write nothing.
 * It stores events as JSON and must not know what they mean.
 */

/** Plain JSON; LSNs, dates and big numbers are stored as text. */
export type JournalValue =
  | string
  | number
  | boolean
  | null
  | readonly JournalValue[]
  | { readonly [name: string]: JournalValue | undefined }

/** Something that happened, named by `type`. */
export interface JournalEvent {
  readonly type: string
  readonly [name: string]: JournalValue | undefined
}

/** One event as it stands in the journal. */
export interface JournalEntry<E extends JournalEvent = JournalEvent> {
  /** From 1, without gaps, within one stream. */
  readonly sequence: number
  /** Milliseconds since 1970-01-01 UTC, by the writer's clock. */
  readonly at: number
  readonly event: E
}

/** One migration, one upload run: a stream of events of its own. */
export interface StreamSummary {
  readonly streamId: string
  /** What the stream is about: `migration`, `upload`, `import`. */
  readonly kind: string
  readonly createdAt: number
  readonly lastSequence: number
  readonly lastAt: number
}

export interface JournalReader {
  /** Newest first. */
  streams(kind?: string): Promise<StreamSummary[]>
  /** The entries after `afterSequence` (0 for all), in order. */
  read<E extends JournalEvent>(streamId: string, afterSequence?: number): Promise<JournalEntry<E>[]>
  close(): Promise<void>
}

export interface JournalWriter extends JournalReader {
  /**
   * Adds events after `expectedSequence` and returns the last sequence number, once they are on disk.
   * @param expectedSequence  the number of the stream's last entry, 0 for a new stream
   * @throws JOURNAL_CONFLICT  when the stream's last entry has another number; nothing was written
   * @throws JOURNAL_DISK_FULL, JOURNAL_UNREADABLE
   */
  append(
    stream: { readonly streamId: string; readonly kind: string },
    expectedSequence: number,
    events: readonly JournalEvent[],
  ): Promise<number>
}

/** A journal that this process alone may write to, until it is closed or dies. */
export interface Journal extends JournalWriter {
  /** Where it lies, for people; `memory` for the one in memory. */
  readonly location: string
}
