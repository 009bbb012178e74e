import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journalRecord, uploadStreamId } from '../../src/app/upload-journal.ts'
import { VirtualClock } from '../../src/core/index.ts'
import { memoryJournal } from '../../src/journal/index.ts'
import type { UploadEvent } from '../../src/oss/index.ts'

const place = {
  path: '/backups/a.bak',
  endpoint: 'http://127.0.0.1',
  bucket: 'staging-1',
  key: 'x/a.bak',
}

const acknowledged = (partNumber: number): UploadEvent => ({
  type: 'partAcknowledged',
  uploadId: 'U1',
  partNumber,
  etag: `E${partNumber}`,
  crc64: String(partNumber),
})

test('I2: parts that are saved together are one write, and all of them are known to the next run', async () => {
  const journal = memoryJournal(new VirtualClock())
  const writes: number[] = []
  const watched: typeof journal = {
    ...journal,
    append: (stream, expectedSequence, events) => {
      writes.push(events.length)
      return journal.append(stream, expectedSequence, events)
    },
  }
  const record = await journalRecord(watched, place)
  const { key } = place
  const begun = { uploadId: 'U1', partBytes: 16, sizeBytes: 48, modifiedAtMs: 1 }
  await record.save([{ type: 'uploadBegun', key, ...begun }])
  await record.save([acknowledged(1), acknowledged(3)])
  assert.deepEqual(writes, [1, 1, 2])

  const next = await (await journalRecord(journal, place)).load()
  assert.deepEqual(
    next?.parts.map(({ partNumber, crc64 }) => [partNumber, crc64]),
    [
      [1, 1n],
      [3, 3n],
    ],
  )
  const entries = await journal.read(uploadStreamId(place))
  assert.deepEqual(
    entries.map(({ sequence }) => sequence),
    [1, 2, 3, 4],
  )
})
