/**
 * One function per command, each loaded when it is first called: `sqlferry --help` must not pay for the cloud SDK.
 */
import type { ErrorText, Language, MigrationError } from '../core/index.ts'

export type * from './context.ts'
export { appError } from './errors.ts'

/** Returns message, cause and solution of an error in the person's language. */
export async function localizeError(error: MigrationError, language: Language): Promise<ErrorText> {
  return (await import('./error-catalogue.ts')).errorText(error, language)
}
