/** The compressed file from its first chunk to its last: what verification reads. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { zstdCompressSync } from 'node:zlib'
import { chunkChecksum } from '../../../src/bak/container/chunk-checksum.ts'
import { type ChunkPiece, decodeChunks, inspectBackup } from '../../../src/bak/index.ts'
import { type ByteSource, memorySource } from '../../../src/core/index.ts'
import { nodeCodecs } from '../../../src/files/index.ts'
import { needsShared } from '../../shared-files.ts'
import { backupBytes } from '../golden.ts'
import { randomNumbers } from './random-bytes.ts'
import { compressedNames, realChunks } from './real-chunks.ts'

const small = '2016-compressed__db.bak'

/** What the pieces say, without their bytes. */
async function read(source: ByteSource) {
  const pieces: ChunkPiece[] = []
  for await (const piece of decodeChunks(source, { codecs: nodeCodecs })) {
    const begin = pieces.at(-1)
    const length = begin?.kind === 'bytes' ? begin.bytes.length : 0
    if (begin?.kind === 'bytes') assert.equal(piece.imageOffset, begin.imageOffset + length)
    pieces.push(piece)
  }
  return pieces
}

const readBytes = (bytes: Uint8Array) => read(memorySource(bytes, 'made.bak'))

describe('the chunks of a real compressed backup', needsShared('bak'), () => {
  test('come one by one, each with its place in the image and in the file', async () => {
    for (const name of compressedNames()) {
      const bytes = backupBytes(name)
      const pieces = await readBytes(bytes)
      const chunks = realChunks(bytes)
      assert.deepEqual(
        pieces.map((piece) => [piece.kind, piece.containerOffset]),
        chunks.map(({ offset }) => ['bytes', offset]),
      )
      for (const [index, piece] of pieces.entries())
        assert.equal(piece.kind === 'bytes' && piece.bytes.length, chunks[index]?.outputBytes)
    }
  })

  test('a flipped bit in any payload or checksum is damage of that chunk, and the rest is read', async (t) => {
    const bytes = backupBytes(small)
    const random = randomNumbers(21)
    const chunks = realChunks(bytes)
    const data = chunks.filter(({ type }) => type === 0x21).slice(1)
    for (let round = 0; round < 200; round++) {
      const chunk = data[random() % data.length]
      assert.ok(chunk)
      const from = chunk.offset + 24
      const at = from + (random() % (chunk.end - from))
      const flip = 1 << (random() % 8)
      bytes[at]! ^= flip
      const pieces = await readBytes(bytes)
      bytes[at]! ^= flip
      assert.equal(pieces.length, chunks.length)
      const damaged = pieces.filter((piece) => piece.kind !== 'bytes')
      assert.equal(damaged.length, 1, `byte ${at}`)
      const [piece] = damaged
      assert.ok(piece?.kind === 'damaged')
      assert.equal(piece.containerOffset, chunk.offset)
      assert.equal(piece.lengthBytes, chunk.outputBytes)
      assert.equal(piece.problem.code, 'BAK_CHUNK_DAMAGED')
    }
    t.diagnostic('200 of 200 flips found')
  })

  test('a flipped bit in an index is damage of no bytes of the image', async () => {
    const bytes = backupBytes(small)
    const index = realChunks(bytes).find(({ type }) => type === 0x2c)
    assert.ok(index)
    for (let at = index.offset + 36; at < index.offset + 72; at++) {
      bytes[at]! ^= 16
      const pieces = await readBytes(bytes)
      bytes[at]! ^= 16
      const damaged = pieces.filter((piece) => piece.kind === 'damaged')
      assert.equal(damaged.length, 1)
      assert.equal(damaged[0]?.lengthBytes, 0)
      assert.equal(damaged[0]?.containerOffset, index.offset)
    }
  })

  test('another type, length or number of units is never taken for sound', async () => {
    const bytes = backupBytes(small)
    const chunks = realChunks(bytes)
    for (const number of [1, 2, 20, chunks.length - 3, chunks.length - 1])
      for (let field = 0; field < 4; field++)
        for (let bit = 0; bit < 8; bit++) {
          const { offset, type } = chunks[number] as (typeof chunks)[number]
          // The units of a filemark have no meaning, and neither have those two bytes before an index.
          if (type !== 0x21 && field === 1) continue
          if (type === 0x2c && field > 0) continue
          bytes[offset + field]! ^= 1 << bit
          const pieces = await readBytes(bytes)
          bytes[offset + field]! ^= 1 << bit
          assert.ok(
            pieces.some((piece) => piece.kind !== 'bytes'),
            `chunk ${number}, byte ${field}, bit ${bit}`,
          )
        }
  })

  test('a file that is cut ends with the chunk that is cut', async () => {
    const bytes = backupBytes(small)
    const chunks = realChunks(bytes)
    const random = randomNumbers(22)
    const first = chunks[0]?.end ?? 0
    const cuts = chunks.slice(1).map(({ offset }) => offset)
    for (let count = 0; count < 60; count++) cuts.push(first + (random() % (bytes.length - first)))
    for (const cut of cuts) {
      const pieces = await readBytes(bytes.subarray(0, cut))
      const last = pieces.at(-1)
      const whole = chunks.filter(({ end }) => end <= cut).length
      const isBetween = chunks.some(({ offset }) => offset === cut)
      assert.equal(pieces.length, isBetween ? whole : whole + 1)
      if (isBetween) assert.equal(last?.kind, 'bytes')
      else {
        assert.ok(last?.kind === 'broken')
        assert.equal(last.problem.code, 'BAK_TRUNCATED')
        assert.equal(last.containerOffset, chunks[whole]?.offset)
      }
    }
  })

  test('a chunk whose checksum was made to fit is refused by what it decodes to', async () => {
    const bytes = backupBytes(small)
    const chunk = realChunks(bytes)[10]
    assert.ok(chunk)
    bytes[chunk.payloadAt]! ^= 1
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    view.setUint32(chunk.offset + 24, chunkChecksum(chunk.payload), true)
    const [damaged] = (await readBytes(bytes)).filter((piece) => piece.kind !== 'bytes')
    assert.equal(damaged?.problem.code, 'BAK_CHUNK_UNDECODABLE')
    assert.match(damaged?.problem.message ?? '', /kraftSum/)
  })

  test('a reader that stops early, and one whose signal says stop, leaves nothing behind', async () => {
    const bytes = backupBytes(small)
    for await (const piece of decodeChunks(memorySource(bytes)))
      if (piece.imageOffset > 100_000) break
    const controller = new AbortController()
    const reason = new Error('stop')
    await assert.rejects(async () => {
      const source = memorySource(bytes)
      const slow: ByteSource = {
        name: source.name,
        sizeBytes: source.sizeBytes,
        close: source.close,
        read(offset, length, signal) {
          if (offset === 480 && length > 20_000) controller.abort(reason)
          return source.read(offset, length, signal)
        },
      }
      for await (const piece of decodeChunks(slow, { signal: controller.signal }))
        assert.ok(piece.imageOffset >= 0)
    }, reason)
  })

  test('ZSTD chunks are decoded by the codec passed in, and have to give exactly their length', async () => {
    const bytes = backupBytes(small)
    const zstd = await repack(bytes, (content) => zstdCompressSync(content))
    const inspection = await inspectBackup(memorySource(zstd, 'z.bak'), { codecs: nodeCodecs })
    assert.ok(inspection.kind === 'mtf')
    assert.equal(inspection.walk, 'ok')
    assert.equal(inspection.compression?.algorithm, 'zstd')
    assert.equal(inspection.sets[0]?.database, 'TestDb')
    const without = await inspectBackup(memorySource(zstd, 'z.bak'))
    assert.equal(without.problem?.code, 'BAK_CODEC_MISSING')
    await assert.rejects(
      async () => {
        for await (const piece of decodeChunks(memorySource(zstd))) assert.ok(piece)
      },
      { code: 'BAK_CODEC_MISSING' },
    )
    for (const change of [-1, 1]) {
      const other = await repack(bytes, (content, index) =>
        zstdCompressSync(index === 5 ? resized(content, change) : content),
      )
      const pieces = await readBytes(other)
      const damaged = pieces.filter((piece) => piece.kind !== 'bytes')
      assert.equal(damaged.length, 1)
      assert.equal(damaged[0]?.problem.code, 'BAK_CHUNK_UNDECODABLE')
    }
    const noise = await repack(bytes, (content, index) =>
      index === 5 ? content.subarray(0, 999) : zstdCompressSync(content),
    )
    const pieces = await readBytes(noise)
    assert.equal(pieces.filter((piece) => piece.kind === 'damaged').length, 1)
  })
})

