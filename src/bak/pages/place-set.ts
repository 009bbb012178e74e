/** Places all pages of one backup, whether it is one file or striped. */
import type { BackupDatabaseFile } from '../inspection.ts'
import { type DataRegion, readSetStreams } from '../mtf/data-streams.ts'
import { type BackupPart, orderStripes } from './backup-part.ts'
import { placeAscending, placeInAnyOrder } from './place-by-headers.ts'
import { placeByRule } from './place-by-rule.ts'
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

export interface SetPlacement {
  /** By family number. */
  readonly parts: readonly BackupPart[]
  /** All regions; of several that hold a page the one that comes first here counts. */
  readonly regions: readonly PlacedRegion[]
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
  for (const part of ordered) {
    const streams = await readSetStreams(part.image, part.set, signal)
    if (streams.problem !== undefined) throw streams.problem
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
  return { parts: ordered, regions }
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
