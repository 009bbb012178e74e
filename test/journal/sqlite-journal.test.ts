import assert from 'node:assert/strict'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { isMigrationError, VirtualClock } from '../../src/core/index.ts'
import { openJournal, openJournalReader } from '../../src/journal/index.ts'
import { translateSqliteError } from '../../src/journal/sqlite.ts'
import { testJournal } from '../contracts/journal.ts'
import { makeTempFolder } from '../temp-folder.ts'

testJournal({
  name: 'sqlite',
  create: async (clock) => {
    const folder = await makeTempFolder()
    const journal = await openJournal(join(folder.path, 'journal.sqlite'), clock)
    const dispose = async () => {
      await journal.close()
      await folder.remove()
    }
    return { journal, dispose }
  },
})

const migration = { streamId: 'm-1', kind: 'migration' }

async function inFolder(body: (path: string, folder: string) => Promise<void>): Promise<void> {
  const folder = await makeTempFolder()
  try {
    await body(join(folder.path, 'journal.sqlite'), folder.path)
  } finally {
    await folder.remove()
  }
}

test('entries are there after closing and opening the file again', () =>
  inFolder(async (path) => {
    const first = await openJournal(path, new VirtualClock())
    await first.append(migration, 0, [{ type: 'planned' }])
    await first.close()
    await first.close()
    const second = await openJournal(path, new VirtualClock())
    assert.equal((await second.read('m-1')).length, 1)
    assert.equal(second.location, path)
    await second.close()
  }))

test('two connections cannot both append after the same entry (I1)', () =>
  inFolder(async (path) => {
    const one = await openJournal(path, new VirtualClock())
    const two = await openJournal(path, new VirtualClock())
    await one.append(migration, 0, [{ type: 'a' }])
    await assert.rejects(two.append(migration, 0, [{ type: 'b' }]), { code: 'JOURNAL_CONFLICT' })
    assert.equal(await two.append(migration, 1, [{ type: 'c' }]), 2)
    await one.close()
    await two.close()
  }))

test('a reader sees what a writer has appended, and cannot be opened where nothing lies', () =>
  inFolder(async (path) => {
    await assert.rejects(openJournalReader(path), { code: 'JOURNAL_MISSING' })
    const writer = await openJournal(path, new VirtualClock())
    const reader = await openJournalReader(path)
    await writer.append(migration, 0, [{ type: 'planned' }])
    assert.equal((await reader.read('m-1')).length, 1)
    assert.equal('append' in reader, false)
    await writer.close()
    assert.equal((await reader.streams())[0]?.lastSequence, 1)
    await reader.close()
  }))

test('the file syncs every transaction to disk in WAL mode', () =>
  inFolder(async (path) => {
    await (await openJournal(path, new VirtualClock())).close()
    const database = new DatabaseSync(path)
    assert.equal(database.prepare('PRAGMA journal_mode').get()?.['journal_mode'], 'wal')
    database.close()
  }))

test('a journal of a newer version is refused with both numbers', () =>
  inFolder(async (path) => {
    await (await openJournal(path, new VirtualClock())).close()
    const database = new DatabaseSync(path)
    database.exec('PRAGMA user_version = 7')
    database.close()
    for (const open of [
      () => openJournal(path, new VirtualClock()),
      () => openJournalReader(path),
    ]) {
      await assert.rejects(
        open(),
        (error) =>
          isMigrationError(error, 'JOURNAL_TOO_NEW') &&
          error.message.includes('has format 7, but this version knows up to 1'),
      )
    }
  }))

test('a file that is no journal is refused and left as it is', () =>
  inFolder(async (path, folder) => {
    await writeFile(path, 'this is a text and not a database at all. '.repeat(100))
    await assert.rejects(openJournal(path, new VirtualClock()), { code: 'JOURNAL_UNREADABLE' })
    await assert.rejects(openJournalReader(path), { code: 'JOURNAL_UNREADABLE' })
    const foreign = join(folder, 'foreign.sqlite')
    const database = new DatabaseSync(foreign)
    database.exec('CREATE TABLE customers (id INTEGER)')
    database.close()
    await assert.rejects(openJournal(foreign, new VirtualClock()), { code: 'JOURNAL_UNREADABLE' })
  }))

test('a damaged entry is JOURNAL_UNREADABLE and not an unexpected error', () =>
  inFolder(async (path) => {
    const journal = await openJournal(path, new VirtualClock())
    await journal.append(migration, 0, [{ type: 'planned' }])
    const database = new DatabaseSync(path)
    database.exec(`UPDATE entries SET event = '{"type'`)
    database.close()
    await assert.rejects(journal.read('m-1'), { code: 'JOURNAL_UNREADABLE' })
    await journal.close()
  }))

test('a full disk is JOURNAL_DISK_FULL, writes nothing, and the journal goes on once there is space', () =>
  inFolder(async (path) => {
    const journal = await openJournal(path, new VirtualClock())
    await journal.append(migration, 0, [{ type: 'planned' }])
    const big = 'x'.repeat(200_000)
    // SQLite reports its own page limit as it reports a full disk.
    const limit = new DatabaseSync(path)
    const pages = Number(limit.prepare('PRAGMA page_count').get()?.['page_count'])
    limit.close()
    const limited = await openJournal(path, new VirtualClock(), { maxPages: pages })
    await assert.rejects(limited.append(migration, 1, [{ type: 'big', big }]), {
      code: 'JOURNAL_DISK_FULL',
    })
    await limited.close()
    assert.equal((await journal.read('m-1')).length, 1)
    assert.equal(await journal.append(migration, 1, [{ type: 'big', big }]), 2)
    await journal.close()
  }))

test('a folder that cannot be written is JOURNAL_NOT_WRITABLE', async (t) => {
  if (process.getuid?.() === 0) return t.skip('root may write everywhere')
  await inFolder(async (path, folder) => {
    await chmod(folder, 0o500)
    await assert.rejects(openJournal(path, new VirtualClock()), { code: 'JOURNAL_NOT_WRITABLE' })
    await chmod(folder, 0o700)
  })
})

test('a journal in a folder that is not there is JOURNAL_NOT_WRITABLE', () =>
  inFolder(async (path) => {
    await assert.rejects(openJournal(join(path, 'no', 'such'), new VirtualClock()), {
      code: 'JOURNAL_NOT_WRITABLE',
    })
  }))

test('a journal that another process keeps locked is JOURNAL_BUSY after the wait', () =>
  inFolder(async (path) => {
    const holder = new DatabaseSync(path)
    const waiter = new DatabaseSync(path, { timeout: 0 })
    try {
      holder.exec('CREATE TABLE t (a); BEGIN EXCLUSIVE')
      assert.throws(
        () => waiter.exec('BEGIN IMMEDIATE'),
        (error) => {
          const ours = translateSqliteError(error, path, 10_000)
          assert.ok(isMigrationError(ours, 'JOURNAL_BUSY'), String(ours))
          assert.equal(ours.details['seconds'], 10)
          return true
        },
      )
    } finally {
      waiter.close()
      holder.close()
    }
  }))
