/** Where pages and log of a backup set lie in the file. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSetStreams } from '../../src/bak/mtf/data-streams.ts'
import { placeSet } from '../../src/bak/pages/place-set.ts'
import { regionReader } from '../../src/bak/pages/region-reader.ts'
import { isMigrationError, memorySource } from '../../src/core/index.ts'
import { needsShared } from '../shared-files.ts'
import { giantBackup } from './giant-backup.ts'
import { backupBytes } from './golden.ts'
import { block, concat, header, setBlocks, stream } from './made-by-hand.ts'
import { placesOf } from './mtf-places.ts'
import { partOf, realPart, realSets } from './pages/real-backups.ts'

const types = ['FULL', 'DIFFERENTIAL', 'LOG'] as const

test(
  'the segments of every set are those that an independent walk finds, with their checksums',
  needsShared('bak'),
  async (t) => {
    let segments = 0
    let checksums = 0
    for (const type of types)
      for (const { name, position } of await realSets(type)) {
        const { set, image } = await realPart(name, position)
        const found = await readSetStreams(image, set)
        assert.equal(found.problem, undefined, name)
        if (type === 'LOG') assert.deepEqual(found.regions, [], name)
        else assert.ok(found.regions[0] && found.regions[0].payloadBytes > 0, name)
        const bytes = await image.read(0, image.sizeBytes)
        const expected = placesOf(bytes)
          .filter((place) => /^MQ(DA|TL) stream$/.test(place.name) && place.end - place.begin > 4)
          .filter((place) => place.begin > set.offset && place.begin < found.end)
        const all = [...found.regions, ...found.logs].flatMap((region) => region.segments)
        const sorted = [...all].sort((a, b) => a.offset - b.offset)
        assert.deepEqual(
          sorted.map((segment) => segment.payloadOffset - 2),
          expected.map((place) => place.begin),
          name,
        )
        for (const segment of all) {
          assert.equal(segment.payloadOffset % 512, 0, name)
          assert.equal(segment.checksumOffset !== undefined, set.hasChecksums, name)
          assert.equal(segment.checksum !== undefined, set.hasChecksums, name)
          if (segment.checksumOffset === undefined) continue
          const id = bytes.subarray(segment.checksumOffset, segment.checksumOffset + 4)
          assert.equal(new TextDecoder().decode(id), 'CSUM')
          checksums++
        }
        segments += all.length
      }
    t.diagnostic(`${segments} segments, ${checksums} with a checksum`)
    assert.ok(segments > 60 && checksums > 5)
  },
)

test('finding the pages of 1 TiB costs a few reads', needsShared('bak'), async () => {
  const giant = giantBackup(backupBytes('2008-vi__QLHangHoa.bak'), 2 ** 40)
  const { set } = await partOf(giant)
  let asked = 0
  const counting = {
    ...giant,
    async read(offset: number, length: number) {
      asked += length
      return await giant.read(offset, length)
    },
  }
  const found = await readSetStreams(counting, set)
  assert.equal(found.problem, undefined)
  assert.ok((found.regions[0]?.payloadBytes ?? 0) > 2 ** 40)
  assert.ok(asked < 64 * 1024, `${asked} bytes`)
})

const page = (fill: number) => new Uint8Array(8192).fill(fill)
const lead = new Uint8Array(2)
const checksum = (value: number) => new Uint8Array(new Uint32Array([value]).buffer)

/** Returns a set whose blocks between SSET and its end are given. */
function setOf(...blocks: readonly Uint8Array[]): Uint8Array {
  const { sset, end } = setBlocks()
  return concat([sset, ...blocks, ...end])
}

