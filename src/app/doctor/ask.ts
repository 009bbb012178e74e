/** Questions to the cloud whose refusal is an answer, and what each says about the caller's rights. */
import type { ActionFacts, ActionState, Gathered } from '../../assessment/index.ts'
import { isMigrationError, type Language, type MigrationError } from '../../core/index.ts'
import { errorText } from '../error-catalogue.ts'

/** Codes with which a service says that the caller has no right to an action. */
const refusals: ReadonlySet<string> = new Set([
  'RDS_FORBIDDEN',
  'OSS_FORBIDDEN',
  'OSS_FORBIDDEN_BY_SESSION',
  'RAM_FORBIDDEN',
])

/** Only the service that knows the caller cannot be reached: others may answer all the same. */
const unanswered = /^CLOUD_(?:UNREACHABLE|UNAVAILABLE|THROTTLED|INTERNAL)/

/** Tells whether a code means that the caller has no right. */
export function isRefusal(code: string | undefined): boolean {
  return code !== undefined && refusals.has(code)
}

function refusedBy(error: MigrationError): Gathered<never> {
  const texts = { en: errorText(error, 'en'), zh: errorText(error, 'zh') }
  return { kind: 'refused', code: error.code, texts }
}

/** Tells whether the caller was refused, so that asking anything else makes no sense. */
export function isHopeless(identity: Gathered<unknown>): boolean {
  return identity.kind === 'refused' && !unanswered.test(identity.code)
}

/** Returns a fact that nobody asked for, with the reason. */
export function notAsked(en: string, zh: string): Gathered<never> {
  return { kind: 'not-asked', reason: { en, zh } satisfies Record<Language, string> }
}

/** Asks, and keeps what every action was answered with. */
export class Questions {
  readonly #states = new Map<string, ActionState>()

  /** Returns the answer, or the refusal as a fact. Errors that are not ours are thrown. */
  async ask<T>(action: string, work: () => Promise<T>): Promise<Gathered<T>> {
    try {
      const value = await work()
      this.#note(action, 'allowed')
      return { kind: 'known', value }
    } catch (error) {
      if (!isMigrationError(error)) throw error
      this.#note(action, isRefusal(error.code) ? 'refused' : 'unanswered')
      return refusedBy(error)
    }
  }

  /** What is known of the given actions; one that was never asked is `unanswered`. */
  statesOf(actions: readonly string[]): ActionFacts[] {
    return actions.map((action) => ({ action, state: this.#states.get(action) ?? 'unanswered' }))
  }

  #note(action: string, state: ActionState): void {
    // One refusal outweighs what another call with the same right was answered.
    if (this.#states.get(action) !== 'refused') this.#states.set(action, state)
  }
}
