/**
 * What reading a backup's headers costs in bytes and reads: a file of 1 TiB beside the same backup of a few MiB.
 *
 * Usage: node bench/inspect-reads.ts [folder of backups, default ../shared/bak]
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { inspectBackup } from '../src/bak/index.ts'
import type { ByteSource } from '../src/core/index.ts'
import { openFile } from '../src/files/index.ts'
import { giantBackup } from '../test/bak/giant-backup.ts'
import { root } from './support/measure.ts'

const folder = resolve(process.argv[2] ?? join(root, '..', 'shared', 'bak'))
const tebibyte = 2 ** 40

if (!existsSync(folder)) console.log(`skipped: there is no folder ${folder}; name one with backups`)
else await reportReads()

interface Cost {
  readonly sizeBytes: number
  readonly reads: number
  readonly bytes: number
  readonly ms: number
}

async function costOf(source: ByteSource): Promise<Cost> {
  let reads = 0
  let bytes = 0
  const begun = performance.now()
  const inspection = await inspectBackup({
    ...source,
    read(offset, length, signal) {
      reads++
      bytes += length
      return source.read(offset, length, signal)
    },
  })
  const ms = performance.now() - begun
  if (inspection.problem !== undefined) throw inspection.problem
  return { sizeBytes: source.sizeBytes, reads, bytes, ms }
}

/** The same backup as it is, and with 1 TiB of page data that a sparse file holds without taking space. */
async function reportReads(): Promise<void> {
  const name = readdirSync(folder).find((each) => each === '2008-vi__QLHangHoa.bak')
  if (name === undefined) {
    console.log('reads: skipped, the folder does not hold the backup that is blown up')
    return
  }
  const real = new Uint8Array(readFileSync(join(folder, name)))
  const temporary = mkdtempSync(join(tmpdir(), 'sqlferry-bench-'))
  try {
    const path = join(temporary, 'giant.bak')
    const isReal = await writeSparse(path, giantBackup(real, tebibyte), real.byteLength)
    const small = await openFile(join(folder, name))
    const giant = isReal ? await openFile(path) : giantBackup(real, tebibyte)
    // The first reading of each warms the code; the second is counted.
    await costOf(small)
    await costOf(giant)
    const costs = [await costOf(small), await costOf(giant)] as const
    for (const cost of costs) {
      const size = `${(cost.sizeBytes / 2 ** 20).toFixed(1)} MiB`
      const line = `${cost.reads} reads, ${cost.bytes} bytes, ${cost.ms.toFixed(1)} ms`
      console.log(`inspect of ${size.padStart(13)}: ${line}`)
    }
    const [first, second] = costs
    const how = isReal
      ? 'a sparse file'
      : 'generated, because no sparse file of that size could be made'
    console.log(
      `1 TiB (${how}) costs ${(second.bytes / first.bytes).toFixed(2)} x the bytes and ${(second.reads / first.reads).toFixed(2)} x the reads\n`,
    )
    await Promise.all([small.close(), giant.close()])
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** Writes only the two ends of the source; returns false where the file system cannot hold such a file. */
async function writeSparse(path: string, source: ByteSource, endBytes: number): Promise<boolean> {
  const file = await open(path, 'w')
  try {
    await file.truncate(source.sizeBytes)
    const tailAt = source.sizeBytes - endBytes
    await file.write(await source.read(0, endBytes), 0, endBytes, 0)
    await file.write(await source.read(tailAt, endBytes), 0, endBytes, tailAt)
    return true
  } catch {
    return false
  } finally {
    await file.close()
  }
}
