/**
 * Says of each set of a branch what became of it: used, not needed, behind a gap, without its base, of another branch,
 * or not usable at all; always with the reason.
 *
 * @source restore-rules facts 3, classes; 2.1 to 2.4
 */
import { compareLsn, type Lsn } from '../../core/index.ts'
import type { ChainStart } from './best-paths.ts'
import { type ChainSet, isEmpty, type Refusal, type SetFlag } from './chain-set.ts'
import type { Branch } from './fork-tree.ts'
import type { LogGap } from './gaps.ts'

/**
 * What the plan makes of a set: used; not needed; behind a gap; without its base; of another branch; not usable; or
 * of use only as a proof that something is missing.
 */
export type SetClass =
  | 'used'
  | 'redundant'
  | 'unreachable'
  | 'orphan'
  | 'other-branch'
  | 'refused'
  | 'evidence'

/** Why a set has its class. */
export type SetReason =
  | Refusal
  /** A link of the chain. */
  | 'IN_CHAIN'
  /** Another full leads to the same end more cheaply. */
  | 'OTHER_FULL'
  /** A destination that restores already takes no second full. */
  | 'FULL_WHILE_RESTORING'
  /** A later differential, a cheaper way or the destination holds it. */
  | 'SUPERSEDED'
  /** The log ends before the chain does. */
  | 'COVERED'
  /** A log without a record. */
  | 'EMPTY'
  /** A log without a record behind the end of the chain: it proves that something is missing. */
  | 'EMPTY_BEHIND_GAP'
  | 'GAP'
  | 'NO_FULL'
  /** The link between two branches is written nowhere. */
  | 'FORK_UNKNOWN'
  | 'BASE_MISSING'
  /** The base is in the heap, but cannot be used. */
  | 'BASE_UNUSABLE'
  /** The differential belongs to another full than the one that the destination restored. */
  | 'FOREIGN_BASE'
  | 'OTHER_BRANCH'

/** What became of a set in the plan of its branch. */
export interface ClassifiedSet {
  readonly set: ChainSet
  readonly class: SetClass
  readonly reason: SetReason
  /** For `GAP`: the missing records just before it. */
  readonly gap: LogGap | undefined
  /** What the header says, and copy-only where other headers show it. */
  readonly flags: readonly SetFlag[]
}

export interface ClassifyFacts {
  readonly branch: Branch
  /** Where the chain of the branch ends; undefined without a chain. */
  readonly reach: Lsn | undefined
  readonly gaps: readonly LogGap[]
  /** The branch or one before it can be reached. */
  readonly isEntered: boolean
  /** An ancestor is known by name only. */
  readonly isParentUnknown: boolean
  readonly start: ChainStart | undefined
  readonly usedSets: ReadonlySet<ChainSet>
  /** Every set of the family, by GUID. */
  readonly byGuid: ReadonlyMap<string, ChainSet>
  readonly flagsOf: (set: ChainSet) => readonly SetFlag[]
  /** True for sets that lead away from the branch that was asked for. */
  readonly isElsewhere: (set: ChainSet) => boolean
}

/** Returns the branch's sets in their order, each with its class. */
export function classifySets(facts: ClassifyFacts): ClassifiedSet[] {
  let gapsBefore = 0
  return facts.branch.sets.map((set) => {
    // Both are ordered by where they begin.
    for (let gap = facts.gaps[gapsBefore]; gap && compareLsn(gap.to, set.first) <= 0; )
      gap = facts.gaps[++gapsBefore]
    const gap = facts.gaps[gapsBefore - 1]
    const [kind, reason] = classOf(set, gap, facts)
    const flags = facts.flagsOf(set)
    return { set, class: kind, reason, gap: reason === 'GAP' ? gap : undefined, flags }
  })
}

function classOf(
  set: ChainSet,
  gap: LogGap | undefined,
  facts: ClassifyFacts,
): readonly [SetClass, SetReason] {
  if (set.refusal === 'STRIPES_MISSING') return ['evidence', set.refusal]
  if (set.refusal !== undefined) return ['refused', set.refusal]
  if (facts.usedSets.has(set)) return ['used', 'IN_CHAIN']
  if (facts.isElsewhere(set)) return ['other-branch', 'OTHER_BRANCH']
  switch (set.set.type) {
    case 'FULL':
      return ['redundant', facts.start === undefined ? 'OTHER_FULL' : 'FULL_WHILE_RESTORING']
    case 'DIFFERENTIAL':
      return classOfDifferential(set, facts)
    default:
      return classOfLog(set, gap, facts)
  }
}

function classOfDifferential(
  set: ChainSet,
  { start, byGuid }: ClassifyFacts,
): readonly [SetClass, SetReason] {
  const guid = set.set.differentialBaseGuid ?? ''
  if (start !== undefined) {
    if (guid !== start.base) return ['orphan', 'FOREIGN_BASE']
    return ['redundant', 'SUPERSEDED']
  }
  const base = byGuid.get(guid)
  if (base === undefined || base.set.type !== 'FULL') return ['orphan', 'BASE_MISSING']
  if (base.refusal !== undefined || compareLsn(base.last, set.last) >= 0)
    return ['orphan', 'BASE_UNUSABLE']
  return ['redundant', 'SUPERSEDED']
}

function classOfLog(
  set: ChainSet,
  gap: LogGap | undefined,
  { reach, isEntered, isParentUnknown }: ClassifyFacts,
): readonly [SetClass, SetReason] {
  const isBehind = reach === undefined || compareLsn(set.last, reach) > 0
  if (isEmpty(set)) return isBehind ? ['evidence', 'EMPTY_BEHIND_GAP'] : ['redundant', 'EMPTY']
  if (!isBehind) return ['redundant', 'COVERED']
  if (gap !== undefined && isEntered) return ['unreachable', 'GAP']
  return ['unreachable', isParentUnknown || isEntered ? 'FORK_UNKNOWN' : 'NO_FULL']
}
