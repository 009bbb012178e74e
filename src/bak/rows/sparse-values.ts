/**
 * Values of sparse columns: they lie together in one variable column of the record, and only those that are not NULL.
 *
 * @source one reader describes it and no real file of ours has one, so every count and order is checked [guess]
 *
 *   0 u16 5    2 u16 n    4 n u16 column ids, ascending    n u16 ends of the values    the values
 */
import type { Page } from '../pages/database-pages.ts'
import type { ColumnStep } from './column-plan.ts'
import { type SqlValue, unreadable } from './values.ts'

const sparseMark = 5
const offRowBit = 0x8000
const endMask = 0x7fff

const bad = unreadable('RECORD', 'the sparse columns of the row contradict themselves')

/** Where the variable columns of a record lie. */
export interface VariablePart {
  readonly at: number
  readonly limit: number
  readonly endsAt: number
  readonly variables: number
  readonly variableBegin: number
}

/** Returns the value, null where the row does not have one, or a marker. */
export function sparseValue(
  page: Page,
  step: Extract<ColumnStep, { kind: 'sparse' }>,
  part: VariablePart,
): SqlValue {
  const { view } = page
  for (let index = part.variables - 1; index >= 0; index--) {
    const end = view.getUint16(part.endsAt + 2 * index, true)
    if ((end & offRowBit) === 0) continue
    const from =
      index === 0
        ? part.variableBegin
        : part.at + (view.getUint16(part.endsAt + 2 * index - 2, true) & endMask)
    const to = part.at + (end & endMask)
    if (from < part.variableBegin || to > part.limit || to < from) return bad
    if (to - from >= 4 && view.getUint16(from, true) === sparseMark) {
      return valueIn(page, step, from, to)
    }
  }
  return null
}

function valueIn(
  page: Page,
  step: Extract<ColumnStep, { kind: 'sparse' }>,
  from: number,
  to: number,
): SqlValue {
  const { view } = page
  const count = view.getUint16(from + 2, true)
  const endsAt = from + 4 + 2 * count
  let begin = endsAt + 2 * count
  if (begin > to) return bad
  let columnBefore = 0
  let found: SqlValue = null
  for (let entry = 0; entry < count; entry++) {
    const columnId = view.getUint16(from + 4 + 2 * entry, true)
    const end = from + view.getUint16(endsAt + 2 * entry, true)
    if (columnId <= columnBefore || end < begin || end > to) return bad
    if (columnId === step.columnId) {
      const length = end - begin
      found =
        step.length === undefined || step.length === length ? step.decode(page, begin, length) : bad
    }
    columnBefore = columnId
    begin = end
  }
  return begin === to ? found : bad
}
