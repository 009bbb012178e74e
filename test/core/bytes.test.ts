import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { blobSource, memorySource } from '../../src/core/index.ts'

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

test('a Blob is read at any place and never beyond its end, and has the name of its file', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 64 }),
      fc.nat(80),
      fc.nat(80),
      async (bytes, offset, length) => {
        const source = blobSource(new Blob([bytes]))
        assert.equal(source.sizeBytes, bytes.byteLength)
        assert.deepEqual(await source.read(offset, length), bytes.slice(offset, offset + length))
      },
    ),
  )
  assert.equal(blobSource(new File(['x'], 'sales.bak')).name, 'sales.bak')
  assert.equal(blobSource(new Blob(['x'])).name, 'blob')
  const source = blobSource(new Blob(['x']), 'upload')
  assert.equal(source.name, 'upload')
  await assert.rejects(source.read(0, 1, AbortSignal.abort()), { name: 'AbortError' })
  await source.close()
})
