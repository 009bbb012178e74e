/** Tells what an error says about a file from a failed read of it. */
import { isMigrationError, type MigrationError } from '../core/index.ts'

/** Of the chain of chunks in a compressed file. */
const chunkCodes = [
  'BAK_TRUNCATED',
  'BAK_CHUNK_UNKNOWN',
  'BAK_CHUNK_DAMAGED',
  'BAK_CHUNK_UNDECODABLE',
]

const damageCodes = [
  ...chunkCodes,
  'BAK_BLOCK_DAMAGED',
  'BAK_BLOCK_MISPLACED',
  'BAK_CHAIN_BROKEN',
  'BAK_HEADER_DAMAGED',
  'BAK_DATA_UNALIGNED',
]

/** Tells damage of a file from a failed read of it. */
export function isDamage(error: unknown): error is MigrationError {
  return isMigrationError(error, ...damageCodes)
}

/** Tells damage of the chain of chunks in a compressed file from a failed read, and from damage inside of its image. */
export function isChunkDamage(error: unknown): error is MigrationError {
  return isMigrationError(error, ...chunkCodes)
}
