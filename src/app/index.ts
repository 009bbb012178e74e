/**
 * One function per command, each loaded when it is first called: `sqlferry --help` must not pay for the cloud SDK.
 */
import type { ErrorText, Language, MigrationError } from '../core/index.ts'
import type { BucketReport, BucketRequest } from './bucket.ts'
import type { CleanedUpload, CleanupRequest } from './cleanup.ts'
import type { SettingOverrides } from './config.ts'
import type { AppContext } from './context.ts'
import type { Demo } from './demo.ts'
import type { DoctorReport } from './doctor.ts'
import type { Explanation } from './explain.ts'
import type { ImportReport, ImportRequest, ImportView } from './import.ts'
import type { FeaturesReport } from './inspect/features.ts'
import type { ChainInspection } from './inspect/inspect-chain.ts'
import type { DatabaseRequest } from './inspect/read-databases.ts'
import type { RowsRequest, WrittenRows } from './inspect/rows.ts'
import type { TablesReport, TablesRequest, TablesView } from './inspect/tables.ts'
import type { VerifyReport, VerifyView } from './inspect/verify-backups.ts'
import type { InspectionReport } from './inspect.ts'
import type { MigrateOutcome, MigrateRequest, MigrateView } from './migrate.ts'
import type { SandboxFacts, SandboxRequest } from './sandbox.ts'
import type { StatusFilter, StatusSource } from './status.ts'
import type { UploadCommand, UploadResult, UploadView } from './upload.ts'

export type { MigrationNotice, MigrationResult } from '../migration/index.ts'
export type { BucketFinding, BucketReport, BucketRequest } from './bucket.ts'
export type { CleanedUpload, CleanupRequest } from './cleanup.ts'
export type { SettingOverrides } from './config.ts'
export type * from './context.ts'
export type { Demo } from './demo.ts'
export type { DoctorReport, DoctorRequest } from './doctor.ts'
export { appError } from './errors.ts'
export type { ExplainedFailure, Explanation } from './explain.ts'
export { documentedMessage } from './import/documented-message.ts'
export type {
  ImportedFile,
  ImportOutcome,
  ImportReport,
  ImportRequest,
  ImportView,
} from './import.ts'
export type { DatabaseFeatures, FeaturesReport } from './inspect/features.ts'
export type { ChainBranchView, ChainInspection, ChainSetView } from './inspect/inspect-chain.ts'
export type { FileNotice } from './inspect/notices.ts'
export type { AskedDatabase, DatabaseRequest, NamedSet } from './inspect/read-databases.ts'
export type { RowsFormat, RowsRequest, WrittenRows } from './inspect/rows.ts'
export type { DatabaseTables, TablesReport, TablesRequest, TablesView } from './inspect/tables.ts'
export type { VerifiedBackup, VerifyReport, VerifyView } from './inspect/verify-backups.ts'
export type {
  FileVerdict,
  FlaggedSet,
  InspectionReport,
  ReportedFile,
  ReportedSet,
} from './inspect.ts'
export type {
  MigrateOutcome,
  MigrateRequest,
  MigrateView,
  MigrationProposal,
} from './migrate.ts'
export { type ContextOptions, newContext } from './new-context.ts'
export type { SandboxFacts, SandboxRequest } from './sandbox.ts'
export type { StatusFilter, StatusReport, StatusSource, StatusTask } from './status.ts'
export type {
  LeftOverUpload,
  UploadCommand,
  UploadedFile,
  UploadResult as UploadFacts,
  UploadView,
} from './upload.ts'

/** An error as a journal keeps it. */
export type RecordedError = ErrorText & Pick<MigrationError, 'code' | 'details'>

/** Returns message, cause and solution of an error in the person's language. */
export async function localizeError(
  error: MigrationError | RecordedError,
  language: Language,
): Promise<ErrorText> {
  return (await import('./error-catalogue.ts')).errorText(error, language)
}

/** Returns what is known about the errors in a pasted text, in both languages. */
export async function explain(text: string): Promise<Explanation> {
  return (await import('./explain.ts')).explain(text)
}

/** Runs a sandbox until the context's signal is aborted; `onReady` is told once where it listens. */
export async function runSandbox(
  context: AppContext,
  request: SandboxRequest,
  onReady: (facts: SandboxFacts) => void,
): Promise<void> {
  return (await import('./sandbox.ts')).runSandbox(context, request, onReady)
}

