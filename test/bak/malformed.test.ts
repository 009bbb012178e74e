/** Small files made by hand, each with one rule broken. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bakErrors, bakErrorsZh, inspectBackup } from '../../src/bak/index.ts'
import { type ByteSource, memorySource, placeholderNames } from '../../src/core/index.ts'
import { block, concat, header, setBlocks, sound, stream, tape } from './made-by-hand.ts'

const inspect = (...parts: readonly Uint8Array[]) =>
  inspectBackup(memorySource(concat(parts), 'made.bak'))

async function problemOf(...parts: readonly Uint8Array[]) {
  const inspection = await inspect(...parts)
  return {
    kind: inspection.kind,
    code: inspection.problem?.code,
    details: inspection.problem?.details,
  }
}

/** The label's own fields; its streams follow. */
const labelBytes = 96

const text = (value: string) => new TextEncoder().encode(value)

test('the sound file that the others are made from has no fault', async () => {
  const inspection = await inspect(...sound())
  assert.ok(inspection.kind === 'mtf')
  assert.equal(inspection.problem, undefined)
  assert.deepEqual(inspection.warnings, [])
  assert.equal(inspection.walk, 'ok')
  assert.equal(inspection.sets[0]?.database, 'db')
})

test('an empty file is named as empty', async () => {
  assert.deepEqual((await problemOf()).code, 'BAK_EMPTY')
})

test('anything that begins otherwise is no backup, and its first bytes are shown', async () => {
  for (const content of [
    'T',
    'TAP',
    'use master',
    'MSSQLBA',
    'PK\u0003\u0004zip',
    'tape'.repeat(40),
  ]) {
    const { kind, code, details } = await problemOf(text(content))
    assert.equal(kind, 'not-a-backup', content)
    assert.equal(code, 'BAK_NOT_A_BACKUP', content)
    assert.ok(
      String(details?.['found']).startsWith(`"${content.slice(0, 2).replace(/\W/, '')}`),
      content,
    )
  }
  const zeros = await problemOf(new Uint8Array(64))
  assert.equal(zeros.details?.['found'], `"${'\\x00'.repeat(16)}"`)
})

test('a label that is cut off or damaged gives a damaged file without sets', async () => {
  const cut = await problemOf(text('TAPE'))
  assert.deepEqual([cut.kind, cut.code, cut.details?.['expected']], ['mtf', 'BAK_TRUNCATED', 52])
  const bytes = tape()
  bytes[60] = 7
  bytes[20] = 7
  const damaged = await problemOf(bytes)
  assert.deepEqual(
    [damaged.kind, damaged.code, damaged.details?.['offset']],
    ['mtf', 'BAK_BLOCK_DAMAGED', 0],
  )
  assert.match(String(damaged.details?.['stored']), /^0x[0-9a-f]{4}$/)
  assert.notEqual(damaged.details?.['stored'], damaged.details?.['computed'])
})

test('a label without a backup set is cut off', async () => {
  const { code } = await problemOf(tape(), block('SFMB', new Uint8Array(460)))
  assert.equal(code, 'BAK_TRUNCATED')
})

test('a tape of another program is no SQL Server backup', async () => {
  const parts = [...sound()].slice(0, 2)
  const { sset, end } = setBlocks()
  const { kind, code } = await problemOf(...parts, sset, ...end)
  assert.deepEqual([kind, code], ['not-a-backup', 'BAK_NO_BACKUP_SET'])
})

test('zeros in place of a block are named, not walked over', async () => {
  const { code, details } = await problemOf(...sound().slice(0, 2), new Uint8Array(4096))
  assert.equal(code, 'BAK_CHAIN_BROKEN')
  assert.match(String(details?.['reason']), /x00/)
})

test('bytes behind the last backup set are not passed over', async () => {
  assert.equal((await problemOf(...sound(), new Uint8Array(512))).code, 'BAK_CHAIN_BROKEN')
  assert.equal(
    (await problemOf(...sound(), text('SELECT * FROM t WHERE a = 1; '.repeat(20)))).code,
    'BAK_BLOCK_DAMAGED',
  )
  assert.equal((await problemOf(...sound(), text('x'))).code, 'BAK_TRUNCATED')
})

test('a block that would not get on is damage, not a loop', async () => {
  for (const length of [0, 1, 51]) {
    const { code, details } = await problemOf(tape(), header('SFMB', length))
    assert.equal(code, 'BAK_CHAIN_BROKEN')
    assert.equal(details?.['reason'], `SFMB.headerBytes = ${length}`)
  }
  const stuck = concat([header('PH6S', 64, { address: 1, id: 1 }), new Uint8Array(12)])
  const [label, mark] = sound()
  const { sset } = setBlocks()
  assert.equal((await problemOf(label!, mark!, sset, stuck)).code, 'BAK_CHAIN_BROKEN')
})

