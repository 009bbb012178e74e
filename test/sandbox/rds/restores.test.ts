/** What becomes of accepted tasks: the Description of those that fail, the states in time of those that do not. */
import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { BucketInfo } from '../../../src/oss/index.ts'
import type { BackupSetSpec, BackupSpec } from '../../../src/sandbox/backup-writer/index.ts'
import type { RdsInstanceOptions, RdsOptions } from '../../../src/sandbox/rds/index.ts'
import { needsShared, sharedPath } from '../../shared-files.ts'
import { backup, differentialSet, fullSet, instanceId, logSet, newStage } from './stage.ts'

const verify = (file: string) =>
  `Failed to verify ${file}, backup file was corrupted or newer edition than RDS.`

interface Case {
  readonly title: string
  readonly set?: BackupSetSpec
  readonly spec?: Partial<BackupSpec>
  readonly bytes?: Uint8Array
  readonly instance?: RdsInstanceOptions
  readonly fileStatus: string
  readonly description: string
}

const [dataFile, logFile] = fullSet().files
assert.ok(dataFile && logFile)

const failing: readonly Case[] = [
  {
    title: 'a differential',
    set: differentialSet(300),
    fileStatus: 'CheckFailed',
    description:
      'Backup set (Sales.bak) is a Database Differential backup, we only accept a FULL Backup.',
  },
  {
    title: 'a log backup',
    set: logSet(200, 300),
    fileStatus: 'CheckFailed',
    description:
      'Backup set (Sales.bak) is a Transaction Log backup, we only accept a FULL Backup.',
  },
  {
    title: 'a backup of a newer version',
    spec: { engine: '2022' },
    fileStatus: 'VerifyFailed',
    description: verify('Sales.bak'),
  },
  {
    title: 'something that is no backup',
    bytes: new TextEncoder().encode('select 1;\r\n'.repeat(500)),
    fileStatus: 'VerifyFailed',
    description: verify('Sales.bak'),
  },
  {
    title: 'an empty file',
    bytes: new Uint8Array(0),
    fileStatus: 'VerifyFailed',
    description: verify('Sales.bak'),
  },
  {
    title: 'a truncated backup',
    bytes: backup(fullSet()).subarray(0, 60_000),
    fileStatus: 'RestoreFailed',
    description:
      'Read on "Sales.bak" failed: 38(Reached the end of the file.)RESTORE DATABASE is terminating abnormally.',
  },
  {
    title: 'a backup that is cut off in its headers',
    bytes: backup(fullSet()).subarray(0, 3000),
    fileStatus: 'VerifyFailed',
    description: verify('Sales.bak'),
  },
  {
    title: 'one of two stripes',
    spec: { familyCount: 2, familyNumber: 1 },
    fileStatus: 'VerifyFailed',
    description: verify('Sales.bak'),
  },
  {
    title: 'a backup with a media password',
    spec: { hasMediaPassword: true },
    fileStatus: 'VerifyFailed',
    description: verify('Sales.bak'),
  },
  {
    title: 'a database that does not fit into the free space',
    set: fullSet({ files: [{ ...dataFile, sizeBytes: 5 * 2 ** 30 }, logFile] }),
    instance: { storageGigabytes: 20, usedBytes: 17 * 2 ** 30 },
    fileStatus: 'CheckFailed',
    description: 'Not Enough Disk Space for restoring, space left (3071 MB) < needed (5121 MB)',
  },
  {
    title: 'a file that does not fit into the free space',
    instance: { storageGigabytes: 20, usedBytes: 20 * 2 ** 30 },
    fileStatus: 'DownloadFailed',
    description: 'Not Enough Disk Space, space left 0 MB < bak file 1 MB',
  },
  {
    title: 'one database more than the instance may hold',
    instance: { maxDatabases: 1, databases: [{ name: 'first' }] },
    fileStatus: 'CheckFailed',
    description: 'The database (Sales) migration failed due to databases count limitation.',
  },
]

