/**
 * The journal of one migration with the state that it adds up to. Events are durable before the state shows them;
 * those that come at the same time are written together.
 */
import type { JournalReader, JournalWriter } from '../../journal/index.ts'
import type { MigrationEvent } from './event.ts'
import { emptyState, type MigrationState } from './state.ts'
import { transition } from './transition.ts'

/** What kind of stream a migration is in the journal. */
export const migrationStreamKind = 'migration'

interface Waiting {
  readonly event: MigrationEvent
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** One migration's events, read once and appended to by this process alone. */
export class MigrationLog {
  readonly streamId: string
  #journal: JournalWriter
  #sequence: number
  #state: MigrationState
  #waiting: Waiting[] = []
  #isWriting = false
  #broken: { readonly error: unknown } | undefined
  #listeners: ((event: MigrationEvent, state: MigrationState) => void)[] = []

  private constructor(
    journal: JournalWriter,
    streamId: string,
    sequence: number,
    state: MigrationState,
  ) {
    this.#journal = journal
    this.streamId = streamId
    this.#sequence = sequence
    this.#state = state
  }

  /** Reads a stream, which may be new. Throws MIGRATE_HISTORY_UNREADABLE for events that do not follow each other. */
  static async open(journal: JournalWriter, streamId: string): Promise<MigrationLog> {
    const { state, sequence } = await readMigration(journal, streamId)
    return new MigrationLog(journal, streamId, sequence, state)
  }

  get state(): MigrationState {
    return this.#state
  }

  /** Set once an append has failed: nothing may be done any more, because it could not be remembered. */
  get broken(): { readonly error: unknown } | undefined {
    return this.#broken
  }

  /** Calls the function after each event that has become durable. */
  onEvent(listener: (event: MigrationEvent, state: MigrationState) => void): void {
    this.#listeners.push(listener)
  }

  /**
   * Resolves once the events are on disk and the state shows them. They are written together.
   * An event that cannot follow is not written (MIGRATE_HISTORY_UNREADABLE).
   */
  async append(...events: readonly MigrationEvent[]): Promise<void> {
    if (this.#broken) throw this.#broken.error
    const written = events.map(
      (event) =>
        new Promise<void>((resolve, reject) => {
          this.#waiting.push({ event, resolve, reject })
        }),
    )
    if (!this.#isWriting) void this.#write()
    await Promise.all(written)
  }

  async #write(): Promise<void> {
    this.#isWriting = true
    while (this.#waiting.length > 0) {
      const batch: Waiting[] = []
      let next = this.#state
      for (const one of this.#waiting.splice(0)) {
        try {
          next = transition(next, one.event)
          batch.push(one)
        } catch (error) {
          one.reject(error)
        }
      }
      if (batch.length === 0) continue
      try {
        this.#sequence = await this.#journal.append(
          { streamId: this.streamId, kind: migrationStreamKind },
          this.#sequence,
          batch.map((one) => one.event),
        )
      } catch (error) {
        this.#broken = { error }
        for (const one of [...batch, ...this.#waiting.splice(0)]) one.reject(error)
        break
      }
      for (const one of batch) {
        this.#state = transition(this.#state, one.event)
        for (const listener of this.#listeners) listener(one.event, this.#state)
        one.resolve()
      }
    }
    this.#isWriting = false
  }
}

/** Returns how a migration stands and the number of its last entry; the empty state for a stream that is not there. */
export async function readMigration(
  journal: JournalReader,
  streamId: string,
): Promise<{ readonly state: MigrationState; readonly sequence: number }> {
  let state = emptyState
  let sequence = 0
  for (const entry of await journal.read<MigrationEvent>(streamId)) {
    state = transition(state, entry.event)
    sequence = entry.sequence
  }
  return { state, sequence }
}
