/** What each access rule says of facts made by hand. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type AccessFacts,
  accessRules,
  applyRules,
  type BackupFacts,
  type Finding,
  type Gathered,
  minimalPolicy,
  overallVerdict,
} from '../../src/assessment/index.ts'

type Facts = { -readonly [K in keyof AccessFacts]: Gathered<AccessFacts[K]> }

const known = <T>(value: T): Gathered<T> => ({ kind: 'known', value })
const gb = 1024 ** 3

const backup: BackupFacts = {
  name: 'full/Orders.bak',
  sizeBytes: 2 * gb,
  database: 'Orders',
  type: 'FULL',
  allocatedBytes: 10 * gb,
  sourceVersion: '2016',
  versionVerdict: 'fits',
  isSystemDatabase: false,
  problem: undefined,
}

const instance: AccessFacts['instance'] = {
  instanceId: 'rm-1',
  description: '',
  engine: 'SQLServer',
  engineVersion: '2019_std_ha',
  category: 'HighAvailability',
  status: 'Running',
  lockMode: 'Unlock',
  lockReason: '',
  regionId: 'cn-hangzhou',
  zoneId: 'cn-hangzhou-h',
  storageBytes: 100 * gb,
  diskUsedBytes: 20 * gb,
  storageType: 'cloud_essd',
  maxDatabases: 50,
  collation: 'Chinese_PRC_CI_AS',
  timeZone: '',
  maintainTime: '',
  networkType: 'VPC',
  connectionString: '',
  recoveryModel: undefined,
}

const bucket: AccessFacts['bucket'] = {
  name: 'bak-one',
  region: 'cn-hangzhou',
  storageClass: 'Standard',
  createdAt: new Date(0),
  acl: 'private',
  extranetEndpoint: '',
  intranetEndpoint: '',
  encryption: 'None',
  versioning: undefined,
  redundancy: 'LRS',
  ownerId: '100',
}

const database = (name: string) => ({
  name,
  status: 'Running',
  collation: '',
  description: '',
  properties: {},
})

const task = (name: string, status: 'Running' | 'Success') => ({
  migrateTaskId: '1',
  database: name,
  backupMode: 'FULL' as const,
  status,
  description: '',
  createdAt: new Date(0),
  endedAt: undefined,
  isDatabaseReplaced: false,
})

const trust = (service: string) =>
  JSON.stringify({
    Version: '1',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: [service] } }],
  })

const role = { name: 'AliyunRDSImportRole', arn: 'a', trustPolicy: trust('rds.aliyuncs.com') }

/** Facts with which nothing is wrong. */
function goodFacts(): Facts {
  return {
    identity: known({ accountId: '100', arn: 'acs:ram::100:user/dba', identityType: 'RAMUser' }),
    clock: known({ aheadMs: 400 }),
    actions: known([
      { action: 'rds:DescribeDatabases', state: 'allowed' },
      { action: 'rds:CreateMigrateTask', state: 'unproved' },
    ]),
    role: known(role),
    instance: known(instance),
    path: known('as-new'),
    usage: known({
      diskUsedBytes: 20 * gb,
      dataBytes: undefined,
      logBytes: undefined,
      backupBytes: undefined,
    }),
    databases: known([database('Other')]),
    accounts: known([{ name: 'admin_1', type: 'Super', status: 'Available' }]),
    quota: known({ leftOfInstance: 500, leftOfDatabase: new Map() }),
    limits: known({ backupBytes: 3 * 2 ** 40, tasksPerDatabase: 20, tasksPerInstance: 500 }),
    tasks: known([]),
    bucket: known(bucket),
    lifecycle: known([]),
    pendingUploads: known(0),
    backups: known([backup]),
    prefix: known('full/'),
    ossEndpoint: known('oss-cn-hangzhou.aliyuncs.com'),
  }
}

const findingsWith = (changes: Partial<Facts>) =>
  applyRules(accessRules, { ...goodFacts(), ...changes })

/** Rules that are not ok with the changes, with their verdicts. */
const complaints = (changes: Partial<Facts>): Record<string, Finding['verdict']> =>
  Object.fromEntries(
    findingsWith(changes)
      .filter(({ verdict }) => verdict !== 'ok')
      .map(({ rule, verdict }) => [rule, verdict]),
  )

test('with good facts every rule is ok and nothing is left to do', () => {
  const findings = findingsWith({})
  assert.deepEqual(complaints({}), {})
  assert.equal(overallVerdict(findings), 'ready')
  assert.ok(findings.every(({ action }) => action === undefined))
  assert.equal(new Set(findings.map(({ rule }) => rule)).size, accessRules.length)
})

