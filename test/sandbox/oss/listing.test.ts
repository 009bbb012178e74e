import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareKeys, pageOf } from '../../../src/sandbox/oss/listing.ts'

const key = fc.string({
  unit: fc.constantFrom('a', 'b', '/', '中', '\uffee', '😀'),
  minLength: 1,
  maxLength: 6,
})

test('keys are ordered by their UTF-8 bytes', () => {
  fc.assert(
    fc.property(key, key, (a, b) => {
      assert.equal(Math.sign(compareKeys(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)))
    }),
  )
})

test('pages of any size, joined, list every key and every common prefix exactly once and in order', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(key, { maxLength: 30 }),
      fc.constantFrom('', 'a', 'a/', '中'),
      fc.constantFrom('', '/', 'b'),
      fc.integer({ min: 1, max: 5 }),
      (keys, prefix, delimiter, maxKeys) => {
        const sorted = keys.toSorted(compareKeys)
        const items: string[] = []
        const prefixes: string[] = []
        for (let marker = '', pages = 0; ; pages++) {
          assert.ok(pages < 100)
          const page = pageOf(sorted, (item) => item, { prefix, delimiter, marker, maxKeys })
          assert.ok(page.items.length + page.commonPrefixes.length <= maxKeys)
          items.push(...page.items)
          prefixes.push(...page.commonPrefixes)
          if (!page.isTruncated) break
          marker = page.nextMarker
        }
        const groupOf = (item: string) => {
          const cut = delimiter === '' ? -1 : item.indexOf(delimiter, prefix.length)
          return cut < 0 ? undefined : item.slice(0, cut + delimiter.length)
        }
        const below = sorted.filter((item) => item.startsWith(prefix))
        assert.deepEqual(
          items,
          below.filter((item) => groupOf(item) === undefined),
        )
        assert.deepEqual(prefixes, [...new Set(below.flatMap((item) => groupOf(item) ?? []))])
      },
    ),
  )
})
