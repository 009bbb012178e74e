/** Every fuzz target by name. */
import type { FuzzTarget } from '../target.ts'
import { chainTarget } from './chain.ts'
import { catalogTarget, imageTarget, rowsTarget } from './database.ts'
import { findBackupsTarget } from './find-backups.ts'
import { headerRecordsTarget } from './header-records.ts'
import { inspectTarget } from './inspect.ts'
import { verifyTarget } from './verify.ts'
import { xpressTarget } from './xpress.ts'

export const fuzzTargets: readonly FuzzTarget[] = [
  inspectTarget,
  headerRecordsTarget,
  xpressTarget,
  imageTarget,
  verifyTarget,
  catalogTarget,
  rowsTarget,
  chainTarget,
  findBackupsTarget,
]

export function fuzzTarget(name: string): FuzzTarget | undefined {
  return fuzzTargets.find((target) => target.name === name)
}
