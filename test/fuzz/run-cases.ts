/** Runs cases of a target in this thread until the time is over or one fails. */
import assert from 'node:assert/strict'
import { makeCase } from './make-case.ts'
import { expectRefusal, type FuzzTarget } from './target.ts'

export interface FuzzCount {
  readonly target: string
  readonly cases: number
  /** Inputs that the parser took; the rest it refused with an error of ours. */
  readonly answers: number
  /** Most processor time that one case took, milliseconds. */
  readonly slowestMs: number
  /** Most memory that one case added, bytes. */
  readonly mostBytes: number
}

export interface FuzzFailure {
  readonly target: string
  readonly seed: number
  readonly case: number
  readonly reason: string
}

/** Of one case; the inputs are 2 MiB or less. Processor time, so that a busy machine changes nothing. */
const mostMs = 5_000
const mostGrowthBytes = 200 * 2 ** 20

/**
 * @param onCase  told the number of each case before it runs, so that a watcher knows where it hangs
 */
export async function runCases(
  target: FuzzTarget,
  seed: number,
  seconds: number,
  onCase: (number: number) => void,
): Promise<FuzzCount | FuzzFailure> {
  const seeds = target.seeds()
  const until = performance.now() + seconds * 1000
  let answers = 0
  let slowestMs = 0
  let mostBytes = 0
  let number = 0
  try {
    // What is sound must be taken: a target that refuses everything would find nothing.
    const [first] = seeds
    if (first && !(await isTaken(target, first.bytes)))
      throw new Error(`the sound input ${first.name} was refused`)
    for (; first && (number === 0 || performance.now() < until); number++) {
      onCase(number)
      const bytes = makeCase(target, seeds, seed, number)
      const before = memoryHeld()
      const { user, system } = process.threadCpuUsage()
      if (await isTaken(target, bytes)) answers++
      const used = process.threadCpuUsage({ user, system })
      const ms = (used.user + used.system) / 1000
      const grown = memoryHeld() - before
      slowestMs = Math.max(slowestMs, ms)
      mostBytes = Math.max(mostBytes, grown)
      assert.ok(ms <= mostMs, `took ${ms} ms for ${bytes.byteLength} bytes`)
      assert.ok(grown <= mostGrowthBytes, `took ${grown} bytes for ${bytes.byteLength}`)
    }
    return { target: target.name, cases: number, answers, slowestMs, mostBytes }
  } catch (error) {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { target: target.name, seed, case: number, reason }
  }
}

/** Returns true for an answer and false for a refusal; throws anything else on. */
export async function isTaken(target: FuzzTarget, bytes: Uint8Array): Promise<boolean> {
  try {
    await target.run(bytes)
    return true
  } catch (error) {
    expectRefusal(error)
    return false
  }
}

function memoryHeld(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
