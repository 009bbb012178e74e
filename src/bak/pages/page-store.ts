/**
 * Serves pages out of placed regions: finds the region that counts, reads whole extents and, where reads go on one
 * behind the other, several at once, and keeps the latest of them.
 */

import type { MigrationError } from '../../core/index.ts'
import { hex, u16, u32, viewOf } from '../binary.ts'
import { RecentlyUsed } from '../recently-used.ts'
import { isPfsAllocated, pfsByte, pfsPageId } from './allocation-map.ts'
import { extentBytes, extentPages, type Page, pageBytes } from './database-pages.ts'
import { pagesError } from './errors.ts'
import { isPage, pageType, withoutTornBits } from './page.ts'
import { checksumOfPage, storedChecksum } from './page-checksum.ts'
import { extentKey, extentOfKey, fileOfKey, type RegionPlacement } from './region-placement.ts'
import type { RegionReader } from './region-reader.ts'

/** Regions with their pages; of several that hold one the first counts. */
export interface PageLayer {
  readonly reader: RegionReader
  readonly placement: RegionPlacement
}

interface CachedExtent {
  readonly layer: PageLayer
  readonly position: number
  readonly bytes: Uint8Array
  /** Those that were asked for; a hole is a page not asked for yet. */
  readonly pages: (Page | undefined)[]
}

interface Reading {
  readonly signal: AbortSignal | undefined
  readonly extent: Promise<CachedExtent>
}

/** 4 MiB; up to eight times as much where reads jump so that one extent of each read-ahead is left. */
const maxExtentsKept = 64

/** How many extents are read at once where reads go on one behind the other: 512 KiB. */
const maxReadAhead = 8

/** Pages by their address, each compared with its own header and checksum before it is given out. */
export class PageStore {
  readonly #layers: readonly PageLayer[]
  readonly #kept = new RecentlyUsed<number, CachedExtent>(maxExtentsKept)
  readonly #reading = new Map<number, Reading>()
  /** The PFS page that was asked last: the next question is nearly always for it, too. */
  #pfs: Page | undefined
  #lastLayer: PageLayer | undefined
  #nextPosition = -1
  #readAhead = 1

  constructor(layers: readonly PageLayer[]) {
    this.#layers = layers
  }

  peek(fileId: number, pageId: number): Page | undefined {
    const extent = this.#kept.peek(extentKey(fileId, Math.floor(pageId / extentPages)))
    return extent === undefined ? undefined : this.#pageOf(extent, fileId, pageId)
  }

  async load(fileId: number, pageId: number, signal?: AbortSignal): Promise<Page | undefined> {
    const extent = await this.#extent(fileId, Math.floor(pageId / extentPages), signal)
    if (extent === undefined) return undefined
    const page = this.#pageOf(extent, fileId, pageId)
    if (page !== undefined) return page
    const isPfs = pfsPageId(pageId) === pageId
    if (isPfs || (await this.isAllocated(fileId, pageId, signal)))
      throw whyUnusable(extent, fileId, pageId)
    return undefined
  }

  async isAllocated(fileId: number, pageId: number, signal?: AbortSignal): Promise<boolean> {
    const pfsId = pfsPageId(pageId)
    const last = this.#pfs
    const isLast = last?.fileId === fileId && last.pageId === pfsId
    const pfs = isLast ? last : await this.load(fileId, pfsId, signal)
    if (pfs === undefined) return false
    this.#pfs = pfs
    const byte = pfsByte(pfs.view, fileId, pageId)
    if (byte !== undefined) return isPfsAllocated(byte)
    const extent = await this.#extent(fileId, Math.floor(pfsId / extentPages), signal)
    if (extent === undefined) return false
    throw whyUnusable(extent, fileId, pfsId)
  }

