/**
 * Trying again: exponential back-off with full jitter, a budget of tries and time, and the waiting time that
 * the other side asked for. The only place that decides to repeat a call.
 */
import type { Clock } from './clock.ts'
import { MigrationError, type RetryClass } from './errors.ts'
import type { Ids } from './ids.ts'

export interface RetryBudget {
  /** Tries in all, 1 or more. */
  readonly attempts: number
  /** No further try begins later than this after the first. */
  readonly maxElapsedMs: number
  /** Upper bound of the first wait. */
  readonly firstDelayMs: number
  /** Upper bound of any wait that we choose ourselves. */
  readonly maxDelayMs: number
  /** Which classes are tried again; default: only `now`. */
  readonly classes?: readonly RetryClass[]
}

/** For single calls to a cloud API: six tries within two minutes. */
export const callBudget: RetryBudget = {
  attempts: 6,
  maxElapsedMs: 120_000,
  firstDelayMs: 200,
  maxDelayMs: 10_000,
}

export interface RetryOptions {
  readonly clock: Clock
  readonly ids: Ids
  readonly budget?: RetryBudget
  readonly signal?: AbortSignal | undefined
  /** Told before each wait. */
  readonly onRetry?: (fact: { attempt: number; waitMs: number; error: MigrationError }) => void
}

/**
 * Calls `attempt` until it succeeds, fails with an error that must not be repeated, or the budget is spent;
 * then throws the last error unchanged. Errors that are not MigrationErrors are never repeated.
 *
 * @param attempt  gets the number of the try, from 1
 */
export async function retrying<T>(
  attempt: (attemptNumber: number) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  const budget = options.budget ?? callBudget
  const classes = budget.classes ?? ['now']
  const begunAt = options.clock.now()
  for (let attemptNumber = 1; ; attemptNumber++) {
    try {
      return await attempt(attemptNumber)
    } catch (error) {
      options.signal?.throwIfAborted()
      if (!(error instanceof MigrationError) || !classes.includes(error.retry)) throw error
      if (attemptNumber >= budget.attempts) throw error
      const waitMs = waitBeforeRetry(attemptNumber, budget, options.ids, error.retryAfterMs)
      if (options.clock.now() + waitMs - begunAt > budget.maxElapsedMs) throw error
      options.onRetry?.({ attempt: attemptNumber, waitMs, error })
      await options.clock.sleep(waitMs, options.signal)
    }
  }
}

/**
 * Returns how long to wait after the given failed try, in milliseconds. A wait that the other side asked for
 * (`Retry-After`) is a lower bound, spread upwards by a tenth so that parallel callers do not return together.
 */
export function waitBeforeRetry(
  attemptNumber: number,
  budget: RetryBudget,
  ids: Ids,
  retryAfterMs: number | undefined,
): number {
  const ceiling = Math.min(budget.maxDelayMs, budget.firstDelayMs * 2 ** (attemptNumber - 1))
  const chosen = ceiling / 2 + (ids.random() * ceiling) / 2
  if (retryAfterMs === undefined) return Math.round(chosen)
  return Math.round(Math.max(chosen, retryAfterMs * (1 + ids.random() / 10)))
}

/** Returns the milliseconds of a `Retry-After` header (seconds or an HTTP date), or undefined when it is neither. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs)
}
