/**
 * What each event does to each state of a database: a total table that the compiler checks, and pure rules.
 * The only way in which a state comes to be. An event that a state cannot take means that the journal was not
 * written by this engine; nothing is guessed then.
 */

import { migrationError } from '../errors.ts'
import type { TaskProof } from './event.ts'
import {
  type DatabaseEvent,
  type DatabaseEventKind,
  type EventOf,
  isDatabaseEvent,
  type MigrationEvent,
} from './event.ts'
import type {
  DatabaseState,
  MigrationState,
  StateKind,
  StateOf,
  StepName,
  StepTime,
} from './state.ts'

/** A rule, `illegal`, or the reason why nothing changes. */
export type Rule<S extends StateKind, E extends DatabaseEventKind> =
  | ((state: StateOf<S>, event: EventOf<E>) => DatabaseState)
  | { readonly ignore: string }
  | 'illegal'

export type TransitionTable = {
  readonly [S in StateKind]: { readonly [E in DatabaseEventKind]: Rule<S, E> }
}

const no = 'illegal'

export const transitions: TransitionTable = {
  planned: {
    'database-planned': planAgain,
    'database-withdrawn': withdraw,
    'upload-intended': beginUpload,
    'upload-recorded': no,
    'upload-completed': no,
    'upload-failed': no,
    'task-intended': no,
    'task-accepted': no,
    'task-refused': no,
    'task-absent': no,
    'task-undecided': no,
    'task-observed': no,
    'database-seen': no,
    'again-approved': no,
  },
  uploading: {
    'database-planned': planAgain,
    'database-withdrawn': withdraw,
    'upload-intended': beginUpload,
    'upload-recorded': (state, event) => ({
      ...state,
      uploadEvents: [...state.uploadEvents, event.upload],
      times: keepTime(state, 'upload', event.atMs),
    }),
    'upload-completed': (state, event) => ({
      ...state,
      kind: 'uploaded',
      object: { etag: event.etag, crc64: event.crc64, sizeBytes: event.sizeBytes },
      sentBytes: state.sentBytes + event.sentBytes,
      times: keepTime(state, 'upload', event.atMs),
    }),
    'upload-failed': failUpload,
    'task-intended': no,
    'task-accepted': no,
    'task-refused': no,
    'task-absent': no,
    'task-undecided': no,
    'task-observed': no,
    'database-seen': no,
    'again-approved': no,
  },
  uploaded: {
    'database-planned': planAgain,
    'database-withdrawn': withdraw,
    'upload-intended': no,
    'upload-recorded': no,
    'upload-completed': no,
    'upload-failed': failUpload,
    'task-intended': (state, event) => ({
      ...state,
      kind: 'submitting',
      intent: { intendedAtMs: event.atMs, knownTasks: event.knownTasks },
      times: beginTime(state, 'restore', event.atMs),
    }),
    'task-accepted': no,
    'task-refused': refuseTask,
    'task-absent': no,
    'task-undecided': no,
    'task-observed': no,
    'database-seen': no,
    'again-approved': no,
  },
  submitting: {
    'database-planned': no,
    'database-withdrawn': no,
    'upload-intended': no,
    'upload-recorded': no,
    'upload-completed': no,
    'upload-failed': no,
    'task-intended': no,
    'task-accepted': acceptTask,
    'task-refused': refuseTask,
    'task-absent': (state) => ({ ...state, kind: 'uploaded' }),
    'task-undecided': (state, event) => ({ ...state, kind: 'undecided', error: event.error }),
    'task-observed': no,
    'database-seen': no,
    'again-approved': no,
  },
  undecided: {
    'database-planned': no,
    'database-withdrawn': no,
    'upload-intended': no,
    'upload-recorded': no,
    'upload-completed': no,
    'upload-failed': no,
    'task-intended': no,
    'task-accepted': acceptTask,
    'task-refused': no,
    'task-absent': (state) => ({ ...state, kind: 'uploaded' }),
    'task-undecided': (state, event) => ({ ...state, error: event.error }),
    'task-observed': no,
    'database-seen': no,
    'again-approved': tryAgain,
  },
  restoring: {
    'database-planned': no,
    'database-withdrawn': no,
    'upload-intended': no,
    'upload-recorded': no,
    'upload-completed': no,
    'upload-failed': no,
    'task-intended': no,
    'task-accepted': no,
    'task-refused': no,
    'task-absent': no,
    'task-undecided': no,
    'task-observed': observeTask,
    'database-seen': no,
    'again-approved': no,
  },
  verifying: {
    'database-planned': no,
    'database-withdrawn': no,
    'upload-intended': no,
    'upload-recorded': no,
    'upload-completed': no,
    'upload-failed': no,
    'task-intended': no,
    'task-accepted': no,
    'task-refused': no,
    'task-absent': no,
    'task-undecided': no,
    'task-observed': { ignore: 'the task has ended; its description may still grow' },
    'database-seen': (state, event) => ({
      ...state,
      kind: 'restored',
      times: keepTime(state, 'verify', event.atMs),
    }),
    'again-approved': no,
  },
  restored: {
    'database-planned': no,
    'database-withdrawn': no,
    'upload-intended': no,
    'upload-recorded': no,
    'upload-completed': no,
    'upload-failed': no,
    'task-intended': no,
    'task-accepted': no,
    'task-refused': no,
    'task-absent': no,
    'task-undecided': no,
    'task-observed': { ignore: 'the database has been seen already' },
    'database-seen': { ignore: 'the database has been seen already' },
    'again-approved': tryAgain,
  },
  failed: {
    'database-planned': planAgain,
    'database-withdrawn': withdraw,
    'upload-intended': no,
    'upload-recorded': no,
    'upload-completed': no,
    'upload-failed': no,
    'task-intended': no,
    'task-accepted': no,
    'task-refused': no,
    'task-absent': no,
    'task-undecided': no,
    'task-observed': no,
    'database-seen': no,
    'again-approved': no,
  },
  'task-failed': {
    'database-planned': no,
    'database-withdrawn': no,
    'upload-intended': no,
    'upload-recorded': no,
    'upload-completed': no,
    'upload-failed': no,
    'task-intended': no,
    'task-accepted': no,
    'task-refused': no,
    'task-absent': no,
    'task-undecided': no,
    'task-observed': { ignore: 'the task has ended' },
    'database-seen': no,
    'again-approved': tryAgain,
  },
  withdrawn: {
    'database-planned': planAgain,
    'database-withdrawn': withdraw,
    'upload-intended': no,
    'upload-recorded': no,
    'upload-completed': no,
    'upload-failed': no,
    'task-intended': no,
    'task-accepted': no,
    'task-refused': no,
    'task-absent': no,
    'task-undecided': no,
    'task-observed': no,
    'database-seen': no,
    'again-approved': no,
  },
}

