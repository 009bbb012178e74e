import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmod, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { MigrationError } from '../../src/core/index.ts'
import { openFile } from '../../src/files/index.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sqlferry-open-'))
})
after(() => rm(folder, { recursive: true, force: true }))

const withCode = (code: string) => (error: unknown) =>
  error instanceof MigrationError && error.code === code && error.exit === 1

async function makeFile(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

test('a file is read at any place, and never beyond its end', async () => {
  const file = await openFile(await makeFile('abc.bak', 'abcdefgh'))
  assert.equal(file.sizeBytes, 8)
  assert.ok(file.modifiedAtMs > 0)
  const text = async (offset: number, length: number) =>
    new TextDecoder().decode(await file.read(offset, length))
  assert.equal(await text(0, 8), 'abcdefgh')
  assert.deepEqual(await Promise.all([text(6, 100), text(2, 3)]), ['gh', 'cde'])
  assert.equal(await text(8, 4), '')
  assert.equal(await text(100, 4), '')
  await file.close()
  await file.close()
})

test('a missing file, a folder and a file in a file are told apart', async () => {
  const file = await makeFile('plain', 'x')
  await assert.rejects(openFile(join(folder, 'missing')), withCode('FILES_NOT_FOUND'))
  await assert.rejects(openFile(folder), withCode('FILES_NOT_A_FILE'))
  await assert.rejects(openFile(join(file, 'inner')), withCode('FILES_NOT_FOUND'))
})

test('a pipe that nobody writes to is refused at once', {
  skip: process.platform === 'win32' ? 'no named pipes as files' : false,
}, async () => {
  const path = join(folder, 'pipe')
  execFileSync('mkfifo', [path])
  await assert.rejects(openFile(path), withCode('FILES_NOT_A_FILE'))
})

test('a file that may not be read names the permission', {
  skip: process.getuid?.() === 0 ? 'root reads everything' : false,
}, async () => {
  const path = await makeFile('secret', 'x')
  await chmod(path, 0)
  await assert.rejects(openFile(path), withCode('FILES_FORBIDDEN'))
})

test('a file that shrinks while it is open is reported with both sizes', async () => {
  const path = await makeFile('shrinking', '0123456789')
  const file = await openFile(path, 'the name')
  await truncate(path, 4)
  await assert.rejects(file.read(0, 10), (error) => {
    assert.ok(withCode('FILES_CHANGED')(error))
    assert.match(String(error), /the name had 10 bytes when it was opened, and has 4 now/)
    return true
  })
  await file.close()
})

test('an aborted read rejects with the reason of the signal', async () => {
  const file = await openFile(await makeFile('abort', 'x'))
  const reason = new Error('stop')
  await assert.rejects(file.read(0, 1, AbortSignal.abort(reason)), reason)
  await file.close()
})
