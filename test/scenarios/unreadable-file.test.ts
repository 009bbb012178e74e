/**
 * A file that the user may not read. Root reads everything, so under root the command runs as another user, in a
 * process of its own.
 */
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { startSandbox } from '../../src/sandbox/index.ts'
import { soundBackup } from '../sound-backup.ts'
import { makeTempFolder } from '../temp-folder.ts'

const program = join(import.meta.dirname, '..', '..', 'bin', 'sqlferry.js')
const isRoot = process.getuid?.() === 0
/** `nobody` on Linux; any user that owns nothing here will do. */
const other = 65_534
const as = isRoot ? { uid: other, gid: other } : {}

/** A checkout below a closed home folder cannot be entered by another user. */
const canRun =
  process.platform !== 'win32' &&
  spawnSync(process.execPath, [program, '--version'], { ...as, env: { HOME: '/tmp' } }).status === 0

test('a file that may not be read is named with what to do, and the others are uploaded', {
  skip: canRun ? false : 'no other user can run this checkout',
}, async () => {
  const folder = await makeTempFolder()
  const sandbox = await startSandbox()
  try {
    await sandbox.storage.createBucket('staging')
    const backups = join(folder.path, 'backups')
    await mkdir(backups)
    await writeFile(join(backups, 'closed.bak'), 'secret')
    await writeFile(join(backups, 'open.bak'), soundBackup())
    await chmod(join(backups, 'closed.bak'), 0)
    await chmod(folder.path, 0o755)
    const home = join(folder.path, 'home')
    await mkdir(home)
    if (isRoot) await chown(home, other, other)
    const child = spawn(process.execPath, [program, 'upload', backups, 'oss://staging/x'], {
      ...as,
      cwd: backups,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...{ PATH: process.env['PATH'], HOME: home, LANG: 'C', SQLFERRY_HOME: join(home, 'state') },
        ...{ OSS_ENDPOINT: sandbox.endpoints.oss, REGION: sandbox.region },
        OSS_ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
        OSS_ACCESS_KEY_SECRET: sandbox.credentials.accessKeySecret,
      },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes) => {
        said += bytes
      })
    const [exit] = (await once(child, 'close')) as [number]
    assert.equal(exit, 1, said)
    assert.match(said, /closed\.bak: failed: access to .*closed\.bak is denied \[FILES_FORBIDDEN\]/)
    assert.match(said, /\n {2}cause: .*service account.*\.\n {2}next: Give your user the right/)
    assert.match(said, /open\.bak: uploaded: x\/open\.bak/)
    assert.ok(await sandbox.storage.bucket('staging').head('x/open.bak'))
  } finally {
    await sandbox.stop()
    await folder.remove()
  }
})