test('a stream longer than the file or than any file is refused', async () => {
  for (const [length, code] of [
    [10n ** 9n, 'BAK_TRUNCATED'],
    [2n ** 53n, 'BAK_CHAIN_BROKEN'],
    [2n ** 64n - 1n, 'BAK_CHAIN_BROKEN'],
  ] as const) {
    const answer = await problemOf(
      concat([tape().subarray(0, labelBytes), stream('RAID', new Uint8Array(0), { length })]),
    )
    assert.equal(answer.code, code, String(length))
  }
})

test('zeros in place of a stream are named, not walked over', async () => {
  const { code } = await problemOf(tape().subarray(0, labelBytes), new Uint8Array(4096))
  assert.equal(code, 'BAK_CHAIN_BROKEN')
})

test('a second label is that of another file, and blocks outside of a backup set break the chain', async () => {
  const [label, mark] = sound()
  const { code, details } = await problemOf(label!, label!)
  assert.equal(code, 'BAK_BLOCK_MISPLACED')
  assert.equal(details?.['expected'], 0)
  for (const type of ['MSCI', 'MSLS', 'ESET', 'MSDA', 'WXYZ'])
    assert.equal((await problemOf(label!, mark!, block(type))).code, 'BAK_CHAIN_BROKEN', type)
})

test('a sound block in the wrong place is reported with the place it belongs to', async () => {
  const { code, details } = await problemOf(...sound({ msciAddress: 9 }))
  assert.equal(code, 'BAK_BLOCK_MISPLACED')
  assert.equal(details?.['expected'], 2048 + 9 * 1024)
})

test('unknown blocks, streams and records are skipped with a warning each', async () => {
  const inspection = await inspect(...sound({ unknowns: true }))
  assert.ok(inspection.kind === 'mtf')
  assert.equal(inspection.problem, undefined)
  assert.equal(inspection.sets.length, 1)
  const codes = inspection.warnings.map((warning) => warning.code)
  assert.deepEqual([...new Set(codes)].sort(), [
    'BAK_UNKNOWN_BLOCK',
    'BAK_UNKNOWN_RECORD',
    'BAK_UNKNOWN_STREAM',
  ])
  for (const warning of inspection.warnings)
    assert.ok(warning.offset > 0 && warning.message.includes('made.bak'))
})

test('a flood of oddities ends in one warning that says so', async () => {
  const [label, mark] = sound()
  const { sset } = setBlocks()
  const odd = Array.from({ length: 500 }, () => block('ODDS'))
  const inspection = await inspect(label!, mark!, sset, ...odd)
  assert.ok(inspection.kind === 'mtf')
  assert.equal(inspection.warnings.length, 101)
  assert.equal(inspection.warnings.at(-1)?.code, 'BAK_MORE_WARNINGS')
})

test('a set without its final header is incomplete', async () => {
  const inspection = await inspect(...sound({ withoutFinalHeader: true }))
  assert.ok(inspection.kind === 'mtf')
  assert.equal(inspection.walk, 'ok')
  assert.equal(inspection.sets[0]?.isComplete, false)
  assert.deepEqual(
    inspection.warnings.map((warning) => warning.code),
    ['BAK_SET_INCOMPLETE'],
  )
})

test('header records that do not fill their stream, and headers without sense, are refused', async () => {
  const written =
    (write: (view: DataView, records: Uint8Array) => void) => (records: Uint8Array) => {
      write(new DataView(records.buffer, records.byteOffset), records)
      return records
    }
  const cases: Readonly<Record<string, (records: Uint8Array) => Uint8Array>> = {
    'record of length 0': written((view) => view.setUint32(4, 0, true)),
    'record beyond the stream': written((view) => view.setUint32(4, 10_000, true)),
    'rest of 4 bytes': (records) => concat([records, new Uint8Array(4)]),
    'no SCIN': written((_, records) => records.set(text('SXXX'))),
    'two SCIN': (records) => concat([records, records]),
    'SCIN too short': () => concat([text('SCIN'), new Uint8Array([12, 0, 0, 0, 0, 0, 0, 0])]),
    'fixed part beyond the record': written((view) => view.setUint16(106, 60_000, true)),
    'name beyond the record': written((view) => view.setUint16(104, 60_000, true)),
    'name of odd length': written((view) => view.setUint16(104, 3, true)),
    'unknown type': written((view) => view.setUint8(87, 0x58)),
    'backup of 2^60 bytes': written((view) => view.setUint32(100, 2 ** 28, true)),
  }
  for (const [name, change] of Object.entries(cases)) {
    const { code } = await problemOf(...sound({ change }))
    assert.equal(code, 'BAK_HEADER_DAMAGED', name)
  }
})

