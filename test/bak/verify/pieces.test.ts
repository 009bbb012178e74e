/** A verification to which bytes are shown in pieces: any order, any borders, tries that fail, pieces never shown. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BackupVerdict, openVerification, verifyBackup } from '../../../src/bak/index.ts'
import { crc64Arena, memorySource, seededIds } from '../../../src/core/index.ts'
import { randomSeed } from '../../random-seed.ts'
import { needsShared } from '../../shared-files.ts'
import { backupBytes } from '../golden.ts'

const names = [
  '2012-db__db.bak',
  '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_FULL_20170518_041740.bak',
  '2008r2-3files-orphan-log__SQL2008_db1_LOG_20170518_041831.trn',
  '2019-northwind-compat100__Northwind.bak',
  '2005-zhset-northwind__Northwind.bak',
]

const withoutCost = ({ bytesRead: _, ...verdict }: BackupVerdict) => verdict

test(
  'pieces in any order, with any borders and tries that fail give the verdict of one reading',
  needsShared('bak'),
  async (t) => {
    const seed = randomSeed()
    const { random } = seededIds(seed)
    const pick = (below: number) => Math.floor(random() * below)
    for (const name of names) {
      const bytes = backupBytes(name)
      const expected = await verifyBackup(memorySource(bytes, name))
      for (let round = 0; round < 6; round++) {
        const verification = await openVerification(memorySource(bytes, name))
        const borders = [0, bytes.byteLength]
        for (let cut = 0; cut < 1 + pick(12); cut++) borders.push(pick(bytes.byteLength))
        borders.sort((a, b) => a - b)
        const pieces = borders.slice(1).map((to, at) => ({ from: borders[at] ?? 0, to }))
        let shown = 0
        for (let left = pieces.length; left > 0; left--) {
          const [piece] = pieces.splice(pick(left), 1)
          if (piece === undefined || random() < 0.15) continue
          for (const isFailed of random() < 0.3 ? [true, false] : [false]) {
            const check = verification.piece(0, piece.from, piece.to - piece.from)
            const until = isFailed ? piece.from + pick(piece.to - piece.from + 1) : piece.to
            for (let at = piece.from; at < until; ) {
              const next = Math.min(until, at + 1 + pick(100_000))
              check.see(bytes.subarray(at, next))
              at = next
            }
            if (!isFailed) check.accept()
          }
          shown += piece.to - piece.from
        }
        const verdict = await verification.finish()
        assert.deepEqual(withoutCost(verdict), withoutCost(expected), `seed ${seed}, ${name}`)
        assert.ok(verdict.bytesRead <= bytes.byteLength - shown + 1024 * 2 * 14, `seed ${seed}`)
      }
    }
    t.diagnostic(`seed ${seed}`)
  },
)

test('what was shown whole is not read again', needsShared('bak'), async () => {
  const [name = ''] = names
  const bytes = backupBytes(name)
  let isOpen = false
  const source = memorySource(bytes, name)
  const verification = await openVerification({
    ...source,
    async readInto(offset, target) {
      assert.ok(!isOpen, `read again at ${offset}`)
      return (await source.readInto?.(offset, target)) ?? 0
    },
  })
  isOpen = true
  const arena = crc64Arena(1, 256 * 1024)
  const [buffer = new Uint8Array()] = arena.buffers
  for (let at = 0; at < bytes.byteLength; at += buffer.byteLength) {
    const chunk = bytes.subarray(at, at + buffer.byteLength)
    buffer.set(chunk)
    const piece = verification.piece(0, at, chunk.byteLength)
    piece.see(buffer.subarray(0, chunk.byteLength))
    piece.accept()
    piece.accept()
  }
  const { verdict, bytesRead } = await verification.finish()
  assert.equal(verdict, 'sound')
  assert.equal(bytesRead, 0)
})

test(
  'bytes that were damaged when shown and are sound on the disk make a backup doubtful',
  needsShared('bak'),
  async () => {
    for (const name of names.slice(0, 2)) {
      const bytes = backupBytes(name)
      const verification = await openVerification(memorySource(bytes, name))
      const shown = bytes.slice()
      const at = 16360 + 24 + 9 * 8192 + 200
      shown[at] = (shown[at] ?? 0) ^ 4
      const piece = verification.piece(0, 0, shown.byteLength)
      piece.see(shown)
      piece.accept()
      const { verdict, problem } = await verification.finish()
      assert.equal(verdict, 'doubtful', name)
      assert.equal(problem?.code, 'BAK_READS_DIFFER', name)
    }
  },
)

test(
  'progress reaches the size of the files and stops where the signal says',
  needsShared('bak'),
  async () => {
    const [name = ''] = names
    const source = memorySource(backupBytes(name), name)
    const told: number[] = []
    await verifyBackup(source, {
      onProgress: ({ bytesDone, bytesTotal }) => {
        assert.equal(bytesTotal, source.sizeBytes)
        told.push(bytesDone)
      },
    })
    assert.equal(told.at(-1), source.sizeBytes)
    const stop = new AbortController()
    const running = verifyBackup(source, {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    })
    stop.abort(new Error('enough'))
    await assert.rejects(running, /enough/)
  },
)
