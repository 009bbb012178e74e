/**
 * The branches of one family. Each RESTORE ... RECOVERY short of the end of the log begins a branch, and both branches
 * use the same LSNs afterwards; every header remembers which branch its own came from, and where it left it.
 *
 * @source restore-rules facts 2.4: PATH [spec]; parent in SCIN@172 and @184 [measured on 19 sets of 10 databases,
 *   their names in HEADERONLY are a guess]
 */
import { compareLsn, type Lsn } from '../../core/index.ts'
import { byBegin, byCodePoints, type ChainSet, later } from './chain-set.ts'

/** A branch of a family's history. */
export interface Branch {
  readonly fork: string
  /** Sets of this branch that are in the heap, ordered by where they begin; also those that cannot be used. */
  readonly sets: readonly ChainSet[]
  /** The branch this one came from and the LSN at which it left it, where headers agree about it. */
  readonly parent: { readonly fork: string; readonly lsn: Lsn } | undefined
  readonly children: readonly string[]
  /** Headers contradict each other about the parent, or the branch descends from itself. */
  readonly hasConflict: boolean
  /** The furthest LSN that any header of the branch shows, usable or not. */
  readonly knownEnd: Lsn | undefined
}

interface Draft {
  readonly fork: string
  readonly sets: ChainSet[]
  parent: { readonly fork: string; readonly lsn: Lsn } | undefined
  readonly children: string[]
  hasConflict: boolean
  knownEnd: Lsn | undefined
}

/**
 * Returns the branches of one family, each after its parent. A branch that only a child's header names has no sets.
 * @param startFork  a branch that is there although no file may name it
 */
export function forkTree(sets: readonly ChainSet[], startFork?: string): Branch[] {
  const drafts = new Map<string, Draft>()
  const draftOf = (fork: string): Draft => {
    const known = drafts.get(fork)
    if (known !== undefined) return known
    const draft: Draft = {
      fork,
      sets: [],
      parent: undefined,
      children: [],
      hasConflict: false,
      knownEnd: undefined,
    }
    drafts.set(fork, draft)
    return draft
  }
  if (startFork !== undefined) draftOf(startFork)
  for (const set of [...sets].sort(byBegin)) {
    const draft = draftOf(set.fork)
    draft.sets.push(set)
    draft.knownEnd = later(draft.knownEnd, set.last)
    learnParent(draft, set)
  }
  for (const draft of [...drafts.values()]) {
    if (draft.hasConflict) draft.parent = undefined
    else if (draft.parent !== undefined) draftOf(draft.parent.fork)
  }
  breakCircles(drafts)
  for (const draft of [...drafts.values()].sort((a, b) => byCodePoints(a.fork, b.fork)))
    if (draft.parent !== undefined) draftOf(draft.parent.fork).children.push(draft.fork)
  return parentsFirst(drafts)
}

/** A branch that names itself as its parent knows nothing; a set that names none says nothing. */
function learnParent(draft: Draft, { set }: ChainSet): void {
  const { firstRecoveryForkId: fork, forkPointLsn: lsn } = set
  if (fork === undefined || lsn === undefined || fork === draft.fork) return
  const known = draft.parent
  if (known === undefined) draft.parent = { fork, lsn }
  else if (known.fork !== fork || compareLsn(known.lsn, lsn) !== 0) draft.hasConflict = true
}

/** Takes the parents away from branches that descend from themselves. */
function breakCircles(drafts: ReadonlyMap<string, Draft>): void {
  const walkOf = new Map<Draft, number>()
  let walk = 0
  for (const begin of drafts.values()) {
    walk++
    let at: Draft | undefined = begin
    while (at !== undefined && !walkOf.has(at)) {
      walkOf.set(at, walk)
      at = at.parent && drafts.get(at.parent.fork)
    }
    if (at === undefined || walkOf.get(at) !== walk) continue
    for (let each: Draft | undefined = at; each !== undefined && !each.hasConflict; ) {
      each.hasConflict = true
      each = each.parent && drafts.get(each.parent.fork)
    }
  }
  for (const draft of drafts.values()) if (draft.hasConflict) draft.parent = undefined
}

function parentsFirst(drafts: ReadonlyMap<string, Draft>): Branch[] {
  const roots = [...drafts.values()].filter((draft) => draft.parent === undefined)
  const order = roots.sort((a, b) => byCodePoints(a.fork, b.fork))
  // The list grows while it is walked: no depth of branches can exhaust a stack.
  for (const draft of order)
    for (const fork of draft.children) {
      const child = drafts.get(fork)
      if (child !== undefined) order.push(child)
    }
  return order
}

/**
 * Returns the branches that a later one took over: a branch of the same name left it at its known end or behind it,
 * and that one can be reached. A branch under another name is a copy and takes nothing over.
 *
 * @param tree  parents first
 * @param isReached  whether there is a chain to a branch
 */
export function branchesTakenOver(
  tree: readonly Branch[],
  isReached: (fork: string) => boolean,
): Set<string> {
  const branches = new Map(tree.map((branch) => [branch.fork, branch]))
  const takenOver = new Set<string>()
  for (const child of [...tree].reverse()) {
    const parent = child.parent && branches.get(child.parent.fork)
    if (parent?.knownEnd === undefined || child.parent === undefined) continue
    if (!isReached(child.fork) && !takenOver.has(child.fork)) continue
    if (compareLsn(parent.knownEnd, child.parent.lsn) <= 0 && shareName(parent, child))
      takenOver.add(parent.fork)
  }
  return takenOver
}

function shareName(a: Branch, b: Branch): boolean {
  const last = ({ sets }: Branch) => sets[sets.length - 1]?.set.database.toLowerCase()
  return last(a) === last(b)
}

/** Returns a branch's short name for people: the first eight digits of its GUID. */
export function forkLabel(fork: string): string {
  return fork.slice(0, 8)
}
