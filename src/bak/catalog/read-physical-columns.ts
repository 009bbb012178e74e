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

const fields = [
  'columnId',
  'systemTypeId',
  'lengthBytes',
  'precision',
  'scale',
  'collationId',
  'keyOrdinal',
  'status',
  'leafOffset',
  'nullBit',
  'bitPosition',
] as const satisfies (keyof PhysicalColumn)[]

export async function readPhysicalColumns(
  system: SystemTables,
  { numbers }: Rowsets,
  signal: AbortSignal | undefined,
): Promise<StoredPhysicalColumns> {
  const rows = new IntRows(1 + fields.length)
  const add = (rowsetNumber: number, column: PhysicalColumn) =>
    rows.add(rowsetNumber, ...fields.map((field) => column[field]))
  if (system.find('sysrscols')) await readRowsetColumns(system, numbers, add, signal)
  else await readHobtColumns(system, numbers, add, signal)
  rows.sort()
  const at = (row: number, field: (typeof fields)[number]) =>
    rows.at(row, 1 + fields.indexOf(field))
  return {
    ofRowset: (rowsetNumber, columns) => {
      const declared = new Map(columns.map((column) => [column.columnId, column]))
      return rows.map(rowsetNumber, (row): RowsetColumn => {
        const columnId = at(row, 'columnId')
        const column = declared.get(columnId)
        const isHidden = columnId >= firstHiddenId || column === undefined
        const length = at(row, 'lengthBytes')
        return {
          columnId: isHidden ? 0 : columnId,
          systemTypeId: at(row, 'systemTypeId'),
          maxLengthBytes: length === 0 ? -1 : length,
          precision: at(row, 'precision'),
          scale: at(row, 'scale'),
          collationId: at(row, 'collationId'),
          isNullable: column?.isNullable ?? true,
          isDropped: isHidden && (at(row, 'status') & physicalStatus.uniquifier) === 0,
          isSparse: column?.isSparse ?? false,
          leafOffset: at(row, 'leafOffset'),
          nullBit: at(row, 'nullBit'),
          bitPosition: at(row, 'bitPosition'),
          keyOrdinal: at(row, 'keyOrdinal'),
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
