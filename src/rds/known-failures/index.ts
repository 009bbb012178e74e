/** What RDS, its OpenAPI gateway, RAM and STS are documented to say, gathered from the topics in this folder. */
import { exitCodes, type KnownFailures } from '../../core/index.ts'
import { callerFailures } from './caller.ts'
import { databaseFailures } from './database.ts'
import { gatewayFailures } from './gateway.ts'
import { instanceFailures } from './instance.ts'
import { permissionAndAccountFailures } from './permission-and-account.ts'
import { requestFailures } from './request.ts'
import { rolesAndTokensFailures } from './roles-and-tokens.ts'
import { taskFailures } from './task.ts'

export const knownRdsFailures: KnownFailures = {
  exit: exitCodes.rds,
  failures: [
    ...callerFailures,
    ...gatewayFailures,
    ...rolesAndTokensFailures,
    ...instanceFailures,
    ...databaseFailures,
    ...requestFailures,
    ...permissionAndAccountFailures,
    ...taskFailures,
  ],
}
