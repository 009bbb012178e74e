/** `sqlferry inspect --chain` over folders of real backups. */
import assert from 'node:assert/strict'
import { copyFile, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { main } from '../../../src/cli/main.ts'
import { displayWidth } from '../../../src/cli/render/table.ts'
import { backupNames } from '../../bak/golden.ts'
import { needsShared, sharedPath } from '../../shared-files.ts'
import { captureIo, captureTerminal } from '../capture.ts'

const needs = needsShared('bak')

/** Folder to a pattern of the backups in it. */
const folders = {
  ola: /chainB-ola/,
  clean: /chainD/,
  gap: /locations/,
  stripes: /striped/,
  orphans: /3files-orphan/,
  lone: /incomplete-stripe1of2-northwind/,
} as const

let root = ''
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'sqlferry-chain-'))
  await mkdir(join(root, 'empty'))
  await mkdir(join(root, 'others'))
  await writeFile(join(root, 'others', 'evil\u001b[31m.bak'), 'use master')
  if (needs.skip) return
  for (const [folder, pattern] of Object.entries(folders)) {
    await mkdir(join(root, folder))
    for (const name of backupNames().filter((each) => pattern.test(each)))
      await copyFile(sharedPath('bak', name), join(root, folder, name.replace(/^.*?__/, '')))
  }
})
after(() => rm(root, { recursive: true, force: true }))

async function chain(folder: string, ...more: readonly string[]) {
  const io = captureIo({ cwd: root })
  const exit = await main(['inspect', folder, '--chain', ...more], io)
  assert.equal(io.err(), '')
  return { exit, out: io.out() }
}

test(
  'a whole chain is listed in its order, with what is not needed, and gives exit code 0',
  needs,
  async () => {
    const { exit, out } = await chain('ola')
    assert.equal(exit, 0)
    assert.match(
      out,
      /^OlaMsFilterTest \(branch ef815388\)\n {2}Restore in this order, 2 steps up to LSN 21:199:1:/,
    )
    assert.match(out, / 1 +FULL +ola\/test_FULL_20160629_141300\.bak +21:159:37 - 21:175:1 +2018-/)
    assert.match(out, / 2 +DIFF +ola\/test_DIFF_20160629_141900\.bak +21:197:1 - 21:199:1 /)
    assert.match(out, /LOG +ola\/test_LOG_20160629_141500\.trn +21:182:1 - 21:182:1 +empty\n/)
    assert.match(
      out,
      /DIFF +ola\/test_DIFF_20160629_141600\.bak +21:182:34 - 21:197:1 +superseded\n/,
    )
    assert.match(out, /ApsaraDB RDS can take this chain as it is: 2 restore tasks\./)
    assert.match(out, /Only headers were read: .*`sqlferry inspect --verify`/)
    assert.match(out, /Headers do not tell whether TDE is on/)
    assert.match(out, /7 files, 1 database history, 1 can be restored, 1 without open questions\n$/)
  },
)

test('a gap gives its records, times, likely names and exit code 3', needs, async () => {
  const { exit, out } = await chain('gap')
  assert.equal(exit, 3)
  assert.match(out, /problem: log records 31:486:1 to 31:511:1 of locations .* \[BAK_LOG_GAP\]/)
  const text = out.replace(/\s+/g, ' ')
  assert.match(
    text,
    /between 2017-05-18 02:17:43 and 2017-05-18 02:18:37 \(UTC\), named like SQL2008_locations_LOG_\*_\*\.trn/,
  )
  assert.match(text, /Do not cut over with this chain/)
  assert.match(out, /\[BAK_BEHIND_KNOWN_END\]/)
  assert.match(out, /empty, proves that logs before it are missing/)
})

test('stripes are listed together, and RDS cannot take them', needs, async () => {
  const { exit, out } = await chain('stripes')
  assert.equal(exit, 3)
  assert.match(
    out,
    /FULL +stripes\/RestoreTimeStripe2\.bak .*\n +stripes\/RestoreTimeStripe2a\.bak\n/,
  )
  assert.match(out, /\[BAK_RDS_STRIPED_FULL\]/)
  assert.match(out, /ApsaraDB RDS can take no chain of this database\./)
})

test(
  'without a usable full nothing can be restored: exit code 30, and what is wanted',
  needs,
  async () => {
    const orphans = await chain('orphans')
    assert.equal(orphans.exit, 30)
    assert.match(orphans.out, /Nothing can be restored, though data up to LSN 323:148:1 is known/)
    assert.match(
      orphans.out.replace(/\s+/g, ' '),
      /Find the full backup 61cbf400-8af9-40d2-8ea1-d3c7d0ccd4ce with checkpoint 323:102:38, taken before 2017-05-18 02:18:19 \(UTC\)/,
    )
    assert.match(orphans.out, /its full backup is not here\n/)
    const lone = await chain('lone')
    assert.equal(lone.exit, 30)
    assert.match(lone.out, /stripe 2 of 2 is missing/)
    assert.match(lone.out, /missing stripe 2\n/)
  },
)