/**
 * Returns the migration's state after an event.
 * @throws MIGRATE_HISTORY_UNREADABLE  when the event cannot follow; the state is then what it was
 */
export function transition(state: MigrationState, event: MigrationEvent): MigrationState {
  if (isDatabaseEvent(event)) {
    const before = state.databases.get(event.database)
    const after = before ? nextState(before, event) : firstState(event)
    return after === before
      ? state
      : { ...state, databases: new Map(state.databases).set(event.database, after) }
  }
  switch (event.type) {
    case 'migration-opened': {
      const { folder, instanceId, bucket, prefix, atMs } = event
      return { ...state, opened: { folder, instanceId, bucket, prefix, atMs } }
    }
    case 'plan-approved':
      return { ...state, refused: event.refused }
    case 'run-ended':
      return state
  }
}

/** Returns the state of one database after an event about it. Throws as `transition` does. */
export function nextState(state: DatabaseState, event: DatabaseEvent): DatabaseState {
  // The table's type ties each rule to its state and event; the lookup by two variables loses that tie.
  const row = transitions[state.kind] as Readonly<Record<DatabaseEventKind, unknown>>
  const rule = row[event.type]
  if (typeof rule === 'function') return rule(state, event) as DatabaseState
  if (rule === no) throw unreadable(state.kind, event)
  return state
}

