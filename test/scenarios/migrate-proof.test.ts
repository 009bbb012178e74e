/** A migration never hands RDS a backup that is damaged: it is found while it is uploaded. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { soundBackup } from '../sound-backup.ts'
import { bucket, withLoopback } from './loopback.ts'

const damaged = soundBackup(1, 400_000)
const place = Math.floor(damaged.length * 0.6)
damaged[place] = (damaged[place] ?? 0) ^ 0x10

const unchecked = soundBackup(2, 400_000, { hasChecksums: false })
unchecked[place] = (unchecked[place] ?? 0) ^ 0x10

const files = [
  { fileName: 'Sound0.bak', bytes: soundBackup(0) },
  { fileName: 'Sound1.bak', bytes: damaged },
]

test('migrate completes no upload of a damaged backup, restores the others, and says what to do', () =>
  withLoopback({ rds: { speed: 20 }, files }, async (loopback) => {
    const ran = await loopback.run(['migrate', loopback.folder, '--yes'])
    assert.notEqual(ran.exitCode, 0, ran.out)
    assert.match(ran.out, /Sound1 +.*BAK_PAGE_DAMAGED/)
    assert.match(ran.out, /Copy the file again from where it was written/)
    assert.deepEqual(await loopback.tasks(), ['Sound0 Success'])
    assert.equal(await loopback.holds('sqlferry/', damaged), false)
    const pending = await loopback.sandbox.storage.bucket(bucket).listUploads()
    assert.equal(pending.length, 1, 'its parts are kept')
    const again = await loopback.run(['migrate', loopback.folder, '--yes'])
    assert.notEqual(again.exitCode, 0, again.out)
    assert.deepEqual(await loopback.tasks(), ['Sound0 Success'])
  }))

test('migrate --no-verify sends a damaged backup, RDS fails it, and the cause is explained', () =>
  withLoopback({ rds: { speed: 20 }, files }, async (loopback) => {
    const ran = await loopback.run(['migrate', loopback.folder, '--yes', '--no-verify'])
    assert.notEqual(ran.exitCode, 0, ran.out)
    assert.equal(await loopback.holds('sqlferry/', damaged), true)
    assert.deepEqual(await loopback.tasks(), ['Sound0 Success', 'Sound1 Failed'])
    assert.match(ran.out, /RESTORE detected an error on page \(1:\d+\) in database "Sound1"/)
    assert.match(ran.out, /BAK_PAGE_DAMAGED_AT_RESTORE: A page in the backup has a wrong checksum/)
    assert.match(ran.out, /sqlferry inspect --verify FILE/)
    const status = await loopback.run(['status'])
    assert.match(status.out, /BAK_PAGE_DAMAGED_AT_RESTORE/)
  }))

test('status explains what DBCC CHECKDB finds in a backup without checksums, sent with --no-verify', () => {
  const old = [{ fileName: 'Old.bak', bytes: unchecked }]
  return withLoopback({ rds: { speed: 20 }, files: old }, async (loopback) => {
    await loopback.run(['migrate', loopback.folder, '--yes', '--no-verify'])
    const { out } = await loopback.run(['status'])
    assert.match(out, /Sound2 +.*Failed/)
    assert.match(out, /asynchronously DBCC checkdb failed: CHECKDB found 0 allocation errors and 1/)
    assert.match(out, /RDS_CHECKDB_FAILED_LATER/)
  })
})

test('the journal keeps whether a backup was proved', () =>
  withLoopback({ rds: { speed: 20 }, files: files.slice(0, 1) }, async (loopback) => {
    const ran = await loopback.run(['migrate', loopback.folder, '--yes', '--json'])
    assert.equal(ran.exitCode, 0, ran.out + ran.err)
    const completed = ran.lines.find((line) => line['type'] === 'upload-completed')
    assert.equal(completed?.['isProved'], true)
  }))
