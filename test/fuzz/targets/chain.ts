/** The planner of restores, over the headers of changed and doubled real backups. */
import { inspectBackup, planChains } from '../../../src/bak/index.ts'
import { concat } from '../../bak/made-by-hand.ts'
import { repairMtf } from '../repair.ts'
import { countedSource, type FuzzTarget } from '../target.ts'
import { headerRecordsTarget } from './header-records.ts'

const separator = new TextEncoder().encode('\n--next file--\n')

/** Several files in one input, so that changes to any of them, and between them, are drawn. */
export const chainTarget: FuzzTarget = {
  name: 'chain',
  seeds: () => {
    const files = headerRecordsTarget.seeds().filter(({ name }) => /made|chain|multi/.test(name))
    const wholes = [files.slice(0, 1), files.slice(1, 12), files.slice(8)]
    return wholes
      .filter((each) => each.length > 0)
      .map((each) => {
        let at = 0
        const hot = each.flatMap(({ bytes, hot: own }) => {
          const moved = own.map(({ begin, end }) => ({ begin: begin + at, end: end + at }))
          at += bytes.byteLength + separator.byteLength
          return moved
        })
        const bytes = concat(each.flatMap((file) => [file.bytes, separator]))
        return { name: each.map(({ name }) => name).join(' + '), bytes, hot }
      })
  },
  repair(bytes) {
    for (const part of split(bytes)) repairMtf(part)
  },
  async run(bytes) {
    const files = []
    for (const [index, part] of split(bytes).entries()) {
      const path = `${index}.bak`
      const inspection = await inspectBackup(countedSource(part, path))
      files.push({ path, inspection })
    }
    planChains(files)
  },
}

/** The parts share the memory of the whole. */
function split(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = []
  let from = 0
  for (let at = bytes.indexOf(separator[0] ?? 0); at >= 0; ) {
    if (separator.every((byte, index) => bytes[at + index] === byte)) {
      parts.push(bytes.subarray(from, at))
      from = at + separator.byteLength
    }
    at = bytes.indexOf(separator[0] ?? 0, at + 1)
  }
  return [...parts, ...(from < bytes.byteLength ? [bytes.subarray(from)] : [])]
}
