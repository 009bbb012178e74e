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

test('names and texts of others stay as they are', () => {
  const details = { type: 'MSDX', reason: 'EIO: i/o error', file: 'the options' }
  assert.equal(
    fillChinese('{file} 的 {type}：{reason}', details),
    'the options 的 MSDX：EIO: i/o error',
  )
})
