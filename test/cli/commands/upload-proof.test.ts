/** No upload is completed before the whole file is proved sound, in whatever order and however often it was sent. */
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { main } from '../../../src/cli/main.ts'
import { systemClock } from '../../../src/core/index.ts'
import { type Sandbox, startSandbox } from '../../../src/sandbox/index.ts'
import { sandboxEnvironment } from '../../sandbox-environment.ts'
import { needsShared, sharedPath } from '../../shared-files.ts'
import { soundBackup } from '../../sound-backup.ts'
import { makeTempFolder } from '../../temp-folder.ts'
import { captureIo } from '../capture.ts'

const mebibyte = 1024 * 1024
let sandbox: Sandbox
let folder: Awaited<ReturnType<typeof makeTempFolder>>
let bucketNumber = 0
let bucket = ''

before(async () => {
  sandbox = await startSandbox()
  folder = await makeTempFolder()
})
after(async () => {
  await sandbox.stop()
  await folder.remove()
})

async function newBucket(): Promise<void> {
  bucket = `proof-${++bucketNumber}`
  await sandbox.storage.createBucket(bucket)
}

async function upload(...argv: string[]) {
  const io = captureIo({
    cwd: folder.path,
    clock: { now: () => systemClock.now(), sleep: async () => {} },
    env: {
      ...sandboxEnvironment(sandbox),
      ALIBABA_CLOUD_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: sandbox.credentials.accessKeySecret,
      SQLFERRY_HOME: join(folder.path, 'home'),
    },
  })
  const exit = await main(['upload', ...argv, `oss://${bucket}`], io)
  return { exit, out: io.out(), err: io.err() }
}

const write = (name: string, bytes: Uint8Array) => writeFile(join(folder.path, name), bytes)

/** Returns a sound backup with one byte of a page changed. */
function damagedBackup(number: number, atLeastBytes: number): Uint8Array {
  const bytes = soundBackup(number, atLeastBytes)
  const at = Math.floor(bytes.length * 0.6)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return bytes
}

const head = (key: string) => sandbox.storage.bucket(bucket).head(key)

describe('sqlferry upload', () => {
  test('does not complete a damaged backup, names the page, and keeps the parts for --no-verify', async () => {
    await newBucket()
    await write('damaged.bak', damagedBackup(1, 40 * mebibyte))
    const refused = await upload('damaged.bak')
    assert.equal(refused.exit, 30)
    assert.match(refused.out, /damaged\.bak: failed: .*\b1:\d+\b.*\[BAK_PAGE_DAMAGED\w*\]/)
    assert.match(refused.out, /run the same command again with --no-verify/)
    assert.equal(await head('damaged.bak'), undefined)
    const again = await upload('damaged.bak')
    assert.equal(again.exit, 30, 'a resumed upload is judged by its whole file')
    assert.equal(await head('damaged.bak'), undefined)
    const forced = await upload('damaged.bak', '--no-verify', '--json')
    assert.equal(forced.exit, 0, forced.err)
    const [file] = JSON.parse(forced.out).files
    assert.equal(file.sentBytes, 0)
    assert.ok(await head('damaged.bak'))
  })

  test('proves a backup from the bytes that it sends, and reads nothing again', async () => {
    await newBucket()
    await write('sound.bak', soundBackup(2, 40 * mebibyte))
    const { exit, out } = await upload('sound.bak')
    assert.equal(exit, 0, out)
    assert.match(out, /sound\.bak: the backup is sound, proved from the bytes that were sent/)
  })

  test('refuses what is no backup, or is cut off, before a byte is sent', async () => {
    await newBucket()
    await write('notes.bak', new TextEncoder().encode('select 1'))
    await write('cut.bak', soundBackup(3).subarray(0, 50_000))
    const { exit, out } = await upload('notes.bak', 'cut.bak')
    assert.equal(exit, 30)
    assert.match(out, /notes\.bak: failed: .*\[BAK_NOT_A_BACKUP\]/)
    assert.match(out, /cut\.bak: failed: .*\[BAK_TRUNCATED\]/)
    assert.deepEqual(await sandbox.storage.bucket(bucket).listUploads(), [])
  })

  test('reads again only what an earlier run had sent, and says how much', async () => {
    await newBucket()
    await write('resumed.bak', soundBackup(4, 40 * mebibyte))
    const remove = sandbox.faults.add({
      kind: 'error',
      status: 403,
      code: 'AccessDenied',
      match: { operation: 'CompleteMultipartUpload' },
    })
    assert.equal((await upload('resumed.bak')).exit, 20)
    remove()
    const { exit, out } = await upload('resumed.bak')
    assert.equal(exit, 0, out)
    assert.match(out, /resumed\.bak: the backup is sound; 40\.\d MiB were read once more/)
  })

  test(
    'proves compressed backups and single stripes too, and refuses a flipped byte in a chunk',
    needsShared('bak'),
    async () => {
      await newBucket()
      const compressed = await readFile(sharedPath('bak', '2016-compressed__TSQL2012.bak'))
      const stripe = await readFile(sharedPath('bak', '2008r2-striped-s1__RestoreTimeStripe.bak'))
      await write('compressed.bak', compressed)
      await write('stripe.bak', stripe)
      const sound = await upload('compressed.bak', 'stripe.bak')
      assert.equal(sound.exit, 0, sound.out)
      compressed.writeUInt8(compressed.readUInt8(500_000) ^ 8, 500_000)
      await write('flipped.bak', compressed)
      const flipped = await upload('flipped.bak')
      assert.equal(flipped.exit, 30, flipped.out)
      assert.match(flipped.out, /flipped\.bak: failed: .*\[BAK_CHUNK_DAMAGED\]/)
      assert.equal(await head('flipped.bak'), undefined)
    },
  )
})
