/** sqlferry as real processes: the sandbox, and commands that can be killed when they say a certain word. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { systemClock, systemIds } from '../../src/core/index.ts'
import { ossStorage } from '../../src/oss/index.ts'

const program = join(import.meta.dirname, '..', '..', 'bin', 'sqlferry.js')

export type Environment = Readonly<Record<string, string>>

/** The environment of a command that knows nothing of this machine but what the sandbox says. */
function environmentOf(given: Environment): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env
  return { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, NO_COLOR: '1', LANG: 'C', ...given }
}

export interface SandboxProcess {
  readonly environment: Environment
  stop(): Promise<void>
}

/** Starts `sqlferry sandbox --json` and makes a bucket in it. */
export async function sandboxProcess(
  bucket: string,
  ...options: string[]
): Promise<SandboxProcess> {
  const child = spawn(process.execPath, [program, 'sandbox', '--json', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: environmentOf({}),
  })
  const lines = createInterface({ input: child.stdout })
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`the sandbox ended with ${code} before it listened`)
  })
  // Met only while the first line is awaited; later its end is what `stop` asks for.
  died.catch(() => {})
  const [line] = (await Promise.race([once(lines, 'line'), died])) as [string]
  const environment = JSON.parse(line) as Record<string, string>
  const storage = ossStorage({
    endpoint: environment['OSS_ENDPOINT'] ?? '',
    region: environment['REGION'] ?? '',
    credentials: async () => ({
      accessKeyId: environment['ACCESS_KEY_ID'] ?? '',
      accessKeySecret: environment['ACCESS_KEY_SECRET'] ?? '',
    }),
    clock: systemClock,
    ids: systemIds,
    signatureVersion: 'v4',
  })
  await storage.createBucket(bucket)
  await storage.close()
  return {
    environment: { ...environment, OSS_BUCKET: bucket },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

export interface EndedProcess {
  /** Undefined where it was killed. */
  readonly exitCode: number | undefined
  readonly lines: readonly string[]
  readonly errors: string
}

/**
 * Runs a command; kills it with SIGKILL as soon as it prints a line with `killAt`, or after so many milliseconds.
 * @param onStart  is given the process
 */
export async function sqlferry(
  environment: Environment,
  parts: readonly string[],
  killAt?: string | number,
  onStart?: (child: ChildProcess) => void,
): Promise<EndedProcess> {
  const child: ChildProcess = spawn(process.execPath, [program, ...parts], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environmentOf(environment),
  })
  onStart?.(child)
  const lines: string[] = []
  let errors = ''
  const timer = typeof killAt === 'number' && setTimeout(() => child.kill('SIGKILL'), killAt)
  child.stderr?.on('data', (bytes) => {
    errors += bytes
  })
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      if (typeof killAt === 'string' && line.includes(killAt)) child.kill('SIGKILL')
    })
  const [exitCode] = (await once(child, 'close')) as [number | null]
  if (timer) clearTimeout(timer)
  return { exitCode: exitCode ?? undefined, lines, errors }
}
