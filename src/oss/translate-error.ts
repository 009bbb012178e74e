/**
 * Turns what OSS answers, and what happens on the way to it, into errors of the catalogue. The only place that
 * knows OSS's error codes; the sandbox's in-process bucket uses it too, so both fail with the same words.
 *
 * @source error-texts facts, sections 8 to 11, with their matching rules: the code decides, for AccessDenied and
 *   InvalidArgument also the message [spec]
 */
import { type MigrationError, type MigrationErrorOptions, redact } from '../core/index.ts'
import { type OssErrorCode, ossError, ossErrors } from './errors.ts'

/** A refusal by OSS: the fields of its error document. */
export interface OssRefusal {
  readonly status: number
  /** Empty where the answer had no document, such as for a HEAD request. */
  readonly code: string
  readonly message: string
  readonly requestId?: string | undefined
  /** For AccessDenied: the endpoint to use instead, when OSS names one. */
  readonly endpoint?: string | undefined
  /** How far the clock of this machine is ahead of the server's, in milliseconds, from its Date header. */
  readonly skewMs?: number | undefined
  readonly retryAfterMs?: number | undefined
}

/** What was attempted, for the text. */
export interface OssAttempt {
  /** OSS's name of the operation, such as `PutObject`. */
  readonly operation: string
  /** `oss://bucket/key`, or the endpoint for a call to the service. */
  readonly resource: string
}

const byCode: Readonly<Record<string, OssErrorCode>> = {
  AbnormalBucketOwnerStatus: 'OSS_OWNER_STATUS_ABNORMAL',
  AccessKeyIdAndSecurityTokenNotMatch: 'OSS_TOKEN_MISMATCH',
  ActiveRequestLimitExceeded: 'OSS_CONNECTIONS_LIMITED',
  AliasNotFound: 'OSS_KMS_KEY_UNUSABLE',
  BucketAlreadyExists: 'OSS_BUCKET_NAME_TAKEN',
  BucketDisable: 'OSS_BUCKET_DISABLED',
  BucketNotBelongTo: 'OSS_NOT_BUCKET_OWNER',
  BucketNotEmpty: 'OSS_BUCKET_NOT_EMPTY',
  DownloadTrafficRateLimitExceeded: 'OSS_DOWNLOAD_RATE_LIMITED',
  EntityTooLarge: 'OSS_TOO_LARGE',
  EntityTooSmall: 'OSS_TOO_SMALL',
  FileAlreadyExists: 'OSS_ALREADY_EXISTS',
  FileImmutable: 'OSS_OBJECT_IMMUTABLE',
  FilePartNotExist: 'OSS_PART_DELETED',
  IncompleteBody: 'OSS_BODY_INCOMPLETE',
  InlineDataTooLarge: 'OSS_INLINE_TOO_LARGE',
  InternalError: 'OSS_INTERNAL_ERROR',
  InvalidAccessKeyId: 'OSS_ACCESS_KEY_INVALID',
  InvalidBucketName: 'OSS_BUCKET_NAME_INVALID',
  InvalidDigest: 'OSS_DIGEST_MISMATCH',
  InvalidHostPutBucket: 'OSS_HOST_INVALID_FOR_CREATE',
  InvalidObjectName: 'OSS_OBJECT_NAME_INVALID',
  InvalidObjectState: 'OSS_OBJECT_ARCHIVED',
  InvalidPart: 'OSS_PART_INVALID',
  InvalidPartOrder: 'OSS_PART_ORDER',
  InvalidRange: 'OSS_RANGE_INVALID',
  InvalidSecurityToken: 'OSS_TOKEN_INVALID',
  InvalidXMLFormat: 'OSS_XML_MALFORMED',
  KeyDisabled: 'OSS_KMS_KEY_UNUSABLE',
  KeyNotFound: 'OSS_KMS_KEY_UNUSABLE',
  KeyPendingDeletion: 'OSS_KMS_KEY_UNUSABLE',
  KeyPendingImport: 'OSS_KMS_KEY_UNUSABLE',
  KmsInDebt: 'OSS_KMS_OVERDUE',
  KmsInDebtOverdue: 'OSS_KMS_OVERDUE',
  KmsServiceNotEnabled: 'OSS_KMS_NOT_ENABLED',
  KmsUbsmsInvalidBid: 'OSS_KMS_NOT_ENABLED',
  MalformedXML: 'OSS_XML_MALFORMED',
  MetaOperationQpsLimitExceeded: 'OSS_META_QPS_LIMITED',
  MethodNotAllowed: 'OSS_METHOD_REFUSED',
  MissingContentLength: 'OSS_LENGTH_MISSING',
  NoSuchBucket: 'OSS_BUCKET_NOT_FOUND',
  NoSuchKey: 'OSS_OBJECT_NOT_FOUND',
  NoSuchLifecycle: 'OSS_NO_LIFECYCLE_RULE',
  NoSuchRegion: 'OSS_REGION_UNKNOWN',
  NoSuchServerSideEncryptionRule: 'OSS_NO_ENCRYPTION_RULE',
  NoSuchUpload: 'OSS_UPLOAD_GONE',
  NonStandardHostForbidden: 'OSS_HOST_REFUSED',
  NotImplemented: 'OSS_NOT_IMPLEMENTED',
  OperationNotSupported: 'OSS_OPERATION_REFUSED',
  PermanentRedirect: 'OSS_WRONG_ENDPOINT',
  PreconditionFailed: 'OSS_PRECONDITION_FAILED',
  RequestTimeTooSkewed: 'OSS_CLOCK_SKEWED',
  RequestTimeout: 'OSS_REQUEST_TIMEOUT',
  SecondLevelDomainForbidden: 'OSS_PATH_STYLE_REFUSED',
  SecurityTokenExpired: 'OSS_TOKEN_EXPIRED',
  SecurityTokenNotSupported: 'OSS_TOKEN_UNSUPPORTED',
  ServiceUnavailable: 'OSS_UNAVAILABLE',
  SignatureDoesNotMatch: 'OSS_SIGNATURE_MISMATCH',
  SlowDown: 'OSS_UNAVAILABLE',
  TooManyBuckets: 'OSS_TOO_MANY_BUCKETS',
  TotalQpsLimitExceeded: 'OSS_QPS_LIMITED',
  TransferAccelerationDisabled: 'OSS_ACCELERATION_OFF',
  UploadTrafficRateLimitExceeded: 'OSS_UPLOAD_RATE_LIMITED',
  UserDisable: 'OSS_USER_DISABLED',
}

