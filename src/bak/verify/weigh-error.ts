/** What the error that describes a file means for its verification. */
import type { MigrationError } from '../../core/index.ts'
import type { Unproved } from './verdict.ts'

/** Returns the weight of what ends the walk over a file. */
export function weightOf(error: MigrationError): 'damage' | 'incomplete' {
  return error.code === 'BAK_TRUNCATED' ? 'incomplete' : 'damage'
}

/** Returns the byte that the error names, or 0. */
export function offsetOf(error: MigrationError): number {
  const { offset } = error.details
  return typeof offset === 'number' ? offset : 0
}

/** Returns the error as something that could not be proved. */
export function asUnproved({ code, message, details }: MigrationError): Unproved {
  return { code, message, details }
}
