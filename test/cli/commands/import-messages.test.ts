/**
 * Every row of the manual's two tables of errors, produced on the sandbox through `sqlferry import`: the message of
 * the table is printed, with cause and solution beside it. The rows are read out of the manual.
 */
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { main } from '../../../src/cli/main.ts'
import { seededIds, systemClock, systemIds, zeroLsn } from '../../../src/core/index.ts'
import { ossStorage } from '../../../src/oss/index.ts'
import { type Fault, type Sandbox, startSandbox, writeBackup } from '../../../src/sandbox/index.ts'
import { manualCodes, manualMessages } from '../../app/explain-facts.ts'
import { needsShared } from '../../shared-files.ts'
import { makeTempFolder } from '../../temp-folder.ts'
import { captureIo } from '../capture.ts'

const guid = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`
const at = (block: number) => ({ vlf: 50, block, slot: 1 })

/** A full backup of a database with one small file of data and one of log. */
function backup(engine: '2019' | '2008r2' = '2019', sizeBytes = 64 * 65_536): Uint8Array {
  const file = { uniqueId: guid(4), sizeBytes }
  return writeBackup({
    engine,
    mediaSetId: guid(6),
    sets: [
      {
        type: 'FULL',
        database: 'Sales',
        server: 'TEST',
        backupSetGuid: guid(7),
        familyGuid: guid(1),
        bindingId: guid(2),
        recoveryForkId: guid(3),
        firstLsn: at(100),
        lastLsn: at(200),
        checkpointLsn: at(100),
        databaseBackupLsn: zeroLsn,
        databaseCreated: '2024-01-01 00:00:00',
        start: '2024-01-02 03:04:05',
        finish: '2024-01-02 03:05:05',
        files: [
          {
            ...file,
            ...{ fileId: 1, type: 1, filegroupId: 1, logicalName: 'Sales' },
            physicalName: 'D:\\Sales.mdf',
          },
          {
            ...file,
            ...{ fileId: 2, type: 2, filegroupId: 0, logicalName: 'Sales_log' },
            physicalName: 'D:\\Sales_log.ldf',
          },
        ],
      },
    ],
  })
}

const named = (database: string) => `${database}_FULL_20240102030405.bak`

const instances = {
  good: 'rm-good',
  mysql: 'rm-mysql',
  creating: 'rm-creating',
  locked: 'rm-locked',
  taken: 'rm-taken',
  old: 'rm-old',
  small: 'rm-small',
  busy: 'rm-busy',
} as const

let sandbox: Sandbox
let home: Awaited<ReturnType<typeof makeTempFolder>>

before(async () => {
  home = await makeTempFolder()
  sandbox = await startSandbox({
    ids: seededIds(8),
    rds: {
      instances: [
        { instanceId: instances.good },
        { instanceId: instances.mysql, engine: 'MySQL' },
        { instanceId: instances.creating, status: 'Creating' },
        { instanceId: instances.locked, lockMode: 'LockByDiskQuota' },
        { instanceId: instances.taken, databases: [{ name: 'Sales' }] },
        { instanceId: instances.old, version: '2008r2' },
        { instanceId: instances.small, storageGigabytes: 3 },
        { instanceId: instances.busy },
      ],
    },
  })
  await sandbox.storage.createBucket('ferry-bkt')
  const store = sandbox.storage.bucket('ferry-bkt')
  await store.put(`good/${named('Sales')}`, backup())
  await store.put(`system/${named('master')}`, backup())
  await store.put(`old/${named('Sales')}`, backup('2008r2'))
  await store.put('names/autotest_2005_ent_broken_full_dbcc_failed.bak', backup())
  await store.put('extension/sales.dat', backup())
  await store.put('busy/Sales_FULL_20230101000000.bak', backup())
  await store.put(`large/${named('Sales')}`, backup('2019', 2 ** 31))
  const head = backup()
  sandbox.putGenerated(
    'ferry-bkt',
    `huge/${named('Sales')}`,
    {
      name: 'huge',
      sizeBytes: 3 * 2 ** 40 + 65_536,
      async read(offset, length) {
        const bytes = new Uint8Array(length)
        if (offset < head.byteLength) bytes.set(head.subarray(offset, offset + length))
        return bytes
      },
      close: async () => {},
    },
    0n,
  )
})

after(async () => {
  await sandbox.stop()
  await home.remove()
})

interface Situation {
  readonly instance?: string
  readonly bucket?: string
  readonly directory?: string
  readonly endpoint?: string
  readonly keyId?: string
  readonly secret?: string
  readonly faults?: readonly Fault[]
  readonly more?: readonly string[]
  readonly on?: Sandbox
}

let runs = 0

/** Runs `import` in a situation and returns all that it printed; every run has a journal of its own. */
async function printed(situation: Situation, language: 'en' | 'zh' = 'en'): Promise<string> {
  const cloud = situation.on ?? sandbox
  const { accessKeyId, accessKeySecret } = cloud.credentials
  const io = captureIo({
    clock: { now: systemClock.now, sleep: (_, signal) => systemClock.sleep(5, signal) },
    ids: systemIds,
    env: {
      SQLFERRY_HOME: `${home.path}/${++runs}`,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: situation.secret ?? accessKeySecret,
      RDS_ENDPOINT: cloud.endpoints.rds,
      REGION: cloud.region,
    },
  })
  const undo = (situation.faults ?? []).map((fault) => cloud.faults.add(fault))
  try {
    const exit = await main(
      [
        ...['--lang', language, 'import'],
        ...['-k', situation.keyId ?? accessKeyId],
        ...['-i', situation.instance ?? instances.good],
        ...['-e', situation.endpoint ?? cloud.endpoints.oss],
        ...['-b', situation.bucket ?? 'ferry-bkt'],
        ...['-d', situation.directory ?? 'good'],
        ...(situation.more ?? []),
      ],
      io,
    )
    assert.notEqual(exit, 0)
    assert.notEqual(exit, 1, io.err())
    return `${io.out()}${io.err()}`
  } finally {
    for (const end of undo) end()
  }
}

/** The message stands at the beginning of a line; cause and solution follow, in the person's language. */
async function assertExplained(situation: Situation, message: RegExp): Promise<void> {
  const en = await printed(situation)
  assert.match(en, new RegExp(`^${message.source}`, 'm'))
  assert.match(en, /^ {2}cause: .+[.)]\n {2}next: .+[.)]$/m)
  const zh = await printed(situation, 'zh')
  assert.match(zh, new RegExp(`^${message.source}`, 'm'), 'the message is not translated')
  assert.match(zh, /^ {2}原因：.+。\n {2}处理：.+。$/m)
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const requestId = '[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}'

describe('the table of common errors', needsShared('manual.txt'), () => {
  /** By the beginning of the manual's message: how to produce it, and what is to be printed. */
  const rows: Readonly<Record<string, () => Promise<void>>> = {
    'HTTP Status: 404 Error:InvalidAccessKeyId.NotFound': () =>
      assertExplained(
        { keyId: 'LTAIwrong' },
        new RegExp(
          `HTTP Status: 404 Error:InvalidAccessKeyId\\.NotFound Specified access key is not found\\. RequestID: ${requestId}$`,
        ),
      ),
    'HTTP Status: 400 Error:IncompleteSignature': async () => {
      await assertExplained(
        {
          faults: [
            {
              kind: 'error',
              status: 400,
              code: 'IncompleteSignature',
              message:
                'The request signature does not conform to Aliyun standards. server string to sign is:POST&%2F',
              count: 'always',
            },
          ],
        },
        /HTTP Status: 400 Error:IncompleteSignature The request signature does not conform to Aliyun standards\. server string to sign is:/,
      )
      // Requests signed with ACS3 are refused with a code of their own.
      await assertExplained(
        { secret: 'not-the-secret' },
        /HTTP Status: 400 Error:SignatureDoesNotMatch Specified signature is not matched with our calculation/,
      )
    },
    "RDS engine doesn't support": () =>
      assertExplained(
        { instance: instances.mysql },
        /RDS engine doesn't support, this is only for RDS SQL Server engine\.$/,
      ),
    "Couldn't find specify RDS [": () =>
      assertExplained({ instance: 'rm-unknown' }, /Couldn't find specify RDS \[rm-unknown\]\.$/),
    "{'status': -2": async () => {
      await assertExplained(
        { endpoint: 'http://oss-nowhere.invalid' },
        /\{'status': -2, 'request-id': '', 'details': "RequestError: .+"\}$/,
      )
      await assertExplained(
        { endpoint: 'http://127.0.0.1:9' },
        /\{'status': -2, 'request-id': '', 'details': "RequestError: .*ECONNREFUSED.*"\}$/,
      )
    },
    "{'status': 404": () =>
      assertExplained(
        { bucket: 'no-such-bucket' },
        /\{'status': 404, 'request-id': '[0-9A-F]{24}', 'details': \{'Message': 'The specified bucket does not exist\.', 'Code': 'NoSuchBucket', 'RequestId': '[0-9A-F]{24}'\}\}$/,
      ),
    'There is no backup file on OSS Bucket': () =>
      assertExplained(
        { directory: 'nothing' },
        /There is no backup file on OSS Bucket \[ferry-bkt\] under \[nothing\] folder, check please\.$/,
      ),
    'Warning!!!!!, [': () =>
      assertExplained(
        { directory: 'names' },
        /Warning!!!!!, \[autotest_2005_ent_broken_full_dbcc_failed\.bak\] is not backup file, filtered\.$/,
      ),
    'HTTP Status: 403 Error:Forbidden.RAM': async () => {
      const message =
        'The user is not authorized to operate the specified resource, or this operation does not support RAM.'
      for (const operation of ['DescribeDBInstanceAttribute', 'CreateMigrateTask'])
        await assertExplained(
          {
            faults: [
              {
                ...{ kind: 'error', status: 403, code: 'Forbidden.RAM', message },
                ...{ match: { operation }, count: 'always' },
              },
            ],
          },
          new RegExp(
            `HTTP Status: 403 Error:Forbidden\\.RAM ${escaped(message)} RequestID: ${requestId}$`,
          ),
        )
      await makeForeignBucket('foreign-bkt')
      await assertExplained(
        { bucket: 'foreign-bkt' },
        /\{'status': 403, 'request-id': '[0-9A-F]{24}', 'details': \{'Message': 'The bucket you visit is not belong to you\.', 'Code': 'AccessDenied'/,
      )
    },
    'OPENAPI Response Error !!!!!': () =>
      assertExplained(
        {
          faults: [
            {
              ...{ kind: 'error', status: 400, code: 'Invalid.Odd', message: 'Odd request.' },
              ...{ match: { operation: 'CreateMigrateTask' }, count: 'always' },
            },
          ],
        },
        new RegExp(
          `OPENAPI Response Error !!!!! : HTTP Status: 400 Error:Invalid\\.Odd Odd request\\. RequestID: ${requestId}$`,
        ),
      ),
  }

  test('has no row that is not produced below', () => {
    const messages = manualMessages()
    assert.equal(messages.length, Object.keys(rows).length)
    for (const message of messages)
      assert.ok(
        Object.keys(rows).some((start) => message.startsWith(start)),
        message,
      )
  })

  for (const [start, produce] of Object.entries(rows))
    test(`"${start}" is printed with cause and solution`, produce)
})

describe('the table of error codes', needsShared('manual.txt'), () => {
  const codes = needsShared('manual.txt').skip ? [] : manualCodes()

  test('has thirteen rows', () => {
    assert.equal(codes.length, 13)
  })

  for (const { status, code, message } of codes)
    test(`${code} from RDS is printed with cause and solution`, async () => {
      await assertExplained(
        {
          faults: [
            {
              ...{ kind: 'error', status, code, message },
              ...{ match: { operation: 'CreateMigrateTask' }, count: 'always' },
            },
          ],
        },
        new RegExp(
          `OPENAPI Response Error !!!!! : HTTP Status: ${status} Error:${escaped(code)} ${escaped(message)} RequestID: ${requestId}$`,
        ),
      )
    })

  /** Who asks first differs: what sqlferry sees itself is refused without a call, with the same message. */
  const situations: Readonly<Record<string, () => Promise<readonly Situation[]>>> = {
    InvalidDBName: async () => [{ directory: 'system' }],
    IncorrectDBInstanceState: async () => [{ instance: instances.creating }],
    IncorrectDBInstanceLockMode: async () => [{ instance: instances.locked }],
    'InvalidDBName.NotFound': async () => [
      { instance: instances.taken },
      { instance: instances.old, directory: 'old' },
    ],
    IncorrectDBState: async () => {
      await sandbox.target.createMigrateTask({
        ...{ instanceId: instances.busy, database: 'Sales', backupMode: 'FULL', isOnline: true },
        checkMode: 'AsyncExecuteDBCheck',
        object: {
          endpoint: new URL(sandbox.endpoints.oss).host,
          ...{ bucket: 'ferry-bkt', key: 'busy/Sales_FULL_20230101000000.bak' },
        },
      })
      return [{ instance: instances.busy }]
    },
    UploadLimitExceeded: async () => [
      { on: await quotaSandbox({ tasksPerDatabaseAndDay: 0 }), instance: 'rm-sandbox0001' },
    ],
    ConcurrentTaskExceeded: async () => [
      { on: await quotaSandbox({ tasksPerInstanceAndDay: 0 }), instance: 'rm-sandbox0001' },
    ],
    IncorrectFileExtension: async () => [{ directory: 'extension', more: ['--by-header'] }],
    BakFileSizeExceeded: async () => [{ directory: 'huge' }],
    FileSizeExceeded: async () => [{ instance: instances.small, directory: 'large' }],
  }

  for (const { status, code, message } of codes) {
    const situation = situations[code]
    if (!situation) continue
    test(`${code} is printed with cause and solution in the situation that it is for`, async () => {
      for (const each of await situation())
        await assertExplained(
          each,
          new RegExp(
            `OPENAPI Response Error !!!!! : HTTP Status: ${status} Error:${escaped(code)} ${escaped(message)} RequestID: (${requestId}|none, sqlferry refused before the call)$`,
          ),
        )
    })
  }
})

const extraSandboxes: Sandbox[] = []
after(async () => {
  for (const extra of extraSandboxes.splice(0)) await extra.stop()
})

async function quotaSandbox(readings: {
  readonly tasksPerDatabaseAndDay?: number
  readonly tasksPerInstanceAndDay?: number
}): Promise<Sandbox> {
  const extra = await startSandbox({ ids: seededIds(9), rds: { readings } })
  extraSandboxes.push(extra)
  await extra.storage.createBucket('ferry-bkt')
  await extra.storage.bucket('ferry-bkt').put(`good/${named('Sales')}`, backup())
  return extra
}

async function makeForeignBucket(name: string): Promise<void> {
  const keys = { accessKeyId: 'LTAIforeign', accessKeySecret: 'foreign-secret' }
  sandbox.accounts.add({
    ...keys,
    ...{ accountId: '2000000000000002', identityType: 'Account' },
    ...{ arn: 'acs:ram::2000000000000002:root', isEnabled: true },
  })
  const storage = ossStorage({
    endpoint: sandbox.endpoints.oss,
    region: sandbox.region,
    credentials: async () => keys,
    clock: systemClock,
    ids: systemIds,
    signatureVersion: 'v4',
  })
  await storage.createBucket(name)
  await storage.close()
}
