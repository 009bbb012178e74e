/**
 * One sandbox: an account with its keys, OSS and RDS over the same objects, faults, and a state that may live in a
 * folder. `createSandbox` makes it without sockets, for virtual time; `startSandbox` puts it on loopback.
 */
import {
  type ByteSource,
  type Clock,
  type CloudCredentials,
  type Ids,
  isMigrationError,
  systemClock,
  systemIds,
} from '../core/index.ts'
import type { ObjectStorage } from '../oss/index.ts'
import type { RestoreTarget } from '../rds/index.ts'
import { AccountBook, ownerKey, sandboxAccountId, sandboxKey } from './account.ts'
import { readFileIfAny, replaceFile } from './durable-file.ts'
import { sandboxError } from './errors.ts'
import { type Fault, FaultBook } from './faults.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { modelObjects } from './model-objects.ts'
import type { SandboxObjects } from './objects.ts'
import { type BlobStore, FolderBlobs, MemoryBlobs } from './oss/blobs.ts'
import { OssModel } from './oss/model.ts'
import { inProcessStorage } from './oss/port.ts'
import { startOssServer } from './oss/server.ts'
import type { OssState } from './oss/state.ts'
import { type ChangeLog, noLog, openStateLog } from './oss/state-log.ts'
import {
  NonceBook,
  RdsModel,
  type RdsOptions,
  type RdsState,
  sandboxRestoreTarget,
  startRdsServer,
} from './rds/index.ts'

export interface SandboxOptions {
  /** Default the machine's. */
  readonly clock?: Clock
  readonly ids?: Ids
  /** Without the `oss-` prefix; default `cn-hangzhou`. */
  readonly region?: string
  /** Folder that keeps everything between runs, created if needed; without it the state is in memory. */
  readonly dataDir?: string
  /** The key pair of the account's owner; default the made-up pair `sandboxKey`. */
  readonly accessKey?: { readonly accessKeyId: string; readonly accessKeySecret: string }
  readonly faults?: readonly Fault[]
  /** How RDS is set up. What the folder holds already outranks it, except rates and speed. */
  readonly rds?: RdsOptions
}

export interface ListenOptions {
  /** 0, the default, picks a free one. */
  readonly ossPort?: number
  readonly rdsPort?: number
}

/** A sandbox without sockets. */
export interface InProcessSandbox {
  readonly region: string
  /** The first instance. */
  readonly instanceId: string
  readonly credentials: CloudCredentials
  readonly accounts: AccountBook
  /** May be changed while the sandbox runs. */
  readonly faults: FaultBook
  /** The bucket's port, as the account's owner. */
  readonly storage: ObjectStorage
  /** The destination's port, as the account's owner. */
  readonly target: RestoreTarget
  readonly objects: SandboxObjects
  /** When something in RDS changes next without a call (milliseconds since 1970), or undefined. */
  nextChangeAt(): number | undefined
  /** Makes temporary credentials of the owner and returns them. @param durationSeconds  1 or more */
  issueToken(durationSeconds: number): CloudCredentials
  /** Makes an object whose bytes come from a source when they are read. Only without a folder. */
  putGenerated(bucket: string, key: string, source: ByteSource, crc64: bigint): void
  /** Ends the sandbox; its folder may be used by another one then. Calling it twice is harmless. */
  stop(): Promise<void>
}

/** A sandbox on loopback. */
export interface Sandbox extends InProcessSandbox {
  /** URLs without a trailing slash, such as `http://127.0.0.1:40001`. */
  readonly endpoints: { readonly oss: string; readonly rds: string }
}

interface Parts {
  readonly sandbox: InProcessSandbox
  readonly oss: OssModel
  readonly rds: RdsModel
  readonly clock: Clock
  readonly ids: Ids
}

/**
 * Returns a sandbox that is reached through its ports only.
 * @throws SANDBOX_FOLDER_UNUSABLE, SANDBOX_FOLDER_TAKEN, SANDBOX_STATE_DAMAGED
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<InProcessSandbox> {
  return (await assemble(options)).sandbox
}

/**
 * Starts a sandbox on 127.0.0.1 and resolves when both services accept connections.
 * @throws SANDBOX_PORT_TAKEN, SANDBOX_FOLDER_UNUSABLE, SANDBOX_FOLDER_TAKEN, SANDBOX_STATE_DAMAGED
 */
