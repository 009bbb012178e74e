/** ROW and PAGE compression: made by hand after what other readers report, for no compressed row is at hand. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typeIds } from '../../../src/bak/catalog/system-types.ts'
import type { Page } from '../../../src/bak/pages/database-pages.ts'
import { compressedDecoder } from '../../../src/bak/rows/compressed/compressed-values.ts'
import { decodeScsu } from '../../../src/bak/rows/compressed/scsu.ts'
import { readRows } from '../../../src/bak/rows/read-rows.ts'
import { isUnreadable, type Row, type SqlValue } from '../../../src/bak/rows/values.ts'
import { databaseOf, dataPage, hex, type MadeColumn, pageOf, tableOf } from './made-table.ts'
import { collect } from './open-tables.ts'

const database = { databaseVersion: 869, collationId: 0xd024 }

function decode(systemTypeId: number, digits: string, size: Partial<MadeColumn> = {}): SqlValue {
  const bytes = hex(digits)
  const type = { precision: 0, scale: 0, collationId: 0, maxLengthBytes: 8, ...size, systemTypeId }
  const block = { bytes, view: new DataView(bytes.buffer) }
  return compressedDecoder(type, database)(block, 0, bytes.length)
}

function marker(value: SqlValue | undefined): string {
  assert.ok(value !== undefined && isUnreadable(value), `${String(value)} is no marker`)
  return value.unreadable
}

test('SCSU decodes the examples of its standard', () => {
  const decoded = (digits: string) => {
    const bytes = hex(digits)
    return decodeScsu(bytes, 0, bytes.length)
  }
  assert.equal(decoded('d6 6c 20 66 6c 69 65 df 74'), 'Öl fließt')
  assert.equal(decoded('12 9c be c1 ba b2 b0'), 'Москва')
  assert.equal(
    decoded(
      '41 df 12 81 03 5f 10 df 1b 03 df 1c 88 80 0b bf ff ff 0d 0a 41 10 df 12 81 03 5f 10 df 13 df 14 80 15 ff',
    ),
    'A\u00df\u0401\u015f\u00df\u01df\uf000\u{10ffff}\r\nA\u00df\u0401\u015f\u00df\u01df\uf000\u{10ffff}',
  )
  assert.equal(decoded('0f 4e2d 6587 e0 41'), '中文A')
  assert.equal(decoded('0e 4e2d 41 10'), '中A')
  for (const broken of ['0e 4e', '0c', '18 00', '0b 00', '01', '0f f2', '0f 4e'])
    assert.equal(decoded(broken), undefined, broken)
})

test('compressed numbers decode as a reader saw them beside a server', () => {
  assert.equal(decode(typeIds.int, '81'), 1)
  assert.equal(decode(typeIds.int, ''), 0)
  assert.equal(decode(typeIds.int, '7f'), -1)
  assert.equal(decode(typeIds.smallint, '0000'), -32768)
  assert.equal(decode(typeIds.bigint, 'ffffffffffffffff'), 2n ** 63n - 1n)
  assert.equal(decode(typeIds.tinyint, 'ff'), 255)
  assert.equal(decode(typeIds.datetime, ''), '1900-01-01T00:00:00.000')
  assert.equal(decode(typeIds.datetime, '7f 2e46 00000000'), '1753-01-01T00:00:00.000')
  const decimal = { precision: 18, scale: 2 }
  assert.equal(decode(typeIds.decimal, 'c019', decimal), '1.00')
  assert.equal(decode(typeIds.decimal, 'be19', decimal), '0.01')
  assert.equal(decode(typeIds.decimal, '404b', decimal), '-3.00')
  assert.equal(decode(typeIds.decimal, 'c4f9fde0', decimal), '99999.00')
  assert.equal(decode(typeIds.decimal, '', decimal), '0.00')
  assert.equal(decode(typeIds.float, 'f03f'), 1)
  assert.equal(decode(typeIds.real, '803f'), 1)
  assert.equal(decode(typeIds.money, '82bf20'), '18.0000')
  assert.equal(marker(decode(typeIds.int, '8000000001')), 'BAD_BYTES')
  assert.equal(marker(decode(typeIds.decimal, 'bd19', decimal)), 'BAD_BYTES', '0.001 has no place')
  assert.equal(marker(decode(typeIds.decimal, 'c0fff0', decimal)), 'BAD_BYTES')
})

test('compressed text and bytes get back what was cut off', () => {
  assert.equal(decode(typeIds.char, '4142', { maxLengthBytes: 5 }), 'AB   ')
  assert.equal(decode(typeIds.nchar, '414210', { maxLengthBytes: 10 }), 'AB   ')
  assert.equal(decode(typeIds.nvarchar, '2d4e'), '中')
  assert.equal(decode(typeIds.nvarchar, '2d4e', { maxLengthBytes: -1 }), '中')
  assert.deepEqual(decode(typeIds.binary, '01', { maxLengthBytes: 3 }), hex('010000'))
  assert.deepEqual(decode(typeIds.rowversion, '07d1'), hex('00000000000007d1'))
  assert.equal(marker(decode(typeIds.variant, '380101')), 'NOT_SUPPORTED')
  assert.equal(marker(decode(typeIds.nvarchar, '0e')), 'BAD_BYTES')
})

const int = { systemTypeId: 56 }
const text = { systemTypeId: 167, leafOffset: -1, maxLengthBytes: 100 }
const bit = { systemTypeId: 104 }

async function rowsOf(
  columns: readonly MadeColumn[],
  page: Page,
  others: Page[] = [],
): Promise<Row[]> {
  return await collect(readRows(databaseOf([page, ...others]), tableOf(columns, 2)))
}

test('a row of short, empty, NULL, bit and long values decodes; ghosts are left out', async () => {
  const columns = [int, int, int, bit, bit, text]
  const row = hex('21 06 12 b0 a1 81 01 0100 0900 414243444546474849')
  const ghost = hex('0d 01 02 81')
  const rows = await rowsOf(columns, pageOf(dataPage, 1, [row, ghost]))
  assert.deepEqual(rows, [[1, 0, null, true, false, 'ABCDEFGHI']])
})

test('more than thirty columns stand in clusters, whose lengths have to agree', async () => {
  const columns = Array.from({ length: 31 }, () => int)
  const bytes = new Uint8Array(2 + 16 + 1 + 31)
  bytes.set([1, 31])
  bytes.fill(0x22, 2, 17)
  bytes[17] = 0x02
  bytes[18] = 30
  for (let column = 0; column < 31; column++) bytes[19 + column] = 0x80 + column
  const whole = [Array.from({ length: 31 }, (_, column) => column)]
  assert.deepEqual(await rowsOf(columns, pageOf(dataPage, 1, [bytes])), whole)
  bytes[18] = 29
  const [bad] = await rowsOf(columns, pageOf(dataPage, 1, [bytes]))
  assert.equal(marker(bad?.[0]), 'RECORD')
})

test('rows begin like the anchor of their page, and share its dictionary', async () => {
  const anchor = hex('01 02 60 4142434445')
  const dictionary = hex('0100 0600 0258')
  const anchorEnd = 3 + 4 + anchor.length
  const info = new Uint8Array(anchorEnd + dictionary.length)
  const view = new DataView(info.buffer)
  info[0] = 6
  view.setUint16(3, anchorEnd, true)
  view.setUint16(5, info.length, true)
  info.set(anchor, 7)
  info.set(dictionary, anchorEnd)
  const rows = [hex('01 02 12 81'), hex('01 02 42 81 03 5859'), hex('01 02 c2 81 00')]
  const page = pageOf(dataPage, 1, [info, ...rows])
  page.bytes[2] = 0x80
  page.view.setUint16(22, rows.length, true)
  let at = 96 + info.length
  for (const [slot, row] of rows.entries()) {
    page.view.setUint16(8192 - 2 * (slot + 1), at, true)
    at += row.length
  }
  page.view.setUint16(8192 - 2 * (rows.length + 1), 0, true)
  const decoded = await rowsOf([int, text], page)
  assert.deepEqual(decoded, [
    [1, 'ABCDE'],
    [1, 'ABCXY'],
    [1, 'ABX'],
  ])
  page.view.setUint16(97 + 2, 5000, true)
  for (const [value] of await rowsOf([int, text], page)) assert.equal(marker(value), 'RECORD')
})

test('a compressed record that contradicts itself is a row of markers', async () => {
  const bad = [
    '01 02 d2 81',
    '01 03 2222 818283',
    '21 01 0a 01 0200 0100 41',
    '01 ff',
    '10 01 02 81',
    '01 02 a2 81',
  ]
  for (const digits of bad) {
    const [row] = await rowsOf([int, text], pageOf(dataPage, 1, [hex(digits)]))
    assert.ok(
      row?.every((value) => isUnreadable(value)),
      digits,
    )
  }
})

test('a compressed table whose column order is not sure is refused by name', async () => {
  const page = pageOf(dataPage, 1, [hex('01 01 02 81')])
  for (const columns of [
    [{ ...int, isSparse: true }],
    [{ ...int, nullBit: 2 }],
    [int, { ...int, keyOrdinal: 1 }],
  ])
    await assert.rejects(rowsOf(columns, page), { code: 'BAK_ROWS_NOT_SUPPORTED' })
})

test('random compressed pages give values or markers', async () => {
  let state = 99
  const draw = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const types = [56, 167, 231, 106, 61, 104, 62, 175, 173, 189, 48]
  for (let round = 0; round < 1500; round++) {
    const records = Array.from({ length: 1 + draw(5) }, () => {
      const record = Uint8Array.from({ length: 4 + draw(80) }, () => draw(draw(2) === 0 ? 256 : 16))
      record[0] = draw(4) === 0 ? draw(256) : 1 | (draw(2) << 5)
      record[1] = 1 + draw(12)
      return record
    })
    const columns = Array.from({ length: 1 + draw(12) }, (_, index) => ({
      systemTypeId: types[draw(types.length)] ?? 56,
      leafOffset: 4,
      nullBit: index + 1,
      precision: 1 + draw(38),
      scale: draw(2),
      maxLengthBytes: draw(50),
    }))
    const page = pageOf(dataPage, 1, records)
    if (draw(3) === 0) page.bytes[2] = 0x80
    for (const row of await rowsOf(columns, page)) {
      assert.equal(row.length, columns.length)
      for (const value of row) assert.notEqual(value, undefined)
    }
  }
})
