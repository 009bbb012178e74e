/** The thread that cases run in: where it hangs or runs out of memory, the thread that started it still answers. */
import { parentPort, workerData } from 'node:worker_threads'
import { runCases } from './run-cases.ts'
import { fuzzTarget } from './targets/index.ts'

export interface FuzzOrder {
  readonly targets: readonly string[]
  readonly seed: number
  readonly seconds: number
  /** Index of the running target, number of the running case. */
  readonly place: Int32Array
}

const { targets, seed, seconds, place } = workerData as FuzzOrder
for (const [index, name] of targets.entries()) {
  const target = fuzzTarget(name)
  if (!target) throw new TypeError(`no fuzz target ${name}`)
  place[0] = index
  parentPort?.postMessage(
    await runCases(target, seed, seconds, (number) => {
      place[1] = number
      place[2] = (place[2] ?? 0) + 1
    }),
  )
}
