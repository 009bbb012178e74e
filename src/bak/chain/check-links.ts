/**
 * What must hold for every chain that the planner gives out, checked link by link before anybody acts on it. A
 * violation is a fault of the planner and ends the planning.
 *
 * @source restore-rules facts 3, invariants
 */
import { compareLsn, formatLsn } from '../../core/index.ts'
import type { ChainStart, PathEntry } from './best-paths.ts'
import type { Branch } from './fork-tree.ts'

export interface LinkCheck {
  readonly start: ChainStart | undefined
  readonly branches: ReadonlyMap<string, Branch>
  /** Links that were checked already: branches share the beginning of their chains. */
  readonly checked: Set<PathEntry>
}

/**
 * Checks the chain that ends at this entry: it begins with a full (or at the start), a differential follows its base
 * directly, every log holds the wanted record and more, of an agreeing fork, every set is usable, the position
 * only grows (so no set occurs twice), and no log can be left out.
 *
 * @throws Error when one of them does not hold
 */
export function checkChain(end: PathEntry, check: LinkCheck): void {
  for (let at: PathEntry | undefined = end; at !== undefined; at = at.previous) {
    if (check.checked.has(at)) return
    check.checked.add(at)
    const problem = problemOf(at, check)
    if (problem !== undefined)
      throw new Error(
        `the planned chain is wrong at ${at.via?.guid ?? 'a fork'} (${formatLsn(at.position)}): ${problem}`,
      )
  }
}

function problemOf(entry: PathEntry, check: LinkCheck): string | undefined {
  const { via, previous } = entry
  if (via === undefined) {
    if (previous === undefined) return check.start === undefined ? 'it begins nowhere' : undefined
    return isSamePoint(previous, entry, check) ? undefined : 'it is not the fork point'
  }
  if (via.refusal !== undefined) return `the set is refused: ${via.refusal}`
  if (compareLsn(via.last, entry.position) !== 0 || via.fork !== entry.fork)
    return 'the set ends elsewhere'
  if (previous !== undefined && compareLsn(previous.position, entry.position) >= 0)
    return 'the position does not grow'
  switch (via.set.type) {
    case 'FULL':
      return previous === undefined && check.start === undefined ? undefined : 'a full comes late'
    case 'DIFFERENTIAL': {
      const base = previous?.via?.guid ?? check.start?.base
      const isDirect = previous?.via === undefined || previous.via.set.type === 'FULL'
      return isDirect && base !== undefined && base === via.set.differentialBaseGuid
        ? undefined
        : 'a differential does not follow its base'
    }
    case 'LOG': {
      if (previous === undefined) return 'a log comes first'
      if (compareLsn(via.first, previous.position) > 0) return 'records before the log are missing'
      if (!forksAgree(previous, entry, check)) return 'the log is of another branch'
      return isNeeded(entry, previous) ? undefined : 'the log before it can be left out'
    }
    default:
      return `${via.set.type} is no link of a chain`
  }
}

function isSamePoint(from: PathEntry, to: PathEntry, { branches }: LinkCheck): boolean {
  const parent = branches.get(to.fork)?.parent
  return (
    parent?.fork === from.fork &&
    compareLsn(parent.lsn, to.position) === 0 &&
    compareLsn(from.position, to.position) === 0
  )
}

function forksAgree(from: PathEntry, to: PathEntry, { branches }: LinkCheck): boolean {
  if (from.fork === to.fork) return true
  const parent = branches.get(to.fork)?.parent
  return parent?.fork === from.fork && compareLsn(from.position, parent.lsn) <= 0
}

/** The log before this one must do something that the state ahead of it did not allow. */
function isNeeded(entry: PathEntry, previous: PathEntry): boolean {
  const before = previous.previous
  if (previous.via?.set.type !== 'LOG' || before === undefined || entry.via === undefined)
    return true
  return before.fork !== entry.fork || compareLsn(entry.via.first, before.position) > 0
}
