import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { firstMissingLine, otherCommands, steadyLine, tourSteps } from './readme-blocks.ts'
import { runTour } from './run-tour.ts'

const root = join(import.meta.dirname, '..')
for (const [file, language, columns] of [
  ['README.md', 'C.UTF-8', 200],
  ['README.zh-CN.md', 'zh_CN.UTF-8', 200],
  ['docs/reading-backups.md', 'C.UTF-8', 120],
  ['docs/reading-backups.zh-CN.md', 'zh_CN.UTF-8', 120],
] as const)
  test(`every command of the tour in ${file} prints what it says`, async () => {
    const steps = tourSteps(readFileSync(join(root, file), 'utf8'))
    assert.ok(steps.length >= 8, 'the tour has steps')
    const outputs = await runTour(
      steps.map((step) => step.script),
      language,
      columns,
    )
    assert.equal(outputs.length, steps.length)
    for (const [index, step] of steps.entries()) {
      if (step.printed === undefined) continue
      const output = outputs[index] ?? ''
      const missing = firstMissingLine(step.printed, output)
      assert.equal(missing, undefined, `${file}, after ${step.script}got:\n${output}`)
    }
  })

for (const file of ['README.md', 'README.zh-CN.md']) {
  test(`outside the tour ${file} names only scripts of the package`, () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    const commands = otherCommands(readFileSync(join(root, file), 'utf8'))
    assert.deepEqual(commands, ['npm run demo', 'npm test'])
    assert.ok(scripts['demo'] && scripts['test'])
  })

  test(`every link of ${file} to a file leads somewhere`, async () => {
    const { existsSync } = await import('node:fs')
    const text = readFileSync(join(root, file), 'utf8')
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1] ?? '')
    assert.deepEqual(
      targets.filter((target) => !existsSync(join(root, target))),
      [],
    )
  })
}

test('the comparison of printed lines notices a missing, a changed and an extra line', () => {
  assert.equal(firstMissingLine('a\nb\n', 'a\nb\n'), undefined)
  assert.equal(firstMissingLine('a\n...\nc\n', 'a\nb\nc\n'), undefined)
  assert.ok(firstMissingLine('a\nc\n', 'a\nb\nc\n'))
  assert.ok(firstMissingLine('a\n', 'a\nb\n'))
  assert.ok(firstMissingLine('...\nd\n', 'a\nb\n'))
  assert.equal(steadyLine('done in 2.4 s   at 127.0.0.1:80'), 'done in <time> at 127.0.0.1:<port>')
})
