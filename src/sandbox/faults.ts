/**
 * Faults as settings, shared by OSS and RDS: which calls go wrong, how, and how often. The same settings and the
 * same calls in the same order give the same faults; nothing here is random.
 */

/** What goes wrong. */
export type FaultEffect =
  /** The connection is cut after that many bytes of the request's body (`request`) or of the answer's (`response`). */
  | { readonly kind: 'drop'; readonly after: number; readonly direction: 'request' | 'response' }
  /** The call is refused with this HTTP status and code; nothing is done. */
  | {
      readonly kind: 'error'
      readonly status: number
      readonly code?: string
      readonly message?: string
    }
  /** The call is refused as too frequent: 503 SlowDown at OSS, 400 Throttling.User at RDS. */
  | { readonly kind: 'throttle'; readonly retryAfterSeconds?: number }
  /** The work is done, the answer is never sent: the connection is cut instead. */
  | { readonly kind: 'lost-reply' }
  /** The answer waits for `delayMs`; bodies pass at `bytesPerSecond` where that is given. */
  | { readonly kind: 'slow'; readonly delayMs?: number; readonly bytesPerSecond?: number }
  /** The byte at `offset` of the body is flipped: as it is stored, or as it is returned. */
  | { readonly kind: 'corrupt'; readonly offset: number; readonly where: 'stored' | 'returned' }
  /** The temporary token of the caller is treated as expired. */
  | { readonly kind: 'expire-token' }
  /** A restore task begins and never ends. RDS only. */
  | { readonly kind: 'stuck-task' }
  /** A restore task ends as Failed with this description. RDS only. */
  | { readonly kind: 'fail-task'; readonly description: string }

/** Which calls a fault is for; what is left out matches everything. */
export interface FaultMatch {
  readonly service?: 'oss' | 'rds'
  /** Such as `UploadPart`, `GetObject`, `CreateMigrateTask`. */
  readonly operation?: string
  /** Object key or database name; `*` at the end matches any rest. */
  readonly key?: string
  readonly partNumber?: number
  /** The first call that is hit, counted from 1 among those that match; default 1. */
  readonly nth?: number
}

export type Fault = FaultEffect & {
  readonly match?: FaultMatch
  /** How many calls are hit, 1 or more; default 1; `always` for all. */
  readonly count?: number | 'always'
}

/** What a call says about itself. */
export interface FaultCall {
  readonly service: 'oss' | 'rds'
  readonly operation: string
  /** Object key or database name. */
  readonly key?: string | undefined
  readonly partNumber?: number | undefined
  /** Which way the bytes of an object go with this call, if any do. */
  readonly bytes?: 'sent' | 'returned' | undefined
}

interface Armed {
  readonly fault: Fault
  seen: number
  hits: number
}

/** The faults of one sandbox and how often each has matched. */
export class FaultBook {
  #armed: Armed[] = []

  /** @param faults  in the order in which they are asked */
  constructor(faults: readonly Fault[] = []) {
    for (const fault of faults) this.add(fault)
  }

  /** Arms one more fault and returns a function that takes it away. */
  add(fault: Fault): () => void {
    const armed: Armed = { fault, seen: 0, hits: 0 }
    this.#armed.push(armed)
    return () => {
      this.#armed = this.#armed.filter((other) => other !== armed)
    }
  }

  clear(): void {
    this.#armed = []
  }

  /**
   * Returns the effects that hit this call, each kind at most once, and counts the call. Ask once per call.
   * @param kinds  only these kinds are asked and counted; default all
   */
  take(call: FaultCall, kinds?: readonly FaultEffect['kind'][]): FaultEffect[] {
    const effects: FaultEffect[] = []
    for (const armed of this.#armed) {
      const { fault } = armed
      if (kinds && !kinds.includes(fault.kind)) continue
      if (!matches(fault.match ?? {}, call) || !isFelt(fault, call)) continue
      armed.seen++
      const count = fault.count ?? 1
      if (armed.seen < (fault.match?.nth ?? 1) || (count !== 'always' && armed.hits >= count))
        continue
      if (effects.some((effect) => effect.kind === fault.kind)) continue
      armed.hits++
      effects.push(fault)
    }
    return effects
  }
}

/** Returns the effect of one kind, or undefined. */
export function effectOf<K extends FaultEffect['kind']>(
  effects: readonly FaultEffect[],
  kind: K,
): Extract<FaultEffect, { kind: K }> | undefined {
  return effects.find((effect): effect is Extract<FaultEffect, { kind: K }> => effect.kind === kind)
}

/** A fault of bytes waits for a call that carries some, unless it names the operation. */
function isFelt(fault: Fault, call: FaultCall): boolean {
  if (call.service !== 'oss' || fault.match?.operation !== undefined) return true
  if (fault.kind === 'corrupt')
    return call.bytes === (fault.where === 'stored' ? 'sent' : 'returned')
  if (fault.kind !== 'drop' || fault.after === 0) return true
  return call.bytes === (fault.direction === 'request' ? 'sent' : 'returned')
}

function matches(match: FaultMatch, call: FaultCall): boolean {
  if (match.service !== undefined && match.service !== call.service) return false
  if (match.operation !== undefined && match.operation !== call.operation) return false
  if (match.partNumber !== undefined && match.partNumber !== call.partNumber) return false
  if (match.key === undefined) return true
  if (call.key === undefined) return false
  return match.key.endsWith('*')
    ? call.key.startsWith(match.key.slice(0, -1))
    : match.key === call.key
}

/** Returns which way an operation of OSS carries an object's bytes. */
export function bytesOfOperation(operation: string): FaultCall['bytes'] {
  if (operation === 'PutObject' || operation === 'UploadPart') return 'sent'
  return operation === 'GetObject' ? 'returned' : undefined
}
