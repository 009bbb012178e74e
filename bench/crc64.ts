/**
 * How fast CRC-64 is: the folding in WebAssembly beside Node's own CRC-32 (zlib, native code) and beside the plain
 * tables, in GB per second of processor time. Rounds are interleaved; medians are printed.
 *
 * Usage: node bench/crc64.ts [rounds, default 15]
 */
import { crc32 } from 'node:zlib'
import { crc64Arena, crc64Plain } from '../src/core/index.ts'
import { mebibyte, median } from './support/measure.ts'

const rounds = Number(process.argv[2] ?? 15)
const arena = crc64Arena(16, mebibyte)
for (const buffer of arena.buffers)
  buffer.forEach((_, at) => {
    buffer[at] = (at * 7) & 255
  })

const candidates = {
  'CRC-32, native': (bytes: Uint8Array) => crc32(bytes),
  'CRC-64, WebAssembly': (bytes: Uint8Array) => arena.update(0n, bytes),
  'CRC-64, tables': (bytes: Uint8Array) => crc64Plain(bytes, 0n),
}

const speeds = new Map(Object.keys(candidates).map((name) => [name, [] as number[]]))
// The first two rounds warm the code.
for (let round = -2; round < rounds; round++) {
  for (const [name, update] of Object.entries(candidates)) {
    const before = process.cpuUsage()
    for (const buffer of arena.buffers) update(buffer)
    const { user, system } = process.cpuUsage(before)
    if (round >= 0)
      speeds.get(name)?.push((arena.buffers.length * mebibyte) / 1000 / (user + system))
  }
}
const floor = median(speeds.get('CRC-32, native') ?? [])
console.log(`median of ${rounds} interleaved rounds, Node ${process.version}`)
for (const [name, values] of speeds) {
  const speed = median(values)
  console.log(
    `${name.padEnd(20)} ${speed.toFixed(2).padStart(6)} GB/s  ${(speed / floor).toFixed(2)} x native CRC-32`,
  )
}
