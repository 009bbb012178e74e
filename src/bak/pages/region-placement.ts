/**
 * Which page of the database lies where in a data region of a backup, both ways. Regions are whole extents: position
 * p of a region is its pages 8p to 8p + 7.
 */
import { extentPages } from './database-pages.ts'

export interface RegionPlacement {
  /**
   * `rule`: by the database's own allocation maps, and proven to use up the region. `headers`: by what most page
   * headers of each extent say.
   */
  readonly method: 'rule' | 'headers'
  /** Why the rule was not used; undefined where it was, or where it does not apply. */
  readonly reason: string | undefined
  readonly pageCount: number
  /** Extents of the region of which nothing says what they are; 0 by the rule. */
  readonly unknownExtents: number
  /** Returns the position of an extent, or undefined where the region does not hold it. */
  find(fileId: number, extent: number): number | undefined
  /** Returns the key of the extent at a position, fillerExtent, or unknownExtent. */
  at(position: number): number
}

/** What `at` says of fillers. */
export const fillerExtent = -1
/** What `at` says of an extent that nothing names. */
export const unknownExtent = -2

/** Page numbers have 32 bits, so extent numbers have 29. */
const extentLimit = 2 ** 29

/** Returns one number for an extent of a file. */
export function extentKey(fileId: number, extent: number): number {
  return fileId * extentLimit + extent
}

/** Returns the file of an extent's key, which is not negative. */
export function fileOfKey(key: number): number {
  return Math.floor(key / extentLimit)
}

/** Returns the extent, in its file, of a key that is not negative. */
export function extentOfKey(key: number): number {
  return key % extentLimit
}

/** What a page of a region is expected to be, without a new object for each page. */
export class PlaceCursor {
  kind: 'page' | 'filler' | 'unknown' = 'unknown'
  /** Only where `kind` is `page`. */
  fileId = 0
  /** Only where `kind` is `page`. */
  pageId = 0
  readonly #placement: RegionPlacement
  #position = -1
  #firstPageId = 0

  constructor(placement: RegionPlacement) {
    this.#placement = placement
  }

  /** Sets the fields for a page of the region, from 0; cheapest in ascending order. */
  moveTo(pageIndex: number): void {
    const position = Math.floor(pageIndex / extentPages)
    if (position !== this.#position) {
      this.#position = position
      const key = this.#placement.at(position)
      this.kind = key >= 0 ? 'page' : key === fillerExtent ? 'filler' : 'unknown'
      this.fileId = key >= 0 ? fileOfKey(key) : 0
      this.#firstPageId = key >= 0 ? extentOfKey(key) * extentPages : 0
    }
    this.pageId = this.kind === 'page' ? this.#firstPageId + (pageIndex % extentPages) : 0
  }
}
