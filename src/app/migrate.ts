/**
 * `migrate`: a folder of backups becomes databases on an RDS instance. Joins the parts: settings, clients, journal,
 * checks, plan, a person's yes, and the engine. Running it again goes on where the journal says.
 */
import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, relative, resolve, sep } from 'node:path'
import { type CloudCredentials, sameName } from '../core/index.ts'
import { openUploadSource, readFailure, uploadBuffers } from '../files/index.ts'
import { type Journal, lockStream, openJournal } from '../journal/index.ts'
import {
  adoptTask,
  approveAgain,
  type DatabaseState,
  type DestinationFacts,
  databasesUnderWay,
  defaultLimits,
  describeDestination,
  type EngineLimits,
  goneDatabases,
  type InspectedFile,
  listRecentTasks,
  type MigrationEvent,
  MigrationLog,
  type MigrationNotice,
  type MigrationResult,
  type MigrationState,
  migrationError,
  migrationResult,
  type Plan,
  planMigration,
  reconcile,
  requireSafePrefix,
  runMigration,
  type StoppedDatabases,
  toErrorRecord,
  transition,
  unknownWishes,
} from '../migration/index.ts'
import { rateLimiter, replayUpload, uploadObject } from '../oss/index.ts'
import type { RestoreTarget } from '../rds/index.ts'
import { type Cloud, openCloud } from './cloud.ts'
import { loadSettings, requireSetting, type SettingOverrides, type Settings } from './config.ts'
import type { AppContext } from './context.ts'
import { serverTimeOf } from './doctor/server-time.ts'
import { type DoctorReport, runDoctor } from './doctor.ts'
import { openHome } from './home.ts'
import { inspectPaths } from './inspect.ts'
import { openUploadProof } from './prove-upload.ts'
import { bytesPerSecond } from './rate.ts'

export interface MigrateRequest extends SettingOverrides {
  readonly folder: string
  /** Names of databases or files; the others are left out. */
  readonly only?: readonly string[] | undefined
  /** Databases that a person wants restored once more. */
  readonly again?: readonly string[] | undefined
  /** Tasks that a person says are ours. */
  readonly adopt?: readonly { readonly database: string; readonly migrateTaskId: string }[]
  readonly parallelUploads?: number | undefined
  readonly parallelRestores?: number | undefined
  readonly parallelParts?: number | undefined
  /** Reads again what an earlier run sent, instead of trusting size and time of modification. */
  readonly paranoid?: boolean | undefined
  /** Whether each backup is proved sound before its upload is completed; default true. */
  readonly verify?: boolean | undefined
  /** Keys given by the caller; outrank the environment. */
  readonly credentials?: CloudCredentials | undefined
}

/** What a person is shown before anything changes. */
export interface MigrationProposal {
  /** Absolute. */
  readonly folder: string
  readonly bucket: string
  readonly destination: DestinationFacts
  readonly plan: Plan
  /** What earlier runs have begun or done, by name. */
  readonly earlier: readonly DatabaseState[]
  /** False where the plan was approved by an earlier run and nothing is new. */
  readonly needsApproval: boolean
}

/** The person's side: shows, and says yes or no. */
export interface MigrateView {
  /** Told what the checks found, before the folder is read. */
  checked(report: DoctorReport): void
  /** Resolves with who said yes, or with `declined`; throws where nobody can be asked. */
  approve(proposal: MigrationProposal): Promise<'person' | 'option' | 'declined'>
  notice(notice: MigrationNotice): void
}

export type MigrateOutcome =
  | { readonly kind: 'ended'; readonly result: MigrationResult }
  /** A person said no. Nothing was changed. */
  | { readonly kind: 'declined' }
  /** The checks said no. Nothing was changed. */
  | { readonly kind: 'blocked'; readonly report: DoctorReport }

/**
 * Migrates a folder and returns what came of every file. Faults of single databases are part of the answer.
 *
 * @throws settings, credentials and checks that failed, JOURNAL_LOCKED where another process works on the same
 *   migration, PLAN_ONLY_UNKNOWN, PLAN_PREFIX_REFUSED, MIGRATE_CHOICE_REFUSED, and the signal's reason
 */