describe('a task fails with the documented text for', () => {
  for (const { title, set, spec, bytes, instance, fileStatus, description } of failing)
    test(title, async () => {
      const stage = newStage({ instances: [instance ?? {}] })
      stage.objects.add('d/Sales.bak', bytes ?? backup(set ?? fullSet(), spec))
      const before = stage.model.resourceUsage(instanceId).diskUsedBytes
      const task = await stage.full('d/Sales.bak', 'Sales')
      assert.deepEqual(await stage.outcome(task), { status: 'Failed', description })
      const [file] = stage.model.ossDownloads(instanceId, task)
      assert.equal(file?.status, fileStatus)
      assert.ok(!stage.model.databases(instanceId).some((database) => database.name === 'Sales'))
      assert.equal(stage.model.resourceUsage(instanceId).diskUsedBytes, before)
    })

  const unreachable: readonly (readonly [string, Partial<BucketInfo>, RdsOptions])[] = [
    ['an archive bucket', { storageClass: 'Archive' }, {}],
    ['a bucket of infrequent access', { storageClass: 'IA' }, {}],
    ['an encrypted bucket', { encryption: 'KMS' }, {}],
    ['an absent import role', {}, { roles: [] }],
  ]
  for (const [title, bucket, options] of unreachable)
    test(title, async () => {
      const stage = newStage(options)
      stage.objects.addBucket('staging', bucket)
      stage.objects.add('Sales.bak', backup(fullSet()))
      const task = await stage.full('Sales.bak', 'Sales')
      assert.equal((await stage.outcome(task)).status, 'Failed')
      assert.equal(stage.model.ossDownloads(instanceId, task)[0]?.status, 'DownloadFailed')
    })

  test('a bucket of another region', async () => {
    const stage = newStage()
    stage.objects.addBucket('far', { region: 'cn-beijing' })
    stage.objects.add('Sales.bak', backup(fullSet()), 'far')
    const object = { endpoint: 'oss-cn-beijing.aliyuncs.com', bucket: 'far', key: 'Sales.bak' }
    const task = await stage.full('Sales.bak', 'Sales', { object })
    assert.equal((await stage.outcome(task)).status, 'Failed')
  })

  test('a database that somebody created meanwhile', async () => {
    const stage = newStage()
    stage.objects.add('Sales.bak', backup(fullSet()))
    const task = await stage.full('Sales.bak', 'Sales')
    stage.model.createDatabase(instanceId, 'sales', 'Chinese_PRC_CI_AS')
    assert.deepEqual(await stage.outcome(task), {
      status: 'Failed',
      description:
        'The database (Sales) is already exist on RDS, please backup and drop it, then try again.',
    })
  })
})

