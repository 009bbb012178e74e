import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  errorMaker,
  parseRetryAfter,
  type RetryBudget,
  retrying,
  seededIds,
  VirtualClock,
  waitBeforeRetry,
} from '../../src/core/index.ts'

const makeError = errorMaker({
  TEST_BUSY: { exit: 1, retry: 'now', message: 'busy', cause: '', solution: 'Wait.' },
  TEST_FULL: { exit: 1, retry: 'later', message: 'full', cause: '', solution: 'Wait longer.' },
  TEST_WRONG: { exit: 1, retry: 'never', message: 'wrong', cause: '', solution: 'Change it.' },
})
const budget: RetryBudget = {
  attempts: 4,
  maxElapsedMs: 60_000,
  firstDelayMs: 100,
  maxDelayMs: 1000,
}

/** Runs a call that fails as told, in virtual time, and returns what came of it. */
async function run(
  failures: readonly (Error | undefined)[],
  options: Partial<Parameters<typeof retrying>[1]> = {},
) {
  const clock = new VirtualClock(0)
  const waits: number[] = []
  let attempts = 0
  const outcome = retrying(
    async (attemptNumber) => {
      attempts++
      assert.equal(attemptNumber, attempts)
      const failure = failures[attemptNumber - 1]
      if (failure) throw failure
      return 'done'
    },
    { clock, ids: seededIds(1), budget, onRetry: (fact) => waits.push(fact.waitMs), ...options },
  ).then(
    (value) => ({ value, error: undefined }),
    (error: unknown) => ({ value: undefined, error }),
  )
  await clock.advance(10 * 60_000)
  return { ...(await outcome), attempts, waits }
}

test('a call that fails with class now is tried again until it succeeds', async () => {
  const result = await run([makeError('TEST_BUSY'), makeError('TEST_BUSY')])
  assert.equal(result.value, 'done')
  assert.equal(result.attempts, 3)
})

test('a call that must not be repeated is tried once and its error is thrown unchanged', async () => {
  for (const failure of [makeError('TEST_WRONG'), makeError('TEST_FULL'), new Error('bug')]) {
    const result = await run([failure])
    assert.equal(result.error, failure)
    assert.equal(result.attempts, 1)
  }
})

test('class later is repeated only where the budget says so', async () => {
  const result = await run([makeError('TEST_FULL')], {
    budget: { ...budget, classes: ['now', 'later'] },
  })
  assert.equal(result.value, 'done')
})

test('the last error is thrown when the tries are spent', async () => {
  const failures = Array.from({ length: 9 }, () => makeError('TEST_BUSY'))
  const result = await run(failures)
  assert.equal(result.attempts, budget.attempts)
  assert.equal(result.error, failures[budget.attempts - 1])
})

test('no try begins after the time budget', async () => {
  const failure = makeError('TEST_BUSY', undefined, { retryAfterMs: 50_000 })
  const result = await run([failure, failure, failure])
  assert.equal(result.attempts, 2)
})

test('waits grow, stay within their bounds, and differ from caller to caller', () => {
  const seen = new Set<number>()
  for (let seed = 1; seed <= 50; seed++) {
    const ids = seededIds(seed)
    for (let attempt = 1; attempt <= 8; attempt++) {
      const wait = waitBeforeRetry(attempt, budget, ids, undefined)
      const ceiling = Math.min(budget.maxDelayMs, budget.firstDelayMs * 2 ** (attempt - 1))
      assert.ok(wait >= Math.floor(ceiling / 2) && wait <= ceiling, `${wait} of ${ceiling}`)
      seen.add(wait)
    }
  }
  assert.ok(seen.size > 100)
})

test('a wait that the server asked for is never shortened', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const wait = waitBeforeRetry(1, budget, seededIds(seed), 7000)
    assert.ok(wait >= 7000 && wait <= 7700)
  }
})

test('an abort ends the wait at once and no further try is made', async () => {
  const controller = new AbortController()
  const reason = new Error('stopped by the user')
  const clock = new VirtualClock(0)
  let attempts = 0
  const outcome = retrying(
    async () => {
      attempts++
      throw makeError('TEST_BUSY')
    },
    { clock, ids: seededIds(1), budget, signal: controller.signal },
  )
  const rejected = assert.rejects(outcome, reason)
  await clock.advance(0)
  controller.abort(reason)
  await rejected
  assert.equal(attempts, 1)
  assert.equal(clock.sleeping, 0)
})

test('Retry-After is read as seconds or as a date, and anything else is ignored', () => {
  const now = Date.UTC(2026, 0, 1)
  assert.equal(parseRetryAfter('3', now), 3000)
  assert.equal(parseRetryAfter('Thu, 01 Jan 2026 00:00:10 GMT', now), 10_000)
  assert.equal(parseRetryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now), 0)
  assert.equal(parseRetryAfter('soon', now), undefined)
  assert.equal(parseRetryAfter(undefined, now), undefined)
})
