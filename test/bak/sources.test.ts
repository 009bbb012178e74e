/** One backup through every kind of source that the reader is meant for. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { inspectBackup, inspectionToJson } from '../../src/bak/index.ts'
import {
  type ByteSource,
  blobSource,
  memorySource,
  systemClock,
  systemIds,
} from '../../src/core/index.ts'
import { openFile } from '../../src/files/index.ts'
import { ossStorage } from '../../src/oss/index.ts'
import { startSandbox } from '../../src/sandbox/index.ts'

const path = join(import.meta.dirname, '../../fixtures/backups', 'Sales_FULL_20260101020000.bak')

test('a file, a Blob, an OSS object read by range and memory say the same of one backup', async () => {
  const bytes = await readFile(path)
  const sandbox = await startSandbox()
  const storage = ossStorage({
    endpoint: sandbox.endpoints.oss,
    region: sandbox.region,
    credentials: async () => sandbox.credentials,
    clock: systemClock,
    ids: systemIds,
  })
  try {
    await storage.createBucket('sources-1')
    const store = storage.bucket('sources-1')
    await store.put('sales.bak', bytes)
    const sources: ByteSource[] = [
      memorySource(bytes),
      await openFile(path),
      blobSource(new Blob([bytes])),
      await store.open('sales.bak'),
    ]
    const said: unknown[] = []
    for (const source of sources) {
      let asked = 0
      const counting: ByteSource = {
        ...source,
        name: 'the same name',
        read: (offset, length, signal) => {
          asked += length
          return source.read(offset, length, signal)
        },
      }
      const inspection = await inspectBackup(counting)
      await source.close()
      assert.ok(inspection.kind === 'mtf' && inspection.walk === 'ok', source.name)
      assert.ok(asked < bytes.length, `${source.name} was read whole`)
      said.push(inspectionToJson(inspection))
    }
    for (const other of said) assert.deepEqual(other, said[0])
  } finally {
    await storage.close()
    await sandbox.stop()
  }
})
