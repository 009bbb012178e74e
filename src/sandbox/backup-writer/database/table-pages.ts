/**
 * The pages of one table: rows packed into pages, and the index above them where the table is clustered. A page is
 * made when it is asked for; what is kept are the pages that the given rows fill, however often they are repeated.
 */
import { pageBytes } from '../checksums.ts'
import { Fields } from '../fields.ts'
import {
  countSlots,
  firstRecordAt,
  type PagePlace,
  pageRoom,
  pageTypes,
  writeHeader,
  writeSlots,
} from './page-writer.ts'
import type { RecordLayout } from './record-layout.ts'
import type { CellValue, RepeatedRows } from './table-spec.ts'

/** A page full of rows, without its header. */
interface Template {
  readonly page: Fields
  /** Number of its first row within the pattern, from 0. */
  readonly firstRow: number
  readonly rowCount: number
  readonly recordsEnd: number
  /** Places of the records. */
  readonly slots: readonly number[]
  readonly firstKey: Uint8Array
}

/** Ids that pages carry: parts of the allocation unit's id. */
export interface UnitIds {
  readonly indexId: number
  readonly objectId: number
}

/** Tells where a page of the table stands, by its number within the table. */
export type PlaceOf = (index: number) => PagePlace

interface Numbering {
  readonly offset: number
  readonly keyOffset: number
  readonly isBig: boolean
}

/** The rows of one table as pages. */
export class TablePages {
  readonly rowCount: number
  /** Pages with rows. */
  readonly leafCount: number
  /** Pages of each level of the index, from the lowest; empty for a heap and for a table of one page. */
  readonly levels: readonly number[]
  readonly #layout: RecordLayout
  readonly #templates: readonly Template[]
  readonly #patternRows: number
  readonly #numbering: Numbering | undefined
  readonly #isClustered: boolean

  constructor(
    layout: RecordLayout,
    rows: readonly (readonly CellValue[])[] | RepeatedRows,
    isClustered: boolean,
  ) {
    const repeated = 'pattern' in rows ? rows : undefined
    const pattern = 'pattern' in rows ? rows.pattern : rows
    if (repeated && pattern.length === 0) throw new TypeError('a pattern has at least one row')
    this.#layout = layout
    this.#isClustered = isClustered
    this.#templates = pack(layout, pattern)
    this.#patternRows = pattern.length
    this.rowCount = repeated?.count ?? pattern.length
    if (repeated) this.#numbering = numberingOf(layout, repeated.numberedColumn)
    const rest = this.#patternRows === 0 ? 0 : this.rowCount % this.#patternRows
    const cycles = this.#patternRows === 0 ? 0 : (this.rowCount - rest) / this.#patternRows
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

  /** Writes page `index` over whatever `page` holds, without checksum. */
  write(page: Fields, index: number, ids: UnitIds, placeOf: PlaceOf): void {
    if (index < this.leafCount) this.#writeLeaf(page, index, ids, placeOf)
    else this.#writeIndex(page, index, ids, placeOf)
  }

  #writeLeaf(page: Fields, index: number, ids: UnitIds, placeOf: PlaceOf): void {
    const template = this.#template(index)
    page.bytes.set(template.page.bytes)
    const first = this.#firstRow(index)
    const rows = Math.min(template.rowCount, this.rowCount - first)
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
    const isLinked = this.#isClustered
    writeHeader(page, {
      type: pageTypes.rows,
      ...ids,
      ...placeOf(index),
      previous: isLinked && index > 0 ? placeOf(index - 1) : undefined,
      next: isLinked && index + 1 < this.leafCount ? placeOf(index + 1) : undefined,
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

/** Fills page after page, each up to its last byte if the rows allow. @throws TypeError for a row beyond a page */
function pack(layout: RecordLayout, rows: readonly (readonly CellValue[])[]): Template[] {
  const templates: Template[] = []
  let page = new Fields(pageBytes)
  let slots: number[] = []
  let place = firstRecordAt
  let firstKey: Uint8Array = new Uint8Array(0)
  let firstRow = 0
  const finish = (next: number) => {
    writeSlots(page, slots, place, layout.fixedEnd)
    templates.push({ page, firstRow, rowCount: slots.length, recordsEnd: place, slots, firstKey })
    page = new Fields(pageBytes)
    slots = []
    place = firstRecordAt
    firstRow = next
  }
  for (const [index, values] of rows.entries()) {
    const { bytes, key } = layout.encode(values)
    // SQL Server allows rows of up to 8,060 bytes.
    if (bytes.byteLength > 8060)
      throw new TypeError(`row ${index} has ${bytes.byteLength} bytes, more than 8,060`)
    if (place + bytes.byteLength + 2 * (slots.length + 1) > pageBytes) finish(index)
    if (slots.length === 0) firstKey = key
    slots.push(place)
    page.put(place, bytes)
    place += bytes.byteLength
  }
  if (slots.length > 0) finish(rows.length)
  return templates
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
