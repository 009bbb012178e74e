/**
 * `sqlferry migrate` as a person runs it, over real sockets: the plan and the question, the three kinds of exit codes,
 * the table at the end.
 */
import assert from 'node:assert/strict'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { registerMigrate } from '../../../src/cli/commands/migrate.ts'
import { main } from '../../../src/cli/main.ts'
import { systemClock, systemIds } from '../../../src/core/index.ts'
import { type Fault, type Sandbox, startSandbox } from '../../../src/sandbox/index.ts'
import { sandboxEnvironment } from '../../sandbox-environment.ts'
import { makeTempFolder } from '../../temp-folder.ts'
import { captureIo } from '../capture.ts'

const samples = join(import.meta.dirname, '../../../fixtures/backups')
const sound = 'Sales_FULL_20260101020000.bak'
const broken = 'Archive_FULL_20260101020000_damaged.bak'

let sandbox: Sandbox
let folder: Awaited<ReturnType<typeof makeTempFolder>>

const put = (name: string) => copyFile(join(samples, name), join(folder.path, 'backups', name))

interface Run {
  /** What the person answers; asked is kept. */
  readonly answer?: string
  readonly faults?: readonly Fault[]
}

async function migrate(argv: readonly string[], { answer, faults = [] }: Run = {}) {
  const asked: string[] = []
  const io = captureIo({
    cwd: folder.path,
    // Waits are short: the tasks of this sandbox take milliseconds.
    clock: {
      now: systemClock.now,
      sleep: (ms, signal) => systemClock.sleep(Math.min(ms, 20), signal),
    },
    ids: systemIds,
    env: {
      SQLFERRY_HOME: join(folder.path, 'home'),
      ...sandboxEnvironment(sandbox),
      INSTANCE_ID: sandbox.instanceId,
      OSS_BUCKET: 'backups',
    },
    ask: async (question) => {
      asked.push(question)
      return answer ?? ''
    },
  })
  const undo = faults.map((fault) => sandbox.faults.add(fault))
  try {
    const exit = await main(['migrate', 'backups', ...argv], io, [registerMigrate])
    return { exit, out: io.out(), err: io.err(), asked }
  } finally {
    for (const end of undo) end()
  }
}

async function isUntouched(): Promise<boolean> {
  for await (const _ of sandbox.storage.bucket('backups').list()) return false
  return (await sandbox.target.databases(sandbox.instanceId)).length === 0
}

