/** Headers, slots, torn bits, checksums and allocation maps of single pages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  bitmapRecord,
  isPfsAllocated,
  mapBits,
  mapPageId,
  pfsByte,
  pfsPageId,
} from '../../../src/bak/pages/allocation-map.ts'
import {
  addressAt,
  isFiller,
  isPage,
  pageHeader,
  recordsEnd,
  slotOffset,
  withoutTornBits,
} from '../../../src/bak/pages/page.ts'
import { checksumOfPage, storedChecksum } from '../../../src/bak/pages/page-checksum.ts'

function emptyPage(): { readonly bytes: Uint8Array; readonly view: DataView } {
  const bytes = new Uint8Array(8192)
  return { bytes, view: new DataView(bytes.buffer) }
}

test('a header is read field by field', () => {
  const { bytes, view } = emptyPage()
  bytes.set([1, 2, 0, 3])
  view.setUint16(4, 0x200, true)
  view.setUint16(6, 256, true)
  view.setUint32(8, 70, true)
  view.setUint16(12, 1, true)
  view.setUint32(16, 72, true)
  view.setUint16(20, 4, true)
  view.setUint16(22, 9, true)
  view.setUint32(24, 1234, true)
  view.setUint16(28, 100, true)
  view.setUint16(30, 8000, true)
  view.setUint32(32, 71, true)
  view.setUint16(36, 3, true)
  assert.deepEqual(pageHeader(view), {
    version: 1,
    type: 2,
    level: 3,
    flags: 0x200,
    indexId: 256,
    previous: { fileId: 1, pageId: 70 },
    next: { fileId: 4, pageId: 72 },
    slotCount: 9,
    objectId: 1234,
    freeBytes: 100,
    freeFrom: 8000,
    self: { fileId: 3, pageId: 71 },
  })
  assert.equal(addressAt(view, 40), undefined)
  assert.ok(isPage(view, 3, 71))
  assert.ok(!isPage(view, 3, 72) && !isPage(view, 1, 71))
  assert.ok(!isFiller(view))
  bytes[1] = 101
  assert.ok(isFiller(view))
})

test('a slot that points into the header or the slot array, or does not exist, has no offset', () => {
  const { view } = emptyPage()
  view.setUint16(22, 4, true)
  const slots = [96, 95, 8183, 8184]
  for (const [slot, offset] of slots.entries()) view.setUint16(8190 - 2 * slot, offset, true)
  assert.equal(recordsEnd(view), 8184)
  assert.deepEqual(
    [0, 1, 2, 3, 4, -1].map((slot) => slotOffset(view, slot)),
    [96, undefined, 8183, undefined, undefined, undefined],
  )
  view.setUint16(22, 0xffff, true)
  assert.equal(slotOffset(view, 0), undefined)
  assert.equal(recordsEnd(view), 96)
})

test('the two low bits of each sector come back from the header', () => {
  const { bytes, view } = emptyPage()
  bytes.fill(0xff, 96)
  view.setUint32(60, 0b01_00_10_11 << 2, true)
  assert.equal(withoutTornBits(bytes, view), bytes)
  view.setUint16(4, 0x100, true)
  const before = bytes.slice()
  const restored = withoutTornBits(bytes, view)
  assert.deepEqual(bytes, before)
  assert.deepEqual(
    [511, 1023, 1535, 2047, 2559, 3071, 8191].map((at) => restored[at]),
    [0xff, 0xff, 0xfe, 0xfc, 0xfd, 0xfc, 0xfc],
  )
  assert.equal(restored[4096], bytes[4096])
})

test('the checksum of a page is told apart from none, and every bit of the page counts', () => {
  const { bytes, view } = emptyPage()
  for (let at = 0; at < 8192; at++) bytes[at] = (at * 31) & 0xff
  view.setUint16(4, 0, true)
  assert.equal(storedChecksum(view), undefined)
  view.setUint16(4, 0x200, true)
  const checksum = checksumOfPage(view)
  view.setUint32(60, checksum, true)
  assert.equal(storedChecksum(view), checksum)
  assert.equal(checksumOfPage(view), checksum)
  for (const at of [0, 5, 59, 64, 511, 512, 4097, 8191]) {
    bytes[at] = (bytes[at] ?? 0) ^ 0x80
    assert.notEqual(checksumOfPage(view), checksum)
    bytes[at] = (bytes[at] ?? 0) ^ 0x80
  }
})

test('maps are known by type, place and record; their pages repeat every 511,232 pages', () => {
  assert.deepEqual(
    (['gam', 'sgam', 'dcm'] as const).flatMap((kind) => [mapPageId(kind, 0), mapPageId(kind, 2)]),
    [2, 1_022_464, 3, 1_022_465, 6, 1_022_470],
  )
  const { bytes, view } = emptyPage()
  bytes.set([1, 8])
  view.setUint32(32, 511_232, true)
  view.setUint16(36, 1, true)
  view.setUint16(22, 2, true)
  view.setUint16(8190, 96, true)
  view.setUint16(8188, 190, true)
  bytes[194] = 0xa5
  const bits = mapBits(view, 'gam', 1, 1)
  assert.equal(bits?.byteLength, 7988)
  assert.equal(bits?.[0], 0xa5)
  assert.equal(mapBits(view, 'gam', 1, 0), undefined)
  assert.equal(mapBits(view, 'gam', 2, 1), undefined)
  assert.equal(mapBits(view, 'sgam', 1, 1), undefined)
  view.setUint16(8188, 300, true)
  assert.equal(bitmapRecord(view), undefined)
})

test('PFS has one byte for each page and knows whose pages it counts', () => {
  assert.deepEqual([0, 1, 8087, 8088, 8089, 16_176].map(pfsPageId), [1, 1, 1, 8088, 8088, 16_176])
  const { bytes, view } = emptyPage()
  bytes.set([1, 11])
  view.setUint32(32, 8088, true)
  view.setUint16(36, 3, true)
  bytes[100] = 0x44
  bytes[8187] = 0x04
  assert.equal(pfsByte(view, 3, 8088), 0x44)
  assert.equal(pfsByte(view, 3, 16_175), 0x04)
  assert.equal(pfsByte(view, 3, 16_176), undefined)
  assert.equal(pfsByte(view, 1, 8088), undefined)
  assert.deepEqual([0x44, 0x04, undefined].map(isPfsAllocated), [true, false, false])
})
