/** What `sqlferry inspect --chain` says of the condition of single sets: flags of written backups. */
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { main } from '../../../src/cli/main.ts'
import { type BackupSetSpec, writeBackup } from '../../../src/sandbox/backup-writer/index.ts'
import { fullOf, guid, lsn, specOf } from '../../sandbox/backup-writer/written-databases.ts'
import { captureIo } from '../capture.ts'

let root = ''
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'sqlferry-flags-'))
})
after(() => rm(root, { recursive: true, force: true }))

const full: BackupSetSpec = { ...fullOf([]), database: 'Shop' }
delete (full as { tables?: unknown }).tables

const log = (number: number, from: number, to: number, flags: number): BackupSetSpec => ({
  ...full,
  type: 'LOG',
  backupSetGuid: guid(String(number)),
  firstLsn: lsn(from),
  lastLsn: lsn(to),
  checkpointLsn: full.checkpointLsn,
  databaseBackupLsn: full.checkpointLsn,
  differentialBaseGuid: full.backupSetGuid,
  start: `2026-01-01 0${number}:00:00`,
  finish: `2026-01-01 0${number}:00:01`,
  flags,
})

/** Writes each set into a file of its own, whose name says nothing. */
async function write(folder: string, sets: readonly BackupSetSpec[]): Promise<void> {
  for (const [index, set] of sets.entries()) {
    const spec = specOf(set, { mediaSetId: guid(String(index)) })
    await writeFile(join(root, `${folder}-${index}.bak`), writeBackup(spec))
  }
}

async function chain(folder: string, count: number, ...more: readonly string[]) {
  const io = captureIo({ cwd: root })
  const files = Array.from({ length: count }, (_, index) => `${folder}-${index}.bak`)
  const exit = await main(['inspect', ...files, '--chain', ...more], io)
  assert.equal(io.err(), '')
  return { exit, out: io.out() }
}

test('each flag of each set is told beside it, in words and in JSON', async () => {
  await write('flags', [
    { ...full, flags: 0x4 | 0x8 },
    log(4, 130, 150, 0x1),
    log(5, 150, 160, 0),
    log(6, 160, 170, 0x40 | 0x100),
  ])
  const { out } = await chain('flags', 4)
  const lines = out.split('\n').map((line) => line.trim())
  const at = (pattern: RegExp) => lines.findIndex((line) => pattern.test(line))
  const first = at(/^1 +FULL /)
  assert.deepEqual(lines.slice(first + 1, first + 3), ['read-only', 'single user'])
  const second = at(/^2 +LOG /)
  assert.equal(lines[second + 1], 'bulk-logged')
  assert.match(lines[second + 2] ?? '', /^3 +LOG /)
  const last = at(/^4 +LOG /)
  assert.deepEqual(lines.slice(last + 1, last + 3), ['tail log', 'WITH NORECOVERY'])

  const report = JSON.parse((await chain('flags', 4, '--json')).out)
  const told = new Map<string, readonly string[]>()
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('flags' in value && 'files' in value && Array.isArray(value.flags))
      told.set(String(value.files), value.flags)
    for (const inner of Object.values(value)) collect(inner)
  }
  collect(report)
  assert.deepEqual(Object.fromEntries(told), {
    'flags-0.bak': ['readOnly', 'singleUser'],
    'flags-1.bak': ['bulkLogged'],
    'flags-2.bak': [],
    'flags-3.bak': ['tailLog', 'noRecovery'],
  })
})

test('a full that later sets pass over is called probably copy-only', async () => {
  const copy: BackupSetSpec = {
    ...full,
    backupSetGuid: guid('8'),
    firstLsn: lsn(142),
    lastLsn: lsn(146),
    checkpointLsn: lsn(142),
    databaseBackupLsn: full.checkpointLsn,
    start: '2026-01-01 03:00:00',
    finish: '2026-01-01 03:01:00',
  }
  await write('copy', [full, copy, log(4, 130, 150, 0)])
  const { out } = await chain('copy', 3)
  const lines = out.split('\n').map((line) => line.trim())
  const at = lines.findIndex((line) => line.includes('copy-1.bak'))
  assert.equal(lines[at + 1], 'probably copy-only')
  assert.equal(out.match(/copy-only/g)?.length, 1)
})

test('whether TDE is on is said to be open wherever something can be restored', async () => {
  await write('tde', [full])
  for (const [lang, pattern] of [
    ['en', /TDE.*is_encrypted FROM sys\.databases/],
    ['zh', /TDE.*is_encrypted FROM sys\.databases/],
  ] as const)
    assert.match((await chain('tde', 1, '--lang', lang)).out, pattern)
})
