/** A backup set while it is verified, put together from the files it lies in. */
import type { BackupSet } from '../inspection.ts'
import type { OpenStripe, RegionUnderCheck } from './open-set.ts'
import type { SegmentCheck } from './segment-check.ts'

/** One backup set with its parts in all files that were given. */
export interface SetUnderCheck {
  readonly set: BackupSet
  readonly regions: readonly RegionUnderCheck[]
  readonly logs: readonly { readonly stripe: OpenStripe; readonly segment: SegmentCheck }[]
  /** Whether all stripes are there. */
  readonly isWhole: boolean
}

export interface SetCounts {
  dataChecksums: number
  logChecksums: number
  extentsByMaps: number
  /** By checksums of the backup that are right; the following too only of files that are not compressed. */
  bytesCovered: number
  logBytes: number
  unprotectedLogBytes: number
}
