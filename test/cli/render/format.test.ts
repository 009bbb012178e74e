import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  formatAge,
  formatBytes,
  formatDuration,
  formatInstant,
  formatPercent,
  formatRate,
} from '../../../src/cli/render/format.ts'

test('sizes are printed in binary units with one decimal and never as 1024 of a unit', () => {
  assert.equal(formatBytes(0), '0 B')
  assert.equal(formatBytes(1023), '1023 B')
  assert.equal(formatBytes(1024), '1.0 KiB')
  assert.equal(formatBytes(1.5 * 2 ** 30), '1.5 GiB')
  assert.equal(formatBytes(2 ** 20 - 1), '1.0 MiB')
  assert.equal(formatBytes(undefined), '?')
  assert.equal(formatRate(25 * 2 ** 20), '25.0 MiB/s')
})

test('a share says 100 % only when all is done', () => {
  assert.equal(formatPercent(999, 1000, 'en'), '99 %')
  assert.equal(formatPercent(999, 1000, 'zh'), '99%')
  assert.equal(formatPercent(1000, 1000, 'en'), '100 %')
  assert.equal(formatPercent(1, undefined, 'en'), '?')
})

test('durations show their two largest units in both languages', () => {
  assert.equal(formatDuration(300, 'en'), '0.3 s')
  assert.equal(formatDuration(45_000, 'en'), '45 s')
  assert.equal(formatDuration(59_999, 'en'), '1 min')
  assert.equal(formatDuration(2 * 3_600_000 + 5 * 60_000 + 9_000, 'en'), '2 h 5 min')
  assert.equal(formatDuration(2 * 3_600_000 + 5 * 60_000, 'zh'), '2 小时 5 分')
  assert.equal(formatDuration(86_400_000, 'zh'), '1 天')
  assert.equal(formatDuration(undefined, 'en'), '?')
})

test('ages name their unit in both languages', () => {
  assert.equal(formatAge(500, 'en'), 'just now')
  assert.equal(formatAge(3 * 60_000, 'en'), '3 min ago')
  assert.equal(formatAge(3 * 60_000, 'zh'), '3 分钟前')
  assert.equal(formatAge(5_000, 'zh'), '5 秒前')
})

test('instants name their zone, and the local form is the same instant', () => {
  const at = Date.UTC(2026, 10, 22, 8, 50, 3)
  assert.equal(formatInstant(at, 'utc'), '2026-11-22 08:50:03Z')
  const local = formatInstant(at, 'local')
  assert.match(local, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d$/)
  assert.equal(Date.parse(local.replace(' ', 'T').replace(' ', '')), at)
  assert.equal(formatInstant(undefined, 'utc'), '-')
})
