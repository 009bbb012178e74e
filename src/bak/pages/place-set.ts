/**
 * Places all pages of one backup, whether it is one file or striped, and compares what is there with what the
 * database's allocation maps say has to be.
 */

import { u32, viewOf } from '../binary.ts'
import type { PageAddress } from '../catalog/catalog.ts'
import type { BackupDatabaseFile } from '../inspection.ts'
import { type DataRegion, readSetStreams, type SetStreams } from '../mtf/data-streams.ts'
import { intervalExtents, type MapKind, mapBits, mapPageId, maxExtents } from './allocation-map.ts'
import { type BackupPart, orderStripes } from './backup-part.ts'
import { extentBytes, extentPages } from './database-pages.ts'
import { placeAscending, placeInAnyOrder } from './place-by-headers.ts'
import { forcedExtents, placeByRule } from './place-by-rule.ts'
import type { RegionPlacement } from './region-placement.ts'
import { type RegionReader, regionReader } from './region-reader.ts'

/** A data region with what lies in it. */
export interface PlacedRegion {
  readonly part: BackupPart
  /** 0 for the first of the part: the database; later ones supersede it. */
  readonly index: number
  readonly region: DataRegion
  readonly reader: RegionReader
  readonly placement: RegionPlacement
}

/** Extents by their first page. */
export interface ExtentList {
  readonly count: number
  /** The first 100. */
  readonly first: readonly PageAddress[]
}

export interface SetPlacement {
  readonly kind: 'FULL' | 'DIFFERENTIAL'
  readonly parts: readonly { readonly part: BackupPart; readonly streams: SetStreams }[]
  /** All regions; of several that hold a page the one that comes first here counts. */
  readonly regions: readonly PlacedRegion[]
  /** Extents that the allocation maps require and no first region holds. */
  readonly missing: ExtentList
  /** Extents that first regions hold although the allocation maps do not require them. */
  readonly extra: ExtentList
}

/**
 * Returns where the pages of a backup lie. A single file costs one read for each 4 GB of the database; a striped one,
 * and one whose maps do not prove themselves, is read once as a whole.
 *
 * @param parts  all files of the backup, in any order
 * @throws BAK_PAGES_NOT_IN_SET, BAK_STRIPES_MIXED, BAK_STRIPES_MISSING, the problem that ends the walk over a part
 *   (BAK_TRUNCATED, BAK_BLOCK_DAMAGED, BAK_CHAIN_BROKEN, BAK_DATA_UNALIGNED), BAK_UNREADABLE,
 *   BAK_CHANGED_WHILE_READ, what the container throws, and the signal's reason
 */
export async function placeSet(
  parts: readonly BackupPart[],
  kind: 'FULL' | 'DIFFERENTIAL',
  signal?: AbortSignal,
): Promise<SetPlacement> {
  const ordered = orderStripes(parts, kind)
  const regions: PlacedRegion[] = []
  const walked: { part: BackupPart; streams: SetStreams }[] = []
  for (const part of ordered) {
    const streams = await readSetStreams(part.image, part.set, signal)
    if (streams.problem !== undefined) throw streams.problem
    walked.push({ part, streams })
    let index = 0
    for (const region of streams.regions) {
      if (region.payloadBytes === 0) continue
      const reader = regionReader(part.image, region)
      const isStriped = ordered.length > 1
      const placement = await placeRegion(reader, part.set.files, kind, index, isStriped, signal)
      regions.push({ part, index, region, reader, placement })
      index++
    }
  }
  regions.sort((a, b) => b.index - a.index)
  const files = ordered[0].set.files.filter((file) => file.type === 1)
  const firsts = regions.filter((region) => region.index === 0)
  const compared = await compareWithMaps(firsts, files, kind, signal)
  return { kind, parts: walked, regions, ...compared }
}

