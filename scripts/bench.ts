/**
 * `npm run bench`: builds the package, then runs the figures of bench/ one after the other, or only the named ones
 * (`npm run bench -- startup`). Each prints its ratio to a peer that it measured in the same run.
 */
import { existsSync, globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { endWith, root, runStep } from './run-step.ts'

const asked = process.argv.slice(2)
const figures = globSync('bench/*.ts', { cwd: root })
  .map((path) => basename(path, '.ts'))
  .filter((name) => asked.length === 0 || asked.includes(name))
  .sort()
for (const name of asked.filter((each) => !existsSync(join(root, 'bench', `${each}.ts`)))) {
  console.log(`there is no figure ${name}`)
  process.exitCode = 2
}
const results = [runStep('build', process.execPath, ['scripts/build.ts'])]
for (const name of figures) {
  console.log(`\n# ${name}`)
  results.push(runStep(name, process.execPath, [join('bench', `${name}.ts`)], { isLoud: true }))
}
endWith(results)
