import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMigrationError, VirtualClock } from '../../../src/core/index.ts'
import { memoryJournal } from '../../../src/journal/index.ts'
import { type MigrationEvent, MigrationLog, readMigration } from '../../../src/migration/index.ts'
import { noon, plannedDatabase } from '../made-up.ts'

const streamId = 'migration-test'
const planned = (database: string): MigrationEvent => ({
  type: 'database-planned',
  database,
  atMs: noon,
  plan: plannedDatabase(database),
})

test('what was appended is what another process reads', async () => {
  const journal = memoryJournal(new VirtualClock())
  const log = await MigrationLog.open(journal, streamId)
  await Promise.all(['a', 'b', 'c'].map((database) => log.append(planned(database))))
  const { state, sequence } = await readMigration(journal, streamId)
  assert.equal(sequence, 3)
  assert.deepEqual(state, log.state)
  assert.deepEqual([...state.databases.keys()], ['a', 'b', 'c'])
})

test('events that are appended together are one write to the journal', async () => {
  const journal = memoryJournal(new VirtualClock())
  const writes: number[] = []
  const watched: typeof journal = {
    ...journal,
    append: (stream, expectedSequence, events) => {
      writes.push(events.length)
      return journal.append(stream, expectedSequence, events)
    },
  }
  const log = await MigrationLog.open(watched, streamId)
  await log.append(planned('a'), planned('b'), planned('c'))
  assert.deepEqual(writes, [3])
  assert.deepEqual([...log.state.databases.keys()], ['a', 'b', 'c'])
})

test('an event that cannot follow is not written, and those beside it are', async () => {
  const journal = memoryJournal(new VirtualClock())
  const log = await MigrationLog.open(journal, streamId)
  const wrong = log.append({ type: 'task-intended', database: 'a', atMs: noon, knownTasks: [] })
  const right = log.append(planned('a'))
  await assert.rejects(wrong, (error) => isMigrationError(error, 'MIGRATE_HISTORY_UNREADABLE'))
  await right
  assert.equal((await readMigration(journal, streamId)).sequence, 1)
  assert.equal(log.broken, undefined)
})

test('a process that slept while another one worked can write nothing any more', async () => {
  const journal = memoryJournal(new VirtualClock())
  const sleeper = await MigrationLog.open(journal, streamId)
  const worker = await MigrationLog.open(journal, streamId)
  await worker.append(planned('a'))
  for (const database of ['b', 'c'])
    await assert.rejects(sleeper.append(planned(database)), (error) =>
      isMigrationError(error, 'JOURNAL_CONFLICT'),
    )
  assert.ok(sleeper.broken)
  assert.deepEqual(sleeper.state.databases.size, 0)
  assert.equal((await readMigration(journal, streamId)).sequence, 1)
})
