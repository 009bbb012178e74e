/** Every real backup is verified: sound, or not for the documented reason. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspectBackup, verifyBackup } from '../../../src/bak/index.ts'
import { needsShared } from '../../shared-files.ts'
import { backupNames, backupSource, readGolden } from '../golden.ts'

/** Media set of each stripe, so that those that belong together can be given together. */
async function stripesByMedia() {
  const media = new Map<string, string[]>()
  const missing = new Map<string, number>()
  for (const name of backupNames()) {
    const inspection = await inspectBackup(backupSource(name))
    if (inspection.kind !== 'mtf' || inspection.label.familyCount === 1) continue
    const { mediaSetId = '', familyCount, familyNumber } = inspection.label
    media.set(mediaSetId, [...(media.get(mediaSetId) ?? []), name])
    missing.set(name, familyCount + 1 - familyNumber)
  }
  return { media, missing }
}

test(
  'every real backup is sound but for lone stripes, what is encrypted and what is no backup',
  needsShared('bak'),
  async () => {
    const golden = readGolden()
    const { missing } = await stripesByMedia()
    for (const name of backupNames()) {
      const said = await verifyBackup(backupSource(name))
      const kind = golden[name]?.container
      if (kind === 'encrypted' || kind === 'not-a-backup') {
        assert.equal(said.verdict, 'not-verifiable', name)
        const code = kind === 'encrypted' ? 'BAK_ENCRYPTED' : 'BAK_NOT_A_BACKUP'
        assert.equal(said.problem?.code, code, name)
        assert.equal(said.unproved[0]?.code, 'BAK_VERIFY_STOPPED', name)
        continue
      }
      if (missing.has(name)) {
        assert.equal(said.verdict, 'incomplete', name)
        assert.equal(said.problem?.code, 'BAK_STRIPES_MISSING', name)
        assert.equal(said.problem?.details['missing'], String(missing.get(name)), name)
        assert.equal(said.findingCount, 1, `${name}: ${said.findings[1]?.message}`)
        continue
      }
      assert.equal(said.verdict, 'sound', `${name}: ${said.problem?.message}`)
      assert.deepEqual(said.findings, [], name)
      assert.ok(said.bytesRead >= said.bytesTotal, name)
      assert.ok(said.proved.blocks > 0 && said.proved.streams > 0, name)
      assert.deepEqual(
        said.limits.map(({ code }) => code),
        ['BAK_VERIFY_IS_NO_RESTORE'],
        name,
      )
    }
  },
)

test(
  'the stripes of one backup are verified together, and extents may lie in any of them',
  needsShared('bak'),
  async () => {
    const { media } = await stripesByMedia()
    const whole = [...media.values()].filter((names) => names.length === 2)
    assert.ok(whole.length >= 3)
    let extents = 0
    for (const names of whole) {
      const said = await verifyBackup(names.map(backupSource).reverse())
      assert.equal(said.verdict, 'sound', `${names}: ${said.problem?.message}`)
      extents += said.proved.extentsByMaps
    }
    assert.ok(extents > 20, `${extents} extents`)
  },
)

test('stripes of different backups are refused together', needsShared('bak'), async () => {
  const { media } = await stripesByMedia()
  const firsts = [...media.values()].map(([name = '']) => backupSource(name)).slice(0, 2)
  const said = await verifyBackup(firsts)
  assert.equal(said.verdict, 'not-verifiable')
  assert.equal(said.problem?.code, 'BAK_STRIPES_MIXED')
})

test(
  'what was proved is counted, and what could not be is said with its reason',
  needsShared('bak'),
  async () => {
    const codes = async (name: string) => {
      const said = await verifyBackup(backupSource(name))
      return { ...said.proved, codes: said.unproved.map(({ code }) => code) }
    }
    const summed = await codes(
      '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_FULL_20170518_041740.bak',
    )
    assert.deepEqual([summed.dataChecksums, summed.logChecksums], [1, 1])
    assert.deepEqual([summed.pagesByChecksum, summed.extentsByMaps], [161, 21])
    assert.deepEqual(summed.codes, ['BAK_UNPROVED_BYTES'])
    const torn = await codes('2005-compat80-northwind__Northwind.bak')
    assert.deepEqual([torn.pagesByChecksum, torn.pagesByTornBits], [0, 385])
    assert.deepEqual(torn.codes, ['BAK_UNPROVED_PAGES', 'BAK_UNPROVED_LOG', 'BAK_UNPROVED_BYTES'])
    const compressed = await codes('2016-compressed__TSQL2012.bak')
    assert.equal(compressed.chunks, 120)
    assert.equal(compressed.extentsByMaps, 114)
  },
)
