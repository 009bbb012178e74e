import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { VirtualClock } from '../../src/core/index.ts'
import { lockStream } from '../../src/journal/index.ts'
import { makeTempFolder } from '../temp-folder.ts'

const clock = new VirtualClock(Date.UTC(2026, 0, 2))

test('one migration is locked by one process at a time, others are free', async () => {
  const home = await makeTempFolder()
  try {
    const lock = await lockStream(home.path, 'm/1', clock)
    await assert.rejects(lockStream(home.path, 'm/1', clock), {
      code: 'JOURNAL_LOCKED',
      message: new RegExp(`pid ${process.pid}, .*, 2026-01-02T00:00:00.000Z`),
    })
    const other = await lockStream(home.path, 'm/2', clock)
    await lock.release()
    await lock.release()
    await (await lockStream(home.path, 'm/1', clock)).release()
    await other.release()
  } finally {
    await home.remove()
  }
})

test('the lock of a process that was killed is free at once (I1)', async () => {
  const home = await makeTempFolder()
  const journal = pathToFileURL(join(import.meta.dirname, '../../src/journal/index.ts')).href
  const holder = `
    const { lockStream } = await import(${JSON.stringify(journal)})
    const lock = await lockStream(process.argv[1], 'm-1', { now: () => 0 })
    console.log('locked', lock.streamId)
    process.stdin.resume()`
  const child = spawn(process.execPath, ['--input-type=module', '-e', holder, home.path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  try {
    const [said] = await once(child.stdout, 'data')
    assert.equal(String(said), 'locked m-1\n')
    await assert.rejects(lockStream(home.path, 'm-1', clock), {
      code: 'JOURNAL_LOCKED',
      message: new RegExp(`pid ${child.pid},`),
    })
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
    await (await lockStream(home.path, 'm-1', clock)).release()
  } finally {
    child.kill('SIGKILL')
    await home.remove()
  }
})
