import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typeIds } from '../../../src/bak/catalog/system-types.ts'
import { decodeGuid, hexText } from '../../../src/bak/rows/binary-values.ts'
import { codePageOf } from '../../../src/bak/rows/code-pages.ts'
import { type ColumnType, decoderFor } from '../../../src/bak/rows/decoders.ts'
import { shortestReal } from '../../../src/bak/rows/number-values.ts'
import { codePageDecoder } from '../../../src/bak/rows/text-values.ts'
import { isUnreadable, type SqlValue } from '../../../src/bak/rows/values.ts'

const database = { databaseVersion: 869, collationId: 0xd024 }

function blockOf(bytes: Uint8Array) {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
}

/** Decodes hexadecimal digits as one value, from the middle of other bytes. */
function decode(type: Partial<ColumnType> & { systemTypeId: number }, hex: string): SqlValue {
  const value = Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (pair) =>
    Number.parseInt(pair, 16),
  )
  const bytes = new Uint8Array(value.length + 7).fill(0xee)
  bytes.set(value, 3)
  const whole = { precision: 0, scale: 0, collationId: 0, ...type }
  return decoderFor(whole, database)(blockOf(bytes), 3, value.length)
}

function marker(value: SqlValue): string {
  assert.ok(isUnreadable(value), `${String(value)} is no marker`)
  return value.unreadable
}

test('integers decode over their whole range', () => {
  assert.equal(decode({ systemTypeId: typeIds.tinyint }, 'ff'), 255)
  assert.equal(decode({ systemTypeId: typeIds.smallint }, '0080'), -32768)
  assert.equal(decode({ systemTypeId: typeIds.int }, 'ffffff7f'), 2147483647)
  assert.equal(decode({ systemTypeId: typeIds.bigint }, '0000000000000080'), -(2n ** 63n))
  assert.equal(decode({ systemTypeId: typeIds.bigint }, '0100000000000000'), 1n)
})

test('money keeps four decimals, exactly to its ends', () => {
  const money = { systemTypeId: typeIds.money }
  assert.equal(decode(money, '20bf020000000000'), '18.0000')
  assert.equal(decode(money, 'ffffffffffffffff'), '-0.0001')
  assert.equal(decode(money, 'ffffffffffffff7f'), '922337203685477.5807')
  assert.equal(decode(money, '0000000000000080'), '-922337203685477.5808')
  assert.equal(decode({ systemTypeId: typeIds.smallmoney }, '00000080'), '-214748.3648')
})

test('decimals of every stored length keep all digits, and impossible ones become markers', () => {
  const decimal = (precision: number, scale: number, hex: string) =>
    decode({ systemTypeId: typeIds.decimal, precision, scale }, hex)
  assert.equal(decimal(5, 2, '01 39300000'), '123.45')
  assert.equal(decimal(5, 2, '00 05000000'), '-0.05')
  assert.equal(decimal(19, 4, '00 ffffffffffffff7f'), '-922337203685477.5807')
  assert.equal(decimal(28, 0, '01 ffffff0f6102253e5ece4f20'), '9'.repeat(28))
  assert.equal(decimal(38, 38, '01 ffffffff 3f228a09 7ac4865a a84c3b4b'), `0.${'9'.repeat(38)}`)
  assert.equal(marker(decimal(5, 2, '01 a0860100')), 'BAD_BYTES', '100,000 has six digits')
  assert.equal(marker(decimal(5, 2, '02 01000000')), 'BAD_BYTES')
  assert.equal(marker(decimal(5, 2, '01 01000000 00000000')), 'BAD_BYTES')
  assert.equal(marker(decimal(0, 0, '01 01000000')), 'NOT_SUPPORTED')
})

test('floats that SQL Server cannot hold become markers, and a real shows its shortest digits', () => {
  assert.equal(decode({ systemTypeId: typeIds.float }, '9a9999999999b93f'), 0.1)
  assert.equal(marker(decode({ systemTypeId: typeIds.float }, '000000000000f07f')), 'BAD_BYTES')
  assert.equal(decode({ systemTypeId: typeIds.real }, '9a99193e'), 0.15)
  assert.equal(marker(decode({ systemTypeId: typeIds.real }, '0000c07f')), 'BAD_BYTES')
  for (const bits of [1, 0x7f7fffff, 0x3dcccccd, 0x4b7fffff, 0x1234567, 0xbf000001]) {
    const real = new Float32Array(Uint32Array.of(bits).buffer)[0] as number
    assert.equal(Math.fround(shortestReal(real) as number), real)
  }
})

