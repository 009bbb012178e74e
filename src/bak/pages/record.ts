/**
 * Splits a FixedVar record of a page into its parts: fixed bytes, null bitmap, variable columns. Every offset is
 * checked against the page; what the columns mean is the catalog's business.
 *
 * @source bak-format facts 4.2 [measured]
 *
 *   0 u8 status: bit 0 deleted or compressed, bits 1-3 type, 0x10 null bitmap, 0x20 variable columns, 0x40 version tag
 *   2 u16 end of the fixed part    there: u16 columns, one bit for each (1 = NULL)
 *   then, with 0x20: u16 variable columns, u16 end of each (0x8000 = the bytes point out of the row)
 *   forwarding stub: u8 status, u32 page, u16 file, u16 slot
 */
import { u16, u32 } from '../binary.ts'
import { type PageAddress, pageBytes } from './database-pages.ts'
import { pageHeaderBytes, recordsEnd, slotCount, slotOffset } from './page.ts'

/** By bits 1 to 3 of the status. @source bak-format facts 4.2 [measured]; ghosts and blobs reported [guess] */
const recordKinds = [
  'primary',
  'forwarded',
  'forwarding-stub',
  'index',
  'blob',
  'ghost-index',
  'ghost-data',
  'ghost-version',
] as const

export type RecordKind = (typeof recordKinds)[number]

const statusBits = { marked: 1, nullBitmap: 0x10, variable: 0x20, versionTag: 0x40 } as const

const offRowBit = 0x8000
const versionTagBytes = 14
const stubBytes = 9

/** A record that cannot be split; `reason` uses the format's own names. */
export interface MalformedRecord {
  readonly kind: 'malformed'
  readonly slot: number
  /** From the page's begin; -1 where the slot points nowhere. */
  readonly offset: number
  readonly reason: string
}

/** A slot of a heap whose row is gone. @source eight slots of real data pages have offset 0 [measured] */
export interface EmptySlot {
  readonly kind: 'empty'
  readonly slot: number
}

/** A forwarding stub: the row lies elsewhere and is met there, too. */
export interface ForwardingStub {
  readonly kind: 'forwarding-stub'
  readonly slot: number
  readonly offset: number
  readonly target: PageAddress & { readonly slot: number }
}

/** A record with its parts; all offsets are from the page's begin. */
export class FixedVarRecord {
  readonly kind: Exclude<RecordKind, 'forwarding-stub'>
  readonly slot: number
  readonly view: DataView
  readonly offset: number
  /** Bit 0 of the status: on pages without compression a row that was deleted from a heap. */
  readonly isMarked: boolean
  /** Behind the last byte of the fixed columns. */
  readonly fixedEnd: number
  /** How many columns the record knows; columns behind were added later. */
  readonly columnCount: number
  /** 0 where there is no null bitmap. */
  readonly #nullBitmapAt: number
  /** How many variable columns the record has; those behind are empty. */
  readonly variableCount: number
  readonly #variableEndsAt: number
  /** Behind the last byte, without a version tag. */
  readonly end: number
  /** Offset of the 14 bytes of row versioning, or undefined. */
  readonly versionTagAt: number | undefined

  constructor(
    kind: FixedVarRecord['kind'],
    slot: number,
    view: DataView,
    offset: number,
    parts: RecordParts,
  ) {
    this.kind = kind
    this.slot = slot
    this.view = view
    this.offset = offset
    this.isMarked = (view.getUint8(offset) & statusBits.marked) !== 0
    this.fixedEnd = parts.fixedEnd
    this.columnCount = parts.columnCount
    this.#nullBitmapAt = parts.nullBitmapAt
    this.variableCount = parts.variableCount
    this.#variableEndsAt = parts.variableEndsAt
    this.end = parts.end
    this.versionTagAt = parts.versionTagAt
  }

