/** A table in memory, its pages written by hand: what real backups at hand do not have. */
import type { CatalogColumn, CatalogTable, RowsetColumn } from '../../../src/bak/catalog/catalog.ts'
import type { DatabasePages, Page } from '../../../src/bak/pages/database-pages.ts'

export const pageBytes = 8192
const bootPage = 9
const iamPage = 10
export const dataPage = 16
export const lobPage = 24

/** Returns hexadecimal digits as bytes; blanks are left out. */
export function hex(digits: string): Uint8Array {
  return Uint8Array.from(digits.replaceAll(' ', '').match(/../g) ?? [], (pair) =>
    Number.parseInt(pair, 16),
  )
}

/** Returns a page with these records, in the order of its slots. */
export function pageOf(pageId: number, type: number, records: readonly Uint8Array[]): Page {
  const bytes = new Uint8Array(pageBytes)
  const view = new DataView(bytes.buffer)
  bytes[0] = 1
  bytes[1] = type
  view.setUint32(32, pageId, true)
  view.setUint16(36, 1, true)
  view.setUint16(22, records.length, true)
  let at = 96
  for (const [slot, record] of records.entries()) {
    bytes.set(record, at)
    view.setUint16(pageBytes - 2 * (slot + 1), at, true)
    at += record.length
  }
  return { fileId: 1, pageId, bytes, view }
}

/** Returns an IAM page whose interval holds these pages' extents. */
function iamOf(pageIds: readonly number[]): Page {
  const header = new Uint8Array(94)
  new DataView(header.buffer).setUint16(2, 94, true)
  header[44] = 1
  const bitmap = new Uint8Array(4 + 7992)
  new DataView(bitmap.buffer).setUint16(2, 7992, true)
  for (const pageId of pageIds) {
    const extent = pageId >> 3
    const at = 4 + (extent >> 3)
    bitmap[at] = (bitmap[at] ?? 0) | (1 << (extent & 7))
  }
  return pageOf(iamPage, 10, [header, bitmap])
}

/** Returns a database of these pages; all of them are allocated. */
export function databaseOf(dataPages: readonly Page[], databaseVersion = 869): DatabasePages {
  const known = new Map(dataPages.map((page) => [page.pageId, page]))
  known.set(bootPage, pageOf(bootPage, 13, []))
  const ids = dataPages.filter(({ bytes }) => bytes[1] === 1).map(({ pageId }) => pageId)
  known.set(iamPage, iamOf(ids))
  return {
    name: 'made.bak',
    database: 'made',
    databaseVersion,
    files: [],
    peek: () => undefined,
    load: async (_fileId, pageId) => known.get(pageId),
    isAllocated: async (_fileId, pageId) => known.has(pageId),
  }
}

export type MadeColumn = Partial<RowsetColumn> & Partial<CatalogColumn>

/** Returns a heap with these columns, numbered from 1. */
export function tableOf(columns: readonly MadeColumn[], compression = 0): CatalogTable {
  const shared = { precision: 0, scale: 0, isNullable: true, isSparse: false, maxLengthBytes: 0 }
  const stored = columns.map((column, index): RowsetColumn => {
    const { systemTypeId = 56, leafOffset = 4, nullBit = index + 1 } = column
    const rest = { collationId: 0, isDropped: false, bitPosition: 0, keyOrdinal: 0 }
    const columnId = index + 1
    return { ...shared, ...rest, ...column, columnId, systemTypeId, leafOffset, nullBit }
  })
  const unit = {
    unitId: 1n,
    type: 1,
    usedPages: 1,
    firstPage: undefined,
    rootPage: undefined,
    firstIamPage: { fileId: 1, pageId: iamPage },
  }
  return {
    objectId: 1,
    schema: 'dbo',
    name: 'Made',
    columns: columns.map((column, index): CatalogColumn => {
      const rest = { typeName: '', userTypeId: 0, isIdentity: false, isComputed: false }
      const name = `c${index + 1}`
      const { systemTypeId = 56 } = column
      const columnId = index + 1
      return { ...shared, ...rest, collation: undefined, name, ...column, columnId, systemTypeId }
    }),
    indexes: [],
    rowsets: [
      {
        rowsetId: 1n,
        indexId: 0,
        partitionNumber: 1,
        catalogRows: 1,
        compression,
        allocationUnits: [unit],
        columns: stored.filter((column) => column.leafOffset !== 0),
      },
    ],
    catalogRows: 1,
    compression,
  }
}

/** Returns a record: fixed bytes behind the first four, one null bit for each column, variable values. */
export function recordOf(record: {
  readonly status?: number
  readonly fixed: string
  readonly columns: number
  readonly nulls?: number
  /** Values; one in brackets lies outside the row. */
  readonly variable?: readonly (Uint8Array | readonly [Uint8Array])[]
}): Uint8Array {
  const { columns, nulls = 0, variable } = record
  const fixed = hex(record.fixed)
  const status = record.status ?? (variable === undefined ? 0x10 : 0x30)
  const nullBytes = (columns + 7) >> 3
  const values = (variable ?? []).map((value) => (value instanceof Uint8Array ? value : value[0]))
  const endsAt = 4 + fixed.length + 2 + nullBytes + 2
  const begin = variable === undefined ? endsAt - 2 : endsAt + 2 * values.length
  const bytes = new Uint8Array(begin + values.reduce((sum, value) => sum + value.length, 0))
  const view = new DataView(bytes.buffer)
  bytes[0] = status
  view.setUint16(2, 4 + fixed.length, true)
  bytes.set(fixed, 4)
  view.setUint16(4 + fixed.length, columns, true)
  for (let byte = 0; byte < nullBytes; byte++)
    bytes[6 + fixed.length + byte] = (nulls >> (8 * byte)) & 0xff
  if (variable === undefined) return bytes
  view.setUint16(endsAt - 2, values.length, true)
  let at = begin
  for (const [index, value] of values.entries()) {
    bytes.set(value, at)
    at += value.length
    const flag = variable[index] instanceof Uint8Array ? 0 : 0x8000
    view.setUint16(endsAt + 2 * index, at | flag, true)
  }
  return bytes
}
