/** What can be checked without running the program: types, formatting and lint, boundaries, unused code. */
import { endWith, installed, root, runStep } from './run-step.ts'

endWith([
  runStep('types', installed('tsc'), ['-p', 'tsconfig.json']),
  runStep('types without Node (core, bak)', installed('tsc'), ['-p', 'tsconfig.browser.json']),
  runStep('format and lint', installed('biome'), ['ci', '--colors=off', '.']),
  runStep('boundaries', process.execPath, ['--test', `${root}/test/architecture.test.ts`]),
  runStep('unused code', installed('knip'), ['--no-progress']),
])
