import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { version } from '../src/cli/version.ts'
import { makeTempFolder } from './temp-folder.ts'

const run = promisify(execFile)
const bin = join(import.meta.dirname, '..', 'bin', 'sqlferry.js')

/** Node arguments that run a file as a Node of another version would. */
function asOldNode(file: string, ...programArguments: string[]): string[] {
  const pretend = `Object.defineProperty(process, 'version', { value: 'v12.22.0' })`
  return [
    '--import',
    `data:text/javascript,${encodeURIComponent(pretend)}`,
    file,
    ...programArguments,
  ]
}

test('a checkout runs from its sources', async () => {
  const { stdout } = await run(process.execPath, [bin, '--version'])
  assert.equal(stdout, `${version}\n`)
})

test('what is piped is not wrapped, unless COLUMNS asks for it', async () => {
  const folder = await makeTempFolder()
  try {
    const name = 'a name that is longer than eighty columns '.repeat(3).trim()
    const inspect = (columns: string) =>
      run(process.execPath, [bin, 'inspect', name], {
        cwd: folder.path,
        env: { ...process.env, COLUMNS: columns, LANG: 'C', LC_ALL: 'C', SQLFERRY_LANG: 'en' },
      }).catch((error: { readonly stdout: string }) => error)
    assert.match((await inspect('')).stdout, new RegExp(`^${name} .* unreadable$`, 'm'))
    const narrow = (await inspect('60')).stdout
    for (const line of narrow.split('\n')) assert.ok(line.length <= 60, line)
  } finally {
    await folder.remove()
  }
})

test('under an old Node the one from node_modules takes over, with arguments and exit code', async () => {
  const { stdout } = await run(process.execPath, asOldNode(bin, '--version'))
  assert.equal(stdout, `${version}\n`)
  await assert.rejects(run(process.execPath, asOldNode(bin, '--bogus')), { code: 2 })
})

test('where no Node is new enough, both languages say what to do', async () => {
  const folder = await makeTempFolder()
  try {
    await cp(join(bin, '..'), join(folder.path, 'bin'), { recursive: true })
    const copy = join(folder.path, 'bin', 'sqlferry.js')
    await assert.rejects(run(process.execPath, asOldNode(copy)), (error: Error) => {
      assert.ok('code' in error && error.code === 2)
      assert.match(error.message, /needs Node\.js 24\.5 or newer, but runs under v12\.22\.0/)
      assert.match(error.message, /需要 Node\.js 24\.5 或更高版本/)
      return true
    })
  } finally {
    await folder.remove()
  }
})

test('what runs under the newer Node ends when the old one is killed', {
  timeout: 60_000,
}, async () => {
  const folder = await makeTempFolder()
  const child = spawn(
    process.execPath,
    asOldNode(bin, 'sandbox', '--data', folder.path, '--json'),
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  try {
    await once(child.stdout, 'data')
    const closed = once(child.stdout, 'close')
    child.kill('SIGKILL')
    // The pipe closes when the last process that holds it is gone.
    await closed
  } finally {
    child.kill('SIGKILL')
    await folder.remove()
  }
})
