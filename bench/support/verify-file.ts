/** Verifies one file and prints how long that took, in seconds; the program that bench/verify.ts measures. */
import { verifyBackup } from '../../src/bak/index.ts'
import { openFile } from '../../src/files/index.ts'

const file = await openFile(process.argv[2] ?? '')
const begun = performance.now()
const { verdict, problem } = await verifyBackup(file)
const seconds = (performance.now() - begun) / 1000
await file.close()
if (verdict !== 'sound') throw new Error(`${verdict}: ${problem?.message}`)
console.log(seconds)
