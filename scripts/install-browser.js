/**
 * Chromium for the tests that run in a real browser. On Debian root gets it by apt; elsewhere a sentence says what is
 * missing, and those tests skip themselves. Plain JavaScript, as set-up.js is.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Sees to a browser; without one everything else still works, so nothing here ends the run. */
export function installBrowser() {
  // Elsewhere a browser comes with the system or with its owner.
  if (process.platform !== 'linux') return
  if (['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].some(isInPath))
    return
  if (process.getuid() !== 0 || !isDebian() || !isInPath('apt-get')) {
    process.stderr.write(
      'set-up: Chromium is not installed, so tests that need a browser are skipped. ' +
        'On Debian, `sudo apt-get install chromium` adds it.\n',
    )
    return
  }
  process.stderr.write('set-up: installing Chromium for tests with apt-get (30 to 120 s) ...\n')
  const begun = performance.now()
  const failure =
    aptGet('update') ?? aptGet('install', '--yes', '--no-install-recommends', 'chromium')
  if (failure !== undefined) {
    process.stderr.write(
      `${failure}set-up: apt-get failed, so tests that need a browser are skipped. Look at the lines above; a mirror that cannot be reached is the usual cause.\n`,
    )
    return
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(0)
  process.stderr.write(`set-up: installed Chromium in ${seconds} s\n`)
}

/** Returns what apt-get complained about, or undefined when it succeeded. */
function aptGet(...command) {
  const result = spawnSync(
    'apt-get',
    ['-qq', '-o', 'Acquire::Retries=1', '-o', 'Acquire::http::Timeout=20', ...command],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeout: 10 * 60_000,
    },
  )
  return result.status === 0 ? undefined : `${result.stderr ?? ''}`
}

function isInPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.some((folder) => existsSync(join(folder, name)))
}

function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}
