/** A small stage for the sandbox's RDS: buckets in memory, a virtual clock, sample backups of any kind. */

import {
  type ByteSource,
  type Lsn,
  memorySource,
  seededIds,
  VirtualClock,
  zeroLsn,
} from '../../../src/core/index.ts'
import type { BucketInfo } from '../../../src/oss/index.ts'
import type { CreateMigrateTaskRequest } from '../../../src/rds/index.ts'
import {
  AccountBook,
  ownerKey,
  sandboxAccountId,
  sandboxKey,
} from '../../../src/sandbox/account.ts'
import {
  type BackupSetSpec,
  type BackupSpec,
  writeBackup,
} from '../../../src/sandbox/backup-writer/index.ts'
import { type Fault, FaultBook } from '../../../src/sandbox/faults.ts'
import type { SandboxObjects } from '../../../src/sandbox/objects.ts'
import {
  NonceBook,
  RdsModel,
  type RdsOptions,
  type RdsService,
  type RdsState,
} from '../../../src/sandbox/rds/index.ts'

export const instanceId = 'rm-sandbox0001'
export const endpoint = 'oss-cn-hangzhou.aliyuncs.com'

/** Buckets of an account, as the sandbox's RDS sees them. */
export class MemoryObjects implements SandboxObjects {
  readonly #objects = new Map<string, ByteSource>()
  readonly buckets = new Map<string, BucketInfo>()

  constructor() {
    this.addBucket('staging')
  }

  addBucket(name: string, values: Partial<BucketInfo> = {}): void {
    this.buckets.set(name, {
      name,
      region: 'cn-hangzhou',
      storageClass: 'Standard',
      createdAt: new Date(0),
      acl: 'private',
      extranetEndpoint: endpoint,
      intranetEndpoint: 'oss-cn-hangzhou-internal.aliyuncs.com',
      encryption: 'None',
      versioning: undefined,
      redundancy: 'LRS',
      ownerId: sandboxAccountId,
      ...values,
    })
  }

  add(key: string, content: Uint8Array | ByteSource, bucket = 'staging'): void {
    const source = content instanceof Uint8Array ? memorySource(content, key) : content
    this.#objects.set(`${bucket}/${key}`, source)
  }

  async open(bucket: string, key: string): Promise<ByteSource | undefined> {
    return this.#objects.get(`${bucket}/${key}`)
  }

  async bucketInfo(bucket: string): Promise<BucketInfo | undefined> {
    return this.buckets.get(bucket)
  }

  async keys(bucket: string, prefix: string): Promise<string[]> {
    const start = `${bucket}/`
    return [...this.#objects.keys()]
      .filter((name) => name.startsWith(start + prefix))
      .map((name) => name.slice(start.length))
      .sort()
  }
}

export interface Stage extends RdsService {
  readonly clock: VirtualClock
  readonly objects: MemoryObjects
  readonly saved: RdsState[]
  /** Asks for a full restore of `staging/<key>` into a database. */
  full(key: string, database: string, more?: Partial<CreateMigrateTaskRequest>): Promise<string>
  /** Begins or continues a chain. */
  append(key: string, database: string, migrateTaskId?: string): Promise<string>
  /** Lets an hour pass and returns status and description. */
  outcome(migrateTaskId: string): Promise<{ status: string; description: string }>
}

export function newStage(
  options: RdsOptions = {},
  faults: readonly Fault[] = [],
  state?: RdsState,
): Stage {
  const clock = new VirtualClock(Date.UTC(2026, 0, 10, 3))
  const objects = new MemoryObjects()
  const book = new FaultBook(faults)
  const saved: RdsState[] = []
  const model = new RdsModel(
    options,
    { clock, objects, faults: book, onChange: (next) => saved.push(structuredClone(next)) },
    state,
  )
  const create = async (request: CreateMigrateTaskRequest) =>
    (await model.createMigrateTask(request)).migrateTaskId
  return {
    clock,
    objects,
    model,
    faults: book,
    saved,
    nonces: new NonceBook(),
    ids: seededIds(7),
    accounts: new AccountBook([ownerKey(sandboxKey.accessKeyId, sandboxKey.accessKeySecret)]),
    full: (key, database, more = {}) =>
      create({
        instanceId,
        database,
        backupMode: 'FULL',
        isOnline: true,
        object: { endpoint, bucket: 'staging', key },
        ...more,
      }),
    append: (key, database, migrateTaskId) =>
      create({
        instanceId,
        database,
        backupMode: 'UPDF',
        isOnline: false,
        object: { endpoint, bucket: 'staging', key },
        ...(migrateTaskId !== undefined && { migrateTaskId }),
      }),
    outcome: async (migrateTaskId) => {
      await clock.advance(3_600_000)
      const { status, description } = model.migrateTask(instanceId, migrateTaskId)
      return { status, description }
    },
  }
}

export const at = (block: number): Lsn => ({ vlf: 30, block, slot: 1 })
export const guid = (digits: string) => `${digits.padEnd(8, '0')}-1111-4111-8111-111111111111`

/** The set of a small full backup of `Sales`; LSNs 100 to 200. */
export function fullSet(more: Partial<BackupSetSpec> = {}): BackupSetSpec {
  return {
    type: 'FULL',
    database: 'Sales',
    server: 'SQL01',
    backupSetGuid: guid('f1'),
    familyGuid: guid('fa'),
    bindingId: guid('b1'),
    recoveryForkId: guid('fa'),
    firstLsn: at(100),
    lastLsn: at(200),
    checkpointLsn: at(100),
    databaseBackupLsn: zeroLsn,
    databaseCreated: '2025-01-01 00:00:00',
    start: '2026-01-01 02:00:00',
    finish: '2026-01-01 02:10:00',
    files: [
      {
        fileId: 1,
        type: 1,
        filegroupId: 1,
        sizeBytes: 8 * 2 ** 20,
        logicalName: 'Sales',
        physicalName: 'D:\\Data\\Sales.mdf',
        uniqueId: guid('c1'),
      },
      {
        fileId: 2,
        type: 2,
        filegroupId: 0,
        sizeBytes: 2 ** 20,
        logicalName: 'Sales_log',
        physicalName: 'D:\\Data\\Sales_log.ldf',
        uniqueId: guid('c2'),
      },
    ],
    ...more,
  }
}

export function differentialSet(last: number, more: Partial<BackupSetSpec> = {}): BackupSetSpec {
  return fullSet({
    type: 'DIFFERENTIAL',
    backupSetGuid: guid(`d${last}`),
    firstLsn: at(last - 10),
    lastLsn: at(last),
    checkpointLsn: at(last - 10),
    databaseBackupLsn: at(100),
    differentialBaseLsn: at(100),
    differentialBaseGuid: guid('f1'),
    ...more,
  })
}

export function logSet(
  first: number,
  last: number,
  more: Partial<BackupSetSpec> = {},
): BackupSetSpec {
  return fullSet({
    type: 'LOG',
    backupSetGuid: guid(`e${last}`),
    firstLsn: at(first),
    lastLsn: at(last),
    databaseBackupLsn: at(100),
    ...more,
  })
}

export function backup(set: BackupSetSpec, more: Partial<BackupSpec> = {}): Uint8Array {
  return writeBackup({ engine: '2019', mediaSetId: guid('a1'), sets: [set], ...more })
}
