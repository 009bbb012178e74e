/** Real processes that die at any moment: the command, the sandbox behind it, and several commands at once. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { seededIds, systemClock, systemIds } from '../../src/core/index.ts'
import { ossStorage } from '../../src/oss/index.ts'
import { rdsTarget } from '../../src/rds/index.ts'
import { randomSeed } from '../random-seed.ts'
import { startProcess } from '../sandbox/sandbox-process.ts'
import { makeTempFolder } from '../temp-folder.ts'
import { type Environment, sqlferry } from './cli-process.ts'

const samples = join(import.meta.dirname, '..', '..', 'fixtures', 'backups')
const bucket = 'backups'

/** Every answer comes a little late, so that a kill meets any moment of a run. */
const slow = JSON.stringify({ kind: 'slow', delayMs: 40, count: 'always' })

interface Place {
  readonly env: Environment
  /** A folder with one sample backup. */
  folderOf(database: string): Promise<string>
  tasks(): Promise<string[]>
  /** Kills the sandbox and starts it again on its ports. */
  restartSandbox(): Promise<void>
}

async function withPlace(options: readonly string[], work: (place: Place) => Promise<void>) {
  const temp = await makeTempFolder()
  const start = (...ports: string[]) =>
    startProcess(
      '--json',
      '--data',
      join(temp.path, 'cloud'),
      '--speed',
      '20',
      ...options,
      ...ports,
    )
  let sandbox = await start()
  const facts = sandbox.facts
  const common = {
    credentials: async () => ({
      accessKeyId: facts['ACCESS_KEY_ID'] ?? '',
      accessKeySecret: facts['ACCESS_KEY_SECRET'] ?? '',
    }),
    clock: systemClock,
    ids: systemIds,
  }
  const region = facts['REGION'] ?? ''
  const endpoint = facts['OSS_ENDPOINT'] ?? ''
  const storage = ossStorage({ ...common, endpoint, region })
  try {
    await storage.createBucket(bucket)
    await work({
      env: { ...facts, OSS_BUCKET: bucket, SQLFERRY_HOME: join(temp.path, 'home') },
      folderOf: async (database) => {
        const folder = join(temp.path, `backups-${database}`)
        await mkdir(folder, { recursive: true })
        const name = `${database}_FULL_20260101020000.bak`
        await copyFile(join(samples, name), join(folder, name))
        return folder
      },
      tasks: async () => {
        const target = rdsTarget({ ...common, regionId: region, endpoint: facts['RDS_ENDPOINT'] })
        const listed = await target.migrateTasks({
          instanceId: facts['INSTANCE_ID'] ?? '',
          from: new Date(Date.now() - 86_400_000),
          to: new Date(Date.now() + 86_400_000),
        })
        return listed.map((task) => `${task.database} ${task.status}`).sort()
      },
      restartSandbox: async () => {
        await sandbox.end('SIGKILL')
        const port = (name: string) => new URL(facts[name] ?? '').port
        sandbox = await start(
          '--oss-port',
          port('OSS_ENDPOINT'),
          '--rds-port',
          port('RDS_ENDPOINT'),
        )
      },
    })
  } finally {
    await storage.close()
    await sandbox.end('SIGTERM')
    await temp.remove()
  }
}

test('I1 I2 I6: migrate and upload that are killed at drawn moments end as if they had not been', {
  timeout: 120_000,
}, async (context) => {
  const seed = randomSeed()
  const { random } = seededIds(seed)
  let kills = 0
  await withPlace(['--fault', slow], async ({ env, folderOf, tasks }) => {
    const folder = await folderOf('Sales')
    await copyFile(
      join(samples, 'Inventory_FULL_20260101020000.bak'),
      join(folder, 'Inventory_FULL_20260101020000.bak'),
    )
    for (const parts of [
      ['upload', folder, `oss://${bucket}/x/`, '--json'],
      ['migrate', folder, '--yes', '--json'],
    ]) {
      for (let round = 0; round < 3; round++) {
        const killed = await sqlferry(env, parts, Math.round(250 + random() * 900))
        if (killed.exitCode === undefined) kills++
        else assert.equal(killed.exitCode, 0, `seed ${seed}: ${killed.errors}`)
      }
      const ended = await sqlferry(env, parts)
      assert.equal(ended.exitCode, 0, `seed ${seed}: ${ended.errors} ${ended.lines.at(-1)}`)
    }
    assert.deepEqual(await tasks(), ['Inventory Success', 'Sales Success'], `seed ${seed}`)
  })
  context.diagnostic(`seed ${seed}: ${kills} kills`)
})

