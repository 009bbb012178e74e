/** Doctor over the sandbox's ports: what it finds, what it changes (nothing), what it costs (a few reads). */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prefixOf, runDoctor } from '../../src/app/doctor.ts'
import { MigrationError, VirtualClock } from '../../src/core/index.ts'
import type { RestoreTarget } from '../../src/rds/index.ts'
import {
  createSandbox,
  type InProcessSandbox,
  type RdsInstanceOptions,
  type RdsOptions,
} from '../../src/sandbox/index.ts'
import { backup, fullSet } from '../sandbox/rds/stage.ts'

const backupOf = (database: string) => backup(fullSet({ database }))

const startAt = Date.UTC(2026, 10, 22, 4)

async function sandboxWith(
  instance: RdsInstanceOptions = {},
  rds: Omit<RdsOptions, 'instances'> = {},
) {
  const clock = new VirtualClock(startAt)
  const sandbox = await createSandbox({ clock, rds: { ...rds, instances: [instance] } })
  await sandbox.storage.createBucket('bak-one')
  const check = (
    request: Partial<Parameters<typeof runDoctor>[1]> = {},
    target: RestoreTarget = sandbox.target,
    serverTime: () => Promise<number | undefined> = async () => clock.now(),
  ) =>
    runDoctor(
      { target, storage: sandbox.storage, clock, serverTime },
      { instanceId: sandbox.instanceId, bucket: 'bak-one', ...request },
    )
  return { sandbox, clock, check }
}

const put = (sandbox: InProcessSandbox, key: string, bytes: Uint8Array) =>
  sandbox.storage.bucket('bak-one').put(key, bytes)

async function keysIn(sandbox: InProcessSandbox): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of sandbox.storage.bucket('bak-one').list()) keys.push(key)
  return keys
}

const verdictOf = (report: Awaited<ReturnType<typeof runDoctor>>, rule: string) =>
  report.findings.find((finding) => finding.rule === rule)

test('a fresh sandbox is ready, and every reading action is proved', async (t) => {
  const { sandbox, check } = await sandboxWith()
  t.after(() => sandbox.stop())
  const report = await check()
  assert.equal(report.verdict, 'ready')
  assert.equal(report.exit, 0)
  assert.equal(report.checkedAt, '2026-11-22T04:00:00.000Z')
  const states = Object.groupBy(report.actions, ({ state }) => state)
  assert.equal(states.allowed?.length, 10)
  assert.ok(states.unproved?.some(({ action }) => action === 'oss:PutObject'))
  assert.equal(states.refused, undefined)
  assert.equal(verdictOf(report, 'ACCESS_BACKUPS')?.isSkipped, true)
})

test('backups in the folder are read by range and compared with the instance', async (t) => {
  const { sandbox, check } = await sandboxWith({ databases: [{ name: 'Orders' }] })
  t.after(() => sandbox.stop())
  await put(sandbox, 'full/Orders.bak', backupOf('Orders'))
  await put(sandbox, 'full/Stock.bak', backupOf('Stock'))
  await put(sandbox, 'full/readme.txt', new TextEncoder().encode('not a backup at all'))
  await put(sandbox, 'elsewhere/Third.bak', backupOf('Third'))
  const report = await check({ directory: '/full/' })
  assert.equal(report.verdict, 'blocked')
  assert.equal(report.exit, 4)
  assert.match(verdictOf(report, 'ACCESS_BACKUPS')?.fact.en ?? '', /^2 full backups .*readme\.txt/)
  assert.equal(verdictOf(report, 'ACCESS_BACKUPS')?.verdict, 'warning')
  const names = verdictOf(report, 'ACCESS_DATABASE_NAMES')
  assert.equal(names?.verdict, 'blocked')
  assert.equal(names?.fact.en, 'already on the instance: Orders')
  assert.equal(verdictOf(report, 'ACCESS_STORAGE')?.verdict, 'ok')
  assert.equal(report.actions.find(({ action }) => action === 'oss:GetObject')?.state, 'allowed')
  assert.ok(
    report.policy.Statement.some(({ Resource }) => Resource.includes('acs:oss:*:*:bak-one/full/*')),
  )
})