export async function startSandbox(options: SandboxOptions & ListenOptions = {}): Promise<Sandbox> {
  const { sandbox, oss, rds, clock, ids } = await assemble(options)
  const { accounts, faults } = sandbox
  const common = { accounts, faults, clock, ids }
  const close: (() => Promise<void>)[] = []
  const stop = async () => {
    await Promise.all(close.splice(0).map((end) => end()))
    await sandbox.stop()
  }
  try {
    const ossServer = await listening('OSS', '--oss-port', options.ossPort, (port) =>
      startOssServer({ ...common, model: oss }, port),
    )
    close.push(ossServer.close)
    const nonces = new NonceBook()
    const rdsServer = await listening('RDS', '--rds-port', options.rdsPort, (port) =>
      startRdsServer({ ...common, model: rds, nonces }, port),
    )
    close.push(rdsServer.close)
    return {
      ...sandbox,
      endpoints: {
        oss: `http://127.0.0.1:${ossServer.port}`,
        rds: `http://127.0.0.1:${rdsServer.port}`,
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function assemble(options: SandboxOptions): Promise<Parts> {
  const clock = options.clock ?? systemClock
  const ids = options.ids ?? systemIds
  const region = options.region ?? 'cn-hangzhou'
  const pair = options.accessKey ?? sandboxKey
  const accountId = options.rds?.accountId ?? sandboxAccountId
  const key = ownerKey(pair.accessKeyId, pair.accessKeySecret, accountId)
  const accounts = new AccountBook([key])
  const faults = new FaultBook(options.faults)
  const kept = openFolder(options.dataDir, ids)
  const oss = new OssModel({ region, blobs: kept.blobs, state: kept.state, log: kept.log })
  if (options.dataDir !== undefined) await oss.collectGarbage()
  const objects = modelObjects(oss, accounts)
  const rdsOptions: RdsOptions = {
    ...options.rds,
    accountId,
    instances: (options.rds?.instances ?? [{}]).map((instance) => ({
      regionId: region,
      ...instance,
    })),
  }
  const rds = new RdsModel(rdsOptions, { clock, objects, faults, onChange: kept.saveRds }, kept.rds)
  const sandbox: InProcessSandbox = {
    region,
    instanceId: rds.toState().instances[0]?.instanceId ?? '',
    credentials: pair,
    accounts,
    faults,
    storage: inProcessStorage({ model: oss, faults, clock, ids, key }),
    target: sandboxRestoreTarget({ model: rds, faults, clock, key, regionId: region }),
    objects,
    nextChangeAt: () => rds.nextChangeAt,
    issueToken: (durationSeconds) => {
      const [accessKeyId, accessKeySecret, securityToken] = [ids.uuid(), ids.uuid(), ids.uuid()]
      const temporary = {
        accessKeyId: `STS.${accessKeyId}`,
        accessKeySecret,
        securityToken,
        expiresAt: clock.now() + durationSeconds * 1000,
      }
      accounts.add({ ...key, ...temporary })
      return temporary
    },
    putGenerated: (bucket, objectKey, source, crc64) => {
      if (!(kept.blobs instanceof MemoryBlobs))
        throw new TypeError('generated objects cannot be kept in a folder')
      const caller = { accountId, now: clock.now() }
      const body = {
        pieces: [{ blobId: kept.blobs.adopt(source), sizeBytes: source.sizeBytes }],
        sizeBytes: source.sizeBytes,
        md5: Buffer.alloc(16),
        crc64,
      }
      oss.putObject(caller, bucket, objectKey, body, {
        storageClass: 'Standard',
        forbidOverwrite: false,
        headers: {},
      })
    },
    stop: async () => {
      await oss.settled()
      kept.log.close()
      kept.lock?.release()
    },
  }
  return { sandbox, oss, rds, clock, ids }
}

interface Kept {
  readonly blobs: BlobStore
  readonly state: OssState
  readonly log: ChangeLog
  readonly rds: RdsState | undefined
  readonly saveRds: (state: RdsState) => void
  readonly lock?: FolderLock
}

function openFolder(folder: string | undefined, ids: Ids): Kept {
  if (folder === undefined)
    return {
      blobs: new MemoryBlobs(ids),
      state: new Map(),
      log: noLog,
      rds: undefined,
      saveRds: () => {},
    }
  const rdsFile = `${folder}/rds.json`
  let lock: FolderLock | undefined
  try {
    lock = lockFolder(folder)
    const kept = openStateLog(`${folder}/oss`)
    const saved = readFileIfAny(rdsFile)
    return {
      ...kept,
      lock,
      blobs: new FolderBlobs(`${folder}/oss/blobs`, ids),
      rds: saved === undefined ? undefined : (JSON.parse(saved) as RdsState),
      saveRds: (state) => replaceFile(rdsFile, JSON.stringify(state)),
    }
  } catch (error) {
    lock?.release()
    if (isMigrationError(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw error instanceof SyntaxError
      ? sandboxError('SANDBOX_STATE_DAMAGED', { path: folder, reason }, { cause: error })
      : sandboxError('SANDBOX_FOLDER_UNUSABLE', { path: folder, reason }, { cause: error })
  }
}

async function listening<T>(
  service: string,
  option: string,
  port: number | undefined,
  start: (port: number) => Promise<T>,
): Promise<T> {
  try {
    return await start(port ?? 0)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw sandboxError(
      'SANDBOX_PORT_TAKEN',
      { port: port ?? 0, service, option, reason },
      { cause: error },
    )
  }
}
