import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  buildAccounts,
  buildCallerIdentity,
  buildDatabases,
  buildError,
  buildInstanceAttribute,
  buildMigrateTaskById,
  buildMigrateTasks,
  buildOssDownloads,
  buildRegions,
  buildResourceUsage,
  buildRole,
  createMigrateTaskParameters,
  createOnlineDatabaseTaskParameters,
  formatMinute,
  formatOssObjectPosition,
  formatSecond,
  migrateTasksParameters,
  parseAccountPage,
  parseBoolean,
  parseCallerIdentity,
  parseCreateMigrateTask,
  parseCreateOnlineDatabaseTask,
  parseDatabasePage,
  parseError,
  parseInstanceAttribute,
  parseInstant,
  parseMegabytes,
  parseMigrateTask,
  parseMigrateTaskPage,
  parseMigrateTasks,
  parseOssDownloads,
  parseOssObjectPosition,
  parseOssUrls,
  parsePage,
  parseRegions,
  parseResourceUsage,
  parseRole,
} from '../../src/rds/wire.ts'
import { samples } from './samples.ts'

/** What arrives after JSON on the wire. */
function sent<T>(body: T): unknown {
  return JSON.parse(JSON.stringify(body))
}

const page = { pageNumber: 1, totalCount: 1, pageSize: 30 }

test('every answer is read as it was built', () => {
  const { instance, task, file, database, account, usage, region, identity, role } = samples
  assert.deepEqual(parseInstanceAttribute(sent(buildInstanceAttribute(instance))), instance)
  assert.deepEqual(parseMigrateTask(sent(buildMigrateTaskById('rm-1', task))), task)
  assert.deepEqual(parseMigrateTaskPage(sent(buildMigrateTasks('rm-1', [task], page))), {
    rows: [task],
    totalCount: 1,
  })
  assert.deepEqual(parseOssDownloads(sent(buildOssDownloads('rm-1', '101', [file]))), [file])
  assert.deepEqual(parseDatabasePage(sent(buildDatabases('rm-1', [database], page))).rows, [
    database,
  ])
  assert.deepEqual(parseAccountPage(sent(buildAccounts([account], page))).rows, [account])
  assert.deepEqual(parseResourceUsage(sent(buildResourceUsage('rm-1', usage))), usage)
  assert.deepEqual(
    parseRegions(sent(buildRegions([region, { ...region, zoneId: 'cn-hangzhou-b' }]))),
    [region],
  )
  assert.deepEqual(parseCallerIdentity(sent(buildCallerIdentity(identity))), identity)
  assert.deepEqual(parseRole(sent(buildRole(role))), role)
  const error = { code: 'X', message: 'y', requestId: 'R' }
  assert.deepEqual(parseError(sent(buildError(error, 'rds.aliyuncs.com'))), error)
})

test('answers with absent fields, numbers as text and lone elements are read all the same', () => {
  const instance = parseInstanceAttribute({
    Items: {
      DBInstanceAttribute: { DBInstanceId: 'rm-1', DBInstanceStorage: '20', DBMaxQuantity: '9' },
    },
  })
  assert.equal(instance?.storageBytes, 20 * 2 ** 30)
  assert.equal(instance?.maxDatabases, 9)
  assert.equal(instance?.recoveryModel, undefined)
  assert.equal(parseInstanceAttribute({}), undefined)
  assert.deepEqual(parseMigrateTaskPage(undefined), { rows: [], totalCount: undefined })
  assert.deepEqual(parseMigrateTaskPage({ Items: '' }).rows, [])
  assert.equal(parseError('<html>'), undefined)
  assert.deepEqual(parseResourceUsage({ DiskUsed: -1, DataSize: '7' }), {
    diskUsedBytes: undefined,
    dataBytes: 7,
    logBytes: undefined,
    backupBytes: undefined,
  })
})

test('every request is read as it was made', () => {
  const { request } = samples
  assert.deepEqual(parseCreateMigrateTask(createMigrateTaskParameters(request)), {
    kind: 'request',
    request,
  })
  const opening = {
    instanceId: 'rm-1',
    database: 'd',
    migrateTaskId: '1',
    checkMode: 'SyncExecuteDBCheck',
    clientToken: 't',
  } as const
  assert.deepEqual(parseCreateOnlineDatabaseTask(createOnlineDatabaseTaskParameters(opening)), {
    kind: 'request',
    request: opening,
  })
})

