/** The pages of databases in real backups: full, striped, and with a differential laid over the full. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BackupPart } from '../../../src/bak/pages/backup-part.ts'
import { readBootPage } from '../../../src/bak/pages/boot-page.ts'
import type { DatabasePages } from '../../../src/bak/pages/database-pages.ts'
import { openDatabasePages } from '../../../src/bak/pages/open-database-pages.ts'
import { isPage, pageHeader, pageType, pageTypes } from '../../../src/bak/pages/page.ts'
import { placeSet } from '../../../src/bak/pages/place-set.ts'
import { PlaceCursor } from '../../../src/bak/pages/region-placement.ts'
import { type ByteSource, isMigrationError, memorySource } from '../../../src/core/index.ts'
import { needsShared } from '../../shared-files.ts'
import { backupBytes } from '../golden.ts'
import { partOf, realFulls, realPart, realSets } from './real-backups.ts'

/** Visits every page that PFS holds for allocated. */
async function allocatedPages(pages: DatabasePages): Promise<string[]> {
  const found: string[] = []
  for (const { fileId, pageCount } of pages.files)
    for (let pageId = 0; pageId < pageCount; pageId++)
      if (await pages.isAllocated(fileId, pageId)) found.push(`${fileId}:${pageId}`)
  return found
}

async function rejectsWith(promise: Promise<unknown>, code: string, text: RegExp): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(isMigrationError(error, code), String(error))
    assert.match(error.message, text)
    return true
  })
}

test(
  'on every complete full backup the placement uses up the pages to the last one',
  needsShared('bak'),
  async (t) => {
    let byRule = 0
    let striped = 0
    for (const parts of await realFulls()) {
      const name = parts[0]?.image.name
      const placed = await placeSet(parts, 'FULL')
      for (const { placement, index, reader } of placed.regions) {
        assert.equal(placement.unknownExtents, 0, name)
        assert.equal(placement.reason, undefined, name)
        if (index > 0) continue
        if (parts.length > 1) striped++
        else {
          assert.equal(placement.method, 'rule', name)
          byRule++
        }
        const cursor = new PlaceCursor(placement)
        for (let page = 0; page < reader.pageCount; page++) {
          cursor.moveTo(page)
          assert.notEqual(cursor.kind, 'unknown', name)
        }
      }
    }
    t.diagnostic(`${byRule} files by the rule, ${striped} stripes by page headers`)
    assert.ok(byRule >= 20 && striped === 4)
  },
)

test(
  'every page that PFS holds for allocated is there and says that it is this one',
  needsShared('bak'),
  async (t) => {
    let pagesSeen = 0
    for (const parts of await realFulls()) {
      const pages = await openDatabasePages({ full: parts })
      const allocated = await allocatedPages(pages)
      for (const place of allocated) {
        const [fileId = 0, pageId = 0] = place.split(':').map(Number)
        const page = await pages.load(fileId, pageId)
        assert.ok(page && isPage(page.view, fileId, pageId), `${pages.name} ${place}`)
        assert.equal(pages.peek(fileId, pageId), page)
        pagesSeen++
      }
      assert.ok(allocated.length > 90, pages.name)
    }
    t.diagnostic(`${pagesSeen} pages`)
  },
)

test(
  'the boot page of each full backup names the database version, name and level of its header',
  needsShared('bak'),
  async () => {
    for (const parts of await realFulls()) {
      const set = parts[0]?.set
      const pages = await openDatabasePages({ full: parts })
      const page = await pages.load(1, 9)
      const boot = page && readBootPage(page.view)
      assert.ok(set && boot, pages.name)
      assert.equal(boot.databaseVersion, set.databaseVersion, pages.name)
      assert.equal(boot.compatibilityLevel, set.compatibilityLevel, pages.name)
      const isNamed = boot.database.toLowerCase().startsWith(set.database.toLowerCase())
      assert.ok(isNamed, `${boot.database} ${set.database}`)
      if (set.databaseVersion === 539) continue
      assert.equal(boot.familyGuid, set.familyGuid, pages.name)
      assert.equal(boot.recoveryForkId, set.recoveryForkId, pages.name)
      const first = boot.firstAllocationUnitsPage
      assert.ok(first, pages.name)
      const units = await pages.load(first.fileId, first.pageId)
      assert.ok(units && pageType(units.view) === pageTypes.data, pages.name)
      assert.equal(pageHeader(units.view).objectId, 7, pages.name)
      assert.equal(readBootPage(units.view), undefined)
    }
  },
)

