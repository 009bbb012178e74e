/**
 * From a heap of backup files to what can be restored from it: for each family of databases and each branch of its
 * history the best chain, what is missing, what became of every set, and what of it ApsaraDB RDS can take.
 *
 * @source restore-rules facts 3 and 6
 */
import { compareLsn, type Lsn, zeroLsn } from '../../core/index.ts'
import {
  type BranchPaths,
  type ChainStart,
  findBestPaths,
  type PathEntry,
  stepsOf,
} from './best-paths.ts'
import { byCodePoints, type ChainFile, type ChainSet, timesOf } from './chain-set.ts'
import { type ChainWarning, chainWarnings } from './chain-warnings.ts'
import { checkChain } from './check-links.ts'
import { type ClassifiedSet, classifySets } from './classify.ts'
import {
  type LostForRds,
  lostForRds,
  type QuotaLag,
  quotaLag,
  rdsObstacle,
  type TaskQuota,
} from './for-rds.ts'
import { type Branch, branchesTakenOver, forkTree } from './fork-tree.ts'
import { findBridgedGaps, findGaps, type LogGap } from './gaps.ts'
import { type GatheredSets, gatherSets, type HiddenFile } from './gather-sets.ts'
import { readFlags } from './set-flags.ts'

/** What a plan has to reckon with; nothing of it is needed. */
export interface ChainOptions {
  /** What it costs to restore a set, above 0; by default its seconds at 25 MiB/s and two minutes for the task. */
  readonly cost?: (set: ChainSet) => number
  /** The destination restores already: its state, from the journal. */
  readonly start?: ChainStart
  /** Restore tasks that RDS still accepts. */
  readonly quota?: TaskQuota
  /** The internal database version of the destination; later sets are refused. Every version where left out. */
  readonly databaseVersion?: number
  /** RecoveryForkID of the branch that is wanted; all where left out. */
  readonly fork?: string
}

/** Sets to restore, in this order. */
export interface RestoreChain {
  /** The state that it leads to: the first log record that it does not hold. */
  readonly reach: Lsn
  /** The sum of `ChainOptions.cost` over the sets; by default seconds. */
  readonly cost: number
  /** How many sets it has. */
  readonly steps: number
  readonly sets: readonly ChainSet[]
}

/** The full backup that a branch without one lacks. */
export interface WantedFull {
  /** Undefined where the earliest set knows of no full. */
  readonly guid: string | undefined
  readonly checkpointLsn: Lsn | undefined
  /** It was taken before this moment, UTC. */
  readonly beforeMs: number | undefined
}

/** What RDS can do with a branch. */
export interface RdsChain {
  readonly chain: RestoreChain | undefined
  /** Records that a SQL Server could restore and RDS cannot. */
  readonly lost: LostForRds | undefined
  readonly lag: QuotaLag | undefined
}

/**
 * One line of history of a database, what can be restored of it, and what is missing. LSNs are log records.
 */
export interface BranchPlan {
  readonly fork: string
  readonly parent: Branch['parent']
  /** No later branch took it over: it may be the database that is wanted. */
  readonly isLeaf: boolean
  /** Names of the database in this branch's sets, the latest first. */
  readonly names: readonly string[]
  readonly chain: RestoreChain | undefined
  /** Data up to here is known to exist. */
  readonly knownEnd: Lsn
  /** The chain ends before that, or there is none: whoever goes on with it loses data. */
  readonly isBehind: boolean
  readonly gaps: readonly LogGap[]
  readonly bridgedGaps: readonly LogGap[]
  readonly sets: readonly ClassifiedSet[]
  readonly wanted: WantedFull | undefined
  readonly warnings: readonly ChainWarning[]
  readonly rds: RdsChain
}

/** Everything that was ever one database, with the branches that restores have made of it. */
export interface FamilyPlan {
  /** FamilyGUID; for sets that have none (SQL Server 2000), a text with the database's name. */
  readonly family: string
  /** All names in the family, in order. */
  readonly names: readonly string[]
  readonly servers: readonly string[]
  /** Branches with sets in the heap, parents first. */
  readonly branches: readonly BranchPlan[]
  /** Two or more branches under one name could be the database: a person has to choose. */
  readonly mustChoose: boolean
}

/** What can be restored from a heap of backups. */
export interface ChainReport {
  readonly families: readonly FamilyPlan[]
  /** Files whose sets are hidden; they may hold what is missing. */
  readonly hidden: readonly HiddenFile[]
  /** Files that are no backups. */
  readonly others: readonly string[]
}

/** A typical line, and what RDS takes for each task besides. [guess] */
const defaultBytesPerSecond = 25 * 2 ** 20
const defaultSecondsPerTask = 120

function defaultCost(set: ChainSet): number {
  return set.bytes / defaultBytesPerSecond + defaultSecondsPerTask
}

/** Fewest tasks first, then fewest bytes. */
function costByTasks(set: ChainSet): number {
  return 1 + set.bytes / 2 ** 60
}

