/**
 * How much disk a migration takes on the destination. A restored database takes its allocated size, and the backup
 * file lies on the same disk while it is restored; a full disk locks the whole instance, so a fifth is kept free.
 */
import { checkStorage } from '../../assessment/index.ts'

export interface StorageClaim {
  /** Data and log files as the file list has them, bytes. */
  readonly allocatedBytes: number
  /** The backup file, bytes. */
  readonly sizeBytes: number
}

/**
 * Returns the bytes that must be free before the claims are restored, by the same rule as `doctor`.
 * @param parallelRestores  how many backup files lie on the disk at once, 1 or more; the largest ones count
 */
export function storageNeed(claims: readonly StorageClaim[], parallelRestores: number): number {
  return checkStorage({
    storageBytes: undefined,
    usedBytes: undefined,
    allocatedBytes: claims.map((claim) => claim.allocatedBytes),
    bakBytesInFlight: claims
      .map((claim) => claim.sizeBytes)
      .sort((a, b) => b - a)
      .slice(0, parallelRestores),
  }).neededBytes
}
