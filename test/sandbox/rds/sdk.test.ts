/** Unmodified SDKs against the sandbox's server: @alicloud/rds20140815 (ACS3) and @alicloud/pop-core (V1, GET and POST). */
import { strict as assert } from 'node:assert'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import { systemClock } from '../../../src/core/index.ts'
import { sandboxAccountId, sandboxKey } from '../../../src/sandbox/account.ts'
import {
  NonceBook,
  RdsModel,
  type RdsService,
  startRdsServer,
} from '../../../src/sandbox/rds/index.ts'
import { backup, endpoint, fullSet, instanceId, logSet, newStage } from './stage.ts'

const require = createRequire(import.meta.url)

type Parameters = Record<string, string>
type Answer = Record<string, unknown>
/** Calls an operation with wire names and returns the answer as the SDK gives it. */
type Call = (action: string, parameters: Parameters) => Promise<Answer>

interface Client {
  readonly name: string
  readonly connect: (port: number, key?: typeof sandboxKey) => Call
}

/** One server on the real clock, because the SDKs sign with it; tasks run a thousand times as fast. */
async function started() {
  // The task that is terminated may not be faster than the call that terminates it.
  const stage = newStage({}, [{ kind: 'stuck-task', match: { key: 'Copy' } }])
  const options = { speed: 5000 }
  const model = new RdsModel(options, {
    clock: systemClock,
    objects: stage.objects,
    faults: stage.faults,
  })
  stage.objects.add('migration/Sales_FULL_20260101020000.bak', backup(fullSet()))
  stage.objects.add('migration/Sales_LOG.trn', backup(logSet(200, 300)))
  const service: RdsService = { ...stage, clock: systemClock, model, nonces: new NonceBook() }
  const server = await startRdsServer(service, 0)
  return { stage, model, server }
}

function popCore(method: 'GET' | 'POST'): Client {
  return {
    name: `pop-core ${method}`,
    connect: (port, key = sandboxKey) => {
      const { RPCClient } = require('@alicloud/pop-core')
      const versions: Record<string, string> = {
        GetRole: '2015-05-01',
        GetCallerIdentity: '2015-04-01',
        AssumeRole: '2015-04-01',
      }
      return (action, parameters) =>
        new RPCClient({
          ...key,
          endpoint: `http://127.0.0.1:${port}`,
          apiVersion: versions[action] ?? '2014-08-15',
        }).request(action, parameters, { method, formatAction: false, formatParams: false })
    },
  }
}

const openApi: Client = {
  name: 'rds20140815',
  connect: (port, key = sandboxKey) => {
    const { default: Rds } = require('@alicloud/rds20140815')
    const models = require('@alicloud/rds20140815')
    const { Config } = require('@alicloud/openapi-client')
    const client = new Rds(
      new Config({
        ...key,
        endpoint: `127.0.0.1:${port}`,
        protocol: 'HTTP',
        regionId: 'cn-hangzhou',
      }),
    )
    return async (action, parameters) => {
      const requestClass = models[`${action}Request`]
      const names: Record<string, string> = requestClass.names()
      const properties = Object.fromEntries(
        Object.entries(names)
          .filter(([, wire]) => wire in parameters)
          .map(([property, wire]) => [property, parameters[wire]]),
      )
      const method = action[0]?.toLowerCase() + action.slice(1)
      const { body } = await client[method](new requestClass(properties))
      return body.toMap()
    }
  },
}

const position = `${endpoint}:staging:migration/Sales_FULL_20260101020000.bak`
const of = { DBInstanceId: instanceId }

async function until(read: () => Promise<Answer>, wanted: string): Promise<Answer> {
  for (let tries = 0; tries < 2000; tries++) {
    const answer = await read()
    if (answer['Status'] === wanted) return answer
    assert.notEqual(answer['Status'], 'Failed', String(answer['Description']))
  }
  return assert.fail(`never ${wanted}`)
}

function items(answer: Answer, container: string, element: string): Answer[] {
  const outer = answer[container] as Record<string, Answer[]> | undefined
  return outer?.[element] ?? []
}

const clients: readonly Client[] = [openApi, popCore('GET'), popCore('POST')]

