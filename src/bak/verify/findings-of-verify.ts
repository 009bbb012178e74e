/** Gathers what a verification finds, in bounded memory, and says which of it decides. */
import type { MigrationError } from '../../core/index.ts'
import type { FoundPage, Verdict, VerifyFinding } from './verdict.ts'

export interface Found {
  readonly error: MigrationError
  readonly weight: VerifyFinding['weight']
  readonly file: string
  readonly stripe: number
  /** Byte in the file. */
  readonly offset: number
  readonly imageOffset?: number | undefined
  readonly position?: number | undefined
  readonly page?: FoundPage | undefined
}

/** How many findings are kept; the shown ones are the first of them by place. */
const maxKept = 1000
const maxShown = 100

const weights: Readonly<Record<VerifyFinding['weight'], number>> = {
  damage: 3,
  incomplete: 2,
  doubt: 1,
}

export class VerifyFindings {
  readonly #kept: Found[] = []
  #firstPage: Found | undefined
  #worst: Found | undefined
  count = 0
  /** Says that nothing can be verified: encrypted, not supported, no backup. */
  refusal: MigrationError | undefined

  add(found: Found): void {
    this.count++
    if (this.#kept.length < maxKept) this.#kept.push(found)
    if (found.page && isBefore(found, this.#firstPage)) this.#firstPage = found
    if (isBefore(found, this.#worst)) this.#worst = found
  }

  get verdict(): Verdict {
    const worst = this.#worst?.weight
    if (worst === 'damage') return 'damaged'
    if (this.refusal) return 'not-verifiable'
    if (worst === undefined) return 'sound'
    return worst === 'incomplete' ? 'incomplete' : 'doubtful'
  }

  get problem(): MigrationError | undefined {
    if (this.verdict === 'not-verifiable') return this.refusal
    const [worst, page] = [this.#worst, this.#firstPage]
    // A page says more than the checksum over all of them, which its damage breaks too.
    const isPage = page !== undefined && page.weight === worst?.weight
    return isPage ? page.error : worst?.error
  }

  get firstPage(): (VerifyFinding & { readonly page: FoundPage }) | undefined {
    const found = this.#firstPage
    return found?.page && { ...shown(found), page: found.page }
  }

  list(): VerifyFinding[] {
    return this.#kept.toSorted(byPlace).slice(0, maxShown).map(shown)
  }
}

/** They follow from what else is found, and name no place of it. */
const consequences = new Set(['BAK_EXTENTS_MISPLACED', 'BAK_EXTENTS_MISSING', 'BAK_DATA_DAMAGED'])

/** By weight, then causes first, then by place. */
function isBefore(found: Found, other: Found | undefined): boolean {
  if (other === undefined) return true
  const heavier = weights[found.weight] - weights[other.weight]
  if (heavier !== 0) return heavier > 0
  const isConsequence = consequences.has(found.error.code)
  if (isConsequence !== consequences.has(other.error.code)) return !isConsequence
  return byPlace(found, other) < 0
}

function byPlace(a: Found, b: Found): number {
  return a.stripe - b.stripe || a.offset - b.offset
}

function shown({ error, ...found }: Found): VerifyFinding {
  const { weight, file, stripe, offset, imageOffset, position, page } = found
  const { code, message, details } = error
  const place = { file, stripe, offset, imageOffset, position, page }
  return { code, message, details, weight, ...place }
}