  async #extent(
    fileId: number,
    extent: number,
    signal: AbortSignal | undefined,
  ): Promise<CachedExtent | undefined> {
    const key = extentKey(fileId, extent)
    signal?.throwIfAborted()
    const kept = this.#kept.get(key)
    if (kept !== undefined) return kept
    const place = this.#locate(fileId, extent)
    if (place === undefined) return undefined
    const running = this.#reading.get(key)
    // A read that another caller can stop is not waited for.
    if (running !== undefined && running.signal === signal) return await running.extent
    const read = this.#read(place.layer, place.position, key, signal)
    this.#reading.set(key, { signal, extent: read })
    try {
      return await read
    } finally {
      this.#reading.delete(key)
    }
  }

  #locate(fileId: number, extent: number): { layer: PageLayer; position: number } | undefined {
    for (const layer of this.#layers) {
      const position = layer.placement.find(fileId, extent)
      if (position !== undefined) return { layer, position }
    }
    return undefined
  }

  async #read(
    layer: PageLayer,
    position: number,
    key: number,
    signal: AbortSignal | undefined,
  ): Promise<CachedExtent> {
    const isNext = layer === this.#lastLayer && position === this.#nextPosition
    this.#readAhead = isNext ? Math.min(maxReadAhead, this.#readAhead * 2) : 1
    const first = position * extentPages
    const pages = Math.min(this.#readAhead * extentPages, layer.reader.pageCount - first)
    this.#lastLayer = layer
    this.#nextPosition = position + Math.ceil(pages / extentPages)
    const bytes = await layer.reader.read(first, pages, signal)
    // A source need not look at the signal.
    signal?.throwIfAborted()
    const cut = (at: number): CachedExtent => {
      const begin = at * extentBytes
      const own = bytes.subarray(begin, begin + extentBytes)
      return { layer, position: position + at, bytes: own, pages: [] }
    }
    for (let at = 1; (at + 1) * extentPages <= pages; at++) {
      const found = layer.placement.at(position + at)
      if (found >= 0 && this.#counts(found, layer, position + at) && !this.#kept.has(found))
        this.#kept.set(found, cut(at))
    }
    const extent = cut(0)
    this.#kept.set(key, extent)
    return extent
  }

  #counts(key: number, layer: PageLayer, position: number): boolean {
    const place = this.#locate(fileOfKey(key), extentOfKey(key))
    return place?.layer === layer && place.position === position
  }

  /** Returns the page if it says that it is this one and its checksum, where it has one, is right. */
  #pageOf(extent: CachedExtent, fileId: number, pageId: number): Page | undefined {
    const within = pageId % extentPages
    const known = extent.pages[within]
    if (known !== undefined) return known
    const at = within * pageBytes
    const read = extent.bytes.subarray(at, at + pageBytes)
    const stored = viewOf(read)
    if (!isPage(stored, fileId, pageId)) return undefined
    const checksum = storedChecksum(stored)
    if (checksum !== undefined && checksum !== checksumOfPage(stored)) return undefined
    const bytes = withoutTornBits(read, stored)
    const page = { fileId, pageId, bytes, view: bytes === read ? stored : viewOf(bytes) }
    extent.pages[within] = page
    return page
  }
}

/** Returns why the page in an extent is not served. */
function whyUnusable(extent: CachedExtent, fileId: number, pageId: number): MigrationError {
  const { reader } = extent.layer
  const within = pageId % extentPages
  const view = viewOf(extent.bytes.subarray(within * pageBytes, (within + 1) * pageBytes))
  const offset = reader.offsetOf(extent.position * extentPages + within)
  const place = { fileId, pageId, file: reader.file, offset }
  const stored = storedChecksum(view)
  const computed = checksumOfPage(view)
  if (isPage(view, fileId, pageId) && stored !== undefined && stored !== computed)
    return pagesError('BAK_PAGE_DAMAGED', {
      ...place,
      stored: hex(stored, 8),
      computed: hex(computed, 8),
    })
  const found = `${u16(view, 36)}:${u32(view, 32)} (type ${pageType(view)})`
  return pagesError('BAK_PAGE_MISPLACED', { ...place, found })
}