for (const { name, connect } of clients)
  describe(`${name}, unmodified`, () => {
    test('calls every RDS operation of a migration', async () => {
      const { model, server } = await started()
      try {
        const call = connect(server.port)
        const created = await call('CreateMigrateTask', {
          ...of,
          DBName: 'Sales',
          BackupMode: 'UPDF',
          IsOnlineDB: 'False',
          CheckDBMode: 'AsyncExecuteDBCheck',
          OssObjectPositions: position,
        })
        assert.equal(created['DBName'], 'Sales')
        const MigrateTaskId = String(created['MigrateTaskId'])
        const task = { ...of, MigrateTaskId }
        const byId = () => call('DescribeMigrateTaskById', task)
        assert.equal((await until(byId, 'Waiting'))['DBInstanceName'], instanceId)
        const log = { OssObjectPositions: `${endpoint}:staging:migration/Sales_LOG.trn` }
        await call('CreateMigrateTask', {
          ...task,
          ...log,
          DBName: 'Sales',
          BackupMode: 'UPDF',
          IsOnlineDB: 'False',
        })
        await until(byId, 'Waiting')
        const opened = await call('CreateOnlineDatabaseTask', {
          ...task,
          DBName: 'Sales',
          CheckDBMode: 'SyncExecuteDBCheck',
          ClientToken: 'once',
        })
        // Point 18 of the facts: the typed client keeps only what its model has.
        assert.deepEqual(Object.keys(opened), ['RequestId'])
        await until(byId, 'Success')
        const listed = await call('DescribeMigrateTasks', {
          ...of,
          StartTime: '2020-01-01T00:00Z',
          EndTime: '2099-01-01T00:00Z',
          PageSize: '30',
        })
        assert.equal(listed['TotalRecordCount'], 1)
        assert.deepEqual(
          items(listed, 'Items', 'MigrateTask').map((row) => [row['MigrateTaskId'], row['Status']]),
          [[MigrateTaskId, 'Success']],
        )
        const files = await call('DescribeOssDownloads', task)
        assert.deepEqual(
          items(files, 'Items', 'OssDownload').map((row) => [row['BackupMode'], row['Status']]),
          [
            ['Database', 'Restored'],
            ['Transaction_Log', 'Restored'],
          ],
        )
        const databases = await call('DescribeDatabases', of)
        assert.deepEqual(
          items(databases, 'Databases', 'Database').map((row) => [row['DBName'], row['DBStatus']]),
          [['Sales', 'Running']],
        )
        const attribute = await call('DescribeDBInstanceAttribute', of)
        const [instance] = items(attribute, 'Items', 'DBInstanceAttribute')
        assert.equal(instance?.['EngineVersion'], '2019_std_ha')
        assert.equal(instance?.['DBInstanceStorage'], 100)
        const region = { RegionId: 'cn-hangzhou' }
        const instances = await call('DescribeDBInstances', { ...region, Engine: 'SQLServer' })
        assert.equal(items(instances, 'Items', 'DBInstance')[0]?.['DBInstanceId'], instanceId)
        const usage = await call('DescribeResourceUsage', of)
        assert.equal(usage['DataSize'], 8 * 2 ** 20)
        assert.equal(usage['BackupSize'], -1)
        const regions = await call('DescribeRegions', {})
        assert.equal(items(regions, 'Regions', 'RDSRegion')[0]?.['RegionId'], 'cn-hangzhou')
        const account = {
          AccountName: 'app',
          AccountPassword: 'Not-a-secret-1',
          AccountType: 'Normal',
        }
        await call('CreateAccount', { ...of, ...account })
        const accounts = await call('DescribeAccounts', of)
        assert.deepEqual(
          items(accounts, 'Accounts', 'DBInstanceAccount').map((row) => row['AccountName']),
          ['dba', 'app'],
        )
        assert.deepEqual(
          Object.keys(await call('CheckDBNameAvailable', { ...of, DBName: 'free' })),
          ['RequestId'],
        )
        await call('CreateDatabase', {
          ...of,
          DBName: 'fresh',
          CharacterSetName: 'Chinese_PRC_CI_AS',
        })
        const net = await call('DescribeDBInstanceNetInfo', of)
        assert.equal(items(net, 'DBInstanceNetInfos', 'DBInstanceNetInfo')[0]?.['Port'], '1433')
        await call('DeleteDatabase', { ...of, DBName: 'Sales' })
        const again = await call('CreateMigrateTask', {
          ...of,
          DBName: 'Copy',
          BackupMode: 'FULL',
          IsOnlineDB: 'True',
          OssObjectPositions: position,
        })
        await call('TerminateMigrateTask', { ...of, MigrateTaskId: String(again['MigrateTaskId']) })
        assert.equal(model.migrateTask(instanceId, String(again['MigrateTaskId'])).status, 'Failed')
      } finally {
        await server.close()
      }
    })

    test('sees the code, the status and the request id of a refusal', async () => {
      const { server } = await started()
      try {
        const call = connect(server.port)
        const error = await failure(call('DescribeDBInstanceAttribute', { DBInstanceId: 'rm-x' }))
        assert.match(String(error['code']), /InvalidDBInstanceId.NotFound/)
        assert.match(String(error['message']), /does not exist in records/)
        const taken = await failure(call('CheckDBNameAvailable', { ...of, DBName: 'master' }))
        assert.match(String(taken['code']), /InvalidParameter.Keyword/)
        const missing = await failure(call('DescribeMigrateTasks', of))
        assert.match(String(missing['code']), /MissingParameter/)
      } finally {
        await server.close()
      }
    })

    test('sees a wrong secret, an unknown key and throttling with its waiting time', async () => {
      const { stage, server } = await started()
      try {
        const wrong = { ...sandboxKey, accessKeySecret: 'wrong' } as unknown as typeof sandboxKey
        const mismatch = await failure(
          connect(server.port, wrong)('DescribeDBInstanceAttribute', of),
        )
        assert.match(String(mismatch['code']), /SignatureDoesNotMatch|InvalidAccessKeySecret/)
        const unknown = {
          ...sandboxKey,
          accessKeyId: 'LTAIunknown',
        } as unknown as typeof sandboxKey
        const stranger = await failure(
          connect(server.port, unknown)('DescribeDBInstanceAttribute', of),
        )
        assert.match(String(stranger['code']), /InvalidAccessKeyId.NotFound/)
        stage.faults.add({ kind: 'throttle', retryAfterSeconds: 3 })
        const busy = await failure(connect(server.port)('DescribeDBInstanceAttribute', of))
        assert.match(String(busy['code']), /Throttling.User/)
        stage.faults.add({ kind: 'lost-reply' })
        await failure(connect(server.port)('DescribeDBInstanceAttribute', of))
      } finally {
        await server.close()
      }
    })
  })

