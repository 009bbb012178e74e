/** Values both ways: what tedious sends as parameters, what the instance reads, and what tedious gets back. */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Parameter } from '../../../../src/sandbox/sqlserver/tds/handler.ts'
import type { TdsServer } from '../../../../src/sandbox/sqlserver/tds/server.ts'
import { startTdsServer } from '../../../../src/sandbox/sqlserver/tds/server.ts'
import type { SqlType, SqlValue } from '../../../../src/sandbox/sqlserver/tds/types/sql-type.ts'
import { connectTedious, type TediousParameter, tediousTypes } from './tedious-client.ts'
import { type TestInstance, testInstance, withServer } from './test-instance.ts'

const t = tediousTypes
const utc = (text: string) => new Date(`${text}Z`)

/** A parameter: its type in tedious, what is sent, what the instance reads, what tedious gets back. */
type Case = readonly [
  name: string,
  type: TediousParameter['type'],
  sent: unknown,
  read: SqlValue,
  options?: TediousParameter['options'],
  received?: unknown,
]

const longText = '表行 text '.repeat(20_000)
const longBytes = Buffer.alloc(100_000, 0xa7)

const everyVersion: readonly Case[] = [
  ['bitTrue', t.Bit, true, true],
  ['bitFalse', t.Bit, false, false],
  ['tinyint', t.TinyInt, 255, 255],
  ['smallint', t.SmallInt, -32768, -32768],
  ['int', t.Int, -2147483648, -2147483648],
  ['bigint', t.BigInt, '-9223372036854775808', -(2n ** 63n)],
  ['decimal', t.Decimal, -12345.678, '-12345.6780', { precision: 12, scale: 4 }],
  ['numeric', t.Numeric, 0.5, '0.50', { precision: 38, scale: 2 }],
  ['smallmoney', t.SmallMoney, -214748.3648, '-214748.3648'],
  ['money', t.Money, -123456789012.0625, '-123456789012.0625'],
  ['real', t.Real, 1.5, 1.5],
  ['float', t.Float, -1.7976931348623157e308, -1.7976931348623157e308],
  ['datetime', t.DateTime, utc('1753-01-01T00:00:00.003'), '1753-01-01 00:00:00.003'],
  ['smalldatetime', t.SmallDateTime, utc('2079-06-06T23:59:00'), '2079-06-06 23:59:00'],
  ['varchar', t.VarChar, 'plain', 'plain', { length: 30 }],
  ['char', t.Char, 'abc', 'abc', { length: 3 }],
  ['nvarchar', t.NVarChar, '订单 ]\'" €', '订单 ]\'" €', { length: 50 }],
  ['nchar', t.NChar, '数据', '数据', { length: 2 }],
  ['empty', t.NVarChar, '', '', { length: 10 }],
  ['varbinary', t.VarBinary, Buffer.from([0, 1, 255]), Buffer.from([0, 1, 255]), { length: 10 }],
  ['binary', t.Binary, Buffer.from([1, 2]), Buffer.from([1, 2]), { length: 2 }],
  [
    ...(['guid', t.UniqueIdentifier] as const),
    ...(['01234567-89AB-CDEF-0123-456789ABCDEF', '01234567-89AB-CDEF-0123-456789ABCDEF'] as const),
  ],
]

/** Types of 2005. */
const since72: readonly Case[] = [
  ['nvarcharMax', t.NVarChar, longText, longText, { length: 'max' }],
  ['varbinaryMax', t.VarBinary, longBytes, longBytes, { length: 'max' }],
  ['varcharMax', t.VarChar, 'x'.repeat(9000), 'x'.repeat(9000), { length: 'max' }],
]

/** Types of 2008. */
const since73: readonly Case[] = [
  ['date', t.Date, utc('0001-01-01T00:00:00'), '0001-01-01'],
  ['time', t.Time, utc('1970-01-01T23:59:59.123'), '23:59:59.1230000', { scale: 7 }],
  ['time0', t.Time, utc('1970-01-01T01:02:03'), '01:02:03', { scale: 0 }],
  [
    ...(['datetime2', t.DateTime2, utc('9999-12-31T23:59:59.999')] as const),
    ...(['9999-12-31 23:59:59.999', { scale: 3 }] as const),
  ],
  [
    ...(['datetimeoffset', t.DateTimeOffset, utc('2024-02-29T16:00:00.5')] as const),
    ...(['2024-02-29 16:00:00.5000000 +00:00', { scale: 7 }] as const),
  ],
]

