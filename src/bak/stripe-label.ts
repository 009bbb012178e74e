/** The stripes of a backup: how they are named, and how many there can be. */
import type { MediaLabel } from './inspection.ts'

/** A backup has at most 64 stripes, whatever a damaged label claims. @source MS documentation of BACKUP [spec] */
export const maxStripes = 64

/** Returns `k/n`: this file is stripe k of n; `1/1` for a backup in one file. */
export function stripeLabel(label: Pick<MediaLabel, 'familyNumber' | 'familyCount'>): string {
  return `${label.familyNumber}/${label.familyCount}`
}

/** Returns the numbers of the stripes that a label asks for: from 1, at most 64. */
export function stripeNumbers({ familyCount }: Pick<MediaLabel, 'familyCount'>): number[] {
  return Array.from({ length: Math.min(familyCount, maxStripes) }, (_, index) => index + 1)
}
