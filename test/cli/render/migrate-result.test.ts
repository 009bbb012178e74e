import assert from 'node:assert/strict'
import { test } from 'node:test'
import pc from 'picocolors'
import {
  migrationResultToJson,
  renderMigrationResult,
} from '../../../src/cli/render/migrate-result.ts'
import type { Language } from '../../../src/core/index.ts'
import { type MigrationResult, migrationError } from '../../../src/migration/index.ts'

const one = {
  file: 'sales.bak',
  key: 'sqlferry/Sales.bak',
  sizeBytes: 2 ** 30,
  outcome: 'restored',
  stepMs: { upload: 12_000, restore: 95_000, verify: 100 },
  sentBytes: 2 ** 30,
  migrateTaskId: '552000001',
  taskDescription: 'Success to DBCC checkdb asynchronously',
  error: undefined,
} as const

const result: MigrationResult = {
  outcome: 'failed',
  exitCode: 40,
  databases: [
    {
      ...one,
      database: '教务管理',
      taskDescription: "Your RDS doesn't have any init account yet, please create one",
    },
    { ...one, database: 'Sales' },
    {
      ...one,
      database: 'Stock',
      outcome: 'failed',
      stepMs: { upload: 900, restore: undefined, verify: undefined },
      migrateTaskId: undefined,
      taskDescription: undefined,
      error: migrationError('PLAN_NAME_TAKEN', { instance: 'rm-1', database: 'Stock' }),
    },
  ],
  refused: ['a', 'b', 'c', 'd'].map((name) => ({
    file: `${name}.bak`,
    sizeBytes: 1,
    database: 'Q',
    error: migrationError('PLAN_SYSTEM_DATABASE', { file: `${name}.bak`, database: 'Q' }),
  })),
}

function render(language: Language) {
  const colors = pc.createColors(false)
  return renderMigrationResult(result, { language, colors, width: Number.POSITIVE_INFINITY })
}

test('the result is a table of sizes, times and outcomes, then what to do about the rest', async () => {
  assert.deepEqual((await render('en')).trim().split('\n'), [
    'Result',
    '',
    'database     size  upload     restore  verify  outcome     task',
    '--------  -------  ------  ----------  ------  ----------  ---------',
    '教务管理  1.0 GiB    12 s  1 min 35 s   0.1 s  ✔ restored  552000001',
    'Sales     1.0 GiB    12 s  1 min 35 s   0.1 s  ✔ restored  552000001',
    'Stock     1.0 GiB   0.9 s           -       -  ✖ failed    -',
    '',
    "教务管理: Your RDS doesn't have any init account yet, please create one",
    'Stock: PLAN_NAME_TAKEN',
    '  the destination rm-1 has a database Stock already',
    '  next: Drop or rename Stock on the destination if it may go, or leave this database out with --only.',
    'Refused, for the reasons in the plan: 4 files',
    '    4  PLAN_SYSTEM_DATABASE',
    '',
    '2 restored, 1 not restored, 4 refused',
  ])
})

test('the Chinese result says the same', async () => {
  const text = await render('zh')
  assert.match(text, /^教务管理 +1\.0 GiB +12 秒 +1 分 35 秒 +0\.1 秒 +✔ 已还原 +552000001$/m)
  assert.match(text, /处理：如果目标端的 Stock 可以不要/)
  assert.match(text, /2 个已还原，1 个未还原，4 个被拒绝/)
})

test('as JSON an error keeps its code and its three sentences', async () => {
  const json = JSON.parse(JSON.stringify(await migrationResultToJson(result, 'en')))
  assert.equal(json.exitCode, 40)
  assert.equal(json.databases[2].error.code, 'PLAN_NAME_TAKEN')
  assert.match(json.databases[2].error.solution, /--only/)
  assert.equal(json.refused.length, 4)
})
