/**
 * Turns what the gateway and the network say into our errors, once: above the client nobody sees a vendor error.
 * Matches on the code, never on the HTTP status, which differs between operations and years.
 *
 * @source error-texts facts 1, 2, 5, 6 and 7 [spec]; entries marked (U) there are [guess]
 */
import {
  type ErrorEntry,
  MigrationError,
  parseRetryAfter,
  redact,
  type VendorError,
} from '../core/index.ts'
import { type RdsErrorCode, rdsError, rdsErrors } from './errors.ts'
import type { RpcReply } from './transport.ts'
import { parseError } from './wire-fields.ts'
import type { ActionName, CloudProduct } from './wire-requests.ts'

/** What a call was about; `secrets` are taken out of what the gateway echoes. */
export interface CallFacts {
  readonly action: ActionName
  readonly product: CloudProduct
  readonly host: string
  /** The database, instance, task or role that the call names; the region where it names none. */
  readonly object: string
  readonly nowMs: number
  readonly secrets: readonly string[]
}

const byCode: Readonly<Record<string, RdsErrorCode>> = {
  'InvalidAccessKeyId.NotFound': 'CLOUD_ACCESS_KEY_UNKNOWN',
  InvalidAccessKeyId: 'CLOUD_ACCESS_KEY_UNKNOWN',
  IncompleteSignature: 'CLOUD_SECRET_WRONG',
  InvalidAccessKeySecret: 'CLOUD_SECRET_WRONG',
  SignatureDoesNotMatch: 'CLOUD_SIGNATURE_MISMATCH',
  'InvalidAccessKeyId.Inactive': 'CLOUD_ACCESS_KEY_DISABLED',
  'Forbidden.AccessKeyDisabled': 'CLOUD_ACCESS_KEY_DISABLED',
  'InvalidTimeStamp.Expired': 'CLOUD_CLOCK_SKEWED',
  IllegalTimestamp: 'CLOUD_CLOCK_SKEWED',
  'InvalidTimeStamp.Format': 'CLOUD_TIMESTAMP_FORMAT',
  SignatureNonceUsed: 'CLOUD_NONCE_USED',
  'InvalidSecurityToken.Expired': 'STS_TOKEN_EXPIRED',
  'InvalidSecurityToken.MismatchWithAccessKey': 'STS_TOKEN_MISMATCH',
  'InvalidSecurityToken.Malformed': 'STS_TOKEN_MALFORMED',
  MissingSecurityToken: 'STS_TOKEN_MISSING',
  ServiceUnavailable: 'CLOUD_UNAVAILABLE',
  InternalError: 'CLOUD_INTERNAL_ERROR',
  'InvalidAction.NotFound': 'CLOUD_ACTION_UNKNOWN',
  InvalidAction: 'CLOUD_ACTION_UNKNOWN',
  'Forbedden.NotSupportRAM': 'CLOUD_RAM_UNSUPPORTED',
  'Forbidden.NotSupportRAM': 'CLOUD_RAM_UNSUPPORTED',
  'Forbidden.RiskControl': 'CLOUD_RISK_CONTROL',
  'Forbidden.Authentication': 'CLOUD_NOT_VERIFIED',
  RealNameAuthenticationError: 'CLOUD_NOT_VERIFIED',
  InsufficientBalance: 'CLOUD_BALANCE_LOW',
  IdempotentParameterMismatch: 'CLOUD_TOKEN_PARAMETERS_DIFFER',
  'EntityNotExist.Role': 'RAM_ROLE_NOT_FOUND',
  Inactive: 'RAM_SERVICE_INACTIVE',
  'InvalidDBInstanceId.NotFound': 'RDS_INSTANCE_NOT_FOUND',
  'InvalidDBInstanceName.NotFound': 'RDS_INSTANCE_NOT_FOUND',
  'InvalidDBInstance.NotFound': 'RDS_INSTANCE_NOT_FOUND',
  'Forbidden.InstanceNotFound': 'RDS_INSTANCE_NOT_FOUND',
  InvalidDBName: 'RDS_DATABASE_NAME_REFUSED',
  IncorrectDBInstanceState: 'RDS_INSTANCE_NOT_RUNNING',
  InvalidInstanceState: 'RDS_INSTANCE_NOT_RUNNING',
  IncorrectDBInstanceType: 'RDS_INSTANCE_TYPE_REFUSED',
  InvalidInstanceType: 'RDS_INSTANCE_TYPE_REFUSED',
  IncorrectDBInstanceLockMode: 'RDS_INSTANCE_LOCKED',
  InvalidInstanceLockMode: 'RDS_INSTANCE_LOCKED',
  IncorrectDBType: 'RDS_DATABASE_TYPE_REFUSED',
  InvalidDBType: 'RDS_DATABASE_TYPE_REFUSED',
  IncorrectDBState: 'RDS_DATABASE_BUSY',
  InvalidDBState: 'RDS_DATABASE_BUSY',
  UploadLimitExceeded: 'RDS_DATABASE_QUOTA_SPENT',
  ExceedUploadTime: 'RDS_DATABASE_QUOTA_SPENT',
  ConcurrentTaskExceeded: 'RDS_INSTANCE_QUOTA_SPENT',
  IncorrectFileExtension: 'BAK_EXTENSION_REFUSED',
  InvalidFile: 'BAK_EXTENSION_REFUSED',
  InvalidOssUrl: 'RDS_OSS_URL_REFUSED',
  InvalidOSSURL: 'RDS_OSS_URL_REFUSED',
  BakFileSizeExceeded: 'BAK_FILE_TOO_LARGE',
  FileSizeExceeded: 'RDS_STORAGE_TOO_SMALL',
  ExceedDiskSize: 'RDS_STORAGE_TOO_SMALL',
  'OperationDenied.DBInstanceStatus': 'RDS_INSTANCE_STATUS_REFUSED',
  'OperationDenied.DBStatus': 'RDS_DATABASE_STATUS_REFUSED',
  'OperationDenied.LockMode': 'RDS_LOCK_MODE_REFUSED',
  'IncorrectDBInstanceLockMode.ValueNotSupported': 'RDS_LOCK_MODE_REFUSED',
  'OperationDenied.DBInstanceType': 'RDS_TYPE_REFUSED',
  'OperationDenied.DBInstanceEngine': 'RDS_ENGINE_REFUSED',
  'OperationDenied.BackupJobExists': 'RDS_BACKUP_RUNNING',
  'InvalidDBName.Duplicate': 'RDS_DATABASE_DUPLICATE',
  'InvalidParameter.Keyword': 'RDS_DATABASE_KEYWORD',
  'QuotaExceeded.DBName': 'RDS_DATABASE_LIMIT',
  'InvalidStartTimeAndEndTime.Malformed': 'RDS_TIME_RANGE_INVALID',
  'InvalidMigrateTaskId.NotFound': 'RDS_TASK_NOT_FOUND',
}

