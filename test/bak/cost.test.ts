/** What reading costs: a few small reads, whatever the size of the file. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspectBackup } from '../../src/bak/index.ts'
import { type ByteSource, memorySource } from '../../src/core/index.ts'
import { needsShared } from '../shared-files.ts'
import { giantBackup } from './giant-backup.ts'
import { backupBytes, backupNames } from './golden.ts'

export function countingSource(source: ByteSource): ByteSource & { reads: number; bytes: number } {
  const counting = {
    ...source,
    reads: 0,
    bytes: 0,
    read(offset: number, length: number) {
      counting.reads++
      counting.bytes += length
      return source.read(offset, length)
    },
  }
  return counting
}

test(
  'no real uncompressed backup costs more than 64 KiB in 10 reads for each of its sets',
  needsShared('bak'),
  async () => {
    for (const name of backupNames()) {
      const source = countingSource(memorySource(backupBytes(name), name))
      const inspection = await inspectBackup(source)
      const sets = inspection.kind === 'mtf' ? inspection.sets.length : 1
      // What compressed ones cost stands in container/image.test.ts.
      if (inspection.kind === 'mtf' && inspection.compression) continue
      assert.ok(source.reads <= 10 * sets, `${name}: ${source.reads} reads`)
      assert.ok(source.bytes <= 64 * 1024 * sets, `${name}: ${source.bytes} bytes`)
    }
  },
)

test('a backup of 1 TiB costs as many reads as one of 1 MiB', needsShared('bak'), async () => {
  const real = backupBytes('2008-vi__QLHangHoa.bak')
  const small = countingSource(memorySource(real, 'small.bak'))
  const giant = countingSource(giantBackup(real, 2 ** 40))
  const inspected = await inspectBackup(giant)
  assert.ok(inspected.kind === 'mtf')
  assert.equal(inspected.problem, undefined)
  assert.equal(inspected.sets[0]?.database, 'QLHangHoa')
  assert.ok(inspected.sizeBytes > 2 ** 40)
  await inspectBackup(small)
  assert.equal(giant.reads, small.reads)
  assert.ok(giant.bytes < 64 * 1024, `${giant.bytes} bytes`)
})
