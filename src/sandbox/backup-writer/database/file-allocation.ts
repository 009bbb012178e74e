/**
 * Who owns which page of one data file: pages of the file itself at fixed places, single pages in mixed extents, and
 * runs of uniform extents. What a page holds is not known here.
 *
 * @source bak-format facts 3.1 and 3.2: PFS at page 1 and each multiple of 8,088; GAM, SGAM, DCM and BCM at pages 2,
 *   3, 6 and 7 of the first interval of 511,232 pages [measured], and at +0, +1, +6 and +7 of the later ones [spec]
 */
import { pagesPerExtent } from '../checksums.ts'

export const pagesPerPfs = 8088
export const pagesPerInterval = 511_232
export const extentsPerInterval = pagesPerInterval / pagesPerExtent
const extentsPerPfs = pagesPerPfs / pagesPerExtent

export type MapKind = 'file-header' | 'pfs' | 'gam' | 'sgam' | 'dcm' | 'bcm'

/** Returns what a page at a fixed place is. */
export function mapKindOf(pageId: number): MapKind | undefined {
  if (pageId === 0) return 'file-header'
  if (pageId === 1 || pageId % pagesPerPfs === 0) return 'pfs'
  const within = pageId % pagesPerInterval
  const shift = pageId < pagesPerInterval ? 2 : 0
  if (within === shift) return 'gam'
  if (within === shift + 1) return 'sgam'
  if (within === 6) return 'dcm'
  return within === 7 ? 'bcm' : undefined
}

/** Tells whether an extent holds pages at fixed places, so that no table is put there. */
export function isReservedExtent(extent: number): boolean {
  return extent % extentsPerInterval === 0 || extent % extentsPerPfs === 0
}

/** Reserved extents below `extent`. */
function reservedBelow(extent: number): number {
  if (extent === 0) return 0
  const multiples = (unit: number) => Math.floor((extent - 1) / unit) + 1
  return (
    multiples(extentsPerInterval) +
    multiples(extentsPerPfs) -
    multiples(extentsPerInterval * extentsPerPfs)
  )
}

/** Pages that belong together: those of one table, in order. */
export interface PageRun {
  /** Called with the page's number within the owner. */
  readonly owner: PageOwner
  readonly firstExtent: number
  /** Extents from the first to the last, with the reserved ones between them. */
  readonly extentCount: number
  readonly pageCount: number
}

/** Whoever writes a page. */
export interface PageOwner {
  readonly isIam: boolean
}

/** Where a page lies among those of its owner. */
export interface OwnedPage {
  readonly owner: PageOwner
  readonly index: number
}

/** A data file that fills from its begin. */
export class FileAllocation {
  readonly fileId: number
  readonly #single = new Map<number, OwnedPage>()
  readonly #mixedExtents = new Set<number>()
  readonly #runs: PageRun[] = []
  #nextExtent = 1
  #mixedExtent = -1
  #nextMixedPage = 0

  /** @param taken  pages that are spoken for, such as the boot page: they lie in mixed extents */
  constructor(fileId: number, taken: ReadonlyMap<number, OwnedPage>) {
    this.fileId = fileId
    for (const [pageId, page] of taken) {
      this.#single.set(pageId, page)
      this.#mixedExtents.add(Math.floor(pageId / pagesPerExtent))
    }
    if (taken.size > 0) {
      this.#mixedExtent = 1
      this.#nextMixedPage = pagesPerExtent
      this.#nextExtent = 2
    }
  }

  /** Extents up to the last one in use. */
  get extentCount(): number {
    return this.#nextExtent
  }

