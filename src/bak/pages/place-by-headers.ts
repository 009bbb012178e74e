/**
 * Places the extents of a data region by what their page headers say: the most votes of the eight pages win. Needed
 * where no rule gives the order: the files of a striped backup, the extents that were read again because they changed
 * during the backup, and regions whose maps do not prove themselves. Reads the whole region once.
 *
 * @source bak-format facts 3.2: stripes of 3 complete and 7 incomplete sets, second regions of 10 files; within the
 *   first region of a stripe the extents ascend [measured]
 */
import { u16, u32, viewOf } from '../binary.ts'
import { fileTypes } from '../header/file-list.ts'
import type { BackupDatabaseFile } from '../inspection.ts'
import { lastAtMost } from '../search.ts'
import { maxExtents } from './allocation-map.ts'
import { extentBytes, extentPages, pageBytes } from './database-pages.ts'
import { ExtentNotes, ExtentSet } from './extent-set.ts'
import { isFiller } from './page.ts'
import {
  extentKey,
  extentOfKey,
  fileOfKey,
  fillerExtent,
  type RegionPlacement,
  unknownExtent,
} from './region-placement.ts'
import type { RegionReader } from './region-reader.ts'

/** Pages of one read: 1 MiB. */
const readPages = 128

/** How many extents behind one are asked whether it stands in line. */
const lookAhead = 16

/**
 * Returns the placement of a first region: extents ascend within each file, one that does not is unknown. Costs
 * 2.1 MB for each TB of a file, and as much again for the region.
 */
export async function placeAscending(
  reader: RegionReader,
  files: readonly BackupDatabaseFile[],
  reason: string | undefined,
  signal?: AbortSignal,
): Promise<RegionPlacement> {
  const filler = new ExtentNotes()
  const perFile = new Map<number, { extents: ExtentNotes; positions: ExtentNotes; last: number }>()
  let known = 0
  let fillers = 0
  const waiting: { readonly position: number; readonly key: number }[] = []

  function settleFirst(): void {
    const first = waiting.shift()
    if (first === undefined || first.key === unknownExtent) return
    if (first.key === fillerExtent) {
      filler.add(first.position)
      fillers++
      return
    }
    const fileId = fileOfKey(first.key)
    const file = perFile.get(fileId) ?? {
      extents: new ExtentNotes(),
      positions: new ExtentNotes(),
      last: -1,
    }
    const extent = extentOfKey(first.key)
    const followers = waiting.filter(({ key }) => key >= 0 && fileOfKey(key) === fileId)
    const behind = followers.filter(({ key }) => key > first.key).length
    if (extent <= file.last || behind * 2 < followers.length) return
    perFile.set(fileId, file)
    file.last = extent
    file.extents.add(extent)
    file.positions.add(first.position)
    known++
  }

  for await (const found of votes(reader, files, signal)) {
    waiting.push(found)
    if (waiting.length > lookAhead) settleFirst()
  }
  while (waiting.length > 0) settleFirst()

  const placed = [...perFile].map(([fileId, file]) => ({
    fileId,
    extents: ExtentSet.of(file.extents),
    positions: ExtentSet.of(file.positions),
  }))
  const fillerPositions = ExtentSet.of(filler)
  return {
    method: 'headers',
    reason,
    pageCount: reader.pageCount,
    unknownExtents: Math.ceil(reader.pageCount / extentPages) - known - fillers,
    find(fileId, extent) {
      const file = placed.find((candidate) => candidate.fileId === fileId)
      return file?.extents.has(extent)
        ? file.positions.select(file.extents.rank(extent))
        : undefined
    },
    at(position) {
      if (fillerPositions.has(position)) return fillerExtent
      const file = placed.find((candidate) => candidate.positions.has(position))
      const extent = file?.extents.select(file.positions.rank(position))
      return file === undefined || extent === undefined
        ? unknownExtent
        : extentKey(file.fileId, extent)
    },
  }
}

/**
 * Returns the placement of a later region: extents come in any order, and of two that are the same the last counts.
 * Costs 20 bytes for each extent of the region: 330 MB for 1 TB that changed during the backup.
 */
export async function placeInAnyOrder(
  reader: RegionReader,
  files: readonly BackupDatabaseFile[],
  signal?: AbortSignal,
): Promise<RegionPlacement> {
  const keys = new Float64Array(Math.ceil(reader.pageCount / extentPages))
  let unknown = 0
  for await (const { position, key } of votes(reader, files, signal)) {
    keys[position] = key
    if (key === unknownExtent) unknown++
  }
  const order = new Uint32Array(keys.length).map((_, position) => position)
  order.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || a - b)
  const keyAt = (place: number) => keys[order[place] ?? 0] ?? unknownExtent
  return {
    method: 'headers',
    reason: undefined,
    pageCount: reader.pageCount,
    unknownExtents: unknown,
    find(fileId, extent) {
      const wanted = extentKey(fileId, extent)
      const place = lastAtMost(order.length, keyAt, wanted)
      return place >= 0 && keyAt(place) === wanted ? order[place] : undefined
    },
    at: (position) => keys[position] ?? unknownExtent,
  }
}

/** Yields each position with the key of its extent, in order. */
async function* votes(
  reader: RegionReader,
  files: readonly BackupDatabaseFile[],
  signal: AbortSignal | undefined,
): AsyncGenerator<{ readonly position: number; readonly key: number }> {
  const limits = new Map<number, number>()
  for (const file of files)
    if (file.type === fileTypes.rows)
      limits.set(file.fileId, Math.min(maxExtents, Math.ceil(file.sizeBytes / extentBytes)))
  const ballot = new Map<number, number>()
  let previous = unknownExtent
  for (let from = 0; from < reader.pageCount; from += readPages) {
    const pages = Math.min(readPages, reader.pageCount - from)
    const view = viewOf(await reader.read(from, pages, signal))
    for (let page = 0; page < pages; page += extentPages) {
      const count = Math.min(extentPages, pages - page)
      const key = voteOfExtent(view, page * pageBytes, count, limits, ballot, previous)
      if (key >= 0) previous = key
      yield { position: (from + page) / extentPages, key }
    }
  }
}

/** Returns the key that most of the pages name; of several the first behind the extent before. */
function voteOfExtent(
  view: DataView,
  at: number,
  pages: number,
  limits: ReadonlyMap<number, number>,
  ballot: Map<number, number>,
  previous: number,
): number {
  ballot.clear()
  let fillers = 0
  for (let page = 0; page < pages; page++) {
    const header = at + page * pageBytes
    if (isFiller(view, header)) fillers++
    else if (view.getUint8(header) === 1 && pages === extentPages) {
      const pageId = u32(view, header + 32)
      const fileId = u16(view, header + 36)
      const extent = Math.floor(pageId / extentPages)
      if (pageId % extentPages !== page || extent >= (limits.get(fileId) ?? 0)) continue
      const key = extentKey(fileId, extent)
      ballot.set(key, (ballot.get(key) ?? 0) + 1)
    }
  }
  if (fillers === pages) return fillerExtent
  let best = unknownExtent
  let most = 0
  for (const [key, count] of ballot) {
    const isNearer = best <= previous ? key > previous : key > previous && key < best
    if (count > most || (count === most && isNearer)) {
      best = key
      most = count
    }
  }
  return best
}
