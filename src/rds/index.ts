/** The destination: RDS for SQL Server, RAM and STS. */
export { type RdsOptions, rdsTarget } from './client.ts'
export { type RdsErrorCode, rdsError, rdsErrors } from './errors.ts'
export { rdsErrorsZh } from './errors.zh.ts'

import type { KnownFailures } from '../core/index.ts'

export type * from './restore-target.ts'

export async function loadKnownRdsFailures(): Promise<KnownFailures> {
  return (await import('./known-failures/index.ts')).knownRdsFailures
}
