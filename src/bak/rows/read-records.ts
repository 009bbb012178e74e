/**
 * Decodes the rows of a data page of an uncompressed heap or clustered index. One loop without waiting; what lies
 * outside the rows is only noted, to be fetched afterwards.
 *
 * @source bak-format facts 4.2 [measured]
 *
 *   0 u8 status    1-3: type; bit 0: deleted; 0x10 null bitmap; 0x20 variable columns
 *   2 u16 end of the fixed columns, at which stand u16 column count, the null bitmap (1 = null),
 *   then u16 variable count, u16 ends of the variable columns (0x8000: the value lies elsewhere), their bytes
 */
import type { Page } from '../pages/database-pages.ts'
import { pageBytes } from '../pages/database-pages.ts'
import { pageHeaderBytes } from '../pages/page.ts'
import type { ColumnStep } from './column-plan.ts'
import type { Decode } from './decode.ts'
import { type OffRow, offRowAt } from './off-row.ts'
import { sparseValue } from './sparse-values.ts'
import { type Row, type SqlValue, type Unreadable, unreadable } from './values.ts'

/** A value that has to be fetched before the row is whole. */
export interface Pending {
  readonly row: Row
  readonly index: number
  readonly offRow: OffRow
  readonly decode: Decode
}

export interface DecodedPage {
  readonly rows: Row[]
  readonly pending: Pending[]
  /** Records of deleted rows that are still there. */
  readonly ghosts: number
  /** Slots that only point to where a row of a heap has moved. */
  readonly stubs: number
  /** Rows that are markers throughout. */
  readonly damaged: number
}

const recordTypes = {
  primary: 0,
  forwarded: 1,
  stub: 2,
  ghostIndex: 5,
  ghostData: 6,
  ghostVersion: 7,
}
const deletedBit = 1
const nullBitmapBit = 0x10
const variableBit = 0x20
const offRowBit = 0x8000
const endMask = 0x7fff
const backPointerBytes = 10
const backPointerMark = 0x400
const shortestRecord = 7

const badRecord = unreadable('RECORD', 'the record of the row contradicts itself')
const badSlots = unreadable('RECORD', 'the slot of the row points outside the records')
const badColumn = unreadable('RECORD', 'the column lies outside the record')

/**
 * Returns the rows of a page, in the order of its slots.
 *
 * @param limit  rows to return at most
 */
export function decodePage(page: Page, steps: readonly ColumnStep[], limit: number): DecodedPage {
  const { view } = page
  const slots = view.getUint16(22, true)
  const recordsEnd = pageBytes - 2 * slots
  const rows: Row[] = []
  const pending: Pending[] = []
  let ghosts = 0
  let stubs = 0
  let damaged = 0
  if (recordsEnd < pageHeaderBytes) {
    return { rows: [markedRow(badSlots, steps.length)], pending, ghosts, stubs, damaged: 1 }
  }
  for (let slot = 0; slot < slots && rows.length < limit; slot++) {
    const at = view.getUint16(pageBytes - 2 * (slot + 1), true)
    if (at === 0) continue
    if (at < pageHeaderBytes || at + shortestRecord > recordsEnd) {
      damaged++
      rows.push(markedRow(badSlots, steps.length))
      continue
    }
    const status = view.getUint8(at)
    const type = (status >> 1) & 7
    if (type >= recordTypes.ghostIndex || (status & deletedBit) !== 0) {
      ghosts++
      continue
    }
    if (type === recordTypes.stub) {
      stubs++
      continue
    }
    const isRow = type === recordTypes.primary || type === recordTypes.forwarded
    const row = isRow ? decodeRecord(page, at, recordsEnd, steps, pending) : badRecord
    if (Array.isArray(row)) rows.push(row)
    else {
      damaged++
      rows.push(markedRow(row, steps.length))
    }
  }
  return { rows, pending, ghosts, stubs, damaged }
}

