/** An error as it stands in the journal, and back: what was said once must be shown again by another process. */
import { MigrationError } from '../../core/index.ts'

export type ErrorRecord = {
  readonly code: string
  readonly exit: MigrationError['exit']
  readonly retry: MigrationError['retry']
  readonly message: string
  readonly cause: string
  readonly solution: string
  readonly details: Readonly<Record<string, string | number>>
  readonly vendor?: {
    readonly system: NonNullable<MigrationError['vendor']>['system']
    readonly code?: string
    readonly status?: number
    readonly requestId?: string
    readonly message?: string
  }
}

/** Returns the error as plain JSON. */
export function toErrorRecord(error: MigrationError): ErrorRecord {
  const details = Object.fromEntries(
    Object.entries(error.details).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? value.toString() : value,
    ]),
  )
  return {
    code: error.code,
    exit: error.exit,
    retry: error.retry,
    message: error.message,
    cause: error.usualCause,
    solution: error.solution,
    details,
    ...(error.vendor ? { vendor: { ...error.vendor } } : {}),
  }
}

/** Returns the error that the record was made from; its texts need no catalogue. */
export function fromErrorRecord(record: ErrorRecord): MigrationError {
  const { code, exit, retry, message, cause, solution, details, vendor } = record
  return new MigrationError(
    code,
    { exit, retry, message, cause, solution },
    details,
    vendor ? { vendor } : {},
  )
}
