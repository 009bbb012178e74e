import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { crc64 } from '../../src/core/index.ts'
import { startSandbox } from '../../src/sandbox/index.ts'
import { soundBackup } from '../sound-backup.ts'

const program = join(import.meta.dirname, '..', '..', 'bin', 'sqlferry.js')
const mebibyte = 1024 * 1024

test('I2: an upload that is killed goes on where it was, and no part that OSS held is sent twice', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sqlferry-killed-'))
  const sandbox = await startSandbox()
  try {
    await sandbox.storage.createBucket('staging-1')
    const store = sandbox.storage.bucket('staging-1')
    const bytes = soundBackup(0, 6 * 16 * mebibyte)
    await writeFile(join(folder, 'a.bak'), bytes)
    const { PATH, TMPDIR } = process.env
    const env = {
      ...{ PATH, TMPDIR, HOME: folder, SQLFERRY_HOME: join(folder, 'home') },
      OSS_ENDPOINT: sandbox.endpoints.oss,
      REGION: sandbox.region,
      OSS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
      OSS_ACCESS_KEY_SECRET: sandbox.credentials.accessKeySecret,
    }
    const start = (...more: string[]) =>
      spawn(
        process.execPath,
        [program, 'upload', join(folder, 'a.bak'), 'oss://staging-1/x', '--json', ...more],
        { env, stdio: ['ignore', 'pipe', 'ignore'] },
      )

    const first = start('--limit-rate', '40MiB', '--parallel', '2')
    let heldParts = 0
    while (heldParts < 2 && first.exitCode === null) {
      await wait(20)
      const [pending] = await store.listUploads()
      if (pending) heldParts = (await store.listParts(pending.key, pending.uploadId)).length
    }
    first.kill('SIGKILL')
    await once(first, 'close')
    const [pending] = await store.listUploads()
    assert.ok(pending, 'the upload is still open')
    const held = await store.listParts(pending.key, pending.uploadId)
    assert.ok(held.length >= 2 && held.length < 7, `${held.length} parts were held`)

    const sentAgain: number[] = []
    const take = sandbox.faults.take.bind(sandbox.faults)
    sandbox.faults.take = (call, kinds) => {
      if (call.operation === 'UploadPart') sentAgain.push(call.partNumber ?? 0)
      return take(call, kinds)
    }
    const second = start()
    let output = ''
    second.stdout.on('data', (piece) => {
      output += piece
    })
    await once(second, 'close')
    const result = JSON.parse(output) as {
      files: Array<{ outcome: string; reusedBytes: number; crc64: string }>
      leftOver: unknown[]
    }
    assert.equal(result.files[0]?.outcome, 'resumed')
    assert.equal(result.files[0]?.crc64, String(crc64(bytes)))
    assert.equal((await store.head('x/a.bak'))?.crc64, crc64(bytes))
    assert.deepEqual(result.leftOver, [])
    const heldNumbers = held.map(({ partNumber }) => partNumber)
    const missing = [1, 2, 3, 4, 5, 6, 7].filter((number) => !heldNumbers.includes(number))
    assert.deepEqual(sentAgain.toSorted(), missing)
  } finally {
    await sandbox.stop()
    await rm(folder, { recursive: true, force: true })
  }
})

test('I2: an upload that is killed between its proof and its completion is proved again before it is completed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sqlferry-killed-'))
  const sandbox = await startSandbox()
  try {
    await sandbox.storage.createBucket('staging-2')
    const store = sandbox.storage.bucket('staging-2')
    const path = join(folder, 'a.bak')
    const bytes = soundBackup(0, 40 * mebibyte)
    const write = async (content: Uint8Array) => {
      await writeFile(path, content)
      await utimes(path, 1_700_000_000, 1_700_000_000)
    }
    await write(bytes)
    const { PATH, TMPDIR } = process.env
    const env = {
      ...{ PATH, TMPDIR, HOME: folder, SQLFERRY_HOME: join(folder, 'home'), LANG: 'C' },
      OSS_ENDPOINT: sandbox.endpoints.oss,
      REGION: sandbox.region,
      OSS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
      OSS_ACCESS_KEY_SECRET: sandbox.credentials.accessKeySecret,
    }
    const run = async (killAt?: RegExp) => {
      const child = spawn(process.execPath, [program, 'upload', path, 'oss://staging-2'], {
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let output = ''
      const take = (piece: Buffer) => {
        output += piece
        if (killAt?.test(output)) child.kill('SIGKILL')
      }
      child.stdout.on('data', take)
      child.stderr.on('data', take)
      const [exitCode] = (await once(child, 'close')) as [number | null]
      return { exitCode, output }
    }
    const mend = sandbox.faults.add({
      kind: 'throttle',
      count: 'always',
      match: { operation: 'CompleteMultipartUpload' },
    })
    const killed = await run(/the backup is sound/)
    assert.equal(killed.exitCode, null, killed.output)
    assert.equal(await store.head('a.bak'), undefined)
    mend()
    const at = Math.floor(bytes.length * 0.6)
    const changed = bytes.slice()
    changed[at] = (changed[at] ?? 0) ^ 1
    await write(changed)
    const refused = await run()
    assert.equal(refused.exitCode, 20, refused.output)
    assert.match(refused.output, /\[OSS_FILE_UNSTABLE\]/)
    assert.equal(await store.head('a.bak'), undefined)
    await write(bytes)
    const done = await run()
    assert.equal(done.exitCode, 0, done.output)
    assert.equal((await store.head('a.bak'))?.crc64, crc64(bytes))
  } finally {
    await sandbox.stop()
    await rm(folder, { recursive: true, force: true })
  }
})