/** Returns a row of markers. */
export function markedRow(marker: Unreadable, columns: number): Row {
  return new Array<SqlValue>(columns).fill(marker)
}

/**
 * Tells whether the last variable column is no column of the table but the way back to the stub, as moved rows have.
 *
 * @source two readers of data files know such a column by its mark [guess]; `{u16 0x400, u32 page, u16 file, u16 slot}`
 */
function endsWithBackPointer(
  view: DataView,
  at: number,
  endsAt: number,
  variables: number,
): boolean {
  if (variables === 0) return false
  const lastAt = endsAt + 2 * (variables - 1)
  const end = view.getUint16(lastAt, true)
  if ((end & offRowBit) === 0) return false
  const begin = variables === 1 ? lastAt + 2 - at : view.getUint16(lastAt - 2, true) & endMask
  const to = at + (end & endMask)
  const from = at + begin
  return (
    to - from === backPointerBytes &&
    to <= pageBytes &&
    view.getUint16(from, true) === backPointerMark
  )
}

/** Returns the row, or a marker where the record contradicts itself as a whole. */
function decodeRecord(
  page: Page,
  at: number,
  limit: number,
  steps: readonly ColumnStep[],
  pending: Pending[],
): Row | Unreadable {
  const { view } = page
  const status = view.getUint8(at)
  const fixedEnd = view.getUint16(at + 2, true)
  const countAt = at + fixedEnd
  if (fixedEnd < 4 || countAt + 2 > limit || (status & nullBitmapBit) === 0) return badRecord
  const columns = view.getUint16(countAt, true)
  const nullsAt = countAt + 2
  let endsAt = nullsAt + ((columns + 7) >> 3)
  let variables = 0
  if ((status & variableBit) !== 0) {
    if (endsAt + 2 > limit) return badRecord
    variables = view.getUint16(endsAt, true)
    endsAt += 2
  }
  const variableBegin = endsAt + 2 * variables
  if (variableBegin > limit) return badRecord
  const isForwarded = ((status >> 1) & 7) === recordTypes.forwarded
  if (isForwarded && endsWithBackPointer(view, at, endsAt, variables)) variables--
  const row: Row = new Array(steps.length)
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index]
    if (step === undefined) break
    if (step.kind === 'constant') {
      row[index] = step.value
      continue
    }
    if (step.kind === 'sparse') {
      row[index] = sparseValue(page, step, { at, limit, endsAt, variables, variableBegin })
      continue
    }
    const bit = step.nullBit - 1
    if (bit >= columns) {
      row[index] = step.added
      continue
    }
    if (bit >= 0 && (view.getUint8(nullsAt + (bit >> 3)) & (1 << (bit & 7))) !== 0) {
      row[index] = null
      continue
    }
    if (step.kind === 'fixed') {
      row[index] =
        step.offset + step.length <= fixedEnd
          ? step.decode(page, at + step.offset, step.length)
          : badColumn
      continue
    }
    if (step.kind === 'bit') {
      row[index] =
        step.offset < fixedEnd ? (view.getUint8(at + step.offset) & step.mask) !== 0 : badColumn
      continue
    }
    // A value that is empty may have no place among the variable columns when it is the last.
    if (step.index >= variables) {
      row[index] = step.decode(page, variableBegin, 0)
      continue
    }
    const end = view.getUint16(endsAt + 2 * step.index, true)
    const from =
      step.index === 0
        ? variableBegin
        : at + (view.getUint16(endsAt + 2 * step.index - 2, true) & endMask)
    const to = at + (end & endMask)
    if (from < variableBegin || to < from || to > limit) row[index] = badColumn
    else if ((end & offRowBit) === 0) row[index] = step.decode(page, from, to - from)
    else {
      const offRow = offRowAt(view, from, to - from)
      if ('kind' in offRow) {
        row[index] = null
        pending.push({ row, index, offRow, decode: step.decode })
      } else row[index] = offRow
    }
  }
  return row
}
