import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { placeholderNames } from '../../src/core/index.ts'
import {
  explainDescription,
  fileFailure,
  rdsErrors,
  rdsErrorsZh,
  taskFailure,
} from '../../src/rds/index.ts'
import { type CallFacts, translateReply } from '../../src/rds/wire.ts'
import { samples } from './samples.ts'

const facts: CallFacts = {
  action: 'CreateMigrateTask',
  product: 'rds',
  host: 'rds.aliyuncs.com',
  object: 'SalesDb',
  nowMs: 0,
  secrets: [],
}

function codeFor(code: string, more: Partial<CallFacts> = {}, message = 'm', status = 400): string {
  const body = { Code: code, Message: message, RequestId: 'R' }
  return translateReply({ status, body, retryAfter: undefined }, { ...facts, ...more }).code
}

describe('translation', () => {
  test('knows the thirteen codes of CreateMigrateTask', () => {
    const expected = {
      InvalidDBName: 'RDS_DATABASE_NAME_REFUSED',
      IncorrectDBInstanceState: 'RDS_INSTANCE_NOT_RUNNING',
      IncorrectDBInstanceType: 'RDS_INSTANCE_TYPE_REFUSED',
      IncorrectDBInstanceLockMode: 'RDS_INSTANCE_LOCKED',
      'InvalidDBName.NotFound': 'RDS_DATABASE_ABSENT_OR_PRESENT',
      IncorrectDBType: 'RDS_DATABASE_TYPE_REFUSED',
      IncorrectDBState: 'RDS_DATABASE_BUSY',
      UploadLimitExceeded: 'RDS_DATABASE_QUOTA_SPENT',
      ConcurrentTaskExceeded: 'RDS_INSTANCE_QUOTA_SPENT',
      IncorrectFileExtension: 'BAK_EXTENSION_REFUSED',
      InvalidOssUrl: 'RDS_OSS_URL_REFUSED',
      BakFileSizeExceeded: 'BAK_FILE_TOO_LARGE',
      FileSizeExceeded: 'RDS_STORAGE_TOO_SMALL',
    }
    for (const [vendor, ours] of Object.entries(expected)) assert.equal(codeFor(vendor), ours)
  })

  test('reads a code by the operation and the product that it came from', () => {
    assert.equal(
      codeFor('InvalidDBName.NotFound', { action: 'CreateDatabase' }),
      'RDS_DATABASE_NOT_FOUND',
    )
    assert.equal(codeFor('Throttling.User'), 'CLOUD_THROTTLED')
    assert.equal(codeFor('Throttling.User', { product: 'sts' }), 'STS_THROTTLED')
    assert.equal(codeFor('NoPermission', { product: 'ram' }), 'RAM_FORBIDDEN')
    assert.equal(codeFor('Forbidden.RAM'), 'RDS_FORBIDDEN')
    assert.equal(codeFor('Forbidden'), 'RDS_FORBIDDEN')
    assert.equal(
      codeFor('InvalidDBName', {}, 'The instance does not have the specified DB name.'),
      'RDS_DATABASE_ABSENT_OR_PRESENT',
    )
    assert.equal(codeFor('MissingDBInstanceId'), 'CLOUD_PARAMETER_MISSING')
    assert.equal(codeFor('MissingSecurityToken'), 'STS_TOKEN_MISSING')
    assert.equal(codeFor('InvalidPageSize.Malformed'), 'CLOUD_PARAMETER_INVALID')
    assert.equal(codeFor('NeverSeen'), 'RDS_UNEXPECTED')
  })

  test('fills every placeholder of every code, in both languages', () => {
    const error = translateReply(
      {
        status: 403,
        body: { Code: 'IncorrectDBInstanceState', Message: 'm', RequestId: 'R' },
        retryAfter: '3',
      },
      facts,
    )
    assert.equal(error.retryAfterMs, 3000)
    assert.equal(error.retry, 'later')
    for (const [code, entry] of Object.entries(rdsErrors)) {
      const zh = rdsErrorsZh[code as keyof typeof rdsErrors]
      const names = (texts: { message: string; cause: string; solution: string }) =>
        placeholderNames(texts.message + texts.cause + texts.solution).sort()
      assert.deepEqual(names(zh), names(entry), code)
      assert.match(zh.cause + zh.solution, /[\u4e00-\u9fff]/, code)
      assert.doesNotMatch(entry.message, /\.$/, code)
    }
    assert.doesNotMatch(error.message + error.solution, /[{}]/)
  })
})

