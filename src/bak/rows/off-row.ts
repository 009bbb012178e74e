/**
 * Pointers to values that lie outside their row: what stands in the record instead of the value.
 *
 * @source bak-format facts 4.4, two readers agree; text pointers of text, ntext, image and of max types stored out of
 *   row, and roots of large values seen in real tables [measured]; row overflow [guess]
 *
 *   text pointer, 16 bytes: u64 id of the value    8 {u32 page, u16 file, u16 slot}
 *   inline root, 12 + 12n:  u8 type: 2 row overflow, 4 large value    2 u8 level    8 u32 id    12 links
 *   link: u32 end of its part in the value    4 {u32 page, u16 file, u16 slot}
 */
import { type Unreadable, unreadable } from './values.ts'

/** Where a record lies. */
export interface RecordPlace {
  readonly fileId: number
  readonly pageId: number
  readonly slot: number
}

/** A part of a value: the record, and where in the value its bytes end. */
export interface LobLink extends RecordPlace {
  readonly end: number
}

export type OffRow =
  | { readonly kind: 'pointer'; readonly id: bigint; readonly root: RecordPlace }
  | { readonly kind: 'links'; readonly links: readonly LobLink[] }

const rootHeaderBytes = 12
const linkBytes = 12
const pointerBytes = 16
const rootTypes = { rowOverflow: 2, largeValue: 4 } as const

const badPointer = unreadable('LOB', 'the pointer to a value outside the row contradicts itself')

/** Returns what a pointer of `length` bytes says, or a marker. */
export function offRowAt(view: DataView, at: number, length: number): OffRow | Unreadable {
  if (length === pointerBytes) {
    return { kind: 'pointer', id: view.getBigUint64(at, true), root: placeAt(view, at + 8) }
  }
  const links = (length - rootHeaderBytes) / linkBytes
  if (links < 1 || !Number.isInteger(links)) return badPointer
  const type = view.getUint8(at)
  if (type !== rootTypes.rowOverflow && type !== rootTypes.largeValue) return badPointer
  return linksAt(view, at + rootHeaderBytes, links) ?? badPointer
}

/**
 * Tells whether a part can end there. A part without bytes can only stand alone: many of them in a tree that contains
 * itself would be followed without end.
 */
export function canEnd(end: number, before: number, links: number): boolean {
  return end > before || (end === 0 && links === 1)
}

/** Returns `count` links of 12 bytes, or undefined where their ends do not ascend. */
export function linksAt(
  view: DataView,
  at: number,
  count: number,
): { kind: 'links'; links: LobLink[] } | undefined {
  const links: LobLink[] = []
  let before = 0
  for (let link = 0; link < count; link++) {
    const from = at + link * linkBytes
    const end = view.getUint32(from, true)
    if (!canEnd(end, before, count)) return undefined
    links.push({ end, ...placeAt(view, from + 4) })
    before = end
  }
  return { kind: 'links', links }
}

/** Returns the place {u32 page, u16 file, u16 slot}; nothing of it is checked. */
export function placeAt(view: DataView, at: number): RecordPlace {
  return {
    pageId: view.getUint32(at, true),
    fileId: view.getUint16(at + 4, true),
    slot: view.getUint16(at + 6, true),
  }
}
