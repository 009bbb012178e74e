/** Sets of extents: how many lie before one, which is the n-th. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ExtentNotes, ExtentSet } from '../../../src/bak/pages/extent-set.ts'

const intervalExtents = 63_904

test('rank and select are inverse and agree with a plain list, for any set of extents', () => {
  const extents = fc.uniqueArray(
    fc.oneof(
      fc.nat(200),
      fc.integer({ min: intervalExtents - 40, max: intervalExtents + 600 }),
      fc.integer({ min: 4 * intervalExtents, max: 5 * intervalExtents - 1 }),
    ),
    { maxLength: 400 },
  )
  fc.assert(
    fc.property(extents, fc.nat(6 * intervalExtents), (members, probe) => {
      const notes = new ExtentNotes()
      for (const extent of members) assert.equal(notes.add(extent), true)
      for (const extent of members) assert.equal(notes.add(extent), false)
      const set = ExtentSet.of(notes)
      const sorted = [...members].sort((a, b) => a - b)
      assert.equal(set.count, sorted.length)
      sorted.forEach((extent, index) => {
        assert.equal(set.rank(extent), index)
        assert.equal(set.select(index), extent)
        assert.equal(set.has(extent), true)
      })
      assert.equal(set.select(sorted.length), undefined)
      assert.equal(set.select(-1), undefined)
      assert.equal(set.rank(probe), sorted.filter((extent) => extent < probe).length)
      assert.equal(set.has(probe), members.includes(probe))
    }),
    { numRuns: 150 },
  )
})

test('extents behind the end of a file are no members, whatever its map says of them', () => {
  for (const extents of [0, 1, 31, 32, 33, 1000, intervalExtents]) {
    const set = new ExtentSet()
    set.addInterval(() => 0xffff_ffff, extents)
    assert.equal(set.count, extents)
    assert.equal(set.has(extents), false)
    if (extents > 0) assert.equal(set.select(extents - 1), extents - 1)
  }
})
