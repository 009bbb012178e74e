/** Runs the sandbox as a program of its own, for tools and tests outside of this process. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import {
  parseFaults,
  type RdsInstanceOptions,
  type SandboxOptions,
  startSandbox,
} from '../sandbox/index.ts'
import type { AppContext } from './context.ts'

export interface SandboxRequest {
  /** Kept between runs; without it a temporary folder is used and removed at the end. */
  readonly dataFolder?: string | undefined
  readonly ossPort: number
  readonly rdsPort: number
  readonly region: string
  readonly accessKey?: SandboxOptions['accessKey']
  readonly instance: RdsInstanceOptions
  /** JSON texts, each one fault or an array of them. */
  readonly faults: readonly string[]
  /** What the durations of restore tasks are divided by. */
  readonly speed: number
}

/** What a client needs to know, under the names that sqlferry and the examples read from the environment. */
export interface SandboxFacts {
  readonly OSS_ENDPOINT: string
  readonly RDS_ENDPOINT: string
  readonly ACCESS_KEY_ID: string
  readonly ACCESS_KEY_SECRET: string
  readonly REGION: string
  /** A state folder beside the sandbox's own: what was rehearsed must not be taken for what was done. */
  readonly SQLFERRY_HOME: string
  readonly INSTANCE_ID: string
}

/**
 * Starts a sandbox, tells where it listens, and resolves after it has stopped, which the signal asks for.
 * @throws SANDBOX_PORT_TAKEN, SANDBOX_FOLDER_UNUSABLE, SANDBOX_FOLDER_TAKEN, SANDBOX_STATE_DAMAGED,
 *   SANDBOX_FAULT_INVALID
 */
export async function runSandbox(
  context: AppContext,
  request: SandboxRequest,
  onReady: (facts: SandboxFacts) => void,
): Promise<void> {
  const faults = request.faults.flatMap(parseFaults)
  const isKept = request.dataFolder !== undefined
  const dataDir = isKept
    ? resolve(context.cwd, request.dataFolder)
    : await mkdtemp(join(tmpdir(), 'sqlferry-sandbox-'))
  try {
    const sandbox = await startSandbox({
      clock: context.clock,
      ids: context.ids,
      dataDir,
      region: request.region,
      ossPort: request.ossPort,
      rdsPort: request.rdsPort,
      faults,
      ...(request.accessKey === undefined ? {} : { accessKey: request.accessKey }),
      rds: { instances: [request.instance], speed: request.speed },
    })
    onReady({
      OSS_ENDPOINT: sandbox.endpoints.oss,
      RDS_ENDPOINT: sandbox.endpoints.rds,
      ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
      ACCESS_KEY_SECRET: sandbox.credentials.accessKeySecret,
      REGION: sandbox.region,
      SQLFERRY_HOME: join(dataDir, 'home'),
      INSTANCE_ID: sandbox.instanceId,
    })
    await aborted(context.signal)
    await sandbox.stop()
  } finally {
    if (!isKept) await rm(dataDir, { recursive: true, force: true })
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
