/**
 * `npm run bench`: builds the package, then runs the figures of bench/ one after the other at short sizes. With a
 * name only that one, and what follows the name goes to it: `npm run bench -- upload 2048 5 --large`. Each prints its
 * ratio to a peer or a floor that it measured in the same run.
 */
import { globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { endWith, root, runStep } from './run-step.ts'

const [asked, ...figureArguments] = process.argv.slice(2)
const figures = globSync('bench/*.ts', { cwd: root }).map((path) => basename(path, '.ts'))
const chosen = figures.filter((name) => asked === undefined || name === asked).sort()
if (chosen.length === 0) {
  console.log(`there is no figure ${asked}, only ${figures.sort().join(', ')}`)
  process.exitCode = 2
} else {
  const results = [runStep('build', process.execPath, ['scripts/build.ts'])]
  for (const name of chosen) {
    console.log(`\n# ${name}`)
    const programArguments = [join('bench', `${name}.ts`), ...figureArguments]
    results.push(
      runStep(name, process.execPath, programArguments, { isLoud: true, limitMs: 3_600_000 }),
    )
  }
  endWith(results)
}
