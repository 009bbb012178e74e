/**
 * Decides which of the evidence counts: a code decides over the wording beside it, a SQL Server number over its
 * text, a longer documented sentence over a shorter one in the same place.
 *
 * @source matching rules 1 to 5 of the error-texts facts
 */
import type { CodeEvidence, NumberEvidence, Span, TextEvidence } from './evidence.ts'
import type { IndexedFailure } from './failure-index.ts'

/** One failure that the text names. */
export interface Decision extends Span {
  readonly entry: IndexedFailure
  readonly via: 'code' | 'vendor-code' | 'sql-number' | 'text'
  /** What else the same words may mean. */
  readonly alternatives: readonly IndexedFailure[]
  readonly number?: number
  readonly state?: number
  /** A code that says little by itself, without the text that would give it a meaning. */
  readonly isWeak?: boolean
}

export interface Evidence {
  readonly codes: readonly CodeEvidence[]
  readonly numbers: readonly NumberEvidence[]
  readonly texts: readonly TextEvidence[]
}

/** Returns the failures that the text names, each once, the main one first. */
export function decide(text: string, evidence: Evidence): Decision[] {
  const texts = withoutShorter(evidence.texts)
  const codes = evidence.codes.filter((code) => !isPartOfSentence(code, texts))
  const decisions: Decision[] = []
  const overruled = new Set<TextEvidence>()
  for (const [position, code] of codes.entries()) {
    const window = statementAround(text, code, codes, position)
    const beside = texts.filter((found) => touches(found, window))
    const decision = meaningOfCode(text, code, window, beside)
    decisions.push(decision)
    if (decision.isWeak) continue
    for (const found of beside) if (isWordingOfCode(found.entry)) overruled.add(found)
  }
  for (const [position, found] of evidence.numbers.entries()) {
    const next = evidence.numbers[position + 1]?.start ?? text.length
    const isUnknown = found.entry.failure.isCatchAll === true
    decisions.push({
      start: found.start,
      end: found.end,
      entry: found.entry,
      via: 'sql-number',
      alternatives: [],
      number: found.number,
      ...(found.state === undefined ? {} : { state: found.state }),
    })
    if (isUnknown) continue
    for (const sentence of texts)
      if (
        sentence.entry.failure.sqlNumber !== undefined &&
        touches(sentence, { start: found.start, end: next })
      )
        overruled.add(sentence)
  }
  for (const found of texts) {
    if (overruled.has(found)) continue
    const alternatives = evidence.texts
      .filter(
        (other) =>
          other.entry !== found.entry &&
          other.weight === found.weight &&
          other.start === found.start &&
          other.end === found.end,
      )
      .map((other) => other.entry)
    decisions.push({ ...found, via: 'text', alternatives })
  }
  return ranked(decisions)
}

/** Drops every sentence that stands within a more specific one; of equals the first of the catalogue stays. */
function withoutShorter(texts: readonly TextEvidence[]): TextEvidence[] {
  const kept: TextEvidence[] = []
  for (const found of [...texts].sort((a, b) => b.weight - a.weight)) {
    const isCovered = kept.some(
      (other) =>
        Math.min(other.end, found.end) - Math.max(other.start, found.start) >
        (found.end - found.start) / 2,
    )
    if (!isCovered) kept.push(found)
  }
  return kept
}

/** `RequestError` at the head of a documented sentence is a word of that sentence, not a code. */
function isPartOfSentence(code: CodeEvidence, texts: readonly TextEvidence[]): boolean {
  if (code.via === 'code') return false
  return texts.some(
    ({ start, end, entry }) =>
      start <= code.start &&
      code.end <= end &&
      !code.alone.includes(entry) &&
      entry.failure.texts.en.some((sentence) => sentence.includes(code.token)),
  )
}

function touches(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}

/** The text that belongs to a code: its object in braces, its XML element, or its line and the next. */
function statementAround(
  text: string,
  code: CodeEvidence,
  codes: readonly CodeEvidence[],
  position: number,
): Span {
  const lineStart = text.lastIndexOf('\n', code.start) + 1
  const previousEnd = codes[position - 1]?.end ?? 0
  const braces = bracesAround(text, code.start)
  if (braces) {
    if (bracesAround(text, braces.start)) return braces
    // Node prints the message of an error before the braces that hold its code.
    const messageStart = text.lastIndexOf('\n', braces.start) + 1
    return { start: Math.max(messageStart, previousEnd), end: braces.end }
  }
  const open = text.lastIndexOf('<Error', code.start)
  if (open >= 0) {
    const close = text.indexOf('</Error>', code.end)
    if (close >= 0) return { start: open, end: close }
  }
  const secondLineEnd = text.indexOf('\n', text.indexOf('\n', code.end) + 1)
  const limits = [codes[position + 1]?.start, text.indexOf('{', code.end), secondLineEnd]
  const end = limits.filter((limit): limit is number => limit !== undefined && limit > code.end)
  return { start: Math.max(lineStart, previousEnd), end: Math.min(text.length, ...end) }
}

