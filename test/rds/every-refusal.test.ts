import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  fileFailure,
  type OssDownload,
  type RdsErrorCode,
  taskFailure,
} from '../../src/rds/index.ts'
import { type CallFacts, translateReply } from '../../src/rds/wire.ts'
import { samples } from './samples.ts'

const facts: CallFacts = {
  action: 'DescribeDatabases',
  product: 'rds',
  host: 'rds.aliyuncs.com',
  object: 'SalesDb',
  nowMs: 0,
  secrets: [],
}

/** What the gateway says and what it is to us. */
const said: ReadonlyArray<readonly [vendor: string, ours: RdsErrorCode]> = [
  ['IncompleteSignature', 'CLOUD_SECRET_WRONG'],
  ['InvalidAccessKeyId.Inactive', 'CLOUD_ACCESS_KEY_DISABLED'],
  ['InvalidTimeStamp.Expired', 'CLOUD_CLOCK_SKEWED'],
  ['InvalidTimeStamp.Format', 'CLOUD_TIMESTAMP_FORMAT'],
  ['SignatureNonceUsed', 'CLOUD_NONCE_USED'],
  ['InvalidSecurityToken.MismatchWithAccessKey', 'STS_TOKEN_MISMATCH'],
  ['InvalidSecurityToken.Malformed', 'STS_TOKEN_MALFORMED'],
  ['MissingSecurityToken', 'STS_TOKEN_MISSING'],
  ['ServiceUnavailable', 'CLOUD_UNAVAILABLE'],
  ['MissingDBInstanceId', 'CLOUD_PARAMETER_MISSING'],
  ['InvalidParameter', 'CLOUD_PARAMETER_INVALID'],
  ['InvalidAction.NotFound', 'CLOUD_ACTION_UNKNOWN'],
  ['Forbidden.NotSupportRAM', 'CLOUD_RAM_UNSUPPORTED'],
  ['Forbidden.RiskControl', 'CLOUD_RISK_CONTROL'],
  ['RealNameAuthenticationError', 'CLOUD_NOT_VERIFIED'],
  ['InsufficientBalance', 'CLOUD_BALANCE_LOW'],
  ['IdempotentParameterMismatch', 'CLOUD_TOKEN_PARAMETERS_DIFFER'],
  ['EntityNotExist.Role', 'RAM_ROLE_NOT_FOUND'],
  ['Inactive', 'RAM_SERVICE_INACTIVE'],
  ['IncorrectDBInstanceType', 'RDS_INSTANCE_TYPE_REFUSED'],
  ['IncorrectDBType', 'RDS_DATABASE_TYPE_REFUSED'],
  ['BakFileSizeExceeded', 'BAK_FILE_TOO_LARGE'],
  ['FileSizeExceeded', 'RDS_STORAGE_TOO_SMALL'],
  ['OperationDenied.DBInstanceStatus', 'RDS_INSTANCE_STATUS_REFUSED'],
  ['OperationDenied.DBStatus', 'RDS_DATABASE_STATUS_REFUSED'],
  ['OperationDenied.DBInstanceType', 'RDS_TYPE_REFUSED'],
  ['OperationDenied.DBInstanceEngine', 'RDS_ENGINE_REFUSED'],
  ['OperationDenied.BackupJobExists', 'RDS_BACKUP_RUNNING'],
  ['InvalidParameter.Keyword', 'RDS_DATABASE_KEYWORD'],
  ['QuotaExceeded.DBName', 'RDS_DATABASE_LIMIT'],
  ['InvalidStartTimeAndEndTime.Malformed', 'RDS_TIME_RANGE_INVALID'],
]

test('each rare refusal of the gateway has a meaning of its own and says what to do', () => {
  for (const [vendor, ours] of said) {
    const body = { Code: vendor, Message: 'words', RequestId: 'R-1' }
    const error = translateReply({ status: 400, body, retryAfter: undefined }, facts)
    assert.equal(error.code, ours, vendor)
    assert.equal(error.vendor?.requestId, 'R-1')
    assert.match(error.solution, /^[A-Z]\w+/, ours)
    assert.doesNotMatch(error.message + error.usualCause + error.solution, /[{}]/, ours)
  }
})

test('throttling by STS waits as that of other services does', () => {
  const body = { Code: 'Throttling.Api', Message: 'words', RequestId: 'R-1' }
  const error = translateReply(
    { status: 400, body, retryAfter: '2' },
    { ...facts, product: 'sts', action: 'GetCallerIdentity' },
  )
  assert.equal(error.code, 'STS_THROTTLED')
  assert.equal(error.retryAfterMs, 2000)
})

test('an answer that is no document may be asked for again only where the server is ill', () => {
  const answer = (status: number) =>
    translateReply({ status, body: '<html>', retryAfter: undefined }, facts)
  assert.equal(answer(502).code, 'CLOUD_ANSWER_UNREADABLE')
  assert.equal(answer(502).retry, 'now')
  assert.equal(answer(403).retry, 'never')
})

test('each text of a failed task that names numbers gives them to the error', () => {
  const texts: ReadonlyArray<readonly [text: string, ours: RdsErrorCode, told: RegExp]> = [
    [
      'Backup set (a.bak) is a Database FULL backup, we only accept transaction log or differential backup.',
      'BAK_SECOND_FULL',
      /a\.bak/,
    ],
    [
      'Not Enough Disk Space, space left 100 MB < bak file 250 MB',
      'RDS_DISK_SHORT_FOR_FILE',
      /100.*250|250.*100/,
    ],
    [
      'The database (Sales) migration failed due to databases count limitation',
      'RDS_DATABASE_COUNT_REACHED',
      /Sales/,
    ],
    [
      'Failed to download backup file since OSS URL was expired',
      'RDS_SIGNED_URL_EXPIRED',
      /expired/,
    ],
  ]
  for (const [description, ours, told] of texts) {
    const error = taskFailure({ ...samples.task, description })
    assert.equal(error.code, ours)
    assert.match(error.message, told)
  }
})

test('each failed state of a file has a meaning of its own', () => {
  const states: ReadonlyArray<readonly [status: OssDownload['status'], ours: RdsErrorCode]> = [
    ['VerifyFailed', 'RDS_FILE_VERIFY_FAILED'],
    ['CheckFailed', 'RDS_FILE_CHECK_FAILED'],
    ['RestoreFailed', 'RDS_FILE_RESTORE_FAILED'],
  ]
  for (const [status, ours] of states)
    assert.equal(fileFailure({ ...samples.file, status })?.code, ours)
})
