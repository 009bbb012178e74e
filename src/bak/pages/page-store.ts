/**
 * Serves pages out of placed regions: finds the region that counts, reads whole extents and, where reads go on one
 * behind the other, several at once, and keeps the latest of them.
 */

import type { MigrationError } from '../../core/index.ts'
import { u16, u32, viewOf } from '../binary.ts'
import { verifyError } from '../verify/errors.ts'
import { isPfsAllocated, pfsByte, pfsPageId } from './allocation-map.ts'
import { extentPages, type Page, pageBytes } from './database-pages.ts'
import { pagesError } from './errors.ts'
import { isPage, pageType, restoreTornBits } from './page.ts'
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
  /** Copies that were asked for; a hole is a page not asked for yet. */
  readonly pages: (Page | undefined)[]
}

/** 4 MiB of extents, and as much of pages copied from them. */
const maxExtentsKept = 64

/** How many extents are read at once where reads go on one behind the other: 512 KiB. */
const maxReadAhead = 8

export class PageStore {
  readonly #layers: readonly PageLayer[]
  readonly #kept = new Map<number, CachedExtent>()
  readonly #reading = new Map<number, { signal: AbortSignal | undefined; done: Promise<void> }>()
  #lastLayer: PageLayer | undefined
  #nextPosition = -1
  #readAhead = 1

  constructor(layers: readonly PageLayer[]) {
    this.#layers = layers
  }

  peek(fileId: number, pageId: number): Page | undefined {
    const extent = this.#kept.get(extentKey(fileId, Math.floor(pageId / extentPages)))
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
    const pfs = this.peek(fileId, pfsId) ?? (await this.load(fileId, pfsId, signal))
    if (pfs === undefined) return false
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
    for (;;) {
      signal?.throwIfAborted()
      const kept = this.#kept.get(key)
      if (kept !== undefined) {
        // A map hands out its oldest key first: putting it in again makes this the latest.
        this.#kept.delete(key)
        this.#kept.set(key, kept)
        return kept
      }
      const place = this.#locate(fileId, extent)
      if (place === undefined) return undefined
      const running = this.#reading.get(key)
      // A read that another caller can stop is not waited for.
      if (running !== undefined && running.signal === signal) {
        await running.done
        continue
      }
      const done = this.#read(place.layer, place.position, key, signal)
      this.#reading.set(key, { signal, done })
      try {
        await done
      } finally {
        this.#reading.delete(key)
      }
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
  ): Promise<void> {
    const isNext = layer === this.#lastLayer && position === this.#nextPosition
    this.#readAhead = isNext ? Math.min(maxReadAhead, this.#readAhead * 2) : 1
    const first = position * extentPages
    const pages = Math.min(this.#readAhead * extentPages, layer.reader.pageCount - first)
    this.#lastLayer = layer
    this.#nextPosition = position + Math.ceil(pages / extentPages)
    const bytes = await layer.reader.read(first, pages, signal)
    for (let page = 0; page + extentPages <= pages; page += extentPages) {
      const at = position + page / extentPages
      const found = page === 0 ? key : layer.placement.at(at)
      if (found < 0 || (page > 0 && !this.#counts(found, layer, at))) continue
      const extent = bytes.slice(page * pageBytes, (page + extentPages) * pageBytes)
      if (page > 0 && this.#kept.has(found)) continue
      this.#keep(found, { layer, position: at, bytes: extent, pages: [] })
    }
  }

  #counts(key: number, layer: PageLayer, position: number): boolean {
    const place = this.#locate(fileOfKey(key), extentOfKey(key))
    return place?.layer === layer && place.position === position
  }

  #keep(key: number, extent: CachedExtent): void {
    this.#kept.set(key, extent)
    while (this.#kept.size > maxExtentsKept) {
      const oldest = this.#kept.keys().next()
      if (oldest.done) return
      this.#kept.delete(oldest.value)
    }
  }

  /** Returns the page if it says that it is this one and its checksum, where it has one, is right. */
  #pageOf(extent: CachedExtent, fileId: number, pageId: number): Page | undefined {
    const within = pageId % extentPages
    const known = extent.pages[within]
    if (known !== undefined) return known
    const at = within * pageBytes
    // A copy: the page may be held long after its extent is forgotten.
    const bytes = extent.bytes.slice(at, at + pageBytes)
    const view = viewOf(bytes)
    if (!isPage(view, fileId, pageId)) return undefined
    const stored = storedChecksum(view)
    if (stored !== undefined && stored !== checksumOfPage(view)) return undefined
    restoreTornBits(bytes, view)
    const page = { fileId, pageId, bytes, view }
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
    return verifyError('BAK_PAGE_DAMAGED', {
      ...place,
      stored: hexWord(stored),
      computed: hexWord(computed),
    })
  const found = `${u16(view, 36)}:${u32(view, 32)} (type ${pageType(view)})`
  return pagesError('BAK_PAGE_MISPLACED', { ...place, found })
}

function hexWord(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`
}
