import assert from 'node:assert/strict'
import { test } from 'node:test'
import pc from 'picocolors'
import { MigrationProgress } from '../../../src/cli/render/migrate-progress.ts'
import { displayWidth } from '../../../src/cli/render/table.ts'
import { VirtualClock } from '../../../src/core/index.ts'
import {
  type DatabaseEvent,
  emptyState,
  type MigrationState,
  migrationError,
  transition,
} from '../../../src/migration/index.ts'
import { plannedDatabase } from '../../migration/made-up.ts'

function watch(isTerminal: boolean, language: 'en' | 'zh' = 'en') {
  let text = ''
  const clock = new VirtualClock()
  const output = {
    isTerminal,
    columns: isTerminal ? 60 : Number.POSITIVE_INFINITY,
    write: (more: string) => {
      text += more
    },
  }
  const colors = pc.createColors(false)
  const progress = new MigrationProgress({ output, colors, language, clock })
  let state: MigrationState = emptyState
  return {
    progress,
    clock,
    text: () => text,
    say: (event: DatabaseEvent) => {
      state = transition(state, event)
      progress.notice({ kind: 'event', event, state })
    },
  }
}

const head = { database: '教务管理', atMs: 0 }
const plan = plannedDatabase('教务管理')

test('without a terminal there is one line per fact and no escape sequence', async () => {
  const { progress, say, text } = watch(false)
  say({ ...head, type: 'database-planned', plan })
  say({ ...head, type: 'upload-intended' })
  say({
    ...head,
    atMs: 2000,
    type: 'upload-completed',
    etag: 'e',
    crc64: '1',
    sizeBytes: plan.sizeBytes,
    sentBytes: plan.sizeBytes,
  })
  say({ ...head, type: 'task-intended', knownTasks: [] })
  say({ ...head, type: 'task-accepted', migrateTaskId: '42', how: 'found' })
  await progress.end()
  assert.deepEqual(text().split('\n'), [
    '教务管理  uploading 2.9 MiB',
    '教务管理  uploaded in 2.0 s, CRC-64 verified',
    '教务管理  asking RDS to restore it',
    '教务管理  RDS was asked: task 42 is ours',
    '',
  ])
})

test('errors are lines too, in the person’s language and in the order in which they happened', async () => {
  const { progress, text } = watch(false, 'zh')
  const error = migrationError('MIGRATE_FILE_GONE', { file: 'a.bak' })
  progress.notice({ kind: 'retry', database: 'A', error, waitMs: 3000 })
  progress.notice({ kind: 'waiting', database: 'A', reason: 'storage', untilMs: Date.UTC(2026, 0) })
  progress.notice({ kind: 'stopped', database: 'A', error })
  await progress.end()
  const lines = text().trim().split('\n')
  assert.match(lines[0] ?? '', /MIGRATE_FILE_GONE：a\.bak 已不在.*（3\.0 秒后重试）$/)
  assert.match(lines[1] ?? '', /等待其他还原占用的存储空间/)
  assert.match(lines[2] ?? '', /✖ MIGRATE_FILE_GONE/)
})

test('on a terminal what is under way is redrawn below the facts, and is gone at the end', async () => {
  const { progress, say, text, clock } = watch(true)
  say({ ...head, type: 'database-planned', plan })
  say({ ...head, type: 'upload-intended' })
  await clock.advance(1000)
  progress.notice({
    kind: 'upload-progress',
    database: '教务管理',
    progress: {
      sizeBytes: 100,
      acknowledgedBytes: 50,
      sentBytes: 50,
      reusedBytes: 0,
      bytesPerSecond: 1_048_576,
      etaMs: 5000,
    },
  })
  await progress.end()
  assert.match(text(), /██████████░░░░░░░░░░ 50 % 1\.0 MiB\/s/)
  assert.match(text(), /0\/1 restored/)
  // From the margin, because the terminal has echoed ^C where somebody pressed it.
  assert.ok(text().endsWith('\r\x1b[2A\x1b[0J'), 'the block is erased at the end')
})

test('on a terminal long lines break between words, under their beginning', async () => {
  const { progress, text } = watch(true)
  const error = migrationError('MIGRATE_FILE_GONE', { file: 'a long name of a backup file.bak' })
  progress.notice({ kind: 'stopped', database: 'A', error })
  await progress.end()
  const lines = text().trimEnd().split('\n')
  assert.ok(lines.length > 1)
  for (const line of lines) assert.ok(displayWidth(line) <= 60, line)
  for (const line of lines.slice(1)) assert.match(line, /^ {10}\S/)
})