test('storage counts what a restore takes, not the size of the backup', async (t) => {
  const { sandbox, check } = await sandboxWith({ storageGigabytes: 20 })
  t.after(() => sandbox.stop())
  const backups = [
    {
      name: 'big.bak',
      sizeBytes: 1024 ** 3,
      database: 'Big',
      type: 'FULL' as const,
      allocatedBytes: 15 * 1024 ** 3,
      sourceVersion: '2019',
      versionVerdict: 'fits' as const,
      isSystemDatabase: false,
      problem: undefined,
    },
  ]
  const report = await check({ backups })
  const storage = verdictOf(report, 'ACCESS_STORAGE')
  assert.equal(storage?.verdict, 'blocked')
  assert.match(storage?.fact.en ?? '', /^18 GB free, 19\.2 GB needed/)
  assert.match(storage?.action?.en ?? '', /^Add at least 1\.2 GB/)
})

for (const [title, instance, rds, rule, verdict] of [
  ['a locked instance', { lockMode: 'LockByDiskQuota' }, {}, 'ACCESS_INSTANCE_LOCK', 'blocked'],
  [
    'an instance that is not running',
    { status: 'Restarting' },
    {},
    'ACCESS_INSTANCE_STATE',
    'blocked',
  ],
  ['another engine', { engine: 'MySQL' }, {}, 'ACCESS_INSTANCE_ENGINE', 'blocked'],
  ['a missing import role', {}, { roles: [] }, 'ACCESS_IMPORT_ROLE', 'blocked'],
  ['no privileged account', { accounts: [] }, {}, 'ACCESS_ACCOUNT', 'warning'],
  [
    'an instance in another region',
    { regionId: 'cn-beijing' },
    {},
    'ACCESS_BUCKET_REGION',
    'warning',
  ],
] as const)
  test(`${title} is ${verdict}`, async (t) => {
    const { sandbox, check } = await sandboxWith(instance, rds)
    t.after(() => sandbox.stop())
    assert.equal(verdictOf(await check(), rule)?.verdict, verdict)
  })

test('2008 R2 on local disks asks for the empty database and for the right to create it', async (t) => {
  const { sandbox, check } = await sandboxWith({ version: '2008r2' })
  t.after(() => sandbox.stop())
  await put(sandbox, 'Orders.bak', backupOf('Orders'))
  const report = await check({ directory: '/' })
  assert.match(verdictOf(report, 'ACCESS_INSTANCE_VERSION')?.fact.en ?? '', /empty database/)
  assert.equal(
    verdictOf(report, 'ACCESS_DATABASE_NAMES')?.fact.en,
    'missing on the instance: Orders',
  )
  assert.ok(report.policy.Statement[0]?.Action.includes('rds:CreateDatabase'))
})

test('tasks of today are taken off the quota', async (t) => {
  const { sandbox, check } = await sandboxWith()
  t.after(() => sandbox.stop())
  await put(sandbox, 'Orders.bak', backupOf('Orders'))
  await sandbox.target.createMigrateTask({
    instanceId: sandbox.instanceId,
    database: 'Orders',
    backupMode: 'FULL',
    isOnline: true,
    object: { endpoint: sandbox.storage.endpoint, bucket: 'bak-one', key: 'Orders.bak' },
  })
  const report = await check({ directory: '/' })
  assert.match(verdictOf(report, 'ACCESS_QUOTA_INSTANCE')?.fact.en ?? '', /^499 of 500 tasks left/)
  assert.match(verdictOf(report, 'ACCESS_QUOTA_DATABASES')?.fact.en ?? '', /19 of 20$/)
  assert.equal(verdictOf(report, 'ACCESS_TASKS_RUNNING')?.verdict, 'warning')
})

test('an encrypted bucket, and a bucket that is not there, block', async (t) => {
  const { sandbox, check } = await sandboxWith()
  t.after(() => sandbox.stop())
  await sandbox.storage.createBucket('bak-ia', { storageClass: 'IA' })
  assert.equal(
    verdictOf(await check({ bucket: 'bak-ia' }), 'ACCESS_BUCKET_CLASS')?.verdict,
    'blocked',
  )
  const missing = await check({ bucket: 'nobody-has-this' })
  const finding = verdictOf(missing, 'ACCESS_BUCKET_ACCOUNT')
  assert.equal(finding?.code, 'OSS_BUCKET_NOT_FOUND')
  assert.equal(finding?.verdict, 'blocked')
  assert.match(finding?.action?.zh ?? '', /[\u4e00-\u9fff]/)
})

test('an unknown instance is told once, and nothing is asked of it', async (t) => {
  const { sandbox, check } = await sandboxWith()
  t.after(() => sandbox.stop())
  const report = await check({ instanceId: 'rm-none' })
  const told = report.findings.filter(({ code }) => code === 'RDS_INSTANCE_NOT_FOUND')
  assert.deepEqual(
    told.filter(({ isSkipped }) => !isSkipped).map(({ rule, verdict }) => [rule, verdict]),
    [['ACCESS_INSTANCE_ENGINE', 'blocked']],
  )
})

