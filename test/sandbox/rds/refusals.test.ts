/** What the sandbox's RDS refuses at the call, with the service's code, status and text. */
import { strict as assert } from 'node:assert'
import { describe, test } from 'node:test'
import type { CreateMigrateTaskRequest } from '../../../src/rds/index.ts'
import { writeBackupSource } from '../../../src/sandbox/backup-writer/index.ts'
import type { RdsInstanceOptions } from '../../../src/sandbox/rds/index.ts'
import { backup, endpoint, fullSet, guid, instanceId, newStage, type Stage } from './stage.ts'

async function assertRefused(
  promise: Promise<unknown> | (() => unknown),
  code: string,
  status: number,
  message: string,
): Promise<void> {
  const call = async () => (typeof promise === 'function' ? promise() : promise)
  await assert.rejects(call(), (error: Error & { code?: string; status?: number }) => {
    assert.deepEqual([error.code, error.status, error.message], [code, status, message])
    return true
  })
}

function stageWith(instance: RdsInstanceOptions = {}): Stage {
  const stage = newStage({ instances: [instance] })
  stage.objects.add('Sales.bak', backup(fullSet()))
  return stage
}

const texts = {
  name: 'The specified database name is not allowed.',
  state: 'Current DB instance state does not support this operation.',
  type: 'Current DB instance type does not support this operation.',
  lock: 'Current DB instance lock mode does not support this operation.',
  absent: 'Specified one or more DB name does not exist or DB status does not support.',
  busy: 'Current DB state does not support this operation.',
  url: 'Specified oss url is not valid.',
  extension: 'The file extension does not support.',
}