function firstState(event: DatabaseEvent): DatabaseState {
  if (event.type !== 'database-planned') throw unreadable('unknown', event)
  return {
    kind: 'planned',
    plan: event.plan,
    attempt: 1,
    uploadEvents: [],
    times: {},
    sentBytes: 0,
  }
}

function unreadable(state: string, event: DatabaseEvent) {
  return migrationError('MIGRATE_HISTORY_UNREADABLE', {
    database: event.database,
    state,
    event: event.type,
  })
}

/** What was sent already is kept where it is the same backup under the same key. */
function planAgain(state: DatabaseState, event: EventOf<'database-planned'>): DatabaseState {
  const isSame = state.plan.identity === event.plan.identity && state.plan.key === event.plan.key
  return {
    kind: 'planned',
    plan: event.plan,
    attempt: state.attempt,
    uploadEvents: isSame ? state.uploadEvents : [],
    times: isSame ? state.times : {},
    sentBytes: isSame ? state.sentBytes : 0,
  }
}

function withdraw(state: DatabaseState, event: EventOf<'database-withdrawn'>): DatabaseState {
  return { ...common(state), kind: 'withdrawn', error: event.error }
}

function beginUpload(
  state: StateOf<'planned' | 'uploading'>,
  event: EventOf<'upload-intended'>,
): DatabaseState {
  return { ...state, kind: 'uploading', times: beginTime(state, 'upload', event.atMs) }
}

function failUpload(
  state: StateOf<'uploading' | 'uploaded'>,
  event: EventOf<'upload-failed'>,
): DatabaseState {
  const times = keepTime(state, 'upload', event.atMs)
  return { ...common(state), kind: 'failed', step: 'upload', error: event.error, times }
}

function refuseTask(
  state: StateOf<'uploaded' | 'submitting'>,
  event: EventOf<'task-refused'>,
): DatabaseState {
  return { ...common(state), kind: 'failed', step: 'restore', error: event.error }
}

function acceptTask(
  state: StateOf<'submitting' | 'undecided'>,
  event: EventOf<'task-accepted'>,
): DatabaseState {
  const task: { migrateTaskId: string; how: TaskProof } = {
    migrateTaskId: event.migrateTaskId,
    how: event.how,
  }
  return {
    ...common(state),
    kind: 'restoring',
    object: state.object,
    task: { ...task, status: 'NoStart', description: '' },
    times: keepTime(state, 'restore', event.atMs),
  }
}

function observeTask(state: StateOf<'restoring'>, event: EventOf<'task-observed'>): DatabaseState {
  const { status, description, atMs } = event
  const seen = {
    ...common(state),
    object: state.object,
    task: { ...state.task, status, description },
    times: keepTime(state, 'restore', atMs),
  }
  if (status === 'Success')
    return { ...seen, kind: 'verifying', times: beginTime(seen, 'verify', atMs) }
  if (status === 'Failed' && event.error)
    return { ...seen, kind: 'task-failed', error: event.error }
  return { ...seen, kind: 'restoring' }
}

function tryAgain(state: StateOf<'undecided' | 'restored' | 'task-failed'>): DatabaseState {
  const { upload } = state.times
  return {
    ...common(state),
    kind: 'uploaded',
    object: state.object,
    attempt: state.attempt + 1,
    times: upload ? { upload } : {},
  }
}

function common(state: DatabaseState) {
  const { plan, attempt, uploadEvents, times, sentBytes } = state
  return { plan, attempt, uploadEvents, times, sentBytes }
}

type Times = DatabaseState['times']

/** A step that begins once more keeps what it took before. */
function beginTime(state: { readonly times: Times }, step: StepName, atMs: number): Times {
  const before = state.times[step]
  const earlierMs = before ? before.earlierMs + (before.lastAtMs - before.beganAtMs) : 0
  return { ...state.times, [step]: { beganAtMs: atMs, lastAtMs: atMs, earlierMs } }
}

function keepTime(state: { readonly times: Times }, step: StepName, atMs: number): Times {
  const time: StepTime | undefined = state.times[step]
  return time ? { ...state.times, [step]: { ...time, lastAtMs: atMs } } : state.times
}
