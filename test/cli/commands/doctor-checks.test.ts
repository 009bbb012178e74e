/**
 * Every check of `sqlferry doctor` in a situation that is good and in one that is not, over real sockets. The
 * situations are made at the sandbox; what doctor says of them is read from its JSON.
 */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { accessRules } from '../../../src/assessment/index.ts'
import { registerDoctor } from '../../../src/cli/commands/doctor.ts'
import { main } from '../../../src/cli/main.ts'
import { systemClock, systemIds } from '../../../src/core/index.ts'
import {
  type Fault,
  type RdsOptions,
  type Sandbox,
  startSandbox,
} from '../../../src/sandbox/index.ts'
import { send } from '../../sandbox/oss/signed-request.ts'
import { backup, fullSet } from '../../sandbox/rds/stage.ts'
import { sandboxEnvironment } from '../../sandbox-environment.ts'
import { captureIo } from '../capture.ts'

interface Situation {
  readonly instance?: string
  readonly bucket?: string
  readonly directory?: string
  readonly env?: Readonly<Record<string, string>>
  readonly faults?: readonly Fault[]
  readonly on?: Sandbox
  /** How far the clock of this machine is ahead. */
  readonly aheadMs?: number
}

interface FindingInJson {
  readonly rule: string
  readonly verdict: string
  readonly fact: { readonly en: string; readonly zh: string }
  readonly action?: { readonly en: string; readonly zh: string }
}

let sandbox: Sandbox
let elsewhere: Sandbox
let bare: Sandbox

const rds: RdsOptions = {
  instances: [
    { instanceId: 'rm-good' },
    { instanceId: 'rm-mysql', engine: 'MySQL' },
    { instanceId: 'rm-old', version: '2008r2' },
    { instanceId: 'rm-creating', status: 'Creating' },
    { instanceId: 'rm-locked', lockMode: 'LockByDiskQuota' },
    { instanceId: 'rm-full', storageGigabytes: 2 },
    { instanceId: 'rm-many', maxDatabases: 1, databases: [{ name: 'Other' }] },
    { instanceId: 'rm-nobody', accounts: [] },
    { instanceId: 'rm-taken', databases: [{ name: 'orders' }] },
    { instanceId: 'rm-busy' },
    { instanceId: 'rm-spent' },
    { instanceId: 'rm-far', regionId: 'cn-beijing' },
  ],
}

before(async () => {
  sandbox = await startSandbox({ rds })
  const { storage } = sandbox
  await storage.createBucket('bak-one')
  const store = storage.bucket('bak-one')
  const orders = backup(fullSet({ database: 'Orders' }))
  await store.put('full/Orders.bak', orders)
  await store.put('odd/Orders.bak', orders)
  await store.put('odd/notes.bak', new TextEncoder().encode('no backup'))
  await store.beginUpload('parts/Orders.bak')
  sandbox.putGenerated(
    'bak-one',
    'huge/Orders.bak',
    {
      ...{ name: 'Orders.bak', sizeBytes: 3 * 2 ** 40 + 1 },
      read: async (offset, length) => {
        const bytes = new Uint8Array(length)
        bytes.set(orders.subarray(Math.min(offset, orders.byteLength), offset + length))
        return bytes
      },
      close: async () => {},
    },
    0n,
  )
  await storage.createBucket('bak-ia', { storageClass: 'IA' })
  await storage.createBucket('bak-public', { acl: 'public-read' })
  for (const [bucket, query, body] of [
    [
      'bak-encrypted',
      'encryption',
      '<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>KMS</SSEAlgorithm></ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>',
    ],
    [
      'bak-expiring',
      'lifecycle',
      '<LifecycleConfiguration><Rule><ID>r</ID><Prefix>full/</Prefix><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>',
    ],
    [
      'bak-versions',
      'versioning',
      '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
    ],
  ] as const) {
    await storage.createBucket(bucket)
    const answer = await send(sandbox, { method: 'PUT', bucket, query, body })
    assert.equal(answer.status, 200, answer.text)
  }
  // The hook may run long before the tests, when all files share one process: the task may not end meanwhile.
  sandbox.faults.add({ kind: 'stuck-task', match: { key: 'Orders' } })
  await createTask('rm-busy')
  elsewhere = await startSandbox({ rds: { ...rds, speed: 1_000_000 } })
  await elsewhere.storage.createBucket('bak-one')
  await elsewhere.storage.bucket('bak-one').put('full/Orders.bak', orders)
  bare = await startSandbox({ rds: { ...rds, roles: [] } })
  await bare.storage.createBucket('bak-one')
})

