import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type ActionKind,
  type DatabaseState,
  decide,
  emptyState,
  type MigrationState,
  maySubmit,
  quotaWindowMs,
  type StateKind,
} from '../../../src/migration/index.ts'
import { noon, plannedDatabase } from '../made-up.ts'

const task = { migrateTaskId: '1', how: 'answered', status: 'Running', description: '' } as const
const intent = { intendedAtMs: noon, knownTasks: [] }
const object = { etag: 'e', crc64: '1', sizeBytes: 3_000_000 }
const error = {
  code: 'X',
  exit: 40,
  retry: 'never',
  message: '',
  cause: '',
  solution: '',
  details: {},
} as const

function one(database: string, kind: StateKind): DatabaseState {
  const common = {
    plan: plannedDatabase(database),
    attempt: 1,
    uploadEvents: [],
    times: {},
    sentBytes: 0,
  }
  const states: { [K in StateKind]: Extract<DatabaseState, { kind: K }> } = {
    planned: { ...common, kind: 'planned' },
    uploading: { ...common, kind: 'uploading' },
    uploaded: { ...common, kind: 'uploaded', object },
    submitting: { ...common, kind: 'submitting', object, intent },
    undecided: { ...common, kind: 'undecided', object, intent, error },
    restoring: { ...common, kind: 'restoring', object, task },
    verifying: { ...common, kind: 'verifying', object, task },
    restored: { ...common, kind: 'restored', object, task },
    failed: { ...common, kind: 'failed', step: 'upload', error },
    'task-failed': { ...common, kind: 'task-failed', object, task, error },
    withdrawn: { ...common, kind: 'withdrawn', error: undefined },
  }
  return states[kind]
}

function state(kinds: Record<string, StateKind>): MigrationState {
  const databases = new Map(Object.entries(kinds).map(([name, kind]) => [name, one(name, kind)]))
  return { ...emptyState, databases }
}

function begun(
  kinds: Record<string, StateKind>,
  runtime: {
    busy?: Record<string, ActionKind>
    notBefore?: Record<string, number>
    stopped?: string[]
  } = {},
  limits = { parallelUploads: 2, parallelRestores: 2 },
) {
  const decision = decide(state(kinds), noon, limits, {
    busy: new Map(Object.entries(runtime.busy ?? {})),
    notBeforeMs: new Map(Object.entries(runtime.notBefore ?? {})),
    stopped: new Set(runtime.stopped),
  })
  return {
    begin: decision.begin.map((action) => `${action.kind} ${action.database}`),
    wakeAtMs: decision.wakeAtMs,
  }
}

test('while one database restores the next ones upload', () => {
  assert.deepEqual(begun({ a: 'restoring', b: 'planned', c: 'planned', d: 'planned' }).begin, [
    'watch a',
    'upload b',
    'upload c',
  ])
})

test('tasks are created one after the other and only while RDS has room for them', () => {
  assert.deepEqual(begun({ a: 'uploaded', b: 'uploaded' }).begin, ['submit a'])
  assert.deepEqual(begun({ a: 'uploaded', b: 'uploaded' }, { busy: { a: 'submit' } }).begin, [])
  const full = { a: 'restoring', b: 'submitting', c: 'uploaded' } as const
  assert.deepEqual(begun(full).begin, ['resolve b', 'watch a'])
})

test('an open intent is asked about before anything new is begun', () => {
  assert.equal(begun({ a: 'planned', b: 'submitting' }).begin[0], 'resolve b')
})

test('nothing is begun for what has ended, is busy, stopped, or has to wait', () => {
  const ended = { a: 'restored', b: 'failed', c: 'task-failed', d: 'withdrawn' } as const
  assert.deepEqual(begun(ended), { begin: [], wakeAtMs: undefined })
  assert.deepEqual(begun({ a: 'planned' }, { busy: { a: 'upload' } }).begin, [])
  assert.deepEqual(begun({ a: 'undecided' }, { stopped: ['a'] }).begin, [])
  assert.deepEqual(begun({ a: 'restoring' }, { notBefore: { a: noon + 5 } }), {
    begin: [],
    wakeAtMs: noon + 5,
  })
})

const free = {
  instanceId: 'rm-test',
  path: 'standard',
  freeBytes: 100 * 2 ** 30,
  maxDatabases: 50,
  databases: [],
  tasks: [],
} as const

function submit(facts: Partial<Parameters<typeof maySubmit>[2]>, kinds = {}) {
  const all = state({ a: 'uploaded', ...kinds })
  const a = all.databases.get('a')
  assert.ok(a)
  const verdict = maySubmit(a, all, { ...free, ...facts }, noon, 4)
  return verdict.verdict === 'refused'
    ? verdict.error.code
    : verdict.verdict === 'wait'
      ? [verdict.reason, verdict.untilMs]
      : verdict.verdict
}

test('I4: the quotas of the database and of the instance are kept, whoever created the tasks', () => {
  const tasks = (count: number, database: string) =>
    Array.from({ length: count }, (_, n) => ({ database, createdAtMs: noon - n * 60_000 }))
  assert.equal(submit({ tasks: tasks(19, 'a') }), 'yes')
  assert.deepEqual(submit({ tasks: tasks(20, 'A') }), [
    'database-quota',
    noon - 19 * 60_000 + quotaWindowMs,
  ])
  assert.equal(submit({ tasks: tasks(499, 'other') }), 'yes')
  assert.deepEqual(submit({ tasks: tasks(500, 'other') }), [
    'instance-quota',
    noon - 499 * 60_000 + quotaWindowMs,
  ])
})

test('I4: storage counts what is being restored; with tasks at work a lack is waited out', () => {
  const needed = Math.ceil((10 * 2 ** 20 + 3_000_000) * 1.2)
  assert.equal(submit({ freeBytes: needed }), 'yes')
  assert.equal(submit({ freeBytes: needed - 1 }), 'PLAN_NO_SPACE')
  assert.deepEqual(submit({ freeBytes: needed }, { b: 'restoring' }), ['storage', noon + 30_000])
  assert.equal(submit({ freeBytes: needed }, { b: 'undecided' }), 'PLAN_NO_SPACE')
  assert.equal(submit({ freeBytes: needed * 2 }, { b: 'restoring' }), 'yes')
  assert.equal(submit({ freeBytes: undefined }), 'yes')
})

test('a name that was taken meanwhile and a full instance are refused', () => {
  assert.equal(submit({ databases: ['A'] }), 'PLAN_NAME_TAKEN')
  assert.equal(submit({ databases: ['x', 'y'], maxDatabases: 2 }), 'PLAN_TOO_MANY_DATABASES')
  assert.equal(submit({ path: 'local-2008r2' }), 'PLAN_NAME_MISSING')
  assert.equal(submit({ path: 'local-2008r2', databases: ['a'] }), 'yes')
})
