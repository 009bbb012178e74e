/** The offline reader of SQL Server backup files. No dependencies, no `node:`; runs in a browser. */
import type { KnownFailures } from '../core/index.ts'

export { bakErrors } from './errors.ts'
export { bakErrorsZh } from './errors.zh.ts'
export { type InspectOptions, inspectBackup } from './inspect.ts'
export type * from './inspection.ts'
export {
  inspectionToJson,
  type JsonObject,
  type JsonValue,
  typeWords,
} from './inspection-to-json.ts'
export { stripeLabel } from './stripe-label.ts'
export {
  DATABASE_VERSIONS,
  databaseVersionName,
  releaseOfDatabaseVersion,
  type SqlServerRelease,
} from './versions.ts'

/** Loads what SQL Server and RDS are documented to say about backups; only `explain` and its tests need it. */
export async function loadKnownBackupFailures(): Promise<KnownFailures> {
  return (await import('./known-failures/index.ts')).knownBackupFailures
}