after(() => Promise.all([sandbox, elsewhere, bare].map((each) => each?.stop())))

const createTask = (instanceId: string, on = sandbox) =>
  on.target.createMigrateTask({
    ...{ instanceId, database: 'Orders', backupMode: 'FULL', isOnline: true },
    checkMode: 'AsyncExecuteDBCheck',
    object: {
      endpoint: new URL(on.endpoints.oss).host,
      ...{ bucket: 'bak-one', key: 'full/Orders.bak' },
    },
  })

async function findingsIn(situation: Situation): Promise<readonly FindingInJson[]> {
  const on = situation.on ?? sandbox
  const io = captureIo({
    clock: { ...systemClock, now: () => systemClock.now() + (situation.aheadMs ?? 0) },
    ids: systemIds,
    env: {
      ...sandboxEnvironment(on),
      ...situation.env,
    },
  })
  const undo = (situation.faults ?? []).map((fault) => on.faults.add(fault))
  try {
    const argv = [
      ...['doctor', '--json'],
      ...['--instance', situation.instance ?? 'rm-good'],
      ...['--bucket', situation.bucket ?? 'bak-one'],
      ...['--directory', situation.directory ?? 'full'],
    ]
    const exit = await main(argv, io, [registerDoctor])
    const report = JSON.parse(io.out())
    assert.equal(report.exit, exit)
    return report.findings
  } finally {
    for (const end of undo) end()
  }
}

const refuse = (operation: string): Fault => ({
  ...{ kind: 'error', status: 403, code: 'Forbidden.RAM', message: 'Not authorized.' },
  ...{ match: { operation }, count: 'always' },
})

/** Of each check: a situation that is not good, the verdict on it, and what the fact tells. What only costs is ok. */
const bad: Readonly<Record<string, readonly [Situation, string, RegExp]>> = {
  ACCESS_CREDENTIALS: [
    { env: { OSS_ACCESS_KEY_ID: 'LTAIunknown' } },
    'blocked',
    /does not know the AccessKey ID/,
  ],
  ACCESS_CLOCK: [{ aheadMs: 20 * 60_000 }, 'blocked', /1(?:199|20\d) s ahead of the cloud/],
  ACCESS_ACTIONS: [
    { faults: [refuse('DescribeAccounts')] },
    'blocked',
    /refused: rds:DescribeAccounts/,
  ],
  ACCESS_IMPORT_ROLE: [{}, 'blocked', /missing: RDS was not authorized/],
  ACCESS_INSTANCE_ENGINE: [{ instance: 'rm-mysql' }, 'blocked', /rm-mysql runs MySQL/],
  ACCESS_INSTANCE_STATE: [{ instance: 'rm-creating' }, 'blocked', /^Creating$/],
  ACCESS_INSTANCE_LOCK: [{ instance: 'rm-locked' }, 'blocked', /storage is full/],
  ACCESS_STORAGE_FREE: [{ instance: 'rm-full' }, 'blocked', /^0 bytes of 2/],
  ACCESS_DATABASE_COUNT: [{ instance: 'rm-many' }, 'blocked', /^1 of at most 1 databases/],
  ACCESS_ACCOUNT: [{ instance: 'rm-nobody' }, 'warning', /none among 0 accounts/],
  ACCESS_BUCKET_ACCOUNT: [{ bucket: 'nobody-has-this' }, 'blocked', /does not exist/],
  ACCESS_BUCKET_REGION: [{ instance: 'rm-far' }, 'warning', /cn-hangzhou.*cn-beijing/],
  ACCESS_BUCKET_CLASS: [{ bucket: 'bak-ia' }, 'blocked', /^IA$/],
  ACCESS_BUCKET_ENCRYPTION: [{ bucket: 'bak-encrypted' }, 'blocked', /on: KMS/],
  ACCESS_BUCKET_LIFECYCLE: [{ bucket: 'bak-expiring' }, 'warning', /r deletes after 1 days/],
  ACCESS_BUCKET_ACL: [{ bucket: 'bak-public' }, 'warning', /public-read/],
  ACCESS_BUCKET_VERSIONING: [{ bucket: 'bak-versions' }, 'ok', /^on: /],
  ACCESS_LEFT_OVER_PARTS: [{ directory: 'parts' }, 'ok', /^1 unfinished uploads/],
  ACCESS_BACKUPS: [{ directory: 'odd' }, 'warning', /1 full backups .*notes\.bak/],
  ACCESS_BACKUP_SIZE: [{ directory: 'huge' }, 'blocked', /limit 3 TB; too large/],
  ACCESS_BACKUP_VERSION: [
    { instance: 'rm-old' },
    'blocked',
    /from SQL Server .* to 2008r2; refused: full\/Orders\.bak/,
  ],
  ACCESS_DATABASE_NAMES: [{ instance: 'rm-taken' }, 'blocked', /already on the instance: Orders/],
  ACCESS_DATABASE_ROOM: [{ instance: 'rm-many' }, 'blocked', /1 \+ 1 = 2 of at most 1/],
  ACCESS_STORAGE: [{ instance: 'rm-full' }, 'blocked', /0 bytes free/],
  ACCESS_QUOTA_DATABASES: [{ instance: 'rm-spent' }, 'blocked', /spent: Orders/],
  ACCESS_TASKS_RUNNING: [{ instance: 'rm-busy' }, 'warning', /on the same databases: Orders/],
}