test(
  'I1 I6: a migration outlives the death of the whole cloud between upload and restore',
  {
    timeout: 120_000,
  },
  () =>
    withPlace(['--fault', slow], async ({ env, folderOf, tasks, restartSandbox }) => {
      const folder = await folderOf('Sales')
      let restarted: Promise<void> | undefined
      const ended = await sqlferry(
        env,
        ['migrate', folder, '--yes', '--json'],
        undefined,
        (child) => {
          child.stdout?.on('data', (bytes: Buffer) => {
            if (String(bytes).includes('"upload-intended"')) restarted ??= restartSandbox()
          })
        },
      )
      await restarted
      assert.ok(restarted, 'the sandbox was restarted')
      assert.equal(ended.exitCode, 0, ended.errors + ended.lines.join('\n'))
      assert.deepEqual(await tasks(), ['Sales Success'])
    }),
)

test(
  'I1: of two migrations of one folder the second is refused with the pid of the first; two of different folders go side by side',
  {
    timeout: 120_000,
  },
  () =>
    withPlace(['--fault', slow], async ({ env, folderOf, tasks }) => {
      const [sales, inventory] = [await folderOf('Sales'), await folderOf('Inventory')]
      let pid: number | undefined
      let second: ReturnType<typeof sqlferry> | undefined
      let other: ReturnType<typeof sqlferry> | undefined
      const first = await sqlferry(
        env,
        ['migrate', sales, '--yes', '--json'],
        undefined,
        (child) => {
          pid = child.pid
          child.stdout?.once('data', () => {
            second = sqlferry(env, ['migrate', sales, '--yes'])
            other = sqlferry(env, ['migrate', inventory, '--yes', '--json'])
          })
        },
      )
      const refused = await second
      assert.equal(first.exitCode, 0, first.errors)
      assert.equal(refused?.exitCode, 50, refused?.lines.join('\n'))
      assert.match(refused?.errors ?? '', /JOURNAL_LOCKED/)
      assert.match(refused?.errors ?? '', new RegExp(`pid ${pid},`))
      assert.equal((await other)?.exitCode, 0, (await other)?.errors)
      assert.deepEqual(await tasks(), ['Inventory Success', 'Sales Success'])
    }),
)

test(
  'what changes in the folder between kill and next run is seen: a file that is cut, and one that has gone',
  {
    timeout: 120_000,
  },
  () =>
    withPlace(['--fault', slow], async ({ env, folderOf, tasks }) => {
      const folder = await folderOf('Sales')
      const parts = ['migrate', folder, '--yes', '--json']
      const killed = await sqlferry(env, parts, '"upload-intended"')
      assert.equal(killed.exitCode, undefined)
      await writeFile(join(folder, 'Sales_FULL_20260101020000.bak'), 'TAPE, and nothing more')
      const cut = await sqlferry(env, parts)
      assert.notEqual(cut.exitCode, 0)
      assert.match(cut.lines.at(-1) ?? '', /"code":"BAK_/)
      assert.deepEqual(await tasks(), [])
      await folderOf('Sales')
      const ended = await sqlferry(env, parts)
      assert.equal(ended.exitCode, 0, ended.errors + ended.lines.at(-1))
      assert.deepEqual(await tasks(), ['Sales Success'])
    }),
)

test(
  'a journal that cannot grow stops the run with advice, and the next run goes on',
  {
    timeout: 120_000,
    skip: process.platform === 'win32' && 'needs a limit on the size of files',
  },
  (context) =>
    withPlace([], async ({ env, folderOf, tasks }) => {
      const folder = await folderOf('Sales')
      const program = join(import.meta.dirname, '..', '..', 'bin', 'sqlferry.js')
      let stopped = 0
      // In units of 1 KiB: the journal grows until it is made, until an upload, until a task.
      for (const limit of [20, 60, 70, 80, 100]) {
        const limited = spawnSync(
          'bash',
          [
            ...['-c', `trap "" XFSZ; ulimit -f ${limit}; exec "$@"`, 'bash'],
            ...[process.execPath, program, 'migrate', folder, '--yes'],
          ],
          {
            env: { PATH: process.env['PATH'], LANG: 'C', ...env, NODE_COMPILE_CACHE: '' },
            encoding: 'utf8',
          },
        )
        if (limited.status === 0) break
        stopped++
        assert.equal(limited.status, 50, limited.stdout + limited.stderr)
        assert.match(limited.stderr, /JOURNAL_DISK_FULL/)
        assert.match(limited.stderr, /next: Free some space/)
        context.diagnostic(`${limit} KiB: ${limited.stdout.trim().split('\n').at(-1)}`)
      }
      assert.ok(stopped >= 1)
      assert.ok((await tasks()).length <= 1)
      const ended = await sqlferry(env, ['migrate', folder, '--yes'])
      assert.equal(ended.exitCode, 0, ended.errors)
      assert.deepEqual(await tasks(), ['Sales Success'])
    }),
)
