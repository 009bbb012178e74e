/**
 * Real backups, cut off and changed byte by byte: never a hang, a crash, much memory, or a wrong value that a
 * checksum covers without a word about it.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type BackupInspection, inspectBackup, inspectionToJson } from '../../src/bak/index.ts'
import { type ByteSource, memorySource, seededIds } from '../../src/core/index.ts'
import { randomSeed } from '../random-seed.ts'
import { needsShared } from '../shared-files.ts'
import { giantBackup } from './giant-backup.ts'
import { backupBytes, backupNames, readGolden } from './golden.ts'
import { concat, sound } from './made-by-hand.ts'
import { type MtfPlace, placesOf } from './mtf-places.ts'

/** Compared without the name and size, which a cut changes by itself. */
function facts(inspection: BackupInspection): string {
  const { bytes: _, ...rest } = inspectionToJson(inspection)
  return JSON.stringify(rest)
}

function hasNotice(inspection: BackupInspection): boolean {
  return (
    inspection.problem !== undefined ||
    (inspection.kind === 'mtf' && inspection.warnings.length > 0)
  )
}

/** Returns a source over the bytes with some of them replaced, without copying the rest. */
function changedSource(bytes: Uint8Array, changes: ReadonlyMap<number, number>): ByteSource {
  const source = memorySource(bytes, 'changed.bak')
  return {
    ...source,
    async read(offset, length) {
      const read = await source.read(offset, length)
      for (const [at, value] of changes)
        if (at >= offset && at < offset + read.byteLength) read[at - offset] = value
      return read
    },
  }
}

function plainBackups(): string[] {
  const golden = readGolden()
  return backupNames().filter((name) => golden[name]?.container === 'mtf')
}

test(
  'a file cut at or beside any border of blocks and streams is called truncated',
  needsShared('bak'),
  async (t) => {
    let count = 0
    for (const name of plainBackups()) {
      const bytes = backupBytes(name)
      const places = placesOf(bytes)
      const setEnds = new Set(places.filter((place) => place.endsSet).map((place) => place.end))
      // Borders of blocks with the bytes beside them, borders of streams alone.
      const cuts = new Set(
        places.flatMap(({ name: place, begin, end }) =>
          / header$/.test(place) && !place.includes('stream')
            ? [begin - 1, begin, begin + 1, end]
            : [begin, end],
        ),
      )
      for (const size of cuts) {
        if (size < 0 || size >= bytes.byteLength) continue
        count++
        const cut = await inspectBackup(memorySource(bytes.subarray(0, size), name))
        const where = `${name} cut at ${size}`
        if (size < 4) {
          assert.equal(cut.kind, 'not-a-backup', where)
          assert.equal(cut.problem?.code, size === 0 ? 'BAK_EMPTY' : 'BAK_NOT_A_BACKUP', where)
          continue
        }
        assert.ok(cut.kind === 'mtf', where)
        if (setEnds.has(size)) {
          // A file that ends with a whole backup set cannot be told from one that never had more.
          assert.equal(cut.walk, 'ok', where)
          continue
        }
        assert.equal(cut.walk, 'truncated', where)
        assert.equal(cut.problem?.code, 'BAK_TRUNCATED', where)
        assert.equal(cut.problem?.details['sizeBytes'], size, where)
        assert.ok(Number(cut.problem?.details['expected']) > size, where)
        // The next header is expected on a multiple of 4, up to three bytes further.
        assert.ok(Number(cut.problem?.details['offset']) <= size + 3, where)
      }
    }
    t.diagnostic(`${count} cuts`)
    assert.ok(count > 5_000, `${count} cuts`)
  },
)

test('a cut file still gives the sets and headers before the cut', needsShared('bak'), async () => {
  const bytes = backupBytes('2012-multi-6diff-2dbs__diff.bak')
  const whole = await inspectBackup(memorySource(bytes))
  assert.ok(whole.kind === 'mtf')
  const third = whole.sets[2]
  assert.ok(third)
  const cut = await inspectBackup(memorySource(bytes.subarray(0, third.offset + 8192)))
  assert.ok(cut.kind === 'mtf')
  assert.deepEqual(
    cut.sets.map((set) => [set.position, set.isComplete]),
    [
      [1, true],
      [2, true],
      [3, false],
    ],
  )
  assert.deepEqual(cut.sets.slice(0, 2), whole.sets.slice(0, 2))
  assert.equal(cut.sets[2]?.database, 'DB_QLBH1')
  assert.equal(cut.sets[2]?.finish, undefined)
})

/** Flips over all files; each changes one byte to another value. */
const flipCount = 12_000

