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

/** Returns the script's line for an error, or undefined where it had none. */
export function documentedMessage(
  error: MigrationError,
  given: ScriptArguments,
): string | undefined {
  const { vendor } = error
  const requestId = vendor?.requestId ?? ''
  const response = `HTTP Status: ${vendor?.status ?? ''} Error:${vendor?.code ?? ''} ${stopped(vendor?.message ?? '')} RequestID: ${requestId}`
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
  if (error.area === 'OSS' && (vendor?.code === 'ENOTFOUND' || vendor?.code === 'EAI_AGAIN'))
    return `{'status': -2, 'request-id': '', 'details': "RequestError: ${vendor.message ?? ''}"}`
  return undefined
}

function stopped(message: string): string {
  return message === '' || message.endsWith('.') ? message : `${message}.`
}
