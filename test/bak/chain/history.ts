/**
 * A plain model of what SQL Server does: databases as trees of log records, backups that remember records, and a
 * restore that accepts or refuses. It knows nothing of fork GUIDs when it judges, so that it can judge the planner.
 *
 * @source restore-rules facts 4
 */
import type { ChainFile } from '../../../src/bak/index.ts'
import type { Lsn } from '../../../src/core/index.ts'
import { madeInspection, madeLabel, madeSet } from '../../migration/made-up.ts'
import { lsn } from './made-heap.ts'

/** Returns numbers below `n`, the same ones from the same seed (mulberry32). */
export function randomNumbers(seed: number): (n: number) => number {
  let state = seed >>> 0
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * n)
  }
}

export interface LogRecord {
  readonly lsn: number
  readonly parent: LogRecord | undefined
  /** The branch that wrote it. */
  readonly fork: string
}

export interface Backup {
  readonly guid: string
  readonly type: 'FULL' | 'DIFFERENTIAL' | 'LOG'
  readonly isCopyOnly: boolean
  readonly family: string
  readonly fork: string
  readonly parent: { readonly fork: string; readonly lsn: number } | undefined
  readonly first: number
  /** The record before the first one of a log. */
  readonly before: LogRecord | undefined
  /** The last record that the backup holds. */
  readonly end: LogRecord
  readonly base: string | undefined
  readonly lastFull: string | undefined
  readonly databaseBackup: number
  readonly checkpoint: number
  readonly model: Model
  readonly bytes: number
  readonly stripes: number
}

type Model = 'FULL' | 'BULK_LOGGED' | 'SIMPLE'

/** The state of a destination. */
export interface Restored {
  readonly node: LogRecord
  readonly base: string | undefined
}

/** Returns the state after a backup is restored onto a state, or undefined where SQL Server refuses it. */
export function restore(state: Restored | undefined, backup: Backup): Restored | undefined {
  switch (backup.type) {
    case 'FULL':
      if (state !== undefined) return undefined
      return { node: backup.end, base: backup.isCopyOnly ? undefined : backup.guid }
    case 'DIFFERENTIAL':
      if (state === undefined || state.base === undefined || state.base !== backup.base)
        return undefined
      return isAncestorOrSame(state.node, backup.end) ? { ...state, node: backup.end } : undefined
    case 'LOG': {
      if (state === undefined || !isAncestorOrSame(state.node, backup.end)) return undefined
      const isWithin =
        state.node === backup.before || state.node.lsn >= backup.first || state.node === backup.end
      return isWithin ? { ...state, node: backup.end } : undefined
    }
  }
}

function isAncestorOrSame(older: LogRecord, node: LogRecord): boolean {
  let at: LogRecord | undefined = node
  while (at !== undefined && at.lsn > older.lsn) at = at.parent
  return at === older
}

interface Database {
  node: LogRecord
  family: string
  fork: string
  parent: { fork: string; lsn: number } | undefined
  /** First LSN that belongs to this branch alone. */
  begin: number
  model: Model
  /** The record before the next log's first one; undefined without a log chain. */
  logBefore: LogRecord | undefined
  hasChain: boolean
  base: string | undefined
  lastFullCheckpoint: number
  isAlive: boolean
}

