/** What the sandbox's RDS says is what the documents say, word for word. */
import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type ServiceErrorCode, serviceError } from '../../../src/sandbox/rds/service-error.ts'
import { taskTexts } from '../../../src/sandbox/rds/task-texts.ts'
import { needsShared, sharedPath } from '../../shared-files.ts'

/** All texts that the facts quote, several of one code apart. */
function quotedTexts(): string[] {
  const facts = readFileSync(sharedPath('facts', 'error-texts.md'), 'utf8')
  return [...facts.matchAll(/^- en `(.*)`/gm)].flatMap((match) => (match[1] ?? '').split(' ‖ '))
}

/** A text with its placeholders opened, of `CHECKDB found` its example numbers too; a final full stop does not count. */
function pattern(text: string): RegExp {
  const escaped = text
    .replace(/\.$/, '')
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/xxx|XXX|%\\\.\\\*ls|%h?ls|%hs/g, '.+')
    .replace(/%d|(?<=found )\d+|(?<=and )\d+/g, '\\d+')
  return new RegExp(`^${escaped}\\.?$`)
}

const lsn = { vlf: 30, block: 100, slot: 1 }

test(
  'every Description but that of a failed download is quoted in the facts',
  needsShared('facts/error-texts.md'),
  () => {
    const patterns = quotedTexts().map(pattern)
    const said = [
      taskTexts.databaseExists('Sales'),
      taskTexts.differentialNotFull('Sales.bak'),
      taskTexts.logNotFull('Sales.trn'),
      taskTexts.secondFull('Sales.bak'),
      taskTexts.verifyFailed('Sales.bak'),
      taskTexts.noSpaceToRestore(1, 2),
      taskTexts.noSpaceForFile(1, 2),
      taskTexts.noAccount('Sales'),
      taskTexts.logTooRecent(lsn),
      taskTexts.logTooEarly(lsn, lsn),
      taskTexts.otherPath,
      taskTexts.otherDatabase('Sales'),
      taskTexts.wrongBase,
      taskTexts.alreadyCovered,
      taskTexts.countReached('Sales'),
      taskTexts.urlExpired,
      taskTexts.checkPassedLater,
      taskTexts.checkFailed,
      taskTexts.checkFailedLater(3, 'Orders', 1),
      taskTexts.pageDamaged({ fileId: 1, pageId: 2 }, 'Sales'),
      taskTexts.damagedAtBackup,
      taskTexts.setDamaged,
      taskTexts.setIncomplete('Sales.bak'),
      taskTexts.mediaFamilyMalformed('Sales.bak'),
      taskTexts.readFailedAtEnd('Sales.bak'),
      taskTexts.restoreEnds('DATABASE'),
    ]
    assert.equal(said.length, Object.keys(taskTexts).length - 1)
    for (const text of said)
      assert.ok(
        patterns.some((quoted) => quoted.test(text)),
        text,
      )
  },
)

test('the refusals of the documents have their texts', needsShared('facts/error-texts.md'), () => {
  const quoted = new Set(quotedTexts())
  const codes: readonly ServiceErrorCode[] = [
    'BakFileSizeExceeded',
    'ConcurrentTaskExceeded',
    'EntityNotExist.Role',
    'FileSizeExceeded',
    'IdempotentParameterMismatch',
    'IncorrectDBInstanceLockMode',
    'IncorrectDBInstanceState',
    'IncorrectDBInstanceType',
    'IncorrectDBState',
    'IncorrectFileExtension',
    'InternalError',
    'InvalidAccessKeyId.Inactive',
    'InvalidAccessKeyId.NotFound',
    'InvalidAccountName.Duplicate',
    'InvalidAccountName.keyword',
    'InvalidDBInstanceId.NotFound',
    'InvalidDBName',
    'InvalidDBName.Duplicate',
    'InvalidDBName.NotFound',
    'InvalidOssUrl',
    'InvalidParameter.Keyword',
    'InvalidSecurityToken.Expired',
    'InvalidStartTimeAndEndTime.Malformed',
    'InvalidTimeStamp.Expired',
    'InvalidTimeStamp.Format',
    'MissingSecurityToken',
    'OperationDenied.DBStatus',
    'QuotaExceeded.DBName',
    'ServiceUnavailable',
    'SignatureNonceUsed',
    'Throttling.User',
    'UploadLimitExceeded',
  ]
  for (const code of codes) assert.ok(quoted.has(serviceError(code).message), code)
})
