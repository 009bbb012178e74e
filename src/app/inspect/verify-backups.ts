/**
 * Verifies the backups in files and folders to their last byte, one after the other: what `sqlferry inspect --verify`
 * and the console show. The stripes of a media set are verified as one backup.
 */
import {
  type BackupVerdict,
  type ChunkDecoder,
  databaseVersionName,
  type JsonObject,
  ownerOfPage,
  typeWords,
  type Verdict,
  type VerifyProgress,
  verifyBackup,
} from '../../bak/index.ts'
import { isMigrationError, type Language, type MigrationError } from '../../core/index.ts'
import { chunkDecoderPool, nodeCodecs, openFile } from '../../files/index.ts'
import type { AppContext } from '../context.ts'
import { type InspectedFile, inspectPaths, type ReportedSet } from '../inspect.ts'
import { groupByMedia, type InspectedBackup, type MediaGroup } from './media-groups.ts'
import { type FileNotice, noticeOf } from './notices.ts'
import { openDatabase } from './open-database.ts'
import { verdictToJson } from './verdict-json.ts'

/** One backup, which may be in several files, with what verification says about it. */
export interface VerifiedBackup {
  /** Its files by stripe number; the page and the findings name them by their place here. */
  readonly paths: readonly string[]
  readonly sets: readonly ReportedSet[]
  readonly familyCount: number
  readonly missingStripes: readonly number[]
  readonly verdict: Verdict
  /** Everything that was found; undefined where a file could not be read at all. */
  readonly details: BackupVerdict | undefined
  /** Table or system table that the first damaged page belongs to, where the rest of the backup tells. */
  readonly objectName: string | undefined
  /** What decides, where the verdict is not `sound`. */
  readonly problem: FileNotice | undefined
  /** Why a file could not be read at all. */
  readonly unread: MigrationError | undefined
  /** What else was found, at most 100. */
  readonly findings: readonly FileNotice[]
  /** How many findings there are beside the problem. */
  readonly moreFindings: number
  readonly unproved: readonly FileNotice[]
  readonly bytesTotal: number
  readonly elapsedMs: number
}

/** What is told while backups are verified. */
export interface VerifyView {
  begun(paths: readonly string[], bytesTotal: number): void
  progress(progress: VerifyProgress): void
  ended(backup: VerifiedBackup): void
}

export interface VerifyReport {
  readonly backups: readonly VerifiedBackup[]
  /** What no verification replaces, to be said with any verdict. */
  readonly limits: readonly FileNotice[]
  readonly counts: Readonly<Record<Verdict, number>>
  /** Returns one object whose keys are the paths; stripes of a set each have the verdict of the whole. */
  json(): JsonObject
}

/**
 * Verifies every backup that is found.
 *
 * @throws the signal's reason only
 */
export async function verifyBackups(
  paths: readonly string[],
  context: Pick<AppContext, 'cwd' | 'signal' | 'language' | 'clock'>,
  view: VerifyView,
): Promise<VerifyReport> {
  const inspected = await inspectPaths(paths, context)
  const groups = groupByMedia(inspected.filter((file) => file.kind === 'inspected'))
  const groupOf = new Map(groups.map((group) => [group.files[0], group]))
  const backups: VerifiedBackup[] = []
  const decoder = chunkDecoderPool()
  await using closing = new AsyncDisposableStack()
  closing.defer(() => decoder.close())
  for (const file of inspected) {
    // A set stands where its first stripe does; the other stripes are in it.
    const group = file.kind === 'inspected' ? groupOf.get(file) : undefined
    if (file.kind === 'inspected' && group === undefined) continue
    const backup = group
      ? await verifyGroup(group, decoder, context, view)
      : notRead([file.path], problemOf(file), context.language)
    backups.push(backup)
    view.ended(backup)
  }
  const verdicts = backups.map((backup) => backup.verdict)
  const limits = backups.find((backup) => backup.details)?.details?.limits ?? []
  return {
    backups,
    limits: limits.map((limit) => noticeOf('warning', limit, context.language)),
    counts: {
      sound: count(verdicts, 'sound'),
      damaged: count(verdicts, 'damaged'),
      incomplete: count(verdicts, 'incomplete'),
      doubtful: count(verdicts, 'doubtful'),
      'not-verifiable': count(verdicts, 'not-verifiable'),
    },
    json: () =>
      Object.fromEntries(
        backups.flatMap((backup) => backup.paths.map((path) => [path, verdictToJson(backup)])),
      ),
  }
}

