/**
 * Explains a pasted error: which failure it is, why it usually happens and what to do, in both languages.
 * Takes our codes, vendor codes, SQL Server numbers, whole error bodies and task descriptions; says so when it
 * knows none of them. Asks nothing of the cloud.
 */
import {
  type ExitCode,
  type FailureAdvice,
  type FailurePlace,
  type Language,
  type RetryClass,
  redact,
} from '../core/index.ts'
import { loginStates, operatingSystemErrors } from '../sqlserver/index.ts'
import { errorCatalogue, errorTemplates, folderErrors } from './error-catalogue.ts'
import { type Decision, decide } from './explain/decide.ts'
import { findCodes, findNumbers, findTexts } from './explain/evidence.ts'
import {
  type FailureIndex,
  type IndexedFailure,
  loadFailureIndex,
} from './explain/failure-index.ts'
import { fillAdvice, valuesInText } from './explain/fill-texts.ts'
import { resolveEscapes } from './explain/fold.ts'
import { nearestCodes } from './explain/nearest.ts'

/** One failure found in the text. */
export interface ExplainedFailure {
  readonly code: string
  /** What gave it away: our code, the vendor's, a SQL Server number, or a documented sentence. */
  readonly via: 'code' | 'vendor-code' | 'sql-number' | 'text'
  /** The part of the text that did, without secrets. */
  readonly excerpt: string
  readonly seenIn: readonly FailurePlace[]
  readonly vendorCodes: readonly string[]
  readonly sqlNumber: number | undefined
  readonly retry: RetryClass | 'none'
  /** The exit code with which sqlferry ends on it. */
  readonly exit: ExitCode
  readonly en: FailureAdvice
  readonly zh: FailureAdvice
  /** What a state or an operating system error in the text adds. */
  readonly details: readonly Readonly<Record<Language, string>>[]
  /** Only follows another error; look at that one. */
  readonly accompanies: boolean
  /** Codes that the same words may also mean. */
  readonly alternatives: readonly string[]
}

export interface Explanation {
  /** `partly` where the system is known but not its code: the entry only says where to ask. */
  readonly verdict: 'known' | 'partly' | 'unknown'
  /** The main one first. */
  readonly failures: readonly ExplainedFailure[]
  /** RequestIds in the text: support asks for them. */
  readonly requestIds: readonly string[]
  /** Codes near to an unknown text; empty unless really near. */
  readonly suggestions: readonly string[]
}

/** Longer texts are cut: an error is not that long, a log is. */
const maxInput = 65_536

let loading: Promise<FailureIndex> | undefined

/** Returns what is known about the errors in a text. Secrets in the text do not appear in the answer. */
export async function explain(input: string): Promise<Explanation> {
  loading ??= loadFailureIndex({
    entries: errorCatalogue,
    zh: (code) => folderErrors.find(({ zh }) => Object.hasOwn(zh, code))?.zh[code],
  })
  const index = await loading
  const text = resolveEscapes(input.slice(0, maxInput))
  const decisions = withCatchAll(
    text,
    index,
    decide(text, {
      codes: findCodes(text, index),
      numbers: findNumbers(text, index),
      texts: findTexts(text, index),
    }),
  )
  const first = decisions[0]
  return {
    verdict: !first ? 'unknown' : isOnlyCatchAll(first) ? 'partly' : 'known',
    failures: decisions.map((decision) => explained(text, decision)),
    requestIds: requestIdsIn(text),
    suggestions: first ? [] : nearestCodes(text, index),
  }
}

/** The script's own frame line and a code of ours stand in the catalogue: they are known, not guessed. */
function isOnlyCatchAll({ entry, via }: Decision): boolean {
  return entry.failure.isCatchAll === true && via !== 'text' && via !== 'code'
}

