/**
 * What reading a backup's headers costs: bytes and reads for a file of 1 TiB beside one of a few MiB, and the
 * processor time of `sqlferry inspect` over a folder of real backups beside a Node that only opens the same files
 * and reads their first 16 KiB. Rounds are interleaved. Run `npm run build` before.
 *
 * Usage: node bench/inspect-cost.ts [folder of backups, default ../shared/bak]
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { inspectBackup } from '../src/bak/index.ts'
import type { ByteSource } from '../src/core/index.ts'
import { openFile } from '../src/files/index.ts'
import { giantBackup } from '../test/bak/giant-backup.ts'

const root = resolve(import.meta.dirname, '..')
const folder = resolve(process.argv[2] ?? join(root, '..', 'shared', 'bak'))
const packed = join(root, 'dist', 'bin', 'sqlferry.js')
const rounds = 15
const tebibyte = 2 ** 40

if (!existsSync(folder)) {
  console.log(`skipped: there is no folder ${folder}; name one with backups`)
} else {
  await reportReads()
  reportProcessorTime()
}

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

/** Returns user and system time of one process in milliseconds, all its threads included. */
function processorTime(nodeArguments: readonly string[]): number {
  const report =
    'data:text/javascript,process.on("exit",()=>{const u=process.cpuUsage();process.stderr.write("\\ncpu "+(u.user+u.system))})'
  const result = spawnSync(process.execPath, ['--import', report, ...nodeArguments], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  const micros = /\ncpu (\d+)$/.exec(result.stderr)?.[1]
  // 3: some of the files are no sound backups, which is as it should be.
  const isDone = result.status === 0 || result.status === 3
  if (!isDone || micros === undefined) throw new Error(`${nodeArguments[0]}: ${result.stderr}`)
  return Number(micros) / 1000
}

function reportProcessorTime(): void {
  const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile())
  const opening = `const fs=require('fs'),b=Buffer.alloc(16384);for(const n of fs.readdirSync(process.argv[1])){const f=fs.openSync(process.argv[1]+'/'+n);fs.fstatSync(f);fs.readSync(f,b,0,16384,0);fs.closeSync(f)}`
  const candidates: Readonly<Record<string, readonly string[]>> = {
    'node -e 0': ['-e', '0'],
    'node: open, stat, read 16 KiB': ['-e', opening, folder],
    ...(existsSync(packed) ? { 'sqlferry inspect, packed': [packed, 'inspect', folder] } : {}),
    ...(existsSync(packed)
      ? { 'sqlferry inspect --json, packed': [packed, 'inspect', '--json', folder] }
      : {}),
    'sqlferry inspect, checkout': [join(root, 'bin', 'sqlferry.js'), 'inspect', folder],
  }
  const times = new Map(Object.keys(candidates).map((name) => [name, [] as number[]]))
  // The first run of each fills the caches and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, nodeArguments] of Object.entries(candidates)) {
      const ms = processorTime(nodeArguments)
      if (round > 0) times.get(name)?.push(ms)
    }
  }
  const median = (values: readonly number[]) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
  const floor = median(times.get('node: open, stat, read 16 KiB') ?? [])
  console.log(
    `processor time over ${names.length} files, median of ${rounds} interleaved rounds, Node ${process.version}`,
  )
  for (const [name, values] of times) {
    const ms = median(values)
    console.log(
      `${name.padEnd(32)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / floor).toFixed(2)} x the floor`,
    )
  }
}
