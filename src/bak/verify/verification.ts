/**
 * A verification under way: bytes of the files are shown to it piece by piece, in any order; what nobody shows it
 * reads itself. `verifyBackup` shows nothing and lets it read all.
 */
import {
  type ByteSource,
  type MigrationError,
  noPieceCheck,
  type PieceCheck,
} from '../../core/index.ts'
import { blockHeaderBytes, streamHeaderBytes } from '../mtf/mtf-block.ts'
import { pageBytes } from '../pages/database-pages.ts'
import { pagesError } from '../pages/errors.ts'
import { sectorBytes } from '../pages/sector-fold.ts'
import { verifyError } from './errors.ts'
import { VerifyFindings } from './findings-of-verify.ts'
import { isSumRight, SetJudge } from './judge-set.ts'
import type { OpenStripe } from './open-set.ts'
import { openStripe, type StripeOptions } from './open-stripe.ts'
import { scanChunks, scanUnseen } from './read-unseen.ts'
import { SectorScanner } from './sector-scanner.ts'
import { HeldSink } from './segment-check.ts'
import type { SetUnderCheck } from './set-under-check.ts'
import type { BackupVerdict, ProvedCounts, Unproved, VerifyProgress } from './verdict.ts'
import { asUnproved } from './weigh-error.ts'

/** What a verification needs from outside, and whom it tells how far it is. */
export interface VerifyOptions extends StripeOptions {
  /** Called as bytes are looked at; how often does not depend on time. */
  readonly onProgress?: (progress: VerifyProgress) => void
}

/** Between two calls of onProgress at least. */
const progressBytes = 4 * 1024 * 1024

/** A verification under way; `finish` ends it. */
export interface Verification {
  /** Sizes of the files together. */
  readonly bytesTotal: number
  /**
   * Begins to look at a piece of a file; several at once and in any order, the same one again after a failed try.
   * Of a compressed file a piece proves nothing: it is read as a whole at the end.
   *
   * @param stripe  place of the file in the list that was given
   */
  piece(stripe: number, offset: number, length: number): PieceCheck
  /** Reads what no accepted piece has shown and decides. To be called once. */
  finish(signal?: AbortSignal): Promise<BackupVerdict>
}

/**
 * Opens the files of one backup for verification: a few small reads.
 *
 * @param sources  one file, or all stripes of one backup in any order; they stay open
 * @throws BAK_SIZE_UNSUPPORTED, BAK_UNREADABLE, BAK_CHANGED_WHILE_READ, what the source throws, the signal's reason;
 *   RangeError where no file is given
 */
export async function openVerification(
  sources: ByteSource | readonly ByteSource[],
  options: VerifyOptions = {},
): Promise<Verification> {
  const list = 'read' in sources ? [sources] : sources
  if (list.length === 0) throw new RangeError('no backup given')
  const findings = new VerifyFindings()
  const stripes: (OpenStripe | undefined)[] = []
  for (const [index, source] of list.entries())
    stripes.push(await openStripe(source, index, findings, options))
  return new RunningVerification(list, stripes, findings, options)
}

class RunningVerification implements Verification {
  readonly bytesTotal: number
  readonly #sources: readonly ByteSource[]
  readonly #stripes: readonly (OpenStripe | undefined)[]
  readonly #findings: VerifyFindings
  readonly #options: VerifyOptions
  readonly #unproved: Unproved[] = []
  readonly #free: Uint32Array[] = []
  #bytesRead = 0
  #bytesDone = 0
  #bytesTold = 0

  constructor(
    sources: readonly ByteSource[],
    stripes: readonly (OpenStripe | undefined)[],
    findings: VerifyFindings,
    options: VerifyOptions,
  ) {
    this.#sources = sources
    this.#stripes = stripes
    this.#findings = findings
    this.#options = options
    this.bytesTotal = sources.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  }

