/** How a pasted text is taken apart: which of several findings counts, what is said of unknown ones. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorCatalogue, errorText } from '../../src/app/error-catalogue.ts'
import { explain } from '../../src/app/explain.ts'
import { loadKnownBackupFailures } from '../../src/bak/index.ts'
import { migrationError } from '../../src/migration/errors.ts'
import { loadKnownOssFailures } from '../../src/oss/index.ts'
import { loadKnownRdsFailures } from '../../src/rds/index.ts'
import { loadKnownSqlServerFailures } from '../../src/sqlserver/index.ts'

const codesOf = async (text: string) => (await explain(text)).failures.map(({ code }) => code)

const allFailures = async () =>
  (
    await Promise.all([
      loadKnownRdsFailures(),
      loadKnownOssFailures(),
      loadKnownBackupFailures(),
      loadKnownSqlServerFailures(),
    ])
  ).flatMap(({ failures }) => failures)

test('no code stands for two failures, and none lacks its Chinese text or its sources', async () => {
  const failures = await allFailures()
  assert.equal(new Set(failures.map(({ code }) => code)).size, failures.length)
  for (const { code, zh, en, sources, seenIn } of failures) {
    assert.match(zh.cause, /[\u4e00-\u9fff]/, code)
    assert.match(zh.solution, /[\u4e00-\u9fff]/, code)
    assert.ok(en.cause && en.solution && sources.length > 0 && seenIn.length > 0, code)
  }
})

test('no SQL Server number and no unshared vendor code means two failures of one system', async () => {
  const failures = await allFailures()
  const numbers = failures.flatMap(({ sqlNumber }) => sqlNumber ?? [])
  assert.equal(new Set(numbers).size, numbers.length)
  const system = (code: string) => (code.startsWith('OSS') ? 'oss' : 'other')
  const codes = failures.flatMap(({ code, vendorCodes }) =>
    (vendorCodes ?? []).map((vendor) => `${system(code)} ${vendor}`),
  )
  assert.equal(new Set(codes).size, codes.length)
})

test('the error that matters comes before the lines that only accompany it', async () => {
  const text = [
    'Msg 3013, Level 16, State 1, Line 1',
    'BACKUP DATABASE is terminating abnormally.',
    'Msg 3201, Level 16, State 1, Line 1',
    "Cannot open backup device 'D:\\bak\\a.bak'. Operating system error 5(Access is denied.).",
  ].join('\n')
  const { failures } = await explain(text)
  assert.deepEqual(
    failures.map(({ code }) => code),
    ['SQL_BACKUP_DEVICE_NOT_OPENED', 'SQL_STATEMENT_TERMINATED'],
  )
  assert.match(failures[0]?.details[0]?.en ?? '', /^operating system error 5, access is denied/)
  assert.match(failures[0]?.details[0]?.zh ?? '', /^操作系统错误 5，拒绝访问/)
})

test('the number behind "failed" is an error of the operating system too', async () => {
  const { failures } = await explain(
    'Msg 3202, Level 16, State 1, Line 1\nWrite on "D:\\bak\\a.bak" failed: 112(磁盘空间不足。)',
  )
  assert.equal(failures[0]?.code, 'SQL_BACKUP_WRITE_FAILED')
  assert.match(failures[0]?.details[0]?.en ?? '', /^operating system error 112, not enough space/)
})

test('a Chinese message of SQL Server is recognised by its text alone', async () => {
  assert.deepEqual(
    await codesOf(
      '无法打开备份设备 ‘D:\\备份\\订单.bak’。出现操作系统错误 3(系统找不到指定的路径。)。\nBACKUP DATABASE 正在异常终止。',
    ),
    ['SQL_BACKUP_DEVICE_NOT_OPENED', 'SQL_STATEMENT_TERMINATED'],
  )
})

test('the state of a failed login is explained', async () => {
  const { failures } = await explain('Error: 18456, Severity: 14, State: 38.')
  assert.equal(failures[0]?.code, 'SQL_LOGIN_FAILED')
  assert.deepEqual(failures[0]?.details, [
    { en: 'state 38: the database asked for was not found', zh: '状态 38：找不到请求的数据库' },
  ])
})

test('an API code decides over the wording beside it', async () => {
  for (const text of [
    'HTTP Status: 403 Error:OperationDenied.LockMode The Current DB instance lock mode does not support this operation. RequestID: 1',
    '{"Code":"OperationDenied.LockMode","Message":"Current DB instance lock mode does not support this operation."}',
    '<Error><Message>Current DB instance lock mode does not support this operation.</Message><Code>OperationDenied.LockMode</Code></Error>',
    'Code: OperationDenied.LockMode\nMessage: Current DB instance lock mode does not support this operation.',
  ])
    assert.deepEqual(await codesOf(text), ['RDS_LOCK_MODE_REFUSED'], text)
})

test('the message tells apart what OSS puts under one code', async () => {
  const body = (message: string) =>
    `<Error><Code>AccessDenied</Code><Message>${message}</Message><HostId>b.oss-cn-hangzhou.aliyuncs.com</HostId></Error>`
  assert.deepEqual(await codesOf(body('The bucket you visit is not belong to you.')), [
    'OSS_BUCKET_NOT_YOURS',
  ])
  assert.deepEqual(
    await codesOf(
      body(
        'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      ),
    ),
    ['OSS_WRONG_ENDPOINT'],
  )
  const { failures } = await explain(body('something new'))
  assert.equal(failures[0]?.code, 'OSS_FORBIDDEN')
  assert.ok(failures[0]?.alternatives.includes('OSS_BUCKET_NOT_YOURS'))
})

test('a code that several systems use is given to the one that spoke', async () => {
  assert.deepEqual(
    await codesOf('{"Code":"InternalError","HostId":"rds.aliyuncs.com","RequestId":"A"}'),
    ['CLOUD_INTERNAL_ERROR'],
  )
  assert.deepEqual(
    await codesOf(
      "{'status': 500, 'details': {'Code': 'InternalError', 'HostId': 'b.oss-cn-beijing.aliyuncs.com'}}",
    ),
    ['OSS_INTERNAL_ERROR'],
  )
})

test('the HTTP status tells failures apart only where they share a code', async () => {
  assert.deepEqual(await codesOf('HTTP Status: 404 Error:InvalidDBName.NotFound x'), [
    'RDS_DATABASE_NOT_FOUND',
  ])
  assert.deepEqual(await codesOf('HTTP Status: 404 Error:IncorrectDBInstanceLockMode x'), [
    'RDS_INSTANCE_LOCKED',
  ])
})

test('a longer documented text wins over a shorter one within it', async () => {
  assert.deepEqual(
    await codesOf(
      "asynchronously DBCC checkdb failed: CHECKDB found 3 allocation errors and 9 consistency errors in table 'T' (object ID 7).",
    ),
    ['RDS_CHECKDB_FAILED_LATER'],
  )
  assert.deepEqual(await codesOf('Failed to connect to db1:1433 - getaddrinfo ENOTFOUND db1'), [
    'SQL_HOST_UNKNOWN',
  ])
})

test('errors of the driver are recognised as Node prints them', async () => {
  assert.deepEqual(
    await codesOf(
      "ConnectionError: Failed to connect to 10.0.0.5:1433 - self-signed certificate\n  code: 'ESOCKET',\n  [cause]: Error: self-signed certificate { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }",
    ),
    ['SQL_TLS_SELF_SIGNED'],
  )
  assert.deepEqual(
    await codesOf(
      "RequestError: Timeout: Request failed to complete in 15000ms { code: 'ETIMEOUT' }",
    ),
    ['SQL_REQUEST_TIMEOUT'],
  )
})

test('an error of sqlferry itself is recognised by its code and by its message', async () => {
  const code = 'CLI_UNKNOWN_COMMAND'
  assert.ok(errorCatalogue[code])
  assert.deepEqual(await codesOf(`error: unknown command frobnicate [${code}]`), [code])
})

test('an unknown text is called unknown, and near codes are named only when they are really near', async () => {
  for (const text of ['', '   ', 'hello world', '数据库', 'the quick brown fox', '99999'])
    assert.deepEqual(
      await explain(text),
      { verdict: 'unknown', failures: [], requestIds: [], suggestions: [] },
      text,
    )
  assert.deepEqual((await explain('NoSuchBuckett')).suggestions, ['OSS_BUCKET_NOT_FOUND'])
  assert.deepEqual((await explain('RDS_INSTANCE_LOCKD')).suggestions[0], 'RDS_INSTANCE_LOCKED')
})

test('an answer of the cloud with an unlisted code says where to ask', async () => {
  const rds = await explain(
    'HTTP Status: 403 Error:SomethingBrandNew It is new. RequestID: 32BB6886-775E-4BB7-A054-635664ABCDEF',
  )
  assert.equal(rds.verdict, 'partly')
  assert.deepEqual(
    rds.failures.map(({ code }) => code),
    ['RDS_UNEXPECTED'],
  )
  assert.deepEqual(rds.requestIds, ['32BB6886-775E-4BB7-A054-635664ABCDEF'])
  const sql = await explain('Msg 41906, Level 16, State 1, Line 1\nStatement is not supported.')
  assert.equal(sql.verdict, 'partly')
  assert.deepEqual(
    sql.failures.map(({ code }) => code),
    ['SQL_UNEXPECTED'],
  )
})

test('an ordinary word that is also a code does not count inside a sentence (I7: nor does a secret show)', async () => {
  assert.deepEqual(await codesOf('the job is Inactive since Monday'), [])
  const { failures } = await explain(
    'AccessDenied https://b.oss-cn-hangzhou.aliyuncs.com/k?Signature=abcDEF123456%3D&security-token=CAIS0123456789 Request has expired.',
  )
  assert.equal(failures[0]?.code, 'OSS_SIGNED_URL_EXPIRED')
  const shown = JSON.stringify(failures)
  assert.doesNotMatch(shown, /abcDEF123456|CAIS0123456789/)
})

test('a whole log as input ends in time', async () => {
  const line = `2026-11-22 "user" 'x' (a:b) {"k":"v"} Cannot open File BACKUP RESTORE 错误\n`
  const begun = process.hrtime.bigint()
  await explain(line.repeat(2000))
  assert.ok(process.hrtime.bigint() - begun < 3_000_000_000n)
})

test('no code of ours shows a placeholder: its values come from the pasted message, else it is named', async () => {
  for (const code of Object.keys(errorCatalogue)) {
    const { failures } = await explain(code)
    for (const { en, zh } of failures)
      assert.doesNotMatch(JSON.stringify([en, zh]), /\{\w+\}/, code)
  }
  const [named] = (await explain('PLAN_FULL_MISSING')).failures
  assert.match(named?.en.solution ?? '', /full backup of <database> /)
  assert.match(named?.zh.solution ?? '', /对 <数据库> 做/)
  const planError = migrationError('PLAN_FULL_MISSING', {
    file: '教务.bak',
    type: 'differential',
    database: '教务 管理',
  })
  for (const { message } of [errorText(planError, 'en'), errorText(planError, 'zh')]) {
    const [pasted] = (await explain(`✖ 3\n  ${message} [PLAN_FULL_MISSING]\n`)).failures
    assert.match(pasted?.en.solution ?? '', /full backup of 教务 管理 and/)
    assert.match(pasted?.zh.solution ?? '', /对 教务 管理 做/)
  }
})

test('a code of ours counts in small letters too', async () => {
  assert.deepEqual(await codesOf('rds_task_failed'), ['RDS_TASK_FAILED'])
  assert.deepEqual(await codesOf('the_job failed'), [])
})
