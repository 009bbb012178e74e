/** Fuzzes targets in a thread of their own, watches it, and keeps the input that broke one. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { makeCase } from './make-case.ts'
import type { FuzzCount, FuzzFailure } from './run-cases.ts'
import { fuzzTarget } from './targets/index.ts'
import type { FuzzOrder } from './worker.ts'

export interface FuzzRequest {
  readonly targets: readonly string[]
  readonly seed: number
  /** For each target. */
  readonly seconds: number
  /** Where inputs that fail are written. */
  readonly folder: string
  /** Told each target's count as it ends. */
  readonly onCount?: (count: FuzzCount) => void
}

/** A failure with the file that repeats it. */
export interface KeptFailure extends FuzzFailure {
  readonly path: string
}

/** No case may take longer, whatever else the machine does. */
const hangMs = 30_000
const watchEveryMs = 500

/** Returns the first failure, or undefined when every case of every target was met with an answer. */
export async function fuzz(request: FuzzRequest): Promise<KeptFailure | undefined> {
  const { targets, seed, seconds, folder, onCount } = request
  const place = new Int32Array(new SharedArrayBuffer(12))
  const order: FuzzOrder = { targets, seed, seconds, place }
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
  const failure = await new Promise<FuzzFailure | undefined>((resolve) => {
    const failedHere = (reason: string): FuzzFailure => ({
      target: targets[place[0] ?? 0] ?? '',
      seed,
      case: place[1] ?? 0,
      reason,
    })
    let seen = -1
    let seenAt = performance.now()
    const watch = setInterval(() => {
      const tick = place[2] ?? 0
      if (tick !== seen) seenAt = performance.now()
      else if (performance.now() - seenAt > hangMs) end(failedHere(`hangs for ${hangMs} ms`))
      seen = tick
    }, watchEveryMs)
    const end = (result: FuzzFailure | undefined) => {
      clearInterval(watch)
      resolve(result)
    }
    worker.on('message', (result: FuzzCount | FuzzFailure) => {
      if ('reason' in result) end(result)
      else onCount?.(result)
    })
    worker.on('error', (error) => end(failedHere(error.stack ?? String(error))))
    worker.on('exit', () => end(undefined))
  })
  await worker.terminate()
  return failure && { ...failure, path: keepInput(failure, folder) }
}

function keepInput(failure: FuzzFailure, folder: string): string {
  const target = fuzzTarget(failure.target)
  if (!target) throw new TypeError(`no fuzz target ${failure.target}`)
  const path = join(folder, `${failure.target}-${failure.seed}-${failure.case}.bin`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, makeCase(target, target.seeds(), failure.seed, failure.case))
  return path
}
