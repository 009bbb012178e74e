/**
 * `npm run soak`: runs the tests that draw their own cases again and again for a time, each round with the next seed,
 * and stops at the first failure: byte flips over the real backups, migrations killed at drawn moments, properties.
 *
 *   npm run soak                         30 minutes of all of them
 *   npm run soak -- 120 test/scenarios   two hours of one folder
 *   npm run soak -- 1 --seed 4711        begins with a seed, to repeat what failed
 */
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run-step.ts'

const given = process.argv.slice(2)
const seedAt = given.indexOf('--seed')
const [, seedText] = seedAt < 0 ? [] : given.splice(seedAt, 2)
const [minutesText = '30', ...paths] = given
const minutes = Number(minutesText)
const firstSeed = Number(seedText ?? process.hrtime.bigint() % 1_000_000_000n)
if (!(minutes > 0) || !Number.isSafeInteger(firstSeed)) {
  console.log('usage: npm run soak -- [MINUTES] [--seed NUMBER] [TEST-PATH...]')
  process.exit(2)
}

const files = globSync('test/**/*.test.ts', { cwd: root }).filter(
  (file) =>
    /\brandomSeed\(|\bfc\.assert\(/.test(readFileSync(join(root, file), 'utf8')) &&
    (paths.length === 0 || paths.some((path) => file.startsWith(path))),
)
if (files.length === 0) {
  console.log(`no test under ${paths.join(', ')} draws its own cases`)
  process.exit(2)
}
console.log(`${files.length} test files for ${minutes} min, seeds from ${firstSeed}`)

/** What the tests say they have drawn, summed over all rounds, such as `flips`, `kills` and `histories`. */
const drawn = new Map<string, number>()
const until = performance.now() + minutes * 60_000
let rounds = 0
let failedSeed: number | undefined
while (performance.now() < until && failedSeed === undefined) {
  const seed = firstSeed + rounds
  const begun = performance.now()
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      ...['--import', join(root, 'scripts', 'soak-seed.ts')],
      ...['--test', '--test-isolation=none', '--test-reporter=tap', ...files],
    ],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 256 * 2 ** 20,
      env: { ...process.env, SQLFERRY_TEST_SEED: String(seed) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  rounds++
  for (const [, count, what = ''] of stdout.matchAll(
    /^ *# seed \d+: (\d+) (flips|kills|histories)/gm,
  ))
    drawn.set(what, (drawn.get(what) ?? 0) + Number(count))
  for (const [, count] of stdout.matchAll(/^# pass (\d+)/gm))
    drawn.set('tests', (drawn.get('tests') ?? 0) + Number(count))
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} round ${rounds}, seed ${seed} (${seconds} s)`)
  if (status !== 0) {
    failedSeed = seed
    process.stdout.write(stdout)
  }
}
const counts = [...drawn].map(([what, count]) => `${count.toLocaleString('en')} ${what}`)
console.log(`${rounds} rounds: ${counts.join(', ')}`)
if (failedSeed !== undefined) {
  console.log(`repeat with: npm run soak -- 0.01 --seed ${failedSeed} ${paths.join(' ')}`.trimEnd())
  process.exitCode = 1
}
