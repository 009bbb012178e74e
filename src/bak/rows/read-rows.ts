/**
 * Reads the rows of a table from the pages of a backup: follows the allocation maps of its heap or clustered index,
 * decodes page by page, and fetches what lies outside the rows.
 */
import type { CatalogColumn, CatalogTable, Rowset } from '../catalog/catalog.ts'
import { compressionLevels, inRowData } from '../catalog/stored-numbers.ts'
import { bootPageAddress, readBootPage } from '../pages/boot-page.ts'
import type { DatabasePages, Page } from '../pages/database-pages.ts'
import { unitPageAddresses } from '../pages/iam.ts'
import { isPage, pageType, pageTypes } from '../pages/page.ts'
import { columnSteps } from './column-plan.ts'
import { compressedPlan } from './compressed/compressed-plan.ts'
import { decodeCompressedPage } from './compressed/read-compressed.ts'
import type { Decode } from './decode.ts'
import type { DatabaseTraits } from './decoders.ts'
import { rowsError } from './errors.ts'
import { fetchLargeValue } from './large-values.ts'
import { pageOwner } from './page-owner.ts'
import { type DecodedPage, decodePage, type Pending } from './read-records.ts'
import type { Row, SqlValue } from './values.ts'

/** Which rows and columns are wanted. */
export interface ReadRowsOptions {
  /** Names of the columns wanted, in the order wanted; all of the table without. */
  readonly columns?: readonly string[] | undefined
  /** Rows to return at most. */
  readonly limit?: number | undefined
  /** A value outside its row that is longer becomes a marker; 16 MiB without. */
  readonly maxValueBytes?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** What was met while reading, for the rows returned so far. */
export interface RowsSummary {
  readonly rows: number
  /** Of `rows`: rows whose record contradicts itself; all their values are markers. */
  readonly damagedRows: number
  /** Deleted rows that were still there and were left out. */
  readonly ghostRows: number
  /** Rows of a heap that had moved to another page; counted once, where they are. */
  readonly movedRows: number
  readonly pages: number
  /** Pages that the table's maps list but that say they are another table's; they were left out. */
  readonly foreignPages: number
}

/** The rows of a table. Each iteration reads them anew. */
export interface TableRows extends AsyncIterable<Row> {
  /** The columns, in the order of the values of a row. */
  readonly columns: readonly CatalogColumn[]
  /** The same rows, page by page: faster for many rows. */
  batches(): AsyncIterable<readonly Row[]>
  /** Of the latest iteration. */
  summary(): RowsSummary
  /**
   * Whether the rows are decoded after what others report, without a real table that proves it: those of ROW and PAGE
   * compression.
   */
  readonly isUnproven: boolean
}

const defaultMaxValueBytes = 16 * 1024 * 1024
/**
 * Returns the rows of a table in the order of its pages, which need not be the order of any key. They are those of
 * the pages in the backup: the log in it is not applied, so a busy database may differ from what a restore shows.
 *
 * @throws BAK_ROWS_COLUMN_UNKNOWN at once; while iterating BAK_ROWS_NOT_SUPPORTED, BAK_ROWS_PAGE_ABSENT,
 *   BAK_ROWS_PAGE_DAMAGED, BAK_IAM_DAMAGED, what the pages throw, and the signal's reason
 */
export function readRows(
  pages: DatabasePages,
  table: CatalogTable,
  options: ReadRowsOptions = {},
): TableRows {
  const columns = wantedColumns(table, options.columns)
  let summary = emptySummary
  async function* batches(): AsyncGenerator<readonly Row[]> {
    summary = emptySummary
    const limit = options.limit ?? Number.POSITIVE_INFINITY
    const reading = new TableReading(pages, table, columns, options)
    for await (const decoded of reading.pages(() => limit - summary.rows)) {
      summary = {
        rows: summary.rows + decoded.rows.length,
        damagedRows: summary.damagedRows + decoded.damaged,
        ghostRows: summary.ghostRows + decoded.ghosts,
        movedRows: summary.movedRows + decoded.stubs,
        pages: summary.pages + 1,
        foreignPages: reading.foreignPages,
      }
      if (decoded.rows.length > 0) yield decoded.rows
      if (summary.rows >= limit) return
    }
    summary = { ...summary, foreignPages: reading.foreignPages }
  }
  return {
    columns,
    batches,
    summary: () => summary,
    isUnproven: table.rowsets.some(({ compression }) => compression !== 0),
    async *[Symbol.asyncIterator]() {
      for await (const batch of batches()) yield* batch
    },
  }
}

const emptySummary: RowsSummary = {
  rows: 0,
  damagedRows: 0,
  ghostRows: 0,
  movedRows: 0,
  pages: 0,
  foreignPages: 0,
}

function nameOf(table: CatalogTable): string {
  return `${table.schema}.${table.name}`
}

function wantedColumns(
  table: CatalogTable,
  names: readonly string[] | undefined,
): readonly CatalogColumn[] {
  const { columns } = table
  if (names === undefined) return columns
  return names.map((name) => {
    const column = columns.find((each) => each.name === name)
    if (column !== undefined) return column
    const known = columns.map((each) => each.name).join(', ')
    throw rowsError('BAK_ROWS_COLUMN_UNKNOWN', {
      table: nameOf(table),
      column: name,
      columns: known,
    })
  })
}

class TableReading {
  foreignPages = 0
  readonly #pages: DatabasePages
  readonly #table: CatalogTable
  readonly #columns: readonly CatalogColumn[]
  readonly #maxValueBytes: number
  readonly #signal: AbortSignal | undefined

