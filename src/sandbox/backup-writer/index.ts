/** Writes small and huge SQL Server backups: for the sandbox's source, the sample backups, tests and figures. */
export type { PageVerify } from './checksums.ts'
export type { CompressOptions } from './container/compress-backup.ts'
export type { SystemRows } from './database/catalog-rows.ts'
export type {
  CellValue,
  CollationName,
  ColumnSpec,
  ColumnTypeName,
  RepeatedRows,
  TableSpec,
} from './database/table-spec.ts'
export { type EngineName, engineVersions } from './engine-versions.ts'
export type {
  BackupSetSpec,
  BackupSpec,
  WrittenBackupType,
  WrittenFile,
  WrittenFilegroup,
} from './spec.ts'
export {
  backupChunks,
  compressedBackupChunks,
  writeBackup,
  writeBackupSource,
  writeCompressedBackup,
} from './write-backup.ts'
