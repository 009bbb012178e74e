/**
 * Data regions as SQL Server would write them, made page by page on demand from a list of allocated extents: any size,
 * nothing held in memory. Independent of the reader's code.
 */
import type { BackupDatabaseFile } from '../../../src/bak/index.ts'
import type { RegionReader } from '../../../src/bak/pages/region-reader.ts'

const intervalExtents = 63_904

export interface MadeFile {
  readonly fileId: number
  /** Size of the file. */
  readonly extents: number
  /** Extents that GAM shows as allocated, or DCM as changed; ascending. */
  readonly chosen: readonly number[]
}

/** Returns the extents of a file in the order in which a backup holds them. */
export function heldExtents(file: MadeFile, kind: 'FULL' | 'DIFFERENTIAL'): number[] {
  const held = new Set(file.chosen)
  if (kind === 'FULL') {
    for (let lead = 0; lead < file.extents; lead += intervalExtents) held.add(lead)
    for (let pfs = 0; pfs < file.extents; pfs += 1011) held.add(pfs)
  } else {
    for (const extent of [0, ...file.chosen]) held.add(extent - (extent % intervalExtents))
  }
  return [...held].filter((extent) => extent < file.extents).sort((a, b) => a - b)
}

/** What FILELISTONLY would say about the files. */
export function fileList(files: readonly MadeFile[]): BackupDatabaseFile[] {
  return files.map(({ fileId, extents }) => ({
    fileId,
    type: 1,
    filegroupId: 1,
    sizeBytes: extents * 65_536,
    backupSizeBytes: undefined,
    logicalName: `f${fileId}`,
    physicalName: `f${fileId}.mdf`,
    uniqueId: undefined,
    createLsn: undefined,
    differentialBaseLsn: undefined,
    differentialBaseGuid: undefined,
  }))
}

function page(fileId: number, pageId: number, type: number): Uint8Array {
  const bytes = new Uint8Array(8192)
  const view = new DataView(bytes.buffer)
  bytes[0] = 1
  bytes[1] = type
  view.setUint32(32, pageId, true)
  view.setUint16(36, fileId, true)
  return bytes
}

function mapPage(fileId: number, pageId: number, type: number, bits: Uint8Array): Uint8Array {
  const bytes = page(fileId, pageId, type)
  const view = new DataView(bytes.buffer)
  view.setUint16(22, 2, true)
  view.setUint16(8190, 96, true)
  view.setUint16(8188, 190, true)
  bytes.set(bits, 194)
  return bytes
}

function bitmap(interval: number, isSet: (extent: number) => boolean): Uint8Array {
  const bits = new Uint8Array(intervalExtents / 8)
  for (let bit = 0; bit < intervalExtents; bit++)
    if (isSet(interval * intervalExtents + bit)) bits[bit >>> 3]! |= 1 << (bit & 7)
  return bits
}

/** One page of a file, whether the backup holds it or not. */
export function madePage(
  file: MadeFile,
  chosen: ReadonlySet<number>,
  held: ReadonlySet<number>,
  pageId: number,
): Uint8Array {
  const { fileId } = file
  const interval = Math.floor(pageId / 8 / intervalExtents)
  const inInterval = pageId - interval * intervalExtents * 8
  if (pageId === 0) return page(fileId, pageId, 15)
  if (pageId === 1 || pageId % 8088 === 0) return page(fileId, pageId, 11)
  const gamAt = interval === 0 ? 2 : 0
  if (inInterval === gamAt)
    return mapPage(
      fileId,
      pageId,
      8,
      bitmap(interval, (extent) => !chosen.has(extent)),
    )
  if (inInterval === gamAt + 1)
    return mapPage(
      fileId,
      pageId,
      9,
      bitmap(interval, () => false),
    )
  if (inInterval === 6)
    return mapPage(
      fileId,
      pageId,
      16,
      bitmap(interval, (extent) => held.has(extent)),
    )
  return page(fileId, pageId, 1)
}

/** Returns a region that holds these files one after the other, then fillers. */
export function madeRegion(
  files: readonly MadeFile[],
  kind: 'FULL' | 'DIFFERENTIAL',
  fillers = 0,
): RegionReader & {
  readonly places: readonly { fileId: number; extent: number }[]
  asked: number
} {
  const makers = new Map(
    files.map((file) => {
      const held = heldExtents(file, kind)
      return [file.fileId, { file, held, heldSet: new Set(held), chosen: new Set(file.chosen) }]
    }),
  )
  const places = [...makers].flatMap(([fileId, { held }]) =>
    held.map((extent) => ({ fileId, extent })),
  )
  return regionOf(places, makers, fillers)
}

function regionOf(
  places: readonly { fileId: number; extent: number }[],
  makers: ReadonlyMap<
    number,
    { file: MadeFile; chosen: ReadonlySet<number>; heldSet: ReadonlySet<number> }
  >,
  fillers: number,
) {
  const region = {
    file: 'made.bak',
    pageCount: places.length * 8 + fillers,
    places,
    asked: 0,
    offsetOf: (pageIndex: number) => pageIndex * 8192,
    async read(pageIndex: number, pages: number) {
      region.asked += pages
      if (pageIndex + pages > region.pageCount) throw new RangeError('beyond the region')
      const bytes = new Uint8Array(pages * 8192)
      for (let at = 0; at < pages; at++) {
        const place = places[(pageIndex + at) >>> 3]
        const maker = place && makers.get(place.fileId)
        const made =
          place && maker
            ? madePage(
                maker.file,
                maker.chosen,
                maker.heldSet,
                place.extent * 8 + ((pageIndex + at) % 8),
              )
            : page(0, 0, 101)
        bytes.set(made, at * 8192)
      }
      return bytes
    },
  }
  return region
}
