/**
 * The shape of a known failure: something that an outside system is documented to say, with what it means and
 * what to do. Each folder holds the failures of its own system as data; app matches pasted texts against them.
 */
import type { ExitCode, RetryClass } from './errors.ts'
import type { Language } from './text.ts'

/** Where a failure shows itself. */
export type FailurePlace =
  | 'migration-script'
  | 'cloud-api'
  | 'rds-api'
  | 'ram-api'
  | 'sts-api'
  | 'oss-api'
  | 'oss-client'
  | 'task-description'
  | 'file-status'
  | 'console'
  | 'network'
  | 'check'
  | 'sql-server'
  | 'tds-driver'

/** Why it usually happens and what to do, in one language. */
export interface FailureAdvice {
  readonly cause: string
  readonly solution: string
}

export interface KnownFailure {
  /** AREA_WHAT; shared with the error of our own where we throw one for the same fact. */
  readonly code: string
  readonly seenIn: readonly FailurePlace[]
  /** HTTP statuses seen with it, for people: codes decide, statuses differ between operations. */
  readonly httpStatuses?: readonly number[]
  /** Codes of the vendor, the driver or Node that mean this and nothing else known; `<Name>` stands for any word. */
  readonly vendorCodes?: readonly string[]
  /** Codes that other failures use too: they mean this one only together with one of its texts. */
  readonly sharedVendorCodes?: readonly string[]
  /** SQL Server error number, above 0. */
  readonly sqlNumber?: number
  /** `none` where it is not a failure at all. */
  readonly retry: RetryClass | 'none'
  /** It only follows another error that says what is wrong: show the other one first. */
  readonly accompanies?: boolean
  /** It stands for everything of its system that has no entry of its own. */
  readonly isCatchAll?: boolean
  /**
   * The system's own words. Placeholders as the sources print them: `xxx`, `%ls`, `{name}`, `<Name>`, `……`.
   * Chinese ones are the engine's messages or the headings and explanations of the Chinese manual.
   */
  readonly texts: Readonly<Record<Language, readonly string[]>>
  readonly en: FailureAdvice
  readonly zh: FailureAdvice
  /** Keys of the sources, S1 to S20, listed at the end of docs/known-failures.md. */
  readonly sources: readonly string[]
}

/** The failures of one system, with the exit code of its area. */
export interface KnownFailures {
  readonly exit: ExitCode
  readonly failures: readonly KnownFailure[]
}
