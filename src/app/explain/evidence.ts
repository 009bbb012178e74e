/**
 * What stands in a pasted text that names a failure: our codes, vendor codes, SQL Server numbers, documented
 * sentences. Only finds; which of them counts is decided by whoever asks.
 */
import type { FailureIndex, IndexedFailure } from './failure-index.ts'
import { type FoldedText, findPattern, foldText, type TextPattern } from './fold.ts'

/** A half-open range of characters of the pasted text. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface CodeEvidence extends Span {
  readonly via: 'code' | 'vendor-code'
  readonly token: string
  readonly alone: readonly IndexedFailure[]
  readonly withText: readonly IndexedFailure[]
}

export interface NumberEvidence extends Span {
  readonly via: 'sql-number'
  readonly number: number
  readonly state: number | undefined
  readonly entry: IndexedFailure
}

export interface TextEvidence extends Span {
  readonly via: 'text'
  readonly entry: IndexedFailure
  readonly weight: number
}

/** Lighter texts are found only where they stand alone on a line or as the value of a message field. */
const standaloneWeight = 16

const tokenPattern = /[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9]*)*/g
const codeLabel =
  /(?:\bcode["']?\s*[:=]\s*u?["']?|<code>\s*|\berror:\s*|错误码["']?\s*[:：=]?\s*)$/i
/** A word that can only be a code: inner capitals, dots, underscores, or an errno of Node. */
const codeShape = /[a-z][A-Z]|[A-Za-z]\.[A-Za-z]|_|^E[A-Z]{4,}$/

/** `rds_task_failed`, as somebody types what was read aloud. */
function isOurShape(token: string): boolean {
  return /^[a-z]+_[a-z0-9_]+$/.test(token)
}

/** Returns all codes in the text, in order; a code in a sentence counts only when it looks like one. */
export function findCodes(text: string, index: FailureIndex): CodeEvidence[] {
  const found: CodeEvidence[] = []
  const whole = text.trim().replace(/[.。]+$/, '')
  for (const match of text.matchAll(tokenPattern)) {
    const start = match.index
    const isLabelled = codeLabel.test(text.slice(Math.max(0, start - 24), start))
    for (let token = match[0]; token; token = token.slice(0, Math.max(0, token.lastIndexOf('.')))) {
      const evidence = meaningOf(token, index, isLabelled || token === whole)
      if (!evidence) continue
      if (isLabelled || token === whole || codeShape.test(token))
        found.push({ start, end: start + token.length, token, ...evidence })
      break
    }
  }
  return found
}

function meaningOf(
  token: string,
  index: FailureIndex,
  allowShapes: boolean,
): Pick<CodeEvidence, 'via' | 'alone' | 'withText'> | undefined {
  // Our codes have an underscore, so that no ordinary word is one in capitals.
  const ours =
    index.byCode.get(token) ?? index.byCode.get(isOurShape(token) ? token.toUpperCase() : '')
  if (ours) return { via: 'code', alone: [ours], withText: [] }
  const vendor = index.byVendorCode.get(token)
  if (vendor) return { via: 'vendor-code', ...vendor }
  const shaped = allowShapes
    ? index.codeShapes.filter(({ shape }) => shape.test(token)).map(({ entry }) => entry)
    : []
  return shaped.length > 0 ? { via: 'vendor-code', alone: shaped, withText: [] } : undefined
}

const numberPattern =
  /(\bMsg|消息|\bError|错误|\bnumber|\bSQL Server|\bSQL)["']?\s*[:：#=]?\s*(\d{2,5})(?!\d)(?!\s*\()/gi
const systemError = /(?:operating system|操作系统)\s*$/i
const statePattern = /^[^\n]{0,60}?(?:\bState|状态)["']?\s*[:：=]?\s*(\d{1,3})/i

/** Returns the SQL Server numbers in the text, in order. A number that is unknown counts only in a full message. */
export function findNumbers(text: string, index: FailureIndex): NumberEvidence[] {
  const found: NumberEvidence[] = []
  const add = (digits: string, start: number, end: number, isMessage: boolean) => {
    const rest = text.slice(end, end + 80)
    const isFull = isMessage || /^\s*[,，]\s*(?:Severity|Level|严重性|级别)/i.test(rest)
    const known = index.bySqlNumber.get(Number(digits))
    const entry = known ?? (isFull ? index.byCode.get('SQL_UNEXPECTED') : undefined)
    if (!entry) return
    const state = statePattern.exec(rest)?.[1]
    found.push({
      via: 'sql-number',
      start,
      end,
      number: Number(digits),
      state: state === undefined ? undefined : Number(state),
      entry,
    })
  }
  for (const match of text.matchAll(numberPattern)) {
    if (systemError.test(text.slice(Math.max(0, match.index - 24), match.index))) continue
    const isMessage = /^(?:msg|消息)/i.test(match[1] ?? '')
    add(match[2] ?? '', match.index, match.index + match[0].length, isMessage)
  }
  const alone = /^\s*#?(\d{2,5})\s*$/.exec(text)
  if (alone) add(alone[1] ?? '', 0, text.length, false)
  return found
}

/** Returns every documented sentence found in the text, each failure with its heaviest one; overlaps are kept. */
export function findTexts(text: string, index: FailureIndex): TextEvidence[] {
  const folded = foldText(text)
  const standalone = standaloneParts(text).map((part) => ({ ...part, folded: foldText(part.text) }))
  const found: TextEvidence[] = []
  for (const entry of index.all) {
    let best: TextEvidence | undefined
    for (const pattern of entry.patterns) {
      const { weight } = pattern
      if (best && best.weight >= weight) continue
      if (weight >= standaloneWeight) {
        const range = findPattern(folded.text, pattern)
        if (range) best = { via: 'text', entry, weight, ...spanOf(folded, range) }
        continue
      }
      for (const part of standalone) {
        const range = findPattern(part.folded.text, pattern)
        if (!range || !coversAll(range, part.folded.text.length, pattern)) continue
        best = { via: 'text', entry, weight, start: part.start, end: part.start + part.text.length }
      }
    }
    if (best) found.push(best)
  }
  return found
}

function coversAll(range: Span, length: number, pattern: TextPattern): boolean {
  return (
    (range.start === 0 || pattern.isOpenAtStart) && (range.end === length || pattern.isOpenAtEnd)
  )
}

function spanOf(folded: FoldedText, range: Span): Span {
  return {
    start: folded.places[range.start] ?? 0,
    end: (folded.places[range.end - 1] ?? 0) + 1,
  }
}

const messageField =
  /["'<]?(?:message|description|details|任务描述|描述)["'>]?\s*[:=>：]?\s*u?["']?([^"'<>{}\n]+)/gi

/** The lines of the text and the values of its message fields. */
function standaloneParts(text: string): { readonly text: string; readonly start: number }[] {
  const parts: { text: string; start: number }[] = []
  let start = 0
  for (const line of text.split('\n')) {
    parts.push({ text: line, start })
    start += line.length + 1
  }
  for (const match of text.matchAll(messageField)) {
    const value = match[1] ?? ''
    parts.push({ text: value, start: match.index + match[0].length - value.length })
  }
  return parts
}