/** Real differentials with their base: file, position, full. */
const differentials: readonly (readonly [string, string])[] = [
  ['2008r2-chainA__difftest-diff1.bak', '2008r2-chainA__difftest-full.bak'],
  ['2008r2-chainA__difftest-diff2.bak', '2008r2-chainA__difftest-full.bak'],
  [
    '2008r2-chainB-ola__test_DIFF_20160629_141600.bak',
    '2008r2-chainB-ola__test_FULL_20160629_141300.bak',
  ],
  [
    '2008r2-chainB-ola__test_DIFF_20160629_141900.bak',
    '2008r2-chainB-ola__test_FULL_20160629_141300.bak',
  ],
  [
    '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_DIFF_20170518_041819.bak',
    '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_FULL_20170518_041740.bak',
  ],
  [
    '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_DIFF_20170518_041826.bak',
    '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_FULL_20170518_041740.bak',
  ],
  ['2016-chainD__RestoreTimeClean2.bak', '2016-chainD__RestoreTimeClean.bak'],
]

test(
  'a differential lies over its full: its pages are newer, all others are those of the full',
  needsShared('bak'),
  async (t) => {
    let changed = 0
    for (const [diff, full] of differentials) {
      const base = await realPart(full)
      const part = await realPart(diff)
      const before = await openDatabasePages({ full: [base] })
      const after = await openDatabasePages({ full: [base], differential: [part] })
      const placed = await placeSet([part], 'DIFFERENTIAL')
      assert.ok(placed.regions.every(({ placement }) => placement.reason === undefined))
      const allocated = await allocatedPages(after)
      for (const place of allocated) {
        const [fileId = 0, pageId = 0] = place.split(':').map(Number)
        const old = await before.load(fileId, pageId)
        const page = await after.load(fileId, pageId)
        assert.ok(page, `${diff} ${place}`)
        const held = placed.regions.some(
          ({ placement }) => placement.find(fileId, Math.floor(pageId / 8)) !== undefined,
        )
        const isEqual = old !== undefined && Buffer.compare(old.bytes, page.bytes) === 0
        if (!held) assert.ok(isEqual, `${diff} ${place}`)
        if (!isEqual) changed++
      }
    }
    t.diagnostic(`${changed} pages changed in ${differentials.length} differentials`)
    assert.ok(changed > 20)
  },
)

test(
  'every differential is placed by the rule, each of six in one file, and one of two data files',
  needsShared('bak'),
  async () => {
    const sets = await realSets('DIFFERENTIAL')
    assert.ok(sets.length >= 14)
    for (const { name, position } of sets) {
      const placed = await placeSet([await realPart(name, position)], 'DIFFERENTIAL')
      assert.equal(placed.regions[0]?.placement.method, 'rule', `${name} ${position}`)
    }
    const two = await realPart('2008r2-3files-orphan-diff__SQL2008_db1_DIFF_20170518_041819.bak')
    const placed = await placeSet([two], 'DIFFERENTIAL')
    assert.equal(placed.regions[0]?.placement.find(1, 0), 0)
    assert.equal(placed.regions[0]?.placement.find(3, 0), 4)
  },
)

test(
  'extents that were read again during the backup supersede the first reading',
  needsShared('bak'),
  async () => {
    const part = await realPart('2019-ru__test.bak')
    const placed = await placeSet([part], 'FULL')
    const [second, first] = placed.regions
    assert.ok(second && first && second.index === 1 && first.index === 0)
    const pages = await openDatabasePages({ full: [part] })
    const page = await pages.load(1, 9)
    const at = second.placement.find(1, 1)
    assert.ok(page && at !== undefined)
    assert.deepEqual(page.bytes, await second.reader.read(at * 8 + 1, 1))
    const old = await first.reader.read((first.placement.find(1, 1) ?? 0) * 8 + 1, 1)
    assert.notDeepEqual(page.bytes, old)
  },
)

