/**
 * How much disk a migration takes on the destination. A restored database takes its allocated size, and the backup
 * file lies on the same disk while it is restored; a full disk locks the whole instance, so a fifth is kept free.
 */

/** What is asked for beyond the bare need. */
export const storageMargin = 1.2

export interface StorageClaim {
  /** Data and log files as the file list has them, bytes. */
  readonly allocatedBytes: number
  /** The backup file, bytes. */
  readonly sizeBytes: number
}

/**
 * Returns the bytes that must be free before the claims are restored.
 * @param parallelRestores  how many backup files lie on the disk at once, 1 or more
 * @source design: allocated data and log sizes plus the .bak files in flight plus 20 % [guess]; that a full disk locks
 *   the instance: LockByDiskQuota, cloud-api facts 1.8 [spec]
 */
export function storageNeed(claims: readonly StorageClaim[], parallelRestores: number): number {
  const allocated = claims.reduce((sum, claim) => sum + claim.allocatedBytes, 0)
  const inFlight = claims
    .map((claim) => claim.sizeBytes)
    .sort((a, b) => b - a)
    .slice(0, parallelRestores)
    .reduce((sum, bytes) => sum + bytes, 0)
  return Math.ceil((allocated + inFlight) * storageMargin)
}
