import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { memorySource } from '../../src/core/index.ts'

test('memory is read at any place and never beyond its end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 64 }),
      fc.nat(80),
      fc.nat(80),
      async (bytes, offset, length) => {
        const source = memorySource(bytes)
        assert.equal(source.sizeBytes, bytes.byteLength)
        assert.deepEqual(await source.read(offset, length), bytes.slice(offset, offset + length))
      },
    ),
  )
})

test('what was read belongs to the caller', async () => {
  const bytes = new Uint8Array([1, 2, 3])
  const source = memorySource(bytes, 'three bytes')
  const read = await source.read(0, 3)
  read[0] = 9
  assert.deepEqual([...bytes], [1, 2, 3])
  assert.equal(source.name, 'three bytes')
  await source.close()
  await source.close()
})
