/**
 * Whether backups fit on the destination. Pure, so that it can be asked again before every task: a full disk locks
 * the whole instance and the databases that already live there.
 */

export interface StorageQuestion {
  /** Size of the instance's storage, bytes. */
  readonly storageBytes: number | undefined
  /** In use on it, bytes. */
  readonly usedBytes: number | undefined
  /** Data and log files of every database to restore, as allocated on the source, bytes. */
  readonly allocatedBytes: readonly number[]
  /** Backup files that lie on the instance while they are restored, bytes: RDS downloads each before it restores. */
  readonly bakBytesInFlight: readonly number[]
  /** Kept free on top, share of what is needed; default 0.2. */
  readonly reserve?: number
}

export interface StorageAnswer {
  readonly verdict: 'enough' | 'short' | 'unknown'
  /** Undefined where the service does not say. */
  readonly freeBytes: number | undefined
  /** Restored files plus backup files in flight plus the reserve, bytes. */
  readonly neededBytes: number
  /** How much is missing, 0 where nothing is. */
  readonly missingBytes: number
}

/** Share kept free: growth during the restore, tempdb, and the log of what already runs there. */
export const storageReserve = 0.2

/**
 * Returns whether the storage suffices. `unknown` only where the instance's size or use is not known.
 * @source error texts "Not Enough Disk Space for restoring" and "space left < bak file": both are checked [spec]
 */
export function checkStorage(question: StorageQuestion): StorageAnswer {
  const { storageBytes, usedBytes, allocatedBytes, bakBytesInFlight } = question
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0)
  const taken = sum(allocatedBytes) + sum(bakBytesInFlight)
  const neededBytes = Math.ceil(taken * (1 + (question.reserve ?? storageReserve)))
  if (storageBytes === undefined || usedBytes === undefined)
    return { verdict: 'unknown', freeBytes: undefined, neededBytes, missingBytes: 0 }
  const freeBytes = Math.max(0, storageBytes - usedBytes)
  const missingBytes = Math.max(0, neededBytes - freeBytes)
  return { verdict: missingBytes > 0 ? 'short' : 'enough', freeBytes, neededBytes, missingBytes }
}
