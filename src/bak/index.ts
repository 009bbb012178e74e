/**
 * The offline reader of SQL Server backup files for the rest of this package: what `reader.ts` makes public, its
 * errors, and what is known about failures of backups.
 */
import type { KnownFailures } from '../core/index.ts'

export { allBakErrors as bakErrors, allBakErrorsZh as bakErrorsZh } from './all-errors.ts'
export { batchBufferBytes, batchDecoder } from './container/decode-batch.ts'
export { errorToJson } from './json.ts'
export * from './reader.ts'
export { stripeNumbers } from './stripe-label.ts'

/** Loads what SQL Server and RDS are documented to say about backups; only `explain` and its tests need it. */
export async function loadKnownBackupFailures(): Promise<KnownFailures> {
  return (await import('./known-failures/index.ts')).knownBackupFailures
}
