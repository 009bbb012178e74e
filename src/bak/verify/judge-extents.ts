/**
 * Decides whether the extents are in a backup set that its allocation maps ask for. Where the rule of placing holds,
 * it has proved so; elsewhere the headers of the pages have to name them.
 *
 * @source bak-format facts 3.2: 81 of 81 full backups and 16 of 16 differentials of one data file in one file follow
 *   the rule; 3 striped ones hold all extents [measured]
 */
import type { MigrationError } from '../../core/index.ts'
import { fileTypes } from '../header/file-list.ts'
import { extentPages, type PageAddress, pageBytes } from '../pages/database-pages.ts'
import { extentKey } from '../pages/region-placement.ts'
import { verifyError } from './errors.ts'
import type { ExtentGate } from './extent-gate.ts'
import { type OpenStripe, placed, type RegionUnderCheck } from './open-set.ts'
import type { SetCounts, SetUnderCheck } from './set-under-check.ts'
import type { VerifyFinding } from './verdict.ts'

/** What the judge of a set lends. */
export interface JudgeContext {
  readonly set: SetUnderCheck
  readonly gate: ExtentGate
  readonly counts: SetCounts
  /** Whether damage may be a veto. */
  readonly isValidated: boolean
  readonly signal: AbortSignal | undefined
  /** Says that places could not be proved. */
  sayPlaces(reason: string): void
  found(
    error: MigrationError,
    weight: VerifyFinding['weight'],
    stripe: OpenStripe,
    imageOffset: number,
  ): Promise<void>
}

/** So many extents that are not there are looked up in PFS. */
const maxMissing = 10_000

/** A set of extents by key, in blocks: what is not there costs nothing, whatever size the header claims. */
class HeldExtents {
  readonly #blocks = new Map<number, Uint8Array>()

  add(key: number): void {
    const block =
      this.#blocks.get(Math.floor(key / blockExtents)) ?? new Uint8Array(blockExtents / 8)
    this.#blocks.set(Math.floor(key / blockExtents), block)
    const bit = key % blockExtents
    block[bit >>> 3] = (block[bit >>> 3] ?? 0) | (1 << (bit & 7))
  }

  has(key: number): boolean {
    const block = this.#blocks.get(Math.floor(key / blockExtents))
    const bit = key % blockExtents
    return (((block?.[bit >>> 3] ?? 0) >>> (bit & 7)) & 1) === 1
  }
}

const blockExtents = 512

export class ExtentJudge {
  readonly #context: JudgeContext

  constructor(context: JudgeContext) {
    this.#context = context
  }

  async judge(kind: 'FULL' | 'DIFFERENTIAL'): Promise<void> {
    const { set, regions, isWhole } = this.#context.set
    const firsts = regions.filter(({ index }) => index === 0)
    const dataFiles = set.files.filter(({ type }) => type === fileTypes.rows)
    if (firsts.length === 0 || !isWhole) return
    if (firsts.every(({ check }) => check.placement !== undefined)) {
      for (const { check } of firsts) {
        const positions = Math.ceil(check.pageCount / extentPages)
        for (let position = 0; position < positions; position++)
          if (check.extentAt(position) >= 0) this.#context.counts.extentsByMaps++
      }
      return
    }
    for (const region of firsts) {
      if (region.refused === undefined || region.check.placement) continue
      await this.#judgeRefusal(region, dataFiles.length === 1)
    }
    const held = new HeldExtents()
    for (const { check } of firsts) {
      const positions = Math.ceil(check.pageCount / extentPages)
      for (let position = 0; position < positions; position++) {
        const key = check.extentAt(position)
        if (key >= 0) held.add(key)
      }
    }
    const missing: PageAddress[] = []
    const lost: number[] = []
    for (const file of dataFiles) {
      const noMap = await this.#context.gate.required(file, kind, (extent) => {
        if (held.has(extentKey(file.fileId, extent))) this.#context.counts.extentsByMaps++
        else if (missing.length < maxMissing)
          missing.push({ fileId: file.fileId, pageId: extent * extentPages })
      })
      if (noMap) lost.push(file.fileId)
    }
    await this.#judgeMissing(firsts, missing)
    if (lost.length > 0) this.#context.sayPlaces(`fileId = ${lost.join(', ')}`)
  }

  /** The rule of placing does not hold: a veto where it held for every real file, if it fails a second time too. */
  async #judgeRefusal(region: RegionUnderCheck, isOnlyFile: boolean): Promise<void> {
    const { set } = this.#context.set
    const { stripe } = region
    const file = stripe.image.name
    const offset = region.reader.offsetOf(0)
    if (!isOnlyFile) {
      this.#context.sayPlaces(region.refused ?? '')
      return
    }
    const again = await placed(region.reader, set, this.#context.signal)
    if (again.placement) {
      const bytes = region.check.pageCount * pageBytes
      const error = verifyError('BAK_READS_DIFFER', { file, offset, bytes })
      await this.#context.found(error, 'doubt', stripe, offset)
      return
    }
    const reason = region.refused ?? ''
    const error = verifyError('BAK_EXTENTS_MISPLACED', { file, offset, reason })
    await this.#context.found(error, this.#context.isValidated ? 'damage' : 'doubt', stripe, offset)
  }

  /** An extent that no header names is missed only where PFS says that a page of it is in use. */
  async #judgeMissing(
    firsts: readonly RegionUnderCheck[],
    missing: readonly PageAddress[],
  ): Promise<void> {
    const [region] = firsts
    if (region === undefined) return
    let count = 0
    let first: PageAddress | undefined
    for (const { fileId, pageId } of missing) {
      for (let page = 0; page < extentPages; page++) {
        const place = { fileId, pageId: pageId + page }
        if ((await this.#context.gate.allocation(region, place)) !== 'in-use') continue
        count++
        first ??= { fileId, pageId }
        break
      }
    }
    if (first === undefined) return
    const { position } = this.#context.set.set
    const file = firsts.map(({ stripe }) => stripe.source.name).join(', ')
    const error = verifyError('BAK_EXTENTS_MISSING', { file, position, count, ...first })
    const isCertain =
      this.#context.isValidated &&
      this.#context.set.set.files.filter(({ type }) => type === fileTypes.rows).length === 1
    const offset = region.reader.offsetOf(0)
    await this.#context.found(error, isCertain ? 'damage' : 'doubt', region.stripe, offset)
  }
}