test('datetime shows milliseconds as SQL Server rounds them, from 1753 to 9999', () => {
  const datetime = { systemTypeId: typeIds.datetime }
  assert.equal(decode(datetime, '00000000 00000000'), '1900-01-01T00:00:00.000')
  assert.equal(decode(datetime, '01000000 e1880000'), '1995-12-10T00:00:00.003')
  assert.equal(decode(datetime, '02000000 00000000'), '1900-01-01T00:00:00.007')
  assert.equal(decode(datetime, '03000000 00000000'), '1900-01-01T00:00:00.010')
  assert.equal(decode(datetime, 'ff818b01 7f242d00'), '9999-12-31T23:59:59.997')
  assert.equal(decode(datetime, '00000000 462effff'), '1753-01-01T00:00:00.000')
  assert.equal(marker(decode(datetime, '00000000 452effff')), 'BAD_BYTES')
  assert.equal(marker(decode(datetime, '00828b01 00000000')), 'BAD_BYTES')
  assert.equal(marker(decode(datetime, '00000000 80242d00')), 'BAD_BYTES')
})

test('dates and times of every scale decode, and those out of range become markers', () => {
  assert.equal(decode({ systemTypeId: typeIds.date }, '000000'), '0001-01-01')
  assert.equal(decode({ systemTypeId: typeIds.date }, 'dab937'), '9999-12-31')
  assert.equal(decode({ systemTypeId: typeIds.date }, '42240b'), '2000-02-29')
  assert.equal(marker(decode({ systemTypeId: typeIds.date }, 'dbb937')), 'BAD_BYTES')
  assert.equal(decode({ systemTypeId: typeIds.time, scale: 0 }, '7f5101'), '23:59:59')
  assert.equal(decode({ systemTypeId: typeIds.time, scale: 2 }, 'ffd583'), '23:59:59.99')
  assert.equal(decode({ systemTypeId: typeIds.time, scale: 7 }, 'ffbf692ac9'), '23:59:59.9999999')
  assert.equal(marker(decode({ systemTypeId: typeIds.time, scale: 7 }, '00c0692ac9')), 'BAD_BYTES')
  assert.equal(
    decode({ systemTypeId: typeIds.datetime2, scale: 3 }, '01000000 42240b'),
    '2000-02-29T00:00:00.001',
  )
  assert.equal(decode({ systemTypeId: typeIds.smalldatetime }, '9f05 ffff'), '2079-06-06T23:59:00')
  assert.equal(marker(decode({ systemTypeId: typeIds.smalldatetime }, 'a005 0000')), 'BAD_BYTES')
})

test('datetimeoffset shows local time, over midnight too', () => {
  const type = { systemTypeId: typeIds.datetimeoffset, scale: 0 }
  assert.equal(decode(type, '000000 42240b e001'), '2000-02-29T08:00:00+08:00')
  assert.equal(decode(type, '000000 42240b c4ff'), '2000-02-28T23:00:00-01:00')
  assert.equal(decode(type, '7f5101 42240b 4803'), '2000-03-01T13:59:59+14:00')
  assert.equal(marker(decode(type, '000000 42240b 4903')), 'BAD_BYTES')
  assert.equal(marker(decode(type, '000000 000000 c4ff')), 'BAD_BYTES')
})

test('uniqueidentifier and binary show as SQL Server shows them', () => {
  const bytes = Uint8Array.from({ length: 16 }, (_, index) => index)
  assert.equal(decodeGuid(blockOf(bytes), 0, 16), '03020100-0504-0706-0809-0A0B0C0D0E0F')
  assert.equal(hexText(Uint8Array.of(0, 0xab, 0xff)), '0x00ABFF')
  const copy = decode({ systemTypeId: typeIds.varbinary }, '0102')
  assert.ok(copy instanceof Uint8Array)
  assert.equal(copy.buffer.byteLength, 2, 'the value keeps no page alive')
})

test('UTF-16 keeps half pairs as they are', () => {
  const type = { systemTypeId: typeIds.nvarchar }
  assert.equal(decode(type, '606e935e 3dd800de 3dd84100'), '\u6e60\u5e93\u{1f600}\ud83dA')
  assert.equal(decode(type, ''), '')
  assert.equal(marker(decode(type, '410042')), 'BAD_BYTES')
  const long = 'ab\u4e2d\u6587'.repeat(11)
  const hex = Array.from(long, (letter) => {
    const unit = letter.charCodeAt(0)
    return (((unit & 0xff) << 8) | (unit >> 8)).toString(16).padStart(4, '0')
  }).join('')
  assert.equal(decode(type, hex), long)
})

