/** What a check found: the fact, the verdict, and what to do. The same shape for terminal, JSON and console. */
import type { Language } from '../core/index.ts'

export type BothLanguages = Readonly<Record<Language, string>>

/** `not-checked` where the fact could not be had; it is never counted as good. */
export type Verdict = 'ok' | 'warning' | 'blocked' | 'not-checked'

export interface Finding {
  /** The rule's id, stable: ACCESS_CREDENTIALS. */
  readonly rule: string
  /** What was asked. */
  readonly title: BothLanguages
  readonly verdict: Verdict
  /** What was seen, with its numbers. */
  readonly fact: BothLanguages
  /** What to do; undefined where nothing is needed. */
  readonly action: BothLanguages | undefined
  /** Code of the error that kept the fact away or that names the fault. */
  readonly code: string | undefined
  /** True where the check was not wanted in this run: it then says nothing about readiness. */
  readonly isSkipped: boolean
}

/** Returns the verdict over all findings. A check that could not be made is a warning. */
export function overallVerdict(
  findings: readonly Finding[],
): 'ready' | 'ready-with-warnings' | 'blocked' {
  if (findings.some(({ verdict }) => verdict === 'blocked')) return 'blocked'
  const isDoubtful = findings.some(
    ({ verdict, isSkipped }) => verdict === 'warning' || (verdict === 'not-checked' && !isSkipped),
  )
  return isDoubtful ? 'ready-with-warnings' : 'ready'
}
