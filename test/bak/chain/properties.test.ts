/** The planner against a plain model of SQL Server's restore, over random histories and random heaps of files. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type BranchPlan,
  type ChainFile,
  type ChainOptions,
  type ChainSet,
  planChains,
} from '../../../src/bak/index.ts'
import { formatLsn } from '../../../src/core/index.ts'
import { randomSeed } from '../../random-seed.ts'
import {
  type Backup,
  drawHistory,
  filesOf,
  type Reached,
  type Restored,
  randomNumbers,
  restore,
  search,
} from './history.ts'
import { lsn } from './made-heap.ts'

/** Share of this file in a test run. */
const milliseconds = 5_000

type Draw = (n: number) => number

function shuffled<T>(items: readonly T[], draw: Draw): T[] {
  const result = [...items]
  for (let last = result.length - 1; last > 0; last--) {
    const other = draw(last + 1)
    const [a, b] = [result[last], result[other]]
    if (a !== undefined && b !== undefined) [result[last], result[other]] = [b, a]
  }
  return result
}

interface Heap {
  readonly files: readonly ChainFile[]
  /** Backups with all their stripes. */
  readonly complete: readonly Backup[]
  /** Branches of which at least one header is there. */
  readonly seen: ReadonlySet<string>
}

/** A random part of a history's files in random order, some twice, some without all stripes. */
function drawHeap(history: readonly Backup[], draw: Draw): Heap {
  const share = [100, 90, 75, 50][draw(4)] ?? 100
  const files: ChainFile[] = []
  const complete: Backup[] = []
  const seen = new Set<string>()
  for (const backup of history) {
    if (draw(100) >= share) continue
    const kept = filesOf(backup).filter(() => backup.stripes === 1 || draw(8) !== 0)
    if (kept.length > 0) seen.add(backup.fork)
    if (kept.length === backup.stripes) complete.push(backup)
    files.push(...kept)
    if (draw(20) === 0 && kept.length === backup.stripes) files.push(...filesOf(backup, ' copy'))
  }
  return { files: shuffled(files, draw), complete, seen }
}

/** Tells whether every branch before this one is known by a header of its own. */
function isPathSeen(fork: string, history: readonly Backup[], heap: Heap, from?: string): boolean {
  const parents = new Map(history.map((backup) => [backup.fork, backup.parent?.fork]))
  for (let at: string | undefined = fork; at !== undefined && at !== from; at = parents.get(at))
    if (!heap.seen.has(at)) return false
  return true
}

function branchPlans(files: readonly ChainFile[], options: ChainOptions): Map<string, BranchPlan> {
  const { families } = planChains(files, options)
  return new Map(families.flatMap(({ branches }) => branches.map((plan) => [plan.fork, plan])))
}

/** Restores a chain in the model; undefined where a step is refused or does nothing. */
function replay(sets: readonly Backup[], start: Restored | undefined): Restored | undefined {
  let state = start
  for (const backup of sets) {
    const next = restore(state, backup)
    if (next === undefined || next.node === state?.node) return undefined
    state = next
  }
  return state
}

function compare(
  plan: BranchPlan | undefined,
  reached: Reached | undefined,
  byGuid: ReadonlyMap<string, Backup>,
  { start, isExact, what }: { start: Restored | undefined; isExact: boolean; what: string },
): void {
  const sets = (plan?.chain?.sets ?? []).map(({ guid }: ChainSet) => {
    const backup = byGuid.get(guid)
    assert.ok(backup, `${what}: ${guid} is whole`)
    return backup
  })
  if (sets.length === 0) {
    if (isExact) assert.ok(reached === undefined, `${what}: a chain is missed`)
    return
  }
  const end = replay(sets, start)
  assert.ok(end, `${what}: every step is accepted`)
  assert.ok(reached, `${what}: the model reaches the branch too`)
  assert.equal(plan?.chain && formatLsn(plan.chain.reach), formatLsn(lsn(end.node.lsn + 1)), what)
  if (isExact) {
    assert.ok(end.node === reached.node, `${what}: the final record`)
    assert.equal(plan?.chain?.cost, reached.cost, `${what}: the cost`)
  } else assert.ok(end.node.lsn <= reached.node.lsn, `${what}: no further than the model`)
  for (const [index, set] of sets.entries()) {
    if (set.type !== 'LOG') continue
    const without = replay([...sets.slice(0, index), ...sets.slice(index + 1)], start)
    assert.ok(without?.node !== end.node, `${what}: no log can be left out`)
  }
}

