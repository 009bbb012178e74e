/** The options of `sqlferry upload` and what a person does wrong, each over real sockets against the sandbox. */
import assert from 'node:assert/strict'
import { utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, afterEach, before, beforeEach, describe, test } from 'node:test'
import { registerUpload } from '../../../src/cli/commands/upload.ts'
import { main } from '../../../src/cli/main.ts'
import { crc64, systemClock, systemIds } from '../../../src/core/index.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts'
import { soundBackup } from '../../sound-backup.ts'
import { makeTempFolder } from '../../temp-folder.ts'
import { captureIo } from '../capture.ts'

let sandbox: Sandbox
let folder: Awaited<ReturnType<typeof makeTempFolder>>
let bucket: string
let buckets = 0

/** Hooks of this file's tests only: in one process those outside a `describe` would be for all files. */
function eachInItsBucket(): void {
  before(async () => {
    sandbox = await startSandbox()
  })

  after(() => sandbox.stop())

  beforeEach(async () => {
    folder = await makeTempFolder()
    bucket = `staging-${++buckets}`
    await sandbox.storage.createBucket(bucket)
  })

  afterEach(() => folder.remove())
}

const bytes = soundBackup(0, 200_000)

interface Run {
  readonly env?: Readonly<Record<string, string>>
  readonly aheadMs?: number
}

/** Runs `upload`; waiting takes no time, but the clock moves on as if it had. */
async function upload(argv: readonly string[], { env = {}, aheadMs = 0 }: Run = {}) {
  let waitedMs = 0
  const io = captureIo({
    cwd: folder.path,
    clock: {
      now: () => systemClock.now() + aheadMs + waitedMs,
      sleep: async (ms) => {
        waitedMs += ms
      },
    },
    ids: systemIds,
    env: {
      OSS_ENDPOINT: sandbox.endpoints.oss,
      REGION: sandbox.region,
      OSS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
      OSS_ACCESS_KEY_SECRET: sandbox.credentials.accessKeySecret,
      SQLFERRY_HOME: join(folder.path, 'home'),
      ...env,
    },
  })
  const exit = await main(['upload', ...argv], io, [registerUpload])
  return { exit, out: io.out(), err: io.err(), waitedMs }
}

const write = (name: string, content: Uint8Array = bytes) =>
  writeFile(join(folder.path, name), content)