  constructor(
    pages: DatabasePages,
    table: CatalogTable,
    columns: readonly CatalogColumn[],
    options: ReadRowsOptions,
  ) {
    this.#pages = pages
    this.#table = table
    this.#columns = columns
    this.#maxValueBytes = options.maxValueBytes ?? defaultMaxValueBytes
    this.#signal = options.signal
  }

  /** @param left  tells how many rows are still wanted */
  async *pages(left: () => number): AsyncGenerator<DecodedPage> {
    const { rowsets } = this.#table
    if (rowsets.length === 0)
      throw this.#notSupported('it has neither a heap nor a clustered index')
    const traits = await this.#databaseTraits()
    for (const rowset of rowsets) {
      const decode = this.#pageDecoder(rowset, traits)
      for await (const page of this.#dataPages(rowset)) {
        if (left() <= 0) return
        const decoded = decode(page, left())
        for (const pending of decoded.pending) await this.#complete(pending)
        yield decoded
      }
    }
  }

  #pageDecoder(rowset: Rowset, traits: DatabaseTraits): (page: Page, limit: number) => DecodedPage {
    const { compression } = rowset
    if (compression !== 0) {
      const plan =
        compression <= compressionLevels.page && compressedPlan(rowset, this.#columns, traits)
      if (plan) return (page, limit) => decodeCompressedPage(page, plan, limit)
      if (rowset.catalogRows > 0) throw this.#notSupported(whyNotDecoded(compression))
    }
    const steps = columnSteps(rowset, this.#columns, traits)
    return (page, limit) => decodePage(page, steps, limit)
  }

  async #databaseTraits(): Promise<DatabaseTraits> {
    const { fileId, pageId } = bootPageAddress
    const boot = await this.#pages.load(fileId, pageId, this.#signal)
    return {
      databaseVersion: this.#pages.databaseVersion,
      collationId: (boot === undefined ? undefined : readBootPage(boot.view))?.collationId ?? 0,
    }
  }

  async *#dataPages(rowset: Rowset): AsyncGenerator<Page> {
    const signal = this.#signal
    const inRow = rowset.allocationUnits.find((unit) => unit.type === inRowData)
    if (inRow === undefined) {
      if (rowset.catalogRows > 0) throw this.#notSupported('its rows lie outside the data files')
      return
    }
    const isOwn = pageOwner(this.#table, rowset, inRow)
    for await (const { fileId, pageId } of unitPageAddresses(
      this.#pages,
      inRow.firstIamPage,
      signal,
    )) {
      signal?.throwIfAborted()
      if (!(await this.#pages.isAllocated(fileId, pageId, signal))) continue
      const page =
        this.#pages.peek(fileId, pageId) ?? (await this.#pages.load(fileId, pageId, signal))
      const place = `${fileId}:${pageId}`
      const names = { table: nameOf(this.#table), place, file: this.#pages.name }
      if (page === undefined) throw rowsError('BAK_ROWS_PAGE_ABSENT', names)
      const { view } = page
      const type = pageType(view)
      if (!isPage(view, fileId, pageId) || (type !== pageTypes.data && type !== pageTypes.index)) {
        throw rowsError('BAK_ROWS_PAGE_DAMAGED', { ...names, reason: `type = ${type}` })
      }
      if (type !== pageTypes.data) continue
      if (isOwn(view)) yield page
      else this.foreignPages++
    }
  }

  async #complete({ row, index, offRow, decode }: Pending): Promise<void> {
    const value = await fetchLargeValue(this.#pages, offRow, this.#maxValueBytes, this.#signal)
    row[index] = value instanceof Uint8Array ? decoded(value, decode) : value
  }

  #notSupported(reason: string): Error {
    return rowsError('BAK_ROWS_NOT_SUPPORTED', { table: nameOf(this.#table), reason })
  }
}

function whyNotDecoded(compression: number): string {
  return compression <= compressionLevels.page
    ? 'it is compressed, and has dropped, hidden or sparse columns'
    : 'it is a columnstore'
}

function decoded(bytes: Uint8Array, decode: Decode): SqlValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return decode({ bytes, view }, 0, bytes.length)
}