test('folders without backups give exit code 30 and harmless names', async () => {
  const others = await chain('others')
  assert.equal(others.exit, 30)
  assert.match(others.out, /none of the files is a backup whose header can be read/)
  assert.match(others.out, /No backups of SQL Server: others\/evil\ufffd\[31m\.bak/)
  const empty = await chain('empty')
  assert.deepEqual(empty, { exit: 30, out: 'no files found\n' })
})

test('every file is accounted for: copies are named as such', needs, async () => {
  const name = 'test_FULL_20160629_141300.bak'
  await mkdir(join(root, 'twice'))
  for (const file of [name, 'again.bak'])
    await copyFile(join(root, 'ola', name), join(root, 'twice', file))
  const { exit, out } = await chain('twice')
  assert.equal(exit, 0)
  assert.match(out, / 1 +FULL +twice\/again\.bak /)
  assert.match(out, /FULL +twice\/test_FULL_20160629_141300\.bak .* the same backup once more\n/)
  await truncate(join(root, 'twice', 'again.bak'), 1_000_000)
  const cut = await chain('twice')
  assert.match(cut.out, / 1 +FULL +twice\/test_FULL_20160629_141300\.bak /)
  assert.match(
    cut.out,
    /Cannot be used:\n.*\n.*\n +FULL +twice\/again\.bak .* a copy of the same backup, cut off or damaged\n/,
  )
})

for (const language of ['en', 'zh'])
  for (const columns of [40, 80, 120])
    test(
      `in ${language} no line is wider than a terminal of ${columns} columns`,
      needs,
      async () => {
        const io = captureTerminal(columns, { cwd: root, env: { NO_COLOR: '1' } })
        await main(['--lang', language, 'inspect', '.', '--chain'], io)
        for (const line of io.out().split('\n')) assert.ok(displayWidth(line) <= columns, line)
      },
    )

test('in Chinese chains, gaps and reasons speak as a DBA does', needs, async () => {
  const io = captureIo({ cwd: root })
  await main(['--lang', 'zh', 'inspect', 'ola', 'gap', '--chain'], io)
  const out = io.out()
  assert.match(
    out,
    /OlaMsFilterTest（分支 ef815388）\n {2}按以下顺序还原，共 2 步，可到 LSN 21:199:1：/,
  )
  assert.match(out, /完整备份 +ola\/test_FULL/)
  assert.match(
    out,
    /问题：数据库 locations 的日志记录 31:486:1 至 31:511:1 不在任何可用的文件中 \[BAK_LOG_GAP\]/,
  )
  assert.match(out, /ApsaraDB RDS 可以直接接收这条备份链：2 个还原任务。/)
  assert.match(out, /共 9 个文件，2 段数据库历史，其中 2 段可以还原，1 段没有疑问\n$/)
})

test('--json holds chains, classes, gaps and what RDS can take', needs, async () => {
  const { exit, out } = await chain('.', '--json')
  assert.equal(exit, 3)
  const report = JSON.parse(out)
  const branches = report.databases.flatMap((one: { branches: unknown[] }) => one.branches)
  const find = (name: string) =>
    branches.find((one: { names: string[] }) => one.names.includes(name))
  const clean = find('RestoreTimeClean')
  assert.deepEqual(
    clean.chain.steps.map((step: { type: string }) => step.type),
    ['FULL', 'DIFFERENTIAL', 'LOG', 'LOG', 'LOG'],
  )
  assert.deepEqual(clean.rds.chain.steps, clean.chain.steps)
  assert.equal(clean.parent.lsn, '25:153:1')
  assert.equal(find('locations').gaps[0].from, '31:486:1')
  assert.equal(find('db1').wantedFull.guid, '61cbf400-8af9-40d2-8ea1-d3c7d0ccd4ce')
  assert.equal(find('RestoreTimeStripe').rds.chain, null)
  assert.equal(find('Northwind').sets[0].class, 'evidence')
  assert.deepEqual(report.otherFiles, ['others/evil\u001b[31m.bak'])
})

test('a path that is not there is named with what is wrong with it', async () => {
  for (const [language, said] of [
    ['en', /cause: there is no file or folder missing\.bak\. The path is misspelt/],
    ['zh', /原因：文件或文件夹 missing\.bak 不存在。路径拼写有误/],
  ] as const) {
    const { exit, out } = await chain('missing.bak', '--lang', language)
    assert.equal(exit, 30)
    assert.match(out, /\[BAK_HIDDEN_SETS\]/)
    assert.match(out, said)
  }
})
