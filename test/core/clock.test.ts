import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededIds, systemClock, systemIds, VirtualClock } from '../../src/core/index.ts'

test('virtual sleepers wake in the order of their time, then of their arrival', async () => {
  const clock = new VirtualClock(1000)
  const woken: string[] = []
  const sleepers = [
    clock.sleep(20).then(() => woken.push(`b at ${clock.now()}`)),
    clock.sleep(10).then(() => woken.push(`a at ${clock.now()}`)),
    clock.sleep(20).then(() => woken.push(`c at ${clock.now()}`)),
  ]
  await clock.advance(15)
  assert.deepEqual(woken, ['a at 1010'])
  await clock.advance(15)
  await Promise.all(sleepers)
  assert.deepEqual(woken, ['a at 1010', 'b at 1020', 'c at 1020'])
  assert.equal(clock.now(), 1030)
})

test('a sleeper that sleeps again within the same advance wakes at its own time', async () => {
  const clock = new VirtualClock(0)
  const seen: number[] = []
  const loop = (async () => {
    for (let turn = 0; turn < 3; turn++) {
      await clock.sleep(10)
      seen.push(clock.now())
    }
  })()
  await clock.advance(100)
  await loop
  assert.deepEqual(seen, [10, 20, 30])
})

test('an aborted sleep rejects with the reason and leaves nobody asleep', async () => {
  for (const clock of [new VirtualClock(0), systemClock]) {
    const controller = new AbortController()
    const rejected = assert.rejects(clock.sleep(60_000, controller.signal), { message: 'enough' })
    controller.abort(new Error('enough'))
    await rejected
    await assert.rejects(clock.sleep(60_000, controller.signal), { message: 'enough' })
  }
})

test('the same seed gives the same ids, and they have the form of a UUID', () => {
  const first = seededIds(7)
  const second = seededIds(7)
  for (let count = 0; count < 100; count++) {
    const uuid = first.uuid()
    assert.equal(uuid, second.uuid())
    assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
  assert.notEqual(seededIds(1).uuid(), seededIds(2).uuid())
  assert.match(systemIds.uuid(), /^[0-9a-f-]{36}$/)
})
