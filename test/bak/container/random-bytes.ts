/** Bytes by a seed, with the repetitions that a compressor looks for. */

/** Returns a function that gives numbers of 0 to 2^31 - 1. */
export function randomNumbers(seed: number): () => number {
  let state = (seed * 0x9e3779b9) >>> 0 || 1
  return () => {
    state ^= state << 13
    state >>>= 0
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state >>> 1
  }
}

/** Returns bytes of literals, copies from near and far, and runs. */
export function textLike(random: () => number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  const letters = 1 + (random() % 200)
  for (let at = 0; at < length; ) {
    const kind = random() % 10
    const run = Math.min(length - at, kind === 0 ? 1 + (random() % 2000) : 1 + (random() % 20))
    const from = at === 0 ? 0 : random() % at
    for (let end = at + run; at < end; at++) {
      if (kind === 0) bytes[at] = 0
      else if (kind < 5 && from < at) bytes[at] = bytes[from + (run - (end - at))]!
      else bytes[at] = random() % letters
    }
  }
  return bytes
}
