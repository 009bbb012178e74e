/**
 * The public names of the library. What is not here may change without a word.
 * One function per command of `sqlferry`, and the parts that they are made of.
 */
// Commands: each takes a context and a request, and shows nothing by itself.
export type {
  AppContext,
  BucketFinding,
  BucketReport,
  BucketRequest,
  ChainBranchView,
  ChainInspection,
  ChainSetView,
  CleanedUpload,
  CleanupRequest,
  ContextOptions,
  DatabaseFeatures,
  DatabaseRequest,
  DatabaseTables,
  DoctorReport,
  DoctorRequest,
  ExplainedFailure,
  Explanation,
  FeaturesReport,
  FileNotice,
  FileVerdict,
  ImportedFile,
  ImportReport,
  ImportRequest,
  ImportView,
  InspectionReport,
  LeftOverUpload,
  MigrateOutcome,
  MigrateRequest,
  MigrateView,
  MigrationNotice,
  MigrationProposal,
  MigrationResult,
  Notice,
  ReportedFile,
  RowsRequest,
  SettingOverrides,
  StatusFilter,
  StatusReport,
  StatusSource,
  TablesReport,
  TablesRequest,
  TablesView,
  UploadCommand,
  UploadedFile,
  UploadFacts,
  UploadView,
  VerifiedBackup,
  VerifyReport,
  VerifyView,
  WrittenRows,
} from './app/index.ts'
export {
  bucket,
  cleanup,
  doctor,
  explain,
  importBackups,
  inspect,
  inspectChain,
  inspectFeatures,
  inspectTables,
  localizeError,
  migrate,
  newContext,
  openStatus,
  upload,
  verifyBackups,
  writeRows,
} from './app/index.ts'
// Backups.
export type {
  BackupDatabaseFile,
  BackupFilegroup,
  BackupInspection,
  BackupSet,
  BackupType,
  BackupWarning,
  MediaLabel,
  MtfInspection,
  RecoveryModel,
} from './bak/index.ts'
export { type InspectOptions, inspectBackup, inspectionToJson } from './bak/index.ts'
// Bytes, time, errors.
export type {
  ByteSource,
  Clock,
  CloudCredentials,
  CredentialProvider,
  ErrorText,
  Ids,
  Language,
  Lsn,
  RetryClass,
  UploadBody,
  UploadSource,
  VendorError,
} from './core/index.ts'
export {
  blobSource,
  crc64,
  formatLsn,
  isMigrationError,
  MigrationError,
  memorySource,
  systemClock,
  systemIds,
} from './core/index.ts'
export {
  chunkDecoderPool,
  nodeCodecs,
  type OpenFile,
  openFile,
  openUploadSource,
  uploadBuffers,
} from './files/index.ts'
// What was intended and what came of it.
export type { Journal, JournalEntry, JournalEvent, JournalReader } from './journal/index.ts'
export { memoryJournal, openJournal, openJournalReader } from './journal/index.ts'
// The bucket and the destination.
export type {
  BucketInfo,
  ObjectHead,
  ObjectStorage,
  ObjectStore,
  ObjectSummary,
  UploadReceipt,
  UploadRecord,
  UploadRequest,
} from './oss/index.ts'
export { memoryUploadRecord, type OssOptions, ossStorage, uploadObject } from './oss/index.ts'
export type { MigrateTask, OssDownload, RdsInstance, RestoreTarget } from './rds/index.ts'
export { type RdsOptions, rdsTarget } from './rds/index.ts'
