/** What OSS and its clients are documented to say, gathered from the topics in this folder. */
import { exitCodes, type KnownFailures } from '../../core/index.ts'
import { bucketFailures } from './bucket.ts'
import { clientFailures } from './client.ts'
import { encryptionFailures } from './encryption.ts'
import { endpointFailures } from './endpoint.ts'
import { identityFailures } from './identity.ts'
import { loadFailures } from './load.ts'
import { objectFailures } from './object.ts'
import { permissionFailures } from './permission.ts'
import { requestFailures } from './request.ts'
import { uploadFailures } from './upload.ts'

export const knownOssFailures: KnownFailures = {
  exit: exitCodes.oss,
  failures: [
    ...clientFailures,
    ...endpointFailures,
    ...identityFailures,
    ...permissionFailures,
    ...encryptionFailures,
    ...bucketFailures,
    ...objectFailures,
    ...uploadFailures,
    ...requestFailures,
    ...loadFailures,
  ],
}
