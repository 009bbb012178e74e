/**
 * Everything that can be explained, ready to be looked up: the known failures of every system and the errors that
 * sqlferry itself throws. Built once per process, when the first text is explained.
 */
import { loadKnownBackupFailures } from '../../bak/index.ts'
import type { ErrorCatalogue, ErrorText, ExitCode, KnownFailure } from '../../core/index.ts'
import { loadKnownOssFailures } from '../../oss/index.ts'
import { loadKnownRdsFailures } from '../../rds/index.ts'
import { loadKnownSqlServerFailures } from '../../sqlserver/index.ts'
import { compilePattern, type TextPattern } from './fold.ts'

/** One thing that can be explained. */
export interface IndexedFailure {
  readonly failure: KnownFailure
  readonly exit: ExitCode
  readonly patterns: readonly TextPattern[]
}

/** How a vendor code leads to failures. */
export interface CodeMeaning {
  /** Failures that the code alone means, in catalogue order; several only where systems share the code. */
  readonly alone: readonly IndexedFailure[]
  /** Failures that the code means together with one of their texts. */
  readonly withText: readonly IndexedFailure[]
}

export interface FailureIndex {
  readonly all: readonly IndexedFailure[]
  readonly byCode: ReadonlyMap<string, IndexedFailure>
  readonly byVendorCode: ReadonlyMap<string, CodeMeaning>
  /** Vendor codes with a part that varies, such as `Missing<Name>`. */
  readonly codeShapes: readonly { readonly shape: RegExp; readonly entry: IndexedFailure }[]
  readonly bySqlNumber: ReadonlyMap<number, IndexedFailure>
}

/** The errors that sqlferry throws, and their Chinese texts by code. */
interface OwnErrors {
  readonly entries: ErrorCatalogue
  readonly zh: (code: string) => ErrorText | undefined
}

/** A template of ours with fewer literal characters would be found in unrelated texts. */
const minOwnWeight = 20

/** Returns the index over all systems and the given catalogue of our own errors. */
export async function loadFailureIndex(ours: OwnErrors): Promise<FailureIndex> {
  const folders = await Promise.all([
    loadKnownRdsFailures(),
    loadKnownOssFailures(),
    loadKnownBackupFailures(),
    loadKnownSqlServerFailures(),
  ])
  const all: IndexedFailure[] = folders.flatMap(({ exit, failures }) =>
    failures.map((failure) => ({
      failure,
      exit,
      patterns: [
        ...patternsOf([...failure.texts.en, ...failure.texts.zh]),
        ...ownPatterns(failure.code, ours),
      ],
    })),
  )
  const known = new Set(all.map(({ failure }) => failure.code))
  for (const [code, entry] of Object.entries(ours.entries)) {
    if (known.has(code)) continue
    const zh = ours.zh(code) ?? entry
    const texts = { en: [entry.message], zh: [zh.message] }
    all.push({
      failure: {
        code,
        seenIn: [],
        retry: entry.retry,
        texts,
        en: { cause: entry.cause, solution: entry.solution },
        zh: { cause: zh.cause, solution: zh.solution },
        sources: [],
      },
      exit: entry.exit,
      patterns: ownPatterns(code, ours),
    })
  }
  return index(all)
}

/** What sqlferry itself prints for a code; short templates would be found in unrelated texts. */
function ownPatterns(code: string, { entries, zh }: OwnErrors): TextPattern[] {
  const messages = [entries[code]?.message, zh(code)?.message].filter((text) => text !== undefined)
  return patternsOf(messages).filter((pattern) => pattern.weight >= minOwnWeight)
}

function patternsOf(texts: readonly string[]): TextPattern[] {
  return texts.map(compilePattern).filter((pattern) => pattern.pieces.length > 0)
}

function index(all: readonly IndexedFailure[]): FailureIndex {
  const byVendorCode = new Map<string, { alone: IndexedFailure[]; withText: IndexedFailure[] }>()
  const meaningOf = (code: string) => {
    const meaning = byVendorCode.get(code) ?? { alone: [], withText: [] }
    byVendorCode.set(code, meaning)
    return meaning
  }
  const codeShapes: { shape: RegExp; entry: IndexedFailure }[] = []
  for (const entry of all) {
    for (const code of entry.failure.vendorCodes ?? []) {
      if (code.includes('<')) codeShapes.push({ shape: shapeOf(code), entry })
      else meaningOf(code).alone.push(entry)
    }
    for (const code of entry.failure.sharedVendorCodes ?? []) meaningOf(code).withText.push(entry)
  }
  return {
    all,
    byCode: new Map(all.map((entry) => [entry.failure.code, entry])),
    byVendorCode,
    codeShapes,
    bySqlNumber: new Map(
      all.flatMap((entry) =>
        entry.failure.sqlNumber === undefined ? [] : [[entry.failure.sqlNumber, entry] as const],
      ),
    ),
  }
}

function shapeOf(code: string): RegExp {
  const literal = code.replaceAll('.', '\\.')
  return new RegExp(`^${literal.replace(/<\w+>/g, '[A-Z]\\w*')}$`)
}
