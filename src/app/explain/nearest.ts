/** Finds the codes nearest to a text that nothing matched; says nothing unless they are really near. */
import { editDistance } from '../similar.ts'
import type { FailureIndex } from './failure-index.ts'
import { foldText } from './fold.ts'

/** Dice coefficient of trigrams from which a sentence counts as near. */
const nearText = 0.6
const maxSuggestions = 3

/** Returns up to three codes of ours, the nearest first. */
export function nearestCodes(text: string, index: FailureIndex): string[] {
  const word = text.trim()
  return /^\S{5,60}$/.test(word) && /^[\w.<>-]+$/.test(word)
    ? nearestByCode(word, index)
    : nearestByText(text, index)
}

function nearestByCode(word: string, index: FailureIndex): string[] {
  const limit = Math.max(1, Math.floor(word.length / 6))
  const scored: { code: string; distance: number }[] = []
  for (const { failure } of index.all) {
    const names = [
      failure.code,
      ...(failure.vendorCodes ?? []),
      ...(failure.sharedVendorCodes ?? []),
    ]
    const distance = Math.min(...names.map((name) => distanceWithin(word, name, limit)))
    if (distance <= limit) scored.push({ code: failure.code, distance })
  }
  return best(scored.sort((a, b) => a.distance - b.distance))
}

/** Letters that differ without regard to case; more than `limit` where the lengths alone differ by more. */
function distanceWithin(word: string, name: string, limit: number): number {
  if (Math.abs(word.length - name.length) > limit) return limit + 1
  return editDistance(word.toLowerCase(), name.toLowerCase())
}

function nearestByText(text: string, index: FailureIndex): string[] {
  const wanted = trigrams(foldText(text.slice(0, 2000)).text)
  const scored: { code: string; score: number }[] = []
  for (const { failure, patterns } of index.all) {
    let score = 0
    for (const { pieces } of patterns)
      score = Math.max(score, dice(wanted, trigrams(pieces.join(''))))
    if (score >= nearText) scored.push({ code: failure.code, score })
  }
  return best(scored.sort((a, b) => b.score - a.score))
}

function best(scored: readonly { readonly code: string }[]): string[] {
  return scored.slice(0, maxSuggestions).map(({ code }) => code)
}

function trigrams(text: string): Set<string> {
  const parts = new Set<string>()
  for (let at = 0; at + 3 <= text.length; at++) parts.add(text.slice(at, at + 3))
  return parts
}

function dice(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  let shared = 0
  for (const part of a) if (b.has(part)) shared++
  return (2 * shared) / (a.size + b.size)
}
