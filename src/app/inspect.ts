/**
 * Reads the backups in files and folders: what `sqlferry inspect` and the console show. Files that cannot be read
 * are part of the answer.
 */
import {
  type BackupInspection,
  type BackupSet,
  bakErrors,
  databaseVersionName,
  errorToJson,
  flagNames,
  inspectBackup,
  inspectionToJson,
  type JsonObject,
  type MediaLabel,
  type SetFlag,
  stripeLabel,
  stripeNumbers,
  typeWords,
} from '../bak/index.ts'
import { errorMaker, isMigrationError, type Language, type MigrationError } from '../core/index.ts'
import { type FoundFile, findBackups, nodeCodecs, openFile } from '../files/index.ts'
import type { AppContext } from './context.ts'
import { type FileNotice, noticeOf } from './inspect/notices.ts'

/** One file that was asked for or found. */
export type InspectedFile =
  | {
      readonly kind: 'inspected'
      /** As given, or the given folder joined with the way down. */
      readonly path: string
      readonly absolutePath: string
      readonly sizeBytes: number
      readonly modifiedAtMs: number
      readonly inspection: BackupInspection
    }
  | {
      readonly kind: 'unreadable'
      readonly path: string
      readonly absolutePath: string
      readonly problem: MigrationError
    }

/** Enough to hide a network share's latency, few enough for any disk. */
const filesAtOnce = 8

/**
 * Returns every given file and every file in the given folders with what it says about itself, in a stable order.
 *
 * @throws the signal's reason only
 */
export async function inspectPaths(
  paths: readonly string[],
  context: Pick<AppContext, 'cwd' | 'signal'>,
): Promise<InspectedFile[]> {
  const { cwd, signal } = context
  const inspected: Promise<InspectedFile>[] = []
  const running = new Set<Promise<InspectedFile>>()
  for await (const found of findBackups(paths, { cwd, signal })) {
    while (running.size >= filesAtOnce) await Promise.race(running)
    const one = inspectFound(found, signal).finally(() => running.delete(one))
    running.add(one)
    inspected.push(one)
    // A rejection is met by Promise.all below; until then it must not count as unhandled.
    one.catch(() => {})
  }
  return await Promise.all(inspected)
}

async function inspectFound(found: FoundFile, signal: AbortSignal): Promise<InspectedFile> {
  if (found.kind === 'unreadable') return found
  const { path, absolutePath, modifiedAtMs } = found
  try {
    const file = await openFile(absolutePath, path)
    try {
      const inspection = await inspectBackup(file, { signal, codecs: nodeCodecs })
      const { sizeBytes } = file
      return { kind: 'inspected', path, absolutePath, sizeBytes, modifiedAtMs, inspection }
    } finally {
      await file.close()
    }
  } catch (error) {
    signal.throwIfAborted()
    if (!isMigrationError(error)) throw error
    return { kind: 'unreadable', path, absolutePath, problem: error }
  }
}

export type FileVerdict =
  | 'ok'
  | 'warnings'
  | 'stripes-missing'
  | 'truncated'
  | 'damaged'
  | 'compressed'
  | 'encrypted'
  | 'not-a-backup'
  | 'unreadable'

/** A backup set with the words that its numbers stand for. */
export interface ReportedSet {
  readonly set: BackupSet
  /** Such as `FULL`, `DIFF`, `LOG`. */
  readonly type: string
  /** Such as `SQL Server 2008 R2`. */
  readonly release: string
}

/** The same with what is special about it, such as a read-only database or a tail of the log. */
export interface FlaggedSet extends ReportedSet {
  readonly flags: readonly SetFlag[]
}

export interface ReportedFile {
  readonly path: string
  /** Undefined where the file could not be opened. */
  readonly sizeBytes: number | undefined
  readonly verdict: FileVerdict
  /** Undefined where there is no readable label. */
  readonly label: MediaLabel | undefined
  /** Such as `1/2`. */
  readonly stripe: string | undefined
  /** Numbers of the stripes of the same media set that are not among the files. */
  readonly missingStripes: readonly number[]
  readonly isCompressed: boolean
  readonly sets: readonly FlaggedSet[]
  /** The problem first, then warnings by their place in the file. */
  readonly notices: readonly FileNotice[]
}

export interface InspectionReport {
  readonly files: readonly ReportedFile[]
  /** How many files are whole and hold a complete backup set. */
  readonly sound: number
  /** How many files have a problem or a warning. */
  readonly withNotices: number
  /** Returns one object whose keys are the paths. */
  json(): JsonObject
}

