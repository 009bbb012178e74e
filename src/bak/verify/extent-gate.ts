/**
 * What the allocation maps in a backup say: PFS whether a page is in use, GAM, SGAM and DCM which extents have to be
 * there. Where headers say the places, the maps' own extents are found first.
 *
 * @source bak-format facts 3.2: PFS gate 20,062 pages in use, all well-formed [measured]
 */
import { viewOf } from '../binary.ts'
import { isDamage } from '../damage.ts'
import type { BackupDatabaseFile } from '../inspection.ts'
import {
  extentsOfDifferential,
  extentsOfFull,
  intervalExtents,
  isPfsAllocated,
  type MapKind,
  mapBits,
  mapPageId,
  maxExtents,
  pfsByte,
  pfsExtents,
  pfsPageId,
} from '../pages/allocation-map.ts'
import { extentBytes, extentPages, type PageAddress, pageBytes } from '../pages/database-pages.ts'
import { extentKey, extentOfKey } from '../pages/region-placement.ts'
import { RecentlyUsed } from '../recently-used.ts'
import type { RegionUnderCheck } from './open-set.ts'
import { factsOfPage, proofOf } from './page-facts.ts'
import { isMapPlace } from './region-check.ts'

export type Allocation = 'in-use' | 'free' | 'unknown'

/** Maps that are kept at hand. */
const keptMaps = 64

/** Answers from the maps of one backup set that were read and found sound. */
export class ExtentGate {
  readonly #regions: readonly RegionUnderCheck[]
  /** Of regions without a rule: where extents that hold maps lie, by key. */
  readonly #mapExtents = new Map<RegionUnderCheck, Map<number, number>>()
  readonly #pages = new RecentlyUsed<string, Uint8Array | 'unsound'>(keptMaps)
  readonly #signal: AbortSignal | undefined

  /** @param regions  of one backup set, of all its files */
  constructor(regions: readonly RegionUnderCheck[], signal: AbortSignal | undefined) {
    this.#regions = regions
    this.#signal = signal
  }

  /** Says whether a page of a region is in use, by the PFS page of the same region or else of a first one. */
  async allocation(region: RegionUnderCheck, place: PageAddress): Promise<Allocation> {
    if (isMapPlace(place.pageId)) return 'in-use'
    const pfs = await this.#map(region, place.fileId, pfsPageId(place.pageId))
    const byte = pfs && pfsByte(viewOf(pfs), place.fileId, place.pageId)
    if (byte === undefined) return 'unknown'
    return isPfsAllocated(byte) ? 'in-use' : 'free'
  }

  /** Returns a page of the database that is sound, from the region or else from the first regions. */
  async soundPage(fileId: number, pageId: number): Promise<Uint8Array | undefined> {
    const [first] = this.#regions
    return first && (await this.#map(first, fileId, pageId))
  }

  /**
   * Calls back for each extent that the maps ask for; returns why they cannot be followed, if they cannot.
   */
  async required(
    file: BackupDatabaseFile,
    kind: 'FULL' | 'DIFFERENTIAL',
    each: (extent: number) => void,
  ): Promise<string | undefined> {
    const { fileId } = file
    const extents = Math.min(maxExtents, Math.floor(file.sizeBytes / extentBytes))
    for (let interval = 0; interval * intervalExtents < extents; interval++) {
      const words = await this.#requiredWords(fileId, interval, kind)
      // An interval without changes has no map in a differential.
      if (words === undefined && kind === 'DIFFERENTIAL' && interval > 0) continue
      if (words === undefined)
        return `${fileId}:${mapPageId(kind === 'FULL' ? 'gam' : 'dcm', interval)}`
      const begin = interval * intervalExtents
      const count = Math.min(intervalExtents, extents - begin)
      for (let bit = 0; bit < count; bit++)
        if (((words(bit >>> 5) >>> (bit & 31)) & 1) === 1) each(begin + bit)
    }
    return undefined
  }

  async #requiredWords(fileId: number, interval: number, kind: 'FULL' | 'DIFFERENTIAL') {
    const map = async (of: MapKind) => {
      const page = await this.soundPage(fileId, mapPageId(of, interval))
      return page && mapBits(viewOf(page), of, fileId, interval)
    }
    if (kind === 'DIFFERENTIAL') {
      const changed = await map('dcm')
      return changed && extentsOfDifferential(changed)
    }
    const free = await map('gam')
    const mixed = await map('sgam')
    return free && mixed && extentsOfFull(interval, free, mixed)
  }

  async #map(
    region: RegionUnderCheck,
    fileId: number,
    pageId: number,
  ): Promise<Uint8Array | undefined> {
    const others = this.#regions.filter((other) => other.index === 0 && other !== region)
    for (const candidate of [region, ...others]) {
      const position = this.#find(candidate, fileId, Math.floor(pageId / extentPages))
      if (position === undefined) continue
      const index = position * extentPages + (pageId % extentPages)
      const page = await this.#read(candidate, index)
      if (page) return page
    }
    return undefined
  }

  #find(region: RegionUnderCheck, fileId: number, extent: number): number | undefined {
    const { placement } = region.check
    if (placement) return placement.find(fileId, extent)
    const known = this.#mapExtents.get(region) ?? this.#findMaps(region)
    return known.get(extentKey(fileId, extent))
  }

  #findMaps(region: RegionUnderCheck): Map<number, number> {
    const { check } = region
    const found = new Map<number, number>()
    const positions = Math.ceil(check.pageCount / extentPages)
    for (let position = 0; position < positions; position++) {
      const key = check.extentAt(position)
      const extent = extentOfKey(key)
      const holdsMaps =
        extent % pfsExtents === 0 || extent % intervalExtents === 0 || extent === bootExtent
      if (key >= 0 && holdsMaps) found.set(key, position)
    }
    this.#mapExtents.set(region, found)
    return found
  }

  /** Returns the page if its own checksum, where it has one, is right. */
  async #read(region: RegionUnderCheck, index: number): Promise<Uint8Array | undefined> {
    const key = `${region.stripe.stripe} ${region.index} ${index}`
    const known = this.#pages.get(key)
    if (known !== undefined) return known === 'unsound' ? undefined : known
    let page: Uint8Array | undefined
    try {
      page = await region.reader.read(index, 1, this.#signal)
    } catch (error) {
      if (!isDamage(error)) throw error
    }
    if (page && page.byteLength === pageBytes) {
      const proof = proofOf(factsOfPage(page))
      if (proof === 'checksum-wrong' || proof === 'torn') page = undefined
    }
    this.#pages.set(key, page ?? 'unsound')
    return page
  }
}

/** Of page 9 of file 1, the boot page. */
const bootExtent = 1
