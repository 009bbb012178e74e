/**
 * Follows the allocation maps (IAM) of a heap, an index or a LOB unit to its pages.
 *
 * @source bak-format facts 3.3: 603 tables [measured]
 *
 *   first record   40 {u32 page, u16 file} first page of the interval    46 eight places {u32 page, u16 file}
 *   second record  4 one bit for each extent of the interval, 1 = belongs to this unit
 *   The next map stands in the page's header.
 */
import { u16, u32 } from '../binary.ts'
import { bitmapRecord, iamHeaderAt, intervalExtents, intervalPages } from './allocation-map.ts'
import { type DatabasePages, extentPages, type PageAddress } from './database-pages.ts'
import { pagesError } from './errors.ts'
import { addressAt, pageHeader, pageType, pageTypes } from './page.ts'

const intervalAt = 40
const singlePagesAt = 46
const singlePages = 8
const addressBytes = 6

/**
 * Tells whether a page's header names this unit.
 *
 * @source real backups; a clustered index that SQL Server 2000 made has 0 in its data pages for its own 1 [measured]
 */
export function isOfUnit(
  view: DataView,
  { objectId, indexId }: { readonly objectId: number; readonly indexId: number },
): boolean {
  if (u32(view, 24) !== objectId) return false
  const found = u16(view, 6)
  return found === indexId || (found === 0 && indexId === 1)
}

/**
 * Returns what the header of a unit's pages carries in place of its id.
 *
 * @source an allocation unit's id is index id << 48 | object id << 16 [spec]; equal on all tables of the real
 *   backups [measured]
 */
export function headerOfUnit(unitId: bigint): { objectId: number; indexId: number } {
  return {
    objectId: Number((unitId >> 16n) & 0xffff_ffffn),
    indexId: Number((unitId >> 48n) & 0xffffn),
  }
}

/** Returns the unit's id from what the header of its pages carries: the other way round. */
export function unitOfHeader(header: {
  readonly objectId: number
  readonly indexId: number
}): bigint {
  return (BigInt(header.indexId) << 48n) | (BigInt(header.objectId) << 16n)
}

/**
 * Yields the places of a unit's pages in the order of its maps: single pages, then extents, of each map in turn. The
 * maps name whole extents: ask `isAllocated` of each page, and the page itself by `isOfUnit`.
 *
 * @throws BAK_IAM_DAMAGED where a map is none, runs in a circle or reaches out of its interval; what `load` throws
 */
export async function* unitPageAddresses(
  pages: DatabasePages,
  firstIam: PageAddress | undefined,
  signal?: AbortSignal,
): AsyncGenerator<PageAddress> {
  const seen = new Set<string>()
  for (let at = firstIam; at !== undefined; ) {
    const { fileId, pageId } = at
    const damaged = (reason: string) =>
      pagesError('BAK_IAM_DAMAGED', { fileId, pageId, file: pages.name, reason })
    const key = `${fileId}:${pageId}`
    if (seen.has(key)) throw damaged('IAM.next makes a circle')
    seen.add(key)
    const page = pages.peek(fileId, pageId) ?? (await pages.load(fileId, pageId, signal))
    if (page === undefined) throw damaged('the backup does not hold it')
    const { view } = page
    if (pageType(view) !== pageTypes.iam) throw damaged(`type = ${pageType(view)}`)
    const first = iamHeaderAt(view)
    const bits = bitmapRecord(view)
    if (first === undefined || bits === undefined) throw damaged(`slots = ${u16(view, 22)}`)
    for (let single = 0; single < singlePages; single++) {
      const address = addressAt(view, first + singlePagesAt + single * addressBytes)
      if (address !== undefined) yield address
    }
    const begin = {
      pageId: u32(view, first + intervalAt),
      fileId: u16(view, first + intervalAt + 4),
    }
    if (begin.pageId % intervalPages !== 0)
      throw damaged(`interval = ${begin.fileId}:${begin.pageId}`)
    yield* extentAddresses(bits, begin)
    at = pageHeader(view).next
  }
}

function* extentAddresses(bits: Uint8Array, begin: PageAddress): Generator<PageAddress> {
  for (let byte = 0; byte < intervalExtents / 8; byte++) {
    const value = bits[byte] ?? 0
    for (let bit = 0; value >>> bit !== 0; bit++) {
      if (((value >>> bit) & 1) === 0) continue
      const first = begin.pageId + (byte * 8 + bit) * extentPages
      for (let page = 0; page < extentPages; page++)
        yield { fileId: begin.fileId, pageId: first + page }
    }
  }
}