test('every rule says its title and its fact in both languages', () => {
  for (const { rule, title, fact } of findingsWith({})) {
    for (const texts of [title, fact]) assert.ok(texts.en && texts.zh, rule)
    assert.match(title.zh, /[\u4e00-\u9fff]/, rule)
  }
})

/** Each case changes one fact and names the rules that complain, and nothing else. */
const cases: readonly (readonly [
  string,
  Partial<Facts>,
  Readonly<Record<string, Finding['verdict']>>,
])[] = [
  [
    'a clock two minutes off is a warning',
    { clock: known({ aheadMs: -120_000 }) },
    { ACCESS_CLOCK: 'warning' },
  ],
  [
    'a clock 15 minutes off blocks',
    { clock: known({ aheadMs: 900_000 }) },
    { ACCESS_CLOCK: 'blocked' },
  ],
  [
    'a clock that nobody measured is fine while calls are accepted',
    { clock: known({ aheadMs: undefined }) },
    {},
  ],
  [
    'a refused action blocks',
    { actions: known([{ action: 'rds:DescribeDatabases', state: 'refused' }]) },
    { ACCESS_ACTIONS: 'blocked' },
  ],
  [
    'not being allowed to look at the role is a warning only',
    { actions: known([{ action: 'ram:GetRole', state: 'refused' }]) },
    { ACCESS_ACTIONS: 'warning' },
  ],
  ['a missing role blocks', { role: known(undefined) }, { ACCESS_IMPORT_ROLE: 'blocked' }],
  [
    'a role that trusts somebody else is a warning',
    { role: known({ ...role, trustPolicy: trust('ecs.aliyuncs.com') }) },
    { ACCESS_IMPORT_ROLE: 'warning' },
  ],
  [
    'a role whose trust cannot be read is a warning',
    { role: known({ ...role, trustPolicy: 'no json' }) },
    { ACCESS_IMPORT_ROLE: 'warning' },
  ],
  [
    'another engine blocks',
    { instance: known({ ...instance, engine: 'MySQL' }) },
    { ACCESS_INSTANCE_ENGINE: 'blocked' },
  ],
  [
    'SQL Server 2008 without R2 blocks',
    { instance: known({ ...instance, engineVersion: '2008' }) },
    { ACCESS_INSTANCE_VERSION: 'blocked' },
  ],
  [
    'an instance that is not running blocks',
    { instance: known({ ...instance, status: 'Restoring' }) },
    { ACCESS_INSTANCE_STATE: 'blocked' },
  ],
  [
    'a locked instance blocks',
    { instance: known({ ...instance, lockMode: 'LockByDiskQuota' }) },
    { ACCESS_INSTANCE_LOCK: 'blocked' },
  ],
  [
    'an instance without room for another database blocks',
    { instance: known({ ...instance, maxDatabases: 1 }) },
    { ACCESS_DATABASE_COUNT: 'blocked', ACCESS_DATABASE_ROOM: 'blocked' },
  ],
  [
    'an instance without a limit has room',
    { instance: known({ ...instance, maxDatabases: undefined }) },
    {},
  ],
  [
    'no privileged account is a warning',
    { accounts: known([{ name: 'a', type: 'Normal', status: 'Available' }]) },
    { ACCESS_ACCOUNT: 'warning' },
  ],
  [
    'a spent instance quota blocks',
    { quota: known({ leftOfInstance: 0, leftOfDatabase: new Map() }) },
    { ACCESS_QUOTA_INSTANCE: 'blocked', ACCESS_QUOTA_DATABASES: 'blocked' },
  ],
  [
    'a spent quota of one database blocks, whatever the case of its name',
    { quota: known({ leftOfInstance: 480, leftOfDatabase: new Map([['orders', 0]]) }) },
    { ACCESS_QUOTA_DATABASES: 'blocked' },
  ],
  [
    'a bucket of another account blocks',
    { bucket: known({ ...bucket, ownerId: '200' }) },
    { ACCESS_BUCKET_ACCOUNT: 'blocked' },
  ],
  [
    'a bucket without a named owner is a warning',
    { bucket: known({ ...bucket, ownerId: '' }) },
    { ACCESS_BUCKET_ACCOUNT: 'warning' },
  ],
  [
    'a bucket in another region is a warning',
    { bucket: known({ ...bucket, region: 'cn-beijing' }) },
    { ACCESS_BUCKET_REGION: 'warning' },
  ],
  [
    'a bucket that is not Standard blocks',
    { bucket: known({ ...bucket, storageClass: 'IA' }) },
    { ACCESS_BUCKET_CLASS: 'blocked' },
  ],
  [
    'an encrypted bucket blocks',
    { bucket: known({ ...bucket, encryption: 'KMS' }) },
    { ACCESS_BUCKET_ENCRYPTION: 'blocked' },
  ],
  [
    'a bucket that everybody can read is a warning',
    { bucket: known({ ...bucket, acl: 'public-read' }) },
    { ACCESS_BUCKET_ACL: 'warning' },
  ],
  ['versioning is only told', { bucket: known({ ...bucket, versioning: 'Enabled' }) }, {}],
  ['left-over parts are only told', { pendingUploads: known(3) }, {}],
  [
    'a lifecycle rule that deletes the backups is a warning',
    { lifecycle: known([rule({ prefix: '', expirationDays: 1 })]) },
    { ACCESS_BUCKET_LIFECYCLE: 'warning' },
  ],
  [
    'a lifecycle rule for another folder is none of our business',
    { lifecycle: known([rule({ prefix: 'logs/', expirationDays: 1 })]) },
    {},
  ],
  [
    'a disabled lifecycle rule does nothing',
    { lifecycle: known([rule({ expirationDays: 1, isEnabled: false })]) },
    {},
  ],
  ['no backup to restore blocks', { backups: known([]) }, { ACCESS_BACKUPS: 'blocked' }],
  [
    'a file that cannot be restored is a warning beside good ones',
    {
      backups: known([
        backup,
        { ...backup, name: 'x', database: undefined, type: undefined, problem: 'BAK_NOT_A_BACKUP' },
      ]),
    },
    { ACCESS_BACKUPS: 'warning' },
  ],
  [
    'a file above 3 TB blocks',
    { backups: known([{ ...backup, sizeBytes: 3 * 2 ** 40 + 1 }]) },
    { ACCESS_BACKUP_SIZE: 'blocked', ACCESS_STORAGE: 'blocked' },
  ],
  [
    'a newer version blocks',
    { backups: known([{ ...backup, versionVerdict: 'newer' }]) },
    { ACCESS_BACKUP_VERSION: 'blocked' },
  ],
  [
    'a version that is too old blocks',
    { backups: known([{ ...backup, versionVerdict: 'too-old' }]) },
    { ACCESS_BACKUP_VERSION: 'blocked' },
  ],
  [
    'a system database blocks',
    { backups: known([{ ...backup, database: 'master', isSystemDatabase: true }]) },
    { ACCESS_DATABASE_NAMES: 'blocked' },
  ],
  [
    'a name that is taken blocks, whatever its case',
    { databases: known([database('ORDERS')]) },
    { ACCESS_DATABASE_NAMES: 'blocked' },
  ],
  [
    'two names that differ only in case block',
    { backups: known([backup, { ...backup, database: 'ORDERS' }]) },
    { ACCESS_DATABASE_NAMES: 'blocked' },
  ],
  [
    'two backups of one database block',
    { backups: known([backup, { ...backup, name: 'other.bak' }]) },
    { ACCESS_DATABASE_NAMES: 'blocked' },
  ],
  [
    '2008 R2 on local disks needs the database first',
    { path: known('into-existing') },
    { ACCESS_DATABASE_NAMES: 'blocked' },
  ],
  [
    '2008 R2 on local disks takes the database that is there',
    { path: known('into-existing'), databases: known([database('orders')]) },
    {},
  ],
  [
    'too little storage blocks',
    { backups: known([{ ...backup, allocatedBytes: 80 * gb }]) },
    { ACCESS_STORAGE: 'blocked' },
  ],
  [
    'a restored size that is not known is a warning',
    { backups: known([{ ...backup, allocatedBytes: undefined }]) },
    { ACCESS_STORAGE: 'warning' },
  ],
  [
    'storage that the service does not tell is a warning',
    { instance: known({ ...instance, storageBytes: undefined }) },
    { ACCESS_STORAGE: 'warning' },
  ],
  [
    'a running task on the same database is a warning',
    { tasks: known([task('orders', 'Running')]) },
    { ACCESS_TASKS_RUNNING: 'warning' },
  ],
  [
    'an ended task on the same database is nothing',
    { tasks: known([task('Orders', 'Success')]) },
    {},
  ],
]

