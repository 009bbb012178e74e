/**
 * The lines that the official script prints, for whoever greps for them. They are an interface, so they are kept
 * word for word, typing slips included, and never translated.
 *
 * @source cloud-api facts 5.10; manual, table "Common errors" [spec]
 */
import type { MigrationError } from '../../core/index.ts'

/** What the script was started with. */
export interface ScriptArguments {
  readonly instanceId: string
  readonly bucket: string
  readonly directory: string
}

/**
 * What CreateMigrateTask would have answered to what is refused here before it is called.
 * @source cloud-api facts 1.12 [spec]
 */
const withheldCalls: Readonly<Record<string, string>> = {
  RDS_DATABASE_NAME_REFUSED: answer(
    403,
    'InvalidDBName',
    'The specified database name is not allowed.',
  ),
  RDS_INSTANCE_NOT_RUNNING: answer(
    403,
    'IncorrectDBInstanceState',
    'Current DB instance state does not support this operation.',
  ),
  RDS_INSTANCE_LOCKED: answer(
    400,
    'IncorrectDBInstanceLockMode',
    'Current DB instance lock mode does not support this operation.',
  ),
  RDS_DATABASE_EXISTS: answer(
    400,
    'InvalidDBName.NotFound',
    'Specified one or more DB name does not exist or DB status does not support.',
  ),
  RDS_DATABASE_ABSENT_OR_PRESENT: answer(
    400,
    'InvalidDBName.NotFound',
    'Specified one or more DB name does not exist or DB status does not support.',
  ),
  RDS_DATABASE_QUOTA_SPENT: answer(
    400,
    'UploadLimitExceeded',
    'UploadTimesQuotaExceeded: Exceeding the daily upload times of this DB.',
  ),
  RDS_INSTANCE_QUOTA_SPENT: answer(
    400,
    'ConcurrentTaskExceeded',
    'Concurrent task exceeding the allowed amount.',
  ),
  BAK_FILE_TOO_LARGE: answer(400, 'BakFileSizeExceeded', 'Exceeding the allowed bak file size.'),
  RDS_DISK_SHORT_FOR_RESTORE: answer(
    400,
    'FileSizeExceeded',
    'Exceeding the allowed file size of DB instance.',
  ),
}

/** Returns the script's line for an error, or undefined where it had none. */
export function documentedMessage(
  error: MigrationError,
  given: ScriptArguments,
): string | undefined {
  const { vendor } = error
  const requestId = vendor?.requestId ?? ''
  const response = `HTTP Status: ${vendor?.status ?? ''} Error:${vendor?.code ?? ''} ${stopped(vendor?.message ?? '')} RequestID: ${requestId}`
  const withheld = withheldCalls[error.code]
  if (withheld !== undefined && vendor === undefined)
    return `OPENAPI Response Error !!!!! : ${withheld} RequestID: none, sqlferry refused before the call`
  switch (error.code) {
    case 'RDS_ENGINE_NOT_SQLSERVER':
      return "RDS engine doesn't support, this is only for RDS SQL Server engine."
    case 'RDS_INSTANCE_NOT_FOUND':
      return `Couldn't find specify RDS [${given.instanceId}].`
    case 'OSS_PREFIX_EMPTY':
      return `There is no backup file on OSS Bucket [${given.bucket}] under [${given.directory}] folder, check please.`
    case 'BAK_NAME_REJECTED':
      return `Warning!!!!!, [${error.details['file']}] is not backup file, filtered.`
    case 'CLOUD_ACCESS_KEY_UNKNOWN':
    case 'CLOUD_SECRET_WRONG':
    case 'CLOUD_SIGNATURE_MISMATCH':
    case 'RDS_FORBIDDEN':
      return response
  }
  if (vendor?.system === 'rds' && vendor.code !== undefined)
    return `OPENAPI Response Error !!!!! : ${response}`
  if (vendor?.system === 'oss' && vendor.code !== undefined)
    return `{'status': ${vendor.status ?? 0}, 'request-id': '${requestId}', 'details': {'Message': '${vendor.message ?? ''}', 'Code': '${vendor.code}', 'RequestId': '${requestId}'}}`
  if (error.area === 'OSS' && vendor?.system === 'node')
    return `{'status': -2, 'request-id': '', 'details': "RequestError: ${vendor.message ?? ''}"}`
  return undefined
}

function answer(status: number, code: string, message: string): string {
  return `HTTP Status: ${status} Error:${code} ${message}`
}

function stopped(message: string): string {
  return message === '' || message.endsWith('.') ? message : `${message}.`
}