function chainsText(plans: ReadonlyMap<string, BranchPlan>): string {
  return JSON.stringify(
    [...plans].map(([fork, { chain, gaps, sets }]) => [
      fork,
      chain?.sets.map(({ guid }) => guid),
      gaps.map(({ from, to }) => [formatLsn(from), formatLsn(to)]),
      sets.map((one) => [one.set.guid, one.class, one.reason]),
    ]),
  )
}

test('every branch of a random history is planned as far and as cheaply as the model finds', (t) => {
  const seed = randomSeed()
  const until = performance.now() + milliseconds
  const counts = { histories: 0, chains: 0, differentials: 0, forks: 0, gaps: 0, continued: 0 }
  for (let round = 0; performance.now() < until; round++) {
    const draw = randomNumbers(seed * 1_000_003 + round)
    const history = drawHistory(draw)
    const heap = drawHeap(history, draw)
    const perTask = [0, 100, 100_000][draw(3)] ?? 0
    const byGuid = new Map(heap.complete.map((backup) => [backup.guid, backup]))
    const options: ChainOptions = { cost: (set) => set.bytes + perTask }
    const cost = (backup: Backup) => backup.bytes + perTask
    const what = `seed ${seed}, round ${round}`
    const plans = branchPlans(heap.files, options)
    const reached = search(heap.complete, cost)
    for (const fork of new Set(history.map((backup) => backup.fork))) {
      const isExact = isPathSeen(fork, history, heap)
      const plan = plans.get(fork)
      compare(plan, reached.get(fork), byGuid, {
        start: undefined,
        isExact,
        what: `${what}, ${fork}`,
      })
      const sets = plan?.chain?.sets ?? []
      if (sets.length > 0) counts.chains++
      if (sets.some((set) => set.set.type === 'DIFFERENTIAL')) counts.differentials++
      if (new Set(sets.map((set) => set.fork)).size > 1) counts.forks++
      if (plan?.gaps.length) counts.gaps++
    }
    const again = shuffled([...heap.files, ...heap.files.slice(0, 3)], draw)
    assert.equal(chainsText(branchPlans(again, options)), chainsText(plans), `${what}: order`)
    checkRedundant(plans, heap, options, what)
    if (continueFrom(plans, history, heap, { options, cost, byGuid, draw, what }))
      counts.continued++
    counts.histories++
  }
  const said = Object.entries(counts).map(([name, count]) => `${count} ${name}`)
  t.diagnostic(`seed ${seed}: ${said.join(', ')}`)
  assert.ok(counts.histories > 50 && counts.forks > 0 && counts.gaps > 0)
})

/** Sets that are not needed may go, as long as one header of each branch tells where it began. */
function checkRedundant(
  plans: ReadonlyMap<string, BranchPlan>,
  heap: Heap,
  options: ChainOptions,
  what: string,
): void {
  const needless = new Set<string>()
  for (const { sets } of plans.values())
    for (const one of sets.slice(1)) if (one.class === 'redundant') needless.add(one.set.guid)
  const rest = heap.files.filter(({ inspection }) => {
    const guid = inspection.kind === 'mtf' ? inspection.sets[0]?.backupSetGuid : undefined
    return guid === undefined || !needless.has(guid)
  })
  const after = branchPlans(rest, options)
  for (const [fork, { isLeaf, chain }] of plans) {
    if (!isLeaf) continue
    const reach = after.get(fork)?.chain?.reach
    assert.deepEqual(reach, chain?.reach, `${what}, ${fork}: without what is not needed`)
  }
}

/** Stops in the middle of some chain and plans on from there. */
function continueFrom(
  plans: ReadonlyMap<string, BranchPlan>,
  history: readonly Backup[],
  heap: Heap,
  {
    options,
    cost,
    byGuid,
    draw,
    what,
  }: {
    options: ChainOptions
    cost: (backup: Backup) => number
    byGuid: ReadonlyMap<string, Backup>
    draw: Draw
    what: string
  },
): boolean {
  const chains = [...plans.values()].flatMap(({ chain }) => (chain ? [chain.sets] : []))
  const sets = chains[draw(Math.max(1, chains.length))]
  const backups = sets
    ?.slice(0, 1 + draw(sets.length))
    .flatMap(({ guid }) => byGuid.get(guid) ?? [])
  const last = backups?.[backups.length - 1]
  const state = backups && replay(backups, undefined)
  if (last === undefined || state === undefined) return false
  const start = { position: lsn(state.node.lsn + 1), fork: last.fork, base: state.base }
  const onward = branchPlans(heap.files, { ...options, start })
  const reached = search(heap.complete, cost, state)
  for (const fork of new Set(history.map((backup) => backup.fork)))
    compare(onward.get(fork), reached.get(fork), byGuid, {
      start: state,
      isExact: isPathSeen(fork, history, heap, last.fork),
      what: `${what}, continued with ${fork}`,
    })
  return true
}
