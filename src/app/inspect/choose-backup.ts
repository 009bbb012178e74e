/**
 * Which backups make a database that tables can be read from: a full one, and the newest differential that was taken
 * on it, where there is one among the files.
 */
import { type BackupSet, type BackupType, typeWords } from '../../bak/index.ts'
import { compareLsn, formatLsn, type MigrationError } from '../../core/index.ts'
import { appError } from '../errors.ts'
import type { InspectedFile } from '../inspect.ts'
import { groupByMedia, type MediaGroup } from './media-groups.ts'

/** A backup set in the files of its media set. */
export interface SetInFiles {
  readonly group: MediaGroup
  /** As the first of the files has it. */
  readonly set: BackupSet
}

/** A database as some files hold it. */
export interface DatabaseChoice {
  readonly full: SetInFiles
  readonly differential: SetInFiles | undefined
}

/** A file that tables cannot be read from, and why. */
export interface UnusedFile {
  readonly path: string
  readonly problem: MigrationError
}

export interface ChosenBackups {
  /** In the order of the files; of several full backups of a file or media set the newest. */
  readonly databases: readonly DatabaseChoice[]
  readonly unused: readonly UnusedFile[]
  /** Log backups: changes to a database, which tables cannot be read from. */
  readonly logs: readonly UnusedFile[]
}

export interface ChoiceOptions {
  /** Wants this set of a file that has several: RESTORE ... WITH FILE = position. */
  readonly position?: number | undefined
  /** Found by `--with`: a differential that must be laid over the full. */
  readonly differentials?: readonly InspectedFile[] | undefined
  /** Paths that were given by name: a differential among them is laid over its full, one found in a folder is not. */
  readonly named?: readonly string[] | undefined
}

/**
 * Returns the databases that can be read, and the files that none can be read from.
 *
 * @throws INSPECT_NO_SET where no file has a set of the position that is wanted
 */
export function chooseBackups(
  files: readonly InspectedFile[],
  options: ChoiceOptions = {},
): ChosenBackups {
  const all = setsOf([...files, ...(options.differentials ?? [])])
  const named = new Set(files)
  const own = all.filter(({ group }) => group.files.some((file) => named.has(file)))
  const fulls = newestByGroup(own.filter(({ set }) => isWanted(set, 'FULL', options.position)))
  if (options.position !== undefined && fulls.length === 0 && own.length > 0)
    throw appError('INSPECT_NO_SET', {
      position: options.position,
      file: own[0]?.group.files[0]?.path ?? '',
      positions: own.map(({ set }) => `${set.position} (${typeWords[set.type]})`).join(', '),
    })
  const givenPaths = new Set(options.named)
  const asked = all.filter(
    ({ group }) =>
      !group.files.every((file) => named.has(file)) ||
      group.files.some(({ path }) => givenPaths.has(path)),
  )
  const databases = fulls.map((full) => ({ full, differential: newestDifferential(full, asked) }))
  const { unused, logs } = unusedFiles(files, own, new Set(fulls.map(({ group }) => group)))
  return { databases, unused, logs }
}

function isWanted(set: BackupSet, type: BackupType, position: number | undefined): boolean {
  return set.type === type && (position === undefined || set.position === position)
}

function setsOf(files: readonly InspectedFile[]): SetInFiles[] {
  return groupByMedia(files.filter((file) => file.kind === 'inspected')).flatMap((group) => {
    const inspection = group.files[0]?.inspection
    return inspection?.kind === 'mtf' ? inspection.sets.map((set) => ({ group, set })) : []
  })
}

/** Of several sets of one file the one that was written last stands behind the others. */
function newestByGroup(sets: readonly SetInFiles[]): SetInFiles[] {
  const newest = new Map<MediaGroup, SetInFiles>()
  for (const each of sets) newest.set(each.group, each)
  return [...newest.values()]
}

/** @source bak-format facts 0: DifferentialBaseGUID = BackupSetGUID of its full, 21 of 21 [measured] */
function newestDifferential(
  { set: full }: SetInFiles,
  sets: readonly SetInFiles[],
): SetInFiles | undefined {
  const guid = full.backupSetGuid
  if (guid === undefined) return undefined
  return sets
    .filter(({ set }) => set.type === 'DIFFERENTIAL' && set.differentialBaseGuid === guid)
    .reduce<SetInFiles | undefined>(
      (newest, each) =>
        newest && compareLsn(newest.set.lastLsn, each.set.lastLsn) >= 0 ? newest : each,
      undefined,
    )
}

function unusedFiles(
  files: readonly InspectedFile[],
  sets: readonly SetInFiles[],
  used: ReadonlySet<MediaGroup>,
): Pick<ChosenBackups, 'unused' | 'logs'> {
  const setOf = new Map<InspectedFile, SetInFiles>()
  for (const each of sets) for (const file of each.group.files) setOf.set(file, each)
  const bases = new Set(sets.map(({ set }) => set.type === 'FULL' && set.backupSetGuid))
  const unused: UnusedFile[] = []
  const logs: UnusedFile[] = []
  for (const file of files) {
    const { path } = file
    const found = setOf.get(file)
    if (found === undefined) {
      const problem = file.kind === 'unreadable' ? file.problem : file.inspection.problem
      if (problem) unused.push({ path, problem })
    } else if (!used.has(found.group)) {
      const { type, differentialBaseGuid } = found.set
      // An older differential of a full that is there is no loss: the newest holds all that it does.
      if (type === 'DIFFERENTIAL' && bases.has(differentialBaseGuid ?? false)) continue
      const list = type === 'LOG' ? logs : unused
      list.push({ path, problem: whyUnused(path, found.set) })
    }
  }
  return { unused, logs }
}

function whyUnused(file: string, set: BackupSet): MigrationError {
  const { database, type } = set
  if (type !== 'DIFFERENTIAL')
    return appError('INSPECT_NOT_A_FULL', { file, database, type: typeWords[type] })
  return appError('INSPECT_FULL_NEEDED', {
    file,
    database,
    guid: set.differentialBaseGuid ?? '?',
    lsn: lsnOf(set),
  })
}

function lsnOf({ differentialBaseLsn }: BackupSet): string {
  return differentialBaseLsn === undefined ? '?' : formatLsn(differentialBaseLsn)
}
