import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isSafePrefix, objectKey, safeName } from '../../../src/migration/index.ts'

const finish = '2026-01-14 22:00:09'

test('a key names the database and the moment and carries a fingerprint', () => {
  const key = objectKey({ prefix: 'sqlferry', database: 'Sales', finish, identity: 'a' })
  assert.match(key, /^sqlferry\/Sales_FULL_20260114220009_[0-9a-f]{10}\.bak$/)
})

test('the same backup has the same key on every machine, and another backup another', () => {
  const backup = { prefix: 'p/', database: 'Sales', finish, identity: 'a' }
  assert.equal(objectKey(backup), objectKey({ ...backup }))
  assert.notEqual(objectKey(backup), objectKey({ ...backup, identity: 'b' }))
  assert.notEqual(objectKey(backup), objectKey({ ...backup, database: 'sales' }))
})

test('a Chinese name becomes its code points', () => {
  assert.equal(safeName('教务'), 'u6559u52a1')
})

test('a key has letters, digits, _ and . only, whatever the name of the database', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (database) => {
      const key = objectKey({ prefix: '', database, finish: undefined, identity: 'a' })
      assert.match(key, /^[A-Za-z0-9_.]+\.bak$/)
      assert.ok(key.length < 120)
    }),
  )
})

test('a prefix with characters on which documents disagree is not safe', () => {
  for (const prefix of ['', 'a', 'a/b', 'a/b/', 'A_1.x/2026']) assert.ok(isSafePrefix(prefix))
  for (const prefix of ['/', '/a', 'a//b', 'a b', 'a@b', 'a|b', 'a-b', 'a/../b', '备份'])
    assert.ok(!isSafePrefix(prefix), prefix)
})
