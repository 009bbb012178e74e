import assert from 'node:assert/strict'
import { appendFileSync, utimesSync } from 'node:fs'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { verifyBackups } from '../../../src/app/inspect/verify-backups.ts'
import { main } from '../../../src/cli/main.ts'
import { displayWidth } from '../../../src/cli/render/table.ts'
import { systemClock } from '../../../src/core/index.ts'
import { backupBytes } from '../../bak/golden.ts'
import { needsShared, sharedPath } from '../../shared-files.ts'
import { captureIo, captureTerminal } from '../capture.ts'

const plain = '2012-db__db.bak'
const stripes = [
  '2008r2-striped-s1__RestoreTimeStripe.bak',
  '2008r2-striped-s2__RestoreTimeStripe1.bak',
]
const compressed = '2016-compressed__TSQL2012.bak'

describe('inspect --verify', needsShared('bak'), () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sqlferry-verify-'))
    for (const name of [plain, ...stripes, compressed])
      await copyFile(sharedPath('bak', name), join(folder, name))
    const flipped = backupBytes(plain)
    flipped[1_500_000] = (flipped[1_500_000] ?? 0) ^ 1
    await writeFile(join(folder, 'flipped.bak'), flipped)
    await writeFile(join(folder, 'cut.bak'), backupBytes(plain).subarray(0, 1_000_000))
    await writeFile(join(folder, 'script.bak'), 'use master')
  })
  after(() => rm(folder, { recursive: true, force: true }))

  async function verify(...argv: string[]) {
    const io = captureIo({ cwd: folder })
    const exit = await main(['inspect', '--verify', ...argv], io)
    return { exit, out: io.out(), err: io.err() }
  }

  test('sound backups give what was proved, what was not, and exit code 0', async () => {
    const { exit, out, err } = await verify(plain, compressed)
    assert.equal(exit, 0)
    assert.equal(err, '')
    assert.match(
      out,
      /^2012-db__db\.bak: sound\n {2}#1 db, FULL, SQL Server 2012, .*without checksums\n/,
    )
    assert.match(out, /proved: checksums cover 86\.2 % of 2\.8 MiB, 309 pages by checksum/)
    assert.match(out, /not proved: 35 of 344 pages carry no checksum.*\[BAK_UNPROVED_PAGES\]/)
    assert.match(
      out,
      /\n2016-compressed__TSQL2012\.bak: sound\n(?:.*\n)*? {2}proved: .* 120 compressed chunks/,
    )
    assert.match(out, /What was not proved, and why:\n {2}BAK_UNPROVED_PAGES: PAGE_VERIFY/)
    assert.match(out, /Note: checksums prove .* replace neither DBCC CHECKDB nor a restore\./)
    assert.match(
      out,
      /2 backups: 2 sound \(1 of them with pages or log that no checksum covers\); 3\.8 MiB in /,
    )
  })

  test('stripes are verified as one backup, and a missing one is named', async () => {
    const { exit, out } = await verify(...stripes)
    assert.equal(exit, 0)
    assert.ok(out.startsWith(`${stripes.join(' + ')} (2 stripes): sound\n`), out)
    const half = await verify(stripes[0] ?? '')
    assert.equal(half.exit, 30)
    assert.match(
      half.out,
      /\(2 stripes; missing: 2\): incomplete\n(?:.*\n)* {2}.*\[BAK_STRIPES_MISSING\]/,
    )
  })

  test('a flipped byte is named by its page, its object and its place, with exit code 30', async () => {
    const { exit, out } = await verify('flipped.bak', plain)
    assert.equal(exit, 30)
    assert.match(
      out,
      /^flipped\.bak: damaged\n.*\n {2}first damaged page: 1:181, index page of sys\.sysschobjs\n {2}page 1:181 at byte 1499136 of flipped\.bak is damaged: .*\[BAK_PAGE_DAMAGED\]\n {2}cause: .*\n {2}next: Copy/,
    )
    assert.match(out, /2 backups: 1 sound \(1 of them .*\), 1 damaged/)
  })

  test('a cut file is incomplete, and a file that is no backup cannot be verified', async () => {
    const cut = await verify('cut.bak')
    assert.equal(cut.exit, 30)
    assert.match(
      cut.out,
      /^cut\.bak: incomplete\n(?:.*\n)* {2}cut\.bak ends at byte 1000000.*\[BAK_TRUNCATED\]/,
    )
    const script = await verify('script.bak', plain)
    assert.equal(script.exit, 3)
    assert.match(
      script.out,
      /^script\.bak: cannot be verified\n {2}script\.bak is not a SQL Server backup/,
    )
    assert.equal((await verify('script.bak')).exit, 30)
    assert.equal((await verify('missing.bak')).exit, 30)
  })

  test('after many backups those that are not sound are named once more', async () => {
    const { out } = await verify(
      plain,
      compressed,
      ...stripes,
      'script.bak',
      'cut.bak',
      'missing.bak',
    )
    assert.match(
      out,
      /\nNot sound:\n {2}cannot be verified: script\.bak \[BAK_NOT_A_BACKUP\]\n {2}incomplete: cut\.bak \[BAK_TRUNCATED\]\n {2}cannot be verified: missing\.bak \[FILES_NOT_FOUND\]\n\n6 backups: /,
    )
    assert.doesNotMatch((await verify(plain, 'cut.bak')).out, /Not sound:/)
  })

  test('--json gives each file the verdict of its backup', async () => {
    const { exit, out } = await verify('--json', 'flipped.bak', ...stripes, 'missing.bak')
    assert.equal(exit, 30)
    const answer = JSON.parse(out)
    assert.deepEqual(Object.keys(answer).sort(), ['flipped.bak', 'missing.bak', ...stripes].sort())
    assert.equal(answer['flipped.bak'].verdict, 'damaged')
    assert.equal(answer['flipped.bak'].problem.code, 'BAK_PAGE_DAMAGED')
    assert.equal(answer['flipped.bak'].firstDamagedPage.page, '1:181')
    assert.equal(answer['flipped.bak'].firstDamagedPage.object, 'sys.sysschobjs')
    assert.equal(answer['missing.bak'].problem.code, 'FILES_NOT_FOUND')
    for (const name of stripes) {
      assert.equal(answer[name].verdict, 'sound')
      assert.deepEqual(answer[name].files, stripes)
    }
  })

  test('--json has the same keys and English texts for a file that cannot be read', async () => {
    const { exit, out } = await verify(plain, 'missing.bak', 'script.bak', '--json', '--lang', 'zh')
    assert.notEqual(exit, 0)
    const answers: Record<string, Record<string, unknown>> = JSON.parse(out)
    const { [plain]: sound, 'missing.bak': missing, 'script.bak': script } = answers
    assert.ok(sound && missing && script)
    assert.deepEqual(Object.keys(missing), Object.keys(sound))
    assert.deepEqual(Object.keys(script), Object.keys(sound))
    assert.deepEqual(Object.keys(missing['problem'] ?? {}), [
      'code',
      'message',
      'cause',
      'solution',
    ])
    assert.match(JSON.stringify(missing['problem']), /there is no file or folder missing\.bak/)
    assert.equal(missing['proved'], null)
  })

  test('a file that is written to meanwhile is neither sound nor damaged', async () => {
    const path = join(folder, 'growing.bak')
    await copyFile(sharedPath('bak', plain), path)
    const changes = [() => appendFileSync(path, 'more'), () => utimesSync(path, 1, 1)]
    const codes: (string | undefined)[] = []
    for (const change of changes) {
      const { clock, ids } = captureIo()
      const { signal } = new AbortController()
      const context = { cwd: folder, signal, language: 'en', clock, ids } as const
      const report = await verifyBackups(['growing.bak'], context, {
        begun() {},
        progress: change,
        ended() {},
      })
      assert.equal(report.backups[0]?.verdict, 'not-verifiable')
      codes.push(report.backups[0]?.problem?.code)
    }
    assert.deepEqual(codes, ['FILES_CHANGED', 'FILES_WRITTEN_TO'])
  })

  test('a terminal of 80 columns is not overrun in either language, and shows the progress', async () => {
    for (const language of ['en', 'zh']) {
      const io = captureTerminal(80, { cwd: folder, clock: systemClock, env: { NO_COLOR: '1' } })
      await main(['inspect', '--verify', '--lang', language, plain, 'flipped.bak', 'cut.bak'], io)
      for (const line of io.out().split('\n')) assert.ok(displayWidth(line) <= 80, line)
      assert.match(io.err(), /2012-db__db\.bak(?:: 0 %|：0%) {2}0 B \/ 2\.8 MiB\r/)
      if (language === 'zh')
        assert.match(io.out(), /flipped\.bak：已损坏\n(?:.*\n)* {2}第一个损坏的页：1:181/)
    }
  })
})