test(
  'backups that do not hold a whole database, or do not belong together, are refused by name',
  needsShared('bak'),
  async () => {
    const stripe1 = await realPart('2008r2-striped-s1__RestoreTimeStripe.bak')
    const stripe2 = await realPart('2008r2-striped-s2__RestoreTimeStripe1.bak')
    const otherStripe = await realPart('2008r2-striped-s2__RestoreTimeStripe2a.bak')
    const full = await realPart('2008r2-chainA__difftest-full.bak')
    const diff = await realPart('2008r2-chainA__difftest-diff1.bak')
    const log = await realPart('2008r2-chainB-ola__test_LOG_20160629_141400.trn')
    const foreign = await realPart('2016-chainD__RestoreTimeClean2.bak')
    const orphan = await realPart('2019-incomplete-stripe2of2__Full.bak')
    await rejectsWith(
      openDatabasePages({ full: [stripe1] }),
      'BAK_STRIPES_MISSING',
      /these stripes are missing: 2$/,
    )
    await rejectsWith(openDatabasePages({ full: [orphan] }), 'BAK_STRIPES_MISSING', /missing: 1$/)
    await rejectsWith(
      openDatabasePages({ full: [stripe1, otherStripe] }),
      'BAK_STRIPES_MIXED',
      /RestoreTimeStripe2a.bak does not belong .* MediaSetId = /,
    )
    await rejectsWith(
      openDatabasePages({ full: [stripe1, stripe1] }),
      'BAK_STRIPES_MIXED',
      /FamilySequenceNumber = 1 twice/,
    )
    await rejectsWith(
      openDatabasePages({ full: [log] }),
      'BAK_PAGES_NOT_IN_SET',
      /of type LOG and cannot be read as FULL/,
    )
    await rejectsWith(
      openDatabasePages({ full: [full], differential: [full] }),
      'BAK_PAGES_NOT_IN_SET',
      /of type FULL and cannot be read as DIFFERENTIAL/,
    )
    await rejectsWith(
      openDatabasePages({ full: [full], differential: [foreign] }),
      'BAK_DIFFERENTIAL_OF_OTHER_FULL',
      /based on backup c6c44151.*, but the full backup given is f24e3dc4/,
    )
    const many: BackupPart = { ...stripe1, label: { ...stripe1.label, familyCount: 64 } }
    await rejectsWith(openDatabasePages({ full: [many] }), 'BAK_STRIPES_MISSING', /, 17 \.\.\.$/)
    await assert.rejects(openDatabasePages({ full: [] }), RangeError)
    const both = await openDatabasePages({ full: [stripe2, stripe1] })
    assert.ok(await both.load(1, 9))
    assert.ok(await openDatabasePages({ full: [full], differential: [diff] }))
  },
)

/** Returns a part whose bytes were changed; `place` is a page, `change` gets its bytes. */
async function changedPart(
  name: string,
  [fileId, pageId]: readonly [number, number],
  change: (page: Uint8Array) => void,
): Promise<BackupPart> {
  const placed = await placeSet([await realPart(name)], 'FULL')
  const bytes = backupBytes(name)
  for (const { placement, reader } of placed.regions) {
    const position = placement.find(fileId, Math.floor(pageId / 8))
    if (position === undefined) continue
    const at = reader.offsetOf(position * 8 + (pageId % 8))
    change(bytes.subarray(at, at + 8192))
  }
  return await partOf(memorySource(bytes, name))
}

/** Returns a page that lies in the backup, has a sound header and is not allocated. */
async function freePage(pages: DatabasePages): Promise<readonly [number, number]> {
  for (let pageId = 16; pageId < 1024; pageId++)
    if (!(await pages.isAllocated(1, pageId)) && (await pages.load(1, pageId))) return [1, pageId]
  throw new Error('no such page')
}