describe('a task in time', () => {
  const rates = {
    downloadMegabytesPerSecond: 1,
    verifyMegabytesPerSecond: 1,
    restoreMegabytesPerSecond: 1,
    checkMegabytesPerSecond: 1,
    latencyMs: 1000,
  }

  test('a full restore passes through every state, and asking often changes nothing', async () => {
    const trace = async (stepMs: number) => {
      const stage = newStage({ rates })
      stage.objects.add('Sales.bak', backup(fullSet()))
      const task = await stage.full('Sales.bak', 'Sales')
      const seen: string[] = []
      for (let passed = 0; passed <= 30_000; passed += stepMs) {
        const { status, description } = stage.model.migrateTask(instanceId, task)
        const file = stage.model.ossDownloads(instanceId, task)[0]?.status
        const text = `${status} ${file} ${description}`.trim()
        if (seen.at(-1) !== text) seen.push(text)
        await stage.clock.advance(stepMs)
      }
      return { seen, end: stage.model.migrateTask(instanceId, task) }
    }
    const fine = await trace(50)
    assert.deepEqual(fine.seen, [
      'NoStart NoStart',
      'Running Downloading',
      'Running Finished',
      'Running Restoring',
      'Running Restored',
      'Success Restored',
      'Success Restored Success to DBCC checkdb asynchronously',
    ])
    assert.deepEqual((await trace(30_000)).end, fine.end)
  })

  test('a check that is waited for comes before the end of the task', async () => {
    const endOf = async (checkMode: 'AsyncExecuteDBCheck' | 'SyncExecuteDBCheck') => {
      const stage = newStage({ rates })
      stage.objects.add('Sales.bak', backup(fullSet()))
      const begunAt = stage.clock.now()
      const task = await stage.full('Sales.bak', 'Sales', { checkMode })
      const { status, description } = await stage.outcome(task)
      const { endedAt } = stage.model.migrateTask(instanceId, task)
      return { status, description, took: (endedAt?.getTime() ?? 0) - begunAt }
    }
    const later = await endOf('AsyncExecuteDBCheck')
    const first = await endOf('SyncExecuteDBCheck')
    assert.deepEqual([later.status, first.status], ['Success', 'Success'])
    assert.equal(later.description, 'Success to DBCC checkdb asynchronously')
    assert.equal(first.description, '')
    // Eight megabytes at one per second.
    assert.equal(first.took - later.took, 8000)
  })

  test('twice the speed takes half the time', async () => {
    const ends: number[] = []
    for (const speed of [1, 2]) {
      const stage = newStage({ rates, speed })
      stage.objects.add('Sales.bak', backup(fullSet()))
      const begunAt = stage.clock.now()
      await stage.full('Sales.bak', 'Sales')
      let next = stage.model.nextChangeAt
      while (next !== undefined) {
        ends[speed] = next - begunAt
        await stage.clock.advance(next - stage.clock.now())
        next = stage.model.nextChangeAt
      }
    }
    assert.ok(Math.abs((ends[1] ?? 0) / (ends[2] ?? 1) - 2) < 0.01)
  })

  test('an instance without an account gives advice with Success', async () => {
    const stage = newStage({ instances: [{ accounts: [] }] })
    stage.objects.add('Sales.bak', backup(fullSet()))
    assert.deepEqual(await stage.outcome(await stage.full('Sales.bak', 'Sales')), {
      status: 'Success',
      description:
        "Your RDS doesn't have any init account yet, please create one and grant permissions on RDS console to this migrated database (Sales).",
    })
  })

  test('a restored database is listed with its size and takes the space of its files', async () => {
    const stage = newStage()
    stage.objects.add('Sales.bak', backup(fullSet()))
    const before = stage.model.resourceUsage(instanceId).diskUsedBytes ?? 0
    await stage.outcome(await stage.full('Sales.bak', 'Sales'))
    const [database] = stage.model.databases(instanceId)
    assert.equal(database?.properties['SizeMB'], '9.00')
    assert.equal((stage.model.resourceUsage(instanceId).diskUsedBytes ?? 0) - before, 9 * 2 ** 20)
  })

  test('tasks of more than seven days ago are not listed, newer ones newest first', async () => {
    const stage = newStage()
    stage.objects.add('Sales.bak', backup(fullSet()))
    const list = () =>
      stage.model
        .migrateTasks(instanceId, new Date(0), new Date(stage.clock.now()))
        .map((task) => task.database)
    await stage.full('Sales.bak', 'A')
    await stage.clock.advance(4 * 24 * 3_600_000)
    await stage.full('Sales.bak', 'B')
    assert.deepEqual(list(), ['B', 'A'])
    await stage.clock.advance(4 * 24 * 3_600_000)
    assert.deepEqual(list(), ['B'])
  })

  test('the state survives being written as JSON in the middle of a task', async () => {
    const stage = newStage()
    stage.objects.add('Sales.bak', backup(fullSet()))
    const task = await stage.full('Sales.bak', 'Sales')
    const state = JSON.parse(JSON.stringify(stage.model.toState()))
    assert.deepEqual(JSON.parse(JSON.stringify(stage.saved.at(-1))), state)
    const again = newStage({}, [], state)
    assert.equal((await again.outcome(task)).status, 'Success')
    assert.equal(again.model.databases(instanceId)[0]?.name, 'Sales')
  })

  test('a stuck task runs until it is terminated, and leaves neither database nor space', async () => {
    const stage = newStage({}, [{ kind: 'stuck-task', match: { key: 'Sales' } }])
    stage.objects.add('Sales.bak', backup(fullSet()))
    const before = stage.model.resourceUsage(instanceId).diskUsedBytes
    const task = await stage.full('Sales.bak', 'Sales')
    assert.equal((await stage.outcome(task)).status, 'Running')
    stage.model.terminateMigrateTask(instanceId, task)
    assert.equal((await stage.outcome(task)).status, 'Failed')
    assert.deepEqual(stage.model.databases(instanceId), [])
    assert.equal(stage.model.resourceUsage(instanceId).diskUsedBytes, before)
  })

  test('a task fails with the text of a fault', async () => {
    const stage = newStage({}, [{ kind: 'fail-task', description: 'DBCC checkdb failed' }])
    stage.objects.add('Sales.bak', backup(fullSet()))
    assert.deepEqual(await stage.outcome(await stage.full('Sales.bak', 'Sales')), {
      status: 'Failed',
      description: 'DBCC checkdb failed',
    })
    assert.equal((await stage.outcome(await stage.full('Sales.bak', 'Sales'))).status, 'Success')
  })
})