/**
 * Returns what can be restored from the files. The order of files, copies and file names change nothing.
 *
 * @throws RangeError when `cost` is not a number above 0; Error when a planned chain breaks a rule (a fault of ours)
 */
export function planChains(files: readonly ChainFile[], options: ChainOptions = {}): ChainReport {
  const gathered = gatherSets(files, options.databaseVersion)
  const byFamily = new Map<string, ChainSet[]>()
  for (const set of gathered.sets) {
    const same = byFamily.get(set.family)
    if (same === undefined) byFamily.set(set.family, [set])
    else same.push(set)
  }
  const { start } = options
  const families = [...byFamily]
    .filter(([, sets]) => start === undefined || knowsFork(sets, start.fork))
    .map(([family, sets]) => planFamily(family, sets, gathered, options))
    .sort((a, b) => byCodePoints(firstName(a), firstName(b)) || byCodePoints(a.family, b.family))
  return { families, hidden: gathered.hidden, others: gathered.others }
}

function firstName({ names }: FamilyPlan): string {
  return (names[0] ?? '').toLowerCase()
}

function knowsFork(sets: readonly ChainSet[], fork: string): boolean {
  return sets.some((set) => set.fork === fork || set.set.firstRecoveryForkId === fork)
}

interface FamilyFacts {
  readonly branches: ReadonlyMap<string, Branch>
  readonly server: ReadonlyMap<string, BranchPaths>
  readonly rds: ReadonlyMap<string, BranchPaths>
  /** The ways with the fewest tasks, where the quota is short. */
  readonly rdsByTasks: () => ReadonlyMap<string, BranchPaths>
  readonly leafForks: ReadonlySet<string>
  readonly usedSets: ReadonlySet<ChainSet>
  readonly byGuid: ReadonlyMap<string, ChainSet>
  /** Branches that lead to the wanted one, or on from the start; undefined where all are wanted. */
  readonly onPath: ReadonlySet<string> | undefined
  readonly hidden: readonly HiddenFile[]
  readonly options: ChainOptions
}

function planFamily(
  family: string,
  sets: readonly ChainSet[],
  { hidden }: GatheredSets,
  options: ChainOptions,
): FamilyPlan {
  const { start, cost = defaultCost } = options
  const tree = forkTree(sets, start?.fork).map(refuseConflict)
  const branches = new Map(tree.map((branch) => [branch.fork, branch]))
  const usable = (set: ChainSet) => set.refusal === undefined
  const forRds = (set: ChainSet) => usable(set) && rdsObstacle(set) === undefined
  const server = findBestPaths(tree, { cost, start, isUsable: usable })
  const all = tree.flatMap((branch) => branch.sets)
  // Most heaps hold nothing that RDS cannot take: then the two plans are one.
  const isAllForRds = all.every((set) => !usable(set) || forRds(set))
  const rds = isAllForRds ? server : findBestPaths(tree, { cost, start, isUsable: forRds })
  const onPath = pathOf(tree, branches, options)
  const leafForks = leavesOf(tree, server, onPath, options)
  const leaves = tree.filter((branch) => leafForks.has(branch.fork))

  const check = { start, branches, checked: new Set<PathEntry>() }
  const seen = new Set<PathEntry>()
  const usedSets = new Set<ChainSet>()
  for (const { fork } of leaves) {
    for (const end of [server.get(fork)?.end, rds.get(fork)?.end]) if (end) checkChain(end, check)
    for (let at = server.get(fork)?.end; at !== undefined && !seen.has(at); at = at.previous) {
      seen.add(at)
      if (at.via) usedSets.add(at.via)
    }
  }
  let byTasks: ReadonlyMap<string, BranchPaths> | undefined
  const facts: FamilyFacts = {
    branches,
    server,
    rds,
    rdsByTasks: () => {
      byTasks ??= findBestPaths(tree, { cost: costByTasks, start, isUsable: forRds })
      return byTasks
    },
    leafForks,
    usedSets,
    byGuid: new Map(all.map((set) => [set.guid, set])),
    onPath,
    hidden,
    options,
  }
  const plans = tree
    .filter((branch) => branch.sets.length > 0)
    .map((branch) => planBranch(branch, facts))
  const names = plans.filter((plan) => plan.isLeaf).map((plan) => plan.names[0]?.toLowerCase())
  return {
    family,
    names: distinct(all.map(({ set }) => set.database)),
    servers: distinct(all.map(({ set }) => set.server)),
    branches: plans,
    mustChoose: new Set(names).size < names.length,
  }
}

function refuseConflict(branch: Branch): Branch {
  if (!branch.hasConflict) return branch
  const sets = branch.sets.map(
    (set): ChainSet => ({ ...set, refusal: set.refusal ?? 'FORK_CONFLICT' }),
  )
  return { ...branch, sets }
}

