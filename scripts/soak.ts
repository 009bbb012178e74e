/**
 * `npm run soak`: runs the tests again and again for a time and stops at the first failure. Properties draw other
 * values and processes are killed at other moments in every round.
 *
 *   npm run soak                      30 minutes of everything
 *   npm run soak -- 120 test/journal  two hours of one folder
 */
import { globSync } from 'node:fs'
import { endWith, root, runStep, type StepResult } from './run-step.ts'

const [first = '30', ...paths] = process.argv.slice(2)
const minutes = Number(first)
if (!Number.isFinite(minutes) || minutes <= 0) {
  console.log(`the time must be a number of minutes, not ${first}`)
  process.exit(2)
}
const files = globSync('test/**/*.test.ts', { cwd: root }).filter(
  (file) => paths.length === 0 || paths.some((path) => file.startsWith(path)),
)
const until = performance.now() + minutes * 60_000
const results: StepResult[] = []
for (let round = 1; performance.now() < until && results.every((each) => each.isPassed); round++) {
  results.push(
    runStep(`round ${round}`, process.execPath, ['--test', '--test-isolation=none', ...files]),
  )
}
endWith(results)