/** Reads backup files and folders of them: what `sqlferry inspect` shows. */
export async function inspect(
  paths: readonly string[],
  context: Pick<AppContext, 'cwd' | 'signal' | 'language'>,
): Promise<InspectionReport> {
  return (await import('./inspect.ts')).inspect(paths, context)
}

/** Says what can be restored from backup files and folders of them: what `sqlferry inspect --chain` shows. */
export async function inspectChain(
  paths: readonly string[],
  context: Pick<AppContext, 'cwd' | 'signal' | 'language'>,
): Promise<ChainInspection> {
  return (await import('./inspect/inspect-chain.ts')).inspectChain(paths, context)
}

/** Verifies backups to their last byte: what `sqlferry inspect --verify` shows. */
export async function verifyBackups(
  paths: readonly string[],
  context: Pick<AppContext, 'cwd' | 'signal' | 'language' | 'clock'>,
  view: VerifyView,
): Promise<VerifyReport> {
  return (await import('./inspect/verify-backups.ts')).verifyBackups(paths, context, view)
}

/** Returns the tables in full backups: what `sqlferry inspect --tables` shows. */
export async function inspectTables(
  request: TablesRequest,
  context: Pick<AppContext, 'cwd' | 'signal' | 'language'>,
  view: TablesView,
): Promise<TablesReport> {
  return (await import('./inspect/tables.ts')).inspectTables(request, context, view)
}

/** Returns what in the databases of full backups matters for a migration: what `sqlferry inspect --features` shows. */
export async function inspectFeatures(
  request: DatabaseRequest,
  context: Pick<AppContext, 'cwd' | 'signal' | 'language'>,
): Promise<FeaturesReport> {
  return (await import('./inspect/features.ts')).inspectFeatures(request, context)
}

/** Writes the rows of a table as text: what `sqlferry inspect --rows` prints. */
export async function writeRows(
  request: RowsRequest,
  context: Pick<AppContext, 'cwd' | 'signal'>,
  write: (text: string) => Promise<void> | void,
): Promise<WrittenRows> {
  return (await import('./inspect/rows.ts')).writeRows(request, context, write)
}

/** Checks the prerequisites of a migration against the real bucket and instance; changes nothing. */
export async function doctor(
  context: AppContext,
  overrides: SettingOverrides & { readonly directory?: string | undefined },
): Promise<DoctorReport> {
  return (await import('./doctor.ts')).doctor(context, overrides)
}

/** Migrates a folder of backups to an RDS instance, or goes on with what an earlier run began. */
export async function migrate(
  context: AppContext,
  request: MigrateRequest,
  view: MigrateView,
): Promise<MigrateOutcome> {
  return (await import('./migrate.ts')).migrate(context, request, view)
}

/** Returns what the Description of a task stands for, with cause and solution; undefined for good news. */
export async function taskMeaning(
  task: Parameters<typeof import('./task-meaning.ts').taskMeaning>[0],
): Promise<MigrationError | undefined> {
  return (await import('./task-meaning.ts')).taskMeaning(task)
}

/** Starts the demo's sandbox; `migrate` of what it returns runs the migration. */
export async function openDemo(context: AppContext, folder: string | undefined): Promise<Demo> {
  return (await import('./demo.ts')).openDemo(context, folder)
}

/** Uploads files to a bucket; running it again sends only what is missing. */
export async function upload(
  context: AppContext,
  command: UploadCommand,
  view: UploadView,
): Promise<UploadResult> {
  return (await import('./upload.ts')).upload(context, command, view)
}

/** Creates and checks the bucket that the backups go through. */
export async function bucket(context: AppContext, request: BucketRequest): Promise<BucketReport> {
  return (await import('./bucket.ts')).bucket(context, request)
}

/** Lists unfinished uploads and aborts those of this machine, others only when named. */
export async function cleanup(
  context: AppContext,
  request: CleanupRequest,
): Promise<CleanedUpload[]> {
  return (await import('./cleanup.ts')).cleanup(context, request)
}

/** Creates one restore task per full backup in a folder of a bucket: what `sqlferry import` does. */
export async function importBackups(
  context: AppContext,
  request: ImportRequest,
  view: ImportView,
): Promise<ImportReport> {
  return (await import('./import.ts')).importBackups(context, request, view)
}

/** Opens the view on an instance's migration tasks: what `sqlferry status` shows. */
export async function openStatus(
  context: AppContext,
  overrides: SettingOverrides,
  filter: StatusFilter,
): Promise<StatusSource> {
  return (await import('./status.ts')).openStatus(context, overrides, filter)
}
