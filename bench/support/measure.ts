/** What all figures share: programs run in interleaved rounds, their time, processor time and peak memory, medians. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..', '..')
export const mebibyte = 1024 * 1024

/** Loaded before a measured program; what it writes is read by `readUsage`. */
export const usagePreload = ['--import', join(root, 'bench', 'support', 'report-usage.js')]

export interface Usage {
  /** User and system time of all threads. */
  readonly cpuSeconds: number
  readonly peakBytes: number
}

/** Returns what a program that ran with `usagePreload` wrote to the file that BENCH_USAGE named. */
export function readUsage(path: string): Usage {
  return JSON.parse(readFileSync(path, 'utf8')) as Usage
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** Name and arguments of Node, in the order in which they are printed; the first is the floor. */
export type Candidates = ReadonlyArray<readonly [name: string, nodeArguments: readonly string[]]>

/** Returns the packed program if `npm run build` has made one, and that of the checkout, with these arguments. */
export function programs(command: string, ...more: readonly string[]): Candidates {
  const packed = join(root, 'dist', 'bin', 'sqlferry.js')
  const what = `sqlferry ${command}`
  const checkout = join(root, 'bin', 'sqlferry.js')
  return [
    ...(existsSync(packed) ? [[`${what}, packed`, [packed, command, ...more]] as const] : []),
    [`${what}, checkout`, [checkout, command, ...more]],
  ]
}

/** 3: finished, with warnings about what was found. */
const done = [0, 3]

/** Runs Node once. @throws when it fails */
export function runNode(nodeArguments: readonly string[], env = process.env): number {
  const begun = performance.now()
  const result = spawnSync(process.execPath, nodeArguments, {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  const ms = performance.now() - begun
  if (!done.includes(result.status ?? -1))
    throw new Error(`${nodeArguments.join(' ')} ended with ${result.status}: ${result.stderr}`)
  return ms
}

/** Runs Node once with the preload, which itself costs a few milliseconds. */
export function usageOf(nodeArguments: readonly string[]): Usage {
  const folder = mkdtempSync(join(tmpdir(), 'sqlferry-bench-'))
  try {
    const path = join(folder, 'usage.json')
    runNode([...usagePreload, ...nodeArguments], { ...process.env, BENCH_USAGE: path })
    return readUsage(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Measures each candidate once a round, in turn, so that a busy machine slows all of them alike. */
export function interleaved<T>(
  candidates: Candidates,
  rounds: number,
  measure: (nodeArguments: readonly string[]) => T,
): Map<string, T[]> {
  const results = new Map(candidates.map(([name]) => [name, [] as T[]]))
  // The first run of each fills the caches and is not counted.
  for (let round = 0; round <= rounds; round++) {
    for (const [name, nodeArguments] of candidates) {
      const result = measure(nodeArguments)
      if (round > 0) results.get(name)?.push(result)
    }
  }
  return results
}
