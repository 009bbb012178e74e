/**
 * One restore task per full backup in a folder of a bucket: what the official script does, with the header of each
 * backup read before and no task created twice. Gets its clients handed in.
 */

import { longestUrlSeconds, type RestorePath, restorePathOf } from '../../assessment/index.ts'
import { isMigrationError, type MigrationError, sameName } from '../../core/index.ts'
import type { JournalWriter } from '../../journal/index.ts'
import type { ObjectStorage } from '../../oss/index.ts'
import {
  type CreateMigrateTaskRequest,
  lastPart,
  type MigrateTaskStatus,
  type MigrationOperation,
  type RdsInstance,
  type RestoreTarget,
  rdsError,
} from '../../rds/index.ts'
import type { AppContext } from '../context.ts'
import { createOnce, standingOf, type WantedImport } from './create-once.ts'
import { readTasks, usedOperations } from './existing-tasks.ts'
import { ImportRecord } from './import-record.ts'
import type { ImportedFile, ImportOutcome, ImportReport } from './import-report.ts'
import { judgeAll, listFolder } from './read-folder.ts'
import {
  type Judged,
  refuseDoubleClaims,
  requireFreeName,
  requireQuota,
  requireStorage,
  requireUsableBucket,
  requireUsableInstance,
} from './requirements.ts'
import { watchTasks } from './watch-tasks.ts'

export interface ImportParts {
  readonly target: RestoreTarget
  readonly storage: ObjectStorage
  /** The host that RDS reads the bucket by. */
  readonly ossEndpointForTasks: string
  readonly journal: JournalWriter
}

export interface ImportWishes {
  readonly instanceId: string
  readonly bucket: string
  /** As the official script takes it; `/` for the root. */
  readonly directory: string
  readonly byHeader: boolean
  readonly dryRun: boolean
  /** Watches the tasks until they have ended. */
  readonly wait: boolean
  /** Databases whose tasks do not count where they ended or cannot be decided: a person wants another one. */
  readonly again: readonly string[]
  /** Names of objects, without folder; empty for all. */
  readonly only: readonly string[]
  /** New names of databases by their old ones. */
  readonly renames: Readonly<Record<string, string>>
}

export interface ImportWatcher {
  /** Told of each file once it is decided, and again when its task changes. */
  readonly onFile?: (file: ImportedFile) => void
  /** Checks to run before anything is created; throws to stop. */
  readonly checkFirst?: (facts: { readonly instance: RdsInstance }) => Promise<void>
}

/** Refusals that would meet every further file too. */
const stopsTheRun = [
  'RDS_INSTANCE_NOT_RUNNING',
  'RDS_INSTANCE_LOCKED',
  'RDS_INSTANCE_TYPE_REFUSED',
  'RDS_INSTANCE_QUOTA_SPENT',
  'RDS_INSTANCE_NOT_FOUND',
  'RDS_FORBIDDEN',
  'CLOUD_UNREACHABLE',
]

/**
 * Imports a folder and returns what came of every object in it. What concerns one object is part of the answer.
 *
 * @throws what concerns all: keys, instance (RDS_INSTANCE_NOT_FOUND, RDS_ENGINE_NOT_SQLSERVER, RDS_INSTANCE_NOT_RUNNING,
 *   RDS_INSTANCE_LOCKED), bucket (OSS_BUCKET_NOT_FOUND, RDS_BUCKET_IN_OTHER_REGION, RDS_BUCKET_ENCRYPTED), OSS_PREFIX_EMPTY
 */
export async function importFolder(
  parts: ImportParts,
  wishes: ImportWishes,
  context: Pick<AppContext, 'clock' | 'signal'>,
  watcher: ImportWatcher = {},
): Promise<ImportReport> {
  const run = new ImportRun(parts, wishes, context, watcher)
  return run.run()
}

class ImportRun {
  readonly #parts: ImportParts
  readonly #wishes: ImportWishes
  readonly #context: Pick<AppContext, 'clock' | 'signal'>
  readonly #watcher: ImportWatcher

  constructor(
    parts: ImportParts,
    wishes: ImportWishes,
    context: Pick<AppContext, 'clock' | 'signal'>,
    watcher: ImportWatcher,
  ) {
    this.#parts = parts
    this.#wishes = wishes
    this.#context = context
    this.#watcher = watcher
  }

  async run(): Promise<ImportReport> {
    const { target, journal } = this.#parts
    const { instanceId, bucket, dryRun } = this.#wishes
    const instance = await target.instance(instanceId)
    requireUsableInstance(instance)
    await requireUsableBucket(this.#store, instance)
    await this.#watcher.checkFirst?.({ instance })
    const { byHeader, only, renames } = this.#wishes
    const objects = await listFolder(this.#store, this.#prefix, only)
    const judged = refuseDoubleClaims(
      await judgeAll(this.#store, objects, {
        byHeader,
        renames: new Map(Object.entries(renames).map(([from, to]) => [from.toLowerCase(), to])),
        instance,
        signal: this.#context.signal,
      }),
    )
    const path = restorePathOf(instance)
    const record = await ImportRecord.open(journal, instanceId, { readOnly: dryRun })
    let files = await this.#createAll(judged, instance, record)
    if (this.#wishes.wait && !dryRun) {
      const { clock, signal } = this.#context
      const { onFile } = this.#watcher
      files = await watchTasks(files, { target, instanceId, clock, signal, onFile })
    }
    return {
      instanceId,
      engineVersion: instance.engineVersion,
      restorePath: path,
      bucket,
      prefix: this.#prefix,
      isDryRun: dryRun,
      files,
    }
  }

  get #prefix(): string {
    const folder = this.#wishes.directory.replace(/^\/+|\/+$/g, '')
    return folder === '' ? '' : `${folder}/`
  }

