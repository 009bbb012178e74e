/**
 * Asks every database in some files the same question, one after the other: what `--tables` and `--features` share.
 * A database that cannot be read is part of the answer.
 */
import {
  type BackupSet,
  databaseVersionName,
  errorToJson,
  type JsonObject,
  typeWords,
} from '../../bak/index.ts'
import { isMigrationError, type MigrationError } from '../../core/index.ts'
import type { AppContext } from '../context.ts'
import { appError } from '../errors.ts'
import { inspectPaths, type ReportedSet } from '../inspect.ts'
import { shellWord } from '../shell-word.ts'
import { type ChosenBackups, chooseBackups, type SetInFiles } from './choose-backup.ts'
import { type FileNotice, noticeOf } from './notices.ts'
import { type OpenDatabase, openDatabase } from './open-database.ts'

/** Which backups are asked. */
export interface DatabaseRequest {
  readonly paths: readonly string[]
  /** Files of a differential backup that must be laid over its full. */
  readonly withPaths?: readonly string[] | undefined
  /** The set wanted of files that hold several. */
  readonly position?: number | undefined
}

/** A backup set with the files that hold it. */
export interface NamedSet extends ReportedSet {
  readonly paths: readonly string[]
}

/** A database and the answer, or why there is none. */
export type AskedDatabase<T> = {
  readonly full: NamedSet
  readonly differential: NamedSet | undefined
} & (
  | { readonly answer: T; readonly problem: undefined }
  | { readonly answer: undefined; readonly problem: FileNotice }
)

export interface AskedDatabases<T> {
  readonly databases: readonly AskedDatabase<T>[]
  /** Files that no database could be read from. */
  readonly unused: readonly { readonly path: string; readonly problem: FileNotice }[]
  /** Returns one object whose keys are paths; each stripe of a full backup has the answer of the whole. */
  json(answerToJson: (answer: T) => JsonObject): JsonObject
}

/**
 * Returns the full backups among the files, each with the newest differential on it that was named, and the files that are of no use.
 *
 * @throws INSPECT_NO_DATABASE, INSPECT_NO_SET, INSPECT_WITH_FOREIGN, and the signal's reason
 */
export async function findDatabases(
  request: DatabaseRequest,
  context: Pick<AppContext, 'cwd' | 'signal'>,
): Promise<ChosenBackups> {
  const { paths, withPaths, position } = request
  const files = await inspectPaths(paths, context)
  const differentials = withPaths && (await inspectPaths(withPaths, context))
  const found = chooseBackups(files, { position, differentials, named: paths })
  // Logs beside a full backup are no surprise; alone they are what was asked for.
  const chosen =
    found.databases.length > 0 ? found : { ...found, unused: [...found.unused, ...found.logs] }
  for (const file of differentials ?? []) {
    if (file.kind === 'unreadable') throw file.problem
    const isUsed = chosen.databases.some(({ differential }) =>
      differential?.group.files.some(({ path }) => path === file.path),
    )
    if (isUsed || chosen.databases.length === 0) continue
    if (file.inspection.problem && file.inspection.kind !== 'mtf') throw file.inspection.problem
    const set = file.inspection.kind === 'mtf' ? file.inspection.sets.at(-1) : undefined
    const reason = set
      ? `BackupType = ${typeWords[set.type]}, DifferentialBaseGUID = ${set.differentialBaseGuid ?? '-'}`
      : '-'
    throw appError('INSPECT_WITH_FOREIGN', {
      ...{ file: file.path, typed: shellWord(file.path), reason },
    })
  }
  if (chosen.databases.length === 0 && chosen.unused.length === 0)
    throw appError('INSPECT_NO_DATABASE', { paths: paths.map(shellWord).join(' ') })
  return chosen
}

/**
 * Asks all databases that are found. `onBegin` is told of each before it is opened.
 *
 * @throws what findDatabases throws, and the signal's reason
 */
export async function askDatabases<T>(
  request: DatabaseRequest,
  context: Pick<AppContext, 'cwd' | 'signal' | 'language'>,
  ask: (database: OpenDatabase, signal: AbortSignal, full: BackupSet) => Promise<T>,
): Promise<AskedDatabases<T>> {
  const { signal, language } = context
  const { databases, unused } = await findDatabases(request, context)
  const asked: (AskedDatabase<T> & { readonly error: MigrationError | undefined })[] = []
  for (const choice of databases) {
    const named = {
      full: nameSet(choice.full),
      differential: choice.differential && nameSet(choice.differential),
    }
    try {
      await using database = await openDatabase(choice, signal)
      const answer = await ask(database, signal, choice.full.set)
      asked.push({ ...named, answer, problem: undefined, error: undefined })
    } catch (error) {
      signal.throwIfAborted()
      if (!isMigrationError(error)) throw error
      const problem = noticeOf('problem', error, language)
      asked.push({ ...named, answer: undefined, problem, error })
    }
  }
  return {
    databases: asked,
    unused: unused.map(({ path, problem }) => ({
      path,
      problem: noticeOf('problem', problem, language),
    })),
    json: (answerToJson) =>
      Object.fromEntries<JsonObject>([
        ...asked.flatMap(({ full, differential, answer, error }) => {
          const json: JsonObject = {
            ...setToJson(full),
            differential: differential ? setToJson(differential) : null,
            ...(answer === undefined ? {} : answerToJson(answer)),
            ...(error ? { problem: errorToJson(error) } : {}),
          }
          return full.paths.map((path): [string, JsonObject] => [path, json])
        }),
        ...unused.map(({ path, problem }): [string, JsonObject] => [
          path,
          { problem: errorToJson(problem) },
        ]),
      ]),
  }
}

export function nameSet({ group, set }: SetInFiles): NamedSet {
  return {
    paths: group.files.map(({ path }) => path),
    set,
    type: typeWords[set.type],
    release: databaseVersionName(set.databaseVersion),
  }
}

function setToJson({ paths, set, type }: NamedSet): JsonObject {
  const { position, database, backupSetGuid, start } = set
  return {
    ...{ files: [...paths], position, type, database },
    ...{ backupSetGuid: backupSetGuid ?? null, start: start ?? null },
  }
}
