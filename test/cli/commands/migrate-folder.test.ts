/** What `migrate` says of a folder that cannot be migrated, and of one with nothing new, against the sandbox. */
import assert from 'node:assert/strict'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { main } from '../../../src/cli/main.ts'
import { seededIds, systemClock } from '../../../src/core/index.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts'
import { sandboxEnvironment } from '../../sandbox-environment.ts'
import { makeTempFolder } from '../../temp-folder.ts'
import { captureIo } from '../capture.ts'

const samples = join(import.meta.dirname, '../../../fixtures/backups')

let sandbox: Sandbox
let folder: Awaited<ReturnType<typeof makeTempFolder>>

before(async () => {
  folder = await makeTempFolder()
  sandbox = await startSandbox({ ids: seededIds(7), rds: { speed: 1000 } })
  await sandbox.storage.createBucket('ferry-bkt')
})

after(async () => {
  await sandbox.stop()
  await folder.remove()
})

async function migrate(...argv: string[]) {
  const io = captureIo({
    cwd: folder.path,
    // Waits are short: the tasks take virtual hours in real milliseconds.
    clock: { now: systemClock.now, sleep: (_, signal) => systemClock.sleep(20, signal) },
    ids: seededIds(argv.length),
    env: {
      SQLFERRY_HOME: join(folder.path, 'home'),
      ...sandboxEnvironment(sandbox),
      INSTANCE_ID: sandbox.instanceId,
    },
  })
  const exit = await main(['migrate', ...argv, '--bucket', 'ferry-bkt', '--yes'], io)
  return { exit, out: io.out(), err: io.err() }
}

test('a folder that is not there is named before the cloud is asked anything', async () => {
  const { exit, out, err } = await migrate('nowhere')
  assert.equal(exit, 1)
  assert.equal(out, '')
  assert.match(err, /^error: there is no file or folder \/.*nowhere \[FILES_NOT_FOUND\]\n/)
  assert.match(err, /\n {2}the system said: ENOENT, /)
})

test('an empty folder is an error and not a migration of nothing', async () => {
  await mkdir(join(folder.path, 'void'))
  const answer = await migrate('void')
  assert.equal(answer.exit, 30)
  assert.match(
    answer.err,
    /^error: there is no file in \/.*void \[PLAN_FOLDER_EMPTY\]\n {2}cause: /,
  )
})

test('the plan counts every file in both runs, and speaks of one file in the singular', async () => {
  const some = join(folder.path, 'some')
  for (const name of ['Sales_FULL_20260101020000.bak', 'Payroll_DIFF_20260101140000.bak'])
    await cp(join(samples, name), join(some, name))
  const first = await migrate('some')
  assert.equal(first.exit, 3, first.err)
  assert.match(first.out, /^Plan: 1 of 2 files goes to rm-sandbox0001 /m)
  assert.match(first.out, /is a differential backup of Payroll, /)
  const second = await migrate('some', '--lang', 'zh')
  assert.equal(second.exit, 3, second.err)
  assert.match(second.out, /^迁移计划：2 个文件中的 0 个将迁移到 rm-sandbox0001/m)
  assert.match(second.out, /^ {2}Sales：已还原$/m)
  assert.match(second.out, /数据库 Payroll 的差异备份，/)
  assert.match(second.out, /^ {4}处理：对 Payroll 做一次完整备份/m)
})
