/** A stand-in for OSS, RDS, RAM and STS on loopback or in this process, and a writer of SQL Server backups. */
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
export {
  createSandbox,
  type InProcessSandbox,
  type ListenOptions,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from './sandbox.ts'
