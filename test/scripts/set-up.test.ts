import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { makeTempFolder } from '../temp-folder.ts'

const run = promisify(execFile)
const root = join(import.meta.dirname, '..', '..')
const posixOnly =
  process.platform === 'win32' ? { skip: 'the stand-in for npm is a shell script' } : {}

/** A clone with one package, and an npm that only writes down how it was called. */
async function makeClone(installedVersion: string | undefined) {
  const folder = await makeTempFolder()
  const at = (...parts: string[]) => join(folder.path, ...parts)
  await mkdir(at('scripts'))
  await mkdir(at('tools'))
  await mkdir(at('node_modules'))
  await writeFile(at('package.json'), '{ "type": "module" }')
  await cp(join(root, 'scripts', 'set-up.js'), at('scripts', 'set-up.js'))
  await writeFile(
    at('scripts', 'asked.ts'),
    'console.log("asked", process.argv.slice(2).join(" "))',
  )
  const wanted = {
    '': {},
    'node_modules/needed': { version: '1.2.3' },
    'node_modules/tool': { version: '4.5.6', dev: true },
    'node_modules/other-system': { version: '1.0.0', optional: true },
  }
  await writeFile(at('package-lock.json'), JSON.stringify({ packages: wanted }))
  if (installedVersion) {
    const present = { 'node_modules/needed': { version: installedVersion } }
    await writeFile(at('node_modules', '.package-lock.json'), JSON.stringify({ packages: present }))
  }
  await writeFile(at('tools', 'npm'), `#!/bin/sh\necho "$@" >> ${at('npm-calls')}\n`)
  await chmod(at('tools', 'npm'), 0o700)
  await symlink(process.execPath, at('tools', 'node'))
  const setUp = async (...setUpArguments: string[]) => {
    const env = { ...process.env, PATH: [at('tools'), process.env['PATH']].join(delimiter) }
    const program = [at('scripts', 'set-up.js'), ...setUpArguments]
    const { stdout } = await run(process.execPath, program, { env })
    const npmCalls = await readFile(at('npm-calls'), 'utf8').catch(() => '')
    return { stdout, npmCalls }
  }
  return { setUp, remove: folder.remove }
}

test('a fresh clone is installed once before the asked script runs', posixOnly, async () => {
  const clone = await makeClone(undefined)
  try {
    const { stdout, npmCalls } = await clone.setUp('scripts/asked.ts', 'a', 'b')
    assert.equal(stdout, 'asked a b\n')
    assert.match(npmCalls, /^ci --include=dev --include=optional[^\n]*\n$/)
  } finally {
    await clone.remove()
  }
})

test(
  'the demo leaves development packages out, and the tests add them later',
  posixOnly,
  async () => {
    const clone = await makeClone('1.2.3')
    try {
      assert.equal((await clone.setUp('--only-runtime', 'scripts/asked.ts')).npmCalls, '')
      assert.match((await clone.setUp('scripts/asked.ts')).npmCalls, /^ci --include=dev/)
    } finally {
      await clone.remove()
    }
  },
)

test('a lockfile that changed since is installed again', posixOnly, async () => {
  const clone = await makeClone('1.2.2')
  try {
    const { npmCalls } = await clone.setUp('--only-runtime', 'scripts/asked.ts')
    assert.match(npmCalls, /^ci --omit=dev --include=optional/)
  } finally {
    await clone.remove()
  }
})
