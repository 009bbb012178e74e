/**
 * How fast compressed backups are decompressed and checked: output per second of one thread, of two workers, and of
 * Node's own inflate (zlib, native code) over the same image in pieces of 64 KiB. The file is a real one with its
 * data chunks repeated; rounds are interleaved, medians and the peak memory are printed.
 *
 * Usage: node bench/xpress.ts [MiB of output, default 2048] [rounds, default 3] [real file]
 */
import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { decodeChunks, memorySource } from '../src/bak/index.ts'
import { chunkDecoderPool, openFile } from '../src/files/index.ts'
import { interleaved, mebibyte, median, root, usageOf } from './support/measure.ts'

const [first = '2048', second = '3', third] = process.argv.slice(2)

/** Reads all of a file and prints MB/s of output. */
async function decodeAll(path: string, workers: number): Promise<void> {
  const source = await openFile(path)
  const pool = workers > 0 ? chunkDecoderPool({ workers }) : undefined
  const begun = performance.now()
  const before = process.cpuUsage()
  let bytes = 0
  for await (const piece of decodeChunks(source, { ...(pool && { decoder: pool }) })) {
    if (piece.kind !== 'bytes') throw piece.problem
    bytes += piece.bytes.byteLength
  }
  report(bytes, begun, before)
  await pool?.close()
  await source.close()
}

/** Inflates a list of 64 KiB pieces again and again. */
async function inflateAll(path: string, mebibytes: number): Promise<void> {
  const pieces: Buffer[] = []
  for await (const piece of decodeChunks(memorySource(readFileSync(path))))
    if (piece.kind === 'bytes') pieces.push(deflateRawSync(piece.bytes))
  const begun = performance.now()
  const before = process.cpuUsage()
  let bytes = 0
  while (bytes < mebibytes * mebibyte)
    for (const piece of pieces) bytes += inflateRawSync(piece).byteLength
  report(bytes, begun, before)
}

/** Prints MB/s of output, by the clock and by the processor time of all threads. */
function report(bytes: number, begun: number, before: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(before)
  const rate = bytes / 1e3 / (performance.now() - begun)
  console.log(JSON.stringify({ rate, byProcessor: bytes / (user + system) }))
}

/** Writes the file with its data chunks repeated until they give so much. */
function repeatChunks(real: string, path: string, mebibytes: number): void {
  const bytes = readFileSync(real)
  const dataAt = firstDataAt(bytes)
  const file = openSync(path, 'w')
  writeSync(file, bytes.subarray(0, dataAt))
  const data: Buffer[] = []
  let output = 0
  for (let at = dataAt; bytes[at] === 0x21; at += 28 + bytes.readUInt16LE(at + 2)) {
    data.push(bytes.subarray(at, at + 28 + bytes.readUInt16LE(at + 2)))
    output += (bytes[at + 1] ?? 0) * 512
  }
  const run = Buffer.concat(data)
  for (let done = 0; done < mebibytes * mebibyte; done += output) writeSync(file, run)
  closeSync(file)
}

/** Behind the label and its filemark, which has to lie where it does. */
function firstDataAt(bytes: Buffer): number {
  const markAt = 480 + 28 + bytes.readUInt16LE(482)
  const mark = markAt + 24 + bytes.readUInt16LE(markAt + 2)
  return mark + bytes.readUInt16LE(mark + 8)
}

if (first === 'decode') await decodeAll(String(third), Number(second))
else if (first === 'inflate') await inflateAll(String(third), Number(second))
else {
  const real = third ?? join(root, '..', 'shared', 'bak', '2022-compressed__db.bak')
  const folder = mkdtempSync(join(tmpdir(), 'sqlferry-bench-'))
  try {
    const path = join(folder, 'repeated.bak')
    repeatChunks(real, path, Number(first))
    const self = join(root, 'bench', 'xpress.ts')
    const candidates = [
      ['inflate, native', [self, 'inflate', first, real]],
      ['one thread', [self, 'decode', '0', path]],
      ['two workers', [self, 'decode', '2', path]],
    ] as const
    const results = interleaved(candidates, Number(second), (nodeArguments) => ({
      ...ratesOf(nodeArguments),
      peak: usageOf(nodeArguments).peakBytes,
    }))
    console.log(`${first} MiB of output, median of ${second} rounds, Node ${process.version}`)
    const floor = median((results.get('inflate, native') ?? []).map(({ rate }) => rate))
    for (const [name, values] of results) {
      const rate = median(values.map((each) => each.rate))
      const byProcessor = median(values.map((each) => each.byProcessor))
      const peak = Math.max(...values.map((each) => each.peak)) / mebibyte
      console.log(
        `${name.padEnd(16)} ${rate.toFixed(0).padStart(5)} MB/s  ${(rate / floor).toFixed(2)} x inflate  ${byProcessor.toFixed(0).padStart(4)} MB per processor second  ${peak.toFixed(0)} MiB`,
      )
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function ratesOf(nodeArguments: readonly string[]): { rate: number; byProcessor: number } {
  const result = spawnSync(process.execPath, nodeArguments, { encoding: 'utf8' })
  if (result.status !== 0) throw new Error(result.stderr)
  return JSON.parse(result.stdout)
}
