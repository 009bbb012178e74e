/**
 * How fast rows of six ordinary columns come out of a backup: rows a second and the most memory used.
 *
 * Usage: node bench/rows.ts [rows in millions, default 2]
 *
 * The pages are made in memory, as SQL Server lays out such a table; finding pages in a file is another bench.
 */
import type { CatalogColumn, CatalogTable, RowsetColumn } from '../src/bak/catalog/catalog.ts'
import {
  type DatabasePages,
  extentPages,
  type Page,
  pageBytes,
} from '../src/bak/pages/database-pages.ts'
import { readRows } from '../src/bak/rows/read-rows.ts'
import { toCsv } from '../src/bak/rows/to-csv.ts'
import { toJsonLines } from '../src/bak/rows/to-json-lines.ts'

/** Different pages, repeated: enough that no value is always the same. */
const madePages = 64
const firstDataPage = 16
const iamPage = 10
const bootPage = 9
const inRowData = 1

interface Made {
  readonly name: string
  readonly systemTypeId: number
  readonly lengthBytes: number
  readonly leafOffset: number
}

/** id int, customer nvarchar(40), created datetime, price money, quantity smallint, state varchar(10). */
const made: readonly Made[] = [
  { name: 'id', systemTypeId: 56, lengthBytes: 4, leafOffset: 4 },
  { name: 'customer', systemTypeId: 231, lengthBytes: 80, leafOffset: -1 },
  { name: 'created', systemTypeId: 61, lengthBytes: 8, leafOffset: 8 },
  { name: 'price', systemTypeId: 60, lengthBytes: 8, leafOffset: 16 },
  { name: 'quantity', systemTypeId: 52, lengthBytes: 2, leafOffset: 24 },
  { name: 'state', systemTypeId: 167, lengthBytes: 10, leafOffset: -2 },
]
const fixedEnd = 26

const rowsWanted = Number(process.argv[2] ?? 2) * 1e6
const dataPages = Array.from({ length: madePages }, (_, index) => madeDataPage(index))
const rowsPerPage =
  dataPages.reduce((sum, { view }) => sum + view.getUint16(22, true), 0) / madePages
const pageCount = Math.ceil(rowsWanted / rowsPerPage)
const pages = madeDatabase(pageCount)
const table = madeTable(Math.round(pageCount * rowsPerPage))

console.log(`rows: ${pageCount} pages of about ${Math.round(rowsPerPage)} rows with six columns`)
await report('arrays of values', async () => {
  let rows = 0
  for await (const batch of readRows(pages, table).batches()) rows += batch.length
  return rows
})
await report('rows one by one', async () => {
  let rows = 0
  for await (const row of readRows(pages, table)) rows += row.length / made.length
  return rows
})
await report('CSV', async () => await drain(toCsv(readRows(pages, table))))
await report('JSON Lines', async () => await drain(toJsonLines(readRows(pages, table))))

async function drain(pieces: AsyncIterable<string>): Promise<number> {
  let characters = 0
  for await (const piece of pieces) characters += piece.length
  return characters > 0 ? Math.round(pageCount * rowsPerPage) : 0
}

async function report(what: string, read: () => Promise<number>): Promise<void> {
  let peak = 0
  const begun = performance.now()
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 50)
  const rows = await read()
  clearInterval(watch)
  const seconds = (performance.now() - begun) / 1000
  peak = Math.max(peak, process.memoryUsage().rss)
  const rate = Math.round(rows / seconds / 1000)
  console.log(
    `${what.padEnd(18)} ${rows} rows in ${seconds.toFixed(2)} s: ${rate} thousand rows/s, ${Math.round(peak / 2 ** 20)} MiB at most`,
  )
}

function blank(fileId: number, pageId: number, type: number): Page {
  const bytes = new Uint8Array(pageBytes)
  const view = new DataView(bytes.buffer)
  bytes[0] = 1
  bytes[1] = type
  view.setUint32(32, pageId, true)
  view.setUint16(36, fileId, true)
  return { fileId, pageId, bytes, view }
}

