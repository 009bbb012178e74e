/**
 * What a page of PAGE compression keeps for all its rows: for each column a value that others begin like, and a
 * dictionary of repeated values.
 *
 * @source reported by a reader that compared it with a server; no such page is at hand here [guess]
 *
 *   96 u8 header: 2 anchor, 4 dictionary    97 u16 changes    99 for each of the two u16 its end, from 96
 *   then the anchor, a compressed record    then the dictionary: u16 n, n u16 ends from its begin, the entries
 */
import { pageHeaderBytes } from '../../pages/page.ts'
import { type CompressedRecord, recordTypeAt, splitRecord } from './compressed-record.ts'

export interface PageInfo {
  /** The values that others begin like. */
  readonly anchor: CompressedRecord | undefined
  /** Where the entries of the dictionary lie. */
  readonly dictionary: readonly { readonly at: number; readonly length: number }[]
  /** Where the rows can begin. */
  readonly end: number
}

const infoFlag = 0x80
const parts = { anchor: 2, dictionary: 4 } as const

/** Returns the page's information, empty where it has none, or undefined where it contradicts itself. */
export function pageInfo(view: DataView, limit: number): PageInfo | undefined {
  if ((view.getUint8(2) & infoFlag) === 0)
    return { anchor: undefined, dictionary: [], end: pageHeaderBytes }
  const begin = pageHeaderBytes
  const header = view.getUint8(begin)
  if ((header & ~(parts.anchor | parts.dictionary)) !== 0) return undefined
  let at = begin + 3
  const hasAnchor = (header & parts.anchor) !== 0
  const hasDictionary = (header & parts.dictionary) !== 0
  const anchorEnd = hasAnchor ? begin + view.getUint16(at, true) : undefined
  if (hasAnchor) at += 2
  const dictionaryEnd = hasDictionary ? begin + view.getUint16(at, true) : undefined
  if (hasDictionary) at += 2
  let anchor: CompressedRecord | undefined
  if (anchorEnd !== undefined) {
    if (anchorEnd > limit || anchorEnd <= at || recordTypeAt(view, at) === undefined)
      return undefined
    anchor = splitRecord(view, at, anchorEnd)
    if (anchor === undefined || anchor.end !== anchorEnd) return undefined
    at = anchorEnd
  }
  if (dictionaryEnd === undefined) return { anchor, dictionary: [], end: at }
  if (dictionaryEnd > limit) return undefined
  const dictionary = dictionaryAt(view, at, dictionaryEnd)
  return dictionary === undefined ? undefined : { anchor, dictionary, end: dictionaryEnd }
}

function dictionaryAt(
  view: DataView,
  begin: number,
  end: number,
): { at: number; length: number }[] | undefined {
  if (begin + 2 > end) return undefined
  const count = view.getUint16(begin, true)
  let from = begin + 2 + 2 * count
  if (from > end) return undefined
  const entries: { at: number; length: number }[] = []
  for (let entry = 0; entry < count; entry++) {
    const to = begin + view.getUint16(begin + 2 + 2 * entry, true)
    if (to < from || to > end) return undefined
    entries.push({ at: from, length: to - from })
    from = to
  }
  return from === end ? entries : undefined
}