describe('sqlferry migrate', () => {
  beforeEach(async () => {
    folder = await makeTempFolder()
    sandbox = await startSandbox({ rds: { speed: 1000 } })
    await sandbox.storage.createBucket('backups')
    await mkdir(join(folder.path, 'backups'))
  })

  afterEach(async () => {
    await sandbox.stop()
    await folder.remove()
  })

  test('shows the plan, asks, and changes nothing for anything but a yes', async () => {
    await put(sound)
    for (const answer of ['n', '', 'no', 'what']) {
      const { exit, out, asked } = await migrate([], { answer })
      assert.equal(exit, 130)
      assert.equal(asked.length, 1)
      assert.match(out, /Plan: 1 of 1 file/)
      assert.doesNotMatch(out, /uploading/)
      assert.ok(await isUntouched())
    }
  })

  test('goes for a yes in either language, and asks no second time for what was approved', async () => {
    await put(sound)
    const first = await migrate(['--lang', 'zh'], { answer: '是' })
    assert.equal(first.exit, 0, first.err)
    assert.equal(first.asked.length, 1)
    assert.deepEqual(
      (await sandbox.target.databases(sandbox.instanceId)).map(({ name }) => name),
      ['Sales'],
    )
    const again = await migrate([])
    assert.equal(again.exit, 0, again.err)
    assert.deepEqual(again.asked, [])
    assert.doesNotMatch(again.out, /uploading|asking RDS/)
    await put('教务管理_FULL_20260101020000.bak')
    const news = await migrate([], { answer: 'n' })
    assert.equal(news.asked.length, 1, 'a new database is a new question')
    assert.equal(news.exit, 130)
  })

  test('a second try of a failed task is asked about, and a no leaves it untried', async () => {
    await put(sound)
    const description = 'Failed to open database Sales.'
    await migrate(['--yes'], { faults: [{ kind: 'fail-task', description }] })
    const declined = await migrate(['--again', 'Sales'], { answer: 'n' })
    assert.deepEqual([declined.exit, declined.asked.length], [130, 1])
    const later = await migrate(['--yes'])
    assert.equal(later.exit, 40, 'nobody has agreed to a second task')
    assert.deepEqual(await sandbox.target.databases(sandbox.instanceId), [])
    const agreed = await migrate(['--again', 'Sales'], { answer: 'y' })
    assert.equal(agreed.exit, 0, agreed.err + agreed.out)
  })

  test('a database that was restored and has gone since is told, not passed over', async () => {
    await put(sound)
    assert.equal((await migrate(['--yes'])).exit, 0)
    const { accessKeyId } = sandbox.credentials
    await sandbox.stop()
    sandbox = await startSandbox({ rds: { speed: 1000 } })
    assert.equal(sandbox.credentials.accessKeyId, accessKeyId)
    await sandbox.storage.createBucket('backups')
    const { exit, out } = await migrate(['--yes'])
    assert.equal(exit, 40)
    assert.match(out, /^Sales .* ✖ failed/m)
    assert.match(out, /MIGRATE_DATABASE_GONE/)
    assert.match(out, /Sales was restored by an earlier run and is not on rm-sandbox0001 any more/)
    // The bucket is new as well: that is found out before a task is created, and mended by the next run.
    assert.equal((await migrate(['--yes', '--again', 'Sales'])).exit, 20)
    const again = await migrate(['--yes'])
    assert.equal(again.exit, 0, again.out + again.err)
    await put('教务管理_FULL_20260101020000.bak')
    const other = await migrate(['--yes', '--only', '教务管理'])
    assert.equal(other.exit, 0, other.out + other.err)
  })

  test('ends with 0, with 3 where files were refused, with the code of the error that stopped a database', async () => {
    await put(sound)
    const description = 'Not Enough Disk Space for restoring, space left (100 MB) < needed (500 MB)'
    const failed = await migrate(['--yes'], { faults: [{ kind: 'fail-task', description }] })
    assert.equal(failed.exit, 40, failed.err)
    assert.match(failed.out, /^Sales .* ✖ failed /m)
    assert.match(
      failed.out,
      /^ {2}RDS_DISK_SHORT_FOR_RESTORE: The instance has less free storage .*\n {2}next: Add storage/m,
    )
    assert.match(failed.out, /--again "Sales"/)
    const good = await migrate(['--yes', '--again', 'Sales'])
    assert.equal(good.exit, 0, good.err + good.out)
    await put(broken)
    const refused = await migrate(['--yes'])
    assert.equal(refused.exit, 3)
    assert.match(refused.out, /BAK_BLOCK_DAMAGED/)
    assert.deepEqual(refused.asked, [])
  })

  test('ends with a table of database, size, time of each step and outcome', async () => {
    await put(sound)
    const { out } = await migrate(['--yes'])
    const lines = out.slice(out.indexOf('\nResult\n')).split('\n')
    const head = lines.find((line) => line.startsWith('database')) ?? ''
    assert.deepEqual(head.trim().split(/ +/), [
      ...['database', 'size', 'upload', 'restore', 'verify', 'outcome', 'task'],
    ])
    const row = lines.find((line) => line.startsWith('Sales')) ?? ''
    assert.match(row, /^Sales +341\.5 KiB +[\d.]+ s +[\d.]+ s +[\d.]+ s +✔ restored +\d+$/)
  })

  test('runs the checks first and does not begin where one blocks', async () => {
    await put(sound)
    await sandbox.storage.createBucket('cold', { storageClass: 'IA' })
    const { exit, out, asked } = await migrate(['--yes', '--bucket', 'cold'])
    assert.equal(exit, 4)
    assert.match(out, /storage class: IA/)
    assert.deepEqual(asked, [])
    assert.ok(await isUntouched())
  })
})
