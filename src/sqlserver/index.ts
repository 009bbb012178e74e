/** The source: what is known about SQL Server itself. */
import type { KnownFailures } from '../core/index.ts'

export * from './login-states.ts'
export * from './operating-system-errors.ts'

/** Loads what SQL Server and its driver are documented to say; only `explain` and its tests need it. */
export async function loadKnownSqlServerFailures(): Promise<KnownFailures> {
  return (await import('./known-failures/index.ts')).knownSqlServerFailures
}