const nullTypes: readonly TediousParameter['type'][] = [
  ...[t.Bit, t.TinyInt, t.SmallInt, t.Int, t.BigInt, t.SmallMoney, t.Money, t.Real, t.Float],
  ...[t.DateTime, t.SmallDateTime, t.VarChar, t.NVarChar, t.VarBinary, t.UniqueIdentifier],
  ...[t.Decimal, t.Numeric, t.Char, t.NChar, t.Binary],
]

for (const tdsVersion of ['7_1', '7_2', '7_3_A', '7_3_B', '7_4'])
  describe(`values with TDS ${tdsVersion}`, () => {
    let instance: TestInstance
    let server: TdsServer
    before(async () => {
      instance = testInstance()
      server = await startTdsServer({ handler: instance })
    })
    after(() => server.close())
    const cases = [
      ...everyVersion,
      ...(tdsVersion >= '7_2' ? since72 : []),
      ...(tdsVersion >= '7_3' ? since73 : []),
    ]

    test('every parameter is read exactly and comes back as it was sent', async () => {
      const client = await connectTedious({ port: server.port, options: { tdsVersion } })
      const parameters = cases.map(([name, type, value, , options]) => ({
        ...{ name, type, value },
        ...(options ? { options } : {}),
      }))
      const { results, rowCounts, returnStatus } = await client.execute('echo', parameters)
      const request = instance.requests.findLast(({ kind }) => kind === 'statement')
      assert.ok(request?.kind === 'statement')
      for (const [index, [name, , sent, read]] of cases.entries()) {
        const parameter: Parameter | undefined = request.parameters[index]
        assert.equal(parameter?.name, `@${name}`)
        const got = parameter?.value
        const value: unknown = got instanceof Uint8Array ? Buffer.from(got) : got
        assert.deepEqual(value, read, name)
        assert.deepEqual(results[0]?.rows[0]?.[index], sent, name)
      }
      assert.deepEqual(rowCounts, [1])
      assert.equal(returnStatus, 0)
      await client.close()
    })

    test('NULL of every type is read and comes back, among values and alone', async () => {
      const client = await connectTedious({ port: server.port, options: { tdsVersion } })
      const parameters = nullTypes.flatMap((type, index) => [
        { name: `n${index}`, type, value: null },
        { name: `v${index}`, type: t.Int, value: index },
      ])
      const { results } = await client.execute('echo', parameters)
      const expected = nullTypes.flatMap((_, index) => [null, index])
      assert.deepEqual(results[0]?.rows[0], expected)
      await client.close()
    })

    test('an output parameter comes back behind the rows', async () => {
      const client = await connectTedious({ port: server.port, options: { tdsVersion } })
      const { outputs } = await client.execute('echo', [
        { name: 'a', type: t.Int, value: 7, isOutput: true },
        { name: 'b', type: t.NVarChar, value: '出', isOutput: true },
      ])
      assert.deepEqual(outputs, { a: 7, b: '出' })
      await client.close()
    })
  })

