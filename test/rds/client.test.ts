import assert from 'node:assert/strict'
import { createServer, request as httpRequest } from 'node:http'
import { afterEach, describe, test } from 'node:test'
import {
  type CloudCredentials,
  isMigrationError,
  seededIds,
  systemClock,
} from '../../src/core/index.ts'
import { type RdsOptions, rdsTarget } from '../../src/rds/index.ts'
import {
  type Answer,
  closeServer,
  type Gateway,
  gatewayKey,
  listen,
  openGateway,
  refusal,
  type SeenRequest,
} from './gateway.ts'

const opened: (() => Promise<void>)[] = []
afterEach(async () => {
  while (opened.length > 0) await opened.pop()?.()
})

/** A gateway with the given answers and a target that talks to it; waits between tries take no time. */
async function setUp(
  answer: (request: SeenRequest, before: number) => Answer,
  options: Partial<RdsOptions> = {},
) {
  const gateway: Gateway = await openGateway(answer)
  opened.push(gateway.close)
  const waits: number[] = []
  const target = rdsTarget({
    regionId: 'cn-hangzhou',
    endpoint: gateway.endpoint,
    credentials: async () => gatewayKey,
    clock: { now: systemClock.now, sleep: async (ms) => void waits.push(ms) },
    ids: seededIds(7),
    ...options,
  })
  return { gateway, target, waits }
}

const task = {
  instanceId: 'rm-1',
  database: '销售 Db',
  backupMode: 'FULL',
  isOnline: true,
  object: { endpoint: 'oss-cn-hangzhou.aliyuncs.com', bucket: 'bkt', key: "d/a b+c'(1)*中.bak" },
} as const

const created = { body: { RequestId: 'R', MigrateTaskId: '101', TaskId: '202' } }

async function failure(promise: Promise<unknown>) {
  try {
    await promise
  } catch (error) {
    if (isMigrationError(error)) return error
    throw error
  }
  assert.fail('the call succeeded')
}

describe('a request', () => {
  test('is signed so that the gateway computes the same signature, whatever characters it holds', async () => {
    const { gateway, target } = await setUp(() => created)
    assert.deepEqual(await target.createMigrateTask(task), { migrateTaskId: '101', taskId: '202' })
    const [seen] = gateway.seen
    assert.equal(seen?.isSignatureValid, true)
    assert.equal(seen?.action, 'CreateMigrateTask')
    assert.equal(seen?.version, '2014-08-15')
    assert.deepEqual(seen?.parameters, {
      DBInstanceId: 'rm-1',
      DBName: '销售 Db',
      BackupMode: 'FULL',
      IsOnlineDB: 'True',
      OssObjectPositions: "oss-cn-hangzhou.aliyuncs.com:bkt:d/a b+c'(1)*中.bak",
    })
  })

  test('goes to RAM and STS with their own versions, on the same port as RDS on loopback', async () => {
    const { gateway, target } = await setUp(({ action }) =>
      action === 'GetRole'
        ? refusal('EntityNotExist.Role', 'no role', 404)
        : { body: { AccountId: '1', Arn: 'acs:ram::1:root', IdentityType: 'Account' } },
    )
    assert.equal(await target.role('AliyunRDSImportRole'), undefined)
    assert.equal((await target.callerIdentity()).accountId, '1')
    assert.deepEqual(
      gateway.seen.map((seen) => [seen.action, seen.version, seen.isSignatureValid]),
      [
        ['GetRole', '2015-05-01', true],
        ['GetCallerIdentity', '2015-04-01', true],
      ],
    )
  })

  test('carries the STS token, and a token that has expired is renewed once', async () => {
    const tokens: CloudCredentials[] = [
      { ...gatewayKey, securityToken: 'old-token' },
      { ...gatewayKey, securityToken: 'new-token' },
    ]
    const forced: (boolean | undefined)[] = []
    const { gateway, target } = await setUp(
      (seen) =>
        seen.headers['x-acs-security-token'] === 'new-token'
          ? created
          : refusal('InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.'),
      {
        credentials: async (force) => {
          forced.push(force)
          return tokens[force ? 1 : 0]!
        },
      },
    )
    await target.createMigrateTask(task)
    assert.deepEqual(forced, [false, true])
    assert.deepEqual(
      gateway.seen.map((seen) => seen.isSignatureValid),
      [true, true],
    )
  })

  test('ends with STS_TOKEN_EXPIRED when the renewed token is refused too', async () => {
    const { gateway, target } = await setUp(() => refusal('InvalidSecurityToken.Expired'))
    assert.equal((await failure(target.regions())).code, 'STS_TOKEN_EXPIRED')
    assert.equal(gateway.seen.length, 2)
  })
})