/** Returns the backups of a random history of a few databases. */
export function drawHistory(draw: (n: number) => number): Backup[] {
  const backups: Backup[] = []
  const databases: Database[] = []
  let names = 0
  const create = () => {
    const family = `family${++names}`
    const root: LogRecord = { lsn: 10 + draw(20), parent: undefined, fork: family }
    const model = draw(5) === 0 ? 'SIMPLE' : 'FULL'
    databases.push({
      ...{ node: root, family, fork: family, parent: undefined, begin: root.lsn, model },
      ...{ logBefore: undefined, hasChain: false, base: undefined, lastFullCheckpoint: 0 },
      isAlive: true,
    })
  }
  const write = (db: Database, count: number) => {
    for (let n = 0; n < count; n++)
      db.node = { lsn: db.node.lsn + 1, parent: db.node, fork: db.fork }
  }
  const emit = (db: Database, rest: Pick<Backup, 'type' | 'first'> & Partial<Backup>): Backup => {
    const backup: Backup = {
      guid: `set${backups.length + 1}`,
      isCopyOnly: false,
      family: db.family,
      fork: db.fork,
      parent: db.parent,
      before: undefined,
      end: db.node,
      base: undefined,
      lastFull: db.base,
      databaseBackup: db.lastFullCheckpoint,
      checkpoint: rest.first,
      model: db.model,
      bytes: 1 + draw(1000),
      stripes: draw(12) === 0 ? 2 + draw(2) : 1,
      ...rest,
    }
    backups.push(backup)
    return backup
  }
  const log = (db: Database, isCopyOnly: boolean) => {
    if (db.model === 'SIMPLE' || !db.hasChain || db.logBefore === undefined) return
    emit(db, { type: 'LOG', first: db.logBefore.lsn + 1, before: db.logBefore })
    if (!isCopyOnly) db.logBefore = db.node
  }
  const beginChain = (db: Database, before: LogRecord | undefined) => {
    if (db.model === 'SIMPLE' || db.hasChain || before === undefined) return
    db.hasChain = true
    db.logBefore = before
  }
  const full = (db: Database, isCopyOnly: boolean) => {
    write(db, draw(3))
    const checkpoint = db.node.lsn + 1
    const before = db.node
    const first = Math.max(db.begin, checkpoint - ([0, 1, 3][draw(3)] ?? 0))
    write(db, 1 + draw(3))
    const logInside = draw(8)
    if (logInside === 0) log(db, false)
    write(db, logInside === 0 ? 1 : 0)
    const backup = emit(db, { type: 'FULL', first, checkpoint, isCopyOnly })
    if (logInside === 1) {
      write(db, 1)
      log(db, false)
    }
    if (!isCopyOnly) {
      db.base = backup.guid
      db.lastFullCheckpoint = checkpoint
    }
    beginChain(db, before)
    write(db, 1)
  }
  const differential = (db: Database) => {
    if (db.base === undefined) return
    const before = db.node
    const first = db.node.lsn + 1
    write(db, 1 + draw(2))
    emit(db, { type: 'DIFFERENTIAL', first, base: db.base })
    beginChain(db, before)
  }
  const fork = (db: Database) => {
    const fulls = backups.filter((one) => one.type === 'FULL' && one.family === db.family)
    const chosen = fulls[draw(Math.max(1, fulls.length))]
    if (chosen === undefined) return
    let state = restore(undefined, chosen)
    let lastModel = chosen.model
    let last = chosen
    let ahead = state
    for (const next of backups.slice(backups.indexOf(chosen) + 1)) {
      if (next.family !== db.family || next.type === 'FULL' || draw(6) === 0) continue
      if (next.type === 'DIFFERENTIAL' && draw(2) === 0) continue
      const after = restore(state, next)
      if (after === undefined || after.node === state?.node) continue
      ahead = state
      state = after
      last = next
      lastModel = next.model
    }
    if (state === undefined || ahead === undefined) return
    let { node } = state
    // STOPAT: anywhere in the last log, but not before what was restored ahead of it.
    if (last.type === 'LOG' && draw(2) === 0)
      for (let back = draw(4); back > 0 && node.parent && node !== ahead.node; back--)
        node = node.parent
    const copy: Database = {
      ...{ node, family: db.family, fork: `fork${++names}`, begin: node.lsn + 1 },
      parent: { fork: node.fork, lsn: node.lsn + 1 },
      model: lastModel,
      ...{ hasChain: lastModel !== 'SIMPLE', logBefore: undefined, base: state.base },
      ...{ lastFullCheckpoint: 0, isAlive: true },
    }
    if (copy.hasChain) {
      let before = node
      for (let back = draw(4); back > 0 && before.parent && before.fork === node.fork; back--)
        before = before.parent
      copy.logBefore = before
    }
    write(copy, 1 + draw(2))
    if (draw(2) === 0) databases[databases.indexOf(db)] = copy
    else databases.push(copy)
  }
  create()
  const operations = 8 + draw(22)
  for (let n = 0; n < operations; n++) {
    const db = databases[draw(databases.length)]
    if (db === undefined || !db.isAlive) continue
    const dice = draw(100)
    if (dice < 20) write(db, 1 + draw(4))
    else if (dice < 34) full(db, false)
    else if (dice < 40) full(db, true)
    else if (dice < 54) differential(db)
    else if (dice < 80) log(db, false)
    else if (dice < 84) log(db, true)
    else if (dice < 86) {
      log(db, false)
      db.isAlive = draw(3) !== 0
    } else if (dice < 90) {
      if (db.model === 'SIMPLE') db.model = 'FULL'
      else {
        db.model = 'SIMPLE'
        db.hasChain = false
        db.logBefore = undefined
      }
    } else if (dice < 98) fork(db)
    else create()
  }
  return backups
}

