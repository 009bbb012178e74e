/** How the columns of tables lie in their records. */
import type { BaseRow } from './base-row.ts'
import type { RowsetColumn } from './catalog.ts'
import { IntRows } from './int-rows.ts'
import {
  HobtColumnReader,
  type PhysicalColumn,
  physicalStatus,
  RowsetColumnReader,
} from './physical-columns.ts'
import type { Rowsets } from './read-catalog.ts'
import type { StoredPhysicalColumns } from './stored-table.ts'
import type { SystemTables } from './system-tables.ts'

/** Column ids from here on are given to columns that no longer belong to the table. @source real backups [measured] */
const firstHiddenId = 0x400_0000

/** What of a column is kept, in this order, behind the number of its rowset: small numbers two or three to one. */
const at = {
  columnId: 1,
  type: 2,
  length: 3,
  collation: 4,
  status: 5,
  place: 6,
  ordinals: 7,
} as const
const width = 8

function pack(rowsetNumber: number, column: PhysicalColumn): number[] {
  return [
    rowsetNumber,
    column.columnId,
    column.systemTypeId | (column.precision << 8) | (column.scale << 16),
    column.lengthBytes,
    column.collationId,
    column.status,
    (column.leafOffset << 16) | (column.nullBit & 0xffff),
    (column.keyOrdinal << 16) | (column.bitPosition & 0xffff),
  ]
}

function unpack(rows: IntRows, row: number): PhysicalColumn {
  const type = rows.at(row, at.type)
  const place = rows.at(row, at.place)
  const ordinals = rows.at(row, at.ordinals)
  return {
    columnId: rows.at(row, at.columnId),
    systemTypeId: type & 0xff,
    precision: (type >>> 8) & 0xff,
    scale: (type >>> 16) & 0xff,
    lengthBytes: rows.at(row, at.length),
    collationId: rows.at(row, at.collation),
    status: rows.at(row, at.status),
    leafOffset: place >> 16,
    nullBit: (place << 16) >> 16,
    keyOrdinal: ordinals >> 16,
    bitPosition: (ordinals << 16) >> 16,
  }
}

/** Returns where columns lie in the records of each rowset. @throws what scanning system tables throws */
export async function readPhysicalColumns(
  system: SystemTables,
  { numbers }: Rowsets,
  signal: AbortSignal | undefined,
): Promise<StoredPhysicalColumns> {
  const rows = new IntRows(width)
  const add = (rowsetNumber: number, column: PhysicalColumn) =>
    rows.add(...pack(rowsetNumber, column))
  if (system.find('sysrscols')) await readRowsetColumns(system, numbers, add, signal)
  else await readHobtColumns(system, numbers, add, signal)
  rows.sort()
  return {
    ofRowset: (rowsetNumber, columns) => {
      const declared = new Map(columns.map((column) => [column.columnId, column]))
      return rows.map(rowsetNumber, (row): RowsetColumn => {
        const { columnId, status, lengthBytes, ...physical } = unpack(rows, row)
        const column = declared.get(columnId)
        const isHidden = columnId >= firstHiddenId || column === undefined
        return {
          ...physical,
          columnId: isHidden ? 0 : columnId,
          maxLengthBytes: lengthBytes === 0 ? -1 : lengthBytes,
          isNullable: column?.isNullable ?? true,
          isDropped: isHidden && (status & physicalStatus.uniquifier) === 0,
          isSparse: column?.isSparse ?? false,
        }
      })
    },
  }
}

type Add = (rowsetNumber: number, column: PhysicalColumn) => void

async function readRowsetColumns(
  system: SystemTables,
  numbers: ReadonlyMap<bigint, number>,
  add: Add,
  signal: AbortSignal | undefined,
): Promise<void> {
  const reader = new RowsetColumnReader(system.table('sysrscols'))
  const onRow = (row: BaseRow) => {
    const number = numbers.get(reader.rowsetId(row))
    if (number !== undefined) add(number, reader.read(row))
  }
  await system.scan('sysrscols', onRow, signal)
}

/** In 2005 a rowset's columns are those of the hobt with its id, under numbers that sysrowsetcolumns translates. */
async function readHobtColumns(
  system: SystemTables,
  numbers: ReadonlyMap<bigint, number>,
  add: Add,
  signal: AbortSignal | undefined,
): Promise<void> {
  const table = system.table('sysrowsetcolumns')
  const rowsetid = table.column('rowsetid')
  const rowsetcolid = table.column('rowsetcolid')
  const hobtcolid = table.column('hobtcolid')
  const translations = new IntRows(3)
  const onTranslation = (row: BaseRow) => {
    const number = numbers.get(row.bigint(rowsetid))
    if (number !== undefined) translations.add(number, row.int(hobtcolid), row.int(rowsetcolid))
  }
  await system.scan('sysrowsetcolumns', onTranslation, signal)
  translations.sort()
  const reader = new HobtColumnReader(system.table('syshobtcolumns'))
  const onRow = (row: BaseRow) => {
    const number = numbers.get(reader.hobtId(row))
    if (number === undefined) return
    const column = reader.read(row)
    const { from, to } = translations.range(number)
    for (let at = from; at < to; at++) {
      if (translations.at(at, 1) !== column.columnId) continue
      add(number, { ...column, columnId: translations.at(at, 2) })
      return
    }
  }
  await system.scan('syshobtcolumns', onRow, signal)
}
