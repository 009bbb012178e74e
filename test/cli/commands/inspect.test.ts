import assert from 'node:assert/strict'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { main } from '../../../src/cli/main.ts'
import { displayWidth } from '../../../src/cli/render/table.ts'
import { backupNames, readGolden } from '../../bak/golden.ts'
import { concat, sound } from '../../bak/made-by-hand.ts'
import { needsShared, sharedPath } from '../../shared-files.ts'
import { captureIo, captureTerminal } from '../capture.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sqlferry-inspect-'))
  const whole = concat([...sound()])
  await mkdir(join(folder, 'set'))
  await writeFile(join(folder, 'set', 'good.bak'), whole)
  await writeFile(join(folder, 'set', '没有扩展名'), whole)
  await writeFile(join(folder, 'cut.bak'), whole.subarray(0, 4000))
  await writeFile(join(folder, 'odd.bak'), concat([...sound({ unknowns: true })]))
  await writeFile(join(folder, 'evil\u001b[31m.bak'), 'use master')
  await writeFile(join(folder, 'aborted.bak'), concat([...sound({ withoutFinalHeader: true })]))
  await mkdir(join(folder, 'empty'))
})
after(() => rm(folder, { recursive: true, force: true }))

async function inspect(...argv: string[]) {
  const io = captureIo({ cwd: folder })
  const exit = await main(['inspect', ...argv], io)
  return { exit, out: io.out(), err: io.err() }
}