/** Returns the error of an answer that is no success. */
export function translateReply(reply: RpcReply, facts: CallFacts): MigrationError {
  const said = parseError(reply.body)
  if (!said)
    return rdsError(
      'CLOUD_ANSWER_UNREADABLE',
      { host: facts.host, operation: facts.action, status: reply.status },
      {
        vendor: { system: facts.product, status: reply.status },
        // A refusal without a reason, such as a proxy's 403, does not change by asking again.
        retry: reply.status >= 500 || reply.status === 429 ? 'now' : 'never',
      },
    )
  const message = redact(said.message, facts.secrets)
  const vendor: VendorError = {
    system: facts.product,
    code: said.code,
    status: reply.status,
    message,
    ...(said.requestId && { requestId: said.requestId }),
  }
  const code = ourCode(said.code, message, facts) ?? 'RDS_UNEXPECTED'
  const retryAfterMs = parseRetryAfter(reply.retryAfter, facts.nowMs)
  return makeError(code, {
    facts,
    vendor,
    vendorMessage: message,
    // An unknown code with a server's status is a passing fault; the same call may be sent again.
    ...(code === 'RDS_UNEXPECTED' && reply.status >= 500 && { retry: 'now' as const }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}

/** Returns our code for a code of the gateway, or undefined where it is not known. */
function ourCode(code: string, message: string, facts: CallFacts): RdsErrorCode | undefined {
  if (/^Throttling(\.|$)/.test(code))
    return facts.product === 'sts' ? 'STS_THROTTLED' : 'CLOUD_THROTTLED'
  if (code === 'InvalidDBName.NotFound')
    return facts.action === 'CreateMigrateTask'
      ? 'RDS_DATABASE_ABSENT_OR_PRESENT'
      : 'RDS_DATABASE_NOT_FOUND'
  // The 2018 reference used the bare code for a missing database; only its message tells.
  if (code === 'InvalidDBName' && /does not have the specified/.test(message))
    return 'RDS_DATABASE_ABSENT_OR_PRESENT'
  // (U) The text of an edition that lacks the operation is not documented; these two are how it may be said.
  if (
    (facts.action === 'DescribeMigrateTasks' || facts.action === 'DescribeOssDownloads') &&
    /^(OperationDenied|InvalidDBInstance(Type|Engine(Version)?)|IncorrectDBInstanceType)\b/.test(
      code,
    ) &&
    !Object.hasOwn(byCode, code)
  )
    return 'RDS_TASK_LIST_UNSUPPORTED'
  const known = byCode[code]
  if (known) return known
  if (/^(NoPermission|Forbidden(\.|$))/.test(code))
    return facts.product === 'rds' ? 'RDS_FORBIDDEN' : 'RAM_FORBIDDEN'
  if (/^Missing[A-Z]/.test(code)) return 'CLOUD_PARAMETER_MISSING'
  if (/^InvalidParameter|\.(Malformed|ValueNotSupported|InvalidFormat)$/.test(code))
    return 'CLOUD_PARAMETER_INVALID'
  return undefined
}

function makeError(
  code: RdsErrorCode,
  context: {
    readonly facts: CallFacts
    readonly vendor: VendorError
    readonly vendorMessage: string
    readonly retry?: 'now'
    readonly retryAfterMs?: number
  },
): MigrationError {
  const { facts, vendor, vendorMessage, retry, retryAfterMs } = context
  const entry: ErrorEntry = rdsErrors[code]
  const details = {
    operation: facts.action,
    object: facts.object,
    host: facts.host,
    status: vendor.status ?? 0,
    vendorCode: vendor.code ?? '',
    vendorMessage,
  }
  return new MigrationError(code, entry, details, {
    vendor,
    ...(retry && { retry }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}

/** Codes of the network for calls that never reached the other side. */
const neverSent = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ERR_INVALID_URL',
  'ERR_PROXY_TUNNEL',
])

/** An open connection can end with these too, long after the request was sent; only the try to connect is proof. */
const neverSentWhileConnecting = new Set(['EHOSTUNREACH', 'ENETUNREACH'])

/** Tells whether a call that failed without an answer cannot have reached the service. */
export function wasNeverSent(error: unknown): boolean {
  const code = codeOf(error)
  const isConnecting = error instanceof Error && 'syscall' in error && error.syscall === 'connect'
  return (
    neverSent.has(code) ||
    (isConnecting && neverSentWhileConnecting.has(code)) ||
    isCertificateError(error)
  )
}

/** Returns the error of a call without an answer. */
export function translateNetworkError(error: unknown, facts: CallFacts): MigrationError {
  const code = codeOf(error)
  const reason = redact(code || messageOf(error), facts.secrets)
  const details = { host: facts.host, reason }
  const options = {
    cause: error,
    vendor: {
      system: 'node' as const,
      ...(code && { code }),
      message: redact(messageOf(error), facts.secrets),
    },
  }
  return isCertificateError(error)
    ? rdsError('CLOUD_TLS_REFUSED', details, options)
    : rdsError('CLOUD_UNREACHABLE', details, options)
}

/**
 * Returns the error for a call that must not be repeated and of which it is not known whether it was accepted.
 * @param why  what is known instead: the error of the network, or of the answer
 */
export function replyLost(why: MigrationError, facts: CallFacts): MigrationError {
  return rdsError(
    'RDS_REPLY_LOST',
    { operation: facts.action, object: facts.object, reason: why.vendor?.code ?? why.message },
    { cause: why, ...(why.vendor && { vendor: why.vendor }) },
  )
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function isCertificateError(error: unknown): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_(GET_ISSUER|VERIFY)|ERR_TLS_|HOSTNAME_MISMATCH/.test(
    codeOf(error),
  )
}
