/**
 * Started by memory.test.ts, since only a process of its own tells what it took: reads a share of the real backups, each
 * as it is, with bytes changed and cut, by all readers, and prints the peak of its memory in bytes.
 */
import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import {
  inspectBackup,
  openDatabasePages,
  openImage,
  readCatalog,
  readFeatures,
  readRows,
  verifyBackup,
} from '../../../src/bak/index.ts'
import { isMigrationError, memorySource, seededIds } from '../../../src/core/index.ts'
import { backupBytes, backupNames } from '../golden.ts'

/** Of one table: all rows of a page are in memory at once, whatever else they hold. */
const mostRows = 100

const [seed = 1, changes = 3, share = 0, shares = 1] = process.argv.slice(2).map(Number)
const { random } = seededIds(seed)

async function readAll(bytes: Uint8Array, name: string): Promise<void> {
  const source = memorySource(bytes, name)
  await verifyBackup(source)
  const inspection = await inspectBackup(source)
  if (inspection.kind !== 'mtf') return
  const set = inspection.sets.find(({ type }) => type === 'FULL')
  if (set === undefined) return
  const image = inspection.compression === undefined ? source : await openImage(source)
  const pages = await openDatabasePages({ full: [{ image, label: inspection.label, set }] })
  const catalog = await readCatalog(pages)
  await readFeatures(pages, catalog, set)
  for (const table of catalog.tables)
    for await (const _ of readRows(pages, table, { limit: mostRows }).batches());
}

let reads = 0
for (const name of backupNames().filter((_, index) => index % shares === share)) {
  const whole = backupBytes(name)
  for (let change = 0; change <= 2 * changes; change++) {
    const at = Math.floor(random() * whole.byteLength)
    const before = whole[at] ?? 0
    if (change > 0 && change <= changes) whole[at] = before ^ (1 + Math.floor(random() * 255))
    try {
      await readAll(change > changes ? whole.subarray(0, at) : whole, name)
    } catch (error) {
      assert.ok(isMigrationError(error), `${name} ${change} at ${at}: ${String(error)}`)
    }
    reads++
    whole[at] = before
    // What one read left behind is not to count against the next.
    gc?.()
  }
}
console.log(JSON.stringify({ reads, peakBytes: peakKiB() * 1024 }))

/** The peak of this process alone: what resourceUsage says begins with that of the process that started it. */
function peakKiB(): number {
  try {
    const said = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))
    if (said) return Number(said[1])
  } catch {
    // Only Linux has that file.
  }
  return process.resourceUsage().maxRSS
}