test('each code page decodes its own letters', () => {
  const texts = [
    [936, 'cafdbedd bfe2 41', '数据库A'],
    [950, 'bcc6bedaae77', '數據庫'],
    [932, '8366815b835eb1', 'データｱ'],
    [949, 'b5a5c0ccc5cd', '데이터'],
    [949, '8141c6528161', '갂힣갵'],
    [874, 'a2e9cdc1d9c5', 'ข้อมูล'],
    [1250, '8af862', 'Šřb'],
    [1251, 'caeef4fb', 'Кофы'],
    [1252, '80e9ff', '€éÿ'],
    [1253, 'e1e2e3', 'αβγ'],
    [1254, 'f0fdde', 'ğıŞ'],
    [1255, 'e0e1e2', 'אבג'],
    [1256, 'c7c8ca', 'ابت'],
    [1257, 'e0e8e6', 'ąčę'],
    [1258, 'd0f5fe', 'Đơ₫'],
    [437, '81e1db', 'üß█'],
    [850, '819be1', 'üøß'],
  ] as const
  for (const [codePage, hex, text] of texts) {
    const bytes = Uint8Array.from(hex.replaceAll(' ', '').match(/../g) ?? [], (pair) =>
      Number.parseInt(pair, 16),
    )
    assert.equal(codePageDecoder(codePage)(blockOf(bytes), 0, bytes.length), text)
  }
})

test('bytes without a sure meaning in the code page make a marker of the value', () => {
  const cases = [
    [936, [0xb0]],
    [936, [0x80]],
    [936, [0xaa, 0xa1]],
    [936, [0xa2, 0xe3]],
    [950, [0xfa, 0x40]],
    [950, [0xc6, 0xa1]],
    [932, [0xf0, 0x40]],
    [949, [0xc9, 0xa1]],
    [1253, [0xd2]],
  ] as const
  for (const [codePage, bytes] of cases) {
    const value = codePageDecoder(codePage)(blockOf(Uint8Array.from(bytes)), 0, bytes.length)
    assert.equal(marker(value), 'CODE_PAGE', `cp${codePage} ${bytes}`)
  }
})

test('without a known code page ASCII is read and all else is a marker', () => {
  const decodeUnknown = codePageDecoder(undefined)
  assert.equal(decodeUnknown(blockOf(Uint8Array.of(0x41, 0x7e)), 0, 2), 'A~')
  assert.equal(marker(decodeUnknown(blockOf(Uint8Array.of(0x41, 0x80)), 0, 2)), 'CODE_PAGE')
})

test('code pages follow the language, the sort order of SQL collations, and refuse unknown flags', () => {
  assert.equal(codePageOf(0xd024, 661), 936, 'Chinese_PRC_CI_AS')
  assert.equal(codePageOf(0x3400d008, 661), 1252, 'SQL_Latin1_General_CP1_CI_AS')
  assert.equal(codePageOf(1778438152, 661), 1251, 'SQL_Latin1_General_CP1251_CI_AS')
  assert.equal(codePageOf(-1644113890, 661), 1257, 'SQL_Latvian_CP1257_CI_AS')
  assert.equal(codePageOf(65568, 661), 1258, 'Vietnamese_BIN')
  assert.equal(codePageOf(315673, 706), 874, 'Thai_100_CI_AS_SC')
  assert.equal(codePageOf(315673, 904), undefined, 'may be UTF-8 there')
  assert.equal(codePageOf(0x20d024, 904), undefined)
  assert.equal(codePageOf(0xd0fe, 661), undefined)
})

test('sql_variant decodes its base type, and contradictions become markers', () => {
  const variant = { systemTypeId: typeIds.variant }
  assert.equal(decode(variant, '38 01 2a000000'), 42)
  assert.equal(decode(variant, '68 01 01'), true)
  assert.equal(decode(variant, '6c 01 05 02 01 39300000'), '123.45')
  assert.equal(decode(variant, 'e7 01 401f 24d00000 4100'), 'A')
  assert.equal(decode(variant, 'a7 01 0a00 24d00000 cafd'), '数')
  assert.equal(marker(decode(variant, '38 02 2a000000')), 'BAD_BYTES')
  assert.equal(marker(decode(variant, '38 01 2a0000')), 'BAD_BYTES')
  assert.equal(marker(decode(variant, '22 01 2a0000')), 'BAD_BYTES')
  assert.equal(marker(decode(variant, 'e7 01 0100 24d00000 4100')), 'BAD_BYTES')
  assert.equal(marker(decode(variant, '')), 'BAD_BYTES')
})

test('types that are not decoded give a marker with their length', () => {
  for (const systemTypeId of [typeIds.xml, typeIds.clr, 244, 0]) {
    const value = decode({ systemTypeId }, 'dfff01')
    assert.equal(marker(value), 'NOT_SUPPORTED')
    assert.match(isUnreadable(value) ? value.reason : '', /3 bytes/)
  }
})

test('no bytes of any length make a decoder throw', () => {
  let state = 12345
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return state >>> 16
  }
  const bytes = Uint8Array.from({ length: 64 }, () => random() & 0xff)
  for (let round = 0; round < 20_000; round++) {
    bytes[random() % 64] = random() & 0xff
    const systemTypeId = random() % 250
    const type = {
      systemTypeId,
      precision: random() % 40,
      scale: random() % 9,
      collationId: random(),
    }
    const value = decoderFor(type, database)(blockOf(bytes), 8, random() % 40)
    if (isUnreadable(value)) assert.ok(value.reason.length > 0)
  }
})
