/**
 * `import`: one restore task per full backup in a folder of a bucket, in place of the official Python script. Joins
 * settings, clients, journal and checks; what is decided stands in `import/`.
 */
import type { Finding } from '../assessment/index.ts'
import type { CloudCredentials } from '../core/index.ts'
import { lockStream, openJournal } from '../journal/index.ts'
import { rdsError } from '../rds/index.ts'
import { openCloud } from './cloud.ts'
import { loadSettings, requireSetting, type SettingOverrides } from './config.ts'
import type { AppContext } from './context.ts'
import { serverTimeOf } from './doctor/server-time.ts'
import { runDoctor } from './doctor.ts'
import { openHome } from './home.ts'
import { type ImportWatcher, importFolder } from './import/import-folder.ts'
import { ImportRecord } from './import/import-record.ts'
import type { ImportReport } from './import/import-report.ts'

export type { ImportedFile, ImportOutcome, ImportReport } from './import/import-report.ts'

export interface ImportRequest extends SettingOverrides {
  readonly directory: string
  /** Keys given as options; outrank the environment. */
  readonly credentials?: CloudCredentials | undefined
  readonly byHeader?: boolean | undefined
  readonly dryRun?: boolean | undefined
  readonly wait?: boolean | undefined
  /** Databases that a person wants restored once more. */
  readonly again?: readonly string[] | undefined
  readonly only?: readonly string[] | undefined
  /** New names of databases by their old ones. */
  readonly renames?: Readonly<Record<string, string>> | undefined
  readonly skipChecks?: boolean | undefined
}

export interface ImportView extends Pick<ImportWatcher, 'onFile'> {
  /** Told of what the checks found, before anything is created. */
  readonly onFindings?: (findings: readonly Finding[]) => void
}

/**
 * Imports a folder and returns what came of every object in it.
 * @throws what concerns all of them, RDS_IMPORT_BLOCKED where a check forbids to begin, JOURNAL_LOCKED where another
 *   import into the instance is running
 */
export async function importBackups(
  context: AppContext,
  request: ImportRequest,
  view: ImportView = {},
): Promise<ImportReport> {
  const {
    directory,
    credentials,
    byHeader,
    dryRun,
    wait,
    again,
    only,
    renames,
    skipChecks,
    ...given
  } = request
  const settings = await loadSettings(context, given)
  const instanceId = requireSetting(settings, 'instance')
  const bucket = requireSetting(settings, 'bucket')
  const home = openHome(settings.home)
  await using opened = new AsyncDisposableStack()
  const lock = await lockStream(home.path, ImportRecord.streamId(instanceId), context.clock)
  opened.defer(() => lock.release())
  const journal = await openJournal(home.journalPath, context.clock)
  opened.defer(() => journal.close())
  const cloud = await openCloud(context, settings, credentials ? { credentials } : {})
  opened.defer(() => cloud.close())
  const { target, storage, ossEndpointForTasks } = cloud
  const { clock, signal } = context
  const checkFirst = async () => {
    const serverTime = () => serverTimeOf(storage.endpoint, signal)
    // The backups are judged one by one later: one that cannot be restored must not keep the others back.
    const report = await runDoctor(
      { target, storage, clock, serverTime },
      { instanceId, bucket, backups: [], signal },
    )
    view.onFindings?.(report.findings)
    const blocked = report.findings.filter(({ verdict }) => verdict === 'blocked')
    if (blocked.length > 0) throw rdsError('RDS_IMPORT_BLOCKED', { count: blocked.length })
  }
  return await importFolder(
    { target, storage, ossEndpointForTasks, journal },
    {
      instanceId,
      bucket,
      directory,
      byHeader: byHeader ?? false,
      dryRun: dryRun ?? false,
      wait: wait ?? false,
      again: again ?? [],
      only: only ?? [],
      renames: renames ?? {},
    },
    context,
    { ...(view.onFile && { onFile: view.onFile }), ...(!skipChecks && { checkFirst }) },
  )
}