export async function migrate(
  context: AppContext,
  request: MigrateRequest,
  view: MigrateView,
): Promise<MigrateOutcome> {
  const settings = await loadSettings(context, settingsOf(request))
  const instanceId = requireSetting(settings, 'instance')
  const bucket = requireSetting(settings, 'bucket')
  requireSafePrefix(settings.prefix ?? '')
  const folder = await realpath(resolve(context.cwd, request.folder)).catch(() =>
    resolve(context.cwd, request.folder),
  )
  // Before anything is asked of the cloud: a folder that is misspelt is known at once.
  await stat(folder).catch((error) => {
    throw readFailure(error, folder)
  })
  const home = openHome(settings.home)
  const streamId = migrationStreamId({ folder, instanceId, bucket })
  const place = { folder, instanceId, bucket, streamId, settings }
  const { credentials } = request
  await using opened = new AsyncDisposableStack()
  const lock = await lockStream(home.path, streamId, context.clock)
  opened.defer(() => lock.release())
  const journal = await openJournal(home.journalPath, context.clock)
  opened.defer(() => journal.close())
  const cloud = await openCloud(context, settings, credentials ? { credentials } : {})
  opened.defer(() => cloud.close())
  return await migrateOn({ context, request, view, journal, cloud, place })
}

/** Returns the id of a migration in the journal: the same folder, instance and bucket are the same migration. */
export function migrationStreamId(place: {
  readonly folder: string
  readonly instanceId: string
  readonly bucket: string
}): string {
  const { folder, instanceId, bucket } = place
  const hash = createHash('sha256').update([folder, instanceId, bucket].join('\0')).digest('hex')
  return `migration-${instanceId}-${bucket}-${hash.slice(0, 12)}`
}

/** Where object keys begin when nobody says otherwise. */
const defaultPrefix = 'sqlferry'

function settingsOf(request: MigrateRequest): SettingOverrides {
  const { profile, config, home, instance, bucket, prefix, region } = request
  const { ossEndpoint, rdsEndpoint, internal, limitRate, parallel, proxy, caFile } = request
  const { signatureVersion } = request
  return {
    ...{ profile, config, home, instance, bucket, prefix, region, ossEndpoint, rdsEndpoint },
    ...{ internal, limitRate, parallel, proxy, caFile, signatureVersion },
  }
}

interface Parts {
  readonly context: AppContext
  readonly request: MigrateRequest
  readonly view: MigrateView
  readonly journal: Journal
  readonly cloud: Cloud
  readonly place: {
    readonly folder: string
    readonly instanceId: string
    readonly bucket: string
    readonly streamId: string
    readonly settings: Settings
  }
}

async function migrateOn(parts: Parts): Promise<MigrateOutcome> {
  const { context, request, view, journal, cloud, place } = parts
  const { clock } = context
  const log = await MigrationLog.open(journal, place.streamId)
  const report = await check(parts)
  view.checked(report)
  if (report.verdict === 'blocked') return { kind: 'blocked', report }
  const { choices, state } = await applyChoices(log.state, parts)
  const [files, destination] = await Promise.all([
    inspectFolder(place.folder, context),
    readDestination(cloud.target, place.instanceId, clock.now()),
  ])
  if (files.length === 0 && state.databases.size === 0)
    throw migrationError('PLAN_FOLDER_EMPTY', { folder: place.folder })
  const [unknown] = unknownWishes(files, request.only)
  if (unknown !== undefined)
    throw migrationError('PLAN_ONLY_UNKNOWN', { name: unknown, folder: place.folder })
  const limits: EngineLimits = {
    parallelUploads: request.parallelUploads ?? defaultLimits.parallelUploads,
    parallelRestores: request.parallelRestores ?? defaultLimits.parallelRestores,
  }
  const plan = planMigration(
    files,
    destination,
    {
      prefix: place.settings.prefix ?? state.opened?.prefix ?? defaultPrefix,
      only: request.only,
      parallelRestores: limits.parallelRestores,
    },
    databasesUnderWay(state, files),
  )
  const news = reconcile(state, plan, files, clock.now())
  const needsApproval =
    (request.again ?? []).length > 0 || news.some((event) => event.type === 'database-planned')
  const earlier = [...state.databases.values()].filter((one) => one.kind !== 'withdrawn')
  const { folder, bucket } = place
  const by = await view.approve({ folder, bucket, destination, plan, earlier, needsApproval })
  if (by === 'declined') return { kind: 'declined' }
  await log.append(
    ...[...openingEvents(log, parts), ...choices, ...news, approval(plan, by, clock.now())],
  )
  const gone = goneDatabases(state, destination, request.only)
  const stopped = await run(parts, log, limits, destination)
  const result = migrationResult(log.state, new Map([...stopped, ...gone]))
  await log.append({ type: 'run-ended', atMs: clock.now(), outcome: result.outcome })
  return { kind: 'ended', result }
}

/** What is known to stop every database; sizes and names are the plan's. */
function check({ context, cloud, place }: Parts): Promise<DoctorReport> {
  const { storage, target } = cloud
  const { clock, signal } = context
  const serverTime = () => serverTimeOf(storage.endpoint, signal)
  return runDoctor(
    { target, storage, clock, serverTime },
    { instanceId: place.instanceId, bucket: place.bucket, signal },
  )
}

