/**
 * 2008 R2 on local disks over real sockets, the other of the two ways in which RDS restores: the database exists and
 * is empty, the backup is read from a signed address, and the console has another page for it.
 */
import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { main } from '../../src/cli/main.ts'
import { systemClock, systemIds } from '../../src/core/index.ts'
import { type Sandbox, startSandbox, writeBackup } from '../../src/sandbox/index.ts'
import { captureIo } from '../cli/capture.ts'
import { fullSet } from '../sandbox/rds/stage.ts'
import { sandboxEnvironment } from '../sandbox-environment.ts'
import { makeTempFolder } from '../temp-folder.ts'

let sandbox: Sandbox
let folder: Awaited<ReturnType<typeof makeTempFolder>>

const fileOf = (database: string) => `${database}_FULL_20240102030405.bak`

const bytesOf = (database: string) =>
  writeBackup({
    engine: '2008r2',
    mediaSetId: '66666666-1111-4111-8111-111111111111',
    sets: [fullSet({ database })],
  })

before(async () => {
  folder = await makeTempFolder()
  await mkdir(join(folder.path, 'backups'))
  sandbox = await startSandbox({
    rds: {
      speed: 1000,
      instances: [
        {
          version: '2008r2',
          databases: [{ name: 'Sales' }, { name: 'Stock' }, { name: 'Full', sizeBytes: 2 ** 20 }],
        },
        { instanceId: 'rm-cloud-disk', version: '2008r2', storageType: 'cloud_ssd' },
      ],
    },
  })
  await sandbox.storage.createBucket('ferry-bkt')
  const store = sandbox.storage.bucket('ferry-bkt')
  for (const database of ['Sales', 'Missing', 'Full'])
    await store.put(`mig/${fileOf(database)}`, bytesOf(database))
  for (const database of ['Stock', 'Absent'])
    await writeFile(join(folder.path, 'backups', fileOf(database)), bytesOf(database))
})

after(async () => {
  await sandbox.stop()
  await folder.remove()
})

async function run(...argv: string[]) {
  const io = captureIo({
    cwd: folder.path,
    clock: { now: systemClock.now, sleep: (_, signal) => systemClock.sleep(20, signal) },
    ids: systemIds,
    env: {
      SQLFERRY_HOME: join(folder.path, 'home'),
      ...sandboxEnvironment(sandbox),
    },
  })
  const exit = await main(argv, io)
  return { exit, out: io.out(), err: io.err() }
}

const target = (instanceId: string) => ['--instance', instanceId, '--bucket', 'ferry-bkt']

describe('2008 R2 on local disks', () => {
  test('import restores into the empty database, refuses a missing one and never one with data', async () => {
    const { exit, out, err } = await run(
      ...['import', '-d', 'mig', '--wait', '--json'],
      ...target(sandbox.instanceId),
    )
    assert.equal(exit, 40, err)
    const { files } = JSON.parse(out)
    for (const { outcome, warnings } of files)
      assert.deepEqual(
        warnings.map(({ code }: { code: string }) => code),
        outcome === 'refused' ? [] : ['RDS_DATABASE_OVERWRITTEN'],
      )
    const outcomes = Object.fromEntries(
      files.map((file: { database: string; outcome: string; error: { code: string } | null }) => [
        file.database,
        [file.outcome, file.error?.code],
      ]),
    )
    assert.deepEqual(outcomes['Sales'], ['restored', undefined])
    assert.deepEqual(outcomes['Missing'], ['refused', 'RDS_DATABASE_ABSENT_OR_PRESENT'])
    assert.equal(outcomes['Full'][0], 'failed')
  })

  test('status shows the page of the console that 2008 R2 has', async () => {
    const { out } = await run('status', '--instance', sandbox.instanceId)
    assert.match(out, /^Database Migration to Cloud$/m)
    assert.match(out, /Sales/)
    const zh = await run('status', '--instance', sandbox.instanceId, '--lang', 'zh')
    assert.match(zh.out, /^数据上云$/m)
  })

  test('migrate does the same from a folder', async () => {
    const { exit, out, err } = await run(
      ...['migrate', 'backups', '--yes', '--json'],
      ...target(sandbox.instanceId),
    )
    assert.equal(exit, 3, err)
    const result = JSON.parse(out.trim().split('\n').at(-1) ?? '')
    assert.deepEqual(
      result.databases.map((one: { database: string; outcome: string }) => [
        one.database,
        one.outcome,
      ]),
      [['Stock', 'restored']],
    )
    assert.equal(result.refused.length, 1)
    assert.match(result.refused[0].file, /^Absent/)
  })
})

test('2008 R2 on cloud disks creates its databases as the later versions do', async () => {
  const { exit, out } = await run(
    ...['import', '-d', 'mig', '--wait', '--json'],
    ...target('rm-cloud-disk'),
  )
  assert.equal(exit, 0, out)
  const names = (await sandbox.target.databases('rm-cloud-disk')).map(({ name }) => name)
  assert.deepEqual(names.sort(), ['Full', 'Missing', 'Sales'])
})
