/** A run that cannot begin: it says why and holds nothing back for the next one. */
import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { bucket, type Loopback, withLoopback } from './loopback.ts'

const commands = (loopback: Loopback) => [
  ['upload', loopback.folder, `oss://${bucket}/x/`],
  ['migrate', loopback.folder, '--yes'],
  ['import', '--directory', 'x'],
]

test('clients that cannot be made leave neither a lock nor an open journal behind', () =>
  withLoopback({}, async (loopback) => {
    for (const parts of [...commands(loopback), ['cleanup', `oss://${bucket}/`, '--yes']]) {
      const refused = await loopback.run([...parts, '--ca-file', '/nowhere/ca.pem'])
      assert.match(refused.err, /CONFIG_CA_FILE_UNREADABLE/, parts[0])
    }
    assert.equal((await loopback.run(['migrate', loopback.folder, '--yes'])).exitCode, 0)
  }))

test('a state folder that cannot be written is named before anything is sent', () =>
  withLoopback({}, async (loopback) => {
    const file = join(loopback.folder, '..', 'file')
    await writeFile(file, '')
    for (const home of [file, join(file, 'home')])
      for (const parts of commands(loopback)) {
        const refused = await loopback.run(parts, { env: { SQLFERRY_HOME: home } })
        assert.match(refused.err, /CONFIG_HOME_NOT_WRITABLE/, `${parts[0]} ${home}`)
        assert.equal(refused.exitCode === 0, false)
      }
    assert.deepEqual(await loopback.tasks(), [])
  }))

test('a journal of a newer version and one that is damaged are left as they are, and nothing is sent', () =>
  withLoopback({}, async (loopback) => {
    await mkdir(loopback.home)
    const path = join(loopback.home, 'journal.sqlite')
    assert.equal((await loopback.run(['migrate', loopback.folder, '--yes'])).exitCode, 0)
    const database = new DatabaseSync(path)
    database.exec('PRAGMA user_version = 9; PRAGMA wal_checkpoint(TRUNCATE)')
    database.close()
    for (const parts of commands(loopback)) {
      const refused = await loopback.run(parts)
      assert.equal(refused.exitCode, 50, refused.out)
      assert.match(refused.err, /JOURNAL_TOO_NEW/, parts[0])
    }
    const bytes = await readFile(path)
    const damaged = Buffer.concat([Buffer.alloc(200, 7), bytes.subarray(200)])
    await writeFile(path, damaged)
    for (const parts of commands(loopback)) {
      const refused = await loopback.run(parts)
      assert.equal(refused.exitCode, 50, refused.out)
      assert.match(refused.err, /JOURNAL_UNREADABLE/, parts[0])
    }
    assert.deepEqual(await readFile(path), damaged)
    assert.equal((await loopback.tasks()).length, 1)
  }))
