/**
 * The one error class and the shape of an error catalogue. Each folder defines its own entries
 * (`errors.ts`, `errors.zh.ts`) and makes its errors with `errorMaker`; app gathers all of them.
 * This file must not know any single error.
 */
import { fillTemplate, type PlaceholderNames, type TemplateValue } from './text.ts'

/** When the same call may be tried again: at once (with back-off), with time, or after a person changed something. */
export type RetryClass = 'now' | 'later' | 'never'

/**
 * Process exit codes, one per area. They are an interface: never renumbered.
 *
 * @source Invariant of the project: 0 done, 1 failed, 2 wrong usage, 3 finished with refusals or warnings,
 *   4 blocked by checks, 10 SQL Server, 20 OSS, 30 .bak, 40 RDS, 50 journal and local state, 130 cancelled
 */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  warnings: 3,
  blocked: 4,
  sqlserver: 10,
  oss: 20,
  bak: 30,
  rds: 40,
  journal: 50,
  cancelled: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** The three sentences of an error: what happened to which object, the usual cause, what to do next. */
export interface ErrorText {
  /** Lower case, no full stop, names the object. */
  readonly message: string
  /** A whole sentence; empty only where the message says all. */
  readonly cause: string
  /** Whole sentences, the first begins with a verb; contains the command when there is one. */
  readonly solution: string
}

export interface ErrorEntry extends ErrorText {
  readonly exit: ExitCode
  readonly retry: RetryClass
}

export type ErrorCatalogue = Readonly<Record<string, ErrorEntry>>

/** The same codes in another language. */
export type ErrorTexts<C extends ErrorCatalogue> = { readonly [K in keyof C]: ErrorText }

type PlaceholdersOf<E extends ErrorEntry> = PlaceholderNames<
  E['message'] | E['cause'] | E['solution']
>

/** The values that an entry's three templates ask for. */
export type ErrorDetails<E extends ErrorEntry> = Readonly<Record<PlaceholdersOf<E>, TemplateValue>>

/** What an outside system itself said, kept word for word: support asks for it. */
export interface VendorError {
  readonly system: 'oss' | 'rds' | 'ram' | 'sts' | 'sqlserver' | 'node'
  /** The system's own code, such as `NoSuchBucket`, `InvalidDBName` or `ENOSPC`. */
  readonly code?: string
  /** HTTP status, 100 to 599. */
  readonly status?: number
  readonly requestId?: string
  readonly message?: string
}

export interface MigrationErrorOptions {
  readonly cause?: unknown
  readonly vendor?: VendorError
  /** How long the system asked to wait before the next try. */
  readonly retryAfterMs?: number
  /** Overrides the entry's class where this one case is known better. */
  readonly retry?: RetryClass
}

/** A fault with a stable code. Expected answers are values, not errors. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError'
  readonly code: string
  readonly exit: ExitCode
  readonly retry: RetryClass
  readonly details: Readonly<Record<string, TemplateValue>>
  /** The usual cause, in English. */
  readonly usualCause: string
  /** What to do next, in English. */
  readonly solution: string
  readonly vendor: VendorError | undefined
  readonly retryAfterMs: number | undefined

  constructor(
    code: string,
    entry: ErrorEntry,
    details: Readonly<Record<string, TemplateValue>>,
    options: MigrationErrorOptions = {},
  ) {
    super(
      fillTemplate(entry.message, details),
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    this.code = code
    this.exit = entry.exit
    this.retry = options.retry ?? entry.retry
    this.details = details
    this.usualCause = fillTemplate(entry.cause, details)
    this.solution = fillTemplate(entry.solution, details)
    this.vendor = options.vendor
    this.retryAfterMs = options.retryAfterMs
  }

  /** The code's first word, such as `OSS` or `BAK`. */
  get area(): string {
    return this.code.slice(0, this.code.indexOf('_'))
  }
}

/** Returns a function that makes (does not throw) the errors of one catalogue; details are typed from the texts. */
export function errorMaker<const C extends ErrorCatalogue>(catalogue: C) {
  return function makeError<K extends keyof C & string>(
    code: K,
    ...rest: [PlaceholdersOf<C[K]>] extends [never]
      ? [details?: Record<string, never>, options?: MigrationErrorOptions]
      : [details: ErrorDetails<C[K]>, options?: MigrationErrorOptions]
  ): MigrationError {
    const [details, options] = rest
    return new MigrationError(
      code,
      catalogue[code] as ErrorEntry,
      (details ?? {}) as Readonly<Record<string, TemplateValue>>,
      options,
    )
  }
}

/** Tells whether a value is a MigrationError, optionally with one of the given codes. */
export function isMigrationError(value: unknown, ...codes: string[]): value is MigrationError {
  return value instanceof MigrationError && (codes.length === 0 || codes.includes(value.code))
}

/** For the branch of a union that cannot be reached; the compiler proves it. @public */
export function assertNever(value: never): never {
  throw new TypeError(`unreachable value: ${JSON.stringify(value)}`)
}
