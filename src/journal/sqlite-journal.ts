/**
 * The journal in one SQLite file. An append is one transaction that is on disk (WAL, synchronous=FULL) before it
 * returns; the sequence number is checked inside it, so several processes may share the file.
 */
import { existsSync } from 'node:fs'
import type { Clock } from '../core/index.ts'
import { journalError } from './errors.ts'
import type { Journal, JournalEntry, JournalEvent, JournalReader } from './journal.ts'
import { type DatabaseSync, openDatabase, translateSqliteError } from './sqlite.ts'

const formatVersion = 1
const applicationId = 0x5351_4c46 // "SQLF"; tells our files from other SQLite databases
const busyTimeoutMs = 10_000 // appends take milliseconds; who waits longer has met a stopped process

/**
 *   streams  one row per migration, upload run or import; `number` keeps the order of creation
 *   entries  `event` is JSON; `at` is milliseconds since 1970-01-01 UTC
 */
const schema = `
  CREATE TABLE IF NOT EXISTS streams (
    number     INTEGER PRIMARY KEY,
    stream_id  TEXT NOT NULL UNIQUE,
    kind       TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS entries (
    stream   INTEGER NOT NULL REFERENCES streams (number),
    sequence INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    event    TEXT NOT NULL,
    PRIMARY KEY (stream, sequence)
  ) STRICT, WITHOUT ROWID;
`

export interface JournalOptions {
  /** Upper bound of the file in pages of 4 KiB; without it the disk is the bound. */
  readonly maxPages?: number
}

/**
 * Opens the journal, and makes it where there is none. Its folder must exist.
 *
 * @param clock  dates the entries
 * @throws JOURNAL_UNREADABLE, JOURNAL_TOO_NEW, JOURNAL_NOT_WRITABLE, JOURNAL_DISK_FULL, JOURNAL_BUSY
 */
export async function openJournal(
  path: string,
  clock: Clock,
  options: JournalOptions = {},
): Promise<Journal> {
  const database = openDatabase(path, { timeoutMs: busyTimeoutMs })
  const guarded = guardWith(path)
  try {
    guarded(() => prepare(database, path))
    if (options.maxPages) database.exec(`PRAGMA max_page_count = ${options.maxPages}`)
  } catch (error) {
    database.close()
    throw error
  }
  const findStream = database.prepare('SELECT number FROM streams WHERE stream_id = ?')
  const findLast = database.prepare(
    'SELECT coalesce(max(sequence), 0) AS last FROM entries WHERE stream = ?',
  )
  const addStream = database.prepare(
    'INSERT INTO streams (stream_id, kind, created_at) VALUES (?, ?, ?) RETURNING number',
  )
  const addEntry = database.prepare(
    'INSERT INTO entries (stream, sequence, at, event) VALUES (?, ?, ?, ?)',
  )

  const append: Journal['append'] = async ({ streamId, kind }, expectedSequence, events) =>
    guarded(() =>
      inTransaction(database, () => {
        const number = numberOf(findStream.get(streamId)?.['number'])
        const found = number === undefined ? 0 : (numberOf(findLast.get(number)?.['last']) ?? 0)
        if (found !== expectedSequence) {
          const expected = expectedSequence
          throw journalError('JOURNAL_CONFLICT', { stream: streamId, found, expected })
        }
        if (events.length === 0) return found
        const at = clock.now()
        const stream = number ?? numberOf(addStream.get(streamId, kind, at)?.['number'])
        if (stream === undefined) throw new TypeError('SQLite returned no row number')
        let sequence = found
        for (const event of events) addEntry.run(stream, ++sequence, at, JSON.stringify(event))
        return sequence
      }),
    )

  return { location: path, append, ...readerOver(database, path) }
}

/**
 * Opens an existing journal for reading only; works beside a process that writes to it.
 * @throws JOURNAL_MISSING, JOURNAL_UNREADABLE, JOURNAL_TOO_NEW
 */