function rule(
  changes: Partial<AccessFacts['lifecycle'][number]>,
): AccessFacts['lifecycle'][number] {
  return {
    id: 'r',
    prefix: '',
    isEnabled: true,
    expirationDays: undefined,
    abortMultipartDays: undefined,
    transitionTo: undefined,
    ...changes,
  }
}

for (const [title, changes, expected] of cases)
  test(title, () => {
    assert.deepEqual(complaints(changes), expected)
    for (const finding of findingsWith(changes))
      if (finding.verdict !== 'ok') assert.ok(finding.action?.en && finding.action.zh, finding.rule)
  })

test('the endpoint is told with what it costs', () => {
  const fact = (endpoint: string, region = 'cn-hangzhou') =>
    findingsWith({ ossEndpoint: known(endpoint), bucket: known({ ...bucket, region }) }).find(
      ({ rule: id }) => id === 'ACCESS_ENDPOINT',
    )?.fact.en ?? ''
  assert.match(fact('oss-cn-hangzhou.aliyuncs.com'), /\(public\).*internal network, free$/)
  assert.match(fact('oss-cn-hangzhou-internal.aliyuncs.com'), /\(internal\)/)
  assert.match(fact('127.0.0.1:9000'), /\(this machine\)/)
  assert.match(fact('oss-cn-beijing.aliyuncs.com', 'cn-beijing'), /billed as outbound traffic$/)
})

