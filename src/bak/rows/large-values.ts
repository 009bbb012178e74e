/**
 * Fetches values that lie outside their rows: one record, or a tree of records on LOB pages. Every length is checked
 * against the pointer that led to it; what does not agree becomes a marker.
 *
 * @source bak-format facts 4.4, two readers agree [guess]; what real text, ntext, image and max values use [measured]
 *
 *   record of a LOB page: 0 u8 status 8    2 u16 length    4 u64 id of the value    12 u16 type    14:
 *   0 small      u16 length, 4 unknown bytes, data
 *   2 inner      u16 most links, u16 links, u16 level, links {u64 end, u32 page, u16 file, u16 slot}
 *   3 data       up to the end of the record
 *   4 old root   as 5; values written by SQL Server 2000
 *   5 large root u16 most links, u16 links, u16 level, 4 unknown bytes, links {u32 end, u32 page, u16 file, u16 slot}
 *   8 NULL
 */
import type { DatabasePages, Page } from '../pages/database-pages.ts'
import { pageBytes } from '../pages/database-pages.ts'
import { isPage, pageType, pageTypes, slotOffset } from '../pages/page.ts'
import { canEnd, type LobLink, linksAt, type OffRow, placeAt, type RecordPlace } from './off-row.ts'
import { type Unreadable, unreadable } from './values.ts'

const recordKinds = { small: 0, inner: 2, data: 3, oldRoot: 4, largeRoot: 5, empty: 8 } as const
/** Where the links of a kind of record begin. */
const linkPlaces: ReadonlyMap<number, number> = new Map([
  [recordKinds.inner, 20],
  [recordKinds.oldRoot, 24],
  [recordKinds.largeRoot, 24],
])
const lobStatus = 8
const statusMask = 0x0f
const deepestTree = 8

/** The bytes of a value, NULL, or why they could not be had. */
export type LargeValue = Uint8Array | null | Unreadable

/**
 * Returns the bytes of a value.
 *
 * @param maxBytes  a longer value becomes a marker, and its data is not read
 * @throws what the pages throw
 */
