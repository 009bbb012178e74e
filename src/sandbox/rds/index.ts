/** The sandbox's RDS, RAM and STS: the model, the wire and the port. */
export { RdsModel, type RdsModelParts } from './model.ts'
export type {
  InstanceCategory,
  InstanceEdition,
  RdsInstanceOptions,
  RdsOptions,
  RdsRates,
  RdsReadings,
  SqlServerVersion,
} from './options.ts'
export { type RdsPortParts, sandboxRestoreTarget } from './port.ts'
export { startRdsServer } from './server.ts'
export { type RdsService, serveRds } from './service.ts'
export type { RdsState } from './state.ts'
export { NonceBook } from './verify-request.ts'