function count(verdicts: readonly Verdict[], wanted: Verdict): number {
  return verdicts.filter((verdict) => verdict === wanted).length
}

async function verifyGroup(
  group: MediaGroup,
  decoder: ChunkDecoder,
  context: Pick<AppContext, 'signal' | 'language' | 'clock'>,
  view: VerifyView,
): Promise<VerifiedBackup> {
  const { clock, language, signal } = context
  const paths = group.files.map((file) => file.path)
  const begunAt = clock.now()
  view.begun(
    paths,
    group.files.reduce((sum, file) => sum + file.sizeBytes, 0),
  )
  await using opened = new AsyncDisposableStack()
  try {
    const sources = []
    for (const { absolutePath, path } of group.files) {
      const source = await openFile(absolutePath, path)
      opened.defer(() => source.close())
      sources.push(source)
    }
    const verdict = await verifyBackup(sources, {
      ...{ codecs: nodeCodecs, decoder, signal },
      onProgress: (progress) => view.progress(progress),
    })
    // What is still being written looks damaged or sound as it happens.
    for (const source of sources) await source.refuseChanged()
    const objectName = await ownerOfDamage(group, verdict, signal)
    return { ...report(group, verdict, clock.now() - begunAt, language), objectName }
  } catch (error) {
    signal.throwIfAborted()
    if (!isMigrationError(error)) throw error
    return notRead(paths, error, language)
  }
}

function report(
  group: MediaGroup,
  details: BackupVerdict,
  elapsedMs: number,
  language: Language,
): VerifiedBackup {
  const { verdict, problem, unproved, bytesTotal } = details
  const others = details.findings.filter(
    (finding) =>
      problem === undefined || finding.code !== problem.code || finding.message !== problem.message,
  )
  const isAmongFindings = others.length < details.findings.length
  return {
    paths: group.files.map((file) => file.path),
    sets: group.files[0] ? setsOf(group.files[0]) : [],
    familyCount: group.familyCount,
    missingStripes: group.missing,
    verdict,
    details,
    objectName: undefined,
    problem: problem && noticeOf('problem', problem, language),
    unread: undefined,
    findings: others.map((finding) =>
      noticeOf(finding.weight === 'doubt' ? 'warning' : 'problem', finding, language),
    ),
    moreFindings: details.findingCount - (isAmongFindings ? 1 : 0),
    unproved: unproved.map((each) => noticeOf('warning', each, language)),
    bytesTotal,
    elapsedMs,
  }
}

/** Asks the catalog of the damaged backup itself, as far as that can still be read. */
async function ownerOfDamage(
  group: MediaGroup,
  { firstDamagedPage }: BackupVerdict,
  signal: AbortSignal,
): Promise<string | undefined> {
  const inspection = group.files[0]?.inspection
  if (firstDamagedPage === undefined || inspection?.kind !== 'mtf') return undefined
  const set = inspection.sets.find(({ position }) => position === firstDamagedPage.position)
  const { page } = firstDamagedPage
  if (set?.type !== 'FULL' || page.headerObjectId === 0) return undefined
  try {
    await using database = await openDatabase(
      { full: { group, set }, differential: undefined },
      signal,
    )
    return await ownerOfPage(database.catalog, page, signal)
  } catch (error) {
    signal.throwIfAborted()
    // Damage may be in the catalog itself; the verdict stands without a name.
    if (isMigrationError(error)) return undefined
    throw error
  }
}

function setsOf({ inspection }: InspectedBackup): ReportedSet[] {
  if (inspection.kind !== 'mtf') return []
  return inspection.sets.map((set) => ({
    set,
    type: typeWords[set.type],
    release: databaseVersionName(set.databaseVersion),
  }))
}

function problemOf(file: InspectedFile): MigrationError | undefined {
  return file.kind === 'unreadable' ? file.problem : undefined
}

function notRead(
  paths: readonly string[],
  problem: MigrationError | undefined,
  language: Language,
): VerifiedBackup {
  return {
    ...{
      paths,
      sets: [],
      familyCount: 1,
      missingStripes: [],
      details: undefined,
      objectName: undefined,
    },
    verdict: 'not-verifiable',
    problem: problem && noticeOf('problem', problem, language),
    unread: problem,
    ...{ findings: [], moreFindings: 0, unproved: [], bytesTotal: 0, elapsedMs: 0 },
  }
}
