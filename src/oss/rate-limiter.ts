/** Keeps the sum of all uploads below a rate: a bucket of tokens, one token per byte, shared by every part. */
import type { Clock } from '../core/index.ts'

export interface RateLimiter {
  /** Resolves when that many bytes may be sent. First come, first served. */
  take(bytes: number, signal?: AbortSignal): Promise<void>
}

/**
 * Returns a limiter of `bytesPerSecond` (more than 0) that lets a burst of at most a quarter of a second through.
 * A request larger than the burst is let through in one go and paid for afterwards.
 */
export function rateLimiter(bytesPerSecond: number, clock: Clock): RateLimiter {
  const burstBytes = bytesPerSecond / 4
  let tokens = burstBytes
  let filledAt = clock.now()
  let turn: Promise<void> = Promise.resolve()

  async function takeInTurn(bytes: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    const now = clock.now()
    tokens = Math.min(burstBytes, tokens + ((now - filledAt) * bytesPerSecond) / 1000)
    filledAt = now
    tokens -= bytes
    if (tokens < 0) await clock.sleep(Math.ceil((-tokens * 1000) / bytesPerSecond), signal)
  }

  return {
    take(bytes, signal) {
      const mine = turn.then(() => takeInTurn(bytes, signal))
      // One caller's abort must not stop those behind it.
      turn = mine.catch(() => {})
      return mine
    },
  }
}
