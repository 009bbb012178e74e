/** The public names of the library. What is not here may change without a word. */

export type { BackupInspection, BackupSet, MediaLabel } from './bak/index.ts'
export { inspectBackup, inspectionToJson } from './bak/index.ts'
export type { CloudCredentials, CredentialProvider, Language, Lsn } from './core/index.ts'
export {
  type ByteSource,
  isMigrationError,
  type MigrationError,
  memorySource,
} from './core/index.ts'
export type { Journal, JournalEntry, JournalEvent, JournalReader } from './journal/index.ts'
export { memoryJournal, openJournal, openJournalReader } from './journal/index.ts'
export type { ObjectStorage, ObjectStore } from './oss/index.ts'
export { type OssOptions, ossStorage } from './oss/index.ts'
export type { RestoreTarget } from './rds/index.ts'
export { type RdsOptions, rdsTarget } from './rds/index.ts'
