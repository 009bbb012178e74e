/** Every fuzz target by name. */
import type { FuzzTarget } from '../target.ts'
import { findBackupsTarget } from './find-backups.ts'
import { headerRecordsTarget } from './header-records.ts'
import { inspectTarget } from './inspect.ts'

export const fuzzTargets: readonly FuzzTarget[] = [
  inspectTarget,
  headerRecordsTarget,
  findBackupsTarget,
]

export function fuzzTarget(name: string): FuzzTarget | undefined {
  return fuzzTargets.find((target) => target.name === name)
}