test('a header that claims gigabytes is refused before they are read', async () => {
  const [label, mark] = sound()
  const { sset } = setBlocks()
  const claim = stream('MQCI', new Uint8Array(0), { length: 2n ** 33n })
  const begin = concat([label!, mark!, sset, header('MSCI', 52, { address: 1, id: 1 }), claim])
  let largest = 0
  const source: ByteSource = {
    name: 'made.bak',
    sizeBytes: 2 ** 40,
    async read(offset, length) {
      largest = Math.max(largest, length)
      const bytes = new Uint8Array(length)
      bytes.set(begin.subarray(offset, offset + length))
      return bytes
    },
    close: async () => {},
  }
  const inspection = await inspectBackup(source)
  assert.equal(inspection.problem?.code, 'BAK_HEADER_DAMAGED')
  assert.ok(largest <= 16 * 1024, `${largest} bytes`)
})

test('an impossible date is left out with a warning for each copy', async () => {
  const change = (records: Uint8Array) => {
    records.fill(0xff, 72, 77)
    return records
  }
  const inspection = await inspect(...sound({ change }))
  assert.ok(inspection.kind === 'mtf')
  assert.equal(inspection.sets[0]?.databaseCreated, undefined)
  const codes = inspection.warnings.map((warning) => warning.code)
  assert.deepEqual(codes, ['BAK_DATE_INVALID', 'BAK_DATE_INVALID'])
})

test('a container says which algorithm it uses, or whose certificate it needs', async () => {
  const container = (flags: number, size = 480) => {
    const bytes = new Uint8Array(size)
    bytes.set(text('MSSQLBAK'))
    const view = new DataView(bytes.buffer)
    view.setUint32(8, 2, true)
    view.setUint32(12, flags, true)
    bytes.fill(0xab, 24, Math.min(44, size))
    return bytes
  }
  for (const [flags, algorithm, code] of [
    [3, 'xpress', 'BAK_TRUNCATED'],
    [131, 'zstd', 'BAK_CODEC_MISSING'],
    [259, 'unknown', 'BAK_ALGORITHM_NOT_SUPPORTED'],
    [1, 'unknown', 'BAK_ALGORITHM_NOT_SUPPORTED'],
  ] as const) {
    const inspection = await inspect(container(flags))
    assert.ok(inspection.kind === 'compressed')
    assert.equal(inspection.algorithm, algorithm)
    assert.equal(inspection.problem.code, code)
  }
  for (const flags of [5, 7]) {
    const inspection = await inspect(container(flags))
    assert.ok(inspection.kind === 'encrypted')
    assert.equal(inspection.certificateThumbprint, 'AB'.repeat(20))
    assert.match(inspection.problem.message, /ABAB/)
  }
  const cut = await inspect(container(3, 100))
  assert.equal(cut.kind, 'compressed')
  assert.equal(cut.problem?.code, 'BAK_TRUNCATED')
})

test('a source that fails, shrinks or lies about its size throws, because nothing is known about the file', async () => {
  const good = memorySource(concat([...sound()]), 'made.bak')
  const withCode = (code: string) => ({ code })
  const failing: ByteSource = { ...good, read: () => Promise.reject(new Error('EIO')) }
  await assert.rejects(inspectBackup(failing), withCode('BAK_UNREADABLE'))
  const shrunk: ByteSource = {
    ...good,
    read: async (offset, length) => good.read(offset, length - 1),
  }
  await assert.rejects(inspectBackup(shrunk), withCode('BAK_CHANGED_WHILE_READ'))
  for (const sizeBytes of [-1, 2 ** 53, Number.NaN, 0.5])
    await assert.rejects(inspectBackup({ ...good, sizeBytes }), withCode('BAK_SIZE_UNSUPPORTED'))
})

test('an aborted reading rejects with the reason of the signal', async () => {
  const reason = new Error('stop')
  const signal = AbortSignal.abort(reason)
  await assert.rejects(inspectBackup(memorySource(concat([...sound()])), { signal }), reason)
})

test('every error of bak has a Chinese text with the same placeholders', () => {
  assert.deepEqual(Object.keys(bakErrorsZh), Object.keys(bakErrors))
  for (const [code, entry] of Object.entries(bakErrors)) {
    const zh = bakErrorsZh[code as keyof typeof bakErrors]
    const names = (texts: { message: string; cause: string; solution: string }) =>
      [...new Set(placeholderNames(texts.message + texts.cause + texts.solution))].sort()
    assert.deepEqual(names(zh), names(entry), code)
  }
})
