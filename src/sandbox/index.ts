/**
 * A stand-in for OSS, RDS, RAM and STS on loopback or in this process, and a writer of SQL Server backups.
 * The services are loaded when one is started: whoever wants an error text or a fault setting does not pay for them.
 */
import type { InProcessSandbox, ListenOptions, Sandbox, SandboxOptions } from './sandbox.ts'

export { type AccessKey, AccountBook, sandboxAccountId, sandboxKey } from './account.ts'
export * from './backup-writer/index.ts'
export { sandboxErrors } from './errors.ts'
export { sandboxErrorsZh } from './errors.zh.ts'
export {
  type Fault,
  FaultBook,
  type FaultCall,
  type FaultEffect,
  type FaultMatch,
} from './faults.ts'
export type { SandboxObjects } from './objects.ts'
export { parseFaults } from './parse-faults.ts'
export type {
  InstanceCategory,
  InstanceEdition,
  RdsInstanceOptions,
  RdsOptions,
  RdsRates,
  RdsReadings,
  SqlServerVersion,
} from './rds/index.ts'
export type { InProcessSandbox, ListenOptions, Sandbox, SandboxOptions } from './sandbox.ts'

/**
 * Returns a sandbox that is reached through its ports only: no sockets, and under a virtual clock no waiting.
 * @throws SANDBOX_FOLDER_UNUSABLE, SANDBOX_STATE_DAMAGED
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<InProcessSandbox> {
  return (await import('./sandbox.ts')).createSandbox(options)
}

/**
 * Starts a sandbox on 127.0.0.1 and resolves when both services accept connections.
 * @throws SANDBOX_PORT_TAKEN, SANDBOX_FOLDER_UNUSABLE, SANDBOX_STATE_DAMAGED
 */
export async function startSandbox(options: SandboxOptions & ListenOptions = {}): Promise<Sandbox> {
  return (await import('./sandbox.ts')).startSandbox(options)
}
