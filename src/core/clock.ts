/**
 * Time as an argument. Everything that waits or asks for the date gets a Clock, so that tests and
 * rehearsals run in virtual time. The only file that touches the real timers.
 */

export interface Clock {
  /** Milliseconds since 1970-01-01 UTC. */
  now(): number
  /** Resolves after `ms` milliseconds, 0 or more; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

declare function setTimeout(callback: () => void, ms: number): unknown
declare function clearTimeout(timer: unknown): void

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const onAbort = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      // Timers take at most 2^31 - 1 ms; a longer wait would fire at once.
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        },
        Math.min(ms, 0x7fff_ffff),
      )
      signal?.addEventListener('abort', onAbort, { once: true })
    }),
}

interface Sleeper {
  readonly dueAt: number
  readonly order: number
  readonly wake: () => void
}

/** A clock that stands still until it is advanced. Sleepers wake in order of their due time, then of their arrival. */
export class VirtualClock implements Clock {
  #now: number
  #order = 0
  #sleepers: Sleeper[] = []

  /** @param startAt  milliseconds since 1970-01-01 UTC */
  constructor(startAt = Date.UTC(2026, 0, 1)) {
    this.#now = startAt
  }

  now(): number {
    return this.#now
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const sleeper: Sleeper = {
        dueAt: this.#now + Math.max(0, ms),
        order: this.#order++,
        wake: () => {
          signal?.removeEventListener('abort', onAbort)
          resolve()
        },
      }
      const onAbort = () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#sleepers.push(sleeper)
      this.#sleepers.sort((a, b) => a.dueAt - b.dueAt || a.order - b.order)
    })
  }

  /** How many callers are asleep. */
  get sleeping(): number {
    return this.#sleepers.length
  }

  /** When the next sleeper is due, or undefined when nobody sleeps. */
  get nextDueAt(): number | undefined {
    return this.#sleepers[0]?.dueAt
  }

  /** Moves time forward by `ms`, waking each sleeper at its own time and letting it run before the next. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms
    for (;;) {
      await settle()
      const next = this.#sleepers[0]
      if (!next || next.dueAt > until) break
      this.#sleepers.shift()
      this.#now = Math.max(this.#now, next.dueAt)
      next.wake()
    }
    this.#now = until
    await settle()
  }
}

/** Lets promise callbacks that are already due run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve()
}
