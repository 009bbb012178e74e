/** Our own words inside Chinese messages. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillChinese } from '../../src/app/detail-words.zh.ts'
import { errorText } from '../../src/app/error-catalogue.ts'
import { bakError } from '../../src/bak/errors.ts'
import { migrationError } from '../../src/migration/errors.ts'

test('types, parts of a file and forms of settings are Chinese in Chinese messages, without stray spaces', () => {
  const lone = { file: 'a.bak', database: 'Sales' }
  for (const type of ['differential', 'DIFFERENTIAL'])
    assert.equal(
      errorText(migrationError('PLAN_FULL_ONLY', { ...lone, type }), 'zh').message,
      'a.bak 是数据库 Sales 的差异备份，而本次迁移只使用完整备份',
    )
  const damaged = {
    what: 'block MSDA',
    offset: 6656,
    file: 'a.bak',
    stored: '0x1',
    computed: '0x2',
  }
  assert.equal(
    errorText(bakError('BAK_BLOCK_DAMAGED', damaged), 'zh').message,
    'a.bak 第 6656 字节处的数据块 MSDA 已损坏：记录的校验和为 0x1，实际计算为 0x2',
  )
  assert.equal(
    fillChinese('{source} 中 {key} 的取值不可用：{reason}', {
      source: 'the options',
      key: '--parallel',
      reason: 'must be 1 to 64',
    }),
    '命令行选项中 --parallel 的取值不可用：必须为 1～64',
  )
})

test('what the backup reader found wrong is Chinese to the last word', () => {
  const cut = { sizeBytes: 10, what: 'chunk 0x21', offset: 4, expected: 20 }
  assert.equal(
    errorText(bakError('BAK_TRUNCATED', { ...cut, file: 'a.bak (decompressed)' }), 'zh').message,
    'a.bak（解压后）在第 10 字节处结束，但位于第 4 字节的压缩块 0x21 至少要到第 20 字节',
  )
  for (const [reason, chinese] of [
    ['the maps name 8 pages fewer than the region holds', '分配位图列出的页比该区域少 8 页'],
    ['column rowsetid lies outside the row', '列 rowsetid 位于行之外'],
    ['it is a columnstore', '该表采用列存储'],
    ['FamilySequenceNumber = 2 twice', 'FamilySequenceNumber = 2 出现两次'],
  ] as const)
    assert.equal(fillChinese('{reason}', { reason }), chinese)
  assert.equal(fillChinese('{found} 在此', { found: '1:9 (type 10)' }), '1:9（类型 10）在此')
})

test('names and texts of others stay as they are', () => {
  const details = { type: 'MSDX', reason: 'EIO: i/o error', file: 'the options' }
  assert.equal(
    fillChinese('{file} 的 {type}：{reason}', details),
    'the options 的 MSDX：EIO: i/o error',
  )
})