function resized(bytes: Uint8Array, change: number): Uint8Array {
  const other = new Uint8Array(bytes.length + change)
  other.set(bytes.subarray(0, other.length))
  return other
}

/** Returns the file with its data chunks compressed by another codec, marked as ZSTD, without an index. */
async function repack(
  bytes: Uint8Array,
  pack: (content: Uint8Array, index: number) => Uint8Array,
): Promise<Uint8Array> {
  const parts: number[] = [...bytes.subarray(0, 480)]
  parts[12] = 131
  let index = 0
  for await (const piece of decodeChunks(memorySource(bytes))) {
    assert.ok(piece.kind === 'bytes')
    const { length } = piece.bytes
    const isMark = bytes[piece.containerOffset] !== 0x21
    const payload = isMark ? piece.bytes : pack(piece.bytes, index)
    index++
    const gap = (length - ((parts.length + 24) % length)) % length
    const header = new DataView(new ArrayBuffer(isMark ? 24 + gap : 28))
    header.setUint8(0, isMark ? 0x24 : 0x21)
    header.setUint8(1, isMark ? 0 : length / 512)
    header.setUint16(2, isMark ? gap : payload.length, true)
    if (!isMark) header.setUint32(24, chunkChecksum(payload), true)
    parts.push(...new Uint8Array(header.buffer), ...payload)
  }
  const set = Uint8Array.from(parts)
  return set
}
