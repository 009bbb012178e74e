/** Verifies every backup in a folder to its last byte; the stripes of a backup are verified as one. */
import { newContext, verifyBackups } from 'sqlferry'

const [folder = 'fixtures/backups'] = process.argv.slice(2)
const report = await verifyBackups([folder], newContext(), {
  begun: () => {},
  progress: () => {},
  ended({ paths, verdict, problem, objectName, details }) {
    console.log(`${verdict}: ${paths.join(' + ')}`)
    if (problem) console.log(`  ${problem.message} [${problem.code}]`)
    if (objectName) console.log(`  in ${objectName}`)
    if (verdict !== 'sound' || !details) return
    const { bytesCovered } = details.proved
    console.log(`  checksums cover ${bytesCovered} of ${details.bytesTotal} bytes`)
    for (const { code } of details.unproved) console.log(`  not proved: ${code}`)
  },
})
console.log(`${report.counts.sound} of ${report.backups.length} backups are sound`)
