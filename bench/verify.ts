/**
 * How fast an uncompressed backup is verified, and in how much memory: beside `cat FILE > /dev/null` and `md5sum FILE`
 * of the same file in the page cache, in interleaved rounds, and beside a Node that does nothing.
 *
 * Usage: node bench/verify.ts [size in MiB, default 2048] [rounds, default 5] [--checksum]
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeBackup } from './support/make-backup.ts'
import { mebibyte, median, readUsage, root, usageOf, usagePreload } from './support/measure.ts'

const given = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const sizeMiB = Number(given[0] ?? 2048)
const rounds = Number(given[1] ?? 5)
const hasChecksums = process.argv.includes('--checksum')

const folder = mkdtempSync(join(tmpdir(), 'sqlferry-bench-'))
try {
  await report(join(folder, 'orders.bak'))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function report(path: string): Promise<void> {
  const { sizeBytes } = await makeBackup(path, sizeMiB * mebibyte, { hasChecksums })
  const bareNode = Math.max(...[1, 2, 3].map(() => usageOf(['-e', '0']).peakBytes))
  const verifies: { seconds: number; cpuSeconds: number; peakBytes: number }[] = []
  const cats: number[] = []
  const sums: number[] = []
  // The first round brings the file into the page cache and is not counted.
  for (let round = 0; round <= rounds; round++) {
    const verified = verify(path)
    const cat = shell(`cat ${path} > /dev/null`)
    const sum = shell(`md5sum ${path}`)
    if (round === 0) continue
    verifies.push(verified)
    cats.push(cat)
    sums.push(sum)
  }
  const gigabytes = (seconds: number) => sizeBytes / seconds / 1e9
  const line = (name: string, seconds: number, more = '') =>
    console.log(`${name.padEnd(16)} ${gigabytes(seconds).toFixed(2).padStart(6)} GB/s  ${more}`)
  const seconds = median(verifies.map((each) => each.seconds))
  const peak = Math.max(...verifies.map((each) => each.peakBytes))
  console.log(
    `median of ${rounds} interleaved rounds, ${sizeBytes} bytes in the page cache, Node ${process.version}`,
  )
  line('cat > /dev/null', median(cats))
  line('md5sum', median(sums))
  line(
    'verify',
    seconds,
    `${(median(cats) / seconds).toFixed(2)} x cat (goal 0.40), ${(median(sums) / seconds).toFixed(1)} x md5sum (goal 3.0)`,
  )
  const cpu = median(verifies.map((each) => each.cpuSeconds))
  console.log(
    `memory ${(peak / mebibyte).toFixed(0)} MiB peak, ${((peak - bareNode) / mebibyte).toFixed(0)} MiB more than bare Node (goal 150 MB in all); processor time ${cpu.toFixed(2)} s with start-up`,
  )
}

/** Returns the time of the verification itself, and processor time and peak memory of its whole process. */
function verify(path: string) {
  const usagePath = join(folder, 'usage.json')
  const program = join(root, 'bench', 'support', 'verify-file.ts')
  const { status, stdout, stderr } = spawnSync(process.execPath, [...usagePreload, program, path], {
    env: { ...process.env, BENCH_USAGE: usagePath },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return { seconds: Number(stdout), ...readUsage(usagePath) }
}

/** Returns the seconds that a command of the shell takes; it has to succeed. */
function shell(command: string): number {
  const begun = performance.now()
  const { status } = spawnSync('sh', ['-c', command], { stdio: 'ignore' })
  if (status !== 0) throw new Error(`${command} ended with ${status}`)
  return (performance.now() - begun) / 1000
}