test(
  'a changed byte is never met with a crash, and where a checksum covers it never with silence',
  needsShared('bak'),
  async (t) => {
    const seed = randomSeed()
    const { random } = seededIds(seed)
    const pick = (below: number) => Math.floor(random() * below)
    const files = plainBackups().map((name) => ({
      name,
      bytes: backupBytes(name),
      places: [] as MtfPlace[],
      facts: '',
    }))
    let reported = 0
    let silent = 0
    let harmless = 0
    const heapBefore = process.memoryUsage().rss
    for (let flip = 0; flip < flipCount; flip++) {
      const file = files[flip % files.length]!
      if (file.places.length === 0) {
        file.places = placesOf(file.bytes)
        file.facts = facts(await inspectBackup(memorySource(file.bytes, 'changed.bak')))
      }
      // Half of the flips hit headers with a checksum, the other half any byte of blocks and header records.
      const covered = file.places.filter((place) => place.hasChecksum)
      const place =
        flip % 2 === 0 ? covered[pick(covered.length)]! : file.places[pick(file.places.length)]!
      const at =
        place.begin +
        pick(Math.min(place.end - place.begin, place.isMetadata ? Number.POSITIVE_INFINITY : 64))
      const changes = new Map([[at, (file.bytes[at]! + 1 + pick(255)) & 0xff]])
      const where = `seed ${seed}, ${file.name}, byte ${at} of ${place.name} = ${changes.get(at)}`
      const inspection = await inspectBackup(changedSource(file.bytes, changes)).catch(
        (error: unknown) => {
          throw new Error(`${where} threw`, { cause: error })
        },
      )
      if (hasNotice(inspection)) reported++
      else if (facts(inspection) === file.facts) harmless++
      else {
        silent++
        assert.ok(!place.hasChecksum, `${where} changed the answer without a word`)
      }
    }
    const grownMiB = Math.round((process.memoryUsage().rss - heapBefore) / 2 ** 20)
    t.diagnostic(
      `seed ${seed}: ${flipCount} flips, ${reported} reported, ${harmless} without effect, ${silent} in bytes without checksum or second copy`,
    )
    // The files themselves are part of the growth: 60 MiB of real backups are held in memory.
    t.diagnostic(`memory grew by ${grownMiB} MiB`)
    assert.ok(silent < flipCount / 20, `${silent} silent`)
  },
)

test(
  'every byte of a header with a checksum is covered: each flip of a whole small file is reported',
  needsShared('bak'),
  async () => {
    const bytes = backupBytes('2008r2-chainB-ola__test_LOG_20160629_141500.trn')
    let flips = 0
    for (const place of placesOf(bytes)) {
      if (!place.hasChecksum) continue
      for (let at = place.begin; at < place.end; at++) {
        const inspection = await inspectBackup(
          changedSource(bytes, new Map([[at, bytes[at]! ^ 0x5a]])),
        )
        assert.ok(inspection.problem, `byte ${at} of ${place.name}`)
        flips++
      }
    }
    assert.ok(flips > 500)
  },
)

test(
  'a changed byte in a container or a foreign file is met with an answer, never with a crash',
  needsShared('bak'),
  async (t) => {
    const golden = readGolden()
    const seed = randomSeed()
    const { random } = seededIds(seed)
    let flips = 0
    for (const name of backupNames()) {
      const container = golden[name]?.container
      if (container === 'mtf') continue
      const bytes = backupBytes(name)
      const untouched = facts(await inspectBackup(changedSource(bytes, new Map())))
      for (let flip = 0; flip < 250; flip++, flips++) {
        const begin = container === 'compressed' && flip % 2 ? bytes.byteLength : 512
        const at = Math.floor(random() * Math.min(begin, bytes.byteLength))
        const changes = new Map([[at, Math.floor(random() * 256)]])
        const inspection = await inspectBackup(changedSource(bytes, changes))
        const where = `seed ${seed}, ${name}, byte ${at}`
        // Memory without meaning fills up a container's header, and pages are not read for an inspection.
        if (container === 'compressed' && inspection.kind === 'mtf')
          assert.ok(hasNotice(inspection) || facts(inspection) === untouched, where)
        else {
          assert.notEqual(inspection.kind, 'mtf', where)
          assert.ok(inspection.problem, where)
        }
      }
    }
    t.diagnostic(`seed ${seed}: ${flips} flips`)
  },
)

test(
  'no changed byte in a backup of 1 TiB makes the reader ask for more than 100 MB in all, or read for ever',
  needsShared('bak'),
  async (t) => {
    const seed = randomSeed()
    const { random } = seededIds(seed)
    const real = backupBytes('2008-vi__QLHangHoa.bak')
    const places = placesOf(real)
    const data = places.find((place) => place.name === 'MQDA stream')
    assert.ok(data)
    const giant = giantBackup(real, 2 ** 40)
    const moved = giant.sizeBytes - real.byteLength
    const metadata = places.filter((place) => place.isMetadata)
    let most = 0
    let flips = 0
    for (; flips < 4000; flips++) {
      const place = metadata[Math.floor(random() * metadata.length)]!
      const at = place.begin + Math.floor(random() * (place.end - place.begin))
      const giantAt = at < data.end ? at : at + moved
      const value = (real[at]! + 1 + Math.floor(random() * 255)) & 0xff
      let asked = 0
      let reads = 0
      await inspectBackup({
        ...giant,
        async read(offset, length) {
          asked += length
          reads++
          const where = `seed ${seed}, byte ${at} of ${place.name} = ${value}`
          assert.ok(asked < 100e6 && reads < 10_000, `${where}: ${asked} bytes in ${reads} reads`)
          const read = await giant.read(offset, length)
          if (giantAt >= offset && giantAt < offset + read.byteLength)
            read[giantAt - offset] = value
          return read
        },
      })
      most = Math.max(most, asked)
    }
    t.diagnostic(`seed ${seed}: ${flips} flips, at most ${most} bytes asked for`)
  },
)

test('anything behind the beginning of a sound file is met with an answer', async () => {
  const whole = concat([...sound()])
  const parts = fc.tuple(fc.nat(whole.byteLength), fc.uint8Array({ maxLength: 300 }))
  await fc.assert(
    fc.asyncProperty(parts, async ([kept, rest]) => {
      fc.pre(kept + rest.byteLength > 0 && !(kept === whole.byteLength && rest.byteLength === 0))
      const bytes = concat([whole.subarray(0, kept), rest])
      const inspection = await inspectBackup(memorySource(bytes))
      const isSame = facts(inspection) === facts(await inspectBackup(memorySource(whole)))
      assert.ok(hasNotice(inspection) || isSame)
    }),
    { numRuns: 2000 },
  )
})