describe('sqlferry upload', () => {
  eachInItsBucket()

  test('--limit-rate keeps to the rate, and plain lines tell rate and time left', async () => {
    await write('a.bak')
    const { exit, out, waitedMs } = await upload([
      'a.bak',
      `oss://${bucket}`,
      '--limit-rate',
      '10kB',
    ])
    assert.equal(exit, 0, out)
    const seconds = bytes.length / 10_240
    assert.ok(waitedMs / 1000 > seconds - 1 && waitedMs / 1000 < seconds + 1, `${waitedMs} ms`)
    const lines = out.split('\n').filter((line) => /^a\.bak: \d/.test(line))
    assert.ok(lines.length >= 2, out)
    assert.match(lines.at(-1) ?? '', /^a\.bak: \d+ % {2}.+ \/ [\d.]+ KiB {2}.+\/s {2}.+ left$/)
    assert.doesNotMatch(out, /\x1b/)
  })

  test('--forbid-overwrite leaves an object of other content alone and takes an equal one as done', async () => {
    await write('a.bak')
    const store = sandbox.storage.bucket(bucket)
    await store.put('a.bak', bytes.subarray(1))
    const refused = await upload(['a.bak', `oss://${bucket}`, '--forbid-overwrite'])
    assert.equal(refused.exit, 20)
    assert.match(refused.out, /a\.bak: failed: .*\[OSS_ALREADY_EXISTS\]/)
    assert.equal((await store.head('a.bak'))?.sizeBytes, bytes.length - 1)
    await store.put('a.bak', bytes)
    const equal = await upload(['a.bak', `oss://${bucket}`, '--forbid-overwrite'])
    assert.equal(equal.exit, 0, equal.out)
    assert.match(equal.out, /was there already, with the same CRC-64/)
  })

  test('--paranoid reads a file again whose size and time are the same', async () => {
    const path = join(folder.path, 'a.bak')
    // A whole second: a Date is rounded, and would move a time that has more digits.
    const at = new Date('2026-01-01T02:00:00Z')
    await write('a.bak')
    await utimes(path, at, at)
    await upload(['a.bak', `oss://${bucket}`])
    const other = Buffer.from(bytes)
    other.writeUInt8(1 ^ other.readUInt8(1000), 1000)
    await write('a.bak', other)
    await utimes(path, at, at)
    const trusting = await upload(['a.bak', `oss://${bucket}`])
    assert.match(trusting.out, /was there already/)
    assert.doesNotMatch(trusting.out, /anew/)
    const paranoid = await upload(['a.bak', `oss://${bucket}`, '--paranoid'])
    assert.equal(paranoid.exit, 0, paranoid.out)
    assert.match(paranoid.out, /content has changed since the last run, so the upload begins anew/)
    assert.equal((await sandbox.storage.bucket(bucket).head('a.bak'))?.crc64, crc64(other))
  })

  test('a file that changed between two runs starts over and says so', async () => {
    await write('a.bak')
    const remove = sandbox.faults.add({
      ...{ kind: 'error', status: 403, code: 'AccessDenied' },
      match: { operation: 'CompleteMultipartUpload' },
    })
    assert.equal((await upload(['a.bak', `oss://${bucket}`])).exit, 20)
    remove()
    await write('a.bak', soundBackup(1, 150_000))
    const second = await upload(['a.bak', `oss://${bucket}`])
    assert.equal(second.exit, 0, second.out)
    assert.match(second.out, /the file has changed since the last run, so the upload begins anew/)
    await write('a.bak', soundBackup(2, 250_000))
    const third = await upload(['a.bak', `oss://${bucket}`])
    assert.equal(third.exit, 0, third.out)
    assert.match(third.out, /the file has changed since the last run, so the upload begins anew/)
    assert.deepEqual(await sandbox.storage.bucket(bucket).listUploads(), [])
  })

  test('keeps names with blanks, plus signs, Chinese and slashes, at the root and in a folder', async () => {
    await write('销售 1+2%.bak')
    for (const address of [`oss://${bucket}`, `oss://${bucket}/`, `oss://${bucket}/备份/2026 Q1/`])
      assert.equal((await upload(['销售 1+2%.bak', address])).exit, 0)
    const keys: string[] = []
    for await (const { key } of sandbox.storage.bucket(bucket).list()) keys.push(key)
    assert.deepEqual(keys.sort(), ['备份/2026 Q1/销售 1+2%.bak', '销售 1+2%.bak'].sort())
  })
})

describe('sqlferry upload says clearly', () => {
  eachInItsBucket()

  const wrong: readonly (readonly [string, Run | (() => Run), RegExp, number])[] = [
    [
      'that the key is unknown',
      { env: { OSS_ACCESS_KEY_ID: 'LTAIunknown' } },
      /OSS_ACCESS_KEY_INVALID/,
      20,
    ],
    [
      'that the secret is wrong',
      { env: { OSS_ACCESS_KEY_SECRET: 'wrong-secret' } },
      /OSS_SIGNATURE_MISMATCH/,
      20,
    ],
    [
      'that the token has expired',
      () => {
        const { accessKeyId, accessKeySecret, securityToken = '' } = sandbox.issueToken(3600)
        sandbox.accounts.expire(accessKeyId, 0)
        return {
          env: {
            OSS_ACCESS_KEY_ID: accessKeyId,
            OSS_ACCESS_KEY_SECRET: accessKeySecret,
            OSS_SESSION_TOKEN: securityToken,
          },
        }
      },
      /CONFIG_CREDENTIALS_EXPIRED|OSS_TOKEN_EXPIRED/,
      2,
    ],
    [
      'that the clock is wrong, and by how much',
      { aheadMs: 3_600_000 },
      /differs .* by 3(?:599|60\d) seconds \[OSS_CLOCK_SKEWED\]/,
      20,
    ],
  ]
  for (const [title, run, message, code] of wrong)
    test(title, async () => {
      await write('a.bak')
      const how = typeof run === 'function' ? run() : run
      const { exit, out, err } = await upload(['a.bak', `oss://${bucket}`], how)
      assert.equal(exit, code, out + err)
      assert.match(out, message)
      // Cause and solution follow, as whole sentences.
      assert.match(
        out,
        /failed: .*\n( {2}RequestId: .*\n)? {2}cause: [A-Z].*\.\n {2}next: [A-Z].*\.\n/,
      )
      assert.deepEqual(await sandbox.storage.bucket(bucket).listUploads(), [])
      for (const secret of Object.values(how.env ?? {}))
        if (secret !== 'LTAIunknown' && !secret.startsWith('STS.'))
          assert.ok(!`${out}${err}`.includes(secret), 'no secret is printed (I7)')
    })
})
