/** A journal that lives as long as the process: for tests and rehearsals. Keeps the same promises but durability. */
import type { Clock } from '../core/index.ts'
import { journalError } from './errors.ts'
import type { Journal, JournalEntry, JournalEvent } from './journal.ts'

interface MemoryStream {
  readonly kind: string
  readonly createdAt: number
  /** As JSON, so that nobody can change an entry afterwards. */
  readonly entries: { readonly at: number; readonly json: string }[]
}

/** Returns an empty journal in memory. @param clock  dates the entries */
export function memoryJournal(clock: Clock): Journal {
  const streams = new Map<string, MemoryStream>()
  return {
    location: 'memory',
    async streams(kind) {
      return [...streams]
        .filter(([, stream]) => kind === undefined || stream.kind === kind)
        .map(([streamId, stream]) => ({
          streamId,
          kind: stream.kind,
          createdAt: stream.createdAt,
          lastSequence: stream.entries.length,
          lastAt: stream.entries.at(-1)?.at ?? stream.createdAt,
        }))
        .reverse()
    },
    async read<E extends JournalEvent>(streamId: string, afterSequence = 0) {
      const entries = streams.get(streamId)?.entries ?? []
      return entries.slice(afterSequence).map(
        ({ at, json }, index): JournalEntry<E> => ({
          sequence: afterSequence + index + 1,
          at,
          event: JSON.parse(json),
        }),
      )
    },
    async append({ streamId, kind }, expectedSequence, events) {
      const existing = streams.get(streamId)
      const found = existing?.entries.length ?? 0
      if (found !== expectedSequence) {
        throw journalError('JOURNAL_CONFLICT', {
          stream: streamId,
          found,
          expected: expectedSequence,
        })
      }
      if (events.length === 0) return found
      const at = clock.now()
      const stream = existing ?? { kind, createdAt: at, entries: [] }
      const added = events.map((event) => ({ at, json: JSON.stringify(event) }))
      stream.entries.push(...added)
      streams.set(streamId, stream)
      return stream.entries.length
    },
    async close() {},
  }
}
