/** Which files belong together: the stripes of one media set are one backup, every other file is one by itself. */
import { type MediaLabel, stripeNumbers } from '../../bak/index.ts'
import type { InspectedFile } from '../inspect.ts'

/** A file that could be read, whatever it turned out to be. */
export type InspectedBackup = Extract<InspectedFile, { kind: 'inspected' }>

export interface MediaGroup {
  /** By family number; at least one. */
  readonly files: readonly InspectedBackup[]
  /** Family numbers that no file has. */
  readonly missing: readonly number[]
  /** How many files the media set has. */
  readonly familyCount: number
}

/**
 * Groups files in their order. Of a stripe that is there twice, as a copy, the second begins a group of its own, so
 * that two whole copies of a set are two backups.
 */
export function groupByMedia(files: readonly InspectedBackup[]): MediaGroup[] {
  const groups: Map<number, InspectedBackup>[] = []
  const open = new Map<string, Map<number, InspectedBackup>[]>()
  for (const file of files) {
    const label = labelOf(file)
    const number = label?.familyNumber ?? 1
    const key = label && label.familyCount > 1 ? label.mediaSetId : undefined
    const candidates = key === undefined ? [] : (open.get(key) ?? [])
    let group = candidates.find((each) => !each.has(number))
    if (group === undefined) {
      group = new Map()
      groups.push(group)
      if (key !== undefined) open.set(key, [...candidates, group])
    }
    group.set(number, file)
  }
  return groups.map((group) => {
    const [first] = group.values()
    const familyCount = Math.max(1, (first && labelOf(first)?.familyCount) ?? 1)
    return {
      files: [...group].sort(([a], [b]) => a - b).map(([, file]) => file),
      missing: stripeNumbers({ familyCount }).filter((number) => !group.has(number)),
      familyCount,
    }
  })
}

/** Returns the label where the file has one that could be read. */
export function labelOf({ inspection }: InspectedBackup): MediaLabel | undefined {
  return inspection.kind === 'mtf' && inspection.sets.length > 0 ? inspection.label : undefined
}
