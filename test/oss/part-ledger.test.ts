import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { VirtualClock } from '../../src/core/index.ts'
import { memoryUploadRecord, type UploadEvent } from '../../src/oss/index.ts'
import { PartLedger } from '../../src/oss/part-ledger.ts'

function part(partNumber: number) {
  return { partNumber, etag: `E${partNumber}`, crc64: BigInt(partNumber) }
}

/** A record that keeps which parts came in one write. */
function watchedRecord() {
  const writes: number[][] = []
  let failure: Error | undefined
  const record = {
    ...memoryUploadRecord(),
    save: async (events: readonly UploadEvent[]) => {
      if (failure) throw failure
      writes.push(events.map((event) => ('partNumber' in event ? event.partNumber : 0)))
    },
  }
  return {
    record,
    writes,
    fail: (error: Error) => {
      failure = error
    },
  }
}

describe('acknowledged parts', () => {
  test('are written at once on a slow line, one by one', async () => {
    const clock = new VirtualClock()
    const { record, writes } = watchedRecord()
    const ledger = new PartLedger(record, 'U1', clock)
    for (const partNumber of [1, 2, 3]) {
      await ledger.add(part(partNumber))
      assert.equal(writes.length, partNumber)
      await clock.advance(250)
    }
    assert.deepEqual(writes, [[1], [2], [3]])
  })

  test('are written together on a fast line, the first of them at most a quarter of a second late', async () => {
    const clock = new VirtualClock()
    const { record, writes } = watchedRecord()
    const ledger = new PartLedger(record, 'U1', clock)
    for (const partNumber of [1, 2, 3, 4]) {
      await ledger.add(part(partNumber))
      await clock.advance(50)
    }
    assert.deepEqual(writes, [[1]])
    await clock.advance(50)
    assert.deepEqual(writes, [[1], [2, 3, 4]])
    assert.equal(clock.sleeping, 0)
  })

  test('are all written before the upload is completed, and no timer is left', async () => {
    const clock = new VirtualClock()
    const { record, writes } = watchedRecord()
    const ledger = new PartLedger(record, 'U1', clock)
    await ledger.add(part(1))
    await ledger.add(part(2))
    await ledger.settle()
    await ledger.add(part(3))
    await ledger.settle()
    assert.deepEqual(writes, [[1], [2], [3]])
    assert.equal(clock.sleeping, 0)
  })

  test('that cannot be written stop the upload at the next part and at its end', async () => {
    const clock = new VirtualClock()
    const { record, writes, fail } = watchedRecord()
    const ledger = new PartLedger(record, 'U1', clock)
    await ledger.add(part(1))
    await ledger.add(part(2))
    fail(new Error('disk full'))
    await clock.advance(250)
    await assert.rejects(ledger.add(part(3)), /disk full/)
    await assert.rejects(ledger.settle(), /disk full/)
    assert.deepEqual(writes, [[1]])
  })
})
