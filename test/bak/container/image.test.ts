/** The decompressed image as a source: random access, what it costs, and what it says about damage. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Checkpoints } from '../../../src/bak/container/checkpoints.ts'
import { inspectMtf } from '../../../src/bak/header/inspect-mtf.ts'
import { decodeChunks, inspectBackup, openImage } from '../../../src/bak/index.ts'
import { windowReader } from '../../../src/bak/mtf/window-reader.ts'
import { memorySource } from '../../../src/core/index.ts'
import { needsShared } from '../../shared-files.ts'
import { countingSource } from '../cost.test.ts'
import { backupBytes } from '../golden.ts'
import { randomNumbers } from './random-bytes.ts'
import { compressedNames, realChunks } from './real-chunks.ts'

const oneSet = '2016-compressed__TSQL2012.bak'
const twoSets = '2014-compressed-2sets__SharePoint_Config.bak'

/** All bytes of the image, by the sequential way. */
async function wholeImage(bytes: Uint8Array): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of decodeChunks(memorySource(bytes))) {
    assert.ok(piece.kind === 'bytes')
    pieces.push(piece.bytes.slice())
  }
  return new Uint8Array(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer())
}

describe('the image of a real compressed backup', needsShared('bak'), () => {
  test('gives at any place what the chunks give in order, with the index and without', async () => {
    for (const name of compressedNames()) {
      const bytes = backupBytes(name)
      const whole = await wholeImage(bytes)
      for (const walkAll of [false, true]) {
        const image = await openImage(memorySource(bytes, name), { walkAll })
        assert.equal(image.sizeBytes, whole.length, name)
        assert.equal(image.isWalked, walkAll || name === twoSets, name)
        const random = randomNumbers(name.length)
        const reads = Array.from({ length: 60 }, async () => {
          const offset = random() % (whole.length + 1000)
          const length = random() % 100_000
          const read = await image.read(offset, length)
          assert.equal(Buffer.compare(read, whole.subarray(offset, offset + length)), 0, name)
        })
        await Promise.all(reads)
        assert.equal((await image.read(whole.length, 10)).length, 0)
      }
    }
  })

  test('tells which chunk of the file a byte is in', async () => {
    const bytes = backupBytes(oneSet)
    const image = await openImage(memorySource(bytes))
    let imageOffset = 0
    for (const { offset, outputBytes } of realChunks(bytes)) {
      assert.equal(await image.containerOffsetOf(imageOffset), offset)
      assert.equal(await image.containerOffsetOf(imageOffset + outputBytes - 1), offset)
      imageOffset += outputBytes
    }
  })

  test('decodes for the headers only the chunks that hold some, and reads little of the file', async (t) => {
    for (const name of compressedNames().filter((each) => each !== twoSets)) {
      const source = countingSource(memorySource(backupBytes(name), name))
      const image = await openImage(source)
      await inspectMtf(image, windowReader(image, undefined, 0), (at) =>
        image.containerOffsetOf(at),
      )
      const { chunksDecoded, headersRead, bytesRead } = image.cost
      const chunks = realChunks(backupBytes(name)).length
      t.diagnostic(
        `${name}: ${chunksDecoded} of ${chunks} chunks decoded, ${headersRead} headers, ${source.reads} reads, ${source.bytes} bytes`,
      )
      // The label, SSET to MSDA, ESET, and one or two behind each stream of data.
      assert.ok(chunksDecoded <= 9, name)
      assert.ok(headersRead <= 60, name)
      assert.ok(bytesRead <= source.bytes)
      assert.ok(source.bytes <= 128 * 1024, `${name}: ${source.bytes}`)
    }
  })

  test('walks the headers of a file with two sets, in reads of up to 1 MiB', async (t) => {
    const bytes = backupBytes(twoSets)
    const source = countingSource(memorySource(bytes, twoSets))
    const inspection = await inspectBackup(source)
    assert.ok(inspection.kind === 'mtf')
    assert.equal(inspection.sets.length, 2)
    t.diagnostic(`${source.reads} reads, ${source.bytes} of ${bytes.length} bytes`)
    assert.ok(source.reads <= 24)
    assert.ok(source.bytes < bytes.length * 1.2)
  })

  test('refuses the chunk that is damaged and reads the others', async () => {
    const bytes = backupBytes(oneSet)
    const chunk = realChunks(bytes)[60]
    assert.ok(chunk)
    const whole = await wholeImage(bytes)
    bytes[chunk.payloadAt + 300]! ^= 4
    const image = await openImage(memorySource(bytes, 'hurt.bak'))
    const imageOffset = realChunks(bytes)
      .slice(0, 60)
      .reduce((sum, { outputBytes }) => sum + outputBytes, 0)
    await assert.rejects(image.read(imageOffset + 5, 10), {
      code: 'BAK_CHUNK_DAMAGED',
      message: /byte \d+ of hurt\.bak is damaged: its checksum is 0x[0-9a-f]{8}/,
    })
    const next = imageOffset + chunk.outputBytes
    assert.deepEqual(await image.read(next, 100), whole.subarray(next, next + 100))
  })
})

