/** Tells what an error says about a file from a failed read of it. */
import { isMigrationError, type MigrationError } from '../../core/index.ts'

/** Codes that say something about the file, as opposed to a failed read of it. */
const damageCodes = [
  'BAK_TRUNCATED',
  'BAK_BLOCK_DAMAGED',
  'BAK_BLOCK_MISPLACED',
  'BAK_CHAIN_BROKEN',
  'BAK_HEADER_DAMAGED',
  'BAK_CHUNK_UNKNOWN',
  'BAK_CHUNK_DAMAGED',
  'BAK_CHUNK_UNDECODABLE',
  'BAK_DATA_UNALIGNED',
]

/** Tells damage of a file from a failed read of it. */
export function isDamage(error: unknown): error is MigrationError {
  return isMigrationError(error, ...damageCodes)
}

/** Returns the weight of what ends the walk over a file. */
export function weightOf(error: MigrationError): 'damage' | 'incomplete' {
  return error.code === 'BAK_TRUNCATED' ? 'incomplete' : 'damage'
}

/** Returns the byte that the error names, or 0. */
export function offsetOf(error: MigrationError): number {
  const { offset } = error.details
  return typeof offset === 'number' ? offset : 0
}