  get #store() {
    return this.#parts.storage.bucket(this.#wishes.bucket)
  }

  async #createAll(
    judged: readonly Judged[],
    instance: RdsInstance,
    record: ImportRecord,
  ): Promise<ImportedFile[]> {
    const path = restorePathOf(instance)
    const { target } = this.#parts
    const { instanceId } = this.#wishes
    const { clock } = this.#context
    const wanted = new Set(
      judged.flatMap(({ database }) => (database ? [database.toLowerCase()] : [])),
    )
    const known = await readTasks(target, instanceId, clock.now(), wanted)
    const taken = new Set(
      (await target.databases(instanceId)).map((database) => database.name.toLowerCase()),
    )
    const used = usedOperations(known)
    const files: ImportedFile[] = []
    const underWay: Judged[] = []
    let stopped: MigrationError | undefined
    for (const each of judged) {
      const facts = { instance, path, record, known, taken, used, underWay, stopped }
      const file = await this.#createOne(each, facts)
      if (isMigrationError(file.error, ...stopsTheRun)) stopped ??= file.error
      files.push(file)
      this.#watcher.onFile?.(file)
    }
    return files
  }

  async #createOne(judged: Judged, facts: CreateFacts): Promise<ImportedFile> {
    const { object, database, refusal } = judged
    const { clock, signal } = this.#context
    const { target } = this.#parts
    if (refusal) return fileOf(judged, refusal.kind, { error: refusal.error })
    if (database === undefined) return fileOf(judged, 'refused', {})
    if (facts.stopped) return fileOf(judged, 'not-run', { error: facts.stopped })
    const wanted: WantedImport = {
      subject: { bucket: this.#wishes.bucket, key: object.key, etag: object.etag, database },
      file: lastPart(object.key),
      since: object.lastModified,
      instanceId: this.#wishes.instanceId,
      request: () => this.#requestFor(object.key, database, facts.path),
      requireQuota: (tasks) => requireQuota(database, usedOperations(tasks), clock.now()),
      again: this.#wishes.again.some((name) => sameName(name, database)),
    }
    const parts = { target, record: facts.record, clock, signal }
    try {
      const standing = await standingOf(wanted, facts.known, parts)
      if (standing.kind === 'refused') return fileOf(judged, 'refused', { error: standing.error })
      if (standing.kind === 'present') {
        const { migrateTaskId, status } = standing.task
        return fileOf(judged, status === 'Success' ? 'restored' : 'existing', {
          migrateTaskId,
          status,
        })
      }
      requireFreeName(database, facts)
      requireQuota(database, facts.used, clock.now())
      await requireStorage(database, [...facts.underWay, judged], facts.instance, target)
      facts.used.push({ database, at: clock.now() })
      facts.underWay.push(judged)
      const told = withOverwriteWarning(judged, database, facts.path)
      if (this.#wishes.dryRun) return fileOf(told, 'planned', {})
      const { migrateTaskId } = await createOnce(wanted, parts)
      return fileOf(told, 'created', { migrateTaskId, status: 'NoStart' })
    } catch (error) {
      if (!isMigrationError(error) || error.area === 'JOURNAL') throw error
      return fileOf(judged, 'refused', { error })
    }
  }

  async #requestFor(
    key: string,
    database: string,
    path: RestorePath,
  ): Promise<CreateMigrateTaskRequest> {
    const { bucket, instanceId } = this.#wishes
    const common = {
      instanceId,
      database,
      backupMode: 'FULL',
      isOnline: true,
      checkMode: 'AsyncExecuteDBCheck',
    } as const
    if (path === 'into-existing')
      return { ...common, ossUrls: [await this.#store.signUrl(key, longestUrlSeconds)] }
    return { ...common, object: { endpoint: this.#parts.ossEndpointForTasks, bucket, key } }
  }
}

interface CreateFacts {
  readonly instance: RdsInstance
  readonly path: RestorePath
  readonly record: ImportRecord
  readonly known: Awaited<ReturnType<typeof readTasks>>
  /** Databases of the instance in lower case. */
  readonly taken: ReadonlySet<string>
  readonly used: MigrationOperation[]
  /** What this run created or plans to create: it takes storage, and may not have done so yet. */
  readonly underWay: Judged[]
  readonly stopped: MigrationError | undefined
}

/** What lies in the database on the destination is lost where RDS restores into it; it says nothing of its content. */
function withOverwriteWarning(judged: Judged, database: string, path: RestorePath): Judged {
  if (path !== 'into-existing') return judged
  const file = lastPart(judged.object.key)
  const warning = rdsError('RDS_DATABASE_OVERWRITTEN', { database, file })
  return { ...judged, warnings: [...judged.warnings, warning] }
}

function fileOf(
  { object, database, warnings }: Judged,
  outcome: ImportOutcome,
  more: {
    readonly migrateTaskId?: string
    readonly status?: MigrateTaskStatus
    readonly error?: MigrationError
  },
): ImportedFile {
  return {
    key: object.key,
    sizeBytes: object.sizeBytes,
    database,
    outcome,
    migrateTaskId: more.migrateTaskId,
    status: more.status,
    error: more.error,
    warnings,
  }
}
