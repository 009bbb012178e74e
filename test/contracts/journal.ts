/** What every journal promises, wherever it keeps its entries. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isMigrationError, VirtualClock } from '../../src/core/index.ts'
import type { Journal } from '../../src/journal/index.ts'

export interface JournalUnderTest {
  readonly name: string
  /** Returns an empty journal and how to get rid of it. */
  create(clock: VirtualClock): Promise<{ journal: Journal; dispose: () => Promise<void> }>
}

const migration = { streamId: 'm-1', kind: 'migration' }

export function testJournal({ name, create }: JournalUnderTest): void {
  describe(`journal (${name})`, () => {
    const promise = (
      title: string,
      body: (journal: Journal, clock: VirtualClock) => Promise<void>,
    ) =>
      test(title, async () => {
        const clock = new VirtualClock(1000)
        const { journal, dispose } = await create(clock)
        try {
          await body(journal, clock)
        } finally {
          await dispose()
        }
      })

    promise('entries come back in order with sequence numbers from 1', async (journal, clock) => {
      assert.equal(await journal.append(migration, 0, [{ type: 'planned' }]), 1)
      await clock.advance(5)
      const events = [
        { type: 'intended', key: '销售.bak' },
        { type: 'done', parts: [1, 2], note: null },
      ]
      assert.equal(await journal.append(migration, 1, events), 3)
      assert.deepEqual(await journal.read('m-1'), [
        { sequence: 1, at: 1000, event: { type: 'planned' } },
        { sequence: 2, at: 1005, event: events[0] },
        { sequence: 3, at: 1005, event: events[1] },
      ])
      assert.deepEqual(
        (await journal.read('m-1', 2)).map((entry) => entry.sequence),
        [3],
      )
      assert.deepEqual(await journal.read('m-1', 3), [])
    })

    promise(
      'an append with another expected sequence number writes nothing (I1)',
      async (journal) => {
        await journal.append(migration, 0, [{ type: 'planned' }])
        for (const expected of [0, 2]) {
          await assert.rejects(
            journal.append(migration, expected, [{ type: 'late' }]),
            (error) => isMigrationError(error, 'JOURNAL_CONFLICT') && error.details['found'] === 1,
          )
        }
        assert.equal((await journal.read('m-1')).length, 1)
        await assert.rejects(
          journal.append({ streamId: 'other', kind: 'x' }, 1, [{ type: 'late' }]),
        )
        assert.equal((await journal.streams()).length, 1)
      },
    )

    promise('of two appends at once exactly one is written (I1)', async (journal) => {
      const results = await Promise.allSettled([
        journal.append(migration, 0, [{ type: 'a' }]),
        journal.append(migration, 0, [{ type: 'b' }]),
      ])
      assert.deepEqual(results.map((result) => result.status).sort(), ['fulfilled', 'rejected'])
      assert.equal((await journal.read('m-1')).length, 1)
    })

    promise('streams are listed newest first and by kind', async (journal, clock) => {
      await journal.append(migration, 0, [{ type: 'planned' }])
      await clock.advance(1)
      await journal.append({ streamId: 'u-1', kind: 'upload' }, 0, [{ type: 'begun' }])
      await clock.advance(1)
      await journal.append(migration, 1, [{ type: 'done' }])
      const upload = {
        streamId: 'u-1',
        kind: 'upload',
        createdAt: 1001,
        lastSequence: 1,
        lastAt: 1001,
      }
      const first = { ...migration, createdAt: 1000, lastSequence: 2, lastAt: 1002 }
      assert.deepEqual(await journal.streams(), [upload, first])
      assert.deepEqual(await journal.streams('migration'), [first])
    })

    promise('an append without events writes nothing but checks the number', async (journal) => {
      assert.equal(await journal.append(migration, 0, []), 0)
      assert.deepEqual(await journal.streams(), [])
      await assert.rejects(journal.append(migration, 4, []))
    })

    promise('an entry does not change when its event is changed afterwards', async (journal) => {
      const event = { type: 'planned', parts: [1] }
      await journal.append(migration, 0, [event])
      event.parts.push(2)
      assert.deepEqual((await journal.read('m-1'))[0]?.event, { type: 'planned', parts: [1] })
      assert.deepEqual(await journal.read('nothing'), [])
    })
  })
}
