import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  displayWidth,
  padEnd,
  padStart,
  renderTable,
  truncate,
  truncateStart,
  wrapText,
} from '../../../src/cli/render/table.ts'

test('a Chinese character takes two columns and a colour none', () => {
  assert.equal(displayWidth('销售db'), 6)
  assert.equal(displayWidth('\x1b[31mred\x1b[39m'), 3)
  assert.equal(padEnd('销售', 6), '销售  ')
  assert.equal(padStart('7', 3), '  7')
})

test('a table keeps its columns aligned with Chinese names and numbers on the right', () => {
  const text = renderTable({
    columns: [{ title: 'database' }, { title: 'size', align: 'right' }],
    rows: [
      ['Sales', '1.5 GiB'],
      ['销售', '3 B'],
    ],
    width: 80,
  })
  assert.equal(text, 'database     size\n--------  -------\nSales     1.5 GiB\n销售          3 B\n')
})

test('a table is never wider than the terminal while the minimum widths fit', () => {
  const long = 'D:\\backup\\a very long folder name\\Sales_FULL_20260101000000.bak'
  for (const width of [40, 60, 79, 120]) {
    const text = renderTable({
      columns: [
        { title: 'file' },
        { title: 'why', minWidth: 10 },
        { title: '大小', overflow: 'cut' },
      ],
      rows: [[long, 'the backup was striped over three files', '一二三四五六七八九十']],
      width,
    })
    for (const line of text.split('\n')) assert.ok(displayWidth(line) <= width, `${width}: ${line}`)
    assert.match(text.replaceAll(/\s/g, ''), /file/)
  }
})

test('wrapping loses no character and starts no line with Chinese punctuation', () => {
  const text =
    '还原任务已提交，等待 RDS（rm-1）处理（目标实例）；请勿删除 Bucket 中的文件。Do not delete the object.'
  for (let width = 4; width < 60; width++) {
    const lines = wrapText(text, width)
    assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''))
    for (const line of lines) {
      assert.ok(displayWidth(line) <= width, `${width}: ${line}`)
      if (width > 8) assert.doesNotMatch(line, /^[，；。]|（$/)
    }
  }
})

test('a cut text ends with an ellipsis inside its width and keeps its colour codes', () => {
  assert.equal(truncate('abcdef', 4), 'abc…')
  assert.equal(truncate('销售数据', 4), '销…')
  assert.equal(truncate('abc', 3), 'abc')
  assert.equal(truncate('\x1b[31mabcdef\x1b[39m', 4), '\x1b[31mabc…\x1b[39m')
})

test('a table gives way at spaces before it cuts a word or a number', () => {
  const columns = [{ title: 'file' }, { title: 'size', align: 'right' as const }, { title: 'why' }]
  const rows = [['Sales_FULL_20260101000000.bak', '149.5 KiB', 'striped over three files']]
  const text = renderTable({ columns, rows, width: 54 })
  assert.match(text, /Sales_FULL_20260101000000\.bak +149\.5 KiB +striped/)
  for (const line of text.split('\n')) assert.ok(displayWidth(line) <= 54, line)
})

test('a table without room for its words becomes a block of lines per row, in the width', () => {
  const columns = [{ title: '文件' }, { title: 'size', align: 'right' as const }, { title: 'why' }]
  const rows = [
    ['Sales_FULL_20260101000000.bak', '149.5 KiB', ''],
    ['HR.bak', '1 B', 'striped over three files'],
  ]
  assert.equal(
    renderTable({ columns, rows, width: 36 }),
    [
      '文件  Sales_FULL_20260101000000.bak',
      'size  149.5 KiB',
      '',
      '文件  HR.bak',
      'size  1 B',
      'why   striped over three files',
      '',
    ].join('\n'),
  )
})

test('a path that is too long loses its beginning', () => {
  assert.equal(truncateStart('/backups/销售_FULL.bak', 12), '…售_FULL.bak')
  assert.equal(truncateStart('/backups/销售_FULL.bak', 11), '…_FULL.bak')
  assert.equal(truncateStart('Sales.bak', 9), 'Sales.bak')
})
