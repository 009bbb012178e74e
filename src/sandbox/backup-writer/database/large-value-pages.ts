/**
 * Pages of values that lie outside their rows: text, ntext and image, long values of max types, and what does not fit
 * into a row. A value is one record, or a tree of them.
 *
 * @source bak-format facts 4.4: two independent readers agree [guess]
 *
 *   record: 0 u8 status 8    2 u16 length    4 u64 id of the value    12 u16 type    14:
 *   0 small root   u16 length, 4 bytes, up to 64 bytes of data
 *   2 inner        u16 most links, u16 links, u16 level, links {u64 end, u32 page, u16 file, u16 slot}
 *   3 data
 *   5 large root   u16 most links, u16 links, u16 level, 4 bytes, links {u32 end, u32 page, u16 file, u16 slot}
 */
import { pageBytes } from '../checksums.ts'
import { Fields } from '../fields.ts'
import { firstRecordAt, pageTypes, writeHeader, writeSlots } from './page-writer.ts'
import type { PlaceOf, RecordLink, UnitIds, UnitPages } from './unit-pages.ts'

export interface LargeValueShape {
  /** Bytes of data in a record; at most and by default 8,040, as SQL Server does. */
  readonly partBytes?: number
  /** Links of a record inside the tree; at most and by default 500. */
  readonly linksPerNode?: number
}

/** What stands in a row instead of a value. */
export interface Pointer {
  readonly bytes: Uint8Array
  readonly links: readonly RecordLink[]
}

interface Part {
  /** Bytes of the value under it. */
  readonly length: number
  readonly index: number
  readonly slot: number
}

interface LargeValuePage {
  readonly type: number
  readonly records: Array<{ readonly bytes: Uint8Array; readonly links: readonly RecordLink[] }>
  free: number
}

const kinds = { small: 0, inner: 2, data: 3, largeRoot: 5 } as const
const rootTypes = { rowOverflow: 2, largeValue: 4 } as const
const mostPartBytes = 8040
const mostLinksPerNode = 500
const smallRootBytes = 64
const rootLinks = 5
const recordHead = 14
const innerHead = 20
const rootHead = 24
const inlineHead = 12
const linkBytes = 12
const innerLinkBytes = 16

/** The pages of one allocation unit. */
export class LargeValuePages implements UnitPages {
  readonly isClustered = false
  readonly rootIndex = 0
  readonly #pages: LargeValuePage[] = []
  readonly #partBytes: number
  readonly #linksPerNode: number
  #lastId = 0

