/** Collations and versions as they stand on the wire. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  collationBytes,
  collationOf,
  decodeChars,
  encodeChars,
  readCollation,
} from '../../../../src/sandbox/sqlserver/tds/collation.ts'
import { startTdsServer } from '../../../../src/sandbox/sqlserver/tds/server.ts'
import {
  acknowledgedVersion,
  agreedVersion,
} from '../../../../src/sandbox/sqlserver/tds/tds-version.ts'
import { testInstance } from './test-instance.ts'

const wire: readonly (readonly [string, string])[] = [
  ['SQL_Latin1_General_CP1_CI_AS', '0904d00034'],
  ['Chinese_PRC_CI_AS', '0408d00000'],
  ['Chinese_PRC_CS_AS_KS_WS', '0408000000'],
  ['Latin1_General_BIN2', '0904000200'],
  ['Latin1_General_100_CI_AS_SC_UTF8', '0904d02400'],
]

for (const [name, hex] of wire)
  test(`${name} stands on the wire as ${hex}`, () => {
    const collation = collationOf(name)
    assert.ok(collation)
    assert.equal(collationBytes(collation).toString('hex'), hex)
    assert.deepEqual(readCollation(Buffer.from(hex, 'hex')), collation)
  })

test('text comes back from the code page of its collation, and what the page lacks is a question mark', () => {
  const texts: readonly (readonly [string, string, string])[] = [
    ['Chinese_PRC_CI_AS', '订单 é 한', '订单 é ?'],
    ['SQL_Latin1_General_CP1_CI_AS', 'Zoë € 订', 'Zoë € ?'],
    ['Cyrillic_General_CI_AS', 'заказ', 'заказ'],
    ['Japanese_CI_AS', '注文', '注文'],
    ['Latin1_General_100_CI_AS_SC_UTF8', '订单 😀', '订单 😀'],
  ]
  for (const [name, text, expected] of texts) {
    const collation = collationOf(name)
    assert.ok(collation)
    assert.equal(decodeChars(encodeChars(text, collation), collation), expected, name)
  }
})

test('a collation that is not known has no bytes, and no server starts with it', async () => {
  assert.equal(collationOf('Klingon_CI_AS'), undefined)
  assert.equal(collationOf('Latin1_General'), undefined)
  await assert.rejects(
    startTdsServer({ handler: testInstance(), collation: 'Klingon_CI_AS' }),
    /collation Klingon_CI_AS is not known/,
  )
})

test('the version of a session is the one of the client, at most 7.4, and 7.0 is none', () => {
  assert.equal(agreedVersion(0x70000000), undefined)
  assert.equal(agreedVersion(0x71000001), 0x71000001)
  assert.equal(agreedVersion(0x730b0003), 0x730b0003)
  assert.equal(agreedVersion(0x75000000), 0x74000004)
  assert.equal(acknowledgedVersion(0x71000000), 0x07010000)
  assert.equal(acknowledgedVersion(0x74000004), 0x74000004)
})
