/** Starts `sqlferry sandbox` as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

export interface SandboxProcess {
  readonly child: ChildProcess
  /** What it printed until it listened. */
  readonly output: string
  readonly facts: Readonly<Record<string, string>>
  /** Milliseconds from the start to the last line. */
  readonly startedInMs: number
  /** Sends a signal and resolves with the exit code, or with the signal's name where it was killed. */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | string>
}

const program = join(import.meta.dirname, '..', '..', 'bin', 'sqlferry.js')

/** Resolves when the sandbox has printed where it listens; rejects with its complaint when it ends before. */
export async function startProcess(...options: string[]): Promise<SandboxProcess> {
  const begunAt = performance.now()
  const child = spawn(process.execPath, [program, 'sandbox', ...options], {
    env: { PATH: process.env['PATH'], LANG: 'en_US.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>
  let output = ''
  let complaint = ''
  child.stderr.on('data', (chunk) => {
    complaint += chunk
  })
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk
      if (/INSTANCE_ID.*\n$/.test(output)) resolve()
    })
    child.on('close', (code) => reject(new Error(`exit code ${code}: ${complaint}`)))
  })
  const isJson = output.startsWith('{')
  return {
    child,
    output,
    facts: isJson
      ? JSON.parse(output)
      : Object.fromEntries(
          output
            .trim()
            .split('\n')
            .map((line) => line.split(/=(.*)/s).slice(0, 2)),
        ),
    startedInMs: performance.now() - begunAt,
    end: async (signal) => {
      child.kill(signal)
      const [code, killedBy] = await ended
      return code ?? killedBy ?? ''
    },
  }
}
