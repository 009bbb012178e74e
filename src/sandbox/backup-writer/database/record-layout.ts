/**
 * Records in the FixedVar form: where each column of a table lies in them, and the bytes of one row.
 * @source bak-format facts 4.1 (sysrscols) and 4.2 [measured]
 *
 *   0 u8 status: 0x10 null bitmap, 0x20 variable columns    1 u8 0    2 u16 end of the fixed columns
 *   then the fixed columns, u16 column count, null bitmap, u16 count of variable columns, u16 end of each, their bytes
 */
import { encodeValue, type StoredType, storedType } from './column-types.ts'
import type { LargeValuePages, Pointer } from './large-value-pages.ts'
import { type CellValue, type ColumnSpec, collationIds } from './table-spec.ts'
import type { RecordLink } from './unit-pages.ts'

/** Id of the collation that system columns of type char have. @source syscolpars of real files [measured] */
export const catalogCollationId = 0x1008

/** A column where it lies. */
export interface PlacedColumn {
  readonly spec: ColumnSpec
  readonly type: StoredType
  /** Column id of the table, from 1. */
  readonly columnId: number
  /** Place in the null bitmap and order in the record, from 1. */
  readonly order: number
  readonly collationId: number
  readonly isNullable: boolean
  /** 1 and up in the clustered key, else 0. */
  readonly keyOrdinal: number
  /** Bytes from the record's begin, or -(n + 1) for variable column n. */
  readonly leafOffset: number
  readonly bitPosition: number
  /** Place of the column in a record of the index above the rows; 0 outside the key. */
  readonly indexOffset: number
}

/** A row as bytes, with the place of its numbered column. */
export interface EncodedRow {
  readonly bytes: Uint8Array
  /** The key columns as they stand in a record of the index. */
  readonly key: Uint8Array
  /** Addresses in the record that are not known yet. */
  readonly links: readonly RecordLink[]
}

/** Where values outside the rows go. */
export interface LargeValueStores {
  readonly lob: LargeValuePages
  readonly overflow: LargeValuePages
}

/** One variable column of a row: its value, or what points to it. */
interface Variable {
  readonly bytes: Uint8Array
  /** Undefined for a value in the row. */
  readonly links: readonly RecordLink[] | undefined
}

/** A back pointer, from a row that moved to the stub in its old place. @source OrcaMDF's complex columns [guess] */
const backPointer = { mark: 0x400, bytes: 10, addressAt: 2 }
/** SQL Server allows rows of up to 8,060 bytes. */
export const longestRow = 8060
/** A pointer out of the row takes this much; shorter values stay. */
const overflowPointerBytes = 24
const offRow = 0x8000

const fixedStart = 4
/** An index record: status, the key, and the page below (u32, u16). */
const indexStart = 1
const pagePointerBytes = 6

/** The layout of a table's records. */
export class RecordLayout {
  /** In the order in which they stand in a record. */
  readonly columns: readonly PlacedColumn[]
  readonly fixedEnd: number
  readonly keyBytes: number
  readonly #byColumnId: readonly PlacedColumn[]
  readonly #variableCount: number

