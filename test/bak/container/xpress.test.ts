/** The decoder of chunks: round trips, every chunk of the real files, and inputs that are malformed. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { xpressDecoder } from '../../../src/bak/container/xpress.ts'
import { needsShared } from '../../shared-files.ts'
import { backupBytes } from '../golden.ts'
import { randomNumbers, textLike } from './random-bytes.ts'
import { compressedNames, dataChunks } from './real-chunks.ts'
import { xpressEncode } from './xpress-encoder.ts'

const decoder = xpressDecoder()
/** Decodes into the middle of an array and looks at what stands around it. */
const decode = (payload: Uint8Array, length: number) => {
  const output = new Uint8Array(length + 64).fill(0xee)
  const fault = decoder.decode(payload, output, 32, length)
  const around = [...output.subarray(0, 32), ...output.subarray(32 + length)]
  assert.ok(around.every((byte) => byte === 0xee))
  return { fault, bytes: output.subarray(32, 32 + length) }
}

describe('the decoder of chunks', () => {
  test('gives back what was compressed, whatever it was', () => {
    const random = randomNumbers(1)
    for (let round = 0; round < 150; round++) {
      const bytes = textLike(random, 1 + (random() % (round < 100 ? 3000 : 65_536)))
      const payload = xpressEncode(bytes, 3 + (random() % 3))
      const { fault, bytes: decoded } = decode(payload, bytes.length)
      assert.equal(fault, undefined)
      assert.deepEqual(decoded, bytes)
    }
  })

  test('gives back one byte, one byte repeated, and runs of every length', () => {
    for (let length = 1; length < 700; length++) {
      const bytes = new Uint8Array(length).fill(length)
      assert.deepEqual(decode(xpressEncode(bytes), length).bytes, bytes)
    }
    for (const length of [65_535, 65_536, 130_560])
      assert.equal(decode(xpressEncode(new Uint8Array(length)), length).fault, undefined)
  })

  test('says what is wrong with an input that is cut anywhere', () => {
    const bytes = textLike(randomNumbers(2), 3000)
    const payload = xpressEncode(bytes)
    for (let length = 0; length < payload.length; length++) {
      const { fault } = decode(payload.subarray(0, length), bytes.length)
      assert.ok(fault !== undefined, `${length} of ${payload.length}`)
    }
  })

  test('ends on every input with flipped bits, and writes nowhere else', () => {
    const random = randomNumbers(3)
    const bytes = textLike(random, 4096)
    const payload = xpressEncode(bytes)
    const faults = new Set<string | undefined>()
    for (let round = 0; round < 3000; round++) {
      const flipped = payload.slice()
      const at = round % 2 ? random() % 256 : random() % flipped.length
      flipped[at] = flipped[at]! ^ (1 << (random() % 8))
      faults.add(decode(flipped, bytes.length).fault)
    }
    assert.ok(faults.size >= 5, [...faults].join('; '))
    for (let round = 0; round < 300; round++) {
      const noise = Uint8Array.from({ length: 260 + (random() % 500) }, () => random() & 255)
      decode(noise, 65_536)
    }
  })

  test('refuses code lengths that leave codes unused or use them twice', () => {
    const lengths = new Uint8Array(300)
    assert.match(decode(lengths, 10).fault ?? '', /kraftSum/)
    lengths.fill(0x99, 0, 256)
    assert.equal(decode(lengths, 0).fault, 'xpress.input > xpress.output')
    lengths[7] = 0x98
    assert.match(decode(lengths, 10).fault ?? '', /kraftSum/)
    lengths[7] = 0x9a
    assert.match(decode(lengths, 10).fault ?? '', /kraftSum/)
  })

  test('refuses input that is left over, but for the two bytes that are read ahead', () => {
    const bytes = textLike(randomNumbers(4), 500)
    const payload = xpressEncode(bytes)
    const longer = (more: number) =>
      decode(Uint8Array.from([...payload, ...new Uint8Array(more)]), 500)
    assert.equal(longer(0).fault, undefined)
    assert.equal(longer(3).fault, 'xpress.input > xpress.output')
    assert.equal(decode(payload, 400).fault === undefined, false)
  })

  test('decodes every chunk of the real files to the last byte', needsShared('bak'), (t) => {
    let chunks = 0
    for (const file of compressedNames())
      for (const { payload, outputBytes } of dataChunks(backupBytes(file))) {
        assert.equal(decode(payload, outputBytes).fault, undefined, file)
        chunks++
      }
    t.diagnostic(`${chunks} chunks`)
  })
})