/** Checks that only tell, or whose other side takes more than a loopback address or 500 tasks. */
const elsewhereTested: Readonly<Record<string, string>> = {
  ACCESS_INSTANCE_VERSION: 'the sandbox has no release that RDS does not serve',
  ACCESS_QUOTA_INSTANCE: '500 tasks: in test/assessment',
  ACCESS_ENDPOINT: 'tells the cost and is never bad',
}

describe('every check of doctor', () => {
  test('is ok where nothing is wrong', async () => {
    const findings = await findingsIn({})
    assert.deepEqual(
      findings
        .filter(({ verdict }) => verdict !== 'ok')
        .map(({ rule, verdict }) => [rule, verdict]),
      [],
    )
    assert.deepEqual(
      findings.map(({ rule }) => rule).sort(),
      accessRules.map(({ id }) => id).sort(),
    )
  })

  test('is among those below', () => {
    assert.deepEqual(
      [...Object.keys(bad), ...Object.keys(elsewhereTested)].sort(),
      accessRules.map(({ id }) => id).sort(),
    )
  })

  for (const [rule, [situation, verdict, fact]] of Object.entries(bad))
    test(`${rule} tells what is wrong and what to do`, async () => {
      if (rule === 'ACCESS_QUOTA_DATABASES') await spendQuota()
      const on = situationOn(rule)
      const findings = await findingsIn({ ...situation, ...(on && { on }) })
      const found = findings.find((finding) => finding.rule === rule)
      assert.equal(found?.verdict, verdict, JSON.stringify(found))
      assert.match(found?.fact.en ?? '', fact)
      assert.notEqual(found?.fact.zh, '')
      if (verdict === 'blocked' || verdict === 'warning') {
        assert.match(found?.action?.en ?? '', /^[A-Z].*\.$/)
        assert.match(found?.action?.zh ?? '', /。$/)
      }
    })
})

function situationOn(rule: string): Sandbox | undefined {
  if (rule === 'ACCESS_IMPORT_ROLE') return bare
  return rule === 'ACCESS_QUOTA_DATABASES' ? elsewhere : undefined
}

/** Twenty tasks of one database, each ended before the next; the database is dropped in between. */
async function spendQuota(): Promise<void> {
  elsewhere.faults.add({ kind: 'fail-task', description: 'made up', count: 'always' })
  for (let task = 0; task < 20; task++) {
    const { migrateTaskId } = await createTask('rm-spent', elsewhere)
    for (;;) {
      const { status } = await elsewhere.target.migrateTask('rm-spent', migrateTaskId)
      if (status === 'Failed') break
      await systemClock.sleep(1)
    }
  }
}