function bracesAround(text: string, place: number): Span | undefined {
  let depth = 0
  for (let start = place - 1; start >= 0; start--) {
    if (text[start] === '}') depth++
    else if (text[start] === '{' && depth-- === 0) {
      const end = text.indexOf('}', place)
      return { start, end: end < 0 ? text.length : end }
    }
  }
  return undefined
}

function meaningOfCode(
  text: string,
  code: CodeEvidence,
  window: Span,
  beside: readonly TextEvidence[],
): Decision {
  const { start, end, via } = code
  const possible = [...code.alone, ...code.withText]
  const said = beside
    .filter((found) => possible.includes(found.entry))
    .sort((a, b) => b.weight - a.weight)[0]?.entry
  if (said) return { start, end, via, entry: said, alternatives: [] }
  const words = text.slice(window.start, window.end)
  const entry = bySystem(words, code.alone) ?? byStatus(words, possible) ?? possible[0]
  // findCodes gives no evidence without a failure.
  if (!entry) throw new RangeError(`code ${code.token} leads nowhere`)
  const byNumber = byStatus(words, possible)
  const chosen = byNumber && !lists(entry, words) ? byNumber : entry
  return {
    start,
    end,
    via,
    entry: chosen,
    alternatives: possible.filter((other) => other !== chosen),
    isWeak: code.alone.length === 0,
  }
}

const rdsWords = /HTTP Status|rds[.-]|product=Rds|OPENAPI|\bMigrateTask/i
const ossWords = /\boss[.-]|BucketName|<Error>|x-oss|ossutil|HostId/i

/** Codes such as InternalError exist in several systems: the words around tell which one spoke. */
function bySystem(words: string, entries: readonly IndexedFailure[]): IndexedFailure | undefined {
  if (entries.length < 2) return entries[0]
  const isOss = !rdsWords.test(words) && ossWords.test(words)
  return entries.find(({ failure }) => failure.code.startsWith('OSS_') === isOss) ?? entries[0]
}

const statusPattern = /(?:HTTP Status|status["']?|\bHTTP)\s*[:=]?\s*["']?([345]\d\d)\b/i

function statusIn(words: string): number | undefined {
  const status = statusPattern.exec(words)?.[1]
  return status === undefined ? undefined : Number(status)
}

/** Whether nothing speaks against an entry: no status stands in the text, or it is one of the entry's. */
function lists(entry: IndexedFailure, words: string): boolean {
  const status = statusIn(words)
  return status === undefined || (entry.failure.httpStatuses ?? []).includes(status)
}

/** The HTTP status tells only failures apart that share one code; otherwise it differs between operations. */
function byStatus(words: string, entries: readonly IndexedFailure[]): IndexedFailure | undefined {
  const status = statusIn(words)
  if (status === undefined) return undefined
  return entries.find(({ failure }) => (failure.httpStatuses ?? []).includes(status))
}

/** Sentences of an API are the wording of some code; sentences of tasks and of SQL Server stand for themselves. */
function isWordingOfCode({ failure }: IndexedFailure): boolean {
  return (
    failure.vendorCodes !== undefined ||
    failure.sharedVendorCodes !== undefined ||
    failure.seenIn.includes('migration-script')
  )
}

const strengths = { code: 3, 'vendor-code': 3, 'sql-number': 3, text: 2 } as const

/** Each failure once; first what is certain, then what stands first; what only accompanies comes last. */
function ranked(decisions: readonly Decision[]): Decision[] {
  const order = (decision: Decision) =>
    (decision.entry.failure.accompanies ? 100 : 0) +
    (decision.entry.failure.isCatchAll || decision.isWeak ? 50 : 0) -
    strengths[decision.via]
  const sorted = [...decisions].sort((a, b) => order(a) - order(b) || a.start - b.start)
  const seen = new Set<string>()
  const unique = sorted.filter(({ entry }) => {
    if (seen.has(entry.failure.code)) return false
    seen.add(entry.failure.code)
    return true
  })
  const named = unique.filter(({ entry, isWeak }) => !entry.failure.isCatchAll && !isWeak)
  return named.length > 0 ? named : unique
}
