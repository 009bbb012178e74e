import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isMigrationError } from '../../../src/core/index.ts'
import {
  type DatabaseEvent,
  type DatabaseEventKind,
  type DatabaseState,
  databaseEventKinds,
  type ErrorRecord,
  type EventOf,
  emptyState,
  type MigrationState,
  nextState,
  stateKinds,
  transition,
  transitions,
} from '../../../src/migration/index.ts'
import { noon, plannedDatabase } from '../made-up.ts'

const database = 'Sales'
const error: ErrorRecord = {
  code: 'RDS_UNEXPECTED',
  exit: 40,
  retry: 'never',
  message: 'm',
  cause: 'c',
  solution: 's',
  details: {},
}

/** One event of each kind; `n` tells repeated ones apart. */
function event(kind: DatabaseEventKind, n = 1): DatabaseEvent {
  const head = { database, atMs: noon + n * 1000 }
  const events: { [K in DatabaseEventKind]: EventOf<K> } = {
    'database-planned': { ...head, type: 'database-planned', plan: plannedDatabase(database) },
    'database-withdrawn': { ...head, type: 'database-withdrawn', error },
    'upload-intended': { ...head, type: 'upload-intended' },
    'upload-recorded': {
      ...head,
      type: 'upload-recorded',
      upload: { type: 'uploadAborted', uploadId: `u${n}`, key: 'k' },
    },
    'upload-completed': {
      ...head,
      type: 'upload-completed',
      etag: 'e',
      crc64: '1',
      sizeBytes: 2,
      sentBytes: 2,
    },
    'upload-failed': { ...head, type: 'upload-failed', error },
    'task-intended': { ...head, type: 'task-intended', knownTasks: ['1'] },
    'task-accepted': {
      ...head,
      type: 'task-accepted',
      migrateTaskId: `t${n}`,
      how: 'answered',
    },
    'task-refused': { ...head, type: 'task-refused', error },
    'task-absent': { ...head, type: 'task-absent' },
    'task-undecided': { ...head, type: 'task-undecided', error },
    'task-observed':
      n % 3 === 0
        ? { ...head, type: 'task-observed', status: 'Failed', description: 'no', error }
        : {
            ...head,
            type: 'task-observed',
            status: n % 3 === 1 ? 'Success' : 'Running',
            description: '',
          },
    'database-seen': { ...head, type: 'database-seen', status: 'Running' },
    'again-approved': { ...head, type: 'again-approved' },
  }
  return events[kind]
}

function after(kinds: [DatabaseEventKind, number?][]): MigrationState {
  return kinds.reduce((state, [kind, n]) => transition(state, event(kind, n)), emptyState)
}

function stateAfter(...kinds: [DatabaseEventKind, number?][]): DatabaseState | undefined {
  return after(kinds).databases.get(database)
}

const upload: [DatabaseEventKind, number?][] = [
  ['database-planned', 1],
  ['upload-intended', 2],
  ['upload-completed', 3],
]
const submit: [DatabaseEventKind, number?][] = [...upload, ['task-intended', 4]]
const restored: [DatabaseEventKind, number?][] = [
  ...submit,
  ['task-accepted', 5],
  ['task-observed', 7],
  ['database-seen', 8],
]

test('every state has a rule for every event', () => {
  assert.deepEqual(Object.keys(transitions).sort(), [...stateKinds].sort())
  for (const kind of stateKinds)
    assert.deepEqual(Object.keys(transitions[kind]).sort(), [...databaseEventKinds].sort())
})

test('a database goes from planned to restored', () => {
  const state = stateAfter(...restored)
  assert.equal(state?.kind, 'restored')
  assert.equal(state?.kind === 'restored' && state.task.migrateTaskId, 't5')
  assert.deepEqual(state?.times.upload, {
    beganAtMs: noon + 2000,
    lastAtMs: noon + 3000,
    earlierMs: 0,
  })
})

