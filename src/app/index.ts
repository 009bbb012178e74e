/**
 * One function per command, each loaded when it is first called: `sqlferry --help` must not pay for the cloud SDK.
 */
import type { ErrorText, Language, MigrationError } from '../core/index.ts'
import type { SettingOverrides } from './config.ts'
import type { AppContext } from './context.ts'
import type { Demo } from './demo.ts'
import type { DoctorReport } from './doctor.ts'
import type { Explanation } from './explain.ts'
import type { InspectionReport } from './inspect.ts'
import type { MigrateOutcome, MigrateRequest, MigrateView } from './migrate.ts'
import type { SandboxFacts, SandboxRequest } from './sandbox.ts'

export type { MigrationNotice, MigrationResult } from '../migration/index.ts'
export type { SettingOverrides } from './config.ts'
export type * from './context.ts'
export type { Demo } from './demo.ts'
export type { DoctorReport, DoctorRequest } from './doctor.ts'
export { appError } from './errors.ts'
export type { ExplainedFailure, Explanation } from './explain.ts'
export type {
  FileNotice,
  FileVerdict,
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
export type { SandboxFacts, SandboxRequest } from './sandbox.ts'

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

/** Starts the demo's sandbox; `migrate` of what it returns runs the migration. */
export async function openDemo(context: AppContext, folder: string | undefined): Promise<Demo> {
  return (await import('./demo.ts')).openDemo(context, folder)
}