  /** Takes one page of a mixed extent and returns its id. */
  takePage(owner: PageOwner, index: number): number {
    while (this.#mixedExtent >= 0 && this.#single.has(this.#nextMixedPage)) this.#nextMixedPage++
    if (this.#mixedExtent < 0 || this.#nextMixedPage >= (this.#mixedExtent + 1) * pagesPerExtent) {
      while (isReservedExtent(this.#nextExtent)) this.#nextExtent++
      this.#mixedExtent = this.#nextExtent++
      this.#mixedExtents.add(this.#mixedExtent)
      this.#nextMixedPage = this.#mixedExtent * pagesPerExtent
    }
    const pageId = this.#nextMixedPage++
    this.#single.set(pageId, { owner, index })
    return pageId
  }

  /** Takes whole extents for `pageCount` pages. */
  takeExtents(owner: PageOwner, pageCount: number): PageRun {
    while (isReservedExtent(this.#nextExtent)) this.#nextExtent++
    const firstExtent = this.#nextExtent
    let needed = Math.ceil(pageCount / pagesPerExtent)
    let end = firstExtent
    while (needed > 0) {
      // In one step as far as no reserved extent can lie.
      const step = isReservedExtent(end) ? 0 : Math.min(needed, untilReserved(end))
      end += step === 0 ? 1 : step
      needed -= step
    }
    this.#nextExtent = end
    const run = { owner, firstExtent, extentCount: end - firstExtent, pageCount }
    this.#runs.push(run)
    return run
  }

  isAllocated(extent: number): boolean {
    if (extent % extentsPerInterval === 0) return true
    if (this.#mixedExtents.has(extent)) return true
    return !isReservedExtent(extent) && this.#runAt(extent) !== undefined
  }

  /** Tells whether the extent is mixed and has a page to give. */
  hasFreeMixedPage(extent: number): boolean {
    if (!this.#mixedExtents.has(extent)) return false
    for (let page = extent * pagesPerExtent; page < (extent + 1) * pagesPerExtent; page++)
      if (!this.#single.has(page)) return true
    return false
  }

  isMixed(extent: number): boolean {
    return this.#mixedExtents.has(extent)
  }

  /** Returns whose page it is. */
  pageAt(pageId: number): OwnedPage | undefined {
    const single = this.#single.get(pageId)
    if (single) return single
    const extent = Math.floor(pageId / pagesPerExtent)
    if (isReservedExtent(extent)) return undefined
    const run = this.#runAt(extent)
    if (!run) return undefined
    const index = pageInRun(run, extent) + (pageId % pagesPerExtent)
    return index < run.pageCount ? { owner: run.owner, index } : undefined
  }

  #runAt(extent: number): PageRun | undefined {
    let low = 0
    let high = this.#runs.length
    while (low < high) {
      const middle = (low + high) >> 1
      const run = this.#runs[middle]
      if (run && run.firstExtent + run.extentCount <= extent) low = middle + 1
      else high = middle
    }
    const run = this.#runs[low]
    return run && run.firstExtent <= extent ? run : undefined
  }
}

/** Extents from this one, which is not reserved, to the next reserved one. */
function untilReserved(extent: number): number {
  const until = (unit: number) => unit - (extent % unit)
  return Math.min(until(extentsPerInterval), until(extentsPerPfs))
}

/** Number of an extent's first page among the pages of its run. */
function pageInRun(run: PageRun, extent: number): number {
  const reserved = reservedBelow(extent) - reservedBelow(run.firstExtent)
  return (extent - run.firstExtent - reserved) * pagesPerExtent
}

/** Returns the id of a run's page by its number. */
export function pageOfRun(run: PageRun, index: number): number {
  const wanted = Math.floor(index / pagesPerExtent)
  let extent = run.firstExtent + wanted
  // Each reserved extent on the way pushes the page one further.
  for (;;) {
    const missing = wanted - (extent - run.firstExtent - reservedWithin(run.firstExtent, extent))
    if (missing === 0 && !isReservedExtent(extent)) break
    extent += Math.max(1, missing)
  }
  return extent * pagesPerExtent + (index % pagesPerExtent)
}

function reservedWithin(from: number, until: number): number {
  return reservedBelow(until) - reservedBelow(from)
}
