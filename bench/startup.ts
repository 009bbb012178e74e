/**
 * How long `sqlferry --help` takes beside a Node that does nothing: packed and from a checkout.
 * Rounds are interleaved, so that a busy machine slows all of them alike. Run `npm run build` before.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const rounds = 31
const packed = join(root, 'dist', 'bin', 'sqlferry.js')

const candidates: Readonly<Record<string, readonly string[]>> = {
  'node -e 0': ['-e', '0'],
  ...(existsSync(packed) ? { 'sqlferry --help, packed': [packed, '--lang', 'en', '--help'] } : {}),
  'sqlferry --help, checkout': [join(root, 'bin', 'sqlferry.js'), '--lang', 'en', '--help'],
}

/** Returns the wall time of one run in milliseconds. */
function timeOf(nodeArguments: readonly string[]): number {
  const begun = performance.now()
  const result = spawnSync(process.execPath, nodeArguments, { stdio: 'ignore' })
  if (result.status !== 0) throw new Error(`${nodeArguments.join(' ')} ended with ${result.status}`)
  return performance.now() - begun
}

const times = new Map(Object.keys(candidates).map((name) => [name, [] as number[]]))
// The first run of each fills the compile cache and is not counted.
for (let round = 0; round <= rounds; round++) {
  for (const [name, nodeArguments] of Object.entries(candidates)) {
    const ms = timeOf(nodeArguments)
    if (round > 0) times.get(name)?.push(ms)
  }
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const bare = median(times.get('node -e 0') ?? [])
console.log(`median of ${rounds} interleaved rounds, Node ${process.version}`)
for (const [name, values] of times) {
  const ms = median(values)
  const more = (ms - bare).toFixed(0)
  console.log(
    `${name.padEnd(28)} ${ms.toFixed(0).padStart(5)} ms  ${(ms / bare).toFixed(2)} x  +${more} ms`,
  )
}
