/** Writes the sample backups into fixtures/backups. Run it after a change of the backup writer: `node scripts/write-fixtures.ts`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleBackups } from './sample-backups.ts'

const folder = join(import.meta.dirname, '..', 'fixtures', 'backups')
mkdirSync(folder, { recursive: true })
for (const { fileName, bytes } of sampleBackups()) {
  writeFileSync(join(folder, fileName), bytes)
  console.log(`${fileName}: ${bytes.byteLength} bytes`)
}
