/** How the stripes of a backup are named. */
import type { MediaLabel } from './inspection.ts'

/** Returns `k/n`: this file is stripe k of n; `1/1` for a backup in one file. */
export function stripeLabel(label: Pick<MediaLabel, 'familyNumber' | 'familyCount'>): string {
  return `${label.familyNumber}/${label.familyCount}`
}