export async function openJournalReader(path: string): Promise<JournalReader> {
  if (!existsSync(path)) throw journalError('JOURNAL_MISSING', { path })
  const database = openDatabase(path, { readOnly: true, timeoutMs: busyTimeoutMs })
  try {
    guardWith(path)(() => checkFormat(database, path))
  } catch (error) {
    database.close()
    throw error
  }
  return readerOver(database, path)
}

function readerOver(database: DatabaseSync, path: string): JournalReader {
  const guarded = guardWith(path)
  const listStreams = database.prepare(`
    SELECT stream_id, kind, created_at, count(sequence) AS last, coalesce(max(at), created_at) AS last_at
    FROM streams LEFT JOIN entries ON entries.stream = streams.number
    GROUP BY streams.number ORDER BY streams.number DESC`)
  const readEntries = database.prepare(`
    SELECT sequence, at, event
    FROM entries JOIN streams ON entries.stream = streams.number
    WHERE stream_id = ? AND sequence > ? ORDER BY sequence`)
  return {
    streams: async (kind) =>
      guarded(() => listStreams.all())
        .map((row) => ({
          streamId: String(row['stream_id']),
          kind: String(row['kind']),
          createdAt: Number(row['created_at']),
          lastSequence: Number(row['last']),
          lastAt: Number(row['last_at']),
        }))
        .filter((stream) => kind === undefined || stream.kind === kind),
    read: async <E extends JournalEvent>(streamId: string, afterSequence = 0) =>
      guarded(() => readEntries.all(streamId, afterSequence)).map(
        (row): JournalEntry<E> => ({
          sequence: Number(row['sequence']),
          at: Number(row['at']),
          event: parseEvent(String(row['event']), path),
        }),
      ),
    close: async () => {
      if (database.isOpen) database.close()
    },
  }
}

function parseEvent<E extends JournalEvent>(json: string, path: string): E {
  try {
    return JSON.parse(json)
  } catch (error) {
    throw journalError(
      'JOURNAL_UNREADABLE',
      { path, reason: 'an event is not JSON' },
      { cause: error },
    )
  }
}

function prepare(database: DatabaseSync, path: string): void {
  // The mode must be set outside of a transaction; it stays with the file.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
  if (formatOf(database) === 0) {
    inTransaction(database, () => {
      // A second process may have made the tables while this one waited for the transaction.
      if (formatOf(database) !== 0) return
      refuseForeign(database, path)
      database.exec(
        `${schema} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formatVersion};`,
      )
    })
  }
  checkFormat(database, path)
}

function refuseForeign(database: DatabaseSync, path: string): void {
  const tables = database.prepare('SELECT count(*) AS tables FROM sqlite_master').get()
  if (numberOf(tables?.['tables']) === 0) return
  throw journalError('JOURNAL_UNREADABLE', { path, reason: 'it is a database of another program' })
}

function checkFormat(database: DatabaseSync, path: string): void {
  const id = numberOf(database.prepare('PRAGMA application_id').get()?.['application_id'])
  if (id !== applicationId) {
    throw journalError('JOURNAL_UNREADABLE', {
      path,
      reason: 'it is a database of another program',
    })
  }
  const found = formatOf(database)
  if (found > formatVersion) {
    throw journalError('JOURNAL_TOO_NEW', { path, found, known: formatVersion })
  }
}

function formatOf(database: DatabaseSync): number {
  return numberOf(database.prepare('PRAGMA user_version').get()?.['user_version']) ?? 0
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined
}

/** Runs the work with the file's write lock held, all or nothing. */
function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite has rolled back by itself after a full disk; a second rollback would hide the first error.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}

function guardWith(path: string): <T>(work: () => T) => T {
  return (work) => {
    try {
      return work()
    } catch (error) {
      throw translateSqliteError(error, path, busyTimeoutMs)
    }
  }
}
