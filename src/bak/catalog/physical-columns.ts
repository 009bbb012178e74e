/**
 * Where the columns of a rowset lie in its records: sysrscols from 2008, sysrowsetcolumns with syshobtcolumns in 2005.
 *
 * @source bak-format facts 4.1, sysrscols [measured]; the tables of 2005 by the rows that two backups of Northwind
 *   decode to [measured]
 */
import type { BaseColumn, BaseRow } from './base-row.ts'
import type { BaseTable } from './base-table.ts'
import { decimalTypes, scaledTypes, sizedTypes, typeIds, valueBytes } from './system-types.ts'

/** A column of a rowset as stored, with its length as a number of bytes; 0 where it is not limited. */
export interface PhysicalColumn {
  /** Column id of the table; 0x4000000 and more for dropped columns. */
  readonly columnId: number
  readonly systemTypeId: number
  readonly lengthBytes: number
  readonly precision: number
  readonly scale: number
  readonly collationId: number
  readonly keyOrdinal: number
  readonly status: number
  readonly leafOffset: number
  readonly nullBit: number
  readonly bitPosition: number
}

/** Bits of `status`. @source real backups: dropped columns have 2, columns declared NOT NULL 0x80 [measured] */
export const physicalStatus = { dropped: 0x2, uniquifier: 0x8, notNull: 0x80 } as const

/** What the other types take in a record: a pointer to their value, a sql_variant at its longest, a bit's byte. */
const otherBytes: ReadonlyMap<number, number> = new Map([
  [typeIds.image, 16],
  [typeIds.text, 16],
  [typeIds.ntext, 16],
  [typeIds.variant, 8016],
  [typeIds.bit, 1],
])

export interface StoredType {
  readonly systemTypeId: number
  readonly lengthBytes: number
  readonly precision: number
  readonly scale: number
}

/**
 * Returns the type that is packed into sysrscols.ti: the type's id in its low byte, above it a length of 16 bits, or
 * precision and scale of 8 bits each.
 *
 * @source 3,900 columns of real backups whose declared types say the same [measured]
 */
export function unpackType(ti: number): StoredType {
  const systemTypeId = ti & 0xff
  if (sizedTypes.has(systemTypeId))
    return { systemTypeId, lengthBytes: (ti >>> 8) & 0xffff, precision: 0, scale: 0 }
  const isDecimal = decimalTypes.has(systemTypeId)
  const first = (ti >>> 8) & 0xff
  const precision = isDecimal ? first : 0
  const scale = isDecimal ? (ti >>> 16) & 0xff : scaledTypes.has(systemTypeId) ? first : 0
  const bytes = valueBytes(systemTypeId, precision, scale) ?? otherBytes.get(systemTypeId)
  return { systemTypeId, lengthBytes: bytes ?? 0, precision, scale }
}

/** Reads rows of sysrscols. */
export class RowsetColumnReader {
  readonly #rsid: BaseColumn
  readonly #rscolid: BaseColumn
  readonly #ti: BaseColumn
  readonly #cid: BaseColumn
  readonly #ordkey: BaseColumn
  readonly #status: BaseColumn
  readonly #offset: BaseColumn
  readonly #nullbit: BaseColumn
  readonly #bitpos: BaseColumn

  constructor(table: BaseTable) {
    this.#rsid = table.column('rsid')
    this.#rscolid = table.column('rscolid')
    this.#ti = table.column('ti')
    this.#cid = table.column('cid')
    this.#ordkey = table.column('ordkey')
    this.#status = table.column('status')
    this.#offset = table.column('offset')
    this.#nullbit = table.column('nullbit')
    this.#bitpos = table.column('bitpos')
  }

  rowsetId(row: BaseRow): bigint {
    return row.bigint(this.#rsid)
  }

  read(row: BaseRow): PhysicalColumn {
    return {
      columnId: row.int(this.#rscolid),
      ...unpackType(row.int(this.#ti)),
      collationId: row.int(this.#cid),
      keyOrdinal: row.int(this.#ordkey),
      status: row.int(this.#status),
      leafOffset: low16(row.int(this.#offset)),
      nullBit: low16(row.int(this.#nullbit)),
      bitPosition: row.int(this.#bitpos),
    }
  }
}

/** The lower of two signed numbers of 16 bits. */
function low16(value: number): number {
  return (value << 16) >> 16
}

/** Reads rows of syshobtcolumns: of 2005. Their column id is the hobt's; sysrowsetcolumns has the table's. */
export class HobtColumnReader {
  readonly #columns: Readonly<Record<(typeof hobtFields)[number], BaseColumn>>

  constructor(table: BaseTable) {
    const columns: Partial<Record<(typeof hobtFields)[number], BaseColumn>> = {}
    for (const name of hobtFields) columns[name] = table.column(name)
    this.#columns = columns as Record<(typeof hobtFields)[number], BaseColumn>
  }

  hobtId(row: BaseRow): bigint {
    return row.bigint(this.#columns.hobtid)
  }

  read(row: BaseRow): PhysicalColumn {
    const columns = this.#columns
    return {
      columnId: row.int(columns.hobtcolumnid),
      systemTypeId: row.int(columns.xtype),
      lengthBytes: Math.max(0, row.int(columns.length)),
      precision: row.int(columns.prec),
      scale: row.int(columns.scale),
      collationId: row.int(columns.collationid),
      keyOrdinal: row.int(columns.ordkey),
      status: row.int(columns.status),
      leafOffset: row.int(columns.offsetleaf),
      nullBit: row.int(columns.nullbitleaf),
      bitPosition: row.int(columns.bitposleaf),
    }
  }
}

const hobtFields = [
  'hobtid',
  'hobtcolumnid',
  'status',
  'ordkey',
  'xtype',
  'length',
  'prec',
  'scale',
  'collationid',
  'offsetleaf',
  'bitposleaf',
  'nullbitleaf',
] as const
