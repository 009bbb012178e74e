/** The contract of a destination over the in-process port and over the real client and the server. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { isMigrationError, seededIds } from '../../../src/core/index.ts'
import { rdsTarget } from '../../../src/rds/index.ts'
import { sandboxKey } from '../../../src/sandbox/account.ts'
import { sandboxRestoreTarget, startRdsServer } from '../../../src/sandbox/rds/index.ts'
import { testRestoreTarget } from '../../contracts/restore-target.ts'
import { backup, endpoint, fullSet, instanceId, newStage, type Stage } from './stage.ts'

function portOf(stage: Stage) {
  const key = stage.accounts.find(sandboxKey.accessKeyId)
  assert.ok(key)
  return sandboxRestoreTarget({ ...stage, key, regionId: 'cn-hangzhou' })
}

async function addObject(stage: Stage, key: string, bytes: Uint8Array) {
  stage.objects.add(key, bytes)
  return { endpoint, bucket: 'staging', key }
}

testRestoreTarget({
  name: 'sandbox, in process',
  create: async () => {
    const stage = newStage()
    return {
      target: portOf(stage),
      instanceId,
      addObject: (key, bytes) => addObject(stage, key, bytes),
      now: () => stage.clock.now(),
      advance: (ms) => stage.clock.advance(ms),
      dispose: async () => {},
    }
  },
})

testRestoreTarget({
  name: 'real client and the sandbox over HTTP',
  create: async () => {
    const stage = newStage()
    const server = await startRdsServer(stage, 0)
    return {
      target: rdsTarget({
        regionId: 'cn-hangzhou',
        endpoint: `http://127.0.0.1:${server.port}`,
        credentials: async () => sandboxKey,
        clock: stage.clock,
        ids: seededIds(99),
      }),
      instanceId,
      addObject: (key, bytes) => addObject(stage, key, bytes),
      now: () => stage.clock.now(),
      advance: (ms) => stage.clock.advance(ms),
      dispose: () => server.close(),
    }
  },
})

const request = {
  instanceId,
  database: 'Sales',
  backupMode: 'FULL',
  isOnline: true,
  object: { endpoint, bucket: 'staging', key: 'Sales.bak' },
} as const

test('a lost reply of a creation is said to be lost, and the task exists', async () => {
  const stage = newStage({}, [
    { kind: 'lost-reply', match: { service: 'rds', operation: 'CreateMigrateTask' } },
  ])
  stage.objects.add('Sales.bak', backup(fullSet()))
  await assert.rejects(portOf(stage).createMigrateTask(request), (error) =>
    isMigrationError(error, 'RDS_REPLY_LOST'),
  )
  const now = stage.clock.now()
  const tasks = stage.model.migrateTasks(instanceId, new Date(now - 60_000), new Date(now))
  assert.equal(tasks.length, 1)
})

test('a throttled call says how long to wait and does nothing', async () => {
  const stage = newStage({}, [
    { kind: 'throttle', retryAfterSeconds: 7, match: { operation: 'CreateMigrateTask' } },
  ])
  stage.objects.add('Sales.bak', backup(fullSet()))
  await assert.rejects(portOf(stage).createMigrateTask(request), (error) => {
    assert.ok(isMigrationError(error, 'CLOUD_THROTTLED'))
    assert.equal(error.retryAfterMs, 7000)
    return true
  })
  assert.deepEqual(stage.model.toState().tasks, [])
})

test('a key of another account sees no instance', async () => {
  const stage = newStage()
  const key = stage.accounts.find(sandboxKey.accessKeyId)
  assert.ok(key)
  const stranger = sandboxRestoreTarget({
    ...stage,
    key: { ...key, accountId: '2000000000000002' },
    regionId: 'cn-hangzhou',
  })
  assert.deepEqual(await stranger.instances(), [])
  await assert.rejects(stranger.instance(instanceId), (error) =>
    isMigrationError(error, 'RDS_INSTANCE_NOT_FOUND'),
  )
})
