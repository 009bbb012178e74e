/** A reporter of node:test that says, when all tests have ended, where the time went: minutes per folder. */
import { relative, sep } from 'node:path'
import type { TestEvent } from 'node:test/reporters'
import { root } from './run-step.ts'

/** The form that node:test asks for: a generator over its events. */
async function* folderTimes(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const folders = new Map<string, { tests: number; ms: number }>()
  for await (const event of events) {
    if (event.type !== 'test:pass' && event.type !== 'test:fail') continue
    const { file, nesting, details } = event.data
    if (nesting !== 0 || file === undefined) continue
    const [, folder = ''] = relative(root, file).split(sep)
    const name = folder.endsWith('.ts') ? 'test' : `test/${folder}`
    const sum = folders.get(name) ?? { tests: 0, ms: 0 }
    folders.set(name, { tests: sum.tests + 1, ms: sum.ms + details.duration_ms })
  }
  yield '\nminutes per folder (tests and suites at top level):\n'
  for (const [name, { tests, ms }] of [...folders].sort((a, b) => b[1].ms - a[1].ms)) {
    yield `  ${name.padEnd(20)} ${(ms / 60_000).toFixed(2).padStart(7)} min  ${tests}\n`
  }
}

// biome-ignore lint/style/noDefaultExport: node:test takes the reporter from the default export.
export default folderTimes
