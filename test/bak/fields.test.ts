/** Dates, GUIDs, LSNs and strings of the format, over generated values. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  ascii,
  guidAt,
  lsnAt,
  lsnOrNone,
  u64,
  utf16,
  viewOf,
  xorOfWords,
} from '../../src/bak/binary.ts'
import { mtfDateAt } from '../../src/bak/mtf/mtf-date.ts'

/** Returns the 16 bytes of a GUID as Windows stores them. */
function guidBytes(guid: string): Uint8Array {
  const [a = '', b = '', c = '', d = '', e = ''] = guid.split('-')
  const hex = (text: string) => text.match(/../g) ?? []
  const groups = [hex(a).reverse(), hex(b).reverse(), hex(c).reverse(), hex(d), hex(e)]
  return new Uint8Array(groups.flat().map((byte) => Number.parseInt(byte, 16)))
}

/** Returns the five bytes of a date given as `YYYY-MM-DD hh:mm:ss`, existing or not. */
function mtfDateBytes(text: string): Uint8Array {
  const [year = 0n, month = 0n, day = 0n, hour = 0n, minute = 0n, second = 0n] = text
    .split(/[- :]/)
    .map(BigInt)
  const bits =
    (year << 26n) | (month << 22n) | (day << 17n) | (hour << 12n) | (minute << 6n) | second
  return new Uint8Array([32n, 24n, 16n, 8n, 0n].map((shift) => Number((bits >> shift) & 255n)))
}

test('every GUID survives the way to bytes and back', () => {
  fc.assert(
    fc.property(fc.uuid(), (guid) => {
      const bytes = guidBytes(guid)
      assert.equal(guidAt(viewOf(bytes), 0), guid)
    }),
  )
})

test('a GUID is stored with its first three groups little-endian, and zero is none', () => {
  const bytes = guidBytes('00112233-4455-6677-8899-aabbccddeeff')
  assert.deepEqual(
    [...bytes],
    [0x33, 0x22, 0x11, 0, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff],
  )
  assert.equal(guidAt(viewOf(new Uint8Array(16)), 0), undefined)
})

const dates = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59Z'),
  noInvalidDate: true,
})

test('every second of ten thousand years survives the way to five bytes and back', () => {
  fc.assert(
    fc.property(dates, (date) => {
      const text = date.toISOString().slice(0, 19).replace('T', ' ')
      const bytes = mtfDateBytes(text)
      assert.deepEqual(mtfDateAt(viewOf(bytes), 0), { kind: 'date', text })
    }),
  )
})

test('five bytes are a date, none, or invalid, and a date is one of the calendar', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 5, maxLength: 5 }), (bytes) => {
      const date = mtfDateAt(viewOf(bytes), 0)
      if (date.kind === 'none') assert.deepEqual([...bytes], [0, 0, 0, 0, 0])
      if (date.kind !== 'date') return
      const parsed = new Date(`${date.text.replace(' ', 'T')}Z`)
      assert.equal(parsed.toISOString().slice(0, 19).replace('T', ' '), date.text)
      assert.deepEqual(mtfDateBytes(date.text), bytes)
    }),
    { numRuns: 2000 },
  )
})

test('a day or an hour that does not exist is invalid, and five zeros are no date', () => {
  const kindOf = (bytes: Uint8Array) => mtfDateAt(viewOf(bytes), 0).kind
  for (const text of [
    '2023-02-29 00:00:00',
    '1900-02-29 00:00:00',
    '2024-04-31 00:00:00',
    '2024-13-01 00:00:00',
    '2024-00-01 00:00:00',
    '2024-01-00 00:00:00',
    '2024-01-01 24:00:00',
    '2024-01-01 00:60:00',
    '2024-01-01 00:00:60',
    '0000-01-01 00:00:00',
    '10000-01-01 00:00:00',
  ])
    assert.equal(kindOf(mtfDateBytes(text)), 'invalid', text)
  assert.equal(kindOf(mtfDateBytes('2024-02-29 23:59:59')), 'date')
  assert.equal(kindOf(new Uint8Array(5)), 'none')
})

test('an LSN is read in its three parts, and ten zeros are none', () => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), fc.nat(0xffffffff), fc.nat(0xffff), (vlf, block, slot) => {
      const view = new DataView(new ArrayBuffer(12))
      view.setUint32(1, vlf, true)
      view.setUint32(5, block, true)
      view.setUint16(9, slot, true)
      assert.deepEqual(lsnAt(view, 1), { vlf, block, slot })
      const isZero = vlf === 0 && block === 0 && slot === 0
      assert.equal(lsnOrNone(view, 1) === undefined, isZero)
    }),
  )
  assert.equal(lsnOrNone(new DataView(new ArrayBuffer(10)), 0), undefined)
})

test('a number beyond 2^53 is infinite, and every smaller one exact', () => {
  const read = (value: bigint) => {
    const view = new DataView(new ArrayBuffer(8))
    view.setBigUint64(0, value, true)
    return u64(view, 0)
  }
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 53n - 1n }), (value) => {
      assert.equal(BigInt(read(value)), value)
    }),
  )
  for (const value of [2n ** 53n, 2n ** 63n, 2n ** 64n - 1n])
    assert.equal(read(value), Number.POSITIVE_INFINITY)
})

test('a changed byte always changes the checksum', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 50, maxLength: 50 }),
      fc.nat(49),
      fc.integer({ min: 1, max: 255 }),
      (bytes, at, change) => {
        const before = xorOfWords(viewOf(bytes), 0, 25)
        bytes[at] = (bytes[at] ?? 0) ^ change
        assert.notEqual(xorOfWords(viewOf(bytes), 0, 25), before)
      },
    ),
  )
})

test('text is read as UTF-16, half pairs and odd bytes do no harm', () => {
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))
  for (const text of ['', 'master', '教务管理系统', 'a😀b'])
    assert.equal(utf16(viewOf(bytes(text)), 0, text.length * 2), text)
  assert.equal(utf16(viewOf(bytes('\ud83dx')), 0, 4), '\ufffdx')
  assert.equal(utf16(viewOf(new Uint8Array([0x41, 0, 0x42])), 0, 3), 'A')
  assert.equal(ascii(viewOf(new Uint8Array([0x41, 0, 0xff])), 0, 3), 'A\\x00\\xff')
})
