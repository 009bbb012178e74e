import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
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
