/** Verification of a whole file: every byte is read, whatever it says. */
import { verifyBackup } from '../../../src/bak/index.ts'
import { containerSeeds, hotPageParts, mtfSeeds } from '../corpus.ts'
import { repairChunks, repairMtf, repairPages } from '../repair.ts'
import { countedSource, type FuzzTarget } from '../target.ts'

/** Each case reads all of the file: small ones give more cases. */
const mostBytes = 700_000

export const verifyTarget: FuzzTarget = {
  name: 'verify',
  seeds: () => [
    ...mtfSeeds()
      .filter(({ bytes }) => bytes.byteLength <= mostBytes)
      .map((seed) => ({ ...seed, hot: [...seed.hot, ...hotPageParts(seed.bytes)] })),
    ...containerSeeds().filter(({ bytes }) => bytes.byteLength <= mostBytes),
  ],
  repair(bytes, draw) {
    repairMtf(bytes)
    repairChunks(bytes)
    if (draw.chance(0.3)) repairPages(bytes, 0, bytes.byteLength)
  },
  async run(bytes) {
    const verdict = await verifyBackup(countedSource(bytes))
    if (verdict.problem) throw verdict.problem
  },
}
