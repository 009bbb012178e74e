import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isMigrationError } from '../../src/core/index.ts'
import { type OssErrorCode, translateRefusal } from '../../src/oss/wire.ts'

/** What OSS says (code, and text where the code alone does not decide), and what it is to us. */
const said: ReadonlyArray<readonly [code: string, text: string, ours: OssErrorCode]> = [
  ['InvalidSecurityToken', '', 'OSS_TOKEN_INVALID'],
  ['AccessKeyIdAndSecurityTokenNotMatch', '', 'OSS_TOKEN_MISMATCH'],
  ['SecurityTokenNotSupported', '', 'OSS_TOKEN_UNSUPPORTED'],
  ['AccessDenied', "Access denied by authorizer's policy.", 'OSS_FORBIDDEN_BY_SESSION'],
  ['AccessDenied', 'Anonymous access is forbidden for this operation.', 'OSS_ANONYMOUS_REFUSED'],
  ['AccessDenied', 'You are denied by bucket referer policy.', 'OSS_REFERER_REFUSED'],
  ['AccessDenied', 'This request is forbidden by kms.', 'OSS_KMS_FORBIDDEN'],
  [
    'AccessDenied',
    'Query string authentication requires the Signature, Expires and OSSAccessKeyId parameters',
    'OSS_SIGNED_URL_INCOMPLETE',
  ],
  [
    'AccessDenied',
    'Invalid date (should be seconds since epoch): 2026-11-22',
    'OSS_SIGNED_URL_DATE',
  ],
  ['AccessDenied', 'You have no right.', 'OSS_FORBIDDEN'],
  ['BucketNotBelongTo', '', 'OSS_NOT_BUCKET_OWNER'],
  ['AbnormalBucketOwnerStatus', '', 'OSS_OWNER_STATUS_ABNORMAL'],
  ['SecondLevelDomainForbidden', '', 'OSS_PATH_STYLE_REFUSED'],
  ['NonStandardHostForbidden', '', 'OSS_HOST_REFUSED'],
  ['TransferAccelerationDisabled', '', 'OSS_ACCELERATION_OFF'],
  ['KmsServiceNotEnabled', '', 'OSS_KMS_NOT_ENABLED'],
  ['KmsInDebtOverdue', '', 'OSS_KMS_OVERDUE'],
  ['KeyPendingDeletion', '', 'OSS_KMS_KEY_UNUSABLE'],
  ['TooManyBuckets', '', 'OSS_TOO_MANY_BUCKETS'],
  ['InvalidArgument', 'No such bucket storage class exists.', 'OSS_STORAGE_CLASS_UNKNOWN'],
  ['NoSuchServerSideEncryptionRule', '', 'OSS_NO_ENCRYPTION_RULE'],
  ['NoSuchLifecycle', '', 'OSS_NO_LIFECYCLE_RULE'],
  ['NoSuchRegion', '', 'OSS_REGION_UNKNOWN'],
  ['InvalidHostPutBucket', '', 'OSS_HOST_INVALID_FOR_CREATE'],
  ['FilePartNotExist', '', 'OSS_PART_DELETED'],
  ['EntityTooLarge', '', 'OSS_TOO_LARGE'],
  ['InlineDataTooLarge', '', 'OSS_INLINE_TOO_LARGE'],
  ['FileImmutable', '', 'OSS_OBJECT_IMMUTABLE'],
  ['IncompleteBody', '', 'OSS_BODY_INCOMPLETE'],
  ['MissingContentLength', '', 'OSS_LENGTH_MISSING'],
  ['RequestTimeout', '', 'OSS_REQUEST_TIMEOUT'],
  ['InvalidObjectState', '', 'OSS_OBJECT_ARCHIVED'],
  ['InvalidArgument', 'The x-oss-traffic-limit is out of range.', 'OSS_TRAFFIC_LIMIT_INVALID'],
  ['MalformedXML', '', 'OSS_XML_MALFORMED'],
  ['NotImplemented', '', 'OSS_NOT_IMPLEMENTED'],
  ['MethodNotAllowed', '', 'OSS_METHOD_REFUSED'],
  ['OperationNotSupported', '', 'OSS_OPERATION_REFUSED'],
  ['UploadTrafficRateLimitExceeded', '', 'OSS_UPLOAD_RATE_LIMITED'],
  ['DownloadTrafficRateLimitExceeded', '', 'OSS_DOWNLOAD_RATE_LIMITED'],
  ['TotalQpsLimitExceeded', '', 'OSS_QPS_LIMITED'],
  ['MetaOperationQpsLimitExceeded', '', 'OSS_META_QPS_LIMITED'],
  ['ActiveRequestLimitExceeded', '', 'OSS_CONNECTIONS_LIMITED'],
]

test('each rare refusal of OSS has a meaning of its own and says what to do', () => {
  for (const [code, message, ours] of said) {
    const error = translateRefusal(
      { status: 400, code, message, requestId: 'R-1' },
      { operation: 'PutObject', resource: 'oss://bkt/key' },
    )
    assert.ok(isMigrationError(error, ours), `${code} ${message} became ${error.code}`)
    assert.equal(error.vendor?.requestId, 'R-1')
    assert.match(error.solution, /^[A-Z]\w+/, ours)
    assert.doesNotMatch(error.message + error.usualCause + error.solution, /[{}]/, ours)
  }
})
