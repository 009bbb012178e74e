/**
 * Whole migrations in this process: the sandbox's ports, a journal in memory, a clock that stands still, and a
 * switch that kills the run before or after any call to the outside.
 */
import { setImmediate } from 'node:timers/promises'
import { inspectBackup } from '../../src/bak/index.ts'
import {
  crc64,
  memorySource,
  seededIds,
  type UploadBody,
  type UploadSource,
  VirtualClock,
} from '../../src/core/index.ts'
import { type Journal, memoryJournal } from '../../src/journal/index.ts'
import {
  type DatabaseEvent,
  databasesUnderWay,
  defaultLimits,
  describeDestination,
  type EngineLimits,
  type InspectedFile,
  MigrationLog,
  type MigrationNotice,
  type MigrationPorts,
  type MigrationResult,
  type MigrationState,
  migrationResult,
  planMigration,
  reconcile,
  restorePath,
  runMigration,
  toErrorRecord,
} from '../../src/migration/index.ts'
import { replayUpload, uploadObject } from '../../src/oss/index.ts'
import type { RestoreTarget } from '../../src/rds/index.ts'
import {
  createSandbox,
  type InProcessSandbox,
  type SandboxOptions,
} from '../../src/sandbox/index.ts'

export const bucketName = 'backups'
const streamId = 'migration-test'

/** The process is gone: nothing may be done after it. */
export class Killed extends Error {}

/** Counts the calls to the outside and kills at one of them, before or after it was carried out. */
export class KillSwitch {
  /** Two moments per call: before and after it. */
  moments = 0
  isDead = false
  readonly #killAt: number
  readonly calls: string[] = []

  /** @param killAt  the moment to die at, from 1; Infinity never */
  constructor(killAt = Number.POSITIVE_INFINITY) {
    this.#killAt = killAt
  }

  #tick(name: string): void {
    if (this.isDead) throw new Killed(name)
    this.moments++
    this.calls.push(name)
    if (this.moments < this.#killAt) return
    this.isDead = true
    throw new Killed(name)
  }

  /** Returns the object with every asynchronous method behind the switch. */
  wrap<T extends object>(target: T, name: string): T {
    return new Proxy(target, {
      get: (object, property) => {
        const value: unknown = Reflect.get(object, property)
        if (typeof value !== 'function') return value
        return async (...values: unknown[]) => {
          const call = `${name}.${String(property)}`
          this.#tick(`before ${call}`)
          const result: unknown = await value.apply(object, values)
          this.#tick(`after ${call}`)
          return result
        }
      },
    })
  }
}

/** A cloud, a journal and a folder that outlive the runs. */
export interface World {
  readonly clock: VirtualClock
  readonly sandbox: InProcessSandbox
  readonly journal: Journal
  files: InspectedFile[]
  readonly bytes: Map<string, Uint8Array>
  /** Every part that was handed to OSS: `key part`. */
  readonly partsSent: string[]
}

export async function makeWorld(
  backups: readonly { readonly fileName: string; readonly bytes: Uint8Array }[],
  options: SandboxOptions = {},
): Promise<World> {
  const clock = new VirtualClock()
  const sandbox = await createSandbox({ clock, ids: seededIds(7), ...options })
  await sandbox.storage.createBucket(bucketName)
  const bytes = new Map<string, Uint8Array>()
  const files: InspectedFile[] = []
  for (const { fileName, bytes: content } of backups) {
    const path = `/folder/${fileName}`
    bytes.set(path, content)
    files.push({
      path,
      file: fileName,
      sizeBytes: content.byteLength,
      modifiedAtMs: clock.now(),
      inspection: await inspectBackup(memorySource(content, fileName)),
    })
  }
  const journal = memoryJournal(clock)
  return { clock, sandbox, journal, files, bytes, partsSent: [] }
}

export interface RunSettings {
  readonly kill?: KillSwitch
  readonly limits?: EngineLimits
  readonly signal?: AbortSignal
  readonly notify?: (notice: MigrationNotice) => void
  /** Changes what RDS answers. */
  readonly alter?: (target: RestoreTarget) => RestoreTarget
  /** What a person decides before the run, as `--again` and `--adopt` do. */
  readonly choose?: (state: MigrationState, nowMs: number) => DatabaseEvent[]
}

/** One run of `migrate`, as app does it: plan, reconcile, carry out. */
export async function runOnce(world: World, settings: RunSettings = {}): Promise<MigrationResult> {
  const kill = settings.kill ?? new KillSwitch()
  return await drive(world.clock, migrateOnce(world, kill, settings))
}

