/**
 * One row of a system table, read by the columns that the catalog itself gives for that table. A cursor: it is moved
 * from record to record, and what it returns is copied out of the page.
 */
import { utf16 } from '../binary.ts'
import type { Page } from '../pages/database-pages.ts'
import { type FixedVarRecord, recordInSlot } from '../pages/record.ts'
import { catalogError } from './errors.ts'
import { typeIds } from './system-types.ts'

/** A column of a system table. */
export interface BaseColumn {
  readonly name: string
  readonly systemTypeId: number
  /** As stored in the record; 0 for a type whose length is not limited. */
  readonly lengthBytes: number
  /** From the begin of the record; -(n + 1) for variable column n. */
  readonly leafOffset: number
  /** 1-based bit of the null bitmap. */
  readonly nullBit: number
}

/** Bytes of a column. */
export interface ColumnBytes {
  /** The value, or where it lies when it does not lie in the row. */
  readonly bytes: Uint8Array
  readonly isOffRow: boolean
}

const intBytes: ReadonlyMap<number, number> = new Map([
  [typeIds.tinyint, 1],
  [typeIds.bit, 1],
  [typeIds.smallint, 2],
  [typeIds.int, 4],
])

/** The cursor: `moveTo` a record, then ask for its columns. */
export class BaseRow {
  readonly #table: string
  #page: Page | undefined
  #slot = 0
  #record: FixedVarRecord | undefined

  /** @param table  name of the system table, for errors */
  constructor(table: string) {
    this.#table = table
  }

  /**
   * Moves to the record of a slot. Returns false where there is no ordinary row: an empty slot, a ghost, a version.
   *
   * @throws BAK_CATALOG_DAMAGED  when the record does not fit into the page
   */
  moveTo(page: Page, slot: number): boolean {
    this.#page = page
    this.#slot = slot
    this.#record = undefined
    const record = recordInSlot(page.view, slot)
    if (record.kind === 'malformed') throw this.#damaged(record.reason)
    if (record.kind !== 'primary' || record.isMarked) return false
    this.#record = record
    return true
  }

  isNull(column: BaseColumn): boolean {
    const record = this.#at()
    // A column behind the count was added when the row was there already: no value was stored.
    return column.nullBit > record.columnCount || record.isNull(column.nullBit)
  }

  /** Returns a tinyint, smallint or int; 0 for null. */
  int(column: BaseColumn): number {
    if (this.isNull(column)) return 0
    const bytes = intBytes.get(column.systemTypeId)
    if (bytes === undefined) throw this.#wrongType(column, 'a number')
    const at = this.#fixed(column, bytes)
    const { view } = this.#at()
    if (bytes === 1) return view.getUint8(at)
    return bytes === 2 ? view.getInt16(at, true) : view.getInt32(at, true)
  }

  /** Returns a bigint column; 0n for null. */
  bigint(column: BaseColumn): bigint {
    if (this.isNull(column)) return 0n
    if (column.systemTypeId !== typeIds.bigint) throw this.#wrongType(column, 'a bigint')
    const at = this.#fixed(column, 8)
    return this.#at().view.getBigInt64(at, true)
  }

  /** Returns nvarchar or char as text, without trailing blanks of char; empty for null. */
  text(column: BaseColumn): string {
    if (this.isNull(column)) return ''
    const { view } = this.#at()
    if (column.systemTypeId === typeIds.nvarchar) {
      const { from, to, isOffRow } = this.#variable(column)
      if (isOffRow) throw this.#damaged(`column ${column.name} lies outside the row`)
      return utf16(view, from, to - from)
    }
    if (column.systemTypeId !== typeIds.char) throw this.#wrongType(column, 'text')
    const at = this.#fixed(column, column.lengthBytes)
    let text = ''
    for (let byte = 0; byte < column.lengthBytes; byte++)
      text += String.fromCharCode(view.getUint8(at + byte))
    return text.trimEnd()
  }

  /** Returns the bytes of a column of any type, copied; undefined for null. */
  bytes(column: BaseColumn): ColumnBytes | undefined {
    if (this.isNull(column)) return undefined
    const page = this.#page?.bytes ?? new Uint8Array(0)
    if (column.leafOffset >= 0) {
      const at = this.#fixed(column, column.lengthBytes)
      return { bytes: page.slice(at, at + column.lengthBytes), isOffRow: false }
    }
    const { from, to, isOffRow } = this.#variable(column)
    return { bytes: page.slice(from, to), isOffRow }
  }

  #at(): FixedVarRecord {
    if (this.#record === undefined) throw new RangeError('the row is not on a record')
    return this.#record
  }

  #fixed(column: BaseColumn, bytes: number): number {
    const { offset, fixedEnd } = this.#at()
    const at = offset + column.leafOffset
    if (column.leafOffset < 4 || at + bytes > fixedEnd)
      throw this.#damaged(`column ${column.name} lies outside the fixed columns`)
    return at
  }

  #variable(column: BaseColumn): { from: number; to: number; isOffRow: boolean } {
    const index = -column.leafOffset - 1
    if (index < 0) throw this.#wrongType(column, 'of variable length')
    const record = this.#at()
    return {
      from: record.variableBegin(index),
      to: record.variableEnd(index),
      isOffRow: record.isOffRow(index),
    }
  }

  #wrongType(column: BaseColumn, wanted: string): Error {
    return catalogError('BAK_CATALOG_LAYOUT_UNKNOWN', {
      table: this.#table,
      reason: `column ${column.name} is of type ${column.systemTypeId}, which is not ${wanted}`,
    })
  }

  #damaged(reason: string): Error {
    return catalogError('BAK_CATALOG_DAMAGED', {
      table: this.#table,
      place: `${this.#page?.fileId ?? 0}:${this.#page?.pageId ?? 0}:${this.#slot}`,
      reason,
    })
  }
}
