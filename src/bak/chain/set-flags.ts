/** What the headers of a branch say about each set's condition, with copy-only told from the sets that followed it. */
import { compareLsn, type Lsn } from '../../core/index.ts'
import { type ChainSet, earlier, flagNames, type SetFlag, timesOf } from './chain-set.ts'

/**
 * Returns a function that names the flags of the branch's sets.
 *
 * No header field is known to say that a full is copy-only. A full is taken for one when a set of the same branch
 * that began after its end (UTC) still names an earlier full as the latest, and no set names this full as its base.
 * [guess]
 */
export function readFlags(sets: readonly ChainSet[]): (set: ChainSet) => readonly SetFlag[] {
  let followers: Followers | undefined
  return (set) => {
    const names = flagNames(set.set.flags)
    if (set.set.type !== 'FULL') return names
    followers ??= readFollowers(sets)
    return isCopyOnly(set, followers) ? [...names, 'copyOnly'] : names
  }
}

interface Followers {
  /** GUIDs that some set names as a base. */
  readonly bases: ReadonlySet<string>
  /** When each set began, UTC, ascending. */
  readonly starts: readonly number[]
  /** The earliest full that the set at the same place or any later one names. */
  readonly earliestNamed: readonly Lsn[]
}

function readFollowers(sets: readonly ChainSet[]): Followers {
  const bases = new Set<string>()
  const later: { readonly start: number; readonly lastFull: Lsn }[] = []
  for (const { set } of sets) {
    if (set.lastFullGuid !== undefined) bases.add(set.lastFullGuid)
    if (set.differentialBaseGuid !== undefined) bases.add(set.differentialBaseGuid)
    const { start } = timesOf(set)
    if (start !== undefined) later.push({ start, lastFull: set.databaseBackupLsn })
  }
  later.sort((a, b) => a.start - b.start)
  const earliestNamed: Lsn[] = later.map(({ lastFull }) => lastFull)
  for (let index = later.length - 2; index >= 0; index--) {
    const [own, next] = [earliestNamed[index], earliestNamed[index + 1]]
    if (own !== undefined && next !== undefined) earliestNamed[index] = earlier(own, next)
  }
  return { bases, starts: later.map(({ start }) => start), earliestNamed }
}

function isCopyOnly({ set, guid }: ChainSet, { bases, starts, earliestNamed }: Followers) {
  const { finish } = timesOf(set)
  if (bases.has(guid) || finish === undefined) return false
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if ((starts[middle] ?? 0) > finish) high = middle
    else low = middle + 1
  }
  const named = earliestNamed[low]
  return named !== undefined && compareLsn(named, set.checkpointLsn) < 0
}
