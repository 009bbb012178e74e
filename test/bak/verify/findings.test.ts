/** What a verification finds, made by hand in real backups: each kind of damage with its place, and what it is not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type BackupVerdict, inspectBackup, verifyBackup } from '../../../src/bak/index.ts'
import { foldPlain, rotateLeft } from '../../../src/bak/pages/sector-fold.ts'
import { memorySource } from '../../../src/core/index.ts'
import { needsShared } from '../../shared-files.ts'
import { backupBytes, backupNames } from '../golden.ts'
import { placesOf } from '../mtf-places.ts'

const plain = '2008-vi__QLHangHoa.bak'
const summed = '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_FULL_20170518_041740.bak'
const torn = '2005-compat80-northwind__Northwind.bak'
const options = needsShared('bak')

const pageBytes = 8192
const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** A backup to be changed, with where its pages and its log begin. */
function opened(name: string) {
  const bytes = backupBytes(name)
  const begins = (what: string) =>
    placesOf(bytes)
      .filter((place) => place.name === `${what} stream` && place.end - place.begin > 512)
      .map((place) => place.begin + 2)
  const [pages = 0] = begins('MQDA')
  const [log = 0] = begins('MQTL')
  const sums = placesOf(bytes).filter((place) => place.name === 'CSUM stream')
  /** Where a page of the database lies, by its own header. */
  const page = (pageId: number) => {
    for (let at = pages; at + pageBytes <= bytes.byteLength; at += pageBytes)
      if (
        view(bytes).getUint32(at + 32, true) === pageId &&
        view(bytes).getUint16(at + 36, true) === 1
      )
        return at
    throw new Error(`no page ${pageId}`)
  }
  const verify = () => verifyBackup(memorySource(bytes, name))
  const flip = (at: number, mask = 0x10) => {
    bytes[at] = (bytes[at] ?? 0) ^ mask
  }
  return { bytes, pages, log, sums, page, verify, flip, view: view(bytes) }
}

/** Gives a page the checksum of its bytes. */
function reseal(bytes: Uint8Array, at: number): void {
  view(bytes).setUint32(at + 60, 0, true)
  view(bytes).setUint32(at + 60, foldPlain(bytes, at, 16), true)
}

const codesOf = (said: BackupVerdict) => said.findings.map(({ code }) => code)
const unprovedOf = (said: BackupVerdict) => said.unproved.map(({ code }) => code)

test(
  'a changed page is named by file and page, by its place and by what its header says',
  options,
  async () => {
    const { page, verify, flip } = opened(plain)
    const at = page(20)
    flip(at + 4000)
    const said = await verify()
    assert.equal(said.verdict, 'damaged')
    assert.equal(said.problem?.code, 'BAK_PAGE_DAMAGED')
    assert.deepEqual(codesOf(said), ['BAK_PAGE_DAMAGED'])
    const found = said.firstDamagedPage
    assert.equal(found?.offset, at)
    assert.equal(found?.weight, 'damage')
    assert.deepEqual([found?.page.fileId, found?.page.pageId], [1, 20])
    assert.ok(found && found.page.headerObjectId > 0)
  },
)

test('a page that lost the flag of its checksum is found', options, async () => {
  const { page, verify, flip } = opened(plain)
  flip(page(20) + 5, 0x02)
  assert.deepEqual(codesOf(await verify()), ['BAK_PAGE_DAMAGED'])
})

test('what stands in a page that is not in use does not matter', options, async () => {
  const { bytes, pages, verify, flip } = opened(plain)
  const pfs = pages + pageBytes
  let free = 0
  for (let id = 8; id < 160; id++)
    if (((bytes[pfs + 100 + id] ?? 0) & 0x40) === 0 && free < 3) {
      const at = pages + id * pageBytes
      if (view(bytes).getUint32(at + 32, true) !== id) continue
      flip(at + 300)
      free++
    }
  assert.ok(free > 0)
  assert.equal((await verify()).verdict, 'sound')
})

test('the first damaged page comes first, however many follow', options, async () => {
  const { pages, verify, flip } = opened('2012-db__db.bak')
  for (let page = 300; page >= 9; page--) flip(pages + page * pageBytes + 1000)
  const said = await verify()
  assert.equal(said.firstDamagedPage?.page.pageId, 9)
  assert.equal(said.findings.length, 100)
  assert.ok(said.findingCount > 200)
})

