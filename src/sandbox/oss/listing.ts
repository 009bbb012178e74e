/**
 * Cuts a sorted list of keys into the pages that ListObjects and its kin answer: prefix, marker, delimiter and
 * rolled-up common prefixes. Pure.
 */

/** Orders keys by their UTF-8 bytes, as OSS does; JavaScript's own order differs beyond U+FFFF. */
export function compareKeys(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  for (let at = 0; at < shorter; at++) {
    const unitA = a.charCodeAt(at)
    const unitB = b.charCodeAt(at)
    if (unitA === unitB) continue
    const isSurrogateA = unitA >= 0xd800 && unitA <= 0xdfff
    const isSurrogateB = unitB >= 0xd800 && unitB <= 0xdfff
    // A surrogate stands for a code point above every other one.
    if (isSurrogateA !== isSurrogateB) return isSurrogateA ? 1 : -1
    return unitA - unitB
  }
  return a.length - b.length
}

export interface PageRequest {
  readonly prefix: string
  readonly delimiter: string
  /** Only what comes after it, exclusive; empty from the start. */
  readonly marker: string
  /** 1 or more. */
  readonly maxKeys: number
}

export interface Page<T> {
  readonly items: readonly T[]
  /** Each once, ascending; they count against maxKeys. */
  readonly commonPrefixes: readonly string[]
  readonly isTruncated: boolean
  /** The last key or common prefix of the page; empty when the page ends the list. */
  readonly nextMarker: string
}

/** Returns one page of `sorted`, which is ordered by `keyOf` with compareKeys. */
export function pageOf<T>(
  sorted: readonly T[],
  keyOf: (item: T) => string,
  request: PageRequest,
): Page<T> {
  const { prefix, delimiter, marker, maxKeys } = request
  const items: T[] = []
  const commonPrefixes: string[] = []
  let last = ''
  const from = compareKeys(marker, prefix) > 0 ? marker : prefix
  for (let at = firstAtLeast(sorted, keyOf, from); at < sorted.length; at++) {
    const item = sorted[at]
    if (item === undefined) break
    const key = keyOf(item)
    if (!key.startsWith(prefix)) break
    if (marker !== '' && compareKeys(key, marker) <= 0) continue
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    const group = cut < 0 ? undefined : key.slice(0, cut + delimiter.length)
    // A marker that is itself a common prefix has been listed, with everything below it.
    if (group !== undefined && (group === marker || group === commonPrefixes.at(-1))) continue
    if (items.length + commonPrefixes.length === maxKeys)
      return { items, commonPrefixes, isTruncated: true, nextMarker: last }
    if (group === undefined) items.push(item)
    else commonPrefixes.push(group)
    last = group ?? key
  }
  return { items, commonPrefixes, isTruncated: false, nextMarker: '' }
}

function firstAtLeast<T>(sorted: readonly T[], keyOf: (item: T) => string, wanted: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    const item = sorted[middle]
    if (item !== undefined && compareKeys(keyOf(item), wanted) < 0) low = middle + 1
    else high = middle
  }
  return low
}
