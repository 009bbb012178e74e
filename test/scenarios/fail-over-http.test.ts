/** Every fault that the sandbox knows, over real sockets, for each command that changes something. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appError } from '../../src/app/index.ts'
import type { Fault } from '../../src/sandbox/index.ts'
import { soundBackup } from '../sound-backup.ts'
import { bucket, type Loopback, type LoopbackOptions, sales, withLoopback } from './loopback.ts'

const [sample] = sales
assert.ok(sample)

/** Three parts of 16 MiB, the last one short. */
const large = {
  fileName: 'Large_FULL_20260101020000.bak',
  bytes: soundBackup(0, 2 * 2 ** 24),
}

type Command = 'upload' | 'migrate' | 'import'

interface Case {
  readonly what: string
  readonly faults: readonly Fault[]
  readonly commands: readonly Command[]
  readonly options?: LoopbackOptions
  /** The first run ends with this code, named in its output; without it the first run does everything. */
  readonly stopsWith?: string
}

const rds = (operation: string) => ({ service: 'rds', operation }) as const
const oss = (operation: string) => ({ service: 'oss', operation }) as const
const rdsCommands = ['migrate', 'import'] as const
const ossCommands = ['upload', 'migrate'] as const

const storm: Fault[] = ['InitiateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload'].flatMap(
  (operation): Fault[] => [
    { kind: 'error', status: 500, code: 'InternalError', match: oss(operation), count: 2 },
    { kind: 'throttle', match: { ...oss(operation), nth: 3 }, count: 2 },
  ],
)

const cases: readonly Case[] = [
  {
    what: 'a connection cut before a byte, in the middle and at the end of a part',
    faults: [0, 70_000, 153_087].map((after, index) => ({
      ...({ kind: 'drop', direction: 'request', after } as const),
      match: { ...oss('UploadPart'), nth: index + 1 },
    })),
    commands: ossCommands,
  },
  {
    what: 'parts 2 and 3 cut after some megabytes',
    faults: [2, 3].map((partNumber) => ({
      ...({ kind: 'drop', direction: 'request', after: partNumber === 2 ? 9_000_000 : 1 } as const),
      match: { ...oss('UploadPart'), partNumber },
    })),
    commands: ['upload'],
    options: { files: [large], factor: 20 },
  },
  { what: 'a storm of 500 and SlowDown', faults: storm, commands: ossCommands },
  ...['InitiateMultipartUpload', 'UploadPart', 'CompleteMultipartUpload'].map(
    (operation): Case => ({
      what: `the lost reply of ${operation}`,
      faults: [{ kind: 'lost-reply', match: oss(operation) }],
      commands: ossCommands,
    }),
  ),
  {
    what: 'a byte that is stored wrong, twice',
    faults: [{ kind: 'corrupt', offset: 4711, where: 'stored', count: 2 }],
    commands: ossCommands,
  },
  {
    what: 'slow answers of OSS and RDS',
    faults: [{ kind: 'slow', delayMs: 3000, count: 'always' }],
    commands: ['upload', 'migrate', 'import'],
  },
  {
    what: 'throttling of every call of RDS',
    faults: [{ kind: 'throttle', match: { service: 'rds' }, count: 3 }],
    commands: rdsCommands,
  },
  ...[
    'DescribeDBInstanceAttribute',
    'DescribeResourceUsage',
    'DescribeDatabases',
    'DescribeMigrateTasks',
    'DescribeMigrateTaskById',
    'DescribeOssDownloads',
    'CreateMigrateTask',
  ].map(
    (operation): Case => ({
      what: `throttling of ${operation}, four times`,
      faults: [{ kind: 'throttle', match: rds(operation), count: 4, retryAfterSeconds: 1 }],
      commands: rdsCommands,
    }),
  ),
  {
    what: 'the lost reply of CreateMigrateTask',
    faults: [{ kind: 'lost-reply', match: rds('CreateMigrateTask') }],
    commands: rdsCommands,
  },
  {
    what: 'a CreateMigrateTask that never arrived',
    faults: [{ kind: 'drop', after: 0, direction: 'request', match: rds('CreateMigrateTask') }],
    commands: ['migrate'],
  },
  {
    what: 'a CreateMigrateTask that never arrived, in an import',
    faults: [{ kind: 'drop', after: 0, direction: 'request', match: rds('CreateMigrateTask') }],
    commands: ['import'],
    stopsWith: 'RDS_REPLY_LOST',
  },
  {
    what: 'a CreateMigrateTask that was answered with 503',
    faults: [
      { kind: 'error', status: 503, code: 'ServiceUnavailable', match: rds('CreateMigrateTask') },
    ],
    commands: ['migrate'],
  },
  {
    what: 'lost replies of everything that only reads',
    faults: ['DescribeDBInstanceAttribute', 'DescribeDatabases', 'DescribeMigrateTaskById'].map(
      (operation) => ({ kind: 'lost-reply', match: rds(operation), count: 2 }) as const,
    ),
    commands: rdsCommands,
  },
  {
    what: 'a task that RDS fails',
    faults: [{ kind: 'fail-task', description: 'Restore failed: 3241' }],
    commands: rdsCommands,
    stopsWith: 'Restore failed: 3241',
  },
]

