/** Reads pages of a data region by their number within it, wherever its segments lie in the file. */
import type { ByteSource } from '../../core/index.ts'
import type { DataRegion } from '../mtf/data-streams.ts'
import { readExactly } from '../mtf/window-reader.ts'
import { lastAtMost } from '../search.ts'
import { pageBytes } from './database-pages.ts'

export interface RegionReader {
  /** How errors name the file. */
  readonly file: string
  readonly pageCount: number
  /**
   * Reads pages; the bytes belong to the caller.
   *
   * @throws RangeError when they do not lie in the region; BAK_UNREADABLE, BAK_CHANGED_WHILE_READ, what the source
   *   throws and the signal's reason
   */
  read(pageIndex: number, pages: number, signal?: AbortSignal): Promise<Uint8Array>
  /** Returns the byte in the file at which a page of the region begins. */
  offsetOf(pageIndex: number): number
}

/** Returns a reader of the pages of a region; it keeps nothing. */
export function regionReader(image: ByteSource, region: DataRegion): RegionReader {
  const { segments } = region
  const begins: number[] = []
  let pageCount = 0
  for (const segment of segments) {
    begins.push(pageCount)
    pageCount += segment.payloadLength / pageBytes
  }

  /** Returns the segment of a page, and how many pages it holds from there. */
  function find(pageIndex: number): { readonly offset: number; readonly pages: number } {
    const index = lastAtMost(begins.length, (at) => begins[at] ?? 0, pageIndex)
    const segment = segments[index]
    const within = pageIndex - (begins[index] ?? 0)
    const pages = segment === undefined ? 0 : segment.payloadLength / pageBytes - within
    if (segment === undefined || pageIndex < 0 || pages <= 0)
      throw new RangeError(`page ${pageIndex} of a region of ${pageCount}`)
    return { offset: segment.payloadOffset + within * pageBytes, pages }
  }

  return {
    file: image.name,
    pageCount,
    offsetOf: (pageIndex) => find(pageIndex).offset,
    async read(pageIndex, pages, signal) {
      let whole = new Uint8Array(0)
      for (let done = 0; done < pages; ) {
        const part = find(pageIndex + done)
        const take = Math.min(pages - done, part.pages)
        const bytes = await readExactly(image, part.offset, take * pageBytes, signal)
        if (take === pages) return bytes
        if (done === 0) whole = new Uint8Array(pages * pageBytes)
        whole.set(bytes, done * pageBytes)
        done += take
      }
      return whole
    },
  }
}
