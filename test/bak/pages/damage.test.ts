/**
 * Changed bytes in real backups: reading every page in use either says what is wrong or gives what the untouched file
 * gives. Where a database has no page checksums, only what placement rests on can be noticed.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BackupPart } from '../../../src/bak/pages/backup-part.ts'
import { unitPageAddresses } from '../../../src/bak/pages/iam.ts'
import { openDatabasePages } from '../../../src/bak/pages/open-database-pages.ts'
import { pageHeader, pageType, pageTypes } from '../../../src/bak/pages/page.ts'
import { placeSet } from '../../../src/bak/pages/place-set.ts'
import { crc64, isMigrationError, memorySource, seededIds } from '../../../src/core/index.ts'
import { randomSeed } from '../../random-seed.ts'
import { needsShared } from '../../shared-files.ts'
import { backupBytes } from '../golden.ts'
import { realPart } from './real-backups.ts'

const ownAccounts: readonly number[] = [
  pageTypes.fileHeader,
  pageTypes.pfs,
  pageTypes.gam,
  pageTypes.sgam,
  pageTypes.dcm,
]

/**
 * Returns all pages in use but those that only keep account of them, and what the maps of all units name, as one
 * number; or the code of what is wrong.
 */
async function answer(parts: readonly BackupPart[]): Promise<string> {
  try {
    const pages = await openDatabasePages({ full: parts })
    let digest = 0n
    for (const { fileId, pageCount } of pages.files)
      for (let pageId = 0; pageId < pageCount; pageId++) {
        if (!(await pages.isAllocated(fileId, pageId))) continue
        const page = await pages.load(fileId, pageId)
        if (page === undefined) return `absent ${fileId}:${pageId}`
        if (ownAccounts.includes(pageType(page.view))) continue
        digest = crc64(page.bytes, digest)
        if (pageType(page.view) !== pageTypes.iam || pageHeader(page.view).previous) continue
        for await (const address of unitPageAddresses(pages, page))
          digest = (digest * 31n + BigInt(address.pageId)) & 0xffff_ffff_ffff_ffffn
      }
    return digest.toString(16)
  } catch (error) {
    if (isMigrationError(error)) return error.code
    throw error
  }
}

/** Returns where the pages with the allocation maps of a single file lie in it. */
async function mapPages(part: BackupPart): Promise<number[]> {
  const placed = await placeSet([part], 'FULL')
  const first = placed.regions.find(({ index }) => index === 0)
  assert.ok(first)
  const lead = first.placement.find(1, 0)
  assert.equal(lead, 0)
  return [0, 1, 2, 3, 6].map((pageId) => first.reader.offsetOf(pageId))
}

const withPageChecksums = ['2017__backup.bak', '2008-vi__QLHangHoa.bak', '2012-db__db.bak']
const withTornBits = ['2005-compat80-northwind__Northwind.bak']

test(
  'changed bytes of the file header, PFS, GAM, SGAM and DCM are noticed or make no difference',
  needsShared('bak'),
  async (t) => {
    const seed = randomSeed()
    const { random } = seededIds(seed)
    const pick = (below: number) => Math.floor(random() * below)
    const codes = new Map<string, number>()
    let flips = 0
    for (const name of [...withPageChecksums, ...withTornBits]) {
      const part = await realPart(name)
      const bytes = backupBytes(name)
      const sound = await answer([part])
      const places = await mapPages(part)
      const begin = performance.now()
      for (let flip = 0; flip < 30 && performance.now() - begin < 4000; flip++, flips++) {
        // The beginning of a page holds its header and, of maps, the bits that are in use.
        const within = flip % 3 === 0 ? pick(8192) : pick(320)
        const at = (places[flip % places.length] ?? 0) + within
        const old = bytes[at] ?? 0
        bytes[at] = (old + 1 + pick(255)) & 0xff
        const where = `seed ${seed}, ${name}, byte ${at} = ${bytes[at]}`
        const found = await answer([{ ...part, image: memorySource(bytes, name) }]).catch(
          (error) => {
            throw new Error(where, { cause: error })
          },
        )
        bytes[at] = old
        const kind = found.startsWith('BAK_') ? found : found === sound ? 'same' : 'other'
        codes.set(kind, (codes.get(kind) ?? 0) + 1)
        // Only the flag that says that there is a checksum can hide a change from it.
        if (kind === 'other' && withPageChecksums.includes(name))
          assert.ok(within === 5, `${where}: ${found}`)
      }
    }
    t.diagnostic(`seed ${seed}: ${flips} flips, ${JSON.stringify(Object.fromEntries(codes))}`)
    assert.ok(flips > 20)
  },
)