describe('the inspection of a compressed backup', needsShared('bak'), () => {
  test('is the same by the index and by a walk over all chunks', async () => {
    for (const name of compressedNames().filter((each) => each !== twoSets)) {
      const bytes = backupBytes(name)
      const quick = await inspectBackup(memorySource(bytes, name))
      const spoilt = bytes.slice()
      // The checksum of the index.
      const index = realChunks(bytes).find(({ type }) => type === 0x2c)
      assert.ok(index)
      spoilt[index.offset + 36]! ^= 1
      const source = countingSource(memorySource(spoilt, name))
      assert.deepEqual(await inspectBackup(source), quick)
      assert.ok(source.bytes > bytes.length * 0.8)
      assert.ok(quick.kind === 'mtf' && quick.compression?.algorithm === 'xpress')
      assert.equal(quick.compression.containerVersion, 2)
      assert.equal(quick.sizeBytes, bytes.length)
    }
  })

  test('does not believe an index whose entries lead elsewhere, even with a right checksum', async () => {
    const bytes = backupBytes(oneSet)
    const index = realChunks(bytes).find(({ type }) => type === 0x2c)
    assert.ok(index)
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    const chunks = realChunks(bytes)
    // The first entry is led to another chunk; the checksum follows by its own rule.
    view.setBigUint64(index.offset + 48, BigInt(chunks[50]?.offset ?? 0), true)
    let sum = 0
    for (let at = index.offset + 40; at < index.offset + 72; at += 4)
      sum = ((sum << 1) | (sum >>> 31)) ^ view.getUint32(at, true)
    view.setUint32(index.offset + 36, sum, true)
    const inspection = await inspectBackup(memorySource(bytes, oneSet))
    assert.deepEqual(inspection, await inspectBackup(memorySource(backupBytes(oneSet), oneSet)))
  })

  test('of a file that is cut at a chunk or anywhere else says that it is cut', async () => {
    const bytes = backupBytes('2016-compressed__db.bak')
    const random = randomNumbers(9)
    const cuts = realChunks(bytes).flatMap(({ offset, payloadAt }) => [
      offset,
      offset + 5,
      payloadAt,
    ])
    for (let count = 0; count < 60; count++) cuts.push(random() % bytes.length)
    for (const cut of new Set(cuts)) {
      const inspection = await inspectBackup(memorySource(bytes.subarray(0, cut), 'cut.bak'))
      const code = inspection.kind === 'mtf' ? inspection.walk : inspection.problem.code
      const wanted = cut < 16 ? ['BAK_NOT_A_BACKUP', 'BAK_EMPTY'] : ['truncated', 'BAK_TRUNCATED']
      assert.ok(wanted.includes(code), `${cut}: ${code}`)
      assert.ok(inspection.problem)
    }
  })

  test('names damage of the container by its place in the file, damage inside by its place in the image', async () => {
    const bytes = backupBytes(oneSet)
    const chunks = realChunks(bytes)
    const headers = chunks[2]
    assert.ok(headers)
    const inContainer = bytes.slice()
    inContainer[headers.payloadAt + 260]! ^= 1
    const damaged = await inspectBackup(memorySource(inContainer, 'a.bak'))
    assert.ok(damaged.kind === 'mtf')
    assert.equal(damaged.walk, 'damaged')
    assert.equal(damaged.problem?.code, 'BAK_CHUNK_DAMAGED')
    assert.equal(damaged.problem?.details['offset'], headers.offset)
    // What a walk cannot pass: nothing is known of the chunks behind it.
    const lost = bytes.slice()
    lost[chunks[70]?.offset ?? 0] = 0x77
    lost[chunks.find(({ type }) => type === 0x2c)?.offset ?? 0] = 0
    const broken = await inspectBackup(memorySource(lost, 'b.bak'))
    assert.ok(broken.kind === 'mtf')
    assert.equal(broken.problem?.code, 'BAK_CHUNK_UNKNOWN')
    assert.equal(broken.problem?.details['offset'], chunks[70]?.offset)
    assert.equal(broken.sets[0]?.database, 'TSQL2012')
    assert.equal(broken.sets[0]?.isComplete, false)
    const longer = Uint8Array.from([...bytes, ...new Uint8Array(4096)])
    const behind = await inspectBackup(memorySource(longer, 'c.bak'))
    assert.equal(behind.problem?.code, 'BAK_CHUNK_UNKNOWN')
  })
})

test('a sparse index of any length stays within its bound and finds the place before any byte', () => {
  const random = randomNumbers(11)
  const checkpoints = new Checkpoints(256)
  const kept: number[] = []
  let imageOffset = 0
  for (let chunk = 0; chunk < 200_000; chunk++) {
    if (chunk % checkpoints.spacing === 0) {
      checkpoints.add(imageOffset, imageOffset * 2)
      kept.push(imageOffset)
    }
    imageOffset += 65_536
  }
  assert.ok(checkpoints.count < 256)
  assert.ok(checkpoints.spacing >= 200_000 / 512)
  for (let round = 0; round < 2000; round++) {
    const offset = (random() * 7) % imageOffset
    const place = checkpoints.before(offset)
    assert.equal(place.containerOffset, place.imageOffset * 2)
    assert.ok(place.imageOffset <= offset)
    assert.ok(offset - place.imageOffset <= 4 * checkpoints.spacing * 65_536)
    const next = checkpoints.behind(offset)
    assert.ok(next === undefined || next.imageOffset > offset)
  }
  const count = checkpoints.count
  checkpoints.add(0, 0)
  assert.equal(checkpoints.count, count)
  checkpoints.add(5, 10)
  assert.deepEqual(checkpoints.before(6), { imageOffset: 5, containerOffset: 10 })
})
