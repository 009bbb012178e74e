/** The destination: RDS for SQL Server, RAM and STS. */
import type { KnownFailures } from '../core/index.ts'

export { type RdsOptions, rdsTarget } from './client.ts'
export { type RdsErrorCode, rdsError, rdsErrors } from './errors.ts'
export { rdsErrorsZh } from './errors.zh.ts'
export {
  type ExplainedDescription,
  explainDescription,
  fileFailure,
  taskFailure,
} from './explain-description.ts'
export {
  type ExistingTask,
  type KnownTask,
  matchExistingTask,
  type WantedTask,
} from './match-existing-task.ts'
export * from './object-name.ts'
export * from './quota.ts'
export type * from './restore-target.ts'

/** Loads what RDS, RAM and STS are documented to say; only `explain` and its tests need it. */
export async function loadKnownRdsFailures(): Promise<KnownFailures> {
  return (await import('./known-failures/index.ts')).knownRdsFailures
}