describe('a read', () => {
  test('is tried again after throttling, no sooner than x-acs-retry-after says', async () => {
    const { gateway, target, waits } = await setUp((_, before) =>
      before < 2
        ? {
            status: 400,
            body: { Code: 'Throttling.User', Message: 'flow control', RequestId: 'R' },
            headers: { 'x-acs-retry-after': '7' },
          }
        : { body: { Regions: { RDSRegion: [] } } },
    )
    assert.deepEqual(await target.regions(), [])
    assert.equal(gateway.seen.length, 3)
    assert.equal(waits.length, 2)
    assert.ok(
      waits.every((ms) => ms >= 7000 && ms < 8000),
      String(waits),
    )
  })

  for (const [name, fault] of [
    ['a reset', 'hang-up'],
    ['a 503', refusal('ServiceUnavailable', 'down', 503)],
    ['a 500', refusal('InternalError', 'oops', 500)],
    ['a page of a proxy', { raw: '<html>Bad gateway</html>', status: 502 }],
  ] as const)
    test(`is tried again after ${name}`, async () => {
      const { gateway, target } = await setUp((_, before) =>
        before === 0 ? fault : { body: { Regions: { RDSRegion: { RegionId: 'cn-x' } } } },
      )
      assert.equal((await target.regions())[0]?.regionId, 'cn-x')
      assert.equal(gateway.seen.length, 2)
    })

  test('is not tried again after a refusal, which keeps code, status and request id', async () => {
    const { gateway, target } = await setUp(() =>
      refusal('InvalidDBInstanceId.NotFound', 'The DBInstanceId provided does not exist', 404),
    )
    const error = await failure(target.instance('rm-missing'))
    assert.equal(error.code, 'RDS_INSTANCE_NOT_FOUND')
    assert.deepEqual(error.vendor, {
      system: 'rds',
      code: 'InvalidDBInstanceId.NotFound',
      status: 404,
      message: 'The DBInstanceId provided does not exist',
      requestId: 'REQ-1',
    })
    assert.equal(gateway.seen.length, 1)
  })

  test('keeps everything of a code that is not known', async () => {
    const { target } = await setUp(() => refusal('Brand.New', 'something else', 418))
    const error = await failure(target.resourceUsage('rm-1'))
    assert.equal(error.code, 'RDS_UNEXPECTED')
    assert.equal(
      error.message,
      'DescribeResourceUsage on rm-1 failed with 418 Brand.New: something else',
    )
    assert.equal(error.vendor?.requestId, 'REQ-1')
  })

  test('takes all pages and a row that moved between them once', async () => {
    const row = (id: number) => ({
      MigrateTaskId: String(id),
      DBName: 'd',
      CreateTime: `2026-11-2${id % 10}T00:00:00Z`,
    })
    const { gateway, target } = await setUp(({ parameters }) => {
      const page = Number(parameters['PageNumber'])
      const rows = page === 1 ? [row(1), row(2)] : [row(2), row(3)]
      return { body: { Items: { MigrateTask: rows }, TotalRecordCount: 4 } }
    })
    const tasks = await target.migrateTasks({
      instanceId: 'rm-1',
      from: new Date('2026-11-15T10:20:31Z'),
      to: new Date('2026-11-22T10:20:31Z'),
    })
    assert.deepEqual(
      tasks.map((found) => found.migrateTaskId),
      ['3', '2', '1'],
    )
    assert.deepEqual(gateway.seen[0]?.parameters, {
      DBInstanceId: 'rm-1',
      StartTime: '2026-11-15T10:20Z',
      EndTime: '2026-11-22T10:21Z',
      PageNumber: '1',
      PageSize: '100',
    })
    assert.equal(gateway.seen.length, 2)
  })

  test('does not let a secret out that the gateway echoes', async () => {
    const { target } = await setUp(
      () =>
        refusal('SignatureDoesNotMatch', 'server string to sign is:SecurityToken=tok%2Fen-secret'),
      { credentials: async () => ({ ...gatewayKey, securityToken: 'tok/en-secret' }) },
    )
    const error = await failure(target.regions())
    assert.equal(error.code, 'CLOUD_SIGNATURE_MISMATCH')
    assert.ok(!JSON.stringify(error.vendor).includes('en-secret'))
  })
})