const answerShape = /HTTP Status|RequestI[dD]|x-oss-request-id|<Error>/
const labelledCode = /(?:\bcode["']?\s*[:=]\s*u?["']?|<code>\s*|\berror:\s*)([A-Z][\w.]+)/i

/** An answer of the cloud whose code nobody listed still has a place to ask at. */
function withCatchAll(text: string, index: FailureIndex, decisions: Decision[]): Decision[] {
  if (decisions.length > 0 || !answerShape.test(text)) return decisions
  const label = labelledCode.exec(text)
  if (!label) return decisions
  const isOss = /<Error>|\boss[.-]|x-oss|BucketName/i.test(text) && !/HTTP Status/.test(text)
  const entry = index.byCode.get(isOss ? 'OSS_UNEXPECTED' : 'RDS_UNEXPECTED')
  if (!entry) return decisions
  const span = { start: label.index, end: label.index + label[0].length }
  return [{ ...span, entry, via: 'vendor-code', alternatives: [] }]
}

const codesOf = (entries: readonly IndexedFailure[]) => entries.map(({ failure }) => failure.code)

function explained(text: string, decision: Decision): ExplainedFailure {
  const { failure, exit } = decision.entry
  const messages = (['en', 'zh'] as const).flatMap(
    (language) => errorTemplates(failure.code, language)?.message ?? [],
  )
  const values = valuesInText(redact(text), messages)
  return {
    code: failure.code,
    via: decision.via,
    excerpt: excerptOf(text, decision),
    seenIn: failure.seenIn,
    vendorCodes: [...(failure.vendorCodes ?? []), ...(failure.sharedVendorCodes ?? [])],
    sqlNumber: failure.sqlNumber,
    retry: failure.retry,
    exit,
    en: fillAdvice(failure.en, values, 'en'),
    zh: fillAdvice(failure.zh, values, 'zh'),
    details: detailsOf(text, decision),
    accompanies: failure.accompanies ?? false,
    alternatives: codesOf(decision.alternatives),
  }
}

const maxExcerpt = 160

function excerptOf(text: string, { start, end }: Decision): string {
  // Redacted as a whole first: a secret cut in half would not be recognised.
  const clean = redact(text)
  const words = clean === text ? text.slice(start, end) : redact(text.slice(start, end))
  const line = words.replace(/\s+/g, ' ').trim()
  return line.length > maxExcerpt ? `${line.slice(0, maxExcerpt - 1)}…` : line
}

/** `Operating system error 5(...)` in most messages, `failed: 112(...)` in 3202 and 3203. */
const systemErrorPattern =
  /(?:operating system error|操作系统错误|(?:failed|失败)\s*[:：](?=\s*\d{1,4}\s*[(（]))\s*:?\s*(\d{1,4})/gi

function detailsOf(text: string, decision: Decision): Readonly<Record<Language, string>>[] {
  const details: Readonly<Record<Language, string>>[] = []
  const { sqlNumber } = decision.entry.failure
  if (sqlNumber === 18456 && decision.state !== undefined) {
    const state = loginStates.find(({ states }) => states.includes(decision.state ?? 0))
    if (state)
      details.push({
        en: `state ${decision.state}: ${state.en}`,
        zh: `状态 ${decision.state}：${state.zh}`,
      })
  }
  if (sqlNumber === undefined || decision.entry.failure.accompanies) return details
  const numbers = new Set([...text.matchAll(systemErrorPattern)].map((match) => Number(match[1])))
  for (const known of operatingSystemErrors)
    if (numbers.has(known.number))
      details.push({
        en: `operating system error ${known.number}, ${known.en}`,
        zh: `操作系统错误 ${known.number}，${known.zh}`,
      })
  return details
}

const requestIdPattern =
  /(?:request[-_ ]?id)["']?>?\s*[:=]?\s*u?["']?([0-9A-Fa-f][0-9A-Fa-f-]{15,63})(?![0-9A-Za-z-])/gi

function requestIdsIn(text: string): string[] {
  return [...new Set([...text.matchAll(requestIdPattern)].map((match) => match[1] ?? ''))]
}
