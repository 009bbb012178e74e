/** Makes the input of a case from the seed and the case's number alone. */
import { Draw } from './draw.ts'
import { mutate } from './mutate.ts'
import type { FuzzSeed, FuzzTarget } from './target.ts'

/** One case in so many begins with nothing but drawn bytes. */
const drawnShare = 0.03
/** Most changes are followed by a repair: an unrepaired one is stopped by the first checksum. */
const repairShare = 0.8

/** Returns the same bytes for the same target, seed and number. */
export function makeCase(
  target: FuzzTarget,
  seeds: readonly FuzzSeed[],
  seed: number,
  number: number,
): Uint8Array {
  // An odd factor spreads neighbouring numbers over all 32 bits of the generator's state.
  const draw = new Draw((seed + Math.imul(number + 1, 0x9e37_79b1)) | 0)
  const from = draw.pick(seeds)
  const bytes = draw.chance(drawnShare)
    ? draw.bytes(draw.below(draw.pick([16, 600, 9000])))
    : mutate(from.bytes, from.hot, draw)
  if (target.repair && draw.chance(repairShare)) target.repair(bytes, draw)
  return bytes
}
