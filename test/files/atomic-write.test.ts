import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { MigrationError, seededIds } from '../../src/core/index.ts'
import { atomicWrite, filesErrors, filesErrorsZh, freeSpace } from '../../src/files/index.ts'
import { readFailure, writeFailure } from '../../src/files/translate-error.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sqlferry-write-'))
})
after(() => rm(folder, { recursive: true, force: true }))

test('a write replaces the whole content and leaves nothing else behind', async () => {
  const path = join(folder, 'report.json')
  const ids = seededIds(1)
  await atomicWrite(path, 'a long first content', ids)
  await atomicWrite(path, 'second', ids)
  assert.equal(await readFile(path, 'utf8'), 'second')
  await atomicWrite(path, new Uint8Array([1, 2]), ids)
  assert.deepEqual([...(await readFile(path))], [1, 2])
  assert.deepEqual(await readdir(folder), ['report.json'])
})

test('a write into a missing folder is refused and leaves nothing behind', async () => {
  const path = join(folder, 'missing', 'report.json')
  await assert.rejects(atomicWrite(path, 'x', seededIds(2)), (error) => {
    assert.ok(error instanceof MigrationError)
    assert.equal(error.code, 'FILES_NOT_WRITABLE')
    return true
  })
})

test('a full disk is named as such, whatever was written', () => {
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' })
  assert.equal(writeFailure(full, '/x').code, 'FILES_DISK_FULL')
  assert.equal(
    readFailure(Object.assign(new Error('io'), { code: 'EIO' }), '/x').code,
    'FILES_UNREADABLE',
  )
  assert.equal(
    readFailure(Object.assign(new Error('loop'), { code: 'ELOOP' }), '/x').code,
    'FILES_LINK_LOOP',
  )
  assert.equal(readFailure(full, '/x').vendor?.code, 'ENOSPC')
})

test('free space is known for a folder, and a missing one is named', async () => {
  assert.ok((await freeSpace(folder)) > 0)
  await assert.rejects(freeSpace(join(folder, 'missing')), { code: 'FILES_NOT_FOUND' })
})

test('every error of files has its Chinese text', () => {
  assert.deepEqual(Object.keys(filesErrorsZh), Object.keys(filesErrors))
})