  /**
   * @param keyNames  columns of the clustered key; they come first unless `keepsOrder`, which base tables do
   * @param databaseCollation  id for columns that name none
   */
  constructor(
    specs: readonly ColumnSpec[],
    keyNames: readonly string[],
    databaseCollation: number,
    keepsOrder = false,
  ) {
    const numbered = specs.map((spec, index) => ({ spec, columnId: index + 1 }))
    const keyed = keyNames.map((name) => {
      const found = numbered.find(({ spec }) => spec.name === name)
      if (!found) throw new TypeError(`the key names ${name}, which is no column`)
      return found
    })
    const rest = numbered.filter((column) => !keyed.includes(column))
    const collationOf = ({ type, collation }: ColumnSpec) => {
      if (keepsOrder && type === 'char') return catalogCollationId
      return collation === undefined ? databaseCollation : collationIds[collation]
    }
    const placed: PlacedColumn[] = []
    let offset = fixedStart
    let indexOffset = indexStart
    let variable = 0
    let bits = 0
    let bitsAt = 0
    for (const { spec, columnId } of keepsOrder ? numbered : [...keyed, ...rest]) {
      const type = storedType(spec)
      const keyOrdinal = keyNames.indexOf(spec.name) + 1
      let leafOffset = offset
      let bitPosition = 0
      if (type.isVariable) leafOffset = -++variable
      else if (spec.type === 'bit') {
        if (bits % 8 === 0) bitsAt = offset++
        leafOffset = bitsAt
        bitPosition = bits++ % 8
      } else offset += type.lengthBytes
      if (keyOrdinal > 0 && (type.isVariable || spec.type === 'bit'))
        throw new TypeError(`key column ${spec.name} is not of a fixed length`)
      placed.push({
        spec,
        type,
        columnId,
        order: placed.length + 1,
        collationId: type.hasCollation ? collationOf(spec) : 0,
        isNullable: keyOrdinal === 0 && (spec.isNullable ?? true),
        keyOrdinal,
        leafOffset,
        bitPosition,
        indexOffset: 0,
      })
    }
    // The index holds the key in its own order.
    const keyOffsets = new Map<string, number>()
    for (const { spec } of keyed) {
      keyOffsets.set(spec.name, indexOffset)
      indexOffset += storedType(spec).lengthBytes
    }
    this.columns = placed.map((column) => ({
      ...column,
      indexOffset: keyOffsets.get(column.spec.name) ?? 0,
    }))
    this.#byColumnId = this.columns.toSorted((a, b) => a.columnId - b.columnId)
    this.fixedEnd = offset
    this.keyBytes = indexOffset - indexStart
    this.#variableCount = variable
  }

  /** Bytes of a record of the index above the rows. */
  get indexRecordBytes(): number {
    return indexStart + this.keyBytes + pagePointerBytes
  }

  /** @throws TypeError when there is no such column */
  column(name: string): PlacedColumn {
    const found = this.columns.find(({ spec }) => spec.name === name)
    if (!found) throw new TypeError(`there is no column ${name}`)
    return found
  }

  /**
   * @param values  in the order of the columns as declared; columns without one were added later
   * @param stores  for values outside the row; without, all of them are in it
   * @param isMoved  the record stands elsewhere than the row's first place; the link to that is to page and slot 0
   */
  encode(values: readonly CellValue[], stores?: LargeValueStores, isMoved = false): EncodedRow {
    const known = this.#byColumnId.filter(
      (column, index) => index < values.length || !column.isNullable,
    )
    const fixed = new Uint8Array(this.#fixedEndOf(known))
    const nulls = new Uint8Array(Math.ceil(known.length / 8))
    const variables: Variable[] = Array.from({ length: this.#variableCount }, () => ({
      bytes: new Uint8Array(0),
      links: undefined,
    }))
    const key = new Uint8Array(this.keyBytes)
    let used = 0
    for (const [index, column] of known.entries()) {
      const value = values[index] ?? null
      if (value === null) {
        if (!column.isNullable)
          throw new TypeError(`column ${column.spec.name} is not null and has no value`)
        const bit = column.order - 1
        nulls[bit >> 3] = (nulls[bit >> 3] ?? 0) | (1 << (bit & 7))
        continue
      }
      if (column.spec.type === 'bit') {
        const at = column.leafOffset
        if (value) fixed[at] = (fixed[at] ?? 0) | (1 << column.bitPosition)
        continue
      }
      const bytes = encodeValue(column.spec, column.type, value, column.collationId)
      if (column.leafOffset < 0) {
        const variable = -column.leafOffset - 1
        variables[variable] = outOfRowFromTheStart(column, bytes, stores)
        if (variables[variable].bytes.byteLength > 0) used = Math.max(used, variable + 1)
      } else fixed.set(bytes, column.leafOffset)
      if (column.keyOrdinal > 0) key.set(bytes, column.indexOffset - indexStart)
    }
    const present = variables.slice(0, used)
    if (isMoved) present.push(pointerBack())
    const head = fixed.byteLength + 2 + nulls.byteLength
    if (stores) this.#pushOut(present, head, stores)
    return { ...join(fixed, nulls, known.length, present), key }
  }

  #fixedEndOf(known: readonly PlacedColumn[]): number {
    const ends = known.map(({ leafOffset, spec, type }) =>
      leafOffset < 0 ? fixedStart : leafOffset + (spec.type === 'bit' ? 1 : type.lengthBytes),
    )
    return Math.max(fixedStart, ...ends)
  }

  /** Moves the longest values out until the row fits. */
  #pushOut(variables: Variable[], head: number, stores: LargeValueStores): void {
    for (;;) {
      const body = variables.reduce((sum, { bytes }) => sum + bytes.byteLength + 2, 2)
      if (head + body <= longestRow) return
      const longest = variables.reduce(
        (best, { bytes, links }, index) =>
          links === undefined && bytes.byteLength > (variables[best]?.bytes.byteLength ?? 0)
            ? index
            : best,
        variables.findIndex(({ links }) => links === undefined),
      )
      const value = variables[longest]
      if (value === undefined || value.bytes.byteLength <= overflowPointerBytes) return
      const column = this.columns.find(({ leafOffset }) => leafOffset === -longest - 1)
      variables[longest] = column?.type.isLarge
        ? ofUnit(stores.lob.inlineRoot(value.bytes), 'lob')
        : ofUnit(stores.overflow.overflow(value.bytes), 'overflow')
    }
  }
}

