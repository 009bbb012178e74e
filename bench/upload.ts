/**
 * What uploading costs: MB/s, processor seconds per GB and peak memory of `sqlferry upload` (CRC-64 of every byte,
 * journaled parts), with the proof that the backup is sound and without, beside ali-oss (no check) and `curl -T` (one
 * stream), over loopback against a process that only counts bytes. Rounds are interleaved; medians are printed. Also
 * the memory for a file four times as large.
 *
 * Usage: node bench/upload.ts [MiB of the file, default 512] [rounds, default 3] [--large] [--checkout]
 * Runs the packed CLI where `npm run build` has made one, otherwise (or with --checkout) the checkout's.
 */
import { spawn, spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { makeBackup } from './support/make-backup.ts'
import { mebibyte, median, readUsage, root, type Usage, usagePreload } from './support/measure.ts'

const sizeMiB = Number(process.argv[2] ?? 512)
const rounds = Number(process.argv[3] ?? 3)
const partBytes = 16 * mebibyte
const parallel = 4

const packed = join(root, 'dist', 'bin', 'sqlferry.js')
const cli =
  existsSync(packed) && !process.argv.includes('--checkout')
    ? packed
    : join(root, 'bin', 'sqlferry.js')
const folder = mkdtempSync(join(tmpdir(), 'sqlferry-bench-upload-'))

interface Measured {
  readonly megabytesPerSecond: number
  readonly cpuSecondsPerGigabyte: number
  readonly peakMiB: number
}

interface Sink {
  readonly port: number
  /** Resolves with bytes and milliseconds of the next upload that ends. */
  next(): Promise<{ readonly bytes: number; readonly ms: number }>
  stop(): void
}

async function startSink(): Promise<Sink> {
  const child = spawn(process.execPath, [join(root, 'bench', 'support', 'upload-sink.ts')], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  if (!child.stdout) throw new Error('the sink has no output')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string[]> => String((await lines.next()).value).split(' ')
  const port = Number((await nextLine())[1])
  return {
    port,
    next: async () => {
      const [, bytes, ms] = await nextLine()
      return { bytes: Number(bytes), ms: Number(ms) }
    },
    stop: () => child.kill(),
  }
}

/** Makes a backup WITH CHECKSUM and waits until the disk has it: writing would slow down the journal of what is measured. */
async function writeInput(path: string, size: number): Promise<void> {
  await makeBackup(path, size, { hasChecksums: true })
  const file = openSync(path, 'r+')
  fsyncSync(file)
  closeSync(file)
}

async function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn(command, args, {
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (data) => {
    said += data
  })
  const code = await new Promise((done) => child.once('close', done))
  if (code !== 0 && code !== 3) throw new Error(`${command} ended with ${code}: ${said}`)
}

const usagePath = join(folder, 'usage.json')

async function runNode(args: readonly string[], env: Readonly<Record<string, string>>) {
  await run(process.execPath, [...usagePreload, ...args], { BENCH_USAGE: usagePath, ...env })
  return readUsage(usagePath)
}

function measured(
  { bytes, ms }: { readonly bytes: number; readonly ms: number },
  { cpuSeconds, peakBytes }: Usage,
): Measured {
  return {
    megabytesPerSecond: bytes / 1e6 / (ms / 1000),
    cpuSecondsPerGigabyte: cpuSeconds / (bytes / 1e9),
    peakMiB: peakBytes / mebibyte,
  }
}

let homes = 0

async function ours(sink: Sink, path: string, ...more: string[]): Promise<Measured> {
  const home = join(folder, `home-${homes++}`)
  const sent = sink.next()
  const usage = await runNode(
    [
      cli,
      'upload',
      path,
      'oss://bench-bucket/x',
      '--parallel',
      String(parallel),
      '--json',
      ...more,
    ],
    {
      OSS_ENDPOINT: `http://127.0.0.1:${sink.port}`,
      REGION: 'cn-hangzhou',
      OSS_ACCESS_KEY_ID: 'LTAIexample',
      OSS_ACCESS_KEY_SECRET: 'madeUpSecretOfTheBench',
      SQLFERRY_HOME: home,
    },
  )
  return measured(await sent, usage)
}

async function aliOss(sink: Sink, path: string): Promise<Measured> {
  const sent = sink.next()
  const script = join(root, 'bench', 'support', 'upload-ali-oss.js')
  const usage = await runNode(
    [script, String(sink.port), path, String(parallel), String(partBytes)],
    {},
  )
  return measured(await sent, usage)
}

async function curl(sink: Sink, path: string): Promise<Measured> {
  const timePath = join(folder, 'curl-time')
  const sent = sink.next()
  const url = `http://127.0.0.1:${sink.port}/x`
  await run(
    'bash',
    [
      '-c',
      `TIMEFORMAT='%U %S'; { time curl -s -o /dev/null -T "$1" "$2"; } 2> "$3"`,
      'bash',
      path,
      url,
      timePath,
    ],
    {},
  )
  const [user = 0, system = 0] = readFileSync(timePath, 'utf8').trim().split(' ').map(Number)
  return measured(await sent, { cpuSeconds: user + system, peakBytes: 0 })
}

function medians(all: readonly Measured[]): Measured {
  return {
    megabytesPerSecond: median(all.map((each) => each.megabytesPerSecond)),
    cpuSecondsPerGigabyte: median(all.map((each) => each.cpuSecondsPerGigabyte)),
    peakMiB: Math.max(...all.map((each) => each.peakMiB)),
  }
}

function report(
  name: string,
  { megabytesPerSecond, cpuSecondsPerGigabyte, peakMiB }: Measured,
): void {
  const memory = peakMiB > 0 ? `${peakMiB.toFixed(0).padStart(6)} MiB peak` : ''
  console.log(
    `${name.padEnd(16)} ${megabytesPerSecond.toFixed(0).padStart(6)} MB/s ${cpuSecondsPerGigabyte.toFixed(2).padStart(6)} CPU s/GB ${memory}`,
  )
}

const sink = await startSink()
try {
  const hasCurl = spawnSync('curl', ['--version']).status === 0
  const path = join(folder, 'input.bak')
  await writeInput(path, sizeMiB * mebibyte)
  writeFileSync(join(folder, 'nothing.js'), '')
  const bare = await runNode([join(folder, 'nothing.js')], {})
  const results = {
    proved: [] as Measured[],
    ours: [] as Measured[],
    aliOss: [] as Measured[],
    curl: [] as Measured[],
  }
  for (let round = 0; round < rounds; round++) {
    results.ours.push(await ours(sink, path, '--no-verify'))
    results.proved.push(await ours(sink, path))
    results.aliOss.push(await aliOss(sink, path))
    if (hasCurl) results.curl.push(await curl(sink, path))
  }
  const mine = medians(results.ours)
  const theirs = medians(results.aliOss)
  console.log(
    `${sizeMiB} MiB, parts of 16 MiB, ${parallel} in parallel, ${rounds} rounds, ${cli === packed ? 'packed' : 'checkout'}`,
  )
  const proved = medians(results.proved)
  report('sqlferry', proved)
  report('  --no-verify', mine)
  const cost = proved.megabytesPerSecond / mine.megabytesPerSecond
  console.log(`${cost.toFixed(2)} x with the proof (goal 0.75)`)
  report('ali-oss', theirs)
  const ratio = mine.megabytesPerSecond / theirs.megabytesPerSecond
  console.log(`${ratio.toFixed(2)} x ali-oss without the proof, which has none (goal 1.7)`)
  if (hasCurl) {
    const one = medians(results.curl)
    report('curl -T', one)
    console.log(
      `${(mine.megabytesPerSecond / one.megabytesPerSecond).toFixed(2)} x curl (goal 0.5)`,
    )
  }
  console.log(`${mine.cpuSecondsPerGigabyte.toFixed(2)} CPU s/GB (goal at most 1.5)`)
  const bareMiB = bare.peakBytes / mebibyte
  console.log(
    `bare Node ${bareMiB.toFixed(0)} MiB, sqlferry ${(proved.peakMiB - bareMiB).toFixed(0)} MiB more (goal at most 60)`,
  )
  if (process.argv.includes('--large')) {
    await writeInput(path, 4 * sizeMiB * mebibyte)
    const large = await ours(sink, path)
    console.log(
      `${4 * sizeMiB} MiB: ${(large.peakMiB - bareMiB).toFixed(0)} MiB more than bare Node (goal the same)`,
    )
  }
} finally {
  sink.stop()
  rmSync(folder, { recursive: true, force: true })
}
