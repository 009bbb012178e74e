/** Records of pages, split into their parts. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openDatabasePages } from '../../../src/bak/pages/open-database-pages.ts'
import { pageHeader, pageType, pageTypes } from '../../../src/bak/pages/page.ts'
import { FixedVarRecord, recordAt, recordInSlot } from '../../../src/bak/pages/record.ts'
import { needsShared } from '../../shared-files.ts'
import { realFulls } from './real-backups.ts'

/** A page with one record at 96. */
function pageWith(record: readonly number[]): DataView {
  const bytes = new Uint8Array(8192)
  const view = new DataView(bytes.buffer)
  bytes.set(record, 96)
  view.setUint16(22, 1, true)
  view.setUint16(8190, 96, true)
  return view
}

/** int 7, two variable columns 'ab' and out of row, four columns of which the third is NULL. */
const row = [
  0x30, 0, 8, 0, 7, 0, 0, 0, 4, 0, 0b0100, 2, 0, 19, 0, 23, 0x80, 0x61, 0x62, 0xde, 0xad, 0xbe,
  0xef,
]

test('a row is split into fixed bytes, null bitmap and variable columns', () => {
  const record = recordInSlot(pageWith(row), 0)
  assert.ok(record instanceof FixedVarRecord)
  assert.equal(record.kind, 'primary')
  assert.equal(record.isMarked, false)
  assert.equal(record.fixedEnd, 96 + 8)
  assert.equal(record.columnCount, 4)
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((bit) => record.isNull(bit)),
    [false, false, false, true, false, false],
  )
  assert.equal(record.variableCount, 2)
  assert.deepEqual([...record.variable(0)], [0x61, 0x62])
  assert.deepEqual([...record.variable(1)], [0xde, 0xad, 0xbe, 0xef])
  assert.equal(record.variable(2).byteLength, 0)
  assert.deepEqual(
    [0, 1, 2].map((n) => record.isOffRow(n)),
    [false, true, false],
  )
  assert.equal(record.end, 96 + row.length)
  assert.equal(record.versionTagAt, undefined)
})

test('ghosts, forwarded rows, deleted rows and version tags are told apart', () => {
  const kindOf = (status: number) => {
    const record = recordInSlot(pageWith([status, ...row.slice(1)]), 0)
    return record instanceof FixedVarRecord ? [record.kind, record.isMarked] : [record.kind]
  }
  assert.deepEqual(kindOf(0x32), ['forwarded', false])
  assert.deepEqual(kindOf(0x31), ['primary', true])
  assert.deepEqual(kindOf(0x3c), ['ghost-data', false])
  assert.deepEqual(kindOf(0x36), ['index', false])
  const tagged = recordInSlot(pageWith([0x70, ...row.slice(1)]), 0)
  assert.ok(tagged instanceof FixedVarRecord)
  assert.equal(tagged.versionTagAt, tagged.end)
  const stub = recordInSlot(pageWith([4, 0x10, 1, 0, 0, 3, 0, 5, 0]), 0)
  assert.deepEqual(stub, {
    kind: 'forwarding-stub',
    slot: 0,
    offset: 96,
    target: { pageId: 0x110, fileId: 3, slot: 5 },
  })
})

test('a record that reaches out of its page or contradicts itself is malformed, with the field', () => {
  const reasonOf = (record: readonly number[]) => {
    const read = recordInSlot(pageWith(record), 0)
    return read.kind === 'malformed' ? read.reason : read.kind
  }
  assert.equal(reasonOf([0x30, 0, 3, 0]), 'fixedEnd = 3')
  assert.equal(reasonOf([0x30, 0, 0xff, 0x7f]), 'fixedEnd = 32767')
  assert.equal(reasonOf([0x30, 0, 8, 0, 7, 0, 0, 0, 0xff, 0xff]), 'columns = 65535')
  assert.equal(reasonOf([...row.slice(0, 11), 0xff, 0x7f]), 'variableColumns = 32767')
  assert.equal(reasonOf([...row.slice(0, 13), 16, 0]), 'variableEnd[0] = 16')
  assert.equal(reasonOf([...row.slice(0, 15), 18, 0x80]), 'variableEnd[1] = 18')
  assert.equal(reasonOf([...row.slice(0, 15), 0xff, 0x3f]), 'variableEnd[1] = 16383')
  const view = pageWith(row)
  view.setUint16(8190, 12, true)
  assert.deepEqual(recordInSlot(view, 0), {
    kind: 'malformed',
    slot: 0,
    offset: -1,
    reason: 'slot = 12',
  })
  view.setUint16(8190, 0, true)
  assert.deepEqual(recordInSlot(view, 0), { kind: 'empty', slot: 0 })
  assert.equal(recordInSlot(view, 1).kind, 'malformed')
  assert.equal(recordInSlot(view, -1).kind, 'malformed')
  assert.equal(recordInSlot(view, 5000).kind, 'malformed')
  assert.equal(recordAt(view, 8188).kind, 'malformed')
  const atEnd = pageWith([])
  atEnd.setUint8(8180, 4)
  assert.equal(recordAt(atEnd, 8186).kind, 'malformed')
})

test('whatever a page holds, reading its records ends, and parts lie within the page', () => {
  const pattern64 = fc.uint8Array({ minLength: 64, maxLength: 64 })
  fc.assert(
    fc.property(pattern64, fc.nat(0xffff), (pattern, slots) => {
      const bytes = new Uint8Array(8192)
      for (let at = 0; at < 8192; at += 64) bytes.set(pattern, at)
      const view = new DataView(bytes.buffer)
      view.setUint16(22, slots, true)
      for (let slot = 0; slot < Math.min(slots, 40); slot++) {
        const record = recordInSlot(view, slot)
        if (!(record instanceof FixedVarRecord)) continue
        assert.ok(record.end <= 8192)
        for (let n = 0; n < record.variableCount; n++)
          assert.ok(record.variable(n).byteLength <= 8192)
        record.isNull(record.columnCount)
      }
    }),
    { numRuns: 3000 },
  )
})

test(
  'every record of every data page in use of the real full backups is well-formed',
  needsShared('bak'),
  async (t) => {
    const kinds = new Map<string, number>()
    for (const parts of await realFulls()) {
      const pages = await openDatabasePages({ full: parts })
      for (const { fileId, pageCount } of pages.files)
        for (let pageId = 0; pageId < pageCount; pageId++) {
          if (!(await pages.isAllocated(fileId, pageId))) continue
          const page = await pages.load(fileId, pageId)
          if (page === undefined || pageType(page.view) !== pageTypes.data) continue
          const { slotCount, level } = pageHeader(page.view)
          if (level > 0) continue
          for (let slot = 0; slot < slotCount; slot++) {
            const record = recordInSlot(page.view, slot)
            kinds.set(record.kind, (kinds.get(record.kind) ?? 0) + 1)
            if (record.kind === 'malformed')
              assert.fail(`${pages.name} ${fileId}:${pageId} slot ${slot}: ${record.reason}`)
          }
        }
    }
    t.diagnostic(JSON.stringify(Object.fromEntries(kinds)))
    assert.ok((kinds.get('primary') ?? 0) > 50_000)
  },
)