test('sound backups give a table and exit code 0', async () => {
  const { exit, out, err } = await inspect('set')
  assert.equal(exit, 0)
  assert.equal(err, '')
  const lines = out.split('\n')
  assert.match(lines[0] ?? '', /^file +# +database +type +version +compat +size +started/)
  assert.match(
    lines[2] ?? '',
    /set\/good\.bak +1 +db +LOG +2012 +110 +4\.0 KiB +2021-07-31 09:49:39 \+08:00 +30:0:0 - 31:0:0 +1\/1 +no +ok$/,
  )
  assert.match(lines[3] ?? '', /set\/没有扩展名 +1 +db/)
  assert.match(
    out,
    /2 files, 2 with sound headers, 0 with problems or warnings\nOnly headers were read: .*--verify/,
  )
})

test('columns stay aligned with Chinese names', async () => {
  const { out } = await inspect('set')
  const [title = '', , first = '', second = ''] = out.split('\n')
  const column = (line: string, word: string) => displayWidth(line.slice(0, line.indexOf(word)))
  assert.equal(column(first, 'db'), column(title, 'database'))
  assert.equal(column(second, 'db'), column(title, 'database'))
})

test('a damaged file among sound ones gives its cause, what to do, and exit code 3', async () => {
  const { exit, out } = await inspect('set', 'cut.bak', 'odd.bak', 'aborted.bak', 'missing.bak')
  assert.equal(exit, 3)
  assert.match(out, /cut\.bak.*truncated\n/)
  assert.match(out, /odd\.bak.*warnings\n/)
  assert.match(out, /aborted\.bak.*incomplete\n/)
  assert.match(out, /missing\.bak.*unreadable\n/)
  assert.match(
    out,
    /\ncut\.bak\n {2}problem: cut\.bak ends at byte 4000.*\[BAK_TRUNCATED\]\n {2}cause: .*\n {2}next: Compare/,
  )
  assert.match(out, /\nodd\.bak\n {2}warning: .*\[BAK_UNKNOWN_RECORD\]/)
  assert.match(out, /\[FILES_NOT_FOUND\]/)
})

test('where no file is a sound backup the exit code is 30', async () => {
  for (const path of ['missing.bak', 'empty', 'cut.bak', 'aborted.bak'])
    assert.equal((await inspect(path)).exit, 30, path)
  assert.match((await inspect('empty')).out, /^no files found\n$/)
})

test('the same in Chinese', async () => {
  const { exit, out } = await inspect('set', 'cut.bak', '--lang', 'zh')
  assert.equal(exit, 3)
  assert.match(out, /^文件 +序号 +数据库 +类型/)
  assert.match(out, /正常\n/)
  assert.match(out, /不完整\n/)
  assert.match(out, /问题：cut\.bak 在第 4000 字节处结束/)
  assert.match(out, /共 3 个文件，其中 2 个头信息完好，1 个有问题或警告\n仅读取了头信息：/)
})

test('--files lists the database files and --long every field of the header', async () => {
  const files = await inspect('set/good.bak', '--files')
  assert.match(files.out, /\nset\/good\.bak #1 db\nid +logical name +kind/)
  assert.doesNotMatch(files.out, /FirstLSN/)
  const long = await inspect('set/good.bak', '--long')
  assert.match(long.out, /\nFirstLSN +30:0:0 \(30000000000000000\)\n/)
  assert.match(long.out, /\nDatabaseVersion +706 \(SQL Server 2012\)\n/)
})

test('--json prints one object whose keys are the paths as given', async () => {
  const { exit, out } = await inspect('set', './cut.bak', 'missing.bak', '--json')
  assert.equal(exit, 3)
  const answer = JSON.parse(out)
  assert.deepEqual(Object.keys(answer), [
    join('set', 'good.bak'),
    join('set', '没有扩展名'),
    './cut.bak',
    'missing.bak',
  ])
  assert.equal(answer['./cut.bak'].walk, 'truncated')
  assert.equal(answer['./cut.bak'].problem.code, 'BAK_TRUNCATED')
  assert.equal(answer['missing.bak'].container, 'unreadable')
  assert.equal(answer[join('set', 'good.bak')].sets[0].firstLsnDecimal, '30000000000000000')
})

test('a name cannot steer the terminal', async () => {
  const { out } = await inspect('.')
  assert.ok(out.includes('evil\ufffd[31m.bak'))
  assert.ok(!out.includes('\u001b'))
})

test('a terminal too narrow for the table shows a few lines per file, in its width', async () => {
  for (const [language, sought] of [
    ['en', /#1 db, LOG, 4\.0 KiB, started 2021-07-31 09:49:39 \+08:00\n/],
    ['zh', /#1 db，日志备份，4\.0 KiB，开始时间 2021-07-31 09:49:39 \+08:00\n/],
  ] as const) {
    for (const columns of [72, 80, 120]) {
      const io = captureTerminal(columns, { cwd: folder })
      await main(['inspect', 'set', '--long', '--lang', language], io)
      for (const line of io.out().split('\n')) assert.ok(displayWidth(line) <= columns, line)
      assert.match(io.out(), sought)
    }
  }
})

test('a wide terminal shows the table', async () => {
  const io = captureTerminal(200, { cwd: folder })
  await main(['inspect', 'set'], io)
  assert.match(io.out(), /^file +# +database +type/)
})

test('an option that would do nothing is refused with what it goes with', async () => {
  const idle = [
    [['--limit', '3'], '--rows'],
    [['--format', 'csv', '--tables'], '--rows'],
    [['--with', 'x.bak', '--verify'], '--tables, --features, --rows'],
    [['--position', '2'], '--tables, --features, --rows'],
    [['--no-count', '--features'], '--tables'],
    [['--files', '--chain'], 'sqlferry inspect <path>'],
    [['--long', '--verify'], 'sqlferry inspect <path>, --tables, --features'],
  ] as const
  for (const [options, uses] of idle) {
    const { exit, out, err } = await inspect('set', ...options)
    assert.equal(exit, 2, options.join(' '))
    assert.equal(out, '')
    assert.ok(err.includes(`option ${options[0]} of sqlferry inspect has no effect here`), err)
    assert.ok(err.includes(`It goes with these only: ${uses}.`), err)
    assert.match(err, /\[CLI_OPTION_WITHOUT_EFFECT\]/)
  }
})

test('CSV inside JSON and a table without a name are refused', async () => {
  const both = await inspect('set', '--rows', 'a', '--format', 'csv', '--json')
  assert.equal(both.exit, 2)
  assert.match(both.err, /--json and --format csv/)
  const nameless = await inspect('set', '--rows', ' ')
  assert.equal(nameless.exit, 2)
  assert.match(nameless.err, /must be the name of a table, such as dbo\.Orders/)
})

test('a path is required', async () => {
  const { exit, err } = await inspect()
  assert.equal(exit, 2)
  assert.match(err, /path/)
})

test('the real backups in a folder are all told apart', needsShared('bak'), async () => {
  const golden = readGolden()
  const copies = join(folder, 'real')
  await mkdir(copies)
  for (const name of backupNames()) await copyFile(sharedPath('bak', name), join(copies, name))
  const { exit, out } = await inspect('real', '--json')
  assert.equal(exit, 3)
  const answer = JSON.parse(out)
  assert.equal(Object.keys(answer).length, Object.keys(golden).length)
  for (const [name, expected] of Object.entries(golden)) {
    const file = answer[join('real', name)]
    assert.equal(file.container, expected.container, name)
    assert.equal(file.sets?.length, expected.sets?.length, name)
  }
  const table = await inspect('real')
  assert.match(
    table.out,
    /2022-incomplete-stripe1of2__QLSinhVien\.bak .* 1\/2 \(not here: 2\) +no +stripes missing\n/,
  )
  assert.match(
    table.out,
    /the backup of QLSinhVien was striped over 2 files, and these stripes are missing: 2 \[BAK_STRIPES_MISSING\]/,
  )
  assert.match(table.out, /2016-compressed__TSQL2012\.bak .* 7\.2 MiB +999\.5 KiB +2016-12-31/)
  const lone = await inspect(join('real', '2022-incomplete-stripe1of2__QLSinhVien.bak'), '--json')
  assert.equal(lone.exit, 30)
  const [stripe] = Object.values<{
    verdict: string
    missingStripes: number[]
    problem: { code: string }
  }>(JSON.parse(lone.out))
  assert.equal(stripe?.verdict, 'stripes-missing')
  assert.deepEqual(stripe?.missingStripes, [2])
  assert.equal(stripe?.problem.code, 'BAK_STRIPES_MISSING')
  const long = await inspect(join('real', '2016-compressed__TSQL2012.bak'), '--long')
  assert.match(long.out, /\nBackupSize +7,555,072 \(7\.2 MiB\)\n/)
  assert.match(long.out, /\nCompressedBackupSize +1,023,474 \(999\.5 KiB\)\nCompressed +yes\n/)
  assert.match(table.out, /2008r2-striped-s1__RestoreTimeStripe\.bak .* 1\/2 +no +ok/)
  assert.match(
    table.out,
    /TDE\.bak is encrypted with the certificate D13BB7301FDF9ED16F0377F17D7CB414F2BCAE5A/,
  )
})