async function migrateOnce(
  world: World,
  kill: KillSwitch,
  settings: RunSettings,
): Promise<MigrationResult> {
  const { clock, sandbox } = world
  const limits = settings.limits ?? defaultLimits
  const { instanceId } = sandbox
  const target = kill.wrap(settings.alter?.(sandbox.target) ?? sandbox.target, 'rds')
  const log = await MigrationLog.open(kill.wrap(world.journal, 'journal'), streamId)
  for (const event of settings.choose?.(log.state, clock.now()) ?? []) await log.append(event)
  const [instance, usage, databases, tasks] = await Promise.all([
    sandbox.target.instance(instanceId),
    sandbox.target.resourceUsage(instanceId),
    sandbox.target.databases(instanceId),
    sandbox.target.migrateTasks({
      instanceId,
      from: new Date(clock.now() - 86_400_000),
      to: new Date(clock.now() + 86_400_000),
    }),
  ])
  const facts = describeDestination({ instance, usage, databases, tasks, nowMs: clock.now() })
  const plan = planMigration(
    world.files,
    facts,
    { prefix: 'p', parallelRestores: limits.parallelRestores },
    databasesUnderWay(log.state, world.files),
  )
  const news = reconcile(log.state, plan, world.files, clock.now())
  for (const event of news) await log.append(event)
  await log.append({
    type: 'plan-approved',
    atMs: clock.now(),
    by: 'option',
    refused: plan.refused.map(({ file, sizeBytes, error }) => ({
      file,
      sizeBytes,
      error: toErrorRecord(error),
    })),
  })
  const stopped = await runMigration({
    log,
    limits,
    instanceId,
    path: restorePath(instance),
    signal: settings.signal ?? new AbortController().signal,
    ...(settings.notify && { notify: settings.notify }),
    ports: ports(world, kill, target),
  })
  return migrationResult(log.state, stopped)
}

function ports(world: World, kill: KillSwitch, target: MigrationPorts['target']): MigrationPorts {
  const { clock, sandbox } = world
  const bucket = sandbox.storage.bucket(bucketName)
  const counting: typeof bucket = new Proxy(bucket, {
    get: (object, property) => {
      if (property !== 'uploadPart') return Reflect.get(object, property)
      return async (request: Parameters<typeof bucket.uploadPart>[0]) => {
        const receipt = await object.uploadPart(request)
        world.partsSent.push(`${request.key} ${request.partNumber}`)
        return receipt
      }
    },
  })
  return {
    store: kill.wrap(counting, 'oss'),
    endpoint: sandbox.storage.endpoint,
    target,
    openSource: async (path) => bytesSource(path, world),
    openCheck: undefined,
    upload: uploadObject,
    replayUpload,
    clock,
    ids: seededIds(11),
  }
}

function bytesSource(path: string, world: World): UploadSource {
  const content = world.bytes.get(path) ?? new Uint8Array()
  const file = world.files.find((one) => one.path === path)
  return {
    name: path,
    sizeBytes: content.byteLength,
    modifiedAtMs: file?.modifiedAtMs ?? 0,
    part: (offset, length): UploadBody => {
      const part = content.subarray(offset, offset + length)
      let whole: bigint | undefined
      return {
        sizeBytes: length,
        crc64: () => whole,
        async *chunks() {
          yield part
          whole = crc64(part)
        },
      }
    },
    check: async () => 'unchanged',
    close: async () => {},
  }
}

/** Moves the clock on whenever everybody is asleep, until the work has ended. */
export async function drive<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let isSettled = false
  const settled = work.finally(() => {
    isSettled = true
  })
  settled.catch(() => {})
  while (!isSettled) {
    for (let turn = 0; turn < 5 && !isSettled; turn++) await setImmediate()
    const { nextDueAt } = clock
    if (!isSettled && nextDueAt !== undefined)
      await clock.advance(Math.max(0, nextDueAt - clock.now()))
  }
  return await settled
}

/** Returns what must be the same however often a migration was killed. */
export async function endState(world: World, result: MigrationResult) {
  const { sandbox, clock } = world
  const tasks = await sandbox.target.migrateTasks({
    instanceId: sandbox.instanceId,
    from: new Date(clock.now() - 6 * 86_400_000),
    to: new Date(clock.now() + 86_400_000),
  })
  const store = sandbox.storage.bucket(bucketName)
  const objects = await Promise.all(
    result.databases.map(async ({ key }) => [key, (await store.head(key))?.crc64]),
  )
  return {
    outcome: result.outcome,
    databases: result.databases.map(({ database, outcome }) => [database, outcome]),
    refused: result.refused.map(({ file, error }) => [file, error.code]),
    tasks: tasks.map(({ database, status }) => [database, status]).sort(),
    objects,
  }
}
