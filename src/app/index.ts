/**
 * One function per command, each loaded when it is first called: `sqlferry --help` must not pay for the cloud SDK.
 */
import type { ErrorText, Language, MigrationError } from '../core/index.ts'
import type { Explanation } from './explain.ts'

export type * from './context.ts'
export { appError } from './errors.ts'
export type { ExplainedFailure, Explanation } from './explain.ts'

/** Returns message, cause and solution of an error in the person's language. */
export async function localizeError(error: MigrationError, language: Language): Promise<ErrorText> {
  return (await import('./error-catalogue.ts')).errorText(error, language)
}

/** Returns what is known about the errors in a pasted text, in both languages. */
export async function explain(text: string): Promise<Explanation> {
  return (await import('./explain.ts')).explain(text)
}
