/** Errors that a person meets seldom, each brought about from the command line as it would happen. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, test } from 'node:test'
import { CommanderError } from 'commander'
import { main } from '../../../src/cli/main.ts'
import { usageError } from '../../../src/cli/usage-error.ts'
import { systemClock } from '../../../src/core/index.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts'
import { send } from '../../sandbox/oss/signed-request.ts'
import { sandboxEnvironment } from '../../sandbox-environment.ts'
import { makeTempFolder } from '../../temp-folder.ts'
import { captureIo } from '../capture.ts'

const backups = join(import.meta.dirname, '../../../fixtures/backups')
const name = 'Sales_FULL_20260101020000.bak'

let sandbox: Sandbox
let home: Awaited<ReturnType<typeof makeTempFolder>>

before(async () => {
  home = await makeTempFolder()
  sandbox = await startSandbox({ rds: { speed: 1000 } })
  for (const bucket of ['staging-1', 'cold-1', 'coded-1'])
    await sandbox.storage.createBucket(bucket, {
      storageClass: bucket === 'cold-1' ? 'IA' : 'Standard',
    })
  await sandbox.storage.bucket('staging-1').put(name, await readFile(join(backups, name)))
})

after(async () => {
  await sandbox.stop()
  await home.remove()
})

async function run(...argv: string[]) {
  const io = captureIo({
    clock: { now: systemClock.now, sleep: (_, signal) => systemClock.sleep(20, signal) },
    env: {
      SQLFERRY_HOME: home.path,
      ...sandboxEnvironment(sandbox),
    },
  })
  const exit = await main(argv, io)
  return { exit, out: io.out(), err: io.err() }
}

/** Runs a command line that ends with this code and exit code. */
async function assertEnds(code: string, exit: number, ...argv: string[]): Promise<string> {
  const ended = await run(...argv)
  assert.match(ended.err + ended.out, new RegExp(`\\b${code}\\b`))
  assert.equal(ended.exit, exit)
  return ended.err + ended.out
}

test('half of a key pair for the sandbox names the half that is missing', async () => {
  const said = await assertEnds('CLI_MISSING_OPTION', 2, 'sandbox', '--access-key-id', 'AKID')
  assert.match(said, /--access-key-secret/)
})

test('a file of authorities that cannot be read, or holds none, is named', async () => {
  const path = join(home.path, 'notes.pem')
  const withFile = (file: string) =>
    assertEnds('CONFIG_CA_FILE_UNREADABLE', 2, 'bucket', 'show', 'staging-1', '--ca-file', file)
  assert.match(await withFile(path), /notes\.pem/)
  await writeFile(path, 'nothing of the kind')
  assert.match(await withFile(path), /no PEM certificate/)
})

test('an upload that nobody began is not aborted by its name', async () => {
  const said = await assertEnds(
    'OSS_UPLOAD_NOT_NAMED',
    2,
    ...['cleanup', 'oss://staging-1/', '--upload-id', '0004B9894A22E5B1', '--yes'],
  )
  assert.match(said, /0004B9894A22E5B1/)
})

test('a bucket in another region than the instance is neither made nor imported from', async () => {
  const far = await startSandbox({
    region: 'cn-beijing',
    rds: { instances: [{ regionId: 'cn-hangzhou' }] },
  })
  try {
    const runFar = async (...argv: string[]) => {
      const io = captureIo({
        clock: systemClock,
        env: {
          SQLFERRY_HOME: home.path,
          ...sandboxEnvironment(far),
        },
      })
      return { exit: await main(argv, io), said: io.err() }
    }
    const made = await runFar('bucket', 'create', 'far-1', '--instance', far.instanceId)
    assert.equal(made.exit, 20, made.said)
    assert.match(made.said, /OSS_REGION_DIFFERS/)
    assert.match(made.said, /created in cn-beijing, but the instance is in cn-hangzhou/)
    assert.deepEqual(await far.storage.listBuckets(), [])
    await far.storage.createBucket('far-1')
    const imported = await runFar('import', '-i', far.instanceId, '-b', 'far-1', '-d', '/')
    assert.equal(imported.exit, 40, imported.said)
    assert.match(imported.said, /RDS_BUCKET_IN_OTHER_REGION/)
  } finally {
    await far.stop()
  }
})

test('a bucket that RDS cannot read keeps an import from beginning', async () => {
  const importFrom = (bucket: string) => [
    'import',
    '-i',
    sandbox.instanceId,
    '-b',
    bucket,
    '-d',
    '/',
  ]
  await assertEnds('RDS_IMPORT_BLOCKED', 4, ...importFrom('cold-1'))
  const doctor = ['doctor', '--instance', sandbox.instanceId, '--bucket', 'cold-1', '--json']
  const report = await run(...doctor)
  assert.match(report.out, /OSS_STORAGE_CLASS_REFUSED/)
  await send(sandbox, {
    method: 'PUT',
    bucket: 'coded-1',
    query: 'encryption',
    body:
      '<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256' +
      '</SSEAlgorithm></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>',
  })
  const coded = await run(
    'doctor',
    '--instance',
    sandbox.instanceId,
    '--bucket',
    'coded-1',
    '--json',
  )
  assert.match(coded.out, /OSS_BUCKET_ENCRYPTED/)
  await assertEnds('RDS_BUCKET_ENCRYPTED', 40, ...importFrom('coded-1'))
})

test('options that exclude each other are named with what is wrong', async () => {
  const complaint = new CommanderError(
    1,
    'commander.conflictingOption',
    "error: option '--json' cannot be used with option '--watch'",
  )
  const error = usageError(complaint, 'sqlferry status', 'en')
  assert.equal(error.code, 'CLI_CONFLICTING_OPTIONS')
  assert.match(error.message, /contradict each other: --json and --watch$/)
  assert.match(usageError(complaint, 'sqlferry status', 'zh').message, /: --json 和 --watch$/)
})

test('a question that nobody can answer ends the migration and says how to go on', async () => {
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, '../../../bin/sqlferry.js'),
      ...['migrate', backups, '--instance', sandbox.instanceId, '--bucket', 'staging-1'],
    ],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        LANG: 'C',
        SQLFERRY_HOME: join(home.path, 'asks'),
        ...sandboxEnvironment(sandbox),
      },
    },
  )
  const [said, [exit]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  assert.match(said, /CLI_CANNOT_ASK/)
  assert.match(said, /--yes/)
  assert.equal(exit, 2)
})