test('a refused fact is reported once, and what needs it is not called good', () => {
  const text = { message: 'no right', cause: 'c', solution: 'Grant it.' }
  const refused = { kind: 'refused', code: 'RDS_FORBIDDEN', texts: { en: text, zh: text } } as const
  const findings = findingsWith({ databases: refused })
  const touched = findings.filter(({ verdict }) => verdict !== 'ok')
  assert.deepEqual(
    touched.map(({ rule: id, verdict, isSkipped }) => [id, verdict, isSkipped]),
    [
      ['ACCESS_DATABASE_COUNT', 'not-checked', false],
      ['ACCESS_DATABASE_NAMES', 'not-checked', true],
      ['ACCESS_DATABASE_ROOM', 'not-checked', true],
    ],
  )
  assert.equal(touched[0]?.code, 'RDS_FORBIDDEN')
  assert.equal(touched[0]?.action?.en, 'Grant it.')
  assert.equal(overallVerdict(findings), 'ready-with-warnings')
})

test('a refused instance blocks', () => {
  const text = { message: 'not found', cause: 'c', solution: 'Check it.' }
  const refused = {
    kind: 'refused',
    code: 'RDS_INSTANCE_NOT_FOUND',
    texts: { en: text, zh: text },
  } as const
  const findings = findingsWith({ instance: refused, path: refused })
  const blocked = findings.filter(({ verdict }) => verdict === 'blocked')
  assert.deepEqual(
    blocked.map(({ rule: id }) => id),
    ['ACCESS_INSTANCE_ENGINE'],
  )
  assert.equal(overallVerdict(findings), 'blocked')
})

test('what was not wanted does not lower the verdict', () => {
  const reason = { en: 'add --directory', zh: '加上 --directory' }
  const findings = findingsWith({ backups: { kind: 'not-asked', reason } })
  assert.equal(overallVerdict(findings), 'ready')
  assert.ok(findings.some(({ verdict }) => verdict === 'not-checked'))
})

test('the smallest policy names this instance, this bucket and this folder only', () => {
  const scope = { instanceId: 'rm-1', bucket: 'bak-one', prefix: 'full/', createsDatabases: false }
  const policy = minimalPolicy(scope)
  const resources = policy.Statement.flatMap(({ Resource }) => Resource)
  assert.deepEqual(resources, [
    'acs:rds:*:*:dbinstance/rm-1',
    '*',
    'acs:oss:*:*:bak-one',
    'acs:oss:*:*:bak-one/*',
    'acs:oss:*:*:bak-one/full/*',
    'acs:ram:*:*:role/AliyunRDSImportRole',
  ])
  const actions = policy.Statement.flatMap(({ Action }) => Action)
  assert.equal(new Set(actions).size, actions.length)
  assert.ok(actions.includes('rds:CreateMigrateTask') && actions.includes('oss:PutObject'))
  assert.ok(!actions.includes('rds:CreateDatabase'))
  const old = minimalPolicy({ ...scope, createsDatabases: true })
  assert.ok(old.Statement[0]?.Action.includes('rds:CreateDatabase'))
})
