/**
 * Rows as records and records as pages: what is deleted stays as a ghost, what moved stands behind the others and
 * leaves a stub. Addresses stay open until the pages have places.
 * @source bak-format facts 4.2; the way back from a moved row is two readers' [guess]
 */
import { pageBytes } from '../checksums.ts'
import { Fields } from '../fields.ts'
import { firstRecordAt, writeSlots } from './page-writer.ts'
import {
  type EncodedRow,
  type LargeValueStores,
  longestRow,
  type RecordLayout,
} from './record-layout.ts'
import type { CellValue, TableSpec } from './table-spec.ts'
import type { RecordLink } from './unit-pages.ts'

/** A page full of rows, without its header. */
export interface Template {
  readonly page: Fields
  /** Number of its first row within the pattern, from 0. */
  readonly firstRow: number
  readonly rowCount: number
  readonly recordsEnd: number
  /** Places of the records. */
  readonly slots: readonly number[]
  readonly firstKey: Uint8Array
  /** Addresses in the records; `at` is from the page's begin. */
  readonly links: RecordLink[]
  readonly ghosts: number
}

/** What happened to single rows, and how values outside the rows are cut. */
export type RowHistory = Pick<TableSpec, 'deletedRows' | 'movedRows' | 'largeValues'>

const recordKinds = { moved: 2, stub: 4, ghost: 0xc, deletedOfHeap: 1 } as const
const stubBytes = 9

/** A record on its way to a page. */
export interface StoredRecord extends EncodedRow {
  /** Number of the row, from 0. */
  readonly row: number
  /** Stubs and the records that they lead to: which record the address in it is that of. */
  readonly leadsTo?: 'moved' | 'stub'
  readonly isGhost?: boolean
}

/** Returns the records in the order in which they are packed: those that moved come last. */
export function recordsOf(
  layout: RecordLayout,
  rows: readonly (readonly CellValue[])[],
  isClustered: boolean,
  { deletedRows = [], movedRows = [] }: RowHistory,
  stores: LargeValueStores,
): StoredRecord[] {
  if (isClustered && movedRows.length > 0) throw new TypeError('only rows of a heap move')
  const moved: StoredRecord[] = []
  const records = rows.map((values, row): StoredRecord => {
    const isMoved = movedRows.includes(row)
    const encoded = layout.encode(values, stores, isMoved)
    if (encoded.bytes.byteLength > longestRow)
      throw new TypeError(`row ${row} has ${encoded.bytes.byteLength} bytes, more than 8,060`)
    const isGhost = deletedRows.includes(row)
    const deleted = isClustered ? recordKinds.ghost : recordKinds.deletedOfHeap
    const [status = 0] = encoded.bytes
    encoded.bytes[0] = status | (isGhost ? deleted : 0) | (isMoved ? recordKinds.moved : 0)
    if (!isMoved) return { ...encoded, row, isGhost }
    moved.push({ ...encoded, row, isGhost, leadsTo: 'stub' })
    const stub = new Uint8Array(stubBytes)
    stub[0] = recordKinds.stub
    const link: RecordLink = { at: 1, unit: 'own', index: 0, slot: 0 }
    return { bytes: stub, key: encoded.key, links: [link], row, leadsTo: 'moved' }
  })
  return [...records, ...moved]
}

/** Fills page after page, each up to its last byte if the records allow. Rows that moved begin on a page of their own. */
export function pack(layout: RecordLayout, records: readonly StoredRecord[]): Template[] {
  const templates: Template[] = []
  let page = new Fields(pageBytes)
  let slots: number[] = []
  let links: RecordLink[] = []
  let ghosts = 0
  let place = firstRecordAt
  let firstKey: Uint8Array = new Uint8Array(0)
  let firstRow = 0
  const stubs = new Map<number, RecordLink>()
  const moved = new Map<number, RecordLink>()
  const finish = (next: number) => {
    writeSlots(page, slots, place, layout.fixedEnd)
    const rowCount = slots.length
    templates.push({ page, firstRow, rowCount, recordsEnd: place, slots, firstKey, links, ghosts })
    page = new Fields(pageBytes)
    slots = []
    links = []
    ghosts = 0
    place = firstRecordAt
    firstRow = next
  }
  for (const [index, record] of records.entries()) {
    const { bytes, key, row, leadsTo } = record
    const isFull = place + bytes.byteLength + 2 * (slots.length + 1) > pageBytes
    const isFirstMoved = leadsTo === 'stub' && moved.size === 0
    if (slots.length > 0 && (isFull || isFirstMoved)) finish(index)
    if (slots.length === 0) firstKey = key
    const own: RecordLink = { at: 0, unit: 'own', index: templates.length, slot: slots.length }
    if (leadsTo === 'moved') stubs.set(row, own)
    if (leadsTo === 'stub') moved.set(row, own)
    for (const link of record.links) links.push({ ...link, at: place + link.at })
    if (record.isGhost) ghosts++
    slots.push(place)
    page.put(place, bytes)
    place += bytes.byteLength
  }
  if (slots.length > 0) finish(records.length)
  for (const [row, stub] of stubs) {
    const target = moved.get(row)
    if (!target) continue
    leadTo(templates, stub, target)
    leadTo(templates, target, stub)
  }
  return templates
}

/** Gives the open address of one record the place of another. */
function leadTo(templates: readonly Template[], from: RecordLink, to: RecordLink): void {
  const template = templates[from.index]
  const begin = template?.slots[from.slot] ?? 0
  const end = template?.slots[from.slot + 1] ?? template?.recordsEnd ?? 0
  const at = template?.links.findIndex(
    (link) => link.unit === 'own' && link.at >= begin && link.at < end,
  )
  const link = template?.links[at ?? -1]
  if (!template || at === undefined || !link) throw new TypeError('the record has no address')
  template.links[at] = { ...link, index: to.index, slot: to.slot }
}
