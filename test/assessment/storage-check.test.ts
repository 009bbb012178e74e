/** Storage is judged by what a restore takes, not by the size of the backup file alone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkStorage } from '../../src/assessment/index.ts'

const gb = 1024 ** 3

test('restored files, backup files in flight and a fifth on top must fit', () => {
  const question = {
    storageBytes: 100 * gb,
    usedBytes: 40 * gb,
    allocatedBytes: [30 * gb, 10 * gb],
    bakBytesInFlight: [8 * gb, 2 * gb],
  }
  assert.deepEqual(checkStorage(question), {
    verdict: 'enough',
    freeBytes: 60 * gb,
    neededBytes: 60 * gb,
    missingBytes: 0,
  })
  const fuller = checkStorage({ ...question, usedBytes: 40 * gb + 1 })
  assert.equal(fuller.verdict, 'short')
  assert.equal(fuller.missingBytes, 1)
})

test('a reserve of nothing is possible, and no backups need nothing', () => {
  const question = { storageBytes: 10, usedBytes: 0, allocatedBytes: [9], bakBytesInFlight: [1] }
  assert.equal(checkStorage({ ...question, reserve: 0 }).verdict, 'enough')
  assert.equal(checkStorage(question).verdict, 'short')
  const nothing = checkStorage({ ...question, allocatedBytes: [], bakBytesInFlight: [] })
  assert.equal(nothing.neededBytes, 0)
})

test('an instance that is fuller than it may be has no free bytes, not fewer than none', () => {
  const answer = checkStorage({
    storageBytes: 5,
    usedBytes: 9,
    allocatedBytes: [1],
    bakBytesInFlight: [],
    reserve: 0,
  })
  assert.deepEqual(answer, { verdict: 'short', freeBytes: 0, neededBytes: 1, missingBytes: 1 })
})

test('what the service does not say is unknown, never enough', () => {
  for (const unknown of [
    { storageBytes: undefined, usedBytes: 1 },
    { storageBytes: 1, usedBytes: undefined },
  ])
    assert.equal(
      checkStorage({ ...unknown, allocatedBytes: [1], bakBytesInFlight: [] }).verdict,
      'unknown',
    )
})
