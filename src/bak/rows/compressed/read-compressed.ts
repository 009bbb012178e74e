/**
 * Decodes the rows of a page of ROW or PAGE compression. A record must fit between its neighbours to the byte's limit,
 * or it becomes a row of markers.
 *
 * @source as in compressed-record.ts and page-info.ts [guess]
 */
import { type Page, pageBytes } from '../../pages/database-pages.ts'
import { pageHeaderBytes } from '../../pages/page.ts'
import type { Block } from '../decode.ts'
import { offRowAt } from '../off-row.ts'
import { type DecodedPage, markedRow, type Pending } from '../read-records.ts'
import { type Row, type SqlValue, type Unreadable, unreadable } from '../values.ts'
import type { CompressedPlan, CompressedStep } from './compressed-plan.ts'
import {
  type CompressedColumn,
  codes,
  recordTypeAt,
  recordTypes,
  splitRecord,
} from './compressed-record.ts'
import { type PageInfo, pageInfo } from './page-info.ts'

const badRecord = unreadable('RECORD', 'the compressed record of the row contradicts itself')
const badInfo = unreadable('RECORD', 'the compression information of the page contradicts itself')
const badSymbol = unreadable('RECORD', 'the dictionary of the page has no such entry')
const badPrefix = unreadable('RECORD', 'the value begins like more than its column has')
const unsure = unreadable('NOT_SUPPORTED', 'the value is compressed in a way that is not decoded')

/** Two bytes of a prefix's length were never seen. */
const longestPrefix = 0x7f

/** Returns the rows of a page, in the order of its slots. @param limit  rows to return at most */
export function decodeCompressedPage(page: Page, plan: CompressedPlan, limit: number): DecodedPage {
  const { view } = page
  const slots = view.getUint16(22, true)
  const recordsEnd = pageBytes - 2 * slots
  const rows: Row[] = []
  const pending: Pending[] = []
  const columns = plan.steps.length
  let ghosts = 0
  let stubs = 0
  let damaged = 0
  const info = recordsEnd < pageHeaderBytes ? undefined : pageInfo(view, recordsEnd)
  if (info === undefined) {
    const count = Math.min(recordsEnd < pageHeaderBytes ? 1 : slots, limit)
    for (let slot = 0; slot < count; slot++) rows.push(markedRow(badInfo, columns))
    return { rows, pending, ghosts, stubs, damaged: count }
  }
  const ends = recordEnds(view, slots, recordsEnd)
  for (let slot = 0; slot < slots && rows.length < limit; slot++) {
    const at = view.getUint16(pageBytes - 2 * (slot + 1), true)
    if (at === 0) continue
    const end = ends.get(at)
    const type = at < info.end || end === undefined ? undefined : recordTypeAt(view, at)
    if (type === recordTypes.forwarding) stubs++
    else if (type !== undefined && ghostTypes.has(type)) ghosts++
    else {
      const isRow = type === recordTypes.primary || type === recordTypes.forwarded
      const row = isRow ? decodeRecord(page, at, end ?? at, plan, info, pending) : badRecord
      if (Array.isArray(row)) rows.push(row)
      else {
        damaged++
        rows.push(markedRow(row, columns))
      }
    }
  }
  return { rows, pending, ghosts, stubs, damaged }
}

const ghostTypes: ReadonlySet<number> = new Set([
  recordTypes.ghostEmpty,
  recordTypes.ghostData,
  recordTypes.ghostForwarded,
  recordTypes.ghostIndex,
])

/** Returns for each record where the next one on the page begins. */
function recordEnds(view: DataView, slots: number, recordsEnd: number): Map<number, number> {
  const offsets: number[] = []
  for (let slot = 0; slot < slots; slot++) {
    const at = view.getUint16(pageBytes - 2 * (slot + 1), true)
    if (at >= pageHeaderBytes && at + 2 <= recordsEnd) offsets.push(at)
  }
  offsets.sort((a, b) => a - b)
  const ends = new Map<number, number>()
  for (const [index, at] of offsets.entries()) {
    // Two slots of one record contradict each other; neither is read.
    if (offsets[index + 1] === at || offsets[index - 1] === at) continue
    ends.set(at, offsets[index + 1] ?? recordsEnd)
  }
  return ends
}

function decodeRecord(
  page: Page,
  at: number,
  end: number,
  plan: CompressedPlan,
  info: PageInfo,
  pending: Pending[],
): Row | Unreadable {
  const record = splitRecord(page.view, at, end)
  if (record === undefined || record.columns.length > plan.columns) return badRecord
  const row: Row = new Array(plan.steps.length)
  for (const [index, step] of plan.steps.entries()) {
    const column = step.index < 0 ? undefined : record.columns[step.index]
    if (column === undefined) row[index] = step.added
    else if (column.code === codes.null) row[index] = null
    else if (column.isOffRow) {
      const isAnchored = anchorOf(info, step) !== undefined
      const offRow = isAnchored ? unsure : offRowAt(page.view, column.at, column.length)
      if ('kind' in offRow) {
        row[index] = null
        pending.push({ row, index, offRow, decode: step.decodeOffRow })
      } else row[index] = offRow
    } else row[index] = columnValue(page, column, step, info)
  }
  return row
}

/** Returns the column's value of the page's anchor, undefined where it has none. */
function anchorOf(info: PageInfo, step: CompressedStep): CompressedColumn | undefined {
  const column = info.anchor?.columns[step.index]
  return column === undefined || column.code === codes.null ? undefined : column
}

function columnValue(
  page: Page,
  column: CompressedColumn,
  step: CompressedStep,
  info: PageInfo,
): SqlValue {
  const anchor = anchorOf(info, step)
  if (step.isBit) {
    if (anchor !== undefined) return unsure
    if (column.code === codes.bit) return true
    return column.code === codes.empty ? false : unsure
  }
  if (column.code === codes.bit) return badRecord
  const stored = column.code === codes.symbol ? info.dictionary[page.bytes[column.at] ?? 0] : column
  if (stored === undefined) return badSymbol
  if (anchor === undefined) return step.decode(page, stored.at, stored.length)
  const isWhole = anchor.code < codes.bit && !anchor.isOffRow && anchor.length > 0
  if (!isWhole || (column.code === codes.symbol && stored.length === 0)) return unsure
  if (column.code === codes.empty) return step.decode(page, anchor.at, anchor.length)
  const prefix = page.bytes[stored.at] ?? 0
  if (prefix > longestPrefix) return unsure
  if (stored.length === 0 || prefix > anchor.length) return badPrefix
  const whole = joined(page, anchor.at, prefix, stored.at + 1, stored.length - 1)
  return step.decode(whole, 0, whole.bytes.length)
}

function joined({ bytes }: Block, at: number, length: number, restAt: number, rest: number): Block {
  const whole = new Uint8Array(length + rest)
  whole.set(bytes.subarray(at, at + length))
  whole.set(bytes.subarray(restAt, restAt + rest), length)
  return { bytes: whole, view: new DataView(whole.buffer) }
}
