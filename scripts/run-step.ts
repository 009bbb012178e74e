/** Runs one program of a script with a heading, its output passed through, and its duration at the end. */
import { spawnSync } from 'node:child_process'
import { delimiter, dirname, join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')

/** Returns the path of a program that npm installed. */
export function installed(name: string): string {
  return join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name)
}

export interface StepResult {
  readonly title: string
  readonly isPassed: boolean
  readonly seconds: number
}

/** No step may take longer: a test that leaves a server open ends as a failure, not as a hang. */
const stepLimitMs = 14 * 60_000

/** Runs the program to its end. Its output is shown only when it failed, unless `isLoud`. */
export function runStep(
  title: string,
  program: string,
  programArguments: readonly string[],
  options: { readonly isLoud?: boolean; readonly limitMs?: number } = {},
): StepResult {
  const begun = performance.now()
  const result = spawnSync(program, programArguments, {
    cwd: root,
    // Programs that npm installed start whatever `node` comes first.
    env: {
      ...process.env,
      PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`,
    },
    stdio: options.isLoud ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 256 * 2 ** 20,
    timeout: options.limitMs ?? stepLimitMs,
    killSignal: 'SIGKILL',
    shell: process.platform === 'win32' && program.endsWith('.cmd'),
  })
  const seconds = (performance.now() - begun) / 1000
  const isPassed = result.status === 0
  console.log(`${isPassed ? 'ok    ' : 'FAILED'} ${title} (${seconds.toFixed(1)} s)`)
  if (result.error) console.log(String(result.error))
  if (!isPassed && !options.isLoud) {
    process.stdout.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
  }
  return { title, isPassed, seconds }
}

/** Ends the process with 1 when a step failed, naming all that did. */
export function endWith(results: readonly StepResult[]): void {
  const failed = results.filter((result) => !result.isPassed).map((result) => result.title)
  if (failed.length === 0) return
  console.log(`failed: ${failed.join(', ')}`)
  process.exitCode = 1
}