test('an upload that is begun again keeps what it took before and what it remembers', () => {
  const state = stateAfter(
    ['database-planned'],
    ['upload-intended', 2],
    ['upload-recorded', 6],
    ['upload-intended', 100],
    ['upload-recorded', 103],
  )
  assert.equal(state?.uploadEvents.length, 2)
  assert.deepEqual(state?.times.upload, {
    beganAtMs: noon + 100_000,
    lastAtMs: noon + 103_000,
    earlierMs: 4000,
  })
})

test('a new plan for the same backup keeps what was sent, one for another backup does not', () => {
  const state = stateAfter(['database-planned'], ['upload-intended'], ['upload-recorded'])
  assert.ok(state)
  const again = nextState(state, event('database-planned', 9))
  assert.equal(again.uploadEvents.length, 1)
  const other = nextState(state, {
    ...(event('database-planned', 9) as EventOf<'database-planned'>),
    plan: { ...plannedDatabase(database), identity: 'another backup' },
  })
  assert.equal(other.uploadEvents.length, 0)
})

test('a task that failed waits for a person, a refused one does not', () => {
  assert.equal(stateAfter(...submit, ['task-refused'])?.kind, 'failed')
  assert.equal(stateAfter(...submit, ['task-refused'], ['database-planned'])?.kind, 'planned')
  const failed = [...submit, ['task-accepted'], ['task-observed', 3]] as [DatabaseEventKind][]
  assert.equal(stateAfter(...failed)?.kind, 'task-failed')
  assert.throws(() => stateAfter(...failed, ['database-planned']))
  const again = stateAfter(...failed, ['again-approved'])
  assert.equal(again?.kind, 'uploaded')
  assert.equal(again?.attempt, 2)
})

test('an event that cannot follow is refused, and the state stays', () => {
  const state = after(submit)
  assert.throws(
    () => transition(state, event('task-intended', 9)),
    (thrown) => isMigrationError(thrown, 'MIGRATE_HISTORY_UNREADABLE'),
  )
  assert.throws(
    () => transition(emptyState, event('task-accepted')),
    (thrown) => isMigrationError(thrown, 'MIGRATE_HISTORY_UNREADABLE'),
  )
  assert.equal(state.databases.get(database)?.kind, 'submitting')
})

test('I1: between two intents to create a task lies an answer or a person, in any sequence of events', () => {
  const kinds = fc.array(fc.tuple(fc.constantFrom(...databaseEventKinds), fc.nat(20)), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(kinds, (sequence) => {
      let state: MigrationState = emptyState
      let openIntent = false
      let hasTask = false
      for (const [kind, n] of sequence) {
        let next: MigrationState
        try {
          next = transition(state, event(kind, n))
        } catch (thrown) {
          assert.ok(isMigrationError(thrown, 'MIGRATE_HISTORY_UNREADABLE'))
          continue
        }
        if (kind === 'task-intended') {
          assert.ok(!openIntent, 'an intent while another one is open')
          assert.ok(!hasTask, 'an intent although a task was accepted')
          openIntent = true
        }
        if (kind === 'task-accepted') {
          assert.ok(openIntent, 'a task without an intent')
          hasTask = true
        }
        if (['task-accepted', 'task-refused', 'task-absent', 'again-approved'].includes(kind))
          openIntent = false
        if (kind === 'again-approved') hasTask = false
        state = next
        const one = state.databases.get(database)
        const kindNow = one?.kind
        if (openIntent) assert.ok(kindNow === 'submitting' || kindNow === 'undecided')
        if (hasTask) assert.ok(one && 'task' in one)
        if (kindNow === 'restored') assert.ok(hasTask)
      }
    }),
    { numRuns: 2000 },
  )
})

test('replaying the same events gives the same state', () => {
  assert.deepEqual(after(restored), after(restored))
  const json = JSON.parse(JSON.stringify(restored.map(([kind, n]) => event(kind, n))))
  assert.deepEqual((json as DatabaseEvent[]).reduce(transition, emptyState), after(restored))
})