  piece(stripe: number, offset: number, length: number): PieceCheck {
    const opened = this.#stripes[stripe]
    if (opened === undefined || opened.compressed || !opened.isWhole) return noPieceCheck
    const begin = Math.ceil(offset / sectorBytes) * sectorBytes
    const end = Math.floor((offset + length) / sectorBytes) * sectorBytes
    const held = new HeldSink(this.#free)
    const scanner = new SectorScanner(opened.segments, begin, held)
    let toSkip = begin - offset
    let seen = 0
    return {
      see: (bytes) => {
        seen += bytes.byteLength
        const skipped = Math.min(toSkip, bytes.byteLength)
        toSkip -= skipped
        if (skipped < bytes.byteLength) scanner.see(skipped > 0 ? bytes.subarray(skipped) : bytes)
      },
      accept: () => {
        if (seen !== length || end <= begin || !opened.seen.add(begin, end)) return
        scanner.end()
        held.accept()
        this.#progress(end - begin)
      },
    }
  }

  async finish(signal: AbortSignal | undefined = this.#options.signal): Promise<BackupVerdict> {
    const options = signal ? { ...this.#options, signal } : this.#options
    const proved = { blocks: 0, streams: 0, chunks: 0, bytesCovered: 0 }
    let lostBytes = 0
    for (const [index, stripe] of this.#stripes.entries()) {
      proved.blocks += stripe?.blocks ?? 0
      proved.streams += stripe?.streams ?? 0
      if (stripe && !stripe.compressed)
        proved.bytesCovered += stripe.blocks * blockHeaderBytes + stripe.streams * streamHeaderBytes
      if (!stripe?.isWhole) {
        this.#progress(this.#sources[index]?.sizeBytes ?? 0)
        continue
      }
      const onBytes = (bytes: number) => this.#progress(bytes)
      if (stripe.compressed) {
        const counts = await scanChunks(stripe, this.#findings, options, onBytes)
        proved.chunks += counts.chunks
        proved.bytesCovered += counts.bytesCovered
        lostBytes += counts.bytesLost
        this.#bytesRead += stripe.source.sizeBytes
      } else this.#bytesRead += await scanUnseen(stripe, signal, onBytes)
    }
    // What lies behind the cut of a stripe is not missed in the others.
    const isWhole = this.#compareStripes() && this.#stripes.every((stripe) => stripe?.isWhole)
    const judges: SetJudge[] = []
    for (const set of this.#sets(isWhole)) {
      const judge = new SetJudge(set, this.#findings, signal)
      await judge.judge()
      judges.push(judge)
      this.#unproved.push(...judge.unproved)
    }
    return this.#verdict(proved, judges, lostBytes + this.#sayUnread())
  }

  #progress(bytes: number): void {
    if (bytes === 0) return
    this.#bytesDone = Math.min(this.bytesTotal, this.#bytesDone + bytes)
    const isEnd = this.#bytesDone === this.bytesTotal
    if (this.#bytesDone - this.#bytesTold < progressBytes && !isEnd) return
    this.#bytesTold = this.#bytesDone
    this.#options.onProgress?.({ bytesDone: this.#bytesDone, bytesTotal: this.bytesTotal })
  }

  /** Compares the labels of the files; returns whether all stripes are there. */
  #compareStripes(): boolean {
    const opened = this.#stripes.filter((stripe) => stripe !== undefined)
    const [first] = opened
    if (first === undefined) return false
    const { label, sets } = first.inspection
    const numbers = new Set<number>()
    for (const { inspection, source, stripe } of opened) {
      const other = inspection.label
      const reason = numbers.has(other.familyNumber)
        ? `RAID.familyNumber = ${other.familyNumber}`
        : other.mediaSetId !== label.mediaSetId || other.familyCount !== label.familyCount
          ? `RAID.mediaSetId = ${other.mediaSetId}`
          : inspection.sets.length !== sets.length ||
              inspection.sets.some((set, at) => set.backupSetGuid !== sets[at]?.backupSetGuid)
            ? `SSET.backupSetGuid = ${inspection.sets[0]?.backupSetGuid}`
            : undefined
      numbers.add(other.familyNumber)
      if (reason === undefined) continue
      const file = source.name
      const error = pagesError('BAK_STRIPES_MIXED', { file, other: first.source.name, reason })
      this.#findings.refusal ??= error
      this.#findings.add({ error, weight: 'doubt', file, stripe, offset: 0 })
      return false
    }
    const all = Array.from({ length: label.familyCount }, (_, index) => index + 1)
    const missing = all.filter((number) => !numbers.has(number))
    if (missing.length === 0) return opened.length === this.#sources.length
    const error = pagesError('BAK_STRIPES_MISSING', {
      database: sets[0]?.database ?? '',
      count: label.familyCount,
      missing: missing.join(', '),
      guid: sets[0]?.backupSetGuid ?? '?',
    })
    // A stripe that was given and could not be opened is not missing.
    if (opened.length === this.#sources.length) {
      const { name: file } = first.source
      this.#findings.add({ error, weight: 'incomplete', file, stripe: first.stripe, offset: 0 })
    }
    return false
  }

  #sets(isWhole: boolean): SetUnderCheck[] {
    // By their place in the file: a position can stand in it twice where files were joined.
    const byPlace = new Map<number, SetUnderCheck>()
    for (const stripe of this.#stripes) {
      if (!stripe?.isWhole) continue
      for (const [place, { set, regions, logs }] of stripe.sets.entries()) {
        const before = byPlace.get(place)
        const logsHere = logs.map((segment) => ({ stripe, segment }))
        byPlace.set(place, {
          set: before?.set ?? set,
          regions: [...(before?.regions ?? []), ...regions],
          logs: [...(before?.logs ?? []), ...logsHere],
          isWhole,
        })
      }
    }
    return [...byPlace.values()]
  }

  /** Says which files were not looked at to their end; returns their bytes. */
  #sayUnread(): number {
    let unread = 0
    for (const [index, { name: file, sizeBytes: bytes }] of this.#sources.entries())
      if (!this.#stripes[index]?.isWhole) {
        this.#unproved.push(asUnproved(verifyError('BAK_VERIFY_STOPPED', { file, bytes })))
        unread += bytes
      }
    return unread
  }

  #verdict(
    found: Pick<ProvedCounts, 'blocks' | 'streams' | 'chunks' | 'bytesCovered'>,
    judges: readonly SetJudge[],
    lostBytes: number,
  ): BackupVerdict {
    const sum = (of: (judge: SetJudge) => number) =>
      judges.reduce((total, judge) => total + of(judge), 0)
    const regions = this.#stripes.flatMap((stripe) =>
      (stripe?.isWhole ? stripe.sets : []).flatMap((set) => set.regions),
    )
    let pagesByChecksum = 0
    let pagesByTornBits = 0
    let pagesInPlace = 0
    let bytesCovered = found.bytesCovered + sum(({ counts }) => counts.bytesCovered)
    let pages = 0
    let unprotected = 0
    /** Pages and log, whether anything covers them or not. */
    let contentBytes = sum(({ counts }) => counts.logBytes)
    for (const { check, segments, stripe } of regions) {
      pagesByChecksum += check.pagesByChecksum
      pagesByTornBits += check.pagesByTornBits
      pagesInPlace += check.pagesInPlace
      pages += check.pageCount
      if (stripe.compressed) continue
      contentBytes += check.pageCount * pageBytes
      const summed = segments.filter(isSumRight)
      const bytesSummed = summed.reduce((total, { payloadLength }) => total + payloadLength, 0)
      // Which of the pages lie where the backup's own checksum is right is not counted: at least the others do not.
      const others = check.pageCount - bytesSummed / pageBytes
      const covered = Math.max(0, check.pagesByChecksum - bytesSummed / pageBytes)
      bytesCovered += covered * pageBytes
      unprotected += Math.min(others - covered, check.unprotected + check.pagesByTornBits)
    }
    const logBytes = sum(({ counts }) => counts.unprotectedLogBytes)
    const unproved = [...this.#unproved]
    const say = (error: MigrationError) => unproved.push(asUnproved(error))
    if (unprotected > 0)
      say(verifyError('BAK_UNPROVED_PAGES', { count: unprotected, total: pages }))
    if (logBytes > 0) say(verifyError('BAK_UNPROVED_LOG', { bytes: logBytes }))
    // The headers of blocks and streams, and chunks, are what else is covered.
    const rest = this.bytesTotal - lostBytes - contentBytes - found.bytesCovered
    if (this.#stripes.some((stripe) => stripe?.isWhole) && rest > 0)
      say(verifyError('BAK_UNPROVED_BYTES', { bytes: rest }))
    return {
      verdict: this.#findings.verdict,
      problem: this.#findings.problem,
      firstDamagedPage: this.#findings.firstPage,
      findings: this.#findings.list(),
      findingCount: this.#findings.count,
      proved: {
        ...found,
        dataChecksums: sum(({ counts }) => counts.dataChecksums),
        logChecksums: sum(({ counts }) => counts.logChecksums),
        extentsByMaps: sum(({ counts }) => counts.extentsByMaps),
        pagesByChecksum,
        pagesByTornBits,
        pagesInPlace,
        bytesCovered,
      },
      unproved,
      limits: [asUnproved(verifyError('BAK_VERIFY_IS_NO_RESTORE'))],
      bytesTotal: this.bytesTotal,
      bytesRead: this.#bytesRead,
    }
  }
}
