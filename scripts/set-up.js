/**
 * Makes a fresh clone work: installs the packages when they are missing or the lockfile changed, then runs the asked
 * script under the Node that came with them. Plain JavaScript, because the machine's own Node may be an older one.
 *
 *   node scripts/set-up.js [--only-runtime] SCRIPT [ARGUMENT...]
 *
 * One part needs a package of the operating system: some tests run in Chromium, which install-browser.js sees to.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installBrowser } from './install-browser.js'

const root = resolve(fileURLToPath(import.meta.url), '..', '..')
const system = process.platform === 'win32' ? 'win' : process.platform
const nodePackage = `node-${system}-${process.arch}`

const [first, ...others] = process.argv.slice(2)
const onlyRuntime = first === '--only-runtime'
const [script, ...scriptArguments] = onlyRuntime ? others : [first, ...others]

/**
 * Tells whether every package that is needed lies in node_modules in the version of the lockfile. npm keeps a list of
 * what it installed beside the packages; packages of other platforms are optional and not in it.
 */
function isInstalled() {
  const wanted = readPackages('package-lock.json')
  const present = readPackages('node_modules/.package-lock.json')
  if (!wanted || !present) return false
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      (entry.optional && path !== `node_modules/${nodePackage}`) ||
      (entry.dev && onlyRuntime) ||
      present[path]?.version === entry.version,
  )
}

function readPackages(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8')).packages
  } catch {
    return undefined
  }
}

function installPackages() {
  if (isInstalled()) return
  const what = onlyRuntime ? 'what sqlferry needs to run' : 'all packages'
  const usual = onlyRuntime ? '10 to 40 s' : '20 to 90 s'
  const command = [
    'ci',
    ...(onlyRuntime ? ['--omit=dev'] : ['--include=dev']),
    '--include=optional',
    // npm warns that its own Node is too old; the packages are run by the one it installs.
    '--loglevel=error',
  ]
  process.stderr.write(`set-up: installing ${what} with npm ci (${usual}) ...\n`)
  const begun = performance.now()
  // npm is a shell script on Windows and cannot be started without a shell there.
  const result = spawnSync('npm', command, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (result.status !== 0) {
    process.stderr.write(
      `set-up: npm ${command[0]} failed. Look at the lines above; a registry that cannot be reached is the usual cause.\n`,
    )
    process.exit(result.status ?? 1)
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(0)
  process.stderr.write(`set-up: installed in ${seconds} s\n`)
}

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 5)
}

/** Returns the Node to run scripts with: the one from node_modules, else this one if it is new enough. */
function findNode() {
  const program = join(
    root,
    'node_modules',
    nodePackage,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
  if (existsSync(program)) return program
  if (isNewEnough(process.version)) return process.execPath
  process.stderr.write(
    `set-up: this needs Node.js 24.5 or newer, but runs under ${process.version}, and none comes along for ` +
      `${process.platform}-${process.arch}. Install Node.js 24 from https://nodejs.org and run it again.\n` +
      `需要 Node.js 24.5 或更高版本，当前版本为 ${process.version}。请从 https://nodejs.org 安装 Node.js 24 后重试。\n`,
  )
  process.exit(2)
}

installPackages()
if (script === 'scripts/test.ts') installBrowser()
if (script) {
  const cache = process.env.NODE_COMPILE_CACHE ?? join(root, '.cache', 'compile')
  const child = spawn(findNode(), [resolve(root, script), ...scriptArguments], {
    stdio: 'inherit',
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to both processes already.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  }
  child.on('exit', (code, signal) => process.exit(signal ? 130 : (code ?? 1)))
}
