import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { firstMissingLine, otherCommands, steadyLine, tourSteps } from './readme-blocks.ts'

const root = join(import.meta.dirname, '..')
const boundary = '=====step====='

/** Runs the whole tour in one shell, as a reader would, and returns what each step printed. */
function runTour(scripts: readonly string[], language: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sqlferry-readme-'))
  for (const name of ['bin', 'fixtures', 'node_modules'])
    symlinkSync(join(root, name), join(folder, name))
  const script = `set -m\n${scripts.join(`\necho '${boundary}'\n`)}\nwait`
  return new Promise((resolve, reject) => {
    const shell = spawn('bash', ['-c', script], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        SQLFERRY_HOME: join(folder, 'home'),
        LANG: language,
        COLUMNS: '200',
        TZ: 'UTC',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    let output = ''
    let errors = ''
    shell.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
    shell.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    shell.on('error', reject)
    shell.on('close', (code) => {
      rmSync(folder, { recursive: true, force: true })
      if (code === null) reject(new Error(`the tour was killed: ${errors}`))
      else resolve(output.split(`${boundary}\n`))
    })
  })
}

for (const [file, language] of [
  ['README.md', 'C.UTF-8'],
  ['README.zh-CN.md', 'zh_CN.UTF-8'],
] as const) {
  test(`every command of the tour in ${file} prints what it says`, async () => {
    const steps = tourSteps(readFileSync(join(root, file), 'utf8'))
    assert.ok(steps.length >= 8, 'the tour has steps')
    const outputs = await runTour(
      steps.map((step) => step.script),
      language,
    )
    assert.equal(outputs.length, steps.length)
    for (const [index, step] of steps.entries()) {
      if (step.printed === undefined) continue
      const output = outputs[index] ?? ''
      const missing = firstMissingLine(step.printed, output)
      assert.equal(missing, undefined, `${file}, after ${step.script}got:\n${output}`)
    }
  })

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