describe('CreateMigrateTask refuses', () => {
  for (const database of ['master', 'MSDB', 'tempdb', 'Model', 'distribution'])
    test(`the system name ${database}`, () =>
      assertRefused(stageWith().full('Sales.bak', database), 'InvalidDBName', 403, texts.name))

  test('an instance that does not run', () =>
    assertRefused(
      stageWith({ status: 'Rebooting' }).full('Sales.bak', 'Sales'),
      'IncorrectDBInstanceState',
      403,
      texts.state,
    ))

  test('an instance of another engine', () =>
    assertRefused(
      stageWith({ engine: 'MySQL' }).full('Sales.bak', 'Sales'),
      'IncorrectDBInstanceType',
      400,
      texts.type,
    ))

  test('a locked instance', () =>
    assertRefused(
      stageWith({ lockMode: 'LockByDiskQuota' }).full('Sales.bak', 'Sales'),
      'IncorrectDBInstanceLockMode',
      400,
      texts.lock,
    ))

  test('an instance that does not exist', () =>
    assertRefused(
      stageWith().full('Sales.bak', 'Sales', { instanceId: 'rm-other' }),
      'InvalidDBInstanceId.NotFound',
      404,
      'The DBInstanceId provided does not exist in records.',
    ))

  test('a name that a database has already, in any case', () =>
    assertRefused(
      stageWith({ databases: [{ name: 'SALES' }] }).full('Sales.bak', 'Sales'),
      'InvalidDBName.NotFound',
      400,
      texts.absent,
    ))

  test('an extension other than bak, diff, trn and log', async () => {
    const stage = stageWith()
    for (const key of ['Sales.zip', 'Sales', 'bak', 'd.bak/Sales']) {
      stage.objects.add(key, backup(fullSet()))
      await assertRefused(stage.full(key, 'Sales'), 'IncorrectFileExtension', 400, texts.extension)
    }
    for (const key of ['a.bak', 'b.DIFF', 'c.trn', 'd.log']) {
      stage.objects.add(key, backup(fullSet()))
      await stage.full(key, `Sales_${key[0]}`)
    }
  })

  test('a missing object, a missing bucket and the endpoint of another region', async () => {
    const stage = stageWith()
    const objects: CreateMigrateTaskRequest['object'][] = [
      { endpoint, bucket: 'staging', key: 'none.bak' },
      { endpoint, bucket: 'no-such-bucket', key: 'Sales.bak' },
      { endpoint: 'oss-cn-beijing.aliyuncs.com', bucket: 'staging', key: 'Sales.bak' },
      { endpoint: 'oss-accelerate.aliyuncs.com', bucket: 'staging', key: 'Sales.bak' },
    ]
    for (const object of objects)
      if (object)
        await assertRefused(
          stage.full('Sales.bak', 'Sales', { object }),
          'InvalidOssUrl',
          400,
          texts.url,
        )
  })

  test('a bucket of another account', async () => {
    const stage = stageWith()
    stage.objects.addBucket('foreign', { ownerId: '42' })
    stage.objects.add('Sales.bak', backup(fullSet()), 'foreign')
    const object = { endpoint, bucket: 'foreign', key: 'Sales.bak' }
    await assertRefused(
      stage.full('Sales.bak', 'Sales', { object }),
      'InvalidOssUrl',
      400,
      texts.url,
    )
  })

  test('a file of more than 3 TB', async () => {
    const stage = stageWith({ storageGigabytes: 16_000 })
    const [file] = fullSet().files
    assert.ok(file)
    const dataBytes = 3 * 2 ** 40
    const set = fullSet({ dataBytes, files: [{ ...file, sizeBytes: dataBytes }] })
    const spec = { engine: '2019', mediaSetId: guid('a1'), sets: [set] } as const
    stage.objects.add('Huge.bak', writeBackupSource(spec, 'Huge.bak'))
    await assertRefused(
      stage.full('Huge.bak', 'Huge'),
      'BakFileSizeExceeded',
      400,
      'Exceeding the allowed bak file size.',
    )
  })

  test('a database that is larger than the storage of the instance', async () => {
    const stage = stageWith({ storageGigabytes: 20 })
    const [file] = fullSet().files
    assert.ok(file)
    stage.objects.add('Big.bak', backup(fullSet({ files: [{ ...file, sizeBytes: 21 * 2 ** 30 }] })))
    await assertRefused(
      stage.full('Big.bak', 'Big'),
      'FileSizeExceeded',
      400,
      'Exceeding the allowed file size of DB instance.',
    )
  })

  test('a second task for a database that is being restored', async () => {
    const stage = stageWith()
    await stage.full('Sales.bak', 'Sales')
    await assertRefused(stage.full('Sales.bak', 'sales'), 'IncorrectDBState', 400, texts.busy)
  })

  test('one of two calls that arrive together for one database', async () => {
    const stage = stageWith()
    const both = await Promise.allSettled([
      stage.full('Sales.bak', 'Sales'),
      stage.full('Sales.bak', 'Sales'),
    ])
    assert.deepEqual(
      both.map((result) => result.status),
      ['fulfilled', 'rejected'],
    )
  })

  test('FULL that stays closed and UPDF that opens', async () => {
    const stage = stageWith()
    const message = 'The specified parameter "IsOnlineDB" is not valid.'
    await assertRefused(
      stage.full('Sales.bak', 'Sales', { isOnline: false }),
      'InvalidParameter',
      400,
      message,
    )
    await assertRefused(
      stage.full('Sales.bak', 'Sales', { backupMode: 'UPDF' }),
      'InvalidParameter',
      400,
      message,
    )
  })

  test('the 21st task of a database on one day of China, and takes it after midnight there', async () => {
    const stage = stageWith()
    stage.objects.add('log.trn', backup(fullSet({ type: 'LOG' })))
    for (let count = 0; count < 20; count++) {
      await stage.full('log.trn', 'Sales')
      await stage.clock.advance(60_000)
    }
    await assertRefused(
      stage.full('log.trn', 'Sales'),
      'UploadLimitExceeded',
      400,
      'UploadTimesQuotaExceeded: Exceeding the daily upload times of this DB.',
    )
    await stage.full('log.trn', 'Other')
    // The stage begins at 11:00 in China: 13 hours to midnight.
    await stage.clock.advance(13 * 3_600_000)
    await stage.full('log.trn', 'Sales')
  })

  test('the task after the last that an instance takes on one day', async () => {
    const stage = newStage({ readings: { tasksPerInstanceAndDay: 3 } })
    stage.objects.add('log.trn', backup(fullSet({ type: 'LOG' })))
    for (const database of ['A', 'B', 'C']) await stage.full('log.trn', database)
    await assertRefused(
      stage.full('log.trn', 'D'),
      'ConcurrentTaskExceeded',
      400,
      'Concurrent task exceeding the allowed amount.',
    )
  })

  test('500 tasks on an instance and day are taken, the 501st is not', async () => {
    const stage = stageWith()
    stage.objects.add('log.trn', backup(fullSet({ type: 'LOG' })))
    for (let count = 0; count < 500; count++) await stage.full('log.trn', `Database${count}`)
    await assertRefused(
      stage.full('log.trn', 'Database500'),
      'ConcurrentTaskExceeded',
      400,
      'Concurrent task exceeding the allowed amount.',
    )
  })
})