async function placeRegion(
  reader: RegionReader,
  files: readonly BackupDatabaseFile[],
  kind: 'FULL' | 'DIFFERENTIAL',
  index: number,
  isStriped: boolean,
  signal: AbortSignal | undefined,
): Promise<RegionPlacement> {
  if (index > 0) return await placeInAnyOrder(reader, files, signal)
  if (isStriped) return await placeAscending(reader, files, undefined, signal)
  const placing = await placeByRule(reader, files, kind, signal)
  if (placing.kind === 'placed') return placing.placement
  return await placeAscending(reader, files, placing.reason, signal)
}

/** How many extents of a list are named. */
const maxListed = 100

class ExtentCounter {
  count = 0
  readonly first: PageAddress[] = []

  get list(): ExtentList {
    return { count: this.count, first: this.first }
  }

  add(fileId: number, extent: number): void {
    this.count++
    if (this.first.length < maxListed) this.first.push({ fileId, pageId: extent * extentPages })
  }
}

/** Compares first regions with the maps in them; where the rule placed them, the comparison is the rule's proof. */
async function compareWithMaps(
  firsts: readonly PlacedRegion[],
  files: readonly BackupDatabaseFile[],
  kind: 'FULL' | 'DIFFERENTIAL',
  signal: AbortSignal | undefined,
): Promise<{ readonly missing: ExtentList; readonly extra: ExtentList }> {
  const missing = new ExtentCounter()
  const extra = new ExtentCounter()
  if (firsts.every((region) => region.placement.method === 'rule')) {
    if (kind === 'DIFFERENTIAL') return { missing: missing.list, extra: extra.list }
    for (const { fileId, backupSizeBytes } of files) {
      const isHeld = firsts.some(({ placement }) => placement.find(fileId, 0) !== undefined)
      // A file of which nothing was backed up is offline or defunct.
      if (!isHeld && backupSizeBytes !== 0) missing.add(fileId, 0)
    }
    return { missing: missing.list, extra: extra.list }
  }
  for (const { fileId, sizeBytes } of files) {
    const fileExtents = Math.min(maxExtents, Math.floor(sizeBytes / extentBytes))
    for (let interval = 0; interval * intervalExtents < fileExtents; interval++) {
      const begin = interval * intervalExtents
      const required = await requiredExtents(firsts, fileId, interval, kind, signal)
      if (required === undefined) {
        // An interval without changes is not in a differential.
        if (kind === 'DIFFERENTIAL' && interval > 0) continue
        // Where a file's maps break off, nothing says what would have to follow.
        missing.add(fileId, begin)
        break
      }
      const end = Math.min(intervalExtents, fileExtents - begin)
      for (let bit = 0; bit < end; bit++) {
        const isRequired = ((required(bit >>> 5) >>> (bit & 31)) & 1) === 1
        const extent = begin + bit
        const isHeld = firsts.some(({ placement }) => placement.find(fileId, extent) !== undefined)
        if (isRequired && !isHeld) missing.add(fileId, extent)
        if (!isRequired && isHeld) extra.add(fileId, extent)
      }
    }
  }
  return { missing: missing.list, extra: extra.list }
}

/** Returns the words of the extents that the interval's maps require, or undefined where the maps are not there. */
async function requiredExtents(
  regions: readonly PlacedRegion[],
  fileId: number,
  interval: number,
  kind: 'FULL' | 'DIFFERENTIAL',
  signal: AbortSignal | undefined,
): Promise<((word: number) => number) | undefined> {
  async function map(of: MapKind): Promise<DataView | undefined> {
    const pageId = mapPageId(of, interval)
    for (const { placement, reader } of regions) {
      const position = placement.find(fileId, Math.floor(pageId / extentPages))
      if (position === undefined) continue
      const page = await reader.read(position * extentPages + (pageId % extentPages), 1, signal)
      const bits = mapBits(viewOf(page), of, fileId, interval)
      if (bits !== undefined) return viewOf(bits)
    }
    return undefined
  }
  if (kind === 'DIFFERENTIAL') {
    const changed = await map('dcm')
    return changed && ((word) => u32(changed, word * 4))
  }
  const free = await map('gam')
  const mixed = await map('sgam')
  if (free === undefined || mixed === undefined) return undefined
  return (word) => ~u32(free, word * 4) | u32(mixed, word * 4) | forcedExtents(interval, word)
}
