import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { type FoundFile, findBackups } from '../../src/files/index.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sqlferry-find-'))
  await mkdir(join(folder, 'b', 'deep'), { recursive: true })
  await mkdir(join(folder, '.hidden'))
  for (const name of [
    'BackUp',
    'z.bak',
    '数据库.bak',
    'a.bak',
    '.secret.bak',
    'Thumbs.db',
    'b/in.trn',
    'b/deep/x',
    '.hidden/y.bak',
  ])
    await writeFile(join(folder, name), name)
})
after(() => rm(folder, { recursive: true, force: true }))

async function collect(found: AsyncIterable<FoundFile>): Promise<FoundFile[]> {
  const all: FoundFile[] = []
  for await (const each of found) all.push(each)
  return all
}

async function find(...paths: string[]): Promise<string[]> {
  const found = await collect(findBackups(paths, { cwd: folder }))
  return found.map((each) =>
    each.kind === 'file' ? each.path : `${each.path} ${each.problem.code}`,
  )
}

test('a folder gives all its files in a stable order, whatever their extension', async () => {
  assert.deepEqual(
    await find('.'),
    ['BackUp', 'a.bak', 'z.bak', '数据库.bak', 'b/in.trn', 'b/deep/x'].map((path) => join(path)),
  )
})

test('paths keep the form in which they were given', async () => {
  assert.deepEqual(await find('b', join(folder, 'a.bak'), './z.bak'), [
    join('b', 'in.trn'),
    join('b', 'deep', 'x'),
    join(folder, 'a.bak'),
    './z.bak',
  ])
})

test('a given path is always answered, and no file is found again in a folder', async () => {
  assert.deepEqual(await find('a.bak', './a.bak', 'a.bak', 'b', '.'), [
    'a.bak',
    './a.bak',
    join('b', 'in.trn'),
    join('b', 'deep', 'x'),
    'BackUp',
    'z.bak',
    '数据库.bak',
  ])
})

test('a hidden file is found when it is named', async () => {
  assert.deepEqual(await find('.secret.bak', '.hidden'), ['.secret.bak', join('.hidden', 'y.bak')])
})

test('a missing path is reported in its place and the rest is found', async () => {
  assert.deepEqual(await find('a.bak', 'missing', 'z.bak'), [
    'a.bak',
    'missing FILES_NOT_FOUND',
    'z.bak',
  ])
})

test('size and time of a file are known', async () => {
  const [file] = await collect(findBackups(['a.bak'], { cwd: folder }))
  assert.ok(file?.kind === 'file')
  assert.equal(file.sizeBytes, 5)
  assert.ok(file.modifiedAtMs > 0)
  assert.equal(file.absolutePath, join(folder, 'a.bak'))
})

test('links are followed, and one that leads back up is reported', {
  skip: process.platform === 'win32' ? 'links need a privilege' : false,
}, async () => {
  const root = await mkdtemp(join(tmpdir(), 'sqlferry-links-'))
  try {
    await mkdir(join(root, 'inner'))
    await writeFile(join(root, 'inner', 'one.bak'), '1')
    await symlink('..', join(root, 'inner', 'up'))
    await symlink('inner/one.bak', join(root, 'two.bak'))
    await symlink('nowhere', join(root, 'dangling'))
    const found = await collect(findBackups(['.'], { cwd: root }))
    assert.deepEqual(
      found.map((each) => [each.path, each.kind === 'file' ? each.sizeBytes : each.problem.code]),
      [
        ['dangling', 'FILES_NOT_FOUND'],
        ['two.bak', 1],
        [join('inner', 'up'), 'FILES_LINK_LOOP'],
      ],
    )
  } finally {
    await rm(root, { recursive: true, force: true })
  }
})

test('a folder that may not be read is reported and the rest is found', {
  skip: process.getuid?.() === 0 ? 'root reads everything' : false,
}, async () => {
  const locked = join(folder, 'b', 'deep')
  await chmod(locked, 0)
  try {
    assert.deepEqual(await find('b'), [join('b', 'in.trn'), `${locked} FILES_FORBIDDEN`])
  } finally {
    await chmod(locked, 0o755)
  }
})

test('an aborted search throws the reason of the signal', async () => {
  const reason = new Error('stop')
  const search = collect(findBackups(['.'], { cwd: folder, signal: AbortSignal.abort(reason) }))
  await assert.rejects(search, reason)
})
