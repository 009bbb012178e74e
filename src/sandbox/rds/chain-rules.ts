/**
 * Whether a differential or log can be restored onto a database that is being restored: the rules of SQL Server
 * that RDS passes on.
 * @source bak-format facts 0 and 1.8 (how headers join), error-texts 18 [spec]
 */
import { compareLsn } from '../../core/index.ts'
import type { ChainPosition, FileFacts } from './state.ts'
import { taskTexts } from './task-texts.ts'

/** Returns why the file cannot be applied, or undefined when it can. */
export function chainProblem(
  position: ChainPosition,
  facts: FileFacts,
  database: string,
): string | undefined {
  const { set } = facts
  if (!set) return undefined
  if (position.familyGuid !== undefined && set.familyGuid !== position.familyGuid)
    return taskTexts.otherDatabase(database)
  if (facts.kind === 'differential') {
    const isBase =
      set.differentialBaseGuid === position.fullGuid &&
      set.differentialBaseLsn !== undefined &&
      compareLsn(set.differentialBaseLsn, position.fullCheckpointLsn) === 0
    if (!isBase) return taskTexts.wrongBase
    return compareLsn(set.lastLsn, position.lastLsn) < 0 ? taskTexts.alreadyCovered : undefined
  }
  const forks = [set.recoveryForkId, set.firstRecoveryForkId]
  if (position.recoveryForkId !== undefined && !forks.includes(position.recoveryForkId))
    return taskTexts.otherPath
  if (compareLsn(set.firstLsn, position.lastLsn) > 0) return taskTexts.logTooRecent(set.firstLsn)
  if (compareLsn(set.lastLsn, position.lastLsn) < 0)
    return taskTexts.logTooEarly(set.lastLsn, position.lastLsn)
  return undefined
}

/** Returns where the database stands after the file; `before` is undefined for the full backup that begins. */
export function positionAfter(
  before: ChainPosition | undefined,
  facts: FileFacts,
): ChainPosition | undefined {
  const { set } = facts
  if (!set) return before
  const path = { familyGuid: set.familyGuid, recoveryForkId: set.recoveryForkId }
  if (!before)
    return {
      fullGuid: set.guid,
      fullCheckpointLsn: set.checkpointLsn,
      lastLsn: set.lastLsn,
      ...path,
    }
  return { ...before, lastLsn: set.lastLsn, ...path }
}
