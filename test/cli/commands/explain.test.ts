/** `sqlferry explain` as it is typed: both languages, JSON, standard input, exit codes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { registerExplain } from '../../../src/cli/commands/explain.ts'
import { main } from '../../../src/cli/main.ts'
import { captureIo } from '../capture.ts'

const run = async (argv: string[], input?: string) => {
  const io = captureIo(input === undefined ? {} : { readInput: async () => input })
  const exit = await main(['explain', ...argv], io, [registerExplain])
  return { exit, out: io.out(), err: io.err() }
}

test('a code is explained in English first and in Chinese after it', async () => {
  const { exit, out, err } = await run(['InvalidDBName.NotFound'])
  assert.equal(exit, 0)
  assert.equal(err, '')
  assert.match(out, /^RDS_DATABASE_ABSENT_OR_PRESENT {2}InvalidDBName\.NotFound/)
  assert.ok(out.indexOf('cause') < out.indexOf('原因'))
  assert.match(out, /try again: only after something was changed; exit code: 40/)
})

test('with --lang zh the Chinese text comes first', async () => {
  const { exit, out } = await run(['--lang', 'zh', '3201'])
  assert.equal(exit, 0)
  assert.ok(out.indexOf('原因') < out.indexOf('cause'))
  assert.match(out, /能否重试：须先处理，再重试；退出码：10/)
})

test('words that the shell split belong together', async () => {
  const { exit, out } = await run(['DBCC', 'checkdb', 'failed.'])
  assert.equal(exit, 0)
  assert.match(out, /^RDS_CHECKDB_FAILED\n/)
})

test('a single hyphen reads the text from standard input, and JSON has both languages', async () => {
  const { exit, out } = await run(
    ['-', '--json'],
    'Msg 3013, Level 16\nMsg 3202, Level 16, State 1',
  )
  assert.equal(exit, 0)
  const explanation = JSON.parse(out)
  assert.equal(explanation.verdict, 'known')
  assert.deepEqual(
    explanation.failures.map(({ code }: { code: string }) => code),
    ['SQL_BACKUP_WRITE_FAILED', 'SQL_STATEMENT_TERMINATED'],
  )
  assert.match(explanation.failures[0].zh.solution, /重新备份/)
})

test('an unknown text says so and ends with exit code 3', async () => {
  const { exit, out } = await run(['it', 'hurts'])
  assert.equal(exit, 3)
  assert.match(out, /^This text is not known/)
  const zh = await run(['--lang', 'zh', '我也不知道'])
  assert.equal(zh.exit, 3)
  assert.match(zh.out, /^未收录这段文字/)
})

test('an unlisted code of the cloud ends with exit code 3 and keeps its RequestId', async () => {
  const { exit, out } = await run([
    'HTTP Status: 400 Error:BrandNew x RequestID: 32BB6886-775E-4BB7-A054-635664ABCDEF',
  ])
  assert.equal(exit, 3)
  assert.match(out, /RDS_UNEXPECTED/)
  assert.match(out, /RequestId: 32BB6886-775E-4BB7-A054-635664ABCDEF/)
})

test('without a text the command says how it is used', async () => {
  const { exit, err } = await run([])
  assert.equal(exit, 2)
  assert.match(err, /CLI_MISSING_ARGUMENT/)
})