  constructor({ partBytes, linksPerNode }: LargeValueShape = {}) {
    this.#partBytes = Math.min(partBytes ?? mostPartBytes, mostPartBytes)
    this.#linksPerNode = Math.min(linksPerNode ?? mostLinksPerNode, mostLinksPerNode)
    if (this.#partBytes < 1 || this.#linksPerNode < 2)
      throw new TypeError('a part has a byte at least, and a node two links')
  }

  get pageCount(): number {
    return this.#pages.length
  }

  get leafCount(): number {
    return this.#pages.length
  }

  /** Stores a value of text, ntext, image or of a max type that is kept out of its row. */
  textPointer(value: Uint8Array): Pointer {
    const id = ++this.#lastId
    const bytes = new Fields(16)
    bytes.u64(0, id * 0x1_0000)
    const root =
      value.byteLength <= smallRootBytes ? this.#smallRoot(value, id) : this.#root(value, id)
    return {
      bytes: bytes.bytes,
      links: [{ at: 8, unit: 'own', index: root.index, slot: root.slot }],
    }
  }

  /** Stores a value of a max type; its root is in the row. */
  inlineRoot(value: Uint8Array): Pointer {
    const id = ++this.#lastId
    const { parts, level } = this.#tree(value, id)
    return rootInRow(rootTypes.largeValue, level, id, parts)
  }

  /** Stores a value of up to 8,000 bytes that its row has no room for. */
  overflow(value: Uint8Array): Pointer {
    const id = ++this.#lastId
    return rootInRow(rootTypes.rowOverflow, 0, id, [this.#data(value, id)])
  }

  write(page: Fields, index: number, ids: UnitIds, placeOf: PlaceOf): void {
    const content = this.#pages[index]
    if (!content) throw new TypeError(`there is no page ${index} of large values`)
    const slots: number[] = []
    let at = firstRecordAt
    for (const { bytes, links } of content.records) {
      slots.push(at)
      page.put(at, bytes)
      for (const link of links) writeLink(page, at + link.at, link, placeOf)
      at += bytes.byteLength
    }
    writeSlots(page, slots, at, 0)
    writeHeader(page, { type: content.type, ...ids, ...placeOf(index) })
  }

  #smallRoot(value: Uint8Array, id: number): Part {
    const record = recordOf(kinds.small, id, 20 + smallRootBytes)
    record.u16(14, value.byteLength)
    record.put(20, value)
    return this.#keep(pageTypes.textMix, record, [], value.byteLength)
  }

  #root(value: Uint8Array, id: number): Part {
    const { parts, level } = this.#tree(value, id)
    const record = recordOf(kinds.largeRoot, id, rootHead + rootLinks * linkBytes)
    record.u16(14, rootLinks)
    record.u16(16, parts.length)
    record.u16(18, level)
    const links = putLinks(record, rootHead, parts)
    return this.#keep(pageTypes.textMix, record, links, value.byteLength)
  }

  /** Returns at most five parts that hold the value together. */
  #tree(value: Uint8Array, id: number): { parts: Part[]; level: number } {
    let parts: Part[] = []
    for (let at = 0; at < value.byteLength; at += this.#partBytes)
      parts.push(this.#data(value.subarray(at, at + this.#partBytes), id))
    let level = 0
    while (parts.length > rootLinks) {
      const above: Part[] = []
      for (let from = 0; from < parts.length; from += this.#linksPerNode)
        above.push(this.#inner(parts.slice(from, from + this.#linksPerNode), level, id))
      parts = above
      level++
    }
    return { parts, level }
  }

  #data(value: Uint8Array, id: number): Part {
    const record = recordOf(kinds.data, id, recordHead + value.byteLength)
    record.put(recordHead, value)
    return this.#keep(pageTypes.textMix, record, [], value.byteLength)
  }

  #inner(parts: readonly Part[], level: number, id: number): Part {
    const record = recordOf(kinds.inner, id, innerHead + parts.length * innerLinkBytes)
    record.u16(14, this.#linksPerNode)
    record.u16(16, parts.length)
    record.u16(18, level)
    const links: RecordLink[] = []
    let end = 0
    for (const [link, { length, index, slot }] of parts.entries()) {
      const at = innerHead + link * innerLinkBytes
      end += length
      record.u64(at, end)
      links.push({ at: at + 8, unit: 'own', index, slot })
    }
    return this.#keep(pageTypes.textTree, record, links, end)
  }

  /** Puts a record on the last page of its type if it fits there. */
  #keep(type: number, { bytes }: Fields, links: readonly RecordLink[], length: number): Part {
    let index = this.#pages.findLastIndex((page) => page.type === type)
    if ((this.#pages[index]?.free ?? 0) < bytes.byteLength + 2) {
      index = this.#pages.length
      this.#pages.push({ type, records: [], free: pageBytes - firstRecordAt })
    }
    const page = this.#pages[index]
    if (!page) throw new TypeError(`there is no page ${index} of large values`)
    page.records.push({ bytes, links })
    page.free -= bytes.byteLength + 2
    return { length, index, slot: page.records.length - 1 }
  }
}

function recordOf(kind: number, id: number, length: number): Fields {
  const record = new Fields(length)
  record.u8(0, 8)
  record.u16(2, length)
  record.u64(4, id * 0x1_0000)
  record.u16(12, kind)
  return record
}

function rootInRow(type: number, level: number, id: number, parts: readonly Part[]): Pointer {
  const root = new Fields(inlineHead + parts.length * linkBytes)
  root.u8(0, type)
  root.u8(2, level)
  root.u32(8, id)
  return { bytes: root.bytes, links: putLinks(root, inlineHead, parts) }
}

function putLinks(fields: Fields, from: number, parts: readonly Part[]): RecordLink[] {
  let end = 0
  return parts.map(({ length, index, slot }, link) => {
    const at = from + link * linkBytes
    end += length
    fields.u32(at, end)
    return { at: at + 4, unit: 'own', index, slot }
  })
}

/** Writes {u32 page, u16 file, u16 slot}. */
export function writeLink(page: Fields, at: number, link: RecordLink, placeOf: PlaceOf): void {
  const { pageId, fileId } = placeOf(link.index)
  page.u32(at, pageId)
  page.u16(at + 4, fileId)
  page.u16(at + 6, link.slot)
}
