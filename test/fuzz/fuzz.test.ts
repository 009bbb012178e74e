import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { randomSeed } from '../random-seed.ts'
import { fuzz } from './fuzz.ts'
import { fuzzTargets } from './targets/index.ts'

/** For each target; `npm run fuzz` takes longer. */
const seconds = 0.5

test('every parser meets changed backups with an answer or an error of ours', async (t) => {
  const seed = randomSeed()
  const targets = fuzzTargets.map((target) => target.name)
  const folder = join(import.meta.dirname, '..', '..', '.cache', 'fuzz')
  let counted = 0
  const failure = await fuzz({
    ...{ targets, seed, seconds, folder },
    onCount({ target, cases, answers }) {
      counted++
      t.diagnostic(`${target}, seed ${seed}: ${cases} cases, ${answers} taken, others refused`)
    },
  })
  assert.equal(
    failure && `npm run fuzz -- ${failure.target} --input ${failure.path}: ${failure.reason}`,
    undefined,
  )
  assert.equal(counted, targets.length)
})