test('a request without a required parameter or with an impossible value says which one', () => {
  const good = createMigrateTaskParameters(samples.request)
  for (const name of ['DBInstanceId', 'DBName', 'BackupMode', 'IsOnlineDB'])
    assert.deepEqual(parseCreateMigrateTask({ ...good, [name]: '' }), {
      kind: 'missing',
      parameter: name,
    })
  for (const [name, value] of [
    ['BackupMode', 'DIFF'],
    ['IsOnlineDB', 'yes'],
    ['CheckDBMode', 'None'],
    ['OssObjectPositions', 'bucket/key'],
  ] as const)
    assert.deepEqual(parseCreateMigrateTask({ ...good, [name]: value }), {
      kind: 'invalid',
      parameter: name,
    })
})

test('a time range is sent in whole minutes that hold the asked one', () => {
  const from = new Date('2026-11-15T10:20:31.500Z')
  const to = new Date('2026-11-22T10:20:00.001Z')
  const parameters = migrateTasksParameters({ instanceId: 'rm-1', from, to })
  assert.deepEqual(parameters, {
    DBInstanceId: 'rm-1',
    StartTime: '2026-11-15T10:20Z',
    EndTime: '2026-11-22T10:21Z',
  })
  assert.deepEqual(parseMigrateTasks(parameters), {
    kind: 'request',
    request: {
      instanceId: 'rm-1',
      from: new Date('2026-11-15T10:20:00Z'),
      to: new Date('2026-11-22T10:21:00Z'),
    },
  })
})

test('times are read with and without seconds and refused when impossible', () => {
  const at = new Date('2026-11-22T05:56:53Z')
  assert.equal(formatMinute(at), '2026-11-22T05:56Z')
  assert.equal(formatSecond(at), '2026-11-22T05:56:53Z')
  assert.deepEqual(parseInstant('2026-11-22T05:56:53Z'), at)
  assert.deepEqual(parseInstant('2026-11-22 05:56:53'), at)
  assert.deepEqual(parseInstant('2026-11-22T05:56Z'), new Date('2026-11-22T05:56:00Z'))
  for (const text of ['', '2026-13-22T05:56Z', '22.11.2026', '2026-11-22'])
    assert.equal(parseInstant(text), undefined)
})

test('a position is cut at its first two colons, whatever the key holds', () => {
  const position = { endpoint: 'oss-cn-x.aliyuncs.com', bucket: 'b-1', key: 'd/中 文:a:b.bak' }
  assert.equal(formatOssObjectPosition(position), 'oss-cn-x.aliyuncs.com:b-1:d/中 文:a:b.bak')
  assert.deepEqual(parseOssObjectPosition(formatOssObjectPosition(position)), position)
  const scheme = { ...position, endpoint: 'https://oss-cn-x.aliyuncs.com/' }
  assert.deepEqual(parseOssObjectPosition(formatOssObjectPosition(scheme)), position)
  const digits = { ...position, bucket: '12345' }
  assert.deepEqual(parseOssObjectPosition(formatOssObjectPosition(digits)), digits)
  const local = { ...position, endpoint: '127.0.0.1:9000' }
  assert.deepEqual(parseOssObjectPosition(formatOssObjectPosition(local)), local)
  for (const text of ['', 'a:b', 'a::c', ':b:c', 'a:b:'])
    assert.equal(parseOssObjectPosition(text), undefined)
})

test('signed addresses are read whether their sender encoded them once more or not', () => {
  const urls = ['http://b.oss/x.bak?Signature=a%2Bb', 'http://b.oss/y.bak']
  assert.deepEqual(parseOssUrls(urls.join('|')), urls)
  assert.deepEqual(parseOssUrls(encodeURIComponent(urls.join('|'))), urls)
})

test('sizes and booleans of the wire are read in all their forms', () => {
  assert.equal(parseMegabytes('1.5'), 1_572_864)
  for (const nothing of ['', undefined, null, '-1', 'x'])
    assert.equal(parseMegabytes(nothing), undefined)
  assert.equal(parseBoolean('True'), true)
  assert.equal(parseBoolean(false), false)
  assert.equal(parseBoolean('maybe'), undefined)
})

test('pages have defaults and limits', () => {
  const sizes = { smallest: 30, largest: 100 }
  assert.deepEqual(parsePage({}, sizes), {
    kind: 'request',
    request: { pageNumber: 1, pageSize: 30 },
  })
  assert.deepEqual(parsePage({ PageSize: '29' }, sizes), { kind: 'invalid', parameter: 'PageSize' })
  assert.deepEqual(parsePage({ PageNumber: '0' }, sizes), {
    kind: 'invalid',
    parameter: 'PageNumber',
  })
})
