/**
 * `npm test`: the checks, then all tests in one process, then those that need a process of their own.
 *
 *   npm test                     everything
 *   npm test -- test/oss         only the tests under these paths, without the checks
 */
import { globSync } from 'node:fs'
import { sep } from 'node:path'
import { endWith, root, runStep, type StepResult } from './run-step.ts'

/** Tests that build, install and measure: they would disturb the others, and be disturbed. */
const alone: readonly string[] = ['test/build.test.ts']

const asked = process.argv.slice(2).map((path) => path.replaceAll(sep, '/').replace(/\/$/, ''))
const files = globSync('test/**/*.test.ts', { cwd: root })
  .map((file) => file.replaceAll(sep, '/'))
  .filter((file) => asked.length === 0 || asked.some((path) => file.startsWith(path)))
  .sort()
const together = files.filter((file) => !alone.includes(file))

const results: StepResult[] = []
if (asked.length === 0) {
  results.push(runStep('check', process.execPath, ['scripts/check.ts'], { isLoud: true }))
}
const reporters = [
  '--test-reporter=spec',
  '--test-reporter-destination=stdout',
  `--test-reporter=${root}/scripts/folder-times.ts`,
  '--test-reporter-destination=stdout',
]
for (const file of files.filter((each) => alone.includes(each))) {
  results.push(runStep(file, process.execPath, ['--test', file], { isLoud: true }))
}
if (together.length > 0) {
  const flags = ['--test', '--test-isolation=none', ...reporters]
  results.push(
    runStep(`${together.length} test files`, process.execPath, [...flags, ...together], {
      isLoud: true,
    }),
  )
}
endWith(results)
