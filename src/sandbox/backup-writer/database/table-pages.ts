/**
 * The pages of one table: rows packed into pages, and the index above them where the table is clustered. A page is
 * made when it is asked for; what is kept are the pages that the given rows fill, however often they are repeated.
 */
import { pageBytes } from '../checksums.ts'
import { Fields } from '../fields.ts'
import { LargeValuePages, writeLink } from './large-value-pages.ts'
import { pack, type RowHistory, recordsOf, type Template } from './pack-rows.ts'
import {
  countSlots,
  firstRecordAt,
  pageRoom,
  pageTypes,
  writeHeader,
  writeSlots,
} from './page-writer.ts'
import type { LargeValueStores, RecordLayout } from './record-layout.ts'
import type { CellValue, RepeatedRows } from './table-spec.ts'
import type { PlaceOf, UnitIds, UnitPages } from './unit-pages.ts'

/** Where the values outside the rows are. */
export type PlacesOutside = Readonly<Partial<Record<'lob' | 'overflow', PlaceOf>>>

interface Numbering {
  readonly offset: number
  readonly keyOffset: number
  readonly isBig: boolean
}

/** The rows of one table as pages. */
export class TablePages implements UnitPages {
  /** Rows that are not deleted. */
  readonly rowCount: number
  /** Values outside the rows; without pages where there are none. */
  readonly outside: LargeValueStores
  /** Pages with rows. */
  readonly leafCount: number
  /** Pages of each level of the index, from the lowest; empty for a heap and for a table of one page. */
  readonly levels: readonly number[]
  readonly #layout: RecordLayout
  readonly #templates: readonly Template[]
  readonly #patternRows: number
  readonly #numbering: Numbering | undefined
  readonly #isClustered: boolean
  /** Records on the pages of rows. */
  readonly #recordCount: number
  #placesOutside: PlacesOutside = {}

