/** The pure decisions about a destination: its path, quota, names and tasks that exist already. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compareVersions, isSystemDatabase, restorePathOf } from '../../src/assessment/index.ts'
import { endpointsFor } from '../../src/rds/endpoints.ts'
import {
  judgeKey,
  type KnownTask,
  type MigrateTaskStatus,
  matchExistingTask,
  operationsOf,
  parseBackupName,
  quotaLeft,
  safeObjectKey,
} from '../../src/rds/index.ts'
import { samples } from './samples.ts'

describe('the restore path', () => {
  for (const [engineVersion, storageType, path] of [
    ['2008r2', 'local_ssd', 'into-existing'],
    ['08r2_ent_ha', 'local_ssd', 'into-existing'],
    ['2008r2', '', 'into-existing'],
    ['2008r2', 'cloud_essd', 'as-new'],
    ['2008r2', 'general_essd', 'as-new'],
    ['2012_ent_ha', 'local_ssd', 'as-new'],
    ['2019_std_ha', 'cloud_ssd', 'as-new'],
    ['2022_std_ha', 'cloud_essd', 'as-new'],
  ] as const)
    test(`of ${engineVersion} on ${storageType || 'unnamed disks'} is ${path}`, () => {
      assert.equal(restorePathOf({ engineVersion, storageType }), path)
    })
})

test('a backup fits an instance of its version or a newer one', () => {
  assert.equal(compareVersions('15.0.4335', '2019_std_ha'), 'fits')
  assert.equal(compareVersions('16.0.1000', '2019_std_ha'), 'newer')
  assert.equal(compareVersions('10.50.4000', '2008r2'), 'fits')
  assert.equal(compareVersions('10.0.6000', '08r2_ent_ha'), 'fits')
  assert.equal(compareVersions('11.0.2100', '2008r2'), 'newer')
  assert.equal(compareVersions('8.0.2039', '2012'), 'too-old')
  assert.equal(compareVersions('8.0.2039', '2008r2'), 'fits')
  assert.equal(compareVersions('15.0.4335', '2099_x'), 'unknown')
  assert.equal(compareVersions('', '2019_std_ha'), 'unknown')
})

test('system databases are known by name in any case', () => {
  assert.ok(['master', 'TempDB', 'MODEL', 'msdb', 'distribution'].every(isSystemDatabase))
  assert.ok(!isSystemDatabase('masters'))
})

describe('the quota (I4)', () => {
  const now = Date.UTC(2026, 10, 22, 12)
  const hour = 3_600_000
  const operations = (database: string, count: number, at: number) =>
    Array.from({ length: count }, () => ({ database, at }))

  test('counts the last 24 hours, which hold every calendar day so far', () => {
    const used = [...operations('A', 19, now - 23 * hour), ...operations('a', 5, now - 25 * hour)]
    assert.deepEqual(quotaLeft(used, 'A', now), { forDatabase: 1, forInstance: 481, freeAt: now })
  })

  test('says when the next operation is free', () => {
    const used = [...operations('A', 1, now - 20 * hour), ...operations('A', 19, now - hour)]
    assert.deepEqual(quotaLeft(used, 'A', now), {
      forDatabase: 0,
      forInstance: 480,
      freeAt: now + 4 * hour,
    })
    const busy = operations('B', 500, now - 2 * hour)
    assert.deepEqual(quotaLeft(busy, 'A', now), {
      forDatabase: 20,
      forInstance: 0,
      freeAt: now + 22 * hour,
    })
  })

  test('counts each file of a chain, and a task without known files once', () => {
    const { task, file } = samples
    assert.equal(operationsOf(task).length, 1)
    const later = { ...file, createdAt: new Date(task.createdAt.getTime() + hour) }
    assert.deepEqual(
      operationsOf(task, [file, later]).map((operation) => operation.at),
      [task.createdAt.getTime(), task.createdAt.getTime() + hour],
    )
  })
})

describe('names of backups', () => {
  test('tell database, type and time when they follow the official pattern', () => {
    assert.deepEqual(parseBackupName('d/Testdb_FULL_20180518153544.bak'), {
      database: 'Testdb',
      type: 'FULL',
      time: '20180518153544',
    })
    assert.equal(parseBackupName('my_FULL_db_FULL_20180518153544.bak')?.database, 'my_FULL_db')
    assert.equal(parseBackupName('销售_FULL_20180518153544.BAK')?.database, '销售')
    assert.equal(parseBackupName('a_LOG_20180518153544.bak')?.type, 'LOG')
    for (const name of [
      'autotest_2005_ent_broken_full_dbcc_failed.bak',
      'Testdb_FULL_20181318153544.bak',
      'Testdb_FULL_2018051815354.bak',
      'Testdb_FULL_20180518153544.trn',
      '_FULL_20180518153544.bak',
      'Testdb_FULL_20180518153544',
    ])
      assert.equal(parseBackupName(name), undefined, name)
  })

  test('are judged by the strictest edition', () => {
    assert.deepEqual(judgeKey('d/Test_db-1.bak'), { verdict: 'safe', characters: '' })
    assert.deepEqual(judgeKey('d/销售 +.bak'), { verdict: 'doubtful', characters: '销售 +' })
    assert.deepEqual(judgeKey('d/a@b|c@.bak'), { verdict: 'refused', characters: '@|' })
  })

  test('that we make are safe, follow the pattern and differ for different databases', () => {
    const parts = { folder: '/mig/', type: 'FULL', time: '20240102030405' } as const
    assert.equal(
      safeObjectKey({ ...parts, database: 'SalesDb' }),
      'mig/SalesDb_FULL_20240102030405.bak',
    )
    const databases = [
      '销售',
      '库存',
      'a b',
      'a-b',
      'a_b',
      '..',
      `${'x'.repeat(200)}1`,
      `${'x'.repeat(200)}2`,
    ]
    const keys = databases.map((database) => safeObjectKey({ ...parts, folder: '', database }))
    assert.equal(new Set(keys).size, databases.length)
    for (const key of keys) {
      assert.equal(judgeKey(key).verdict, 'safe', key)
      assert.ok(parseBackupName(key), key)
      assert.ok(key.length < 200)
    }
  })
})

describe('a task that exists already (I1)', () => {
  const since = new Date('2026-11-22T01:00:00.700Z')
  const wanted = { database: 'SalesDb', key: 'd/a.bak', since }
  let nextId = 1
  const known = (
    status: MigrateTaskStatus,
    more: { database?: string; files?: string[] | null; createdAt?: string } = {},
  ): KnownTask => ({
    task: {
      ...samples.task,
      migrateTaskId: String(nextId++),
      status,
      database: more.database ?? 'SalesDb',
      createdAt: new Date(more.createdAt ?? '2026-11-22T02:00:00Z'),
    },
    files:
      more.files === null
        ? undefined
        : (more.files ?? ['d/a.bak']).map((fileName) => ({ fileName })),
  })
  const kind = (...tasks: KnownTask[]) => matchExistingTask(wanted, tasks).kind

  test('is found by file and database, the file by key or by its last part', () => {
    assert.equal(kind(), 'none')
    assert.equal(kind(known('Running')), 'active')
    assert.equal(kind(known('NoStart', { files: ['a.bak'] })), 'active')
    assert.equal(kind(known('Running', { database: 'SALESDB' })), 'active')
    assert.equal(kind(known('Running', { database: 'Other' })), 'none')
    assert.equal(kind(known('Success', { files: ['d/b.bak'] })), 'none')
  })

  test('that was created before the object got its content is another one', () => {
    assert.equal(kind(known('Success', { createdAt: '2026-11-22T00:59:59Z' })), 'none')
    assert.equal(kind(known('Success', { createdAt: '2026-11-22T01:00:00Z' })), 'done')
  })

  test('counts by its database alone while its files are not known', () => {
    assert.equal(kind(known('Running', { files: null })), 'active')
    assert.equal(kind(known('NoStart', { files: [] })), 'active')
  })

  test('is the active one before the done one before the failed one', () => {
    assert.equal(kind(known('Failed'), known('Success'), known('Waiting')), 'active')
    assert.equal(kind(known('Failed'), known('Success')), 'done')
    const old = known('Failed', { createdAt: '2026-11-22T03:00:00Z' })
    const match = matchExistingTask(wanted, [known('Failed'), old])
    assert.equal(match.kind === 'failed' && match.task, old.task)
  })

  test('is not guessed when two are active', () => {
    assert.equal(kind(known('Running'), known('NoStart')), 'unclear')
  })
})

test('endpoints follow the region, and a sandbox serves all three products', () => {
  assert.deepEqual(endpointsFor({ regionId: 'cn-hangzhou' }), {
    rds: { protocol: 'https', host: 'rds.aliyuncs.com' },
    sts: { protocol: 'https', host: 'sts.cn-hangzhou.aliyuncs.com' },
    ram: { protocol: 'https', host: 'ram.aliyuncs.com' },
  })
  assert.equal(endpointsFor({ regionId: 'eu-central-1' }).rds.host, 'rds.eu-central-1.aliyuncs.com')
  const sandbox = endpointsFor({ regionId: 'cn-hangzhou', endpoint: 'http://127.0.0.1:19100/' })
  for (const product of ['rds', 'sts', 'ram'] as const)
    assert.deepEqual(sandbox[product], { protocol: 'http', host: '127.0.0.1:19100' })
  const vpc = endpointsFor({
    regionId: 'cn-x',
    endpoint: 'rds-vpc.cn-x.aliyuncs.com',
    stsEndpoint: 'https://s',
  })
  assert.deepEqual(vpc.rds, { protocol: 'https', host: 'rds-vpc.cn-x.aliyuncs.com' })
  assert.deepEqual(vpc.sts, { protocol: 'https', host: 's' })
  assert.equal(vpc.ram.host, 'ram.aliyuncs.com')
})
