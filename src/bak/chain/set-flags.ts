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
  const bases = new Set<string>()
  const later: { readonly start: number; readonly lastFull: Lsn }[] = []
  for (const { set } of sets) {
    if (set.lastFullGuid !== undefined) bases.add(set.lastFullGuid)
    if (set.differentialBaseGuid !== undefined) bases.add(set.differentialBaseGuid)
    const { start } = timesOf(set)
    if (start !== undefined) later.push({ start, lastFull: set.databaseBackupLsn })
  }
  later.sort((a, b) => a.start - b.start)
  /** The earliest full that this or any later set names. */
  const earliestNamed: Lsn[] = []
  for (let index = later.length - 1; index >= 0; index--) {
    const named = later[index]?.lastFull
    const next = earliestNamed[index + 1]
    if (named !== undefined) earliestNamed[index] = next ? earlier(named, next) : named
  }
  function isCopyOnly({ set, guid }: ChainSet): boolean {
    if (set.type !== 'FULL' || bases.has(guid)) return false
    const { finish } = timesOf(set)
    if (finish === undefined) return false
    let low = 0
    let high = later.length
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if ((later[middle]?.start ?? 0) > finish) high = middle
      else low = middle + 1
    }
    const named = earliestNamed[low]
    return named !== undefined && compareLsn(named, set.checkpointLsn) < 0
  }
  return (set) => {
    const names = flagNames(set.set.flags)
    return isCopyOnly(set) ? [...names, 'copyOnly'] : names
  }
}
