import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { main } from '../../../src/cli/main.ts'
import { displayWidth } from '../../../src/cli/render/table.ts'
import { readGolden } from '../../bak/golden.ts'
import { needsShared, sharedPath } from '../../shared-files.ts'
import { makeTempFolder } from '../../temp-folder.ts'
import { captureIo, captureTerminal } from '../capture.ts'

async function inspect(...argv: string[]) {
  const io = captureIo({ cwd: sharedPath('bak') })
  const exit = await main(['inspect', ...argv], io)
  return { exit, out: io.out(), err: io.err() }
}

const full = '2008r2-chainA__difftest-full.bak'
const differentials = ['2008r2-chainA__difftest-diff1.bak', '2008r2-chainA__difftest-diff2.bak']
const tsql = '2016-compressed__TSQL2012.bak'

describe('inspect --tables', needsShared('bak'), () => {
  test('every table of the real backups has the rows, columns and compression that it is known to have', async () => {
    const { exit, out } = await inspect('.', '--tables', '--json')
    assert.equal(exit, 3)
    const answer = JSON.parse(out)
    let tables = 0
    for (const [name, expected] of Object.entries(readGolden())) {
      if (expected['tables'] === undefined) continue
      assert.deepEqual(answer[name]?.tables, expected['tables'], name)
      tables += Object.keys(answer[name].tables).length
    }
    assert.ok(tables > 170, `${tables} tables`)
    const codes = Object.values<{ problem?: { code: string } }>(answer).map(
      (file) => file.problem?.code,
    )
    for (const code of ['BAK_CATALOG_NOT_SUPPORTED', 'BAK_STRIPES_MISSING', 'BAK_ENCRYPTED'])
      assert.ok(codes.includes(code), code)
  })

  test('of differentials named beside their full the newest is laid over it, or the one behind --with', async () => {
    const detected = await inspect(full, ...differentials, '--tables')
    assert.equal(detected.exit, 0)
    assert.match(detected.out, /from 2008r2-chainA__difftest-full\.bak #1, FULL/)
    assert.match(detected.out, /with 2008r2-chainA__difftest-diff2\.bak #1, DIFF/)
    const named = await inspect(full, '--with', differentials[0] ?? '', '--tables')
    assert.match(named.out, /with 2008r2-chainA__difftest-diff1\.bak #1, DIFF/)
    const foreign = await inspect(tsql, '--with', differentials[0] ?? '', '--tables')
    assert.equal(foreign.exit, 30)
    assert.match(foreign.err, /\[INSPECT_WITH_FOREIGN\]/)
  })

  test('files that no table can be read from say why, and the exit code tells', async () => {
    const alone = await inspect(differentials[0] ?? '', '--tables')
    assert.equal(alone.exit, 30)
    assert.match(
      alone.out,
      /\[INSPECT_FULL_NEEDED\]\n.*BackupSetGUID f24e3dc4-.* CheckpointLSN 24:68:99/,
    )
    const log = await inspect('2016-chainD__RestoreTimeClean_1.trn', '--tables')
    assert.equal(log.exit, 30)
    assert.match(log.out, /\[INSPECT_NOT_A_FULL\]/)
    const mixed = await inspect(tsql, 'notbackup-tsql__selinto3.bak', '--tables')
    assert.equal(mixed.exit, 3)
    assert.match(mixed.out, /1 database read, 1 file of no use\n$/)
  })

  test('--position chooses a set, --no-count takes the numbers of the catalog', async () => {
    const two = '2014-compressed-2sets__SharePoint_Config.bak'
    const first = await inspect(two, '--tables', '--position', '1', '--no-count')
    assert.match(first.out, /SharePoint_Config\.bak #1, FULL/)
    assert.match(first.out, /Rows are those that the catalog in the backup keeps/)
    assert.match((await inspect(two, '--tables')).out, /SharePoint_Config\.bak #2, FULL/)
    const none = await inspect(two, '--tables', '--position', '7')
    assert.equal(none.exit, 2)
    assert.match(none.err, /\[INSPECT_NO_SET\][\s\S]*1 \(FULL\), 2 \(FULL\)/)
  })

  test('--long adds columns and indexes, and no line is wider than the terminal', async () => {
    for (const language of ['en', 'zh']) {
      const io = captureTerminal(80, { cwd: sharedPath('bak'), env: { NO_COLOR: '1' } })
      await main(['inspect', tsql, '--tables', '--long', '--lang', language], io)
      for (const line of io.out().split('\n')) assert.ok(displayWidth(line) <= 80, line)
      assert.match(io.out(), /\nempid +int +not null/)
      assert.match(
        io.out(),
        language === 'en'
          ? /\n {2}PK_Employees \(primary key, clustered: empid\)\n/
          : /\n {2}PK_Employees（主键，聚集：empid）\n/,
      )
    }
  })

  test('a counted table shows no terminal line where there is no terminal', async () => {
    assert.equal((await inspect(tsql, '--tables')).err, '')
  })
})

describe('inspect --features', needsShared('bak'), () => {
  test('what was found is listed with its place, in both languages', async () => {
    const { exit, out } = await inspect(tsql, '--features')
    assert.equal(exit, 0)
    assert.match(out, /temporal tables +1 +dbo\.Employees\n/)
    assert.match(out, /PAGE compression +1 +dbo\.EmployeesHistory/)
    const zh = await inspect(tsql, '--features', '--long', '--lang', 'zh')
    assert.match(zh.out, /时态表 +1 +dbo\.Employees\n/)
    assert.match(zh.out, /未发现：.*列存储索引/)
  })

  test('--json has every feature that was looked for', async () => {
    const { out } = await inspect(
      '2008r2-chainH-checksum__SQL2008_dbOrphanUsers_FULL_20170518_041740.bak',
      '--features',
      '--json',
    )
    const [file] = Object.values<{
      features: Record<string, { present: string; evidence: string[] }>
    }>(JSON.parse(out))
    assert.deepEqual(file?.features['users-without-login']?.evidence, ['UserWithoutLogin'])
    assert.equal(file?.features['columnstore']?.present, 'no')
  })
})

describe('inspect --rows', needsShared('bak'), () => {
  test('prints CSV, or JSON Lines, up to the limit', async () => {
    const { exit, out, err } = await inspect(tsql, '--rows', 'Sales.Customers', '--limit', '2')
    assert.equal(exit, 0)
    assert.equal(err, '')
    assert.deepEqual(out.split('\r\n'), [
      'custid,companyname,contactname,contacttitle,address,city,region,postalcode,country,phone,fax',
      '1,Customer NRZBB,"Allen, Michael",Sales Representative,Obere Str. 0123,Berlin,,10092,Germany,030-3456789,030-0123456',
      '2,Customer MLTDN,"Hassall, Mark",Owner,Avda. de la Constitución 5678,México D.F.,,10077,Mexico,(5) 789-0123,(5) 456-7890',
      '',
    ])
    const lines = await inspect(tsql, '--rows', '[hr].[employees]', '--format', 'jsonl')
    const rows = lines.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    assert.equal(rows.length, 9)
    assert.equal(rows[0].lastname, 'Davis')
  })

  test('says beside the rows of a compressed table that nothing has proved how they are decoded', async () => {
    const english = await inspect(tsql, '--rows', 'dbo.EmployeesHistory')
    assert.equal(english.exit, 0)
    assert.match(english.out, /^empid,[\w,]+\r\n$/)
    assert.match(english.err, /^The table has ROW or PAGE compression, which is decoded as/)
    const chinese = await inspect(tsql, '--rows', 'dbo.EmployeesHistory', '--lang', 'zh')
    assert.match(chinese.err, /^该表使用行压缩或页压缩/)
  })

  test('waits until the reader has taken enough', async () => {
    let waits = 0
    let waiting = false
    const io = captureIo({ cwd: sharedPath('bak') })
    const slow = {
      ...io.stdout,
      write(text: string) {
        assert.ok(!waiting, 'written while the reader was not ready')
        io.stdout.write(text)
      },
      async drained() {
        waits++
        waiting = true
        await Promise.resolve()
        waiting = false
      },
    }
    const exit = await main(['inspect', '2022-compressed__db.bak', '--rows', 'students'], {
      ...io,
      stdout: slow,
    })
    assert.equal(exit, 0)
    assert.ok(waits > 10, `${waits} waits`)
    assert.equal(io.out().split('\r\n').length, 6000 + 2)
  })

  test('a name that is not there is answered with those that are near', async () => {
    const { exit, err } = await inspect(tsql, '--rows', 'dbo.Employes')
    assert.equal(exit, 2)
    assert.match(err, /no table dbo\.Employes in TSQL2012 \[INSPECT_NO_TABLE\][\s\S]*HR\.Employees/)
  })

  test('a file that rows cannot be read from says what is missing or not supported', async () => {
    const cases = [
      [differentials[0] ?? '', 'INSPECT_FULL_NEEDED'],
      ['2017-encrypted__SAL_SCOUTS_log_TDE.bak', 'BAK_ENCRYPTED'],
      ['2000-zh__hisbook.bak', 'BAK_CATALOG_NOT_SUPPORTED'],
      ['2019-incomplete-stripe2of2__Full.bak', 'BAK_STRIPES_MISSING'],
      ['notbackup-tsql__selinto3.bak', 'BAK_NOT_A_BACKUP'],
    ] as const
    for (const [file, code] of cases) {
      const { exit, out, err } = await inspect(file, '--rows', 't')
      assert.equal(exit, 30, file)
      assert.equal(out, '', file)
      assert.match(err, new RegExp(`\\[${code}\\]`), file)
    }
  })

  test('several databases are one too many, several backups of one are not', async () => {
    const two = await inspect(tsql, '2012-db__db.bak', '--rows', 't')
    assert.equal(two.exit, 2)
    assert.match(two.err, /\[INSPECT_SEVERAL_DATABASES\]/)
    const same = [
      '2014-compressed-1set__SharePoint_Config.bak',
      '2014-compressed-2sets__SharePoint_Config.bak',
    ]
    const one = await inspect(...same, '--rows', 'dbo.SiteMap', '--limit', '1')
    assert.equal(one.exit, 0)
  })

  test('where there is no backup at all, that is said', async () => {
    const folder = await makeTempFolder()
    try {
      const io = captureIo({ cwd: folder.path })
      assert.equal(await main(['inspect', '.', '--rows', 't'], io), 30)
      assert.match(io.err(), /\[INSPECT_NO_DATABASE\]/)
    } finally {
      await folder.remove()
    }
  })

  test('a name that several tables have is asked for with its schema', async () => {
    const { exit, err } = await inspect(tsql, '--rows', 'dbo.EMPLOYEES', '--limit', '1')
    assert.equal(exit, 0)
    assert.equal(err, '')
    const hidden = await inspect(tsql, '--rows', 'Orders', '--limit', '1')
    assert.equal(hidden.exit, 0)
  })
})

test('only one question is asked at a time', async () => {
  const io = captureIo()
  assert.equal(await main(['inspect', 'x', '--tables', '--verify'], io), 2)
  assert.match(io.err(), /\[CLI_CONFLICTING_OPTIONS\]/)
})
