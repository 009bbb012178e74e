import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import type { CliIo } from '../../src/cli/io.ts'
import { main } from '../../src/cli/main.ts'
import { seededIds, systemClock } from '../../src/core/index.ts'
import { startSandbox } from '../../src/sandbox/index.ts'
import { type Expected, expectedVerdicts, readGolden } from '../migration/plan/golden-plan.ts'
import { needsShared, sharedPath } from '../shared-files.ts'
import { makeTempFolder } from '../temp-folder.ts'

/** Runs the command line in this process with captured streams. */
async function run(argv: string[], env: Record<string, string>, cwd: string) {
  let out = ''
  let errors = ''
  const output = (add: (text: string) => void) => ({
    write: add,
    isTerminal: false,
    columns: Number.POSITIVE_INFINITY,
  })
  const io: CliIo = {
    stdout: output((text) => {
      out += text
    }),
    stderr: output((text) => {
      errors += text
    }),
    env,
    cwd,
    clock: systemClock,
    ids: seededIds(5),
    signal: new AbortController().signal,
    ask: async () => {
      throw new Error('nobody can be asked')
    },
  }
  const exitCode = await main(argv, io)
  return { exitCode, out, errors }
}

test('over HTTP, every real backup is restored on 2019 or refused for the right reason', {
  ...needsShared('bak'),
  timeout: 120_000,
}, async () => {
  const folder = await makeTempFolder()
  const sandbox = await startSandbox({ rds: { speed: 1000 } })
  try {
    await sandbox.storage.createBucket('backups')
    const env = {
      OSS_ENDPOINT: sandbox.endpoints.oss,
      RDS_ENDPOINT: sandbox.endpoints.rds,
      ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
      ACCESS_KEY_SECRET: sandbox.credentials.accessKeySecret,
      REGION: sandbox.region,
      INSTANCE_ID: sandbox.instanceId,
      OSS_BUCKET: 'backups',
      SQLFERRY_HOME: join(folder.path, 'home'),
    }
    const argv = ['migrate', sharedPath('bak'), '--yes', '--json', '--parallel-restores', '8']
    const { exitCode, out, errors } = await run(argv, env, folder.path)
    assert.equal(exitCode, 3, errors)
    const result = JSON.parse(out.trim().split('\n').at(-1) ?? '')
    const actual = new Map<string, Expected>()
    for (const { file, outcome, database } of result.databases) {
      assert.equal(outcome, 'restored', file)
      actual.set(file, { verdict: 'restored', database })
    }
    for (const { file, error } of result.refused) {
      const verdict = { verdict: 'refused', code: error.code } as const
      if (file !== 'golden.json') actual.set(file, verdict)
      else assert.equal(error.code, 'BAK_NOT_A_BACKUP')
    }
    const expected = [...expectedVerdicts(readGolden())].map(([file, verdict]) => {
      const { missing: _missing, ...bare } = { missing: undefined, ...verdict }
      return [file, bare] as const
    })
    assert.deepEqual(Object.fromEntries([...actual].sort()), Object.fromEntries(expected.sort()))
    const names = (await sandbox.target.databases(sandbox.instanceId)).map((one) => one.name)
    assert.deepEqual(
      names.sort(),
      result.databases.map((one: { database: string }) => one.database).sort(),
    )
    const tasks = await sandbox.target.migrateTasks({
      instanceId: sandbox.instanceId,
      from: new Date(Date.now() - 3_600_000),
      to: new Date(Date.now() + 3_600_000),
    })
    assert.equal(tasks.length, names.length)
    const again = await run(argv, env, folder.path)
    assert.equal(again.exitCode, 3)
    assert.ok(!/"(upload|task)-intended"/.test(again.out))
  } finally {
    await sandbox.stop()
    await folder.remove()
  }
})

test('migrate changes nothing where nobody can say yes, and asks otherwise', {
  timeout: 60_000,
}, async () => {
  const folder = await makeTempFolder()
  const sandbox = await startSandbox()
  try {
    await sandbox.storage.createBucket('backups')
    const env = {
      OSS_ENDPOINT: sandbox.endpoints.oss,
      RDS_ENDPOINT: sandbox.endpoints.rds,
      ACCESS_KEY_ID: sandbox.credentials.accessKeyId,
      ACCESS_KEY_SECRET: sandbox.credentials.accessKeySecret,
      REGION: sandbox.region,
      INSTANCE_ID: sandbox.instanceId,
      OSS_BUCKET: 'backups',
      SQLFERRY_HOME: join(folder.path, 'home'),
    }
    const samples = join(import.meta.dirname, '..', '..', 'fixtures', 'backups')
    const { exitCode, out } = await run(['migrate', samples], env, folder.path)
    assert.notEqual(exitCode, 0)
    assert.match(out, /Plan: 3 of 6 files go to rm-sandbox0001 \(SQL Server 2019\)/)
    for await (const { key } of sandbox.storage.bucket('backups').list())
      assert.fail(`${key} was uploaded`)
    assert.deepEqual(await sandbox.target.databases(sandbox.instanceId), [])
    const unknown = await run(['migrate', samples, '--only', 'Salse', '--yes'], env, folder.path)
    assert.equal(unknown.exitCode, 2)
    assert.match(unknown.errors, /--only names Salse/)
    const missing = await run(['migrate', 'no-such-folder', '--yes'], env, folder.path)
    assert.notEqual(missing.exitCode, 0)
    assert.match(missing.errors, /no-such-folder/)
    const noBucket = await run(
      ['migrate', samples, '--bucket', 'other-bucket', '--yes'],
      env,
      folder.path,
    )
    assert.equal(noBucket.exitCode, 4)
    assert.match(noBucket.out, /other-bucket/)
  } finally {
    await sandbox.stop()
    await folder.remove()
  }
})