describe('a call that creates a task', () => {
  for (const [name, fault] of [
    ['a reset after it was sent', 'hang-up'],
    ['a server error', refusal('InternalError', 'oops', 500)],
    ['an unreadable success', { raw: '<html>ok</html>', status: 200 }],
    ['a gateway time-out', { raw: '<html>time-out</html>', status: 504 }],
    ['a success that names no task', { body: { RequestId: 'R' } }],
    ['a nonce that was used', refusal('SignatureNonceUsed')],
  ] as const)
    test(`is sent once and reported as RDS_REPLY_LOST after ${name}`, async () => {
      const { gateway, target } = await setUp(() => fault)
      const error = await failure(target.createMigrateTask(task))
      assert.equal(error.code, 'RDS_REPLY_LOST')
      assert.equal(error.retry, 'never')
      assert.equal(gateway.seen.length, 1)
    })

  test('is reported as lost when no answer comes in time', async () => {
    const server = createServer(() => {})
    const port = await listen(server)
    opened.push(() => closeServer(server))
    const { target } = await setUp(() => created, { endpoint: `127.0.0.1:${port}`, timeoutMs: 150 })
    assert.equal((await failure(target.createMigrateTask(task))).code, 'RDS_REPLY_LOST')
  })

  test('is sent again after throttling, which is a definite refusal', async () => {
    const { gateway, target } = await setUp((_, before) =>
      before === 0 ? refusal('Throttling', 'slow down') : created,
    )
    await target.createMigrateTask(task)
    assert.equal(gateway.seen.length, 2)
  })

  test('is known not to have been sent when nobody listens', async () => {
    const server = createServer()
    const port = await listen(server)
    await closeServer(server)
    const { target } = await setUp(() => created, { endpoint: `127.0.0.1:${port}` })
    const error = await failure(target.createMigrateTask(task))
    assert.equal(error.code, 'CLOUD_UNREACHABLE')
    assert.equal(error.vendor?.code, 'ECONNREFUSED')
  })

  test('names a database that must not exist by its own code', async () => {
    const { target } = await setUp(() => refusal('InvalidDBName.NotFound', 'does not exist', 400))
    const error = await failure(target.createMigrateTask(task))
    assert.equal(error.code, 'RDS_DATABASE_ABSENT_OR_PRESENT')
    assert.match(error.message, /销售 Db/)
  })
})

test('a name that cannot be used is an answer, not an error', async () => {
  const { target } = await setUp((_, before) =>
    before === 0 ? { body: { RequestId: 'R' } } : refusal('InvalidDBName.Duplicate', 'taken'),
  )
  assert.deepEqual(await target.checkDatabaseName('rm-1', 'a'), { verdict: 'available' })
  assert.deepEqual(await target.checkDatabaseName('rm-1', 'a'), {
    verdict: 'refused',
    reason: 'taken',
  })
})

describe('a proxy with a password', () => {
  /** A forward proxy on loopback that asks for basic credentials. */
  async function openProxy() {
    const seen: (string | undefined)[] = []
    const server = createServer((incoming, outgoing) => {
      seen.push(incoming.headers['proxy-authorization'])
      const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = incoming.headers
      const forwarded = httpRequest(
        incoming.url ?? '',
        { method: incoming.method, headers, agent: false },
        (response) => {
          outgoing.writeHead(response.statusCode ?? 500, response.headers)
          response.pipe(outgoing)
        },
      )
      forwarded.on('error', () => outgoing.destroy())
      incoming.pipe(forwarded)
    })
    const port = await listen(server)
    opened.push(() => closeServer(server))
    return { seen, url: `http://ferry:pa%20ss@127.0.0.1:${port}` }
  }

  test('carries the call, signed as without one, and gets its user and password', async () => {
    const proxy = await openProxy()
    const { gateway, target } = await setUp(() => created, { proxy: proxy.url })
    await target.createMigrateTask(task)
    assert.equal(gateway.seen[0]?.isSignatureValid, true)
    assert.equal(gateway.seen[0]?.parameters['DBName'], '销售 Db')
    assert.deepEqual(proxy.seen, [`Basic ${Buffer.from('ferry:pa ss').toString('base64')}`])
  })

  test('leaves the meaning of errors as it is', async () => {
    const proxy = await openProxy()
    const { target } = await setUp(
      (_, before) =>
        before === 0 ? refusal('Throttling') : refusal('IncorrectDBInstanceState', 'state', 403),
      { proxy: proxy.url },
    )
    assert.equal((await failure(target.createMigrateTask(task))).code, 'RDS_INSTANCE_NOT_RUNNING')
    assert.equal(
      (
        await failure(
          (await setUp(() => 'hang-up', { proxy: proxy.url })).target.createMigrateTask(task),
        )
      ).code,
      'RDS_REPLY_LOST',
    )
  })
})