test(
  'a page that was damaged before the backup is told from one that was damaged after it',
  options,
  async () => {
    const { bytes, pages, log, sums, page, verify, flip, view: data } = opened(summed)
    flip(page(20) + 4000)
    const after = await verify()
    assert.deepEqual(codesOf(after).sort(), ['BAK_DATA_DAMAGED', 'BAK_PAGE_DAMAGED'])
    const [sum] = sums
    assert.ok(sum && log > pages)
    data.setUint32(sum.begin, foldPlain(bytes, pages, 1_376_256 / 512), true)
    const before = await verify()
    assert.equal(before.verdict, 'damaged')
    assert.deepEqual(codesOf(before), ['BAK_PAGE_DAMAGED_IN_DATABASE'])
  },
)

test('changed log and changed checksums of the backup are found', options, async () => {
  const { log, sums, verify, flip } = opened(summed)
  flip(log + 777)
  const said = await verify()
  assert.equal(said.verdict, 'damaged')
  assert.equal(said.problem?.code, 'BAK_DATA_DAMAGED')
  assert.equal(said.problem?.details['what'], 'MQTL')
  flip(log + 777)
  assert.equal((await verify()).verdict, 'sound')
  flip(sums[0]?.begin ?? 0)
  assert.equal((await verify()).problem?.details['what'], 'MQDA')
})

test('a torn page is found by the bits of its sectors', options, async () => {
  const { page, verify, flip } = opened(torn)
  const at = page(20)
  flip(at + 5 * 512 + 511, 1)
  const said = await verify()
  assert.deepEqual(codesOf(said), ['BAK_PAGE_TORN'])
  assert.equal(said.verdict, 'damaged')
  assert.equal(said.firstDamagedPage?.page.pageId, 20)
})

test(
  'pages that changed places are found although their checksums are right',
  options,
  async () => {
    const { bytes, page, verify } = opened(plain)
    const [one, other] = [page(20), page(21)]
    const kept = bytes.slice(one, one + pageBytes)
    bytes.copyWithin(one, other, other + pageBytes)
    bytes.set(kept, other)
    const said = await verify()
    assert.equal(said.verdict, 'damaged')
    assert.deepEqual(codesOf(said), ['BAK_PAGE_MISPLACED', 'BAK_PAGE_MISPLACED'])
    assert.equal(said.firstDamagedPage?.offset, Math.min(one, other))
  },
)

test('allocation maps that ask for other extents than are there are found', options, async () => {
  const { bytes, pages, verify } = opened(torn)
  const gam = pages + 2 * pageBytes + 194
  const free = bytes.subarray(gam, gam + 60).indexOf(0xff)
  assert.ok(free > 0)
  bytes[gam + free] = 0xfe
  const said = await verify()
  assert.equal(said.verdict, 'damaged')
  assert.ok(codesOf(said).includes('BAK_EXTENTS_MISPLACED'))
})

/** The two files of a striped full backup. */
async function stripes() {
  const byMedia = new Map<string, string[]>()
  for (const name of backupNames().filter((candidate) => candidate.includes('striped'))) {
    const inspection = await inspectBackup(memorySource(backupBytes(name), name))
    assert.ok(inspection.kind === 'mtf')
    if (inspection.sets[0]?.type !== 'FULL') continue
    const { mediaSetId = '' } = inspection.label
    byMedia.set(mediaSetId, [...(byMedia.get(mediaSetId) ?? []), name])
  }
  const names = [...byMedia.values()].find((group) => group.length === 2)
  assert.ok(names)
  return names.map((name) => ({ name, ...opened(name) }))
}

test('an extent that no stripe holds is missed where its pages are in use', options, async () => {
  const files = await stripes()
  const sources = files.map(({ name, bytes }) => memorySource(bytes, name))
  assert.equal((await verifyBackup(sources)).verdict, 'sound')
  const holder = files.find(({ page }) => {
    try {
      return page(24) > 0
    } catch {
      return false
    }
  })
  assert.ok(holder)
  const at = holder.page(24)
  holder.bytes.fill(0, at, at + 8 * pageBytes)
  const said = await verifyBackup(sources)
  assert.equal(said.verdict, 'damaged')
  assert.deepEqual(codesOf(said), ['BAK_EXTENTS_MISSING'])
  assert.deepEqual([said.problem?.details['fileId'], said.problem?.details['pageId']], [1, 24])
})