test('pages in several segments are read as one run, and each segment keeps its own checksum', async () => {
  const data = block('MSDA', new Uint8Array(4), [
    stream('APAD', new Uint8Array(10)),
    stream('MQDA', concat([lead, page(1), page(2)])),
    stream('CSUM', checksum(77)),
    stream('MQDA', concat([lead, page(3)])),
    stream('CSUM', checksum(88)),
    stream('MQDA', concat([lead, page(4), page(5), page(6)])),
    stream('MQDA', new Uint8Array(0)),
  ])
  const again = block('MSDA', new Uint8Array(4), [stream('MQDA', concat([lead, page(7)]))])
  const log = block('MSTL', new Uint8Array(4), [
    stream('MQTL', concat([lead, new Uint8Array(512)])),
    stream('CSUM', checksum(99)),
  ])
  const image = memorySource(setOf(data, again, log, block('MSTL')), 'made.bak')
  const found = await readSetStreams(image, { offset: 0 })
  assert.equal(found.problem, undefined)
  assert.deepEqual(
    found.regions.map((region) => region.payloadBytes / 8192),
    [6, 1],
  )
  assert.deepEqual(
    found.regions[0]?.segments.map((segment) => segment.checksum),
    [77, 88, undefined],
  )
  assert.deepEqual(
    found.logs.map((region) => [region.payloadBytes, region.segments[0]?.checksum]),
    [
      [512, 99],
      [0, undefined],
    ],
  )
  const [region] = found.regions
  assert.ok(region)
  const reader = regionReader(image, region)
  assert.equal(reader.pageCount, 6)
  for (let from = 0; from < 6; from++) {
    assert.equal((await image.read(reader.offsetOf(from), 1))[0], from + 1)
    for (let pages = 0; from + pages <= 6; pages++) {
      const bytes = await reader.read(from, pages)
      assert.equal(bytes.byteLength, pages * 8192)
      for (let at = 0; at < pages; at++) assert.equal(bytes[at * 8192 + 100], from + at + 1)
    }
  }
  await assert.rejects(reader.read(5, 2), RangeError)
  await assert.rejects(reader.read(-1, 1), RangeError)
  assert.throws(() => reader.offsetOf(6), RangeError)
})

test('a data stream that is no whole number of pages is refused by name, and what was before it is listed', async () => {
  const sound = block('MSDA', new Uint8Array(4), [stream('MQDA', concat([lead, page(1)]))])
  for (const length of [1, 100, 8192, 8193, 8195]) {
    const odd = block('MSDA', new Uint8Array(4), [stream('MQDA', new Uint8Array(length))])
    const image = memorySource(setOf(sound, odd), 'made.bak')
    const found = await readSetStreams(image, { offset: 0 })
    assert.equal(found.regions.length, 1)
    assert.ok(isMigrationError(found.problem, 'BAK_DATA_UNALIGNED'))
    assert.match(found.problem.message, new RegExp(`of made.bak is ${length} bytes long`))
  }
})

test('a set that is cut off or overwritten says so, and the next set is not read as part of it', async () => {
  const data = block('MSDA', new Uint8Array(4), [stream('MQDA', concat([lead, page(1)]))])
  const { sset } = setBlocks()
  const cut = setOf(data, data).subarray(0, sset.byteLength + data.byteLength + 500)
  const found = await readSetStreams(memorySource(cut), { offset: 0 })
  assert.equal(found.regions.length, 1)
  assert.equal(found.problem?.code, 'BAK_TRUNCATED')
  const overwritten = setOf(data, data)
  overwritten[sset.byteLength + data.byteLength + 1] = 0
  const damaged = await readSetStreams(memorySource(overwritten), { offset: 0 })
  assert.equal(damaged.problem?.code, 'BAK_BLOCK_DAMAGED')
  const joined = await readSetStreams(memorySource(concat([sset, data, sset, data])), { offset: 0 })
  assert.equal(joined.regions.length, 1)
  assert.equal(joined.end, sset.byteLength + data.byteLength)
  const streamed = new Uint8Array(12)
  new DataView(streamed.buffer).setUint32(4, 256, true)
  new DataView(streamed.buffer).setUint32(8, 64, true)
  const filestream = concat([header('PH6S', 64), streamed, new Uint8Array(256)])
  const skipped = await readSetStreams(memorySource(setOf(filestream, data)), { offset: 0 })
  assert.equal(skipped.problem, undefined)
  assert.equal(skipped.regions.length, 1)
})

test('opening the pages of a backup that is cut off says where', needsShared('bak'), async () => {
  const name = '2017__backup.bak'
  const part = await realPart(name)
  const image = memorySource(backupBytes(name).subarray(0, 2_000_000), name)
  await assert.rejects(placeSet([{ ...part, image }], 'FULL'), (error) =>
    isMigrationError(error, 'BAK_TRUNCATED'),
  )
})
