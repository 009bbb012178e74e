/** Paths in commands that are shown to be copied. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shellWord } from '../../src/app/shell-word.ts'

test('a path that a shell would take apart is quoted, any other stays as it is', () => {
  for (const path of ['/backups/a.bak', 'D:\\backups\\数据库.bak', './a-b_1.trn'])
    assert.equal(shellWord(path), path)
  assert.equal(shellWord('/my backups/a.bak'), '"/my backups/a.bak"')
  assert.equal(shellWord('a(1).bak'), '"a(1).bak"')
  assert.equal(shellWord('a $b.bak'), "'a $b.bak'")
  assert.equal(shellWord(`it's "b".bak`), `'it'\\''s "b".bak'`)
  assert.equal(shellWord(''), '""')
})
