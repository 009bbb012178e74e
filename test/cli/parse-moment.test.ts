import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMoment } from '../../src/cli/parse-moment.ts'

const now = Date.UTC(2026, 10, 22, 12)

test('a time ago is counted back from now', () => {
  const hours = (text: string) => (now - (parseMoment(text, now)?.getTime() ?? 0)) / 3_600_000
  assert.deepEqual(['90m', '12h', '7d', '2w'].map(hours), [1.5, 12, 168, 336])
})

test('a date is its midnight here, a time with an offset is that instant', () => {
  assert.deepEqual(parseMoment('2026-11-22', now), new Date(2026, 10, 22))
  assert.deepEqual(parseMoment('2026-11-22 14:05', now), new Date(2026, 10, 22, 14, 5))
  assert.deepEqual(
    parseMoment('2026-11-22T14:05:09+08:00', now),
    new Date(Date.UTC(2026, 10, 22, 6, 5, 9)),
  )
})

test('anything else is nothing', () => {
  for (const text of ['', '7', 'yesterday', '2026-13-01', '22.11.2026', '7y', '2026-11-22T25:00Z'])
    assert.equal(parseMoment(text, now), undefined, text)
})