const longestInRow = 8000

function outOfRowFromTheStart(
  { spec, type }: PlacedColumn,
  bytes: Uint8Array,
  stores: LargeValueStores | undefined,
): Variable {
  const isText = type.isLarge && type.lengthBytes > 0
  const mustLeave = isText || spec.isOutOfRow === true || bytes.byteLength > longestInRow
  if (!type.isLarge || !mustLeave) return { bytes, links: undefined }
  if (!stores) throw new TypeError(`values of column ${spec.name} are too long`)
  return isText || spec.isOutOfRow
    ? ofUnit(stores.lob.textPointer(bytes), 'lob')
    : ofUnit(stores.lob.inlineRoot(bytes), 'lob')
}

function ofUnit({ bytes, links }: Pointer, unit: 'lob' | 'overflow'): Variable {
  return { bytes, links: links.map((link) => ({ ...link, unit })) }
}

function pointerBack(): Variable {
  const bytes = new Uint8Array(backPointer.bytes)
  new DataView(bytes.buffer).setUint16(0, backPointer.mark, true)
  return { bytes, links: [{ at: backPointer.addressAt, unit: 'own', index: 0, slot: 0 }] }
}

function join(
  fixed: Uint8Array,
  nulls: Uint8Array,
  columnCount: number,
  variables: readonly Variable[],
): { bytes: Uint8Array; links: RecordLink[] } {
  const head = fixed.byteLength + 2 + nulls.byteLength
  const ends = variables.length === 0 ? 0 : 2 + 2 * variables.length
  const body = variables.reduce((sum, { bytes }) => sum + bytes.byteLength, 0)
  const record = new Uint8Array(head + ends + body)
  const view = new DataView(record.buffer)
  record.set(fixed)
  record[0] = variables.length === 0 ? 0x10 : 0x30
  view.setUint16(2, fixed.byteLength, true)
  view.setUint16(fixed.byteLength, columnCount, true)
  record.set(nulls, fixed.byteLength + 2)
  const links: RecordLink[] = []
  if (variables.length === 0) return { bytes: record, links }
  view.setUint16(head, variables.length, true)
  let end = head + ends
  for (const [index, variable] of variables.entries()) {
    record.set(variable.bytes, end)
    for (const link of variable.links ?? []) links.push({ ...link, at: end + link.at })
    end += variable.bytes.byteLength
    const flag = variable.links === undefined ? 0 : offRow
    view.setUint16(head + 2 + 2 * index, end | flag, true)
  }
  return { bytes: record, links }
}
