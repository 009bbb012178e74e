/**
 * Splits a record of ROW or PAGE compression into the bytes of its columns.
 *
 * @source two readers agree, one of them compared it with a server; no compressed row is at hand here [guess]
 *
 *   0 u8 header: bit 0 set; 1 version tag; 2-4 type; 5 long values
 *   1 u8 columns, or with 0x80 two bytes, the high one first
 *   then four bits for each column, the low half first: 0 NULL, 1 empty, 2 to 9 length + 1, 10 long, 11 bit of 1,
 *   12 a byte that names an entry of the page's dictionary
 *   then for each 30 columns but the last a u8 with the bytes of their short values; the short values
 *   then with bit 5: u8 1, u16 n, n u16 ends (0x8000: the value lies elsewhere), for each 30 columns but the last a u8
 *   with the number of their long values; the long values
 */

export const recordTypes = {
  primary: 0,
  ghostEmpty: 1,
  forwarding: 2,
  ghostData: 3,
  forwarded: 4,
  ghostForwarded: 5,
  index: 6,
  ghostIndex: 7,
} as const

const compressedBit = 1
const longBit = 0x20
const knownHeaderBits = 0x3f
const clusterColumns = 30
const offRowBit = 0x8000

/** How a column stands in its record. */
export const codes = {
  null: 0,
  empty: 1,
  firstShort: 2,
  lastShort: 9,
  long: 10,
  bit: 11,
  symbol: 12,
}

/** One column of a record. */
export interface CompressedColumn {
  readonly code: number
  /** Where its bytes lie on the page; empty for NULL, empty and bit. */
  readonly at: number
  readonly length: number
  readonly isOffRow: boolean
}

export interface CompressedRecord {
  readonly columns: readonly CompressedColumn[]
  /** Behind its last byte, without a version tag. */
  readonly end: number
}

/** Returns the type of a record, or undefined where the header is none of a compressed record. */
export function recordTypeAt(view: DataView, at: number): number | undefined {
  const header = view.getUint8(at)
  if ((header & compressedBit) === 0 || (header & ~knownHeaderBits) !== 0) return undefined
  return (header >> 2) & 7
}

/**
 * Returns the columns of a record, or undefined where its counts and lengths contradict each other.
 *
 * @param limit  behind the last byte that can belong to it
 */
export function splitRecord(
  view: DataView,
  at: number,
  limit: number,
): CompressedRecord | undefined {
  if (at + 2 > limit) return undefined
  const header = view.getUint8(at)
  const isWide = (view.getUint8(at + 1) & 0x80) !== 0
  if (isWide && at + 3 > limit) return undefined
  const count = isWide ? view.getUint16(at + 1) & 0x7fff : view.getUint8(at + 1)
  const codesAt = at + (isWide ? 3 : 2)
  const clusters = count === 0 ? 0 : Math.floor((count - 1) / clusterColumns)
  const clustersAt = codesAt + ((count + 1) >> 1)
  const shortAt = clustersAt + clusters
  if (shortAt > limit) return undefined
  const columns: CompressedColumn[] = []
  const longs: number[] = []
  const longsByCluster: number[] = new Array(clusters + 1).fill(0)
  let from = shortAt
  let clusterBegin = from
  for (let index = 0; index < count; index++) {
    if (index > 0 && index % clusterColumns === 0) {
      if (view.getUint8(clustersAt + index / clusterColumns - 1) !== from - clusterBegin)
        return undefined
      clusterBegin = from
    }
    const code = (view.getUint8(codesAt + (index >> 1)) >> (index & 1 ? 4 : 0)) & 15
    if (code > codes.symbol) return undefined
    const length = shortLength(code)
    if (code === codes.long) {
      longs.push(index)
      const cluster = Math.floor(index / clusterColumns)
      longsByCluster[cluster] = (longsByCluster[cluster] ?? 0) + 1
    }
    columns.push({ code, at: from, length, isOffRow: false })
    from += length
    if (from > limit) return undefined
  }
  if ((header & longBit) === 0) return longs.length === 0 ? { columns, end: from } : undefined
  const end = placeLongs(view, from, limit, columns, longs, longsByCluster)
  return end === undefined ? undefined : { columns, end }
}

function shortLength(code: number): number {
  if (code === codes.symbol) return 1
  return code >= codes.firstShort && code <= codes.lastShort ? code - 1 : 0
}

/** Puts the places of the long values into `columns`; returns the end of the record, or undefined. */
function placeLongs(
  view: DataView,
  at: number,
  limit: number,
  columns: CompressedColumn[],
  longs: readonly number[],
  longsByCluster: readonly number[],
): number | undefined {
  if (at + 3 > limit || (view.getUint8(at) & ~2) !== 1) return undefined
  const count = view.getUint16(at + 1, true)
  const countsAt = at + 3 + 2 * count
  const dataAt = countsAt + longsByCluster.length - 1
  if (count !== longs.length || dataAt > limit) return undefined
  for (let cluster = 0; cluster < longsByCluster.length - 1; cluster++)
    if (view.getUint8(countsAt + cluster) !== longsByCluster[cluster]) return undefined
  let before = 0
  for (const [entry, index] of longs.entries()) {
    const raw = view.getUint16(at + 3 + 2 * entry, true)
    const isOffRow = (raw & offRowBit) !== 0
    const end = raw & ~offRowBit
    if (end < before || dataAt + end > limit) return undefined
    columns[index] = { code: codes.long, at: dataAt + before, length: end - before, isOffRow }
    before = end
  }
  return dataAt + before
}
