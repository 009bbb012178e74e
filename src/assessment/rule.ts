/**
 * Rules as data: what each asks, which facts it needs, how bad it is when it does not hold. Rules judge facts that
 * others gathered; they call nothing and know no clock.
 */
import type { ErrorText, Language } from '../core/index.ts'
import type { BothLanguages, Finding, Verdict } from './finding.ts'

/**
 * fatal: nothing further can be found out. blocker: the migration would fail. warning: it may go on, somebody
 * should know. info: only told.
 */
export type Severity = 'fatal' | 'blocker' | 'warning' | 'info'

/** A fact, or why there is none. */
export type Gathered<T> =
  | { readonly kind: 'known'; readonly value: T }
  | {
      readonly kind: 'refused'
      readonly code: string
      readonly texts: Readonly<Record<Language, ErrorText>>
    }
  | { readonly kind: 'not-asked'; readonly reason: BothLanguages }

type Facts<F> = { readonly [K in keyof F]: Gathered<F[K]> }

/** What a rule says about facts that are all known. */
export interface Judgement {
  readonly holds: boolean
  readonly fact: BothLanguages
  readonly action?: BothLanguages
  /** Where one case of the rule is better or worse than the others. */
  readonly severity?: Severity
  readonly code?: string
}

export interface Rule<F> {
  readonly id: string
  readonly title: BothLanguages
  /** What it means when the rule does not hold. */
  readonly severity: Severity
  readonly needs: readonly (keyof F)[]
  /** What it means that the first needed fact was refused with a code; undefined: the check was not made. */
  refusedMeans?(code: string): Severity | undefined
  judge(facts: F): Judgement
}

const verdicts: Readonly<Record<Severity, Verdict>> = {
  fatal: 'blocked',
  blocker: 'blocked',
  warning: 'warning',
  info: 'ok',
}

/**
 * Returns one finding per rule, in the order of the rules. The refusal of a fact is reported once, by the first rule
 * that needs it; later ones only say that they had to be left out.
 */
export function applyRules<F extends object>(
  rules: readonly Rule<F>[],
  facts: Facts<F>,
): Finding[] {
  const reported = new Set<unknown>()
  return rules.map((rule) => applyRule(rule, facts, reported))
}

/** @param reported  refusals that stand in an earlier finding; facts made from one another share one; filled here */
function applyRule<F extends object>(
  rule: Rule<F>,
  facts: Facts<F>,
  reported: Set<unknown>,
): Finding {
  const { id, title } = rule
  const known: Partial<F> = {}
  for (const need of rule.needs) {
    const gathered = facts[need]
    if (gathered.kind === 'known') {
      known[need] = gathered.value
      continue
    }
    if (gathered.kind === 'not-asked')
      return {
        rule: id,
        title,
        verdict: 'not-checked',
        fact: gathered.reason,
        action: undefined,
        code: undefined,
        isSkipped: true,
      }
    const { texts, code } = gathered
    const means = need === rule.needs[0] ? rule.refusedMeans?.(code) : undefined
    const isRepeated = reported.has(gathered)
    reported.add(gathered)
    return {
      rule: id,
      title,
      verdict: means && !isRepeated ? verdicts[means] : 'not-checked',
      fact: { en: texts.en.message, zh: texts.zh.message },
      action: isRepeated ? undefined : { en: texts.en.solution, zh: texts.zh.solution },
      code,
      isSkipped: isRepeated,
    }
  }
  // Every need was found, and a rule reads nothing else.
  const judgement = rule.judge(known as F)
  return {
    rule: id,
    title,
    verdict: judgement.holds ? 'ok' : verdicts[judgement.severity ?? rule.severity],
    fact: judgement.fact,
    action: judgement.holds ? undefined : judgement.action,
    code: judgement.code,
    isSkipped: false,
  }
}
