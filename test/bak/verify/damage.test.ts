/**
 * Damage to real backups: bytes changed and files cut at places that are uniform over the file. What a checksum covers
 * is always found. A plain run tries a share of it, `npm run soak` 500 changes and
 * 200 cuts of each file, of compressed ones 100 changes.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspectBackup, verifyBackup } from '../../../src/bak/index.ts'
import { memorySource, seededIds } from '../../../src/core/index.ts'
import { isSoak, randomSeed } from '../../random-seed.ts'
import { needsShared } from '../../shared-files.ts'
import { backupBytes, backupNames, readGolden } from '../golden.ts'
import { coverageOf } from './covered-bytes.ts'

/** Files of all releases, with and without checksums, striped, compressed, of several sets, log alone. */
function files(): string[] {
  const golden = readGolden()
  return backupNames().filter((name) => {
    const kind = golden[name]?.container
    return kind === 'mtf' || kind === 'compressed'
  })
}

interface Count {
  found: number
  missed: number
  notCovered: number
  notCoveredFound: number
}

test(
  'a changed byte that a checksum covers is always found, whatever the file',
  needsShared('bak'),
  async (t) => {
    const seed = randomSeed()
    const { random } = seededIds(seed)
    const count: Count = { found: 0, missed: 0, notCovered: 0, notCoveredFound: 0 }
    const missed: string[] = []
    let used = 0
    for (const name of files()) {
      const bytes = backupBytes(name)
      const source = memorySource(bytes, name)
      const before = await verifyBackup(source)
      const { isCovered } = coverageOf(bytes)
      used++
      const isCompressed = readGolden()[name]?.container === 'compressed'
      const flips = isSoak() ? (isCompressed ? 100 : 500) : bytes.byteLength > 1e6 ? 20 : 60
      for (let flip = 0; flip < flips; flip++) {
        const at = Math.floor(random() * bytes.byteLength)
        const value = bytes[at] ?? 0
        bytes[at] = (value + 1 + Math.floor(random() * 255)) & 0xff
        const said = await verifyBackup(source)
        // A lone stripe is incomplete from the first: there a finding more has to come.
        const isFound = said.verdict !== before.verdict || said.findingCount > before.findingCount
        if (isCovered[at] === 1) {
          if (isFound) count.found++
          else {
            count.missed++
            missed.push(`${name}: byte ${at}, ${value} to ${bytes[at]}`)
          }
        } else {
          count.notCovered++
          if (isFound) count.notCoveredFound++
        }
        bytes[at] = value
      }
    }
    const { found, notCovered, notCoveredFound } = count
    t.diagnostic(
      `seed ${seed}: ${found + count.missed + notCovered} flips in ${used} files, covered and found ${found}, covered and missed ${count.missed}, not covered ${notCovered} (of which found ${notCoveredFound})`,
    )
    assert.ok(used >= 20)
    assert.deepEqual(missed, [], `seed ${seed}`)
  },
)

test('a cut file is never sound, wherever it is cut', needsShared('bak'), async (t) => {
  const seed = randomSeed()
  const { random } = seededIds(seed)
  const verdicts = new Map<string, number>()
  let cuts = 0
  for (const name of files()) {
    const bytes = backupBytes(name)
    const { ends } = coverageOf(bytes)
    const whole = await inspectBackup(memorySource(bytes, name))
    assert.ok(whole.kind === 'mtf')
    for (let cut = 0; cut < (isSoak() ? 200 : 12); cut++) {
      const size = Math.floor(random() * bytes.byteLength)
      if (ends.has(size)) continue
      const said = await verifyBackup(memorySource(bytes.subarray(0, size), name))
      cuts++
      verdicts.set(said.verdict, (verdicts.get(said.verdict) ?? 0) + 1)
      assert.notEqual(said.verdict, 'sound', `seed ${seed}, ${name} cut at ${size}`)
      assert.notEqual(said.verdict, 'doubtful', `seed ${seed}, ${name} cut at ${size}`)
      assert.ok(said.problem, `seed ${seed}, ${name} cut at ${size}`)
      if (said.problem.code === 'BAK_TRUNCATED')
        assert.equal(said.problem.details['sizeBytes'], size, `seed ${seed}, ${name}`)
    }
  }
  const shares = [...verdicts].map(([verdict, count]) => `${verdict} ${count}`).join(', ')
  t.diagnostic(`seed ${seed}: ${cuts} cuts: ${shares}`)
})

test(
  'on files taken WITH CHECKSUM at least 99 % of the bytes of data are covered',
  needsShared('bak'),
  () => {
    let withChecksum = 0
    for (const name of files()) {
      const { isCovered, isData } = coverageOf(backupBytes(name))
      const golden = readGolden()[name]
      const data = isData.reduce((sum, byte) => sum + byte)
      const covered = isData.reduce((sum, byte, at) => sum + (byte & (isCovered[at] ?? 0)), 0)
      const isSummed = golden?.sets?.every((set) => set['hasChecksums'] === true)
      if (!isSummed || data === 0) continue
      withChecksum++
      assert.ok(covered / data >= 0.99, `${name}: ${covered} of ${data}`)
    }
    assert.ok(withChecksum >= 7, `${withChecksum} files`)
  },
)
