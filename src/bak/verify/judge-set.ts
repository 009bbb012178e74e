/**
 * Decides what the looked-at bytes of one backup set mean: which suspects are pages in use and still wrong when read
 * again, which checksums of the backup differ, and whether the extents are there that the allocation maps ask for.
 *
 * What is wrong is a veto only for releases whose pages were validated on real files, and where a second read agrees.
 */
import type { MigrationError } from '../../core/index.ts'
import { hex, viewOf } from '../binary.ts'
import { isDamage } from '../damage.ts'
import { fileTypes } from '../header/file-list.ts'
import { bootPageAddress, readBootPage } from '../pages/boot-page.ts'
import { extentPages, type PageAddress, pageBytes } from '../pages/database-pages.ts'
import { pagesError } from '../pages/errors.ts'
import { pageHeader } from '../pages/page.ts'
import { firstVersionOf2005 } from '../versions.ts'
import { verifyError } from './errors.ts'
import { ExtentGate } from './extent-gate.ts'
import type { VerifyFindings } from './findings-of-verify.ts'
import { ExtentJudge, type JudgeContext } from './judge-extents.ts'
import type { OpenStripe, RegionUnderCheck } from './open-set.ts'
import { factsOfPage, pageChecksum, proofOf } from './page-facts.ts'
import { sumAgain } from './read-unseen.ts'
import type { SegmentCheck } from './segment-check.ts'
import type { SetCounts, SetUnderCheck } from './set-under-check.ts'
import type { FoundPage, Unproved, VerifyFinding } from './verdict.ts'
import { asUnproved } from './weigh-error.ts'

/** Releases whose pages were read on real files. @source golden files and facts 0 [measured] */
const validatedVersions = new Set([539, 611, 655, 661, 706, 782, 852, 869, 904, 957, 998])
/** So many damaged pages are read a second time; the verdict does not hang on more. */
const maxSecondReads = 1000

export class SetJudge {
  readonly counts: SetCounts = {
    dataChecksums: 0,
    logChecksums: 0,
    extentsByMaps: 0,
    bytesCovered: 0,
    logBytes: 0,
    unprotectedLogBytes: 0,
  }
  readonly unproved: Unproved[] = []
  readonly #set: SetUnderCheck
  readonly #findings: VerifyFindings
  readonly #signal: AbortSignal | undefined
  readonly #gate: ExtentGate
  readonly #damaged = new Set<SegmentCheck>()
  #isValidated: boolean
  #secondReads = 0
  #holders: Map<string, number> | undefined
  #later: Set<number> | undefined

  constructor(set: SetUnderCheck, findings: VerifyFindings, signal: AbortSignal | undefined) {
    this.#set = set
    this.#findings = findings
    this.#signal = signal
    this.#gate = new ExtentGate(set.regions, signal)
    this.#isValidated = validatedVersions.has(set.set.databaseVersion)
  }

  async judge(): Promise<void> {
    const { regions, logs, set } = this.#set
    if (regions.length > 0) {
      if (!this.#isValidated)
        this.#say(verifyError('BAK_UNPROVED_RELEASE', { version: set.databaseVersion }))
      await this.#lookForEncryption()
      if (regions.some(({ stripe }) => !isReadAsMeasured(stripe))) {
        this.#isValidated = false
        this.#say(verifyError('BAK_UNPROVED_ALGORITHM', { algorithm: 'ZSTD' }))
      }
    }
    for (const region of regions) await this.#judgeSuspects(region)
    for (const region of regions)
      for (const segment of region.segments) await this.#judgeSum(region.stripe, segment)
    for (const { stripe, segment } of logs) await this.#judgeSum(stripe, segment)
    if (set.type === 'FULL' || set.type === 'DIFFERENTIAL')
      await new ExtentJudge(this.#context()).judge(set.type)
    else if (regions.length > 0) this.#sayPlaces(`type = ${set.type}`)
  }

  #context(): JudgeContext {
    return {
      set: this.#set,
      gate: this.#gate,
      counts: this.counts,
      isValidated: this.#isValidated,
      signal: this.#signal,
      sayPlaces: (reason) => this.#sayPlaces(reason),
      found: async (error, weight, stripe, offset) =>
        await this.#found(error, weight, stripe, offset),
    }
  }

  #say(error: MigrationError): void {
    this.unproved.push(asUnproved(error))
  }

