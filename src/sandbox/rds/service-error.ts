/**
 * The refusals of the sandbox's RDS, RAM and STS: the documented codes with their HTTP status and text. Both faces
 * raise them; the wire turns them into JSON or XML, the in-process port into the errors of the client.
 */

interface ServiceErrorEntry {
  readonly status: number
  readonly message: string
}

/**
 * @source cloud-api facts 1.12 and 2.4, error-texts 1, 2, 5, 6 and 7 [spec]; statuses that the documents leave open
 *   are the first that they name [guess]
 */
const entries = {
  ConcurrentTaskExceeded: {
    status: 400,
    message: 'Concurrent task exceeding the allowed amount.',
  },
  BakFileSizeExceeded: { status: 400, message: 'Exceeding the allowed bak file size.' },
  'EntityNotExist.Role': { status: 404, message: 'The specified Role not exists.' },
  FileSizeExceeded: { status: 400, message: 'Exceeding the allowed file size of DB instance.' },
  IdempotentParameterMismatch: {
    status: 400,
    message:
      'Request uses a client token in a previous request but is not identical to that request.',
  },
  IncompleteSignature: {
    status: 400,
    message: 'The request signature does not conform to Aliyun standards.',
  },
  IncorrectDBInstanceLockMode: {
    status: 400,
    message: 'Current DB instance lock mode does not support this operation.',
  },
  IncorrectDBInstanceState: {
    status: 403,
    message: 'Current DB instance state does not support this operation.',
  },
  IncorrectDBInstanceType: {
    status: 400,
    message: 'Current DB instance type does not support this operation.',
  },
  IncorrectDBState: { status: 400, message: 'Current DB state does not support this operation.' },
  IncorrectFileExtension: { status: 400, message: 'The file extension does not support.' },
  InternalError: {
    status: 500,
    message: 'The request processing has failed due to some unknown error, exception or failure.',
  },
  'InvalidAccessKeyId.Inactive': { status: 403, message: 'Specified access key is disabled.' },
  'InvalidAccessKeyId.NotFound': { status: 404, message: 'Specified access key is not found.' },
  'InvalidAccountName.Duplicate': {
    status: 400,
    message: 'The specified AccountName already exists.',
  },
  'InvalidAccountName.keyword': {
    status: 400,
    message: 'The specified AccountName is a reserved keyword.',
  },
  'InvalidAction.NotFound': {
    status: 404,
    message: 'Specified api is not found, please check your url and method.',
  },
  InvalidDBName: { status: 403, message: 'The specified database name is not allowed.' },
  // What a cluster edition says to the lists that it does not offer is not documented [guess].
  InvalidDBInstanceEngineVersion: {
    status: 400,
    message: 'The engine version of the instance does not support this operation.',
  },
  'InvalidDBInstanceId.NotFound': {
    status: 404,
    message: 'The DBInstanceId provided does not exist in records.',
  },
  'InvalidDBName.Duplicate': {
    status: 400,
    message: 'The specified DB name is invalid or already exists.',
  },
  'InvalidDBName.NotFound': {
    status: 400,
    message: 'Specified one or more DB name does not exist or DB status does not support.',
  },
  'InvalidMigrateTaskId.NotFound': {
    status: 404,
    message: 'The specified MigrateTaskId does not exist.',
  },
  InvalidOssUrl: { status: 400, message: 'Specified oss url is not valid.' },
  InvalidParameter: { status: 400, message: 'The specified parameter "{name}" is not valid.' },
  'InvalidParameter.Keyword': {
    status: 400,
    message: 'The specified DBName is a reserved keyword.',
  },
  'InvalidSecurityToken.Expired': { status: 403, message: 'Specified SecurityToken is expired.' },
  'InvalidSecurityToken.MismatchWithAccessKey': {
    status: 403,
    message: 'Specified SecurityToken mismatch with the AccessKey.',
  },
  'InvalidStartTimeAndEndTime.Malformed': {
    status: 400,
    message: 'The EndTime must be later than or equal to the StartTime.',
  },
  'InvalidTimeStamp.Expired': {
    status: 400,
    message: 'Specified time stamp or date value is expired.',
  },
  'InvalidTimeStamp.Format': {
    status: 400,
    message: 'Specified time stamp or date value is not well formatted.',
  },
  MissingParameter: {
    status: 400,
    message:
      'The input parameter "{name}" that is mandatory for processing this request is not supplied.',
  },
  MissingSecurityToken: { status: 400, message: 'SecurityToken is mandatory for this action.' },
  'OperationDenied.DBStatus': {
    status: 403,
    message: 'The status of the database does not support this operation.',
  },
  'QuotaExceeded.DBName': { status: 400, message: 'The quota of db exceeds.' },
  ServiceUnavailable: {
    status: 503,
    message: 'The request has failed due to a temporary failure of the server.',
  },
  SignatureDoesNotMatch: {
    status: 400,
    message: 'Specified signature is not matched with our calculation.',
  },
  SignatureNonceUsed: { status: 400, message: 'Specified signature nonce was used already.' },
  'Throttling.User': {
    status: 400,
    message: 'Request was denied due to user flow control.',
  },
  UploadLimitExceeded: {
    status: 400,
    message: 'UploadTimesQuotaExceeded: Exceeding the daily upload times of this DB.',
  },
} as const satisfies Record<string, ServiceErrorEntry>

export type ServiceErrorCode = keyof typeof entries

/** What the service refused, in its own words. */
export class RdsServiceError extends Error {
  override readonly name = 'RdsServiceError'
  readonly code: string
  readonly status: number
  /** Seconds, for the header x-acs-retry-after. */
  readonly retryAfterSeconds: number | undefined

  constructor(code: string, status: number, message: string, retryAfterSeconds?: number) {
    super(message)
    this.code = code
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Returns (does not throw) the refusal with this code; `name` fills the name of a parameter in. */
export function serviceError(code: ServiceErrorCode, name = ''): RdsServiceError {
  const entry = entries[code]
  return new RdsServiceError(code, entry.status, entry.message.replace('{name}', name))
}
