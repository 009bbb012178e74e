/** What SQL Server and RDS are documented to say about backup files and their chain, gathered from the topics in this folder. */
import { exitCodes, type KnownFailures } from '../../core/index.ts'
import { chainFailures } from './chain.ts'
import { fileContentFailures } from './file-content.ts'
import { fileForRdsFailures } from './file-for-rds.ts'
import { logChainFailures } from './log-chain.ts'
import { mediaSetFailures } from './media-set.ts'

export const knownBackupFailures: KnownFailures = {
  exit: exitCodes.bak,
  failures: [
    ...fileForRdsFailures,
    ...fileContentFailures,
    ...mediaSetFailures,
    ...chainFailures,
    ...logChainFailures,
  ],
}
