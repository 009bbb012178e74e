/** Finds where the pages and the log of a backup set lie in one file, and where the rule puts each page. */
import type { ByteSource } from '../../core/index.ts'
import type { BackupImage } from '../container/image.ts'
import { isDamage } from '../damage.ts'
import type { BackupSet, MtfInspection } from '../inspection.ts'
import { type DataRegion, readSetStreams } from '../mtf/data-streams.ts'
import { pageBytes } from '../pages/database-pages.ts'
import { placeByRule } from '../pages/place-by-rule.ts'
import type { RegionPlacement } from '../pages/region-placement.ts'
import { type RegionReader, regionReader } from '../pages/region-reader.ts'
import type { ByteRanges } from './byte-ranges.ts'
import type { VerifyFindings } from './findings-of-verify.ts'
import { RegionCheck } from './region-check.ts'
import { SegmentCheck } from './segment-check.ts'
import { offsetOf } from './weigh-error.ts'

/** A data region with what is known of it. */
export interface RegionUnderCheck {
  readonly stripe: OpenStripe
  /** 0 for the first of the file: the database; later ones hold extents that changed meanwhile. */
  readonly index: number
  readonly region: DataRegion
  readonly reader: RegionReader
  readonly check: RegionCheck
  readonly segments: readonly SegmentCheck[]
  /** Why the rule of placing does not hold; undefined where it does, or is not asked. */
  readonly refused: string | undefined
}

/** A backup set of one file. */
export interface StripeSet {
  readonly set: BackupSet
  readonly regions: readonly RegionUnderCheck[]
  readonly logs: readonly SegmentCheck[]
}

export interface OpenStripe {
  /** Place in the list that was given. */
  readonly stripe: number
  readonly source: ByteSource
  /** What the blocks are read from: the source itself, or what it decompresses to. */
  readonly image: ByteSource
  readonly compressed: BackupImage | undefined
  readonly inspection: MtfInspection
  readonly blocks: number
  readonly streams: number
  readonly sets: readonly StripeSet[]
  /** Of all sets, by place. */
  readonly segments: readonly SegmentCheck[]
  /** Of the image that were looked at. */
  readonly seen: ByteRanges
  /** Whether the blocks could be followed to the end. */
  readonly isWhole: boolean
}

/** Returns a set ready to be looked at; what is wrong with its streams becomes a finding. */
export async function openSet(
  stripe: OpenStripe,
  set: BackupSet,
  findings: VerifyFindings,
  signal: AbortSignal | undefined,
): Promise<StripeSet> {
  const { image, inspection } = stripe
  const streams = await readSetStreams(image, set, signal)
  if (streams.problem && stripe.isWhole) {
    const offset = offsetOf(streams.problem)
    const place = { file: image.name, stripe: stripe.stripe, offset, position: set.position }
    findings.add({ error: streams.problem, weight: 'doubt', ...place })
  }
  const regions: RegionUnderCheck[] = []
  for (const region of streams.regions) {
    if (region.payloadBytes === 0) continue
    const reader = regionReader(image, region)
    const isRuled = regions.length === 0 && inspection.label.familyCount === 1
    const { placement, refused } = isRuled
      ? await placed(reader, set, signal)
      : { placement: undefined, refused: undefined }
    const check = new RegionCheck(reader.pageCount, placement)
    let firstPage = 0
    const segments: SegmentCheck[] = []
    for (const segment of region.segments) {
      segments.push(
        new SegmentCheck({ ...segment, position: set.position, region: check, firstPage }),
      )
      firstPage += segment.payloadLength / pageBytes
    }
    regions.push({ stripe, index: regions.length, region, reader, check, segments, refused })
  }
  const logs = streams.logs
    .flatMap(({ segments }) => segments)
    .map(
      (segment) =>
        new SegmentCheck({ ...segment, position: set.position, region: undefined, firstPage: 0 }),
    )
  return { set, regions, logs }
}

interface Placing {
  readonly placement: RegionPlacement | undefined
  readonly refused: string | undefined
}

/** Asks the rule of placing; maps that cannot be read are maps that do not prove themselves. */
export async function placed(
  reader: RegionReader,
  set: BackupSet,
  signal: AbortSignal | undefined,
): Promise<Placing> {
  const { type, files } = set
  if (type !== 'FULL' && type !== 'DIFFERENTIAL')
    return { placement: undefined, refused: `type = ${type}` }
  try {
    const placing = await placeByRule(reader, files, type, signal)
    if (placing.kind === 'placed') return { placement: placing.placement, refused: undefined }
    return { placement: undefined, refused: placing.reason }
  } catch (error) {
    if (!isDamage(error)) throw error
    return { placement: undefined, refused: error.message }
  }
}
