import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { main } from '../../../src/cli/main.ts'
import { crc64, systemClock } from '../../../src/core/index.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts'
import { sandboxEnvironment } from '../../sandbox-environment.ts'
import { soundBackup } from '../../sound-backup.ts'
import { type CapturedIo, captureIo } from '../capture.ts'

interface Tools {
  readonly sandbox: Sandbox
  readonly folder: string
  /** Runs one command line with the sandbox as the cloud. */
  run(...argv: string[]): Promise<{ readonly exit: number; readonly io: CapturedIo }>
  runWith(
    overrides: Parameters<typeof captureIo>[0],
    ...argv: string[]
  ): Promise<{ readonly exit: number; readonly io: CapturedIo }>
}

async function withSandbox(run: (tools: Tools) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sqlferry-cli-upload-'))
  const sandbox = await startSandbox()
  const env = {
    ...sandboxEnvironment(sandbox),
    ALIBABA_CLOUD_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: sandbox.credentials.accessKeySecret,
    SQLFERRY_HOME: join(folder, 'home'),
  }
  const clock = { now: () => systemClock.now(), sleep: async () => {} }
  const runWith: Tools['runWith'] = async (overrides, ...argv) => {
    const io = captureIo({ env, cwd: folder, clock, ...overrides })
    return { exit: await main(argv, io), io }
  }
  try {
    await run({ sandbox, folder, run: (...argv) => runWith({}, ...argv), runWith })
  } finally {
    await sandbox.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

const bytes = soundBackup(0, 150_000)

describe('sqlferry bucket', () => {
  test('creates a bucket that RDS can use, and says so in both languages', async () => {
    await withSandbox(async ({ run, sandbox }) => {
      const made = await run('bucket', 'create', 'staging-1', '--instance', sandbox.instanceId)
      assert.equal(made.exit, 0, made.io.err())
      assert.match(made.io.out(), /bucket staging-1 was created/)
      assert.match(made.io.out(), /RDS can read backups from this bucket\./)
      const again = await run('bucket', 'create', 'staging-1', '--lang', 'zh')
      assert.equal(again.exit, 0)
      assert.match(again.io.out(), /Bucket staging-1 已存在/)
      const shown = await run('bucket', 'show', 'staging-1', '--json')
      const report = JSON.parse(shown.io.out()) as {
        info: { storageClass: string }
        findings: unknown[]
      }
      assert.equal(report.info.storageClass, 'Standard')
      assert.ok(report.findings.length >= 6)
    })
  })

  test('refuses a bad name before any call, and names a bucket that is missing', async () => {
    await withSandbox(async ({ run }) => {
      const bad = await run('bucket', 'create', 'Bad_Name')
      assert.equal(bad.exit, 2)
      assert.match(bad.io.err(), /OSS_BUCKET_NAME_INVALID/)
      const missing = await run('bucket', 'check', 'no-such-bucket')
      assert.equal(missing.exit, 20)
      assert.match(missing.io.err(), /OSS_BUCKET_NOT_FOUND/)
    })
  })

  test('does not create a bucket in another region than the instance', async () => {
    await withSandbox(async ({ run, sandbox }) => {
      const made = await run(
        'bucket',
        'create',
        'far-1',
        '--instance',
        sandbox.instanceId,
        '--region',
        'cn-beijing',
      )
      assert.notEqual(made.exit, 0)
      assert.deepEqual(await sandbox.storage.listBuckets(), [])
    })
  })

  test('blocks on another storage class and tells what to do', async () => {
    await withSandbox(async ({ run, sandbox }) => {
      await sandbox.storage.createBucket('cold-1', { storageClass: 'IA', acl: 'public-read' })
      const checked = await run('bucket', 'check', 'cold-1')
      assert.equal(checked.exit, 4)
      assert.match(checked.io.out(), /blocker\s+storage class IA/)
      assert.match(checked.io.out(), /Create a bucket of class Standard/)
      assert.match(checked.io.out(), /warning\s+access control public-read/)
    })
  })
})

describe('sqlferry upload', () => {
  test('uploads files and folders, and sends nothing when it is run again', async () => {
    await withSandbox(async ({ run, sandbox, folder }) => {
      await sandbox.storage.createBucket('staging-1')
      await mkdir(join(folder, 'nightly', 'deep'), { recursive: true })
      await writeFile(join(folder, 'nightly', '销售 1.bak'), bytes)
      await writeFile(join(folder, 'nightly', 'deep', 'b.bak'), soundBackup(1))
      await writeFile(join(folder, 'single.bak'), soundBackup(2))
      const first = await run('upload', 'nightly', 'single.bak', 'oss://staging-1/from/here/')
      assert.equal(first.exit, 0, first.io.err() + first.io.out())
      assert.match(
        first.io.out(),
        /single\.bak: uploaded: from\/here\/single\.bak, \d+\.\d KiB, CRC-64 \d+/,
      )
      const store = sandbox.storage.bucket('staging-1')
      assert.equal((await store.head('from/here/销售 1.bak'))?.crc64, crc64(bytes))
      assert.equal((await store.head('from/here/deep/b.bak'))?.crc64, crc64(soundBackup(1)))
      const again = await run(
        'upload',
        'nightly',
        'single.bak',
        'oss://staging-1/from/here',
        '--json',
      )
      assert.equal(again.exit, 0)
      const result = JSON.parse(again.io.out()) as {
        files: Array<{ outcome: string; sentBytes: number }>
        leftOver: unknown[]
      }
      assert.deepEqual(
        result.files.map(({ outcome, sentBytes }) => [outcome, sentBytes]),
        Array(3).fill(['already-there', 0]),
      )
      assert.deepEqual(result.leftOver, [])
    })
  })

  test('a file that fails does not stop the others and is named with its cause and what to do', async () => {
    await withSandbox(async ({ run, sandbox, folder }) => {
      await sandbox.storage.createBucket('staging-1')
      await writeFile(join(folder, 'empty.bak'), '')
      await writeFile(join(folder, 'good.bak'), bytes)
      const result = await run('upload', 'empty.bak', 'good.bak', 'missing.bak', 'oss://staging-1')
      assert.equal(result.exit, 30)
      assert.match(result.io.out(), /empty\.bak: failed: .*is empty \[BAK_EMPTY\]/)
      assert.match(result.io.out(), /missing\.bak: failed: .*\[FILES_NOT_FOUND\]/)
      assert.ok(await sandbox.storage.bucket('staging-1').head('good.bak'))
    })
  })

  test('a wrong key, a missing bucket and a bad address are clear errors', async () => {
    await withSandbox(async ({ run, folder }) => {
      await writeFile(join(folder, 'a.bak'), bytes)
      const missing = await run('upload', 'a.bak', 'oss://no-such-bucket/x')
      assert.equal(missing.exit, 20)
      assert.match(
        missing.io.out(),
        /OSS_BUCKET_NOT_FOUND\]\n {2}RequestId: [0-9A-F]{24}\n {2}cause: /,
      )
      assert.equal((await run('upload', 'a.bak', 'staging-1/x')).exit, 2)
      assert.equal((await run('upload', 'a.bak')).exit, 2)
      assert.match(
        (await run('upload', 'a.bak', 'oss://staging-1', '--part-size', 'big')).io.err(),
        /CLI_BAD_VALUE/,
      )
    })
  })

  test('two files that would become one object are refused before anything is sent', async () => {
    await withSandbox(async ({ run, sandbox, folder }) => {
      await sandbox.storage.createBucket('staging-1')
      for (const name of ['one', 'two']) {
        await mkdir(join(folder, name))
        await writeFile(join(folder, name, 'a.bak'), bytes)
      }
      const result = await run('upload', 'one', 'two', 'oss://staging-1')
      assert.equal(result.exit, 2)
      assert.match(result.io.err(), /OSS_KEY_TWICE/)
      assert.equal(await sandbox.storage.bucket('staging-1').head('a.bak'), undefined)
    })
  })

  test('an interrupted upload is listed as ours, and cleanup aborts it and leaves those of others (I11)', async () => {
    await withSandbox(async ({ run, runWith, sandbox, folder }) => {
      await sandbox.storage.createBucket('staging-1')
      const store = sandbox.storage.bucket('staging-1')
      const foreign = await store.beginUpload('x/foreign.bak')
      await writeFile(join(folder, 'a.bak'), bytes)
      sandbox.faults.add({
        kind: 'error',
        status: 403,
        code: 'AccessDenied',
        match: { operation: 'CompleteMultipartUpload' },
      })
      const failed = await run('upload', 'a.bak', 'oss://staging-1/x')
      assert.equal(failed.exit, 20)
      assert.match(failed.io.out(), /1 of 1 parts are kept at OSS/)
      assert.match(failed.io.out(), /x\/a\.bak .*this machine/)
      assert.match(failed.io.out(), new RegExp(`x/foreign\\.bak .*${foreign}.*others`))
      const unanswered = await run('cleanup', 'oss://staging-1/x')
      assert.match(unanswered.io.err(), /add --yes/)
      // Each upload is listed once, what others began too.
      assert.equal(unanswered.io.out().match(/x\/a\.bak/g)?.length, 1)
      assert.equal(unanswered.io.out().match(/x\/foreign\.bak/g)?.length, 1)
      const no = await runWith({ ask: async () => 'n' }, 'cleanup', 'oss://staging-1/x')
      assert.match(no.io.out(), /^nothing was aborted$/m)
      assert.equal((await store.listUploads()).length, 2)
      const cleaned = await runWith({ ask: async () => 'y' }, 'cleanup', 'oss://staging-1/x')
      assert.equal(cleaned.exit, 0, cleaned.io.err())
      assert.deepEqual(
        (await store.listUploads()).map(({ uploadId }) => uploadId),
        [foreign],
      )
      const unknown = await run('cleanup', 'oss://staging-1/x', '--upload-id', 'FFFF', '--yes')
      assert.equal(unknown.exit, 2)
      const named = await run(
        'cleanup',
        'oss://staging-1/x',
        '--upload-id',
        foreign,
        '--yes',
        '--json',
      )
      assert.equal(
        (JSON.parse(named.io.out()) as { uploads: Array<{ outcome: string }> }).uploads[0]?.outcome,
        'aborted',
      )
      assert.deepEqual(await store.listUploads(), [])
      const resumed = await run('upload', 'a.bak', 'oss://staging-1/x')
      assert.equal(resumed.exit, 0)
    })
  })

  test('on a terminal the progress is one block that is taken away at the end', async () => {
    await withSandbox(async ({ runWith, sandbox, folder }) => {
      await sandbox.storage.createBucket('staging-1')
      await writeFile(join(folder, 'a.bak'), bytes)
      let out = ''
      const stdout = {
        write: (text: string) => {
          out += text
        },
        isTerminal: true,
        columns: 80,
      }
      const { exit } = await runWith(
        { stdout },
        'upload',
        'a.bak',
        'oss://staging-1',
        '--lang',
        'zh',
      )
      assert.equal(exit, 0)
      assert.match(out, /a\.bak：已上传：a\.bak，\d+\.\d KiB，CRC-64 \d+\n$/)
      // Every row that was drawn is erased again.
      const drawn = out.split('\n').filter((line) => /% {2}/.test(line)).length
      const erased = [...out.matchAll(/\x1b\[(\d+)A\x1b\[0J/g)].reduce(
        (sum, match) => sum + Number(match[1]),
        0,
      )
      assert.equal(erased, drawn)
    })
  })
})