async function failure(promise: Promise<unknown>): Promise<Answer> {
  try {
    await promise
  } catch (error) {
    return error as Answer
  }
  return assert.fail('the call was expected to fail')
}

test('RAM and STS answer on the same port: role, caller and a temporary key that works', async () => {
  const { server } = await started()
  try {
    const call = popCore('POST').connect(server.port)
    const { Role } = (await call('GetRole', { RoleName: 'AliyunRDSImportRole' })) as {
      Role: Answer
    }
    assert.match(String(Role['AssumeRolePolicyDocument']), /rds\.aliyuncs\.com/)
    const absent = await failure(call('GetRole', { RoleName: 'Other' }))
    assert.equal(absent['code'], 'EntityNotExist.Role')
    const identity = await call('GetCallerIdentity', {})
    assert.deepEqual(
      [identity['AccountId'], identity['IdentityType']],
      [sandboxAccountId, 'Account'],
    )
    const { Credentials } = (await call('AssumeRole', {
      RoleArn: String(Role['Arn']),
      RoleSessionName: 'test',
      DurationSeconds: '900',
    })) as { Credentials: Record<string, string> }
    const { RPCClient } = require('@alicloud/pop-core')
    const temporary = new RPCClient({
      accessKeyId: Credentials['AccessKeyId'],
      accessKeySecret: Credentials['AccessKeySecret'],
      securityToken: Credentials['SecurityToken'],
      endpoint: `http://127.0.0.1:${server.port}`,
      apiVersion: '2015-04-01',
    })
    const assumed = await temporary.request('GetCallerIdentity', {}, { method: 'POST' })
    assert.equal(assumed.IdentityType, 'AssumedRoleUser')
    const bare = popCore('POST').connect(server.port, {
      accessKeyId: Credentials['AccessKeyId'],
      accessKeySecret: Credentials['AccessKeySecret'],
    } as unknown as typeof sandboxKey)
    assert.equal((await failure(bare('GetCallerIdentity', {})))['code'], 'MissingSecurityToken')
  } finally {
    await server.close()
  }
})