  constructor(
    layout: RecordLayout,
    rows: readonly (readonly CellValue[])[] | RepeatedRows,
    isClustered: boolean,
    history: RowHistory = {},
  ) {
    const repeated = 'pattern' in rows ? rows : undefined
    const pattern = 'pattern' in rows ? rows.pattern : rows
    if (repeated && pattern.length === 0) throw new TypeError('a pattern has at least one row')
    this.#layout = layout
    this.#isClustered = isClustered
    this.outside = {
      lob: new LargeValuePages(history.largeValues),
      overflow: new LargeValuePages(history.largeValues),
    }
    const records = recordsOf(layout, pattern, isClustered, history, this.outside)
    if (repeated && records.some(({ links }) => links.length > 0))
      throw new TypeError('rows that are repeated have no values outside them')
    this.#templates = pack(layout, records)
    this.#patternRows = records.length
    this.#recordCount = repeated?.count ?? records.length
    this.rowCount = repeated?.count ?? pattern.length - (history.deletedRows ?? []).length
    if (repeated) this.#numbering = numberingOf(layout, repeated.numberedColumn)
    const rest = this.#patternRows === 0 ? 0 : this.#recordCount % this.#patternRows
    const cycles = this.#patternRows === 0 ? 0 : (this.#recordCount - rest) / this.#patternRows
    const tail = this.#templates.findIndex(({ firstRow, rowCount }) => firstRow + rowCount >= rest)
    this.leafCount = cycles * this.#templates.length + (rest === 0 ? 0 : tail + 1)
    this.levels = isClustered ? indexLevels(this.leafCount, this.#entriesPerPage) : []
  }

  get pageCount(): number {
    return this.levels.reduce((sum, count) => sum + count, this.leafCount)
  }

  /** Number of the root page within the table; the first page where there is no index. */
  get rootIndex(): number {
    return this.pageCount - 1
  }

  get isClustered(): boolean {
    return this.#isClustered
  }

  get #entriesPerPage(): number {
    return Math.floor(pageRoom / (this.#layout.indexRecordBytes + 2))
  }

  /** To be called before pages are written, where values lie outside the rows. */
  linkTo(places: PlacesOutside): void {
    this.#placesOutside = places
  }

  /** Writes page `index` over whatever `page` holds, without checksum. */
  write(page: Fields, index: number, ids: UnitIds, placeOf: PlaceOf): void {
    if (index < this.leafCount) this.#writeLeaf(page, index, ids, placeOf)
    else this.#writeIndex(page, index, ids, placeOf)
  }

  #writeLeaf(page: Fields, index: number, ids: UnitIds, placeOf: PlaceOf): void {
    const template = this.#template(index)
    page.bytes.set(template.page.bytes)
    const first = this.#firstRow(index)
    const rows = Math.min(template.rowCount, this.#recordCount - first)
    if (this.#numbering)
      for (let row = 0; row < rows; row++) {
        const at = (template.slots[row] ?? 0) + this.#numbering.offset
        writeNumber(page, at, first + row + 1, this.#numbering.isBig)
      }
    const shortest = this.#layout.fixedEnd
    const end = rows < template.rowCount ? (template.slots[rows] ?? 0) : template.recordsEnd
    if (rows < template.rowCount) {
      page.bytes.fill(0, end, pageBytes - 2 * rows)
    }
    countSlots(page, rows, end, shortest)
    for (const link of template.links) {
      const place = link.unit === 'own' ? placeOf : this.#placesOutside[link.unit]
      if (!place) throw new TypeError('values outside the rows have no places')
      writeLink(page, link.at, link, place)
    }
    const isLinked = this.#isClustered
    writeHeader(page, {
      type: pageTypes.rows,
      ...ids,
      ...placeOf(index),
      previous: isLinked && index > 0 ? placeOf(index - 1) : undefined,
      next: isLinked && index + 1 < this.leafCount ? placeOf(index + 1) : undefined,
      ghosts: template.ghosts,
    })
  }

  #writeIndex(page: Fields, index: number, ids: UnitIds, placeOf: PlaceOf): void {
    let level = 1
    let childBegin = 0
    let childCount = this.leafCount
    let begin = this.leafCount
    for (const count of this.levels) {
      if (index < begin + count) break
      childBegin = begin
      childCount = count
      begin += count
      level++
    }
    const perPage = this.#entriesPerPage
    const position = index - begin
    const from = position * perPage
    const until = Math.min(childCount, from + perPage)
    page.bytes.fill(0)
    const slots: number[] = []
    let place = firstRecordAt
    for (let child = from; child < until; child++) {
      slots.push(place)
      // A record of an index without nullable columns: status 6, the key, the page below.
      page.u8(place, 6)
      page.put(place + 1, this.#keyOf(child * perPage ** (level - 1)))
      const below = placeOf(childBegin + child)
      page.u32(place + 1 + this.#layout.keyBytes, below.pageId)
      page.u16(place + 5 + this.#layout.keyBytes, below.fileId)
      place += this.#layout.indexRecordBytes
    }
    writeSlots(page, slots, place, this.#layout.indexRecordBytes)
    const last = (this.levels[level - 1] ?? 1) - 1
    writeHeader(page, {
      type: pageTypes.index,
      level,
      ...ids,
      ...placeOf(index),
      previous: position > 0 ? placeOf(index - 1) : undefined,
      next: position < last ? placeOf(index + 1) : undefined,
    })
  }

  /** Key of the first row of a leaf page. */
  #keyOf(leaf: number): Uint8Array {
    const { firstKey } = this.#template(leaf)
    if (!this.#numbering || this.#numbering.keyOffset < 0) return firstKey
    const key = new Fields(firstKey.byteLength)
    key.put(0, firstKey)
    const number = this.#firstRow(leaf) + 1
    writeNumber(key, this.#numbering.keyOffset, number, this.#numbering.isBig)
    return key.bytes
  }

  #template(leaf: number): Template {
    const template = this.#templates[leaf % this.#templates.length]
    if (!template) throw new TypeError('the table has no rows')
    return template
  }

  /** Number of the first row of a leaf page, from 0. */
  #firstRow(leaf: number): number {
    const cycle = Math.floor(leaf / this.#templates.length)
    return cycle * this.#patternRows + this.#template(leaf).firstRow
  }
}

function writeNumber(fields: Fields, offset: number, value: number, isBig: boolean): void {
  if (isBig) fields.u64(offset, value)
  else fields.u32(offset, value)
}

function numberingOf(layout: RecordLayout, name: string): Numbering {
  const column = layout.column(name)
  if (column.spec.type !== 'int' && column.spec.type !== 'bigint')
    throw new TypeError(`the numbered column ${name} is neither int nor bigint`)
  return {
    offset: column.leafOffset,
    keyOffset: column.keyOrdinal > 0 ? column.indexOffset - 1 : -1,
    isBig: column.spec.type === 'bigint',
  }
}

function indexLevels(leafCount: number, perPage: number): number[] {
  const levels: number[] = []
  let below = leafCount
  while (below > 1) {
    below = Math.ceil(below / perPage)
    levels.push(below)
  }
  return levels
}