test(
  'a page that is damaged or another one is an error where it is allocated, and absent where not',
  needsShared('bak'),
  async () => {
    const name = '2017__backup.bak'
    const pages = await openDatabasePages({ full: [await realPart(name)] })
    const flip = (at: number) => (page: Uint8Array) => {
      page[at] = (page[at] ?? 0) ^ 0x10
    }
    const open = async (place: readonly [number, number], change: (page: Uint8Array) => void) =>
      await openDatabasePages({ full: [await changedPart(name, place, change)] })
    const damaged = await open([1, 21], flip(4000))
    await rejectsWith(damaged.load(1, 21), 'BAK_PAGE_DAMAGED', /page 1:21 at byte \d+ of 2017__/)
    assert.equal(damaged.peek(1, 21), undefined)
    assert.ok(await damaged.load(1, 20))
    const misplaced = await open([1, 21], flip(32))
    await rejectsWith(misplaced.load(1, 21), 'BAK_PAGE_MISPLACED', /says that it is 1:5 \(type/)
    const pfs = await open([1, 1], flip(1))
    assert.ok(await pfs.load(1, 20))
    await rejectsWith(pfs.isAllocated(1, 20), 'BAK_PAGE_DAMAGED', /page 1:1 at/)
    const withoutChecksum = await open([1, 1], (page) => {
      page[1] = 1
      page[5] = 0
    })
    await rejectsWith(withoutChecksum.isAllocated(1, 20), 'BAK_PAGE_MISPLACED', /1:1 \(type 1\)/)
    const free = await freePage(pages)
    const leftover = await open(free, flip(32))
    assert.equal(await leftover.load(...free), undefined)
    assert.equal(await pages.load(1, 10_000_000), undefined)
    assert.equal(await pages.load(7, 0), undefined)
    assert.equal(await pages.isAllocated(7, 0), false)
  },
)

test(
  'a boot page that is unreadable behind a sound header is told as encryption, other damage as damage',
  needsShared('bak'),
  async () => {
    // A database without page checksums: with them, damage is told before.
    const name = '2005-compat80-northwind__Northwind.bak'
    const open = async (
      change: (page: Uint8Array) => void,
      place: readonly [number, number] = [1, 9],
    ) => await openDatabasePages({ full: [await changedPart(name, place, change)] })
    const garble = (page: Uint8Array) => {
      for (let at = 96; at < 8192; at++) page[at] = (at * 7919) >>> 5
    }
    await rejectsWith(open(garble), 'BAK_PAGES_ENCRYPTED', /Northwind/)
    await rejectsWith(open(garble, [1, 19]), 'BAK_PAGES_ENCRYPTED', /Northwind/)
    assert.ok(await open(garble, [1, 20]))
    await rejectsWith(
      open((page) => {
        page[100] = 1
      }),
      'BAK_BOOT_PAGE_DAMAGED',
      /dbi_version = /,
    )
    await rejectsWith(
      open((page) => {
        page[1] = 1
      }),
      'BAK_BOOT_PAGE_DAMAGED',
      /no page 1:9/,
    )
  },
)

test(
  'reading one page of a full backup costs a few small reads, not the whole file',
  needsShared('bak'),
  async () => {
    const part = await realPart('2019-ru__test.bak')
    let asked = 0
    const image: ByteSource = {
      ...part.image,
      async read(offset, length) {
        asked += length
        return await part.image.read(offset, length)
      },
    }
    const pages = await openDatabasePages({ full: [{ ...part, image }] })
    await pages.load(1, 200)
    assert.ok(asked < 500_000, `${asked} bytes`)
    const before = asked
    await pages.load(1, 200)
    assert.equal(asked, before)
  },
)

test(
  'pages may be asked for at the same time, and a signal stops one asker only',
  needsShared('bak'),
  async () => {
    const pages = await openDatabasePages({ full: [await realPart('2017__backup.bak')] })
    const stop = new AbortController()
    const asked = [pages.load(1, 200, stop.signal), pages.load(1, 200), pages.load(1, 200)]
    stop.abort(new Error('stopped'))
    const [stopped, first, second] = await Promise.allSettled(asked)
    assert.equal(stopped?.status, 'rejected')
    assert.ok(first?.status === 'fulfilled' && second?.status === 'fulfilled')
    assert.ok(first.value && first.value === second.value)
    await assert.rejects(pages.load(1, 300, stop.signal), /stopped/)
  },
)
