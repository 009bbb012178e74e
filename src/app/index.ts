/**
 * One function per command, each loaded when it is first called: `sqlferry --help` must not pay for the cloud SDK.
 */
import type { ErrorText, Language, MigrationError } from '../core/index.ts'
import type { AppContext } from './context.ts'
import type { Explanation } from './explain.ts'
import type { InspectionReport } from './inspect.ts'
import type { SandboxFacts, SandboxRequest } from './sandbox.ts'

export type { SettingOverrides } from './config.ts'
export type * from './context.ts'
export { appError } from './errors.ts'
export type { ExplainedFailure, Explanation } from './explain.ts'
export type {
  FileNotice,
  FileVerdict,
  InspectionReport,
  ReportedFile,
  ReportedSet,
} from './inspect.ts'
export type { SandboxFacts, SandboxRequest } from './sandbox.ts'

/** Returns message, cause and solution of an error in the person's language. */
export async function localizeError(error: MigrationError, language: Language): Promise<ErrorText> {
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
