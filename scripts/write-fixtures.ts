/** Writes the sample backups into fixtures/. Run it after a change of the backup writer: `node scripts/write-fixtures.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleBackups } from './sample-backups.ts'
import { sampleChain } from './sample-chain.ts'

for (const [name, samples] of [
  ['backups', sampleBackups()],
  ['chain', sampleChain()],
] as const) {
  const folder = join(import.meta.dirname, '..', 'fixtures', name)
  mkdirSync(folder, { recursive: true })
  for (const { fileName, bytes } of samples) {
    writeFileSync(join(folder, fileName), bytes)
    console.log(`${name}/${fileName}: ${bytes.byteLength} bytes`)
  }
}
