/** The door: any file, up to its JSON. */
import { inspectBackup, inspectionToJson } from '../../../src/bak/index.ts'
import { containerSeeds, mtfSeeds, realBackups } from '../corpus.ts'
import { repairMtf } from '../repair.ts'
import { countedSource, type FuzzTarget } from '../target.ts'

export const inspectTarget: FuzzTarget = {
  name: 'inspect',
  seeds: () => [
    ...mtfSeeds(),
    ...containerSeeds(),
    ...realBackups('encrypted').map(([name, bytes]) => ({
      name,
      bytes,
      hot: [{ begin: 0, end: 480 }],
    })),
  ],
  repair: repairMtf,
  async run(bytes) {
    const inspection = await inspectBackup(countedSource(bytes))
    JSON.stringify(inspectionToJson(inspection))
    if (inspection.problem) throw inspection.problem
  },
}
