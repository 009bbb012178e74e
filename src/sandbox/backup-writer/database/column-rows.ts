/**
 * The rows of the base tables for the columns of one table.
 * @source bak-format facts 4.1; constants of status columns from user tables of real files of 2016 [measured]
 */
import { Fields } from '../fields.ts'
import type { ListedTable } from './catalog-rows.ts'
import { typeInfo } from './column-types.ts'
import type { PlacedColumn } from './record-layout.ts'
import type { CellValue } from './table-spec.ts'

type Cells = Readonly<Record<string, CellValue>>

const columnBits = {
  notNull: 1,
  ansiPadded: 2,
  identity: 4,
  /** sysrscols: the column is not null. */
  storedNotNull: 0x80,
  /** sysrscols: the column was dropped. */
  dropped: 2,
}
const sysnameType = 256
const nvarcharType = 231
/** Columns that were dropped have ids from here on. @source real backups [measured] */
const firstDroppedId = 0x400_0000

/** sysrscols: where each column lies in the records, dropped ones too. */
export function storedColumns(table: ListedTable): Cells[] {
  return table.layout.columns.map((column) => ({
    rsid: table.rowsetId,
    rscolid: column.spec.isDropped ? firstDroppedId + column.columnId : column.columnId,
    hbcolid: column.order,
    rcmodified: 0,
    ti: typeInfo(column.type),
    cid: column.collationId,
    ordkey: column.keyOrdinal,
    maxinrowlen: column.type.lengthBytes === -1 ? 8000 : 0,
    status:
      (column.isNullable ? 0 : columnBits.storedNotNull) |
      (column.spec.isDropped ? columnBits.dropped : 0),
    // Two numbers of 16 bits each: in the rows, and in the index above them.
    offset: (column.leafOffset & 0xffff) | (column.indexOffset << 16),
    nullbit: column.order,
    bitpos: column.bitPosition,
    colguid: null,
    dbfragid: 0,
  }))
}

/** syscolpars: the columns that the table has. */
export function declaredColumns(table: ListedTable): Cells[] {
  return table.layout.columns
    .filter(({ spec }) => !spec.isDropped)
    .map((column) => {
      const { type, spec } = column
      const isName = table.isSystem && type.typeId === nvarcharType
      return {
        id: table.objectId,
        number: 0,
        colid: column.columnId,
        name: spec.name,
        xtype: type.typeId,
        utype: isName ? sysnameType : type.typeId,
        length: type.lengthBytes,
        prec: type.precision,
        scale: type.scale,
        collationid: column.collationId,
        status: columnStatus(column),
        maxinrow: type.lengthBytes === -1 ? 8000 : type.lengthBytes,
        xmlns: 0,
        dflt: 0,
        chk: 0,
        idtval: spec.isIdentity ? identityValue(type.lengthBytes, table.rowCount) : null,
      }
    })
}

function columnStatus({ isNullable, type, spec }: PlacedColumn): number {
  const hasPadding = type.isVariable || ['char', 'nchar', 'binary'].includes(spec.type)
  return (
    (isNullable ? 0 : columnBits.notNull) |
    (hasPadding ? columnBits.ansiPadded : 0) |
    (spec.isIdentity ? columnBits.identity : 0)
  )
}

/** Last value, increment and seed, each as wide as the column, and 1 where none was given out. @source syscolpars of real files [measured] */
function identityValue(width: number, last: number): Uint8Array {
  const fields = new Fields(3 * width + 1)
  for (const [index, value] of [Math.max(1, last), 1, 1].entries())
    if (width === 8) fields.u64(index * 8, value)
    else if (width === 4) fields.u32(index * 4, value)
  fields.u8(3 * width, last === 0 ? 1 : 0)
  return fields.bytes
}
