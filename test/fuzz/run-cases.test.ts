import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bakError } from '../../src/bak/errors.ts'
import { makeCase } from './make-case.ts'
import { runCases } from './run-cases.ts'
import type { FuzzTarget } from './target.ts'

const seeds = [{ name: 'abc', bytes: new TextEncoder().encode('abc'.repeat(20)), hot: [] }]

function targetThat(run: FuzzTarget['run']): FuzzTarget {
  return { name: 'made for this test', seeds: () => seeds, run }
}

test('a parser that throws anything but a refusal fails with the case that repeats it', async () => {
  const broken = targetThat((bytes) => {
    if (bytes.includes(0x7f)) throw new TypeError('cannot read properties of undefined')
  })
  const failure = await runCases(broken, 17, 20, () => {})
  assert.ok('reason' in failure)
  assert.match(failure.reason, /^TypeError: cannot read/)
  assert.ok(makeCase(broken, seeds, 17, failure.case).includes(0x7f))
})

test('a parser that takes too much memory for one input fails', async () => {
  const kept: Uint8Array[] = []
  const greedy = targetThat((bytes) => {
    if (!bytes.includes(0)) kept.push(new Uint8Array(210 * 2 ** 20))
  })
  const failure = await runCases(greedy, 1, 20, () => {})
  assert.ok('reason' in failure)
  assert.match(failure.reason, /took \d+ bytes/)
})

test('a target whose sound input is refused fails, because it would find nothing', async () => {
  const refusing = targetThat(() => {
    throw bakError('BAK_EMPTY', { file: 'fuzz.bak' })
  })
  const failure = await runCases(refusing, 1, 1, () => {})
  assert.ok('reason' in failure)
  assert.match(failure.reason, /the sound input abc was refused/)
})

test('the same seed and number give the same input', () => {
  const target = targetThat(() => {})
  for (const number of [0, 1, 4711])
    assert.deepEqual(makeCase(target, seeds, 5, number), makeCase(target, seeds, 5, number))
  assert.notDeepEqual(makeCase(target, seeds, 5, 2), makeCase(target, seeds, 6, 2))
})
