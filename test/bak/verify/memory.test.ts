/** What reading backups takes of memory, damaged ones too: no field in a file makes a reader take more. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { isSoak, randomSeed } from '../../random-seed.ts'
import { needsShared } from '../../shared-files.ts'

const mostBytes = 200_000_000
/** Processes, one after the other. */
const shares = 5

test(
  'no real backup, whole, changed or cut, takes a process over 200 MB',
  needsShared('bak'),
  async (t) => {
    const seed = randomSeed()
    const program = join(import.meta.dirname, 'read-damaged-files.ts')
    const changes = isSoak() ? 4 : 1
    let allReads = 0
    for (let share = 0; share < shares; share++) {
      const given = [seed, changes, share, shares].map(String)
      const { stdout } = await promisify(execFile)(process.execPath, [
        '--expose-gc',
        program,
        ...given,
      ])
      const { reads, peakBytes } = JSON.parse(stdout)
      allReads += reads
      t.diagnostic(
        `seed ${seed}: ${reads} reads, ${Math.round(peakBytes / 1e6)} MB at most, Node included`,
      )
      assert.ok(peakBytes <= mostBytes, `seed ${seed}, share ${share}: ${peakBytes} bytes`)
    }
    assert.ok(allReads >= 60 * (1 + 2 * changes), `${allReads} reads`)
  },
)
