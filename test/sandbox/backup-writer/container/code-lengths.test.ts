/** The Huffman code of the Xpress encoder: complete, short enough, and shorter for what is frequent. */
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import fc from 'fast-check'
import { codeLengths } from '../../../../src/sandbox/backup-writer/container/code-lengths.ts'

/** Sum over the codes of 2^(15 - length); a complete code gives 2^15. */
function kraftSum(lengths: Uint8Array): number {
  return lengths.reduce((sum, length) => sum + (length === 0 ? 0 : 2 ** (15 - length)), 0)
}

test('any counts give a complete code of at most 15 bits', () => {
  const counts = fc.array(fc.nat({ max: 65_536 }), { minLength: 512, maxLength: 512 })
  fc.assert(
    fc.property(counts, (values) => {
      const lengths = codeLengths(Uint32Array.from(values))
      assert.equal(kraftSum(lengths), 2 ** 15)
      for (const [symbol, count] of values.entries()) {
        if (count > 0) assert.ok((lengths[symbol] ?? 0) > 0)
        assert.ok((lengths[symbol] ?? 0) <= 15)
      }
    }),
    { numRuns: 50 },
  )
})

test('counts that would give codes of 30 bits are flattened', () => {
  const counts = new Uint32Array(512)
  let [before, now] = [1, 1]
  for (let symbol = 0; symbol < 30; symbol++) {
    counts[symbol] = now
    ;[before, now] = [now, before + now]
  }
  const lengths = codeLengths(counts)
  assert.equal(kraftSum(lengths), 2 ** 15)
  const used = [...lengths.subarray(0, 30)]
  assert.ok(Math.max(...used) <= 15 && Math.min(...used) >= 1)
  assert.deepEqual(
    used,
    used.toSorted((a, b) => b - a),
    'what is frequent has the shorter code',
  )
})

test('a single symbol gets a second one beside it', () => {
  const counts = new Uint32Array(512)
  counts[65] = 9
  const lengths = codeLengths(counts)
  assert.equal(kraftSum(lengths), 2 ** 15)
  assert.equal(lengths[65], 1)
})