/** What an instance may send: type, value, what tedious of 7.4 gets, and what one of 7.1 gets where it differs. */
const columns: readonly (readonly [SqlType, SqlValue, unknown, unknown?])[] = [
  [{ name: 'date' }, '2024-02-29', utc('2024-02-29T00:00:00'), '2024-02-29'],
  [
    ...([{ name: 'time', scale: 7 }, '23:59:59.1234567'] as const),
    ...([utc('1970-01-01T23:59:59.123'), '23:59:59.1234567'] as const),
  ],
  [
    ...([{ name: 'datetime2', scale: 3 }, '2024-02-29 01:02:03.456'] as const),
    ...([utc('2024-02-29T01:02:03.456'), '2024-02-29 01:02:03.456'] as const),
  ],
  [
    ...([{ name: 'datetimeoffset', scale: 0 }, '2024-03-01 00:30:00 +08:00'] as const),
    ...([utc('2024-02-29T16:30:00'), '2024-03-01 00:30:00 +08:00'] as const),
  ],
  [{ name: 'datetime' }, '2024-02-29 23:59:59.997', utc('2024-02-29T23:59:59.997')],
  [{ name: 'datetime' }, '2024-02-29 23:59:59.999', utc('2024-03-01T00:00:00')],
  [{ name: 'smalldatetime' }, '2024-02-29 23:59:31', utc('2024-03-01T00:00:00')],
  [{ name: 'xml' }, '<a>行</a>', '<a>行</a>'],
  [{ name: 'nvarchar', length: 'max' }, longText, longText],
  [{ name: 'varchar', length: 'max' }, '中文 text', '中文 text'],
  [{ name: 'varbinary', length: 'max' }, longBytes, longBytes],
  [{ name: 'varchar', length: 20 }, '中文 text', '中文 text'],
  [
    {
      name: 'varchar',
      length: 20,
      collation: { lcid: 0x0409, flags: 0x00d00000, sortId: 52 },
    },
    ...(['Zoë 中', 'Zoë ?'] as const),
  ],
  [{ name: 'char', length: 5 }, 'ab', 'ab   '],
  [{ name: 'nchar', length: 4 }, '数', '数   '],
  [{ name: 'binary', length: 4 }, Buffer.from([1]), Buffer.from([1, 0, 0, 0])],
  [{ name: 'bigint' }, 9007199254740993n, '9007199254740993'],
  [{ name: 'decimal', precision: 5, scale: 2 }, '-0.015', -0.02],
  [{ name: 'nvarchar', length: 'max' }, null, null],
  [{ name: 'xml' }, null, null],
  [{ name: 'varbinary', length: 'max' }, null, null],
  [{ name: 'datetimeoffset', scale: 7 }, null, null],
]

for (const tdsVersion of ['7_1', '7_2', '7_3_A', '7_3_B', '7_4'])
  test(`a client of TDS ${tdsVersion} gets every type, or the older one that SQL Server sends instead`, async () => {
    const instance = testInstance({
      types: async function* () {
        yield {
          kind: 'columns',
          columns: columns.map(([type], index) => ({ name: `c${index}`, type })),
        }
        yield { kind: 'row', values: columns.map(([, value]) => value) }
        yield { kind: 'row', values: columns.map(() => null) }
        yield { kind: 'done', rows: 2 }
      },
    })
    await withServer(instance, {}, async ({ port }) => {
      const client = await connectTedious({ port, options: { tdsVersion } })
      const { results, rowCounts } = await client.batch('types')
      const [first, second] = results[0]?.rows ?? []
      for (const [index, [type, , modern, old]] of columns.entries()) {
        const expected = tdsVersion < '7_3' && old !== undefined ? old : modern
        const received = first?.[index]
        assert.deepEqual(received, expected, `${tdsVersion} ${type.name}`)
      }
      assert.deepEqual(
        second,
        columns.map(() => null),
      )
      assert.deepEqual(rowCounts, [2])
      await client.close()
    })
  })

for (const packetSize of [512, 4096, 32767])
  for (const encrypt of [false, true])
    test(`large rows arrive whole in packets of ${packetSize} bytes, ${encrypt ? 'encrypted' : 'in clear'}`, async () => {
      const rows = Array.from({ length: 20 }, (_, index) => `${index} ${longText}`)
      const instance = testInstance({
        rows: async function* () {
          yield {
            kind: 'columns',
            columns: [{ name: 'a', type: { name: 'nvarchar', length: 'max' } }],
          }
          for (const row of rows) yield { kind: 'row', values: [row] }
          yield { kind: 'done', rows: rows.length }
        },
      })
      await withServer(instance, {}, async ({ port }) => {
        const client = await connectTedious({ port, options: { packetSize, encrypt } })
        assert.equal(instance.logins[0]?.packetSize, packetSize)
        const { results } = await client.batch('rows')
        assert.deepEqual(
          results[0]?.rows,
          rows.map((row) => [row]),
        )
        const { results: echoed } = await client.execute('echo', [
          { name: 'p', type: t.NVarChar, value: longText },
        ])
        assert.equal(echoed[0]?.rows[0]?.[0], longText)
        await client.close()
      })
    })
