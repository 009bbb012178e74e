/** The offline reader of SQL Server backup files. No dependencies, no `node:`; runs in a browser. */
import type { KnownFailures } from '../core/index.ts'

export type * from './inspection.ts'

/** Loads what SQL Server and RDS are documented to say about backups; only `explain` and its tests need it. */
export async function loadKnownBackupFailures(): Promise<KnownFailures> {
  return (await import('./known-failures/index.ts')).knownBackupFailures
}
