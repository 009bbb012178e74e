import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeIntent, settleMs, type TaskFiles, tasksSince } from '../../../src/migration/index.ts'
import type { MigrateTask } from '../../../src/rds/index.ts'
import { noon } from '../made-up.ts'

const intent = { intendedAtMs: noon, knownTasks: ['old'] }
const key = 'sqlferry/Sales_FULL_20260114220009_0123456789.bak'

function task(migrateTaskId: string, database = 'Sales'): MigrateTask {
  return {
    migrateTaskId,
    database,
    backupMode: 'FULL',
    status: 'Running',
    description: '',
    createdAt: new Date(noon),
    endedAt: undefined,
    isDatabaseReplaced: false,
  }
}

const files = (...names: string[]): TaskFiles => ({ kind: 'files', names })

function judge(candidates: [string, TaskFiles][], afterMs = 1000) {
  const verdict = judgeIntent({
    intent,
    database: 'Sales',
    key,
    instanceId: 'rm-test',
    candidates: candidates.map(([id, of]) => ({ task: task(id), files: of })),
    askedSinceMs: noon,
    nowMs: noon + afterMs,
  })
  return verdict.verdict === 'undecided'
    ? verdict.error.code
    : verdict.verdict === 'accepted'
      ? verdict.migrateTaskId
      : verdict.verdict
}

test('only tasks of this database that were not listed before the intent are looked at', () => {
  const tasks = [task('old'), task('new', 'SALES'), task('other', 'Stock')]
  assert.deepEqual(
    tasksSince(intent, 'Sales', tasks).map((one) => one.migrateTaskId),
    ['new'],
  )
})

test('a task with our object is ours, by the whole key or by its last part', () => {
  assert.equal(judge([['1', files(key)]]), '1')
  assert.equal(judge([['1', files('Sales_FULL_20260114220009_0123456789.bak')]]), '1')
  assert.equal(
    judge([
      ['1', files('another.bak')],
      ['2', files(key)],
    ]),
    '2',
  )
})

test('nothing listed is an answer only after a while', () => {
  assert.equal(judge([]), 'ask-again')
  assert.equal(judge([], settleMs), 'absent')
  assert.equal(judge([['1', files('another.bak')]], settleMs), 'absent')
})

test('I1: a task that does not show its file is not taken for ours, nor for a stranger', () => {
  assert.equal(judge([['1', files()]]), 'ask-again')
  assert.equal(judge([['1', files()]], settleMs), 'MIGRATE_UNDECIDED_FILES')
  assert.equal(judge([['1', { kind: 'not-told' }]]), 'MIGRATE_UNDECIDED_FILES')
})

test('I1: two tasks with our object, or a question that is too old, wait for a person', () => {
  assert.equal(
    judge([
      ['1', files(key)],
      ['2', files(key)],
    ]),
    'MIGRATE_UNDECIDED_SEVERAL',
  )
  assert.equal(judge([], 7 * 24 * 3_600_000), 'MIGRATE_UNDECIDED_OLD')
})