function commandLine(command: Command, { folder }: Loopback): string[] {
  if (command === 'upload') return ['upload', folder, `oss://${bucket}/x/`, '--json']
  if (command === 'migrate') return ['migrate', folder, '--yes', '--json']
  return ['import', '--directory', 'x', '--wait', '--json']
}

for (const { what, faults, commands, options, stopsWith } of cases)
  for (const command of commands)
    test(
      `I1 I2 I6: ${command} ends right, or says what to do and goes on, in spite of ${what}`,
      {
        timeout: 60_000,
      },
      () =>
        withLoopback({ rds: { speed: 20 }, ...options }, async (loopback) => {
          const { sandbox } = loopback
          const bytes = (options?.files ?? sales)[0]?.bytes ?? new Uint8Array()
          if (command === 'import')
            await sandbox.storage.bucket(bucket).put(`x/${sample.fileName}`, bytes)
          for (const fault of faults) sandbox.faults.add(fault)
          const parts = commandLine(command, loopback)
          let ran = await loopback.run(parts)
          if (stopsWith === undefined) assert.equal(ran.exitCode, 0, ran.out + ran.err)
          else {
            assert.notEqual(ran.exitCode, 0, ran.out + ran.err)
            assert.ok((ran.out + ran.err).includes(stopsWith), ran.out + ran.err)
            assert.match(ran.out + ran.err, /"solution":"[A-Z]/)
            sandbox.faults.clear()
            const isFailed = (await loopback.tasks()).some((task) => task.endsWith('Failed'))
            ran = await loopback.run(isFailed ? [...parts, '--again', 'Sales'] : parts)
            assert.equal(ran.exitCode, 0, ran.out + ran.err)
          }
          if (command !== 'import')
            assert.ok(await loopback.holds(command === 'upload' ? 'x/' : 'sqlferry/', bytes))
          const tasks = (await loopback.tasks()).filter((task) => !task.endsWith('Failed'))
          assert.deepEqual(tasks, command === 'upload' ? [] : ['Sales Success'])
        }),
    )

test(
  'I1: a task that hangs is mentioned every half an hour, Ctrl-C is safe, and the next run watches the same task',
  {
    timeout: 60_000,
  },
  () =>
    withLoopback({ rds: { speed: 20 }, factor: 2000 }, async (loopback) => {
      loopback.sandbox.faults.add({ kind: 'stuck-task', count: 'always' })
      for (const more of [[], ['--json']]) {
        const controller = new AbortController()
        const ran = await loopback.run(['migrate', loopback.folder, '--yes', ...more], {
          signal: controller.signal,
          onOutput: (text) => {
            if (/Ctrl-C is safe|"task-quiet"/.test(text))
              controller.abort(appError('CLI_CANCELLED', { signal: 'Ctrl-C' }))
          },
        })
        assert.equal(ran.exitCode, 130, ran.out + ran.err)
        assert.match(
          ran.out,
          /RDS has said nothing but (NoStart|Running) of task \d+ for|^{"type":"task-quiet","database":"Sales","migrateTaskId":"\d+","status":"(NoStart|Running)","quietMs":\d+}$/m,
        )
        assert.equal((await loopback.tasks()).length, 1)
      }
    }),
)

for (const [command, operation] of [
  ['upload', 'UploadPart'],
  ['migrate', 'UploadPart'],
  ['migrate', 'CreateMigrateTask'],
  ['import', 'CreateMigrateTask'],
] as const)
  test(`I6: ${command} says that its token expired at ${operation}, and goes on with another one`, () =>
    withLoopback({ rds: { speed: 20 } }, async (loopback) => {
      const { sandbox } = loopback
      if (command === 'import')
        await sandbox.storage.bucket(bucket).put(`x/${sample.fileName}`, sample.bytes)
      const withToken = () => {
        const { accessKeyId, accessKeySecret, securityToken = '' } = sandbox.issueToken(3600 * 24)
        return {
          OSS_ACCESS_KEY_ID: accessKeyId,
          OSS_ACCESS_KEY_SECRET: accessKeySecret,
          OSS_SESSION_TOKEN: securityToken,
        }
      }
      sandbox.faults.add({ kind: 'expire-token', match: { operation }, count: 'always' })
      const first = await loopback.run(commandLine(command, loopback), { env: withToken() })
      assert.notEqual(first.exitCode, 0, first.out)
      assert.match(first.out + first.err, /CONFIG_CREDENTIALS_EXPIRED/)
      sandbox.faults.clear()
      const second = await loopback.run(commandLine(command, loopback), { env: withToken() })
      assert.equal(second.exitCode, 0, second.out + second.err)
      assert.equal((await loopback.tasks()).length, command === 'upload' ? 0 : 1)
    }))
