/** The records of an MQCI stream, without the blocks around them. */
import { inspectBackup } from '../../../src/bak/index.ts'
import { concat } from '../../bak/made-by-hand.ts'
import { type MtfPlace, placesOf } from '../../bak/mtf-places.ts'
import { mtfSeeds } from '../corpus.ts'
import { repairMtf } from '../repair.ts'
import { countedSource, type FuzzSeed, type FuzzTarget } from '../target.ts'

/** Changes fall into the records and the descriptions of sets alone: blocks and streams stay whole. */
export const headerRecordsTarget: FuzzTarget = {
  name: 'header-records',
  seeds: () => mtfSeeds().map(withoutData),
  repair: repairMtf,
  async run(bytes) {
    const inspection = await inspectBackup(countedSource(bytes))
    if (inspection.problem) throw inspection.problem
  },
}

/** A backup with its log and pages left out is small: many more cases in the same time. */
function withoutData(seed: FuzzSeed): FuzzSeed {
  const places = placesOf(seed.bytes)
  const isData = ({ name }: MtfPlace) => name === 'MSDA header' || name === 'MSTL header'
  const begin = places.find(isData)?.begin
  const end = places.findLast(({ name }) => name === 'MSLS header')?.begin
  const bytes =
    begin === undefined || end === undefined || end < begin
      ? seed.bytes
      : concat([seed.bytes.subarray(0, begin), seed.bytes.subarray(end)])
  numberBlocks(bytes)
  const hot = placesOf(bytes).filter(({ name }) =>
    ['MQCI stream', 'SSET body', 'TAPE body', 'RAID stream', 'ESET body'].includes(name),
  )
  return { ...seed, bytes, hot }
}

/** Gives every block of a set the place and the number that it has without the data. */
function numberBlocks(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  let set = 0
  let number = 0
  for (const { name, begin } of placesOf(bytes)) {
    if (name === 'SSET header') [set, number] = [begin, 0]
    if (!/^(SSET|VOLB|MSCI|PH6S|MSLS) header$/.test(name)) continue
    view.setUint32(begin + 20, (begin - set) / 1024, true)
    view.setUint32(begin + 36, number++, true)
  }
  repairMtf(bytes)
}
