/**
 * The whole command line in this process against a sandbox on loopback: real clients, real sockets, real files, and a
 * clock that runs many times as fast, so that waits for a cloud take no time.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { sampleBackups } from '../../scripts/sample-backups.ts'
import { main } from '../../src/cli/main.ts'
import { type Clock, crc64, seededIds, systemIds } from '../../src/core/index.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts'
import { captureIo } from '../cli/capture.ts'
import { makeTempFolder } from '../temp-folder.ts'

export const bucket = 'backups'

/** Returns a clock that begins now and passes `factor` times as fast as the machine's. */
export function fastClock(factor: number): Clock {
  const startMs = Date.now()
  const begun = performance.now()
  return {
    now: () => startMs + Math.floor((performance.now() - begun) * factor),
    sleep: async (ms, signal) => {
      try {
        await setTimeout(ms / factor, undefined, signal ? { signal } : {})
      } catch (error) {
        throw signal?.reason ?? error
      }
    },
  }
}

/** What a command left behind. */
export interface Ran {
  readonly exitCode: number
  readonly out: string
  readonly err: string
  /** The lines of stdout that are JSON objects. */
  readonly lines: readonly Record<string, unknown>[]
}

export interface Loopback {
  readonly clock: Clock
  readonly sandbox: Sandbox
  /** Backups that lie in the folder that `migrate` and `upload` are given. */
  readonly folder: string
  readonly home: string
  readonly env: Record<string, string>
  run(parts: readonly string[], more?: RunSettings): Promise<Ran>
  /** Every task that the sandbox's RDS has accepted: `database status`, sorted. */
  tasks(): Promise<string[]>
  /** Whether the bucket holds these bytes under a key that the prefix begins. */
  holds(prefix: string, bytes: Uint8Array): Promise<boolean>
  end(): Promise<void>
}

export interface RunSettings {
  readonly env?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  /** Called with everything that is written to stdout. */
  readonly onOutput?: (text: string) => void
}

export interface LoopbackOptions extends Pick<SandboxOptions, 'faults' | 'rds' | 'dataDir'> {
  readonly files?: readonly { readonly fileName: string; readonly bytes: Uint8Array }[]
  /** How many times as fast the clock runs; default 200. */
  readonly factor?: number
}

/** The one sample that every run can restore. */
export const sales = sampleBackups().filter(({ fileName }) => fileName.startsWith('Sales'))

/** Starts a sandbox with a bucket and a folder of backups; by default one sound backup. */
export async function startLoopback(options: LoopbackOptions = {}): Promise<Loopback> {
  const { files = sales, factor = 200, ...rest } = options
  const temp = await makeTempFolder()
  const folder = join(temp.path, 'folder')
  const home = join(temp.path, 'home')
  await mkdir(folder)
  for (const { fileName, bytes } of files) await writeFile(join(folder, fileName), bytes)
  const clock = fastClock(factor)
  const sandbox = await startSandbox({ clock, ...rest })
  await sandbox.storage.createBucket(bucket)
  const env = {
    OSS_ENDPOINT: sandbox.endpoints.oss,
    RDS_ENDPOINT: sandbox.endpoints.rds,
    ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
    ACCESS_KEY_SECRET: sandbox.credentials.accessKeySecret,
    REGION: sandbox.region,
    INSTANCE_ID: sandbox.instanceId,
    OSS_BUCKET: bucket,
    SQLFERRY_HOME: home,
    HOME: temp.path,
  }
  return {
    clock,
    sandbox,
    folder,
    home,
    env,
    run: async (parts, more = {}) => {
      const io = captureIo({
        env: { ...env, ...more.env },
        cwd: temp.path,
        clock,
        ids: { ...systemIds, random: seededIds(3).random },
        ...(more.signal && { signal: more.signal }),
      })
      const { stdout } = io
      const exitCode = await main([...parts], {
        ...io,
        stdout: {
          ...stdout,
          write: (text) => {
            stdout.write(text)
            more.onOutput?.(text)
          },
        },
      })
      return { exitCode, out: io.out(), err: io.err(), lines: jsonLines(io.out()) }
    },
    tasks: async () => {
      const all = await sandbox.target.migrateTasks({
        instanceId: sandbox.instanceId,
        from: new Date(clock.now() - 6 * 86_400_000),
        to: new Date(clock.now() + 86_400_000),
      })
      return all.map(({ database, status }) => `${database} ${status}`).sort()
    },
    holds: async (prefix, bytes) => {
      const store = sandbox.storage.bucket(bucket)
      for await (const { key } of store.list(prefix))
        if ((await store.head(key))?.crc64 === crc64(bytes)) return true
      return false
    },
    end: async () => {
      await sandbox.stop()
      await temp.remove()
    },
  }
}

function jsonLines(text: string): Record<string, unknown>[] {
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line)
      return typeof value === 'object' && value !== null ? [value as Record<string, unknown>] : []
    } catch {
      return []
    }
  })
}

/** Runs work against a loopback and ends it, whatever comes of it. */
export async function withLoopback(
  options: LoopbackOptions,
  work: (loopback: Loopback) => Promise<void>,
): Promise<void> {
  const loopback = await startLoopback(options)
  try {
    await work(loopback)
  } finally {
    await loopback.end()
  }
}