describe('the description of a task', () => {
  const expected: [string, string, Record<string, string>][] = [
    [
      'The database (销售) is already exist on RDS, please backup and drop it, then try again.',
      'RDS_DATABASE_EXISTS',
      { database: '销售' },
    ],
    [
      'Backup set (a.bak) is a Database Differential backup, we only accept a FULL Backup.',
      'BAK_NOT_FULL_BUT_DIFFERENTIAL',
      { file: 'a.bak' },
    ],
    [
      'Backup set (a.trn) is a Transaction Log backup, we only accept a FULL Backup',
      'BAK_NOT_FULL_BUT_LOG',
      { file: 'a.trn' },
    ],
    [
      'Backup set (a (1).bak) is a Database FULL backup, we only accept transaction log or differential backup.',
      'BAK_SECOND_FULL',
      { file: 'a (1).bak' },
    ],
    [
      'Failed to verify a.bak, backup file was corrupted or newer edition than RDS.',
      'BAK_VERIFY_FAILED',
      { file: 'a.bak' },
    ],
    ['DBCC checkdb failed', 'RDS_CHECKDB_FAILED', {}],
    [
      "asynchronously DBCC checkdb failed: CHECKDB found 0 allocation errors and 2 consistency errors in table 'T' (object ID 1).",
      'RDS_CHECKDB_FAILED_LATER',
      {},
    ],
    ['Success to DBCC checkdb asynchronously', 'RDS_CHECKDB_PASSED', {}],
    [
      'Not Enough Disk Space for restoring, space left (10 MB) < needed (20 MB)',
      'RDS_DISK_SHORT_FOR_RESTORE',
      { leftMegabytes: '10', neededMegabytes: '20' },
    ],
    [
      'Not Enough Disk Space, space left 10 MB < bak file 20 MB',
      'RDS_DISK_SHORT_FOR_FILE',
      { leftMegabytes: '10', neededMegabytes: '20' },
    ],
    [
      'Your RDS doesn’t have any init account yet, please create one and grant permissions on RDS console to this migrated database (A).',
      'RDS_NO_PRIVILEGED_ACCOUNT',
      { database: 'A' },
    ],
    [
      'The log in this backup set begins at LSN 31000000018400001, which is too recent to apply to the database.RESTORE LOG is terminating abnormally.',
      'BAK_CHAIN_GAP',
      { lsn: '31000000018400001' },
    ],
    ['Failed to open database a.b.', 'RDS_OPEN_FAILED', { database: 'a.b' }],
    [
      'RESTORE detected an error on page (1:80) in database "a "b"" as read from the backup set.RESTORE DATABASE is terminating abnormally.',
      'BAK_PAGE_DAMAGED_AT_RESTORE',
      { page: '1:80', database: 'a "b"' },
    ],
    [
      'The backup set cannot be restored because the database was damaged when the backup occurred. Salvage attempts may exploit WITH CONTINUE_AFTER_ERROR.\nRESTORE DATABASE is terminating abnormally.',
      'BAK_DAMAGED_AT_BACKUP',
      {},
    ],
    [
      'Damage to the backup set was detected.RESTORE LOG is terminating abnormally.',
      'BAK_DAMAGED',
      {},
    ],
    [
      "The media family on device 'a.bak' is incorrectly formed. SQL Server cannot process this media family.",
      'BAK_MEDIA_FAMILY_MALFORMED',
      { file: 'a.bak' },
    ],
    [
      "The backup set on device 'a.bak' was terminated while it was being created and is incomplete. RESTORE sequence is terminated abnormally.",
      'BAK_INCOMPLETE',
      { file: 'a.bak' },
    ],
    [
      'Read on "a.bak" failed: 38(Reached the end of the file.)RESTORE DATABASE is terminating abnormally.',
      'BAK_CUT_OFF_AT_RESTORE',
      { file: 'a.bak' },
    ],
    [
      'The database (A) migration failed due to databases count limitation.',
      'RDS_DATABASE_COUNT_REACHED',
      { database: 'A' },
    ],
    ['Failed to download backup file since OSS URL was expired.', 'RDS_SIGNED_URL_EXPIRED', {}],
  ]
  for (const [text, code, values] of expected)
    test(`"${text.slice(0, 48)}..." is ${code}`, () => {
      const explained = explainDescription(`  ${text}\n`)
      assert.equal(explained?.code, code)
      assert.deepEqual(explained?.values, values)
      const error = taskFailure({ ...samples.task, description: text }, 'f.bak')
      assert.equal(error.code, code)
      assert.doesNotMatch(error.message + error.usualCause + error.solution, /[{}]/)
    })

  test('that is unknown is kept word for word', () => {
    assert.equal(explainDescription(''), undefined)
    const error = taskFailure({ ...samples.task, description: 'Something new.' })
    assert.equal(error.code, 'RDS_TASK_FAILED')
    assert.match(error.message, /Something new\./)
  })

  test('tells advice and good news from failures', () => {
    assert.equal(explainDescription('Success to DBCC checkdb asynchronously')?.verdict, 'note')
    assert.equal(explainDescription('DBCC checkdb failed')?.verdict, 'failure')
  })
})

test('the status of a file is a failure only where it says so', () => {
  assert.equal(fileFailure(samples.file), undefined)
  assert.equal(
    fileFailure({ ...samples.file, status: 'VerifyFailed' })?.code,
    'RDS_FILE_VERIFY_FAILED',
  )
})