test(
  'with page checksums a changed byte of any page is noticed or lies in a page that is not in use',
  needsShared('bak'),
  async (t) => {
    const seed = randomSeed()
    const { random } = seededIds(seed)
    const name = '2017__backup.bak'
    const part = await realPart(name)
    const bytes = backupBytes(name)
    const sound = await answer([part])
    const placed = await placeSet([part], 'FULL')
    const region = placed.regions.find(({ index }) => index === 0)?.region.segments[0]
    assert.ok(region)
    let noticed = 0
    let flips = 0
    const begin = performance.now()
    for (; flips < 60 && performance.now() - begin < 8000; flips++) {
      const at = region.payloadOffset + Math.floor(random() * region.payloadLength)
      const old = bytes[at] ?? 0
      bytes[at] = old ^ (1 << Math.floor(random() * 8))
      const found = await answer([{ ...part, image: memorySource(bytes, name) }])
      const within = (at - region.payloadOffset) % 8192
      bytes[at] = old
      // The map of bulk changes is written without a checksum.
      const isCovered = within !== 5 && ((bytes[at - within + 5] ?? 0) & 2) !== 0
      if (found.startsWith('BAK_')) noticed++
      else assert.ok(found === sound || !isCovered, `seed ${seed}, byte ${at}: ${found}`)
    }
    t.diagnostic(`seed ${seed}: ${flips} flips, ${noticed} noticed`)
    assert.ok(noticed > flips / 3)
  },
)

test(
  'where the maps of one file were changed, its page headers give the same pages, and the placement says so',
  needsShared('bak'),
  async () => {
    const name = '2005-compat80-northwind__Northwind.bak'
    const part = await realPart(name)
    const bytes = backupBytes(name)
    const [, , gam = 0] = await mapPages(part)
    // One extent more than there is: the region is too short for the maps.
    const sound = await answer([part])
    const view = new DataView(bytes.buffer)
    const at = gam + 194 + 7
    const old = view.getUint8(at)
    assert.notEqual(old, 0)
    view.setUint8(at, old & (old - 1))
    const changed = { ...part, image: memorySource(bytes, name) }
    const placed = await placeSet([changed], 'FULL')
    const [region] = placed.regions
    assert.equal(region?.placement.method, 'headers')
    assert.match(region?.placement.reason ?? '', /name 8 pages more than the region holds/)
    const pages = await openDatabasePages({ full: [changed] })
    assert.ok(await pages.load(1, 9))
    assert.equal(await answer([changed]), sound)
  },
)

test(
  'of a stripe whose pages were overwritten one extent is unknown',
  needsShared('bak'),
  async () => {
    const names = [
      '2008r2-striped-s1__RestoreTimeStripe.bak',
      '2008r2-striped-s2__RestoreTimeStripe1.bak',
    ]
    const parts = await Promise.all(names.map((name) => realPart(name)))
    const placed = await placeSet(parts, 'FULL')
    const second = placed.regions[1]
    assert.ok(second)
    const bytes = backupBytes(second.reader.file)
    const at = second.reader.offsetOf(16)
    bytes.fill(0, at, at + 65_536)
    const changed = parts.map((part) =>
      part.image.name === second.reader.file
        ? { ...part, image: memorySource(bytes, part.image.name) }
        : part,
    )
    const lacking = await placeSet(changed, 'FULL')
    assert.equal(
      lacking.regions.reduce((sum, { placement }) => sum + placement.unknownExtents, 0),
      1,
    )
  },
)
