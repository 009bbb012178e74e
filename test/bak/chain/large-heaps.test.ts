/** Case 56: heaps of a hundred thousand sets and trees of fifty thousand branches, within seconds and without recursion. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ChainFile, planChains } from '../../../src/bak/index.ts'
import { heap } from './made-heap.ts'

const most = 5_000 // milliseconds

function timed<T>(name: string, t: { diagnostic(text: string): void }, work: () => T): T {
  const begun = performance.now()
  const cpu = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(cpu)
  // On a machine that others use as well the clock on the wall goes on without us.
  const taken = Math.min(performance.now() - begun, (user + system) / 1000)
  t.diagnostic(`${name}: ${Math.round(taken)} ms`)
  assert.ok(taken < most, `${name} took ${Math.round(taken)} ms`)
  return result
}

function logs(count: number, step = 1): string {
  const text: string[] = []
  for (let n = 0; n < count; n++) text.push(`L${n} ${110 + n * step}-${111 + n * step}`)
  return text.join(', ')
}

test('one chain of 100,000 sets is planned in seconds', (t) => {
  const files = heap(`F1 100-110, ${logs(99_999)}`)
  const report = timed('100,000 sets', t, () => planChains(files))
  assert.equal(report.families[0]?.branches[0]?.chain?.steps, 100_000)
})

test('as many gaps as logs are found in seconds', (t) => {
  const files = heap(`F1 100-109, ${logs(50_000, 2)}`)
  const report = timed('50,000 gaps', t, () => planChains(files))
  assert.equal(report.families[0]?.branches[0]?.gaps.length, 50_000)
})

const branches = 50_000

test('a comb of 50,000 branches off one trunk is planned in seconds', (t) => {
  const forks: Record<string, readonly [string, number]> = {}
  const text = ['F1 100-110', logs(branches)]
  for (let n = 0; n < branches; n++) {
    forks[`B${n}`] = ['A', 111 + n]
    text.push(`M${n} ${111 + n}-${200_000 + n}@B${n}`)
  }
  const files: ChainFile[] = heap(text.join(', '), { forks })
  const report = timed('comb', t, () => planChains(files))
  const plans = report.families[0]?.branches ?? []
  assert.equal(plans.length, branches + 1)
  assert.equal(plans.filter((plan) => plan.chain === undefined).length, 0)
})

test('a ladder of 50,000 branches, each off the one before, is planned in seconds', (t) => {
  const forks: Record<string, readonly [string, number]> = {}
  const text = ['F1 100-110']
  for (let n = 0; n < branches; n++) {
    forks[`B${n}`] = [n === 0 ? 'A' : `B${n - 1}`, 110 + n]
    text.push(`M${n} ${110 + n}-${111 + n}@B${n}`)
  }
  const files: ChainFile[] = heap(text.join(', '), { forks })
  const report = timed('ladder', t, () => planChains(files))
  const leaves = (report.families[0]?.branches ?? []).filter((plan) => plan.isLeaf)
  assert.deepEqual(
    leaves.map((plan) => plan.chain?.sets.length),
    [branches + 1],
  )
})
