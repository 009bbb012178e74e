/** The sum behind page checksums and CSUM streams: the same in WebAssembly, copied into it, and in plain JavaScript. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  foldPlain,
  rotateLeft,
  sectorBytes,
  sectorFoldOf,
} from '../../../src/bak/pages/sector-fold.ts'
import { crc64Arena, memoryBehind, wasmBuffers } from '../../../src/core/index.ts'

const drawn = fc
  .integer({ min: 1, max: 40 })
  .chain((sectors) =>
    fc.tuple(
      fc.uint8Array({ minLength: sectors * sectorBytes, maxLength: sectors * sectorBytes }),
      fc.integer({ min: 0, max: sectors }),
    ),
  )

test('sums are the same in memory of WebAssembly, in the memory of another module and in plain arrays', () => {
  const [ours = new Uint8Array()] = wasmBuffers(1, 40 * sectorBytes)
  const [theirs = new Uint8Array()] = crc64Arena(1, 40 * sectorBytes).buffers
  assert.ok(memoryBehind(ours.buffer) && memoryBehind(theirs.buffer))
  fc.assert(
    fc.property(drawn, ([bytes]) => {
      const sectors = bytes.byteLength / sectorBytes
      const plain = foldPlain(bytes, 0, sectors)
      ours.set(bytes)
      theirs.set(bytes)
      assert.equal(sectorFoldOf(ours)(0, sectors), plain)
      assert.equal(sectorFoldOf(theirs)(0, sectors), plain)
      assert.equal(sectorFoldOf(bytes)(0, sectors), plain)
    }),
  )
})

test('the sum of a whole is that of its parts, each rotated by the sectors behind it', () => {
  fc.assert(
    fc.property(drawn, ([bytes, cut]) => {
      const sectors = bytes.byteLength / sectorBytes
      const fold = sectorFoldOf(bytes)
      const before = rotateLeft(fold(0, cut), sectors - cut)
      const behind = fold(cut * sectorBytes, sectors - cut)
      assert.equal((before ^ behind) >>> 0, fold(0, sectors))
    }),
  )
})

test('a source reads into memory of WebAssembly as it reads into any other', async () => {
  const { memorySource } = await import('../../../src/core/index.ts')
  const bytes = Uint8Array.from({ length: 3000 }, (_, at) => at & 255)
  const [target = new Uint8Array()] = wasmBuffers(1, 2048)
  const source = memorySource(bytes)
  assert.equal(await source.readInto?.(100, target), 2048)
  assert.deepEqual(target, bytes.slice(100, 2148))
  assert.equal(await source.readInto?.(2900, target), 100)
})