test('a changed page of a stripe is found by the PFS page of the other', options, async () => {
  for (const which of [0, 1]) {
    const files = await stripes()
    const file = files[which]
    assert.ok(file)
    const at = file.pages + 3 * 8 * pageBytes
    file.flip(at + 5000)
    const said = await verifyBackup(files.map(({ name, bytes }) => memorySource(bytes, name)))
    assert.deepEqual(codesOf(said), ['BAK_PAGE_DAMAGED'])
    assert.equal(said.findings[0]?.stripe, which)
    assert.equal(said.findings[0]?.offset, at)
  }
})

test('a file that reads differently each time is doubtful, not damaged', options, async () => {
  const { bytes, page, view: data } = opened(plain)
  const at = page(20) + 100
  let reads = 0
  const source = memorySource(bytes, plain)
  const said = await verifyBackup({
    ...source,
    async readInto(offset, target) {
      const count = (await source.readInto?.(offset, target)) ?? 0
      if (reads++ === 0) target[at - offset] = (target[at - offset] ?? 0) ^ 1
      return count
    },
  })
  assert.ok(data.byteLength > at)
  assert.equal(said.verdict, 'doubtful')
  assert.equal(said.problem?.code, 'BAK_READS_DIFFER')
})

test(
  'a release that was never validated and pages that look encrypted are said',
  options,
  async () => {
    const { bytes, page, verify, view: data } = opened(plain)
    const boot = page(9)
    data.setUint16(boot + 100, 0x5a5a, true)
    reseal(bytes, boot)
    const encrypted = await verify()
    assert.equal(encrypted.verdict, 'sound')
    assert.ok(unprovedOf(encrypted).includes('BAK_UNPROVED_ENCRYPTED_PAGES'))
    bytes[page(20) + 99] = 1 + (bytes[page(20) + 99] ?? 0)
    assert.equal((await verify()).verdict, 'doubtful')
    for (const place of placesOf(bytes))
      if (place.name === 'MQCI stream') data.setUint16(place.begin + 94, 1100, true)
    assert.ok(unprovedOf(await verify()).includes('BAK_UNPROVED_RELEASE'))
    for (const place of placesOf(bytes))
      if (place.name === 'MQCI stream') bytes[place.begin + 87] = 'P'.charCodeAt(0)
    const partial = await verify()
    assert.ok(unprovedOf(partial).includes('BAK_UNPROVED_PLACES'))
    assert.equal(rotateLeft(1, 33), 2)
  },
)

test(
  'damage to a compressed file names the chunk, its place in the image and the first page in it',
  options,
  async () => {
    const name = '2016-compressed__TSQL2012.bak'
    const { bytes, verify, flip } = { ...openedCompressed(name) }
    flip(bytes.byteLength >> 1)
    const said = await verify()
    assert.equal(said.verdict, 'damaged')
    assert.equal(said.problem?.code, 'BAK_CHUNK_DAMAGED')
    const found = said.firstDamagedPage
    assert.ok(found && found.imageOffset !== undefined && found.imageOffset > found.offset)
    assert.ok(found.offset < bytes.byteLength >> 1)
    assert.equal(found.page.fileId, 1)
    assert.ok(said.proved.chunks > 100)
  },
)

function openedCompressed(name: string) {
  const bytes = backupBytes(name)
  return {
    bytes,
    verify: () => verifyBackup(memorySource(bytes, name)),
    flip: (at: number) => {
      bytes[at] = (bytes[at] ?? 0) ^ 0x10
    },
  }
}

test('bytes behind the end and a source that ends early are told', options, async () => {
  const bytes = backupBytes(plain)
  const longer = new Uint8Array(bytes.byteLength + 4096)
  longer.set(bytes)
  assert.equal((await verifyBackup(memorySource(longer, plain))).verdict, 'damaged')
  const cut = await verifyBackup(memorySource(bytes.subarray(0, 900_000), plain))
  assert.equal(cut.verdict, 'incomplete')
  assert.equal(cut.problem?.code, 'BAK_TRUNCATED')
  assert.deepEqual(unprovedOf(cut), ['BAK_VERIFY_STOPPED'])
  const source = memorySource(bytes, plain)
  await assert.rejects(
    verifyBackup({ ...source, readInto: async () => 7 }),
    (error) => error instanceof Error && 'code' in error && error.code === 'BAK_CHANGED_WHILE_READ',
  )
})