  /**
   * Tells whether a column is NULL by its bit, from 1 (as sysrscols counts). A column that the record does not know is
   * not NULL by this: see `columnCount`. Bit 0 stands for no bit.
   */
  isNull(nullBit: number): boolean {
    if (nullBit < 1 || nullBit > this.columnCount || this.#nullBitmapAt === 0) return false
    const bit = nullBit - 1
    return ((this.view.getUint8(this.#nullBitmapAt + (bit >>> 3)) >>> (bit & 7)) & 1) === 1
  }

  /** Returns where variable column n, from 0, begins; the record's end for one that it does not have. */
  variableBegin(n: number): number {
    if (n >= this.variableCount) return this.end
    return n === 0 ? this.#variableEndsAt + 2 * this.variableCount : this.variableEnd(n - 1)
  }

  /** Returns the byte behind variable column n, from 0. */
  variableEnd(n: number): number {
    if (n >= this.variableCount) return this.end
    return this.offset + (u16(this.view, this.#variableEndsAt + 2 * n) & ~offRowBit)
  }

  /** Tells whether variable column n holds a pointer out of the row in place of its value. */
  isOffRow(n: number): boolean {
    if (n >= this.variableCount) return false
    return (u16(this.view, this.#variableEndsAt + 2 * n) & offRowBit) !== 0
  }

  /** Returns the bytes of variable column n, without a copy; none for one that the record does not have. */
  variable(n: number): Uint8Array {
    const begin = this.variableBegin(n)
    const { buffer, byteOffset } = this.view
    return new Uint8Array(buffer, byteOffset + begin, this.variableEnd(n) - begin)
  }
}

interface RecordParts {
  readonly fixedEnd: number
  readonly columnCount: number
  readonly nullBitmapAt: number
  readonly variableCount: number
  readonly variableEndsAt: number
  readonly end: number
  readonly versionTagAt: number | undefined
}

export type PageRecord = FixedVarRecord | ForwardingStub | EmptySlot | MalformedRecord

/**
 * Returns the record in a slot. Never throws, whatever the page holds.
 *
 * @param view  a page, 8,192 bytes; of a type without row compression
 */
export function recordInSlot(view: DataView, slot: number): PageRecord {
  const offset = slotOffset(view, slot)
  if (offset === undefined) {
    const stored = slotWord(view, slot)
    if (stored === 0) return { kind: 'empty', slot }
    const reason = stored === undefined ? `slot # ${slot}` : `slot = ${stored}`
    return { kind: 'malformed', slot, offset: -1, reason }
  }
  return recordAt(view, offset, slot)
}

/** Returns the record at an offset of a page, as `recordInSlot` does. */
export function recordAt(view: DataView, offset: number, slot = -1): PageRecord {
  const malformed = (reason: string): MalformedRecord => ({
    kind: 'malformed',
    slot,
    offset,
    reason,
  })
  const limit = Math.min(view.byteLength, recordsEnd(view))
  if (offset < pageHeaderBytes || offset + 4 > limit) return malformed(`offset = ${offset}`)
  const status = view.getUint8(offset)
  const kind = recordKinds[(status >>> 1) & 7] ?? 'primary'
  if (kind === 'forwarding-stub') {
    if (offset + stubBytes > limit) return malformed(`offset = ${offset}`)
    const pageId = u32(view, offset + 1)
    const target = { pageId, fileId: u16(view, offset + 5), slot: u16(view, offset + 7) }
    return { kind, slot, offset, target }
  }
  const parts = recordParts(view, offset, status, limit)
  return typeof parts === 'string'
    ? malformed(parts)
    : new FixedVarRecord(kind, slot, view, offset, parts)
}

/** Returns the parts, or what does not fit. */
function recordParts(
  view: DataView,
  offset: number,
  status: number,
  limit: number,
): RecordParts | string {
  const fixedBytes = u16(view, offset + 2)
  const fixedEnd = offset + fixedBytes
  if (fixedBytes < 4 || fixedEnd > limit) return `fixedEnd = ${fixedBytes}`
  let at = fixedEnd
  let columnCount = 0
  let nullBitmapAt = 0
  if (status & statusBits.nullBitmap) {
    if (at + 2 > limit) return `fixedEnd = ${fixedBytes}`
    columnCount = u16(view, at)
    nullBitmapAt = at + 2
    at = nullBitmapAt + Math.ceil(columnCount / 8)
    if (at > limit) return `columns = ${columnCount}`
  }
  let variableCount = 0
  let variableEndsAt = at
  let end = at
  if (status & statusBits.variable) {
    if (at + 2 > limit) return `columns = ${columnCount}`
    variableCount = u16(view, at)
    variableEndsAt = at + 2
    end = variableEndsAt + 2 * variableCount
    if (end > limit) return `variableColumns = ${variableCount}`
    for (let n = 0; n < variableCount; n++) {
      const next = offset + (u16(view, variableEndsAt + 2 * n) & ~offRowBit)
      if (next < end || next > limit) return `variableEnd[${n}] = ${next - offset}`
      end = next
    }
  }
  const hasTag = (status & statusBits.versionTag) !== 0
  if (hasTag && end + versionTagBytes > limit) return `versionTag @ ${end - offset}`
  const versionTagAt = hasTag ? end : undefined
  return { fixedEnd, columnCount, nullBitmapAt, variableCount, variableEndsAt, end, versionTagAt }
}

/** Returns what stands in a slot, or undefined where the page has no such slot. */
function slotWord(view: DataView, slot: number): number | undefined {
  const at = pageBytes - 2 * (slot + 1)
  return slot < 0 || slot >= slotCount(view) || at < pageHeaderBytes ? undefined : u16(view, at)
}
