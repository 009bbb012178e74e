/**
 * The public entry `sqlferry/bak`: the offline reader of SQL Server backup files with the sources it reads from.
 * No dependencies, no `node:`, one file when published; runs in a browser. Each question has its way in:
 *
 * - What is it? `inspectBackup`. Is it sound? `verifyBackup`, or `openVerification` for bytes that pass by.
 * - What can be restored? `planChains` over inspections.
 * - What is inside? `openImage` where `compression` is set, then `openDatabasePages`, `readCatalog`, and from there
 *   `countRows`, `readFeatures`, `readRows`, `toCsv`.
 *
 * Offsets and sizes are bytes, GUIDs of headers lower case, times of headers local to the server. Sources stay open; whoever opened
 * them closes them. What is wrong with a file is an answer of `inspectBackup` and `verifyBackup`, an error of the others.
 */
export {
  type ByteSource,
  blobSource,
  isMigrationError,
  type Lsn,
  type MigrationError,
  memorySource,
} from '../core/index.ts'
export type { BaseColumn, BaseRow, ColumnBytes } from './catalog/base-row.ts'
export type { BaseTable } from './catalog/base-table.ts'
export type * from './catalog/catalog.ts'
export { countAllRows, countRows, type RowCount } from './catalog/count-rows.ts'
export {
  type DatabaseFeature,
  type FeatureBasis,
  type FeatureName,
  maxEvidence,
} from './catalog/features/feature.ts'
export { readFeatures } from './catalog/features/read-features.ts'
export { ownerOfPage, type PageHeaderOwner } from './catalog/page-owner.ts'
export { type ReadCatalogOptions, readCatalog } from './catalog/read-catalog.ts'
export type { SystemTables, SystemTablesOptions } from './catalog/system-tables.ts'
export { tablesToJson } from './catalog/tables-to-json.ts'
export { declaredType } from './catalog/type-names.ts'
export type { ChainStart } from './chain/best-paths.ts'
export { chainReportToJson } from './chain/chain-report-to-json.ts'
export {
  type ChainFile,
  type ChainSet,
  flagNames,
  type SetFlag,
  timesOf,
} from './chain/chain-set.ts'
export type { ClassifiedSet, SetClass, SetReason } from './chain/classify.ts'
export {
  branchFindings,
  type ChainFinding,
  choiceFindings,
  reportFindings,
  utcText,
} from './chain/findings.ts'
export { type QuotaLag, rdsFile, rdsObstacle, type TaskQuota } from './chain/for-rds.ts'
export { forkLabel } from './chain/fork-tree.ts'
export type { LogGap } from './chain/gaps.ts'
export {
  type BranchPlan,
  type ChainOptions,
  type ChainReport,
  type FamilyPlan,
  planChains,
  type RestoreChain,
} from './chain/plan-chains.ts'
export type { BackupCodecs, CompressionAlgorithm } from './container/codecs.ts'
export type { ContainerCost } from './container/container-reader.ts'
export type { ChunkBatch, ChunkDecoder, DecodedBatch } from './container/decode-batch.ts'
export {
  type BrokenChain,
  type ChunkPiece,
  type DamagedChunk,
  type DecodedChunk,
  type DecodeOptions,
  decodeChunks,
} from './container/decode-chunks.ts'
export { type BackupImage, type ImageOptions, openImage } from './container/image.ts'
export { type InspectOptions, inspectBackup } from './inspect.ts'
export type * from './inspection.ts'
export { inspectionToJson, typeWords } from './inspection-to-json.ts'
export type { JsonObject, JsonValue } from './json.ts'
export type { BackupPart } from './pages/backup-part.ts'
export type { DatabasePages, Page, PageAddress, PageFile } from './pages/database-pages.ts'
export { type DatabaseBackup, openDatabasePages } from './pages/open-database-pages.ts'
export {
  type ReadRowsOptions,
  type RowsSummary,
  readRows,
  type TableRows,
} from './rows/read-rows.ts'
export { type CsvOptions, toCsv } from './rows/to-csv.ts'
export { toJsonLines } from './rows/to-json-lines.ts'
export { isUnreadable, type Row, type SqlValue, type Unreadable } from './rows/values.ts'
export { stripeLabel } from './stripe-label.ts'
export type * from './verify/verdict.ts'
export {
  openVerification,
  type Verification,
  type VerifyOptions,
} from './verify/verification.ts'
export { verifyBackup } from './verify/verify-backup.ts'
export {
  DATABASE_VERSIONS,
  databaseVersionName,
  releaseOfDatabaseVersion,
  type SqlServerRelease,
} from './versions.ts'