const refusal = (code: string) =>
  new MigrationError(
    code,
    { exit: 40, retry: 'never', message: 'refused', cause: 'c', solution: 'Ask.' },
    {},
  )

test('a right that the caller lacks is named, and its checks are not called good', async (t) => {
  const { sandbox, check } = await sandboxWith()
  t.after(() => sandbox.stop())
  const target: RestoreTarget = {
    ...sandbox.target,
    accounts: () => Promise.reject(refusal('RDS_FORBIDDEN')),
    role: () => Promise.reject(refusal('RAM_FORBIDDEN')),
  }
  const report = await check({}, target)
  assert.equal(report.verdict, 'blocked')
  const actions = verdictOf(report, 'ACCESS_ACTIONS')
  assert.match(actions?.fact.en ?? '', /refused: rds:DescribeAccounts, ram:GetRole/)
  assert.equal(verdictOf(report, 'ACCESS_IMPORT_ROLE')?.verdict, 'not-checked')
  assert.equal(verdictOf(report, 'ACCESS_ACCOUNT')?.verdict, 'not-checked')
})

test('with refused credentials nothing else is asked', async (t) => {
  const { sandbox, check } = await sandboxWith()
  t.after(() => sandbox.stop())
  let calls = 0
  const target: RestoreTarget = {
    ...sandbox.target,
    callerIdentity: () => Promise.reject(refusal('CLOUD_ACCESS_KEY_UNKNOWN')),
    instance: (id) => {
      calls++
      return sandbox.target.instance(id)
    },
  }
  const report = await check({}, target)
  assert.equal(calls, 0)
  assert.deepEqual(
    report.findings.filter(({ verdict }) => verdict === 'blocked').map(({ rule }) => rule),
    ['ACCESS_CREDENTIALS'],
  )
})

test('an STS that cannot be reached does not stop the other checks', async (t) => {
  const { sandbox, check } = await sandboxWith()
  t.after(() => sandbox.stop())
  const target: RestoreTarget = {
    ...sandbox.target,
    callerIdentity: () => Promise.reject(refusal('CLOUD_UNREACHABLE')),
  }
  const report = await check({}, target)
  assert.equal(verdictOf(report, 'ACCESS_CREDENTIALS')?.verdict, 'not-checked')
  assert.equal(verdictOf(report, 'ACCESS_INSTANCE_ENGINE')?.verdict, 'ok')
  assert.equal(report.verdict, 'ready-with-warnings')
  assert.equal(report.exit, 3)
})

test('the clock is compared with the time that the cloud tells', async (t) => {
  const { sandbox, clock, check } = await sandboxWith()
  t.after(() => sandbox.stop())
  const late = await check({}, sandbox.target, async () => clock.now() + 20 * 60_000)
  assert.equal(verdictOf(late, 'ACCESS_CLOCK')?.verdict, 'blocked')
  assert.equal(verdictOf(late, 'ACCESS_CLOCK')?.fact.en, '1200 s behind the cloud')
  const unknown = await check({}, sandbox.target, async () => undefined)
  assert.equal(verdictOf(unknown, 'ACCESS_CLOCK')?.verdict, 'ok')
})

test('doctor changes nothing', async (t) => {
  const { sandbox, check } = await sandboxWith()
  t.after(() => sandbox.stop())
  await put(sandbox, 'Orders.bak', backupOf('Orders'))
  const state = async () => ({
    objects: await keysIn(sandbox),
    databases: await sandbox.target.databases(sandbox.instanceId),
    tasks: await sandbox.target.migrateTasks({
      instanceId: sandbox.instanceId,
      from: new Date(startAt - 1000),
      to: new Date(startAt + 1000),
    }),
  })
  const before = await state()
  await check({ directory: '/' })
  assert.deepEqual(await state(), before)
})

test('callers that judge each backup themselves leave the backups out', async (t) => {
  const { sandbox, check } = await sandboxWith()
  t.after(() => sandbox.stop())
  const report = await check({ backups: [] })
  assert.equal(report.verdict, 'ready')
  assert.equal(verdictOf(report, 'ACCESS_BACKUPS')?.isSkipped, true)
})

test('a folder is written in many ways and means one prefix', () => {
  for (const folder of ['full', 'full/', '/full', '/full/', '//full//'])
    assert.equal(prefixOf(folder), 'full/')
  for (const root of ['', '/', '//']) assert.equal(prefixOf(root), '')
  assert.equal(prefixOf('备份/2026'), '备份/2026/')
})