  #sayPlaces(reason: string): void {
    const { regions, set } = this.#set
    const file = regions[0]?.stripe.source.name ?? ''
    this.#say(verifyError('BAK_UNPROVED_PLACES', { file, position: set.position, reason }))
  }

  /** TDE: the boot page has a sound header, but its fields make no sense. @source bak-format facts 6 [guess] */
  async #lookForEncryption(): Promise<void> {
    const { databaseVersion, database } = this.#set.set
    if (databaseVersion < firstVersionOf2005) return
    const page = await this.#gate.soundPage(bootPageAddress.fileId, bootPageAddress.pageId)
    const boot = page && readBootPage(viewOf(page))
    if (boot === undefined || boot.databaseVersion === databaseVersion) return
    this.#isValidated = false
    this.#say(verifyError('BAK_UNPROVED_ENCRYPTED_PAGES', { database }))
  }

  async #judgeSuspects(region: RegionUnderCheck): Promise<void> {
    const { suspects } = region.check
    for (let position = 0; position < suspects.length; position++) {
      const bits = suspects[position] ?? 0
      if (bits === 0) continue
      for (let page = 0; page < extentPages; page++)
        if (bits & (1 << page)) await this.#judgePage(region, position * extentPages + page)
    }
  }

  async #judgePage(region: RegionUnderCheck, index: number): Promise<void> {
    const place = region.check.placeOf(index)
    // Nothing says what it is: pages of an extent that is not in use, or a filler. Missing ones are told by the maps.
    if (place === undefined || index >= region.check.pageCount) return
    if (!region.check.placement && !this.#isOfDatabase(place)) return
    if (!this.#isOnlyHolder(region, index)) return
    const allocation = await this.#gate.allocation(region, place)
    if (allocation === 'free' || (allocation === 'unknown' && !this.#set.isWhole)) return
    if (this.#secondReads >= maxSecondReads) {
      this.#findings.count++
      return
    }
    this.#secondReads++
    let bytes: Uint8Array
    try {
      bytes = await region.reader.read(index, 1, this.#signal)
    } catch (error) {
      // A chunk that cannot be decompressed has its finding already.
      if (isDamage(error)) return
      throw error
    }
    const view = viewOf(bytes)
    const facts = factsOfPage(bytes)
    const proof = proofOf(facts)
    const isInPlace =
      facts.pageId === place.pageId && facts.fileId === place.fileId && facts.version === 1
    const { stripe } = region
    const offset = region.reader.offsetOf(index)
    // Of a compressed file the place in its image is named, as the name says.
    const file = stripe.image.name
    const at = { ...place, offset, file }
    const header = pageHeader(view)
    const page: FoundPage = {
      ...place,
      pageType: header.type,
      headerObjectId: header.objectId,
      headerIndexId: header.indexId,
    }
    const segment = segmentOf(region, index)
    const isCertain =
      this.#isValidated && allocation === 'in-use' && !this.#isSuperseded(region, index)
    const weight = isCertain ? 'damage' : 'doubt'
    if (proof === 'checksum-wrong') {
      const [stored, computed] = [hex(facts.stored, 8), hex(pageChecksum(facts), 8)]
      const details = { ...at, stored, computed }
      const isOfBackup = segment !== undefined && isSumRight(segment)
      const error = isOfBackup
        ? verifyError('BAK_PAGE_DAMAGED_IN_DATABASE', details)
        : pagesError('BAK_PAGE_DAMAGED', details)
      await this.#found(error, weight, stripe, offset, page)
    } else if (proof === 'torn')
      await this.#found(verifyError('BAK_PAGE_TORN', at), weight, stripe, offset, page)
    else if (allocation === 'unknown') return
    else if (!isInPlace) {
      const found = `${facts.fileId}:${facts.pageId}`
      const error = pagesError('BAK_PAGE_MISPLACED', { ...at, found })
      const isRuled = region.check.placement !== undefined
      // The header is that of another page: what it says is not of this one.
      const unknown = { ...place, pageType: 0, headerObjectId: 0, headerIndexId: 0 }
      await this.#found(error, isRuled ? weight : 'doubt', stripe, offset, unknown)
    } else if (region.check.placement) {
      // Without a rule a page may only have been seen before its neighbours said where they are.
      const error = verifyError('BAK_READS_DIFFER', { file, offset, bytes: bytes.byteLength })
      await this.#found(error, 'doubt', stripe, offset, page)
      return
    } else return
    if (segment && weight === 'damage') this.#damaged.add(segment)
  }

  /** What headers say by chance can be any file and any page. */
  #isOfDatabase({ fileId, pageId }: PageAddress): boolean {
    const file = this.#set.set.files.find(
      (each) => each.fileId === fileId && each.type === fileTypes.rows,
    )
    return file !== undefined && pageId * pageBytes < file.sizeBytes
  }

  /**
   * Without a rule extents that are not in use can say that they are another one: a page counts only where no other
   * extent of the same files says so too.
   */
  #isOnlyHolder(region: RegionUnderCheck, index: number): boolean {
    if (region.check.placement) return true
    const key = region.check.extentAt(Math.floor(index / extentPages))
    this.#holders ??= countHolders(this.#set.regions)
    return (this.#holders.get(holderKey(region, key)) ?? 0) <= 1
  }

  /** An extent that changed during the backup comes a second time: what was read first is not what counts. */
  #isSuperseded(region: RegionUnderCheck, index: number): boolean {
    if (region.index > 0) return false
    if (this.#later === undefined) {
      this.#later = new Set()
      for (const { check, index: number } of this.#set.regions)
        for (let position = 0; number > 0 && position < check.suspects.length; position++)
          this.#later.add(check.extentAt(position))
    }
    return this.#later.has(region.check.extentAt(Math.floor(index / extentPages)))
  }

  async #judgeSum(stripe: OpenStripe, segment: SegmentCheck): Promise<void> {
    const { checksum, payloadOffset, payloadLength, region, hasHole } = segment
    const { counts } = this
    const isLog = region === undefined
    // In a compressed file the checksums of its chunks cover everything.
    const isPlain = stripe.compressed === undefined
    if (isLog && isPlain) counts.logBytes += payloadLength
    if (checksum === undefined) {
      if (isLog && isPlain) counts.unprotectedLogBytes += payloadLength
      return
    }
    if (hasHole) return
    if (isSumRight(segment)) {
      if (isLog) counts.logChecksums++
      else counts.dataChecksums++
      if (isPlain) counts.bytesCovered += payloadLength
      return
    }
    const { name: file } = stripe.image
    const again = this.#damaged.has(segment)
      ? segment.sum
      : await sumAgain(stripe.image, segment, this.#signal)
    const bytes = payloadLength
    if (again !== segment.sum) {
      const error = verifyError('BAK_READS_DIFFER', { file, offset: payloadOffset, bytes })
      await this.#found(error, 'doubt', stripe, payloadOffset)
      return
    }
    const sums = { stored: hex(checksum, 8), computed: hex(segment.sum, 8) }
    const what = isLog ? 'MQTL' : 'MQDA'
    const error = verifyError('BAK_DATA_DAMAGED', {
      file,
      what,
      bytes,
      offset: payloadOffset,
      ...sums,
    })
    const isKnown = validatedVersions.has(this.#set.set.databaseVersion) && isReadAsMeasured(stripe)
    await this.#found(error, isKnown ? 'damage' : 'doubt', stripe, payloadOffset)
  }

  async #found(
    error: MigrationError,
    weight: VerifyFinding['weight'],
    stripe: OpenStripe,
    imageOffset: number,
    page?: FoundPage,
  ): Promise<void> {
    const { compressed } = stripe
    const place = compressed
      ? { offset: await compressed.containerOffsetOf(imageOffset, this.#signal), imageOffset }
      : { offset: imageOffset }
    const { position } = this.#set.set
    const file = stripe.source.name
    this.#findings.add({ error, weight, file, stripe: stripe.stripe, position, page, ...place })
  }
}

function holderKey({ index }: RegionUnderCheck, extent: number): string {
  return `${index} ${extent}`
}

/** Returns how many extents say that they are one, of those that have a suspect page. */
function countHolders(regions: readonly RegionUnderCheck[]): Map<string, number> {
  const holders = new Map<string, number>()
  const voting = regions.filter(({ check }) => check.placement === undefined)
  for (const region of voting)
    for (const [position, bits] of region.check.suspects.entries())
      if (bits !== 0) holders.set(holderKey(region, region.check.extentAt(position)), 0)
  for (const region of voting)
    for (let position = 0; position < region.check.suspects.length; position++) {
      const key = holderKey(region, region.check.extentAt(position))
      const count = holders.get(key)
      if (count !== undefined) holders.set(key, count + 1)
    }
  return holders
}

function segmentOf(region: RegionUnderCheck, index: number): SegmentCheck | undefined {
  return region.segments.findLast((segment) => segment.firstPage <= index)
}

/** Tells whether real files have shown how the file is read: no chunk of ZSTD has been seen. @source facts 2.2 [guess] */
function isReadAsMeasured({ compressed }: OpenStripe): boolean {
  return compressed === undefined || compressed.algorithm === 'xpress'
}

/** Tells whether the checksum of the backup is there and right. */
export function isSumRight({ checksum, sum, hasHole }: SegmentCheck): boolean {
  return checksum === sum && !hasHole
}
