import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
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
  for (const name of ['set-up.js', 'install-browser.js'])
    await cp(join(root, 'scripts', name), at('scripts', name))
  for (const name of ['asked.ts', 'test.ts'])
    await writeFile(at('scripts', name), 'console.log("asked", process.argv.slice(2).join(" "))')
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
  const setUpWith = async (path: string, setUpArguments: string[]) => {
    const program = [at('scripts', 'set-up.js'), ...setUpArguments]
    const env = { ...process.env, PATH: path }
    const { stdout, stderr } = await run(process.execPath, program, { env })
    const npmCalls = await readFile(at('npm-calls'), 'utf8').catch(() => '')
    const aptCalls = await readFile(at('apt-calls'), 'utf8').catch(() => '')
    return { stdout, stderr, npmCalls, aptCalls }
  }
  return {
    setUp: (...setUpArguments: string[]) =>
      setUpWith([at('tools'), process.env['PATH']].join(delimiter), setUpArguments),
    /** On a system that has nothing but npm and apt-get. */
    setUpBare: (...setUpArguments: string[]) => setUpWith(at('tools'), setUpArguments),
    async addAptGet(exitCode: number) {
      const script = `#!/bin/sh\necho "$@" >> ${at('apt-calls')}\necho "said apt" >&2\nexit ${exitCode}\n`
      await writeFile(at('tools', 'apt-get'), script)
      await chmod(at('tools', 'apt-get'), 0o700)
    },
    remove: folder.remove,
  }
}

/** Where set-up may install a browser: as root on Debian. */
const mayInstall =
  process.getuid?.() === 0 &&
  existsSync('/etc/os-release') &&
  /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
const linuxOnly = process.platform === 'linux' ? {} : { skip: 'a browser is looked for on Linux' }
const debianRootOnly = mayInstall ? {} : { skip: 'needs root on Debian' }

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

test(
  'without a browser root on Debian gets one before the tests run, and is told how long it took',
  debianRootOnly,
  async () => {
    const clone = await makeClone('1.2.3')
    try {
      await clone.addAptGet(0)
      const { stdout, stderr, aptCalls } = await clone.setUpBare('scripts/test.ts', 'test/bak')
      assert.equal(stdout, 'asked test/bak\n')
      assert.match(aptCalls, /^-qq .* update\n-qq .* install --yes .*chromium\n$/)
      assert.match(
        stderr,
        /set-up: installing Chromium .* \.\.\.\nset-up: installed Chromium in \d+ s\n$/,
      )
      assert.doesNotMatch(stderr, /said apt/)
    } finally {
      await clone.remove()
    }
  },
)

test('a browser that cannot be installed does not stop the tests', debianRootOnly, async () => {
  const clone = await makeClone('1.2.3')
  try {
    await clone.addAptGet(100)
    const { stdout, stderr } = await clone.setUpBare('scripts/test.ts')
    assert.equal(stdout, 'asked \n')
    assert.match(
      stderr,
      /said apt\nset-up: apt-get failed, so tests that need a browser are skipped/,
    )
  } finally {
    await clone.remove()
  }
})

test(
  'where it cannot be installed one sentence says so, and only before tests',
  linuxOnly,
  async () => {
    const clone = await makeClone('1.2.3')
    try {
      assert.match(
        (await clone.setUpBare('scripts/test.ts')).stderr,
        /set-up: Chromium is not installed.*apt-get install chromium.*\n$/,
      )
      assert.doesNotMatch(
        (await clone.setUpBare('--only-runtime', 'scripts/asked.ts')).stderr,
        /Chromium/,
      )
    } finally {
      await clone.remove()
    }
  },
)
