/** Allocation maps of heaps, indexes and LOB units, followed to their pages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DatabasePages, Page } from '../../../src/bak/pages/database-pages.ts'
import { headerOfUnit, isOfUnit, unitPageAddresses } from '../../../src/bak/pages/iam.ts'
import { openDatabasePages } from '../../../src/bak/pages/open-database-pages.ts'
import { pageHeader, pageType, pageTypes } from '../../../src/bak/pages/page.ts'
import { isMigrationError } from '../../../src/core/index.ts'
import { needsShared } from '../../shared-files.ts'
import { realFulls } from './real-backups.ts'

const unitPageTypes: readonly number[] = [
  pageTypes.data,
  pageTypes.index,
  pageTypes.textMix,
  pageTypes.textTree,
]

async function everyAllocated(pages: DatabasePages): Promise<Page[]> {
  const found: Page[] = []
  for (const { fileId, pageCount } of pages.files)
    for (let pageId = 0; pageId < pageCount; pageId++) {
      if (!(await pages.isAllocated(fileId, pageId))) continue
      const page = await pages.load(fileId, pageId)
      if (page !== undefined) found.push(page)
    }
  return found
}

test(
  'in the real full backups each page in use is named by the maps of one unit, which its header names, too',
  needsShared('bak'),
  async (t) => {
    let units = 0
    let named = 0
    for (const parts of await realFulls()) {
      const pages = await openDatabasePages({ full: parts })
      const allocated = await everyAllocated(pages)
      const owners = new Map<string, string>()
      const heads = allocated.filter(
        (page) => pageType(page.view) === pageTypes.iam && !pageHeader(page.view).previous,
      )
      for (const head of heads) {
        units++
        const { objectId } = pageHeader(head.view)
        for await (const { fileId, pageId } of unitPageAddresses(pages, head)) {
          if (!(await pages.isAllocated(fileId, pageId))) continue
          const page = await pages.load(fileId, pageId)
          assert.ok(page, `${pages.name} ${fileId}:${pageId}`)
          const place = `${fileId}:${pageId}`
          if (pageHeader(page.view).objectId !== objectId) continue
          assert.equal(owners.get(place), undefined, `${pages.name} ${place} has two owners`)
          owners.set(place, `${head.fileId}:${head.pageId}`)
          named++
        }
      }
      for (const { view, fileId, pageId } of allocated)
        if (unitPageTypes.includes(pageType(view)))
          assert.ok(owners.has(`${fileId}:${pageId}`), `${pages.name} ${fileId}:${pageId}`)
    }
    t.diagnostic(`${units} units with ${named} pages`)
    assert.ok(units > 1000)
  },
)

interface Map {
  readonly interval?: number
  readonly single?: readonly number[]
  readonly extents?: readonly number[]
  readonly next?: number
}

/** An IAM page of file 1. */
function iamPage(pageId: number, { interval = 0, single = [], extents = [], next }: Map): Page {
  const bytes = new Uint8Array(8192)
  const view = new DataView(bytes.buffer)
  bytes.set([1, 10])
  view.setUint32(32, pageId, true)
  view.setUint16(36, 1, true)
  if (next !== undefined) {
    view.setUint32(16, next, true)
    view.setUint16(20, 1, true)
  }
  view.setUint16(22, 2, true)
  view.setUint16(8190, 96, true)
  view.setUint16(8188, 190, true)
  view.setUint16(98, 94, true)
  view.setUint32(136, interval, true)
  view.setUint16(140, 1, true)
  for (const [index, address] of single.entries()) {
    view.setUint32(142 + 6 * index, address, true)
    view.setUint16(146 + 6 * index, 1, true)
  }
  for (const extent of extents) bytes[194 + (extent >>> 3)]! |= 1 << (extent & 7)
  return { fileId: 1, pageId, bytes, view }
}

function pagesOf(made: readonly Page[]): DatabasePages {
  const find = (fileId: number, pageId: number) =>
    made.find((page) => page.fileId === fileId && page.pageId === pageId)
  return {
    name: 'made.bak',
    database: 'made',
    databaseVersion: 904,
    files: [],
    peek: () => undefined,
    load: async (fileId, pageId) => find(fileId, pageId),
    isAllocated: async () => true,
  }
}

async function namesOf(made: readonly Page[], pageId = 100): Promise<number[]> {
  const found: number[] = []
  for await (const address of unitPageAddresses(pagesOf(made), { fileId: 1, pageId }))
    found.push(address.pageId)
  return found
}

test('a map names its single pages, then its extents, then what the next map names', async () => {
  const made = [
    iamPage(100, { single: [7, 0, 9], extents: [3, 63_903], next: 101 }),
    iamPage(101, { interval: 511_232, extents: [0] }),
  ]
  const extent = (first: number) => Array.from({ length: 8 }, (_, index) => first + index)
  assert.deepEqual(await namesOf(made), [
    7,
    0,
    9,
    ...extent(24),
    ...extent(511_224),
    ...extent(511_232),
  ])
  const none: number[] = []
  for await (const { pageId } of unitPageAddresses(pagesOf([]), undefined)) none.push(pageId)
  assert.deepEqual(none, [])
})

test('maps that run in a circle, are none, are absent or begin within an interval are damaged', async () => {
  const cases: readonly (readonly [readonly Page[], RegExp])[] = [
    [[iamPage(100, { next: 101 }), iamPage(101, { next: 100 })], /page 1:100 .* makes a circle/],
    [[iamPage(100, { next: 102 })], /page 1:102 of made.bak .* does not hold it/],
    [[iamPage(100, { interval: 8 })], /interval = 1:8/],
  ]
  const noMap = iamPage(100, {})
  noMap.bytes[1] = 1
  const noSlots = iamPage(100, {})
  noSlots.bytes[22] = 0
  const others: readonly (readonly [readonly Page[], RegExp])[] = [
    [[noMap], /type = 1/],
    [[noSlots], /slots = 0/],
  ]
  for (const [made, text] of [...cases, ...others])
    await assert.rejects(namesOf(made), (error) => {
      assert.ok(isMigrationError(error, 'BAK_IAM_DAMAGED'), String(error))
      assert.match(error.message, text)
      return true
    })
})

test("a unit's id is split into what the headers of its pages carry", () => {
  const header = headerOfUnit((256n << 48n) | (1234n << 16n))
  assert.deepEqual(header, { objectId: 1234, indexId: 256 })
  const { view } = iamPage(100, {})
  view.setUint32(24, 1234, true)
  view.setUint16(6, 256, true)
  assert.ok(isOfUnit(view, header))
  assert.ok(!isOfUnit(view, { ...header, objectId: 5 }))
  assert.ok(!isOfUnit(view, { ...header, indexId: 1 }))
  view.setUint16(6, 0, true)
  assert.ok(isOfUnit(view, { ...header, indexId: 1 }))
})
