/**
 * `npm run fuzz`: gives changed backups to every parser, which must answer or refuse with an error of ours, within
 * bounds of time and memory.
 *
 *   npm run fuzz                          every target for 60 s
 *   npm run fuzz -- verify 600            one target for ten minutes
 *   npm run fuzz -- verify 600 4711       with a seed, to repeat a run
 *   npm run fuzz -- verify --input FILE   one input again
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fuzz } from '../test/fuzz/fuzz.ts'
import { isTaken } from '../test/fuzz/run-cases.ts'
import { fuzzTarget, fuzzTargets } from '../test/fuzz/targets/index.ts'
import { root } from './run-step.ts'

const names = fuzzTargets.map((target) => target.name)
const given = process.argv.slice(2)
const [name = 'all', secondsText = '60', seedText] = given
const targets = name === 'all' ? names : names.filter((each) => each === name)
if (secondsText === '--input') {
  const target = fuzzTarget(name)
  if (!target || seedText === undefined) usage()
  const taken = await isTaken(target, new Uint8Array(readFileSync(seedText)))
  console.log(`${name} ${taken ? 'takes' : 'refuses'} ${seedText}`)
} else {
  const seconds = Number(secondsText)
  const seed = Number(seedText ?? process.hrtime.bigint() % 1_000_000_000n)
  if (targets.length === 0 || !(seconds > 0) || !Number.isSafeInteger(seed)) usage()
  console.log(`${targets.length} targets, ${seconds} s each, seed ${seed}`)
  const failure = await fuzz({
    ...{ targets, seed, seconds, folder: join(root, '.cache', 'fuzz') },
    onCount({ target, cases, answers, slowestMs, mostBytes }) {
      const share = ((100 * answers) / cases).toFixed(0)
      const mib = (mostBytes / 2 ** 20).toFixed(0)
      console.log(
        `ok     ${target.padEnd(16)} ${String(cases).padStart(8)} cases, ${share} % taken, slowest ${slowestMs.toFixed(0)} ms, at most ${mib} MiB`,
      )
    },
  })
  if (failure) {
    const { target, path, reason } = failure
    console.log(`FAILED ${target}: ${reason}`)
    console.log(`again: npm run fuzz -- ${target} --input ${path}`)
    process.exitCode = 1
  }
}

function usage(): never {
  console.log(`usage: npm run fuzz -- [all | ${names.join(' | ')}] [SECONDS] [SEED]`)
  console.log('       npm run fuzz -- TARGET --input FILE')
  process.exit(2)
}
