/**
 * One allocation unit: the pages of a table in a data file, and the IAM pages that say where they are. Up to eight
 * pages lie singly in mixed extents, more in extents of their own.
 * @source bak-format facts 3.3, IAM [measured]; chains over several intervals [spec]
 */
import { pagesPerExtent } from '../checksums.ts'
import type { Fields } from '../fields.ts'
import type { TablePlace } from './catalog-rows.ts'
import { setBit, writeBitmapRecords } from './database-file.ts'
import {
  extentsPerInterval,
  type FileAllocation,
  isReservedExtent,
  type PageOwner,
  type PageRun,
  pageOfRun,
  pagesPerInterval,
} from './file-allocation.ts'
import { type PagePlace, pageTypes, writeHeader } from './page-writer.ts'
import type { PlaceOf, UnitIds, UnitPages } from './unit-pages.ts'

const singleSlots = 8

/** Someone who writes pages of a file. */
export interface PageWriterOwner extends PageOwner {
  /** Byte of PFS for a page of this owner in an extent of its own. */
  readonly fullness: number
  write(index: number, page: Fields): void
}

/** A table or the values outside its rows, in a file. The rows may be exchanged for others that take as many pages. */
export class TableUnit implements PageWriterOwner {
  readonly isIam = false
  readonly fullness: number
  readonly place: TablePlace | undefined
  #pages: UnitPages
  readonly #ids: UnitIds
  readonly #fileId: number
  readonly #pageIds: readonly number[]
  readonly #run: PageRun | undefined
  readonly #iamIds: readonly number[]

  constructor(pages: UnitPages, ids: UnitIds, file: FileAllocation) {
    this.#pages = pages
    this.#ids = ids
    this.#fileId = file.fileId
    this.fullness = pages.isClustered ? 0x40 : 0x44
    const count = pages.pageCount
    const isSmall = count <= singleSlots
    this.#run = isSmall ? undefined : file.takeExtents(this, count)
    this.#pageIds = isSmall
      ? Array.from({ length: count }, (_, index) => file.takePage(this, index))
      : []
    const iam: PageWriterOwner = {
      isIam: true,
      fullness: 0,
      write: (index, page) => this.#writeIam(index, page),
    }
    const intervals = this.#run === undefined ? 1 : intervalsOf(this.#run)
    this.#iamIds =
      count === 0 ? [] : Array.from({ length: intervals }, (_, index) => file.takePage(iam, index))
    if (count > 0) {
      const reserved = this.#run ? Math.ceil(count / pagesPerExtent) * pagesPerExtent : count
      this.place = {
        first: this.placeOf(0),
        root: this.placeOf(pages.isClustered ? pages.rootIndex : 0),
        firstIam: this.#iamPlace(0),
        usedPages: count + intervals,
        dataPages: pages.leafCount,
        reservedPages: reserved + intervals,
      }
    }
  }

  /** @throws TypeError when the rows take another number of pages */
  exchange(pages: UnitPages): void {
    if (pages.pageCount !== this.#pages.pageCount)
      throw new TypeError('rows with addresses take other pages than rows without')
    this.#pages = pages
  }

  write(index: number, page: Fields): void {
    this.#pages.write(page, index, this.#ids, (place) => this.placeOf(place))
  }

  readonly placeOf: PlaceOf = (index) => {
    const pageId = this.#run ? pageOfRun(this.#run, index) : (this.#pageIds[index] ?? 0)
    return { fileId: this.#fileId, pageId }
  }

  #iamPlace(index: number): PagePlace {
    return { fileId: this.#fileId, pageId: this.#iamIds[index] ?? 0 }
  }

  #writeIam(index: number, page: Fields): void {
    const run = this.#run
    const interval = run ? Math.floor(run.firstExtent / extentsPerInterval) + index : 0
    const firstPage = interval * pagesPerInterval
    writeHeader(page, {
      type: pageTypes.iam,
      ...this.#ids,
      ...this.#iamPlace(index),
      previous: index > 0 ? this.#iamPlace(index - 1) : undefined,
      next: index + 1 < this.#iamIds.length ? this.#iamPlace(index + 1) : undefined,
    })
    writeBitmapRecords(page)
    page.u32(100, index)
    page.u32(136, firstPage)
    page.u16(140, this.#fileId)
    for (const [slot, pageId] of this.#pageIds.entries()) {
      page.u32(142 + 6 * slot, pageId)
      page.u16(146 + 6 * slot, this.#fileId)
    }
    if (!run) return
    const begin = interval * extentsPerInterval
    const until = Math.min(begin + extentsPerInterval, run.firstExtent + run.extentCount)
    for (let extent = Math.max(begin, run.firstExtent); extent < until; extent++)
      if (!isReservedExtent(extent)) setBit(page, extent - begin)
  }
}

function intervalsOf({ firstExtent, extentCount }: PageRun): number {
  const interval = (extent: number) => Math.floor(extent / extentsPerInterval)
  return interval(firstExtent + extentCount - 1) - interval(firstExtent) + 1
}
