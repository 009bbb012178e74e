/**
 * What a column of a row can hold after decoding. A value that cannot be read is a marker with its reason, never a
 * wrong value.
 */

/** Why a value could not be read. */
export type UnreadableCode =
  /** The bytes are not a value of the type: too short, out of range, or contradicting themselves. */
  | 'BAD_BYTES'
  /** The type, or this way to store it, is not decoded. */
  | 'NOT_SUPPORTED'
  /** The code page of the collation is not known, or the bytes mean nothing sure in it. */
  | 'CODE_PAGE'
  /** The record that holds the row contradicts itself. */
  | 'RECORD'
  /** A value outside the row: a page is absent, or its records contradict the pointer. */
  | 'LOB'
  /** The value is longer than the limit given. */
  | 'TOO_LONG'
  /** The column was added after the row was written, and its value for older rows is not known. */
  | 'DEFAULT_UNKNOWN'
  /** A computed column that is not stored. */
  | 'NOT_STORED'

/** Stands in the place of a value that could not be read. */
export interface Unreadable {
  readonly unreadable: UnreadableCode
  readonly reason: string
}

/**
 * A decoded value:
 *
 * - null: SQL NULL
 * - boolean: bit
 * - number: tinyint, smallint, int; float; real, as the number with the fewest digits that `Math.fround` turns into it
 * - bigint: bigint
 * - string: char and text types; decimal and money with all their decimals; dates and times in ISO 8601 with all
 *   stored digits, without a zone except datetimeoffset; uniqueidentifier in upper case
 * - Uint8Array: binary types, rowversion; bytes of its own
 * - Unreadable: a marker
 */
export type SqlValue = null | boolean | number | bigint | string | Uint8Array | Unreadable

/** One row: its values in the order of the columns asked for. */
export type Row = SqlValue[]

/** Tells whether a value is a marker. */
export function isUnreadable(value: SqlValue): value is Unreadable {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
}

/** Returns a marker. */
export function unreadable(code: UnreadableCode, reason: string): Unreadable {
  return Object.freeze({ unreadable: code, reason })
}
