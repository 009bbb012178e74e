import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  compareLsn,
  formatLsn,
  type Lsn,
  lsnFromDecimal,
  lsnToDecimal,
  parseLsn,
  zeroLsn,
} from '../../src/core/index.ts'

const lsns: fc.Arbitrary<Lsn> = fc
  .tuple(fc.nat(0xffffffff), fc.nat(0xffffffff), fc.nat(0xffff))
  .map(([vlf, block, slot]) => ({ vlf, block, slot }))

test('an LSN survives the way to text and to SQL Server’s number and back', () => {
  fc.assert(
    fc.property(lsns, (lsn) => {
      assert.deepEqual(parseLsn(formatLsn(lsn)), lsn)
      assert.deepEqual(lsnFromDecimal(lsnToDecimal(lsn)), lsn)
    }),
  )
})

test('the order of LSNs is the order of SQL Server’s numbers', () => {
  fc.assert(
    fc.property(lsns, lsns, (a, b) => {
      const [x, y] = [lsnToDecimal(a), lsnToDecimal(b)]
      assert.equal(Math.sign(compareLsn(a, b)), x < y ? -1 : x > y ? 1 : 0)
      assert.equal(compareLsn(a, a), 0)
    }),
  )
})

test('the number is the one that SQL Server prints', () => {
  assert.equal(lsnToDecimal({ vlf: 56, block: 73, slot: 1 }), 56000000007300001n)
  assert.equal(
    String(lsnToDecimal({ vlf: 0xffffffff, block: 0xffffffff, slot: 0xffff })),
    '4294967295429496729565535',
  )
  assert.equal(lsnToDecimal(zeroLsn), 0n)
  assert.equal(formatLsn(zeroLsn), '0:0:0')
})

test('text and numbers that are no LSN are undefined', () => {
  for (const text of [
    '',
    '1',
    '1:2',
    '1:2:3:4',
    '1:2:65536',
    '4294967296:0:0',
    '0:4294967296:0',
    '-1:2:3',
    '1:2:x',
    ' 1:2:3',
    '0x1:2:3',
    '1:2:3\n',
  ])
    assert.equal(parseLsn(text), undefined, JSON.stringify(text))
  for (const decimal of [-1n, 65536n, 4294967296n * 10n ** 15n, 4294967296n * 10n ** 5n])
    assert.equal(lsnFromDecimal(decimal), undefined, String(decimal))
})
