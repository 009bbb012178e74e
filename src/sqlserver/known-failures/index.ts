/** What SQL Server and its driver are documented to say, gathered from the topics in this folder. */
import { exitCodes, type KnownFailures } from '../../core/index.ts'
import { afterOpeningFailures } from './after-opening.ts'
import { backupDeviceFailures } from './backup-device.ts'
import { backupRefusedFailures } from './backup-refused.ts'
import { connectionFailures } from './connection.ts'
import { connectionEncryptionFailures } from './connection-encryption.ts'
import { damageFailures } from './damage.ts'
import { databaseStateFailures } from './database-state.ts'
import { editionAndVersionFailures } from './edition-and-version.ts'
import { loginFailures } from './login.ts'
import { permissionFailures } from './permission.ts'
import { resourcesFailures } from './resources.ts'
import { restoreFailures } from './restore.ts'
import { unexpectedFailures } from './unexpected.ts'

export const knownSqlServerFailures: KnownFailures = {
  exit: exitCodes.sqlserver,
  failures: [
    ...connectionFailures,
    ...connectionEncryptionFailures,
    ...loginFailures,
    ...permissionFailures,
    ...databaseStateFailures,
    ...resourcesFailures,
    ...backupDeviceFailures,
    ...backupRefusedFailures,
    ...restoreFailures,
    ...editionAndVersionFailures,
    ...damageFailures,
    ...afterOpeningFailures,
    ...unexpectedFailures,
  ],
}
