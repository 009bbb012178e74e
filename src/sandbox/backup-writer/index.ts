/** Writes small and huge SQL Server backups: for the sandbox's source, the sample backups and tests. */
export { type EngineName, engineVersions } from './engine-versions.ts'
export type {
  BackupSetSpec,
  BackupSpec,
  WrittenBackupType,
  WrittenFile,
  WrittenFilegroup,
} from './spec.ts'
export { writeBackup, writeBackupSource } from './write-backup.ts'