function madeDataPage(index: number): Page {
  const page = blank(1, firstDataPage + index, 1)
  const { bytes, view } = page
  let at = 96
  let slots = 0
  for (;;) {
    const id = index * 1000 + slots
    const customer = `Customer ${id * 7919} & Sons, Hangzhou`
    const state = ['paid', 'open', 'cancelled'][id % 3] ?? ''
    const length = fixedEnd + 3 + 2 + 4 + customer.length * 2 + state.length
    if (at + length > pageBytes - 2 * (slots + 1)) break
    bytes[at] = 0x30
    view.setUint16(at + 2, fixedEnd, true)
    view.setInt32(at + 4, id, true)
    view.setUint32(at + 8, (id * 7919) % 25_920_000, true)
    view.setInt32(at + 12, 40_000 + (id % 3000), true)
    view.setBigInt64(at + 16, BigInt(id * 12_345), true)
    view.setInt16(at + 24, id % 100, true)
    view.setUint16(at + fixedEnd, made.length, true)
    const ends = at + fixedEnd + 3
    view.setUint16(ends, 2, true)
    let from = ends + 6
    for (const letter of customer) {
      view.setUint16(from, letter.charCodeAt(0), true)
      from += 2
    }
    view.setUint16(ends + 2, from - at, true)
    for (const letter of state) bytes[from++] = letter.charCodeAt(0)
    view.setUint16(ends + 4, from - at, true)
    slots++
    view.setUint16(pageBytes - 2 * slots, at, true)
    at = from
  }
  view.setUint16(22, slots, true)
  return page
}

/** One IAM page whose interval holds all pages; every page is one of those made. */
function madeDatabase(count: number): DatabasePages {
  const boot = blank(1, bootPage, 13)
  const iam = blank(1, iamPage, 10)
  const { bytes, view } = iam
  view.setUint16(22, 2, true)
  view.setUint16(pageBytes - 2, 96, true)
  view.setUint16(pageBytes - 4, 190, true)
  view.setUint16(96 + 2, 94, true)
  view.setUint16(96 + 44, 1, true)
  view.setUint16(190 + 2, 7992, true)
  const firstExtent = firstDataPage / extentPages
  for (let extent = firstExtent; extent < firstExtent + Math.ceil(count / extentPages); extent++) {
    const at = 194 + (extent >> 3)
    bytes[at] = (bytes[at] ?? 0) | (1 << (extent & 7))
  }
  const load = (fileId: number, pageId: number): Page | undefined => {
    if (pageId === bootPage) return boot
    if (pageId === iamPage) return iam
    const source = dataPages[(pageId - firstDataPage) % madePages]
    if (source === undefined) return undefined
    source.view.setUint32(32, pageId, true)
    return { fileId, pageId, bytes: source.bytes, view: source.view }
  }
  return {
    name: 'memory',
    database: 'bench',
    databaseVersion: 869,
    files: [],
    peek: load,
    load: async (fileId, pageId) => load(fileId, pageId),
    isAllocated: async (_fileId, pageId) => pageId < firstDataPage + count,
  }
}

function madeTable(rows: number): CatalogTable {
  const shared = { precision: 0, scale: 0, isNullable: true, isSparse: false }
  const columns = made.map(
    ({ name, systemTypeId, lengthBytes }, index): CatalogColumn => ({
      ...shared,
      columnId: index + 1,
      name,
      typeName: name,
      systemTypeId,
      userTypeId: systemTypeId,
      maxLengthBytes: lengthBytes,
      collation: undefined,
      isIdentity: false,
      isComputed: false,
    }),
  )
  const stored = made.map(
    ({ systemTypeId, lengthBytes, leafOffset }, index): RowsetColumn => ({
      ...shared,
      columnId: index + 1,
      systemTypeId,
      maxLengthBytes: lengthBytes,
      collationId: 0xd024,
      isDropped: false,
      leafOffset,
      nullBit: index + 1,
      bitPosition: 0,
      keyOrdinal: 0,
    }),
  )
  const unit = {
    unitId: 1n,
    type: inRowData,
    usedPages: rows,
    firstPage: undefined,
    rootPage: undefined,
    firstIamPage: { fileId: 1, pageId: iamPage },
  }
  return {
    objectId: 1,
    schema: 'dbo',
    name: 'Orders',
    columns,
    indexes: [],
    rowsets: [
      {
        rowsetId: 1n,
        indexId: 0,
        partitionNumber: 1,
        catalogRows: rows,
        compression: 0,
        allocationUnits: [unit],
        columns: stored,
      },
    ],
    catalogRows: rows,
    compression: 0,
  }
}