/** Branches that may be the database: the wanted one, else those that none took over. */
function leavesOf(
  tree: readonly Branch[],
  paths: ReadonlyMap<string, BranchPaths>,
  onPath: ReadonlySet<string> | undefined,
  { fork, start }: ChainOptions,
): Set<string> {
  if (fork !== undefined) return new Set([fork])
  const takenOver = branchesTakenOver(tree, (one) => paths.get(one)?.end !== undefined)
  const leaves = tree.filter(
    (branch) =>
      branch.sets.length > 0 &&
      !takenOver.has(branch.fork) &&
      (start === undefined || onPath?.has(branch.fork) === true),
  )
  return new Set(leaves.map((branch) => branch.fork))
}

/** Returns the branches that lead to the wanted one, or on from the start; undefined where all are wanted. */
function pathOf(
  tree: readonly Branch[],
  branches: ReadonlyMap<string, Branch>,
  { fork, start }: ChainOptions,
): Set<string> | undefined {
  const path = new Set<string>()
  if (fork !== undefined) {
    for (let at = branches.get(fork); at !== undefined; ) {
      path.add(at.fork)
      at = at.parent && branches.get(at.parent.fork)
    }
    return path
  }
  if (start === undefined) return undefined
  for (const { fork: own, parent } of tree) {
    const isAfter =
      parent !== undefined && path.has(parent.fork) && compareLsn(start.position, parent.lsn) <= 0
    if (own === start.fork || isAfter) path.add(own)
  }
  return path
}

function planBranch(branch: Branch, facts: FamilyFacts): BranchPlan {
  const { options, server, leafForks, usedSets, byGuid, onPath, hidden, branches } = facts
  const paths = server.get(branch.fork)
  const end = paths?.end
  const nearest = paths?.nearest?.position
  const chain = end && restoreChain(end)
  const { sets, fork, parent } = branch
  const knownEnd = branch.knownEnd ?? sets[0]?.last ?? end?.position
  if (knownEnd === undefined) throw new Error(`branch ${fork} has no set`)
  const gaps = findGaps(sets, nearest, hidden)
  const isBehind = chain === undefined || compareLsn(chain.reach, knownEnd) < 0
  const origin = parent && branches.get(parent.fork)
  let warnings: readonly ChainWarning[] | undefined
  return {
    fork,
    parent,
    isLeaf: leafForks.has(fork),
    names: namesOf(sets),
    chain,
    knownEnd,
    isBehind,
    gaps,
    bridgedGaps: chain === undefined ? [] : findBridgedGaps(sets, chain.reach),
    sets: classifySets({
      branch,
      reach: chain?.reach,
      gaps,
      isEntered: nearest !== undefined,
      isParentUnknown: parent !== undefined && (origin === undefined || origin.sets.length === 0),
      start: options.start,
      usedSets,
      byGuid,
      flagsOf: readFlags(sets),
      isElsewhere: () => onPath !== undefined && !onPath.has(fork),
    }),
    wanted: nearest === undefined ? wantedFull(sets) : undefined,
    get warnings() {
      warnings ??= chainWarnings(branch, chain?.sets ?? [])
      return warnings
    },
    rds: planForRds(branch.fork, chain, facts),
  }
}

function planForRds(fork: string, server: RestoreChain | undefined, facts: FamilyFacts): RdsChain {
  const { quota } = facts.options
  const end = facts.rds.get(fork)?.end
  let chain = facts.rds === facts.server ? server : end && restoreChain(end)
  if (chain !== undefined && quota !== undefined && chain.steps > quota.tasksLeft) {
    const fewest = facts.rdsByTasks().get(fork)?.end
    if (fewest !== undefined && fewest.steps < chain.steps) chain = restoreChain(fewest)
  }
  return {
    chain,
    lost: lostForRds(server?.reach, chain?.reach),
    lag: chain && quota && chain.steps > quota.tasksLeft ? quotaLag(chain.sets, quota) : undefined,
  }
}

/** The sets are listed when they are asked for: thousands of branches share the beginning of their chains. */
function restoreChain(end: PathEntry): RestoreChain {
  let sets: readonly ChainSet[] | undefined
  return {
    reach: end.position,
    cost: end.cost,
    steps: end.steps,
    get sets() {
      sets ??= stepsOf(end)
      return sets
    },
  }
}

/** The latest full that the earliest usable set knows of; it would carry all the others. */
function wantedFull(sets: readonly ChainSet[]): WantedFull | undefined {
  const usable = sets.filter((set) => set.refusal === undefined)
  const [earliest] = usable
  if (earliest === undefined) return undefined
  const { set } = earliest
  const starts = usable.flatMap((one) => timesOf(one.set).start ?? [])
  return {
    guid: set.differentialBaseGuid ?? set.lastFullGuid,
    checkpointLsn:
      compareLsn(set.databaseBackupLsn, zeroLsn) === 0 ? undefined : set.databaseBackupLsn,
    beforeMs: starts.length === 0 ? undefined : starts.reduce((a, b) => Math.min(a, b)),
  }
}

/** The latest name first, by the end of the sets. */
function namesOf(sets: readonly ChainSet[]): string[] {
  const names = new Set<string>()
  for (let index = sets.length - 1; index >= 0; index--) {
    const name = sets[index]?.set.database
    if (name !== undefined) names.add(name)
  }
  return [...names]
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(byCodePoints)
}