describe('a 2008 R2 instance on local disks', () => {
  const instance = { version: '2008r2' } as const
  const url = `https://staging.${endpoint}/Sales.bak?OSSAccessKeyId=x&Expires=9999999999&Signature=y`
  const withUrl = {
    ossUrls: [url],
    object: undefined,
  } as unknown as Partial<CreateMigrateTaskRequest>

  function stage2008(databases: RdsInstanceOptions['databases'] = []): Stage {
    const stage = newStage({ instances: [{ ...instance, databases }] })
    stage.objects.add('Sales.bak', backup(fullSet(), { engine: '2008r2' }))
    return stage
  }

  test('wants the database to exist', () =>
    assertRefused(
      stage2008().full('Sales.bak', 'Sales', withUrl),
      'InvalidDBName.NotFound',
      400,
      texts.absent,
    ))

  test('wants signed addresses', () =>
    assertRefused(
      stage2008([{ name: 'Sales' }]).full('Sales.bak', 'Sales'),
      'MissingParameter',
      400,
      'The input parameter "OSSUrls" that is mandatory for processing this request is not supplied.',
    ))

  test('takes no incremental backups', () =>
    assertRefused(
      stage2008([{ name: 'Sales' }]).append('Sales.bak', 'Sales'),
      'InvalidParameter',
      400,
      'The specified parameter "BackupMode" is not valid.',
    ))

  test('restores over the empty database and says that it replaced it', async () => {
    const stage = stage2008([{ name: 'Sales' }])
    const task = await stage.full('Sales.bak', 'Sales', withUrl)
    assert.deepEqual((await stage.outcome(task)).status, 'Success')
    assert.equal(stage.model.migrateTask(instanceId, task).isDatabaseReplaced, true)
    assert.deepEqual(
      stage.model.databases(instanceId).map((database) => [database.name, database.status]),
      [['Sales', 'Running']],
    )
  })

  test('does not overwrite a database that holds data', async () => {
    const stage = stage2008([{ name: 'Sales', sizeBytes: 2 ** 20 }])
    assert.deepEqual(await stage.outcome(await stage.full('Sales.bak', 'Sales', withUrl)), {
      status: 'Failed',
      description:
        'The database (Sales) is already exist on RDS, please backup and drop it, then try again.',
    })
  })

  test('fails where the address expired before the file was downloaded', async () => {
    const stage = stage2008([{ name: 'Sales' }])
    const expires = Math.floor(stage.clock.now() / 1000) + 1
    const ossUrls = [url.replace('9999999999', String(expires))]
    const task = await stage.full('Sales.bak', 'Sales', { ...withUrl, ossUrls })
    assert.deepEqual(await stage.outcome(task), {
      status: 'Failed',
      description: 'Failed to download backup file since OSS URL was expired.',
    })
  })

  test('on cloud disks behaves as the later versions do', async () => {
    const stage = newStage({ instances: [{ ...instance, storageType: 'cloud_essd' }] })
    stage.objects.add('Sales.bak', backup(fullSet(), { engine: '2008r2' }))
    assert.equal((await stage.outcome(await stage.full('Sales.bak', 'Sales'))).status, 'Success')
  })
})
