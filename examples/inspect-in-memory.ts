/** Reads what a backup holds from bytes in memory. In a browser use `sqlferry/bak` and `blobSource(file)`. */
import { readFile } from 'node:fs/promises'
import { formatLsn, inspectBackup, memorySource } from 'sqlferry'

const [path = 'fixtures/backups/Sales_FULL_20260101020000.bak'] = process.argv.slice(2)
const inspection = await inspectBackup(memorySource(await readFile(path), path))

if (inspection.kind !== 'mtf') {
  console.log(`${path} is ${inspection.kind}: ${inspection.problem.message}`)
} else {
  for (const set of inspection.sets) {
    console.log(`${set.type} backup of ${set.database}, ${set.files.length} files`)
    console.log(`log from ${formatLsn(set.firstLsn)} to ${formatLsn(set.lastLsn)}`)
  }
}