/** Inspects files and folders for a person or a script. @throws the signal's reason only */
export async function inspect(
  paths: readonly string[],
  context: Pick<AppContext, 'cwd' | 'signal' | 'language'>,
): Promise<InspectionReport> {
  const inspected = await inspectPaths(paths, context)
  const families = familiesFound(inspected)
  const files = inspected.map((file) => report(file, families, context.language))
  return {
    files,
    sound: files.filter(isSound).length,
    withNotices: files.filter((file) => file.notices.length > 0).length,
    json: () =>
      Object.fromEntries(
        inspected.map((file, index) => [file.path, fileToJson(file, files[index], families)]),
      ),
  }
}

function report(
  file: InspectedFile,
  families: ReadonlyMap<string, ReadonlySet<number>>,
  language: Language,
): ReportedFile {
  const mtf =
    file.kind === 'inspected' && file.inspection.kind === 'mtf' ? file.inspection : undefined
  const hasLabel = mtf !== undefined && mtf.sets.length > 0
  const incomplete = stripesProblem(file, families)
  const notices = [
    ...(incomplete ? [noticeOf('problem', incomplete, language)] : []),
    ...noticesOf(file, language),
  ]
  return {
    path: file.path,
    sizeBytes: file.kind === 'inspected' ? file.sizeBytes : undefined,
    verdict: verdictOf(file, notices, incomplete !== undefined),
    label: hasLabel ? mtf.label : undefined,
    stripe: hasLabel ? stripeLabel(mtf.label) : undefined,
    missingStripes: hasLabel ? missingStripes(mtf.label, families) : [],
    isCompressed: mtf?.compression !== undefined,
    sets: (mtf?.sets ?? []).map((set) => ({
      set,
      type: typeWords[set.type],
      release: databaseVersionName(set.databaseVersion),
      flags: flagNames(set.flags),
    })),
    notices,
  }
}

function isSound({ verdict, sets }: ReportedFile): boolean {
  return (verdict === 'ok' || verdict === 'warnings') && sets.some(({ set }) => set.isComplete)
}

function verdictOf(
  file: InspectedFile,
  notices: readonly FileNotice[],
  isIncomplete: boolean,
): FileVerdict {
  if (file.kind === 'unreadable') return 'unreadable'
  const { inspection } = file
  if (inspection.kind !== 'mtf') return inspection.kind
  if (inspection.walk !== 'ok') return inspection.walk
  if (isIncomplete) return 'stripes-missing'
  return notices.length > 0 ? 'warnings' : 'ok'
}

/** Which stripes of each media set were found. */
function familiesFound(files: readonly InspectedFile[]): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>()
  for (const file of files) {
    if (file.kind !== 'inspected' || file.inspection.kind !== 'mtf') continue
    const { mediaSetId, familyNumber } = file.inspection.label
    if (mediaSetId === undefined) continue
    const numbers = found.get(mediaSetId) ?? new Set()
    found.set(mediaSetId, numbers.add(familyNumber))
  }
  return found
}

function missingStripes(
  label: MediaLabel,
  families: ReadonlyMap<string, ReadonlySet<number>>,
): number[] {
  const found = families.get(label.mediaSetId ?? '') ?? new Set([label.familyNumber])
  return stripeNumbers(label).filter((stripe) => !found.has(stripe))
}

const bakError = errorMaker(bakErrors)

/** A stripe without the others is whole in itself, and no use. */
function stripesProblem(
  file: InspectedFile,
  families: ReadonlyMap<string, ReadonlySet<number>>,
): MigrationError | undefined {
  if (file.kind !== 'inspected' || file.inspection.kind !== 'mtf') return undefined
  const { label, sets } = file.inspection
  const missing = sets.length > 0 ? missingStripes(label, families) : []
  if (missing.length === 0) return undefined
  return bakError('BAK_STRIPES_MISSING', {
    database: sets[0]?.database ?? '',
    count: label.familyCount,
    missing: missing.join(', '),
    guid: sets[0]?.backupSetGuid ?? '?',
  })
}

/** Adds to what a file says about itself what only the files beside it tell. */
function fileToJson(
  file: InspectedFile,
  reported: ReportedFile | undefined,
  families: ReadonlyMap<string, ReadonlySet<number>>,
): JsonObject {
  const verdict = reported?.verdict ?? null
  if (file.kind === 'unreadable')
    return { container: 'unreadable', verdict, problem: errorToJson(file.problem) }
  const json = inspectionToJson(file.inspection)
  const problem = file.inspection.problem ?? stripesProblem(file, families)
  return {
    ...json,
    verdict,
    missingStripes: [...(reported?.missingStripes ?? [])],
    problem: problem ? errorToJson(problem) : null,
  }
}

function noticesOf(file: InspectedFile, language: Language): FileNotice[] {
  const problem = file.kind === 'unreadable' ? file.problem : file.inspection.problem
  const warnings =
    file.kind === 'inspected' && file.inspection.kind === 'mtf' ? file.inspection.warnings : []
  const problems = problem === undefined ? [] : [noticeOf('problem', problem, language)]
  return [...problems, ...warnings.map((warning) => noticeOf('warning', warning, language))]
}