describe('real backups', () => {
  const cases: readonly (readonly [
    file: string,
    version: '2008r2' | '2012' | '2019',
    ok: boolean,
  ])[] = [
    ['2019-ru__test.bak', '2019', true],
    ['2012-zhdbname__教务管理系统.bak', '2019', true],
    ['2012-zhdbname__教务管理系统.bak', '2012', true],
    ['2005-compat80-northwind__Northwind.bak', '2019', true],
    ['2000-zh__hisbook.bak', '2019', false],
    ['2016__db.bak', '2012', false],
    ['2017-encrypted__SAL_SCOUTS_log_TDE.bak', '2019', false],
    ['2014-incomplete-stripe1of2-northwind__Northwind.bak', '2019', false],
    ['2008r2-mediapassword__passwd.bak', '2019', false],
    ['2016-compressed__db.bak', '2019', true],
  ]
  for (const [file, version, ok] of cases)
    test(
      `${file} ${ok ? 'is restored' : 'fails'} on ${version}`,
      needsShared(`bak/${file}`),
      async () => {
        const stage = newStage({ instances: [{ version }] })
        stage.objects.add(file, new Uint8Array(readFileSync(sharedPath('bak', file))))
        const { status, description } = await stage.outcome(await stage.full(file, 'Restored'))
        assert.equal(status, ok ? 'Success' : 'Failed', description)
        if (!ok) assert.equal(description, verify(file))
      },
    )

  test(
    'the chain of a full, differentials and logs is restored in order',
    needsShared('bak'),
    async () => {
      const stage = newStage()
      const add = (file: string) =>
        stage.objects.add(file, new Uint8Array(readFileSync(sharedPath('bak', file))))
      const chain = [
        '2008r2-chainB-ola__test_FULL_20160629_141300.bak',
        '2008r2-chainB-ola__test_LOG_20160629_141400.trn',
        '2008r2-chainB-ola__test_LOG_20160629_141500.trn',
        '2008r2-chainB-ola__test_DIFF_20160629_141600.bak',
        '2008r2-chainB-ola__test_LOG_20160629_141700.trn',
        '2008r2-chainB-ola__test_LOG_20160629_141800.trn',
      ]
      for (const file of chain) add(file)
      let task: string | undefined
      for (const file of chain) {
        task = await stage.append(file, 'Ola', task)
        const { status, description } = await stage.outcome(task)
        assert.equal(status, 'Waiting', `${file}: ${description}`)
      }
      assert.ok(task)
      assert.equal(stage.model.ossDownloads(instanceId, task).length, chain.length)
      // The first log again: it ends before the database stands.
      await stage.append(chain[1] ?? '', 'Ola', task)
      assert.match((await stage.outcome(task)).description, /too early to apply/)
    },
  )
})
