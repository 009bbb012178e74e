import assert from 'node:assert/strict'
import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeTempFolder } from '../temp-folder.ts'
import { sandboxProcess, sqlferry } from './cli-process.ts'

const samples = join(import.meta.dirname, '..', '..', 'fixtures', 'backups')
const sales = 'Sales_FULL_20260101020000.bak'

/** An answer that comes late enough to be killed while it is awaited. */
const slowCreate = JSON.stringify({
  kind: 'slow',
  delayMs: 1000,
  match: { operation: 'CreateMigrateTask' },
})

for (const word of [
  'upload-intended',
  'upload-completed',
  'task-intended',
  'task-accepted',
  'task-observed',
])
  test(`I1: one backup goes through inspect, upload, restore and status though SIGKILL comes at ${word}`, {
    timeout: 90_000,
  }, async () => {
    const folder = await makeTempFolder()
    const sandbox = await sandboxProcess('backups', '--speed', '20', '--fault', slowCreate)
    try {
      const backups = join(folder.path, 'backups')
      await mkdir(backups)
      await copyFile(join(samples, sales), join(backups, sales))
      const environment = { ...sandbox.environment, SQLFERRY_HOME: join(folder.path, 'home') }
      const migrate = ['migrate', backups, '--yes', '--json']
      const killed = await sqlferry(environment, migrate, `"${word}"`)
      assert.equal(killed.exitCode, undefined, killed.errors)
      const ended = await sqlferry(environment, migrate)
      assert.equal(ended.exitCode, 0, ended.errors)
      const result = JSON.parse(ended.lines.at(-1) ?? '')
      assert.equal(result.databases.length, 1)
      assert.equal(result.databases[0].outcome, 'restored')
      const accepted = [...killed.lines, ...ended.lines].filter((line) =>
        line.includes('"task-accepted"'),
      )
      assert.equal(accepted.length, 1)
      const again = await sqlferry(environment, migrate)
      assert.equal(again.exitCode, 0, again.errors)
      assert.ok(!again.lines.some((line) => /"(upload|task)-/.test(line)), again.lines.join('\n'))
    } finally {
      await sandbox.stop()
      await folder.remove()
    }
  })
