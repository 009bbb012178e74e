/** Random identifiers, as an argument, so that tests and rehearsals can repeat them. */

export interface Ids {
  /** A version 4 UUID in lower case. */
  uuid(): string
  /** A number from 0 (inclusive) to 1 (exclusive), for jitter. */
  random(): number
}

declare const crypto: { randomUUID(): string }

/** The machine's randomness. */
export const systemIds: Ids = {
  uuid: () => crypto.randomUUID(),
  random: () => Math.random(),
}

/** Returns ids that depend only on the seed (an integer): the same seed gives the same sequence. */
export function seededIds(seed: number): Ids {
  let state = seed >>> 0
  const random = () => {
    // Mulberry32: 32 bits of state, enough for jitter and for distinct test ids.
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('')
  return {
    random,
    uuid: () =>
      `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[Math.floor(random() * 4)]}${hex(3)}-${hex(12)}`,
  }
}
