import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  crc64,
  crc64Arena,
  crc64Combine,
  crc64Plain,
  crc64Polynomial,
} from '../../src/core/index.ts'

/** The definition, bit by bit. */
function bitwise(bytes: Uint8Array): bigint {
  let remainder = 0xffff_ffff_ffff_ffffn
  for (const byte of bytes) {
    remainder ^= BigInt(byte)
    for (let bit = 0; bit < 8; bit++)
      remainder = remainder & 1n ? (remainder >> 1n) ^ crc64Polynomial : remainder >> 1n
  }
  return remainder ^ 0xffff_ffff_ffff_ffffn
}

function noise(length: number, seed: number): Uint8Array {
  let state = seed >>> 0 || 1
  return Uint8Array.from({ length }, () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state & 255
  })
}

const largest = 1 << 20
const arena = crc64Arena(2, largest)

function inArena(bytes: Uint8Array, offset = 0): Uint8Array {
  const buffer = arena.buffers[1]!
  buffer.set(bytes, offset)
  return buffer.subarray(offset, offset + bytes.length)
}

test('the check value of CRC-64/XZ comes out, and nothing gives 0', () => {
  const digits = new TextEncoder().encode('123456789')
  assert.equal(crc64(digits), 11051210869376104954n)
  assert.equal(arena.update(0n, inArena(digits)), 11051210869376104954n)
  assert.equal(crc64(new Uint8Array()), 0n)
  assert.equal(arena.update(0n, inArena(new Uint8Array())), 0n)
  assert.equal(arena.isFast, true)
})

test('JavaScript, WebAssembly and the definition agree on any bytes', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.integer({ min: 0, max: 40 }),
      (bytes, offset) => {
        const expected = bitwise(bytes)
        assert.equal(crc64Plain(bytes), expected)
        assert.equal(crc64(bytes), expected)
        assert.equal(arena.update(0n, inArena(bytes, offset)), expected)
        assert.equal(arena.update(0n, bytes), expected)
      },
    ),
  )
})

test('long runs, which are folded, agree with the tables for every length and start', () => {
  const sizes = [
    90_111,
    90_112,
    90_113,
    90_127,
    131_072,
    153_600,
    153_601,
    262_144,
    300_007,
    largest,
  ]
  for (const size of sizes) {
    const bytes = noise(size, size)
    assert.equal(arena.update(0n, inArena(bytes)), crc64Plain(bytes), `${size} bytes`)
    assert.equal(crc64(bytes), crc64Plain(bytes), `${size} bytes`)
  }
  const bytes = noise(200_000, 7)
  for (const offset of [1, 7, 16, 33]) {
    assert.equal(arena.update(0n, inArena(bytes, offset)), crc64Plain(bytes), `offset ${offset}`)
    assert.equal(
      arena.update(99n, inArena(bytes, offset)),
      crc64Plain(bytes, 99n),
      `offset ${offset}`,
    )
  }
})

test('any split of the bytes, streamed or combined, gives the CRC of the whole', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 8 }), (pieces) => {
      const whole = bitwise(Uint8Array.from(pieces.flatMap((piece) => [...piece])))
      let streamed = 0n
      let combined = 0n
      for (const piece of pieces) {
        streamed = crc64(piece, streamed)
        combined = crc64Combine(combined, crc64(piece), piece.length)
      }
      assert.equal(streamed, whole)
      assert.equal(combined, whole)
    }),
  )
})

test('pieces of terabytes combine without their bytes being read', () => {
  // A run of zero bytes: doubling it by combination must agree with shifting once by the whole length.
  let run = crc64(new Uint8Array(1 << 20))
  let length = 1 << 20
  const small = crc64(noise(1000, 3))
  while (length < 2 ** 45) {
    run = crc64Combine(run, run, length)
    length *= 2
  }
  const half = crc64Combine(small, run, length)
  const quarters = crc64Combine(crc64Combine(small, run, length), 0n, 0)
  assert.equal(half, quarters)
  assert.notEqual(half, run)
})
