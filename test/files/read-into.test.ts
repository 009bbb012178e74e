/** A file on this machine read into memory that the caller brings along. */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { wasmBuffers } from '../../src/core/index.ts'
import { openFile } from '../../src/files/index.ts'
import { makeTempFolder } from '../temp-folder.ts'

test('a file is read into memory of WebAssembly, and less than it holds only at the end', async (t) => {
  const folder = await makeTempFolder()
  t.after(folder.remove)
  const path = join(folder.path, 'some.bin')
  const content = Uint8Array.from({ length: 5000 }, (_, at) => (at * 7) & 255)
  await writeFile(path, content)
  const file = await openFile(path)
  t.after(() => file.close())
  const [target = new Uint8Array()] = wasmBuffers(1, 4096)
  assert.equal(await file.readInto?.(100, target), 4096)
  assert.deepEqual(target, content.slice(100, 4196))
  assert.equal(await file.readInto?.(4000, target), 1000)
  assert.deepEqual(target.slice(0, 1000), content.slice(4000))
  const stopped = AbortSignal.abort(new Error('stop'))
  await assert.rejects(file.readInto?.(0, target, stopped) ?? Promise.resolve(), /stop/)
})