/** For codes that mean several things: the first needle found in the message decides. */
const byMessage: Readonly<Record<string, ReadonlyArray<readonly [string, OssErrorCode]>>> = {
  AccessDenied: [
    ['is not belong to you', 'OSS_BUCKET_NOT_YOURS'],
    ["authorizer's policy", 'OSS_FORBIDDEN_BY_SESSION'],
    ['must be addressed using the specified endpoint', 'OSS_WRONG_ENDPOINT'],
    ['nonymous', 'OSS_ANONYMOUS_REFUSED'],
    ['referer policy', 'OSS_REFERER_REFUSED'],
    ['forbidden by kms', 'OSS_KMS_FORBIDDEN'],
    ['Query string authentication requires', 'OSS_SIGNED_URL_INCOMPLETE'],
    ['Request has expired', 'OSS_SIGNED_URL_EXPIRED'],
    ['Invalid date', 'OSS_SIGNED_URL_DATE'],
    ['', 'OSS_FORBIDDEN'],
  ],
  InvalidArgument: [
    ['No such bucket storage class', 'OSS_STORAGE_CLASS_UNKNOWN'],
    ['x-oss-traffic-limit', 'OSS_TRAFFIC_LIMIT_INVALID'],
    ['Part number must be', 'OSS_PART_ORDER'],
    ['', 'OSS_ARGUMENT_INVALID'],
  ],
  BucketAlreadyExists: [
    ["can't modify", 'OSS_BUCKET_SETTING_FIXED'],
    ['Cannot modify', 'OSS_BUCKET_SETTING_FIXED'],
    ['', 'OSS_BUCKET_NAME_TAKEN'],
  ],
  InvalidCRC64: [['', 'OSS_DIGEST_MISMATCH']],
}