async function run(
  parts: Parts,
  log: MigrationLog,
  limits: EngineLimits,
  destination: DestinationFacts,
): Promise<StoppedDatabases> {
  const { context, request, view, cloud, place } = parts
  const { settings } = place
  const parallelParts = request.parallelParts ?? settings.parallel
  const buffers = uploadBuffers(limits.parallelUploads * parallelParts)
  return await runMigration({
    log,
    limits,
    instanceId: place.instanceId,
    path: destination.path,
    signal: context.signal,
    notify: (notice) => view.notice(notice),
    transfer: {
      parallelParts,
      ...(request.paranoid === true && { paranoid: true }),
      ...(settings.limitRate !== undefined && {
        limiter: rateLimiter(bytesPerSecond(settings.limitRate), context.clock),
      }),
    },
    ports: {
      store: cloud.storage.bucket(place.bucket),
      endpoint: cloud.ossEndpointForTasks,
      target: cloud.target,
      openSource: (path) => openUploadSource(path, buffers),
      openCheck:
        request.verify === false
          ? undefined
          : (path) => openUploadProof(path, path, { signal: context.signal }),
      upload: uploadObject,
      replayUpload,
      clock: context.clock,
      ids: context.ids,
    },
  })
}

/**
 * Returns a person's decisions about tasks as events, and the state with them. They outrank what the engine would do
 * by itself; like everything else they are written only once the plan is approved.
 */
async function applyChoices(
  before: MigrationState,
  { context, request, cloud, place }: Parts,
): Promise<{ readonly choices: readonly MigrationEvent[]; readonly state: MigrationState }> {
  const { instanceId: instance } = place
  const atMs = context.clock.now()
  const choices: MigrationEvent[] = []
  let state = before
  const choose = (event: MigrationEvent) => {
    choices.push(event)
    state = transition(state, event)
  }
  for (const { database, migrateTaskId } of request.adopt ?? []) {
    const event = adoptTask(state, database, migrateTaskId, atMs)
    const { database: other } = await cloud.target.migrateTask(instance, migrateTaskId)
    if (!sameName(other, database))
      throw migrationError('MIGRATE_ADOPT_REFUSED', { migrateTaskId, other, database, instance })
    choose(event)
  }
  for (const database of request.again ?? []) choose(approveAgain(state, database, atMs))
  return { choices, state }
}

function openingEvents(log: MigrationLog, { context, place }: Parts): MigrationEvent[] {
  if (log.state.opened) return []
  const { folder, instanceId, bucket, settings } = place
  const prefix = settings.prefix ?? defaultPrefix
  const atMs = context.clock.now()
  return [{ type: 'migration-opened', atMs, format: 1, folder, instanceId, bucket, prefix }]
}

function approval(plan: Plan, by: 'person' | 'option', atMs: number): MigrationEvent {
  return {
    type: 'plan-approved',
    atMs,
    by,
    refused: plan.refused.map(({ file, sizeBytes, database, error }) => ({
      file,
      sizeBytes,
      ...(database !== undefined && { database }),
      error: toErrorRecord(error),
    })),
  }
}

/** Reads all files of a folder; one that cannot be read is refused like any other, the folder itself is an error. */
async function inspectFolder(folder: string, context: AppContext): Promise<InspectedFile[]> {
  const isFile = await stat(folder).then(
    (stats) => stats.isFile(),
    () => false,
  )
  // Names are shown relative to the folder, so that a reason fits on a line.
  const cwd = isFile ? dirname(folder) : folder
  const found = await inspectPaths([isFile ? basename(folder) : '.'], {
    cwd,
    signal: context.signal,
  })
  return found.map((one) => {
    const path = one.absolutePath
    const file = relative(cwd, path).split(sep).join('/') || basename(path)
    if (one.kind === 'inspected')
      return {
        path,
        file,
        sizeBytes: one.sizeBytes,
        modifiedAtMs: Math.floor(one.modifiedAtMs),
        inspection: one.inspection,
      }
    if (path === folder) throw one.problem
    const inspection = {
      kind: 'not-a-backup',
      name: file,
      sizeBytes: 0,
      problem: one.problem,
    } as const
    return { path, file, sizeBytes: 0, modifiedAtMs: 0, inspection }
  })
}

async function readDestination(
  target: RestoreTarget,
  instanceId: string,
  nowMs: number,
): Promise<DestinationFacts> {
  const [instance, usage, databases, tasks] = await Promise.all([
    target.instance(instanceId),
    target.resourceUsage(instanceId),
    target.databases(instanceId),
    listRecentTasks(target, instanceId, nowMs),
  ])
  return describeDestination({ instance, databases, usage, tasks, nowMs })
}
