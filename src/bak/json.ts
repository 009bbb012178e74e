/** What the JSON of every answer has in common: its types, and how errors and LSNs stand in it. */
import { formatLsn, type Lsn, type MigrationError } from '../core/index.ts'

/** What JSON.stringify prints without loss. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue }
/** A JSON object. */
export type JsonObject = { readonly [key: string]: JsonValue }

/** Returns an error in English: `code`, `message`, `cause` and `solution`. */
export function errorToJson({ code, message, usualCause, solution }: MigrationError): JsonObject {
  return { code, message, cause: usualCause, solution }
}

/** Returns an LSN as `vlf:block:slot`, null where there is none. */
export function lsnToJson(lsn: Lsn | undefined): string | null {
  return lsn === undefined ? null : formatLsn(lsn)
}