/** Where the answer has a status and no code: HEAD through a proxy, or a gateway before OSS. */
function codeOfStatus(status: number): OssErrorCode {
  if (status === 404) return 'OSS_OBJECT_NOT_FOUND'
  if (status === 403) return 'OSS_FORBIDDEN'
  if (status === 407) return 'OSS_PROXY_FAILED'
  if (status === 412) return 'OSS_PRECONDITION_FAILED'
  if (status === 416) return 'OSS_RANGE_INVALID'
  if (status === 429 || status === 503) return 'OSS_UNAVAILABLE'
  return status >= 500 ? 'OSS_INTERNAL_ERROR' : 'OSS_UNEXPECTED'
}

function codeOf(refusal: OssRefusal): OssErrorCode {
  const candidates = byMessage[refusal.code]
  if (candidates)
    return candidates.find(([needle]) => refusal.message.includes(needle))?.[1] ?? 'OSS_UNEXPECTED'
  if (refusal.code === '') return codeOfStatus(refusal.status)
  return byCode[refusal.code] ?? (refusal.status >= 500 ? 'OSS_INTERNAL_ERROR' : 'OSS_UNEXPECTED')
}

/** Returns the error for a refusal by OSS, with OSS's own words and request id kept. */
export function translateRefusal(refusal: OssRefusal, attempt: OssAttempt): MigrationError {
  const { status, code, requestId, retryAfterMs } = refusal
  const message = redact(refusal.message)
  const ourCode = codeOf(refusal)
  const entry = ossErrors[ourCode]
  return ossError(
    ourCode,
    {
      ...attempt,
      rightEndpoint: refusal.endpoint ?? 'the endpoint of its own region',
      skewSeconds:
        refusal.skewMs === undefined ? 'more than 900' : Math.round(refusal.skewMs / 1000),
      vendorCode: code === '' ? `HTTP ${status}` : code,
      vendorMessage: message,
    } as never,
    {
      vendor: {
        system: 'oss',
        status,
        message,
        ...(code === '' ? {} : { code }),
        ...(requestId === undefined ? {} : { requestId }),
      },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      // A server fault without an entry of its own is still a server fault.
      ...(status >= 500 && entry.retry === 'never' ? { retry: 'later' as const } : {}),
    },
  )
}

const tlsCodes =
  /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO$|HOSTNAME_MISMATCH|INVALID_CA)/

/** Returns the error for a connection that failed. @param timeoutMs  the limit that applied, for the text */
export function translateConnectionFault(
  fault: unknown,
  attempt: OssAttempt,
  timeoutMs: number,
): MigrationError {
  const { code, message } = faultFields(fault)
  const options: MigrationErrorOptions = {
    cause: fault,
    vendor: { system: 'node', code, message },
  }
  const { operation, resource } = attempt
  if (code === 'ENOTFOUND') return ossError('OSS_ENDPOINT_UNRESOLVED', { resource }, options)
  if (code === 'ECONNREFUSED') return ossError('OSS_CONNECTION_REFUSED', { resource }, options)
  if (code === 'ERR_PROXY_TUNNEL')
    return ossError('OSS_PROXY_FAILED', { resource, vendorMessage: message }, options)
  if (tlsCodes.test(code))
    return ossError('OSS_TLS_FAILED', { resource, vendorMessage: message }, options)
  if (code === 'SQLFERRY_SILENT')
    return ossError('OSS_RESPONSE_TIMEOUT', { resource, operation, timeoutMs }, options)
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return ossError('OSS_CONNECTION_TIMEOUT', { resource, timeoutMs }, options)
  return ossError('OSS_UPLOAD_INTERRUPTED', { resource, operation }, options)
}

function faultFields(fault: unknown): { code: string; message: string } {
  if (!(fault instanceof Error)) return { code: '', message: redact(String(fault)) }
  // A host with several addresses fails with all of their faults at once; the first one tells enough.
  if (fault instanceof AggregateError && fault.errors.length > 0 && !('code' in fault))
    return faultFields(fault.errors[0])
  const code = 'code' in fault && typeof fault.code === 'string' ? fault.code : ''
  return { code, message: redact(fault.message) }
}