export async function fetchLargeValue(
  pages: DatabasePages,
  offRow: OffRow,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<LargeValue> {
  const tree = new LobTree(pages, maxBytes, signal)
  return offRow.kind === 'pointer'
    ? tree.fromPointer(offRow.root, offRow.id)
    : tree.fromLinks(offRow.links)
}

function damaged(place: RecordPlace, reason: string): Unreadable {
  return unreadable('LOB', `record ${place.fileId}:${place.pageId}:${place.slot} ${reason}`)
}

function tooLong(length: number, maxBytes: number): Unreadable {
  return unreadable('TOO_LONG', `${length} bytes, more than the limit of ${maxBytes}`)
}

/** A record of a LOB page, whose header has been checked. */
interface LobRecord {
  readonly page: Page
  readonly at: number
  readonly end: number
  readonly id: bigint
  readonly kind: number
}

class LobTree {
  readonly #pages: DatabasePages
  readonly #maxBytes: number
  readonly #signal: AbortSignal | undefined
  #value: Uint8Array = new Uint8Array(0)
  /** All records of a value carry the same id. */
  #id: bigint | undefined

  constructor(pages: DatabasePages, maxBytes: number, signal: AbortSignal | undefined) {
    this.#pages = pages
    this.#maxBytes = maxBytes
    this.#signal = signal
  }

  async fromPointer(root: RecordPlace, id: bigint): Promise<LargeValue> {
    const record = await this.#record(root)
    if ('unreadable' in record) return record
    if (record.id !== id) return damaged(root, 'belongs to another value')
    this.#id = id
    if (record.kind === recordKinds.empty) return null
    const length = lengthOf(record)
    if (length === undefined) return damaged(root, 'contradicts itself')
    if (length > this.#maxBytes) return tooLong(length, this.#maxBytes)
    this.#value = new Uint8Array(length)
    return (await this.#fill(root, record, 0, length, deepestTree)) ?? this.#value
  }

  async fromLinks(links: readonly LobLink[]): Promise<LargeValue> {
    const length = links.at(-1)?.end ?? 0
    if (length > this.#maxBytes) return tooLong(length, this.#maxBytes)
    this.#value = new Uint8Array(length)
    return (await this.#fillLinks(links, 0, length, deepestTree)) ?? this.#value
  }

  async #record(place: RecordPlace): Promise<LobRecord | Unreadable> {
    const { fileId, pageId, slot } = place
    const page =
      this.#pages.peek(fileId, pageId) ?? (await this.#pages.load(fileId, pageId, this.#signal))
    if (page === undefined) return damaged(place, 'is on a page that the backup does not hold')
    if (!(await this.#pages.isAllocated(fileId, pageId, this.#signal))) {
      return damaged(place, 'is on a page that is not allocated')
    }
    const { view } = page
    const type = pageType(view)
    if (
      !isPage(view, fileId, pageId) ||
      (type !== pageTypes.textMix && type !== pageTypes.textTree)
    ) {
      return damaged(place, 'is not on a page of large values')
    }
    const at = slotOffset(view, slot)
    if (at === undefined || at + 14 > pageBytes) return damaged(place, 'does not exist')
    const end = at + view.getUint16(at + 2, true)
    if ((view.getUint8(at) & statusMask) !== lobStatus || end < at + 14 || end > pageBytes) {
      return damaged(place, 'is no record of a large value')
    }
    const id = view.getBigUint64(at + 4, true)
    return { page, at, end, id, kind: view.getUint16(at + 12, true) }
  }

  /** Fills the value from `begin` up to `end` with a record's data; returns what is wrong, if anything is. */
  async #fill(
    place: RecordPlace,
    record: LobRecord,
    begin: number,
    end: number,
    depth: number,
  ): Promise<Unreadable | undefined> {
    this.#id ??= record.id
    if (record.id !== this.#id) return damaged(place, 'belongs to another value')
    const data = dataOf(record)
    if (data !== undefined) {
      if (data.length !== end - begin)
        return damaged(place, 'has another length than its pointer says')
      this.#value.set(data, begin)
      return undefined
    }
    const links = linksOf(record)
    if (links === undefined || depth === 0) return damaged(place, 'contradicts itself')
    if (links.at(-1)?.end !== end - begin)
      return damaged(place, 'has another length than its pointer says')
    return this.#fillLinks(links, begin, end, depth - 1)
  }

  async #fillLinks(
    links: readonly LobLink[],
    begin: number,
    end: number,
    depth: number,
  ): Promise<Unreadable | undefined> {
    let from = begin
    for (const link of links) {
      this.#signal?.throwIfAborted()
      const to = begin + link.end
      if (to > end) return damaged(link, 'ends behind its value')
      const record = await this.#record(link)
      if ('unreadable' in record) return record
      const problem = await this.#fill(link, record, from, to, depth)
      if (problem !== undefined) return problem
      from = to
    }
    return undefined
  }
}

/** Returns the length of the value under a root, or undefined. */
function lengthOf(record: LobRecord): number | undefined {
  return dataOf(record)?.length ?? linksOf(record)?.at(-1)?.end
}

/** Returns the data of a record that has some itself, or undefined. */
function dataOf({ page, at, end, kind }: LobRecord): Uint8Array | undefined {
  if (kind === recordKinds.data) return page.bytes.subarray(at + 14, end)
  if (kind !== recordKinds.small || at + 20 > end) return undefined
  const length = page.view.getUint16(at + 14, true)
  return at + 20 + length <= end ? page.bytes.subarray(at + 20, at + 20 + length) : undefined
}

/** Returns the links of a record that has some, or undefined where it has none or they contradict themselves. */
function linksOf({ page, at, end, kind }: LobRecord): LobLink[] | undefined {
  const { view } = page
  const linksFrom = linkPlaces.get(kind)
  if (linksFrom === undefined) return undefined
  const count = at + 18 <= end ? view.getUint16(at + 16, true) : 0
  if (count === 0) return undefined
  if (kind !== recordKinds.inner) {
    return at + linksFrom + 12 * count <= end
      ? linksAt(view, at + linksFrom, count)?.links
      : undefined
  }
  if (at + 20 + 16 * count > end) return undefined
  const links: LobLink[] = []
  let before = 0
  for (let link = 0; link < count; link++) {
    const from = at + 20 + 16 * link
    const high = view.getUint32(from + 4, true)
    const partEnd = high * 2 ** 32 + view.getUint32(from, true)
    if (high > 0x1f_ffff || !canEnd(partEnd, before, count)) return undefined
    links.push({ end: partEnd, ...placeAt(view, from + 8) })
    before = partEnd
  }
  return links
}
