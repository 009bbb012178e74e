import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { expectedVerdicts, readGolden } from '../migration/plan/golden-plan.ts'
import { needsShared, sharedPath } from '../shared-files.ts'

const root = join(import.meta.dirname, '..', '..')

/** Runs the demo and stops it with SIGTERM once it prints the given words. */
async function demo(options: readonly string[], stopAt?: string) {
  const begunAt = performance.now()
  const child = spawn(process.execPath, [join(root, 'scripts', 'demo.ts'), ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', LANG: 'C', SQLFERRY_LANG: '' },
  })
  let out = ''
  child.stdout.on('data', (bytes) => {
    out += bytes
    if (stopAt !== undefined && out.includes(stopAt)) child.kill('SIGTERM')
  })
  const errors = text(child.stderr)
  const [exitCode] = (await once(child, 'close')) as [number | null]
  return { exitCode, out, errors: await errors, seconds: (performance.now() - begunAt) / 1000 }
}

test('the demo migrates the samples, shows the table, and ends with the exit code of the migration', {
  timeout: 60_000,
}, async () => {
  const { exitCode, out, errors, seconds } = await demo(['--exit'])
  assert.equal(exitCode, 3, errors)
  assert.ok(seconds < 30, `${seconds} s`)
  assert.match(out, /Plan: 3 of 6 files go to rm-sandbox0001/)
  for (const database of ['Inventory', 'Sales', '教务管理'])
    assert.match(out, new RegExp(`^${database} .*✔ restored  +\\d+$`, 'm'))
  assert.match(out, /1 {2}BAK_BLOCK_DAMAGED {2}Archive_FULL_20260101020000_damaged\.bak/)
  assert.match(out, /3 restored, 0 not restored, 3 refused/)
})

test('without --exit the demo leaves the sandbox running and says what to try, in Chinese too', {
  timeout: 60_000,
}, async () => {
  const { exitCode, out, errors } = await demo(['--lang', 'zh'], '按 Ctrl-C 停止沙箱')
  assert.equal(exitCode, 3, errors)
  assert.match(out, /接下来可以试试/)
  assert.match(out, /export RDS_ENDPOINT='http:\/\/127\.0\.0\.1:\d+'/)
  assert.match(out, /node bin\/sqlferry\.js migrate ".*fixtures\/backups"/)
})

test('the demo does the same with the real backups', {
  ...needsShared('bak'),
  timeout: 120_000,
}, async () => {
  const { exitCode, out, errors, seconds } = await demo(['--exit', sharedPath('bak')])
  assert.equal(exitCode, 3, errors)
  assert.ok(seconds < 60, `${seconds} s`)
  const wanted = [...expectedVerdicts(readGolden()).values()].flatMap((one) =>
    one.verdict === 'restored' ? one.database : [],
  )
  const table = out.slice(out.indexOf('\nResult\n'))
  for (const database of wanted)
    assert.match(table, new RegExp(`^${database} .*✔ restored  +\\d+$`, 'm'))
  assert.match(table, new RegExp(`^${wanted.length} restored, 0 not restored, \\d+ refused$`, 'm'))
})

test('what the demo says to try works when it is pasted into another terminal', {
  timeout: 60_000,
}, async () => {
  const child = spawn(process.execPath, [join(root, 'scripts', 'demo.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    // A key in the environment must not hide the made-up one.
    env: {
      ...process.env,
      ...{ NO_COLOR: '1', LANG: 'C', SQLFERRY_LANG: '' },
      ACCESS_KEY_SECRET: 'SandboxSecretOfNoValue00000001',
    },
  })
  const closed = once(child, 'close')
  try {
    let out = ''
    for await (const bytes of child.stdout) {
      out += bytes
      if (out.includes('Press Ctrl-C')) break
    }
    const next = out.slice(out.indexOf('What to try next'))
    const settings = next.match(/^ {2}export .*$/gm) ?? []
    const commands =
      next.match(/^ {2}\S+node bin\/sqlferry\.js .*$|^ {2}node bin\/sqlferry\.js .*$/gm) ?? []
    assert.equal(commands.length, 5, next)
    for (const command of commands) {
      const line = command.trim().replace(/^\S*node /, `"${process.execPath}" `)
      const shell = spawn('sh', ['-c', [...settings, line].join('\n')], {
        cwd: root,
        stdio: 'pipe',
      })
      const [output, errors] = [text(shell.stdout), text(shell.stderr)]
      const [code] = (await once(shell, 'close')) as [number | null]
      // 3: done, with the samples that are refused.
      assert.ok(code === 0 || code === 3, `${command}: exit ${code}\n${await errors}`)
      assert.doesNotMatch(await output, /This text is not known/)
    }
  } finally {
    child.kill('SIGTERM')
    await closed
  }
})
