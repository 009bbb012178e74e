/** `import` and `status` as a person runs them, over real sockets against the sandbox. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { main } from '../../../src/cli/main.ts'
import { seededIds, systemClock } from '../../../src/core/index.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts'
import { sandboxEnvironment } from '../../sandbox-environment.ts'
import { makeTempFolder } from '../../temp-folder.ts'
import { captureIo } from '../capture.ts'

const backups = join(import.meta.dirname, '../../../fixtures/backups')
const name = 'Sales_FULL_20260101020000.bak'

let sandbox: Sandbox
let home: Awaited<ReturnType<typeof makeTempFolder>>

before(async () => {
  home = await makeTempFolder()
  sandbox = await startSandbox({ ids: seededIds(5), rds: { speed: 1000 } })
  await sandbox.storage.createBucket('ferry-bkt')
  const store = sandbox.storage.bucket('ferry-bkt')
  await store.put(`mig/${name}`, await readFile(join(backups, name)))
  await store.put('mig/notes.bak', await readFile(join(backups, 'notes.bak')))
})

after(async () => {
  await sandbox.stop()
  await home.remove()
})

async function run(...argv: string[]) {
  const io = captureIo({
    // Waits are short: the tasks take virtual hours in real milliseconds.
    clock: { now: systemClock.now, sleep: (_, signal) => systemClock.sleep(20, signal) },
    ids: seededIds(argv.length),
    env: {
      SQLFERRY_HOME: home.path,
      ...sandboxEnvironment(sandbox),
    },
  })
  const exit = await main(argv, io)
  return { exit, out: io.out(), err: io.err() }
}

const script = () => ['-i', sandbox.instanceId, '-b', 'ferry-bkt', '-d', 'mig']

describe('import', () => {
  test('prints the usage line of the script for -h', async () => {
    const { exit, out } = await run('import', '-h')
    assert.equal(exit, 0)
    assert.match(
      out,
      /sqlferry import -k <access_key_id> -s <access_key_secret> -i <rds_instance_id> -e <oss_endpoint> -b <oss_bucket> -d <directory>/,
    )
  })

  test('takes all six options of the script, warns of the secret and never prints it', async () => {
    const { accessKeyId, accessKeySecret } = sandbox.credentials
    const keys = ['-k', accessKeyId, '-s', accessKeySecret, '-e', sandbox.endpoints.oss]
    const { exit, out, err } = await run('import', ...keys, ...script(), '--dry-run')
    assert.equal(exit, 3)
    assert.match(out, /Warning!!!!!, \[notes\.bak\] is not backup file, filtered\./)
    assert.match(out, /Sales +would be created/)
    assert.match(out, /Dry run: no task was created\./)
    assert.match(err, /warning: the AccessKey secret was given on the command line/)
    assert.ok(!(out + err).includes(accessKeySecret))
  })

  test('creates the task once, waits for it, and finds it when it is run again', async () => {
    const first = await run('import', ...script(), '--wait', '--json', '--only', name)
    assert.equal(first.exit, 0, first.err)
    const [file] = JSON.parse(first.out).files
    assert.equal(file.outcome, 'restored')
    assert.equal(file.database, 'Sales')
    const again = await run('import', ...script(), '--lang', 'zh', '--only', name)
    assert.equal(again.exit, 0)
    assert.match(again.out, new RegExp(`已还原 +${file.migrateTaskId} +Success`))
    const tasks = await sandbox.target.migrateTasks({
      instanceId: sandbox.instanceId,
      from: new Date(Date.now() - 3_600_000),
      to: new Date(Date.now() + 60_000),
    })
    assert.equal(tasks.length, 1)
  })

  test('prints the line of the script for what concerns the whole run, with cause and solution', async () => {
    const [, , ...rest] = script()
    const unknown = await run('import', '-i', 'rm-nope', ...rest)
    assert.equal(unknown.exit, 40)
    assert.match(unknown.out, /^Couldn't find specify RDS \[rm-nope\]\.$/m)
    assert.match(unknown.err, /cause: .*\n +next: /)
    const empty = await run('import', ...script().slice(0, 4), '-d', 'nothing')
    assert.equal(empty.exit, 20)
    assert.match(
      empty.out,
      /There is no backup file on OSS Bucket \[ferry-bkt\] under \[nothing\] folder, check please\./,
    )
    const key = await run('import', '-k', 'LTAIwrong', '-s', 'a-wrong-secret', ...script())
    assert.equal(key.exit, 40)
    assert.match(
      key.out,
      /HTTP Status: 404 Error:InvalidAccessKeyId\.NotFound .* RequestID: [0-9A-F-]{36}/,
    )
  })

  test('wants the folder, as the script does', async () => {
    const { exit, err } = await run('import', '-i', 'rm-1', '-b', 'b')
    assert.equal(exit, 2)
    assert.match(err, /--directory/)
  })
})

describe('status', () => {
  test('shows tasks with files, texts and the age of the facts, as the console page does', async () => {
    const { exit, out } = await run('status', '--instance', sandbox.instanceId)
    assert.equal(exit, 0)
    assert.match(out, /^Backup Data Upload History$/m)
    assert.match(out, /^Sales +\d+ +FULL +Success/m)
    assert.match(out, /^└ Sales_FULL_20260101020000\.bak +full +\d/m)
    assert.match(out, /^1 task, 0 of them under way$/m)
    assert.match(out, /^as of .*just now$/m)
    const zh = await run('status', '--instance', sandbox.instanceId, '--lang', 'zh')
    assert.match(zh.out, /^备份数据上云记录$/m)
    assert.match(zh.out, /Success（成功）/)
    assert.match(zh.out, /Restored（已还原）/)
  })

  test('prints JSON with times in UTC and the meaning of a text in both languages', async () => {
    const { out } = await run('status', '--instance', sandbox.instanceId, '--json', '--since', '1d')
    const report = JSON.parse(out)
    const [task] = report.tasks
    assert.equal(task.database, 'Sales')
    assert.match(task.createdAt, /^\d{4}-.*Z$/)
    assert.equal(task.files[0].status, 'Restored')
    assert.equal(task.explanation.code, 'RDS_CHECKDB_PASSED')
    assert.match(task.explanation.zh.cause, /一致性检查/)
    assert.equal(report.ageSeconds, 0)
  })

  test('narrows by status and refuses words and times that are none', async () => {
    const failed = await run(
      'status',
      '--instance',
      sandbox.instanceId,
      '--status',
      'failed,running',
    )
    assert.match(failed.out, /No migration task in this time\./)
    assert.equal((await run('status', '--status', 'odd')).exit, 2)
    assert.equal((await run('status', '--since', 'yesterday')).exit, 2)
    assert.equal((await run('status', '--interval', '1')).exit, 2)
  })

  test('watches until it is told to stop, one line per change where it is piped', async () => {
    const controller = new AbortController()
    let rounds = 0
    const io = captureIo({
      signal: controller.signal,
      clock: {
        now: systemClock.now,
        sleep: async () => {
          if (++rounds === 3) controller.abort(new Error('stop'))
        },
      },
      env: {
        SQLFERRY_HOME: home.path,
        ...sandboxEnvironment(sandbox),
      },
    })
    assert.equal(await main(['status', '--instance', sandbox.instanceId, '--watch'], io), 0)
    assert.equal(rounds, 3)
    const lines = io.out().trim().split('\n')
    assert.equal(lines.length, 1)
    assert.match(lines[0] ?? '', /Sales {2}Success {2}Success to DBCC/)
  })
})
