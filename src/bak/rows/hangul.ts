/**
 * The syllables that cp949 has beside KS X 1001. They need no table: they lie in the order of Unicode, without those
 * that KS X 1001 has.
 */

const firstSyllable = 0xac00
const lastSyllable = 0xd7a3
/** Rows of the syllables of KS X 1001. */
const ksRows = { first: 0xb0, last: 0xc8 } as const

/** Trail bytes of the first 32 rows; the rows from 0xa1 on use those below 0xa1 only. */
const trails = [
  ...Array.from({ length: 26 }, (_, n) => 0x41 + n),
  ...Array.from({ length: 26 }, (_, n) => 0x61 + n),
  ...Array.from({ length: 126 }, (_, n) => 0x81 + n),
]

/**
 * Returns lead * 256 + trail to syllable, 8,822 of them.
 *
 * @param ksX1001  decodes a pair of KS X 1001
 * @source compared with all pairs of Python's cp949 [measured]
 */
export function hangulBesideKsX1001(
  ksX1001: (lead: number, trail: number) => string | undefined,
): ReadonlyMap<number, string> {
  const inKs = new Set<string>()
  for (let lead: number = ksRows.first; lead <= ksRows.last; lead++) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) inKs.add(ksX1001(lead, trail) ?? '')
  }
  const syllables = new Map<number, string>()
  let lead = 0x81
  let column = 0
  for (let unit = firstSyllable; unit <= lastSyllable; unit++) {
    const syllable = String.fromCharCode(unit)
    if (inKs.has(syllable)) continue
    syllables.set(lead * 256 + (trails[column] ?? 0), syllable)
    column++
    if (column === trails.length || (lead >= 0xa1 && trails[column] === 0xa1)) {
      lead++
      column = 0
    }
  }
  return syllables
}
