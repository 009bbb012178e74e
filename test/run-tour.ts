/** Runs the steps of a documented tour in one shell, as a reader would. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const boundary = '=====step====='

/** Returns what each step prints to standard output, in a terminal of so many columns and the language of the locale. */
export function runTour(
  scripts: readonly string[],
  language: string,
  columns: number,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sqlferry-tour-'))
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
        COLUMNS: String(columns),
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
