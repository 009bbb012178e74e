/** The files that together are one backup: one, or the stripes of a media set. */
import type { ByteSource } from '../../core/index.ts'
import type { BackupSet, MediaLabel } from '../inspection.ts'
import { pagesError } from './errors.ts'

/** One backup set in one file, as `inspectBackup` describes it. */
export interface BackupPart {
  /** The file in Microsoft Tape Format; of a compressed file its decompressed image. */
  readonly image: ByteSource
  readonly label: MediaLabel
  readonly set: BackupSet
}

/**
 * Returns the parts by family number.
 *
 * @param parts  at least one, in any order
 * @throws BAK_PAGES_NOT_IN_SET where the type is another one, BAK_STRIPES_MIXED, BAK_STRIPES_MISSING
 */
export function orderStripes(
  parts: readonly BackupPart[],
  wanted: 'FULL' | 'DIFFERENTIAL',
): readonly [BackupPart, ...BackupPart[]] {
  const [first, ...others] = [...parts].sort((a, b) => a.label.familyNumber - b.label.familyNumber)
  if (first === undefined) throw new RangeError('no backup given')
  for (const { set, image } of parts)
    if (set.type !== wanted)
      throw pagesError('BAK_PAGES_NOT_IN_SET', {
        file: image.name,
        position: set.position,
        type: set.type,
        wanted,
      })
  const numbers = new Set([first.label.familyNumber])
  for (const other of others) {
    const reason = whyMixed(first, other, numbers)
    if (reason !== undefined)
      throw pagesError('BAK_STRIPES_MIXED', {
        file: other.image.name,
        other: first.image.name,
        reason,
      })
    numbers.add(other.label.familyNumber)
  }
  const { familyCount } = first.label
  if (numbers.size < familyCount)
    throw pagesError('BAK_STRIPES_MISSING', {
      database: first.set.database,
      count: familyCount,
      missing: missingNumbers(numbers, familyCount),
      guid: first.set.backupSetGuid ?? '?',
    })
  return [first, ...others]
}

function whyMixed(
  first: BackupPart,
  other: BackupPart,
  numbers: ReadonlySet<number>,
): string | undefined {
  const same: readonly (readonly [string, unknown, unknown])[] = [
    ['MediaSetId', other.label.mediaSetId, first.label.mediaSetId],
    ['FamilyCount', other.label.familyCount, first.label.familyCount],
    ['BackupSetGUID', other.set.backupSetGuid, first.set.backupSetGuid],
  ]
  for (const [field, value, expected] of same)
    if (value !== expected) return `${field} = ${value}, ${expected}`
  const { familyNumber } = other.label
  return numbers.has(familyNumber) ? `FamilySequenceNumber = ${familyNumber} twice` : undefined
}

/** Thousands of numbers say no more than the first. */
const maxNamed = 16

function missingNumbers(numbers: ReadonlySet<number>, count: number): string {
  const missing: string[] = []
  for (let number = 1; number <= count && missing.length <= maxNamed; number++)
    if (!numbers.has(number)) missing.push(String(number))
  return missing.length > maxNamed
    ? `${missing.slice(0, maxNamed).join(', ')} ...`
    : missing.join(', ')
}
