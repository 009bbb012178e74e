/** Instances as they can be set up, and the corners of restores that depend on them. */
import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import type { CreateMigrateTaskRequest } from '../../../src/rds/index.ts'
import type { Fault } from '../../../src/sandbox/faults.ts'
import type { RdsInstanceOptions, RdsOptions } from '../../../src/sandbox/rds/index.ts'
import { backup, endpoint, fullSet, instanceId, newStage } from './stage.ts'

const hasCode = (expected: string) => (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === expected

test('an instance has the engine version of its version, edition and category', () => {
  const versionOf = (instance: RdsInstanceOptions) =>
    newStage({ instances: [instance] }).model.instance(instanceId).engineVersion
  assert.deepEqual(
    [
      {},
      { version: '2008r2' } as const,
      { version: '2008r2', edition: 'ent' } as const,
      { version: '2012', edition: 'web', category: 'Basic' } as const,
      { version: '2016', edition: 'ent' } as const,
      { version: '2017', edition: 'ent', category: 'AlwaysOn' } as const,
      { version: '2022' } as const,
    ].map(versionOf),
    ['2019_std_ha', '2008r2', '08r2_ent_ha', '2012_web', '2016_ent_ha', '2017_ent', '2022_std_ha'],
  )
})

test('several instances keep their databases, accounts and tasks apart', async () => {
  const stage = newStage({ instances: [{}, { instanceId: 'rm-second', regionId: 'cn-beijing' }] })
  stage.objects.add('Sales.bak', backup(fullSet()))
  const task = await stage.full('Sales.bak', 'Sales')
  await stage.outcome(task)
  assert.deepEqual(stage.model.databases('rm-second'), [])
  assert.throws(
    () => stage.model.migrateTask('rm-second', task),
    hasCode('InvalidMigrateTaskId.NotFound'),
  )
  assert.deepEqual(
    stage.model.instances('cn-beijing').map((instance) => instance.instanceId),
    ['rm-second'],
  )
})

test('an instance that is locked meanwhile refuses the next task', async () => {
  const stage = newStage()
  stage.objects.add('Sales.bak', backup(fullSet()))
  await stage.full('Sales.bak', 'A')
  stage.model.change(instanceId, { lockMode: 'LockByDiskQuota', lockReason: 'disk full' })
  await assert.rejects(stage.full('Sales.bak', 'B'), hasCode('IncorrectDBInstanceLockMode'))
  assert.equal(stage.model.instance(instanceId).lockReason, 'disk full')
})

describe('a 2008 R2 instance on local disks', () => {
  const options: RdsOptions = { instances: [{ version: '2008r2', databases: [{ name: 'Sales' }] }] }
  const asked = (ossUrls: readonly string[]): CreateMigrateTaskRequest => ({
    instanceId,
    database: 'Sales',
    backupMode: 'FULL',
    isOnline: true,
    ossUrls,
  })
  const host = `https://staging.${endpoint}`
  const signature = 'OSSAccessKeyId=x&Expires=9999999999&Signature=y'

  function stageWithStripes(faults: readonly Fault[] = []) {
    const stage = newStage(options, faults)
    for (const familyNumber of [1, 2])
      stage.objects.add(
        `文件 夹/Sales_${familyNumber}.bak`,
        backup(fullSet(), { engine: '2008r2', familyCount: 2, familyNumber }),
      )
    stage.objects.add('Sales.bak', backup(fullSet(), { engine: '2008r2' }))
    return stage
  }

  test('restores a whole stripe set from several addresses, and no half of one', async () => {
    const addresses = [1, 2].map(
      (number) => `${host}/${encodeURIComponent('文件 夹')}/Sales_${number}.bak?${signature}`,
    )
    const stage = stageWithStripes()
    const half = await stage.model.createMigrateTask(asked(addresses.slice(0, 1)))
    assert.match((await stage.outcome(half.migrateTaskId)).description, /^Failed to verify/)
    const whole = await stage.model.createMigrateTask(asked(addresses))
    assert.equal((await stage.outcome(whole.migrateTaskId)).status, 'Success')
    assert.deepEqual(
      stage.model.ossDownloads(instanceId, whole.migrateTaskId).map((file) => file.fileName),
      ['Sales_1.bak', 'Sales_2.bak'],
    )
  })

  test('reads addresses on loopback, signed with V4, or not signed at all', async () => {
    const addresses = [
      'http://127.0.0.1:9000/staging/Sales.bak?x-oss-date=20260110T030000Z&x-oss-expires=3600',
      `${host}/Sales.bak`,
    ]
    for (const address of addresses) {
      const stage = stageWithStripes()
      const { migrateTaskId } = await stage.model.createMigrateTask(asked([address]))
      assert.equal((await stage.outcome(migrateTaskId)).status, 'Success', address)
    }
    const stage = stageWithStripes()
    const old = `${host}/Sales.bak?x-oss-date=20260109T030000Z&x-oss-expires=3600`
    const { migrateTaskId } = await stage.model.createMigrateTask(asked([old]))
    assert.match((await stage.outcome(migrateTaskId)).description, /URL was expired/)
  })

  test('refuses what is no address', async () => {
    const { model } = stageWithStripes()
    for (const address of ['Sales.bak', 'https://', `${host}/%E0%A4%A`, `${host}/`])
      await assert.rejects(model.createMigrateTask(asked([address])), hasCode('InvalidOssUrl'))
  })

  test('gives the empty database back when the restore fails', async () => {
    const stage = stageWithStripes([{ kind: 'fail-task', description: 'DBCC checkdb failed' }])
    const before = stage.model.resourceUsage(instanceId)
    const { migrateTaskId } = await stage.model.createMigrateTask(
      asked([`${host}/Sales.bak?${signature}`]),
    )
    assert.equal((await stage.outcome(migrateTaskId)).description, 'DBCC checkdb failed')
    assert.equal(stage.model.databases(instanceId)[0]?.status, 'Running')
    assert.deepEqual(stage.model.resourceUsage(instanceId), before)
  })
})

test('a chain whose opening fails can be opened again', async () => {
  const stage = newStage({}, [
    {
      kind: 'fail-task',
      description: 'Failed to open database Sales.',
      match: { operation: 'CreateOnlineDatabaseTask' },
    },
  ])
  stage.objects.add('Sales.bak', backup(fullSet()))
  const task = await stage.append('Sales.bak', 'Sales')
  await stage.outcome(task)
  const opening = (clientToken: string) =>
    stage.model.createOnlineDatabaseTask({
      instanceId,
      database: 'Sales',
      migrateTaskId: task,
      checkMode: 'SyncExecuteDBCheck',
      clientToken,
    })
  opening('first')
  assert.deepEqual(await stage.outcome(task), {
    status: 'Failed',
    description: 'Failed to open database Sales.',
  })
  opening('second')
  assert.equal((await stage.outcome(task)).status, 'Success')
})