/** Returns the files of a backup, one for each stripe. */
export function filesOf(backup: Backup, copy = ''): ChainFile[] {
  const header = headerOf(backup)
  return Array.from({ length: backup.stripes }, (_, index) => {
    const path = `${backup.guid}${copy}.${index + 1}`
    return {
      path,
      inspection: madeInspection({
        name: path,
        sizeBytes: backup.bytes,
        label: madeLabel({
          mediaSetId: `media of ${backup.guid}`,
          familyCount: backup.stripes,
          familyNumber: index + 1,
        }),
        sets: [header],
      }),
    }
  })
}

function headerOf(backup: Backup) {
  const { parent } = backup
  const optional = (number: number | undefined): Lsn | undefined =>
    number === undefined ? undefined : lsn(number)
  return madeSet({
    type: backup.type,
    backupSetGuid: backup.guid,
    backupSize: backup.bytes,
    firstLsn: lsn(backup.first),
    lastLsn: lsn(backup.end.lsn + 1),
    checkpointLsn: lsn(backup.checkpoint),
    databaseBackupLsn: lsn(backup.databaseBackup),
    differentialBaseGuid: backup.base,
    differentialBaseLsn: backup.base === undefined ? undefined : lsn(backup.databaseBackup),
    lastFullGuid: backup.lastFull,
    recoveryForkId: backup.fork,
    firstRecoveryForkId: parent?.fork,
    forkPointLsn: optional(parent?.lsn),
    familyGuid: backup.family,
    recoveryModel: backup.model,
  })
}

export interface Reached {
  readonly node: LogRecord
  readonly cost: number
}

/**
 * Returns, for each branch, the furthest record that a backup of that branch leads to, and the least cost: Dijkstra's
 * search over (record, base).
 * @param start  a destination that restores already; undefined begins with any full
 */
export function search(
  backups: readonly Backup[],
  cost: (backup: Backup) => number,
  start?: Restored,
): Map<string, Reached> {
  const best = new Map<string, Reached>()
  const costs = new Map<LogRecord, Map<string, number>>()
  let open: { readonly state: Restored; readonly cost: number }[] = []
  const reach = (state: Restored, total: number, via: Backup | undefined) => {
    if (via !== undefined) {
      const known = best.get(via.fork)
      const isBetter =
        known === undefined ||
        state.node.lsn > known.node.lsn ||
        (state.node.lsn === known.node.lsn && total < known.cost)
      if (isBetter) best.set(via.fork, { node: state.node, cost: total })
    }
    const ofNode = costs.get(state.node) ?? new Map<string, number>()
    costs.set(state.node, ofNode)
    const before = ofNode.get(state.base ?? '')
    if (before !== undefined && before <= total) return
    ofNode.set(state.base ?? '', total)
    open.push({ state, cost: total })
  }
  if (start !== undefined) reach(start, 0, undefined)
  else
    for (const backup of backups) {
      const state = restore(undefined, backup)
      if (state !== undefined) reach(state, cost(backup), backup)
    }
  while (open.length > 0) {
    const nearest = open.reduce((a, b) => (b.cost < a.cost ? b : a))
    open = open.filter((one) => one !== nearest)
    const known = costs.get(nearest.state.node)?.get(nearest.state.base ?? '')
    if (known !== undefined && known < nearest.cost) continue
    for (const backup of backups) {
      if (backup.type === 'FULL') continue
      const state = restore(nearest.state, backup)
      if (state === undefined || state.node === nearest.state.node) continue
      reach(state, nearest.cost + cost(backup), backup)
    }
  }
  return best
}
