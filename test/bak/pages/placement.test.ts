/** Which page lies where in a data region: by the rule, by page headers, and both against each other. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { placeAscending, placeInAnyOrder } from '../../../src/bak/pages/place-by-headers.ts'
import { placeByRule } from '../../../src/bak/pages/place-by-rule.ts'
import {
  extentKey,
  extentOfKey,
  fileOfKey,
  fillerExtent,
  PlaceCursor,
  type RegionPlacement,
  unknownExtent,
} from '../../../src/bak/pages/region-placement.ts'
import type { RegionReader } from '../../../src/bak/pages/region-reader.ts'
import { fileList, type MadeFile, madeRegion } from './made-regions.ts'

const intervalExtents = 63_904

const file = (fileId: number) =>
  fc
    .integer({ min: 2, max: 3000 })
    .chain((extents) =>
      fc
        .uniqueArray(fc.nat(extents - 1), { maxLength: 60 })
        .map((chosen): MadeFile => ({ fileId, extents, chosen: chosen.sort((a, b) => a - b) })),
    )
const files = fc.oneof(
  file(1).map((first) => [first]),
  fc.tuple(file(1), file(3)),
  fc.tuple(file(1), file(4), file(3)),
)

async function byRule(
  region: RegionReader,
  made: readonly MadeFile[],
  kind: 'FULL' | 'DIFFERENTIAL' = 'FULL',
): Promise<RegionPlacement> {
  const placing = await placeByRule(region, fileList(made), kind)
  assert.ok(placing.kind === 'placed', placing.kind === 'refused' ? placing.reason : '')
  return placing.placement
}

function assertPlaces(
  placement: RegionPlacement,
  places: readonly { fileId: number; extent: number }[],
  fillerPages: number,
): void {
  const cursor = new PlaceCursor(placement)
  places.forEach(({ fileId, extent }, position) => {
    assert.equal(placement.find(fileId, extent), position)
    assert.equal(placement.at(position), extentKey(fileId, extent))
    cursor.moveTo(position * 8 + 5)
    assert.deepEqual([cursor.kind, cursor.fileId, cursor.pageId], ['page', fileId, extent * 8 + 5])
  })
  for (let filler = 0; filler < fillerPages; filler++) {
    cursor.moveTo(places.length * 8 + filler)
    assert.deepEqual([cursor.kind, cursor.fileId, cursor.pageId], ['filler', 0, 0])
  }
}

test('whatever extents are allocated, the rule finds each of them where it lies', async () => {
  const kinds = fc.constantFrom('FULL' as const, 'DIFFERENTIAL' as const)
  await fc.assert(
    fc.asyncProperty(files, kinds, fc.nat(300), async (made, kind, fillers) => {
      const region = madeRegion(made, kind, fillers)
      const placement = await byRule(region, made, kind)
      assert.equal(placement.method, 'rule')
      assertPlaces(placement, region.places, fillers)
      const held = new Set(region.places.map((place) => extentKey(place.fileId, place.extent)))
      for (const { fileId, extents } of made)
        for (let extent = 0; extent < extents; extent++)
          if (!held.has(extentKey(fileId, extent)))
            assert.equal(placement.find(fileId, extent), undefined)
      assert.equal(placement.find(9, 0), undefined)
    }),
    { numRuns: 40 },
  )
})

test('page headers alone give the same places as the rule', async () => {
  await fc.assert(
    fc.asyncProperty(files, fc.constantFrom(0, 8, 120), async (made, fillers) => {
      const region = madeRegion(made, 'FULL', fillers)
      for (const placement of [
        await placeAscending(region, fileList(made), 'why'),
        await placeInAnyOrder(region, fileList(made)),
      ]) {
        assert.equal(placement.method, 'headers')
        assert.equal(placement.unknownExtents, 0)
        assertPlaces(placement, region.places, fillers)
      }
    }),
    { numRuns: 30 },
  )
})

test('files of several allocation intervals are placed interval by interval', async () => {
  const every = (step: number, extents: number) =>
    Array.from({ length: Math.floor(extents / step) }, (_, index) => index * step)
  const big = 3 * intervalExtents + 700
  const made: MadeFile[] = [
    { fileId: 1, extents: big, chosen: every(97, big) },
    { fileId: 3, extents: intervalExtents + 5, chosen: every(1009, intervalExtents) },
  ]
  for (const kind of ['FULL', 'DIFFERENTIAL'] as const) {
    const region = madeRegion(made, kind, 16)
    const placement = await byRule(region, made, kind)
    assertPlaces(placement, region.places, 16)
    // Four intervals and two, a few pages of each, and a page of fillers at a time.
    assert.ok(region.asked < 100, `${region.asked} pages read`)
  }
})

test('a differential without changes in an interval does not hold its maps either', async () => {
  const made: MadeFile[] = [
    { fileId: 1, extents: 4 * intervalExtents, chosen: [0, 5, 3 * intervalExtents + 77] },
  ]
  const region = madeRegion(made, 'DIFFERENTIAL')
  assert.equal(region.places.length, 4)
  assertPlaces(await byRule(region, made, 'DIFFERENTIAL'), region.places, 0)
})

test('a region that its maps do not use up exactly is refused with the reason', async () => {
  const made: MadeFile[] = [{ fileId: 1, extents: 100, chosen: [0, 1, 2, 50, 51, 99] }]
  const whole = madeRegion(made, 'FULL')
  const reasonOf = async (region: RegionReader, list = made) => {
    const placing = await placeByRule(region, fileList(list), 'FULL')
    return placing.kind === 'refused' ? placing.reason : 'placed'
  }
  assert.equal(await reasonOf(whole), 'placed')
  assert.match(await reasonOf({ ...whole, pageCount: 40 }), /name 8 pages more/)
  const longer = madeRegion(
    [{ fileId: 1, extents: 100, chosen: [0, 1, 2, 50, 51, 98, 99] }],
    'FULL',
  )
  const maps = await whole.read(0, 8)
  const swapped: RegionReader = {
    ...longer,
    async read(page, pages) {
      return page < 8 ? maps.slice(page * 8192, (page + pages) * 8192) : longer.read(page, pages)
    },
  }
  assert.match(await reasonOf(swapped), /page 48 of the region/)
  assert.match(await reasonOf(madeRegion(made, 'FULL', 600)), /600 pages fewer/)
  assert.match(await reasonOf(whole, [{ fileId: 2, extents: 100, chosen: [] }]), /does not begin/)
  assert.match(await reasonOf({ ...whole, pageCount: 0 }), /no data file/)
  const twice: RegionReader = {
    ...whole,
    pageCount: 2 * whole.pageCount,
    read: (page, pages) => whole.read(page % whole.pageCount, pages),
  }
  assert.match(await reasonOf(twice), /twice/)
  const withoutMap: RegionReader = {
    ...whole,
    async read(page, pages) {
      const bytes = await whole.read(page, pages)
      if (page === 0 && pages > 2) bytes[2 * 8192 + 1] = 1
      if (page === 0 && pages > 6) bytes[6 * 8192 + 1] = 1
      return bytes
    },
  }
  assert.match(await reasonOf(withoutMap), /pages 1:2 and 1:3 are no allocation maps/)
  const withoutChanges = await placeByRule(withoutMap, fileList(made), 'DIFFERENTIAL')
  assert.match(
    withoutChanges.kind === 'refused' ? withoutChanges.reason : '',
    /page 1:6 is no map of changed extents/,
  )
})

test('an extent whose headers name a place out of line is unknown, and its neighbours are not', async () => {
  const made: MadeFile[] = [
    { fileId: 1, extents: 3000, chosen: Array.from({ length: 200 }, (_, index) => index * 3) },
  ]
  const region = madeRegion(made, 'FULL')
  const strangers = new Map([
    [40, 2900],
    [90, 3],
    [91, 6],
    [150, 5000],
  ])
  const changed: RegionReader = {
    ...region,
    async read(page, pages) {
      const bytes = await region.read(page, pages)
      const view = new DataView(bytes.buffer)
      for (let at = 0; at < pages; at++) {
        const stranger = strangers.get((page + at) >>> 3)
        if (stranger !== undefined)
          view.setUint32(at * 8192 + 32, stranger * 8 + ((page + at) & 7), true)
      }
      return bytes
    },
  }
  const placement = await placeAscending(changed, fileList(made), 'why')
  assert.equal(placement.reason, 'why')
  assert.equal(placement.unknownExtents, strangers.size)
  region.places.forEach(({ fileId, extent }, position) => {
    const isStranger = strangers.has(position)
    assert.equal(placement.at(position), isStranger ? unknownExtent : extentKey(fileId, extent))
    assert.equal(placement.find(fileId, extent), isStranger ? undefined : position)
  })
})

test('of extents that were read again the last counts, and the majority of eight pages names an extent', async () => {
  const made: MadeFile[] = [{ fileId: 1, extents: 64, chosen: [0, 1, 2, 3] }]
  const region = madeRegion(made, 'FULL')
  const order = [3, 1, 3, 0]
  const shuffled: RegionReader = {
    ...region,
    pageCount: order.length * 8,
    async read(page, pages) {
      const bytes = new Uint8Array(pages * 8192)
      for (let at = 0; at < pages; at++) {
        const from = order[(page + at) >>> 3]! * 8 + ((page + at) & 7)
        bytes.set(await region.read(from, 1), at * 8192)
        // Three pages of each extent are leftovers of another one, and one is empty.
        if (from % 8 > 4) bytes[at * 8192 + 33] = 1
        if (from % 8 === 4) bytes.fill(0, at * 8192, (at + 1) * 8192)
      }
      return bytes
    },
  }
  const placement = await placeInAnyOrder(shuffled, fileList(made))
  assert.equal(placement.find(1, 3), 2)
  assert.equal(placement.find(1, 1), 1)
  assert.equal(placement.find(1, 0), 3)
  assert.equal(placement.find(1, 2), undefined)
  assert.deepEqual(
    [0, 1, 2, 3].map((position) => placement.at(position)),
    order.map((extent) => extentKey(1, extent)),
  )
  assert.equal(fileOfKey(extentKey(7, 2 ** 29 - 1)), 7)
  assert.equal(extentOfKey(extentKey(7, 2 ** 29 - 1)), 2 ** 29 - 1)
  assert.notEqual(fillerExtent, unknownExtent)
})
