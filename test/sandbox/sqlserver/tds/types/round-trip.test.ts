/** Every type written as a column and read again as a parameter, with values of its whole range. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ByteReader } from '../../../../../src/sandbox/sqlserver/tds/byte-reader.ts'
import { ByteWriter } from '../../../../../src/sandbox/sqlserver/tds/byte-writer.ts'
import { collationOf } from '../../../../../src/sandbox/sqlserver/tds/collation.ts'
import { readTypedValue } from '../../../../../src/sandbox/sqlserver/tds/types/read-parameter.ts'
import type { SqlType, SqlValue } from '../../../../../src/sandbox/sqlserver/tds/types/sql-type.ts'
import { writeTypeInfo } from '../../../../../src/sandbox/sqlserver/tds/types/write-type.ts'
import { writeValue } from '../../../../../src/sandbox/sqlserver/tds/types/write-value.ts'
import { randomSeed } from '../../../../random-seed.ts'

const collation = collationOf('Chinese_PRC_CI_AS')
assert.ok(collation)
const server = collation

function roundTrip(type: SqlType, value: SqlValue): SqlValue {
  const writer = new ByteWriter()
  writeTypeInfo(writer, type, server)
  writeValue(writer, type, value, server)
  const reader = new ByteReader(writer.takeAll())
  const read = readTypedValue(reader)
  assert.equal(reader.left, 0)
  assert.equal(read.type.name, type.name)
  return read.value instanceof Uint8Array ? Buffer.from(read.value) : read.value
}

const two = (value: number) => String(value).padStart(2, '0')
const day = fc
  .integer({ min: -719162, max: 2932896 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10))
/** A time with exactly so many decimals. */
const timeOf = (scale: number) =>
  fc.tuple(fc.nat({ max: 86_399 }), fc.nat({ max: 10 ** scale - 1 })).map(([seconds, fraction]) => {
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
    const text = `${two(hours)}:${two(minutes)}:${two(seconds % 60)}`
    return scale === 0 ? text : `${text}.${String(fraction).padStart(scale, '0')}`
  })
const offset = fc.integer({ min: -840, max: 840 }).map((minutes) => {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
})
/** A decimal of at most this precision, with exactly this scale. */
const decimalOf = (precision: number, scale: number) =>
  fc
    .bigInt({ min: -(10n ** BigInt(precision)) + 1n, max: 10n ** BigInt(precision) - 1n })
    .map((units) => {
      const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
      const at = digits.length - scale
      const text = scale === 0 ? digits : `${digits.slice(0, at)}.${digits.slice(at)}`
      return units < 0n ? `-${text}` : text
    })
const text = fc.string({ maxLength: 40 })
const bytes = fc.uint8Array({ maxLength: 60 }).map((value) => Buffer.from(value))
const scale = fc.nat({ max: 7 })

const cases: readonly (readonly [string, fc.Arbitrary<readonly [SqlType, SqlValue]>])[] = [
  ['bit', fc.boolean().map((value) => [{ name: 'bit' }, value] as const)],
  ['tinyint', fc.nat({ max: 255 }).map((value) => [{ name: 'tinyint' }, value] as const)],
  [
    'smallint',
    fc.integer({ min: -32768, max: 32767 }).map((value) => [{ name: 'smallint' }, value] as const),
  ],
  ['int', fc.integer().map((value) => [{ name: 'int' }, value] as const)],
  [
    'bigint',
    fc
      .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
      .map((value) => [{ name: 'bigint' }, value] as const),
  ],
  ['float', fc.double({ noNaN: true }).map((value) => [{ name: 'float' }, value] as const)],
  ['real', fc.float({ noNaN: true }).map((value) => [{ name: 'real' }, value] as const)],
  ['money', decimalOf(18, 4).map((value) => [{ name: 'money' }, value] as const)],
  ['smallmoney', decimalOf(9, 4).map((value) => [{ name: 'smallmoney' }, value] as const)],
  [
    'decimal',
    fc
      .integer({ min: 1, max: 38 })
      .chain((precision) => fc.tuple(fc.constant(precision), fc.nat({ max: precision })))
      .chain(([precision, digits]) =>
        decimalOf(precision, digits).map(
          (value) => [{ name: 'decimal', precision, scale: digits }, value] as const,
        ),
      ),
  ],
  ['date', day.map((value) => [{ name: 'date' }, value] as const)],
  [
    'time',
    scale.chain((digits) =>
      timeOf(digits).map((value) => [{ name: 'time', scale: digits }, value] as const),
    ),
  ],
  [
    'datetime2',
    scale.chain((digits) =>
      fc
        .tuple(day, timeOf(digits))
        .map((parts) => [{ name: 'datetime2', scale: digits }, parts.join(' ')] as const),
    ),
  ],
  [
    'datetimeoffset',
    scale.chain((digits) =>
      fc
        .tuple(
          day.filter((date) => date > '0001-01-01' && date < '9999-12-31'),
          timeOf(digits),
          offset,
        )
        .map((parts) => [{ name: 'datetimeoffset', scale: digits }, parts.join(' ')] as const),
    ),
  ],
  ['nvarchar', text.map((value) => [{ name: 'nvarchar', length: 80 }, value] as const)],
  ['nvarchar(max)', text.map((value) => [{ name: 'nvarchar', length: 'max' }, value] as const)],
  ['varchar(max)', text.map((value) => [{ name: 'varchar', length: 'max' }, value] as const)],
  ['xml', text.map((value) => [{ name: 'xml' }, value] as const)],
  ['varbinary', bytes.map((value) => [{ name: 'varbinary', length: 60 }, value] as const)],
  ['varbinary(max)', bytes.map((value) => [{ name: 'varbinary', length: 'max' }, value] as const)],
  [
    'uniqueidentifier',
    fc.uuid().map((value) => [{ name: 'uniqueidentifier' }, value.toUpperCase()] as const),
  ],
]

for (const [name, values] of cases)
  test(`any value of ${name}, and NULL, is read as it was written`, () => {
    fc.assert(
      fc.property(values, ([type, value]) => {
        assert.deepEqual(roundTrip(type, value), value)
        assert.equal(roundTrip(type, null), null)
      }),
      { numRuns: 200, seed: randomSeed() },
    )
  })

test('what is no value of its type is refused', () => {
  const refused: readonly (readonly [SqlType, SqlValue])[] = [
    [{ name: 'int' }, 'text'],
    [{ name: 'int' }, 2 ** 31],
    [{ name: 'decimal', precision: 3, scale: 1 }, '100.0'],
    [{ name: 'money' }, 'much'],
    [{ name: 'date' }, 'today'],
    [{ name: 'uniqueidentifier' }, '1234'],
    [{ name: 'nvarchar', length: 2 }, 'abc'],
    [{ name: 'varbinary', length: 2 }, 'ab'],
    [{ name: 'xml' }, true],
  ]
  for (const [type, value] of refused)
    assert.throws(() => roundTrip(type, value), RangeError, `${type.name} ${value}`)
})
