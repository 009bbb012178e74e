/**
 * What can be restored from files and folders of backups: what `sqlferry inspect --chain` shows. The planner in the
 * backup reader decides; this puts its answer into the words and the order in which a person asks.
 */
import {
  type BranchPlan,
  branchFindings,
  type ChainFinding,
  type ChainSet,
  type ClassifiedSet,
  chainReportToJson,
  choiceFindings,
  type FamilyPlan,
  forkLabel,
  type JsonObject,
  planChains,
  rdsFile,
  reportFindings,
  type SetClass,
  type SetFlag,
  type SetReason,
  timesOf,
  typeWords,
} from '../../bak/index.ts'
import { formatLsn, type Language } from '../../core/index.ts'
import type { AppContext } from '../context.ts'
import { type InspectedFile, inspectPaths } from '../inspect.ts'
import { type FileNotice, noticeOf } from './notices.ts'

/** A backup set in a chain, or beside it. */
export interface ChainSetView {
  /** Such as `FULL`, `DIFF`, `LOG`. */
  readonly type: string
  /** One for each stripe. */
  readonly files: readonly string[]
  /** Where the set is not alone in its file: its position. */
  readonly position: number | undefined
  readonly firstLsn: string
  readonly lastLsn: string
  readonly finishMs: number | undefined
  readonly bytes: number
  readonly flags: readonly SetFlag[]
  readonly class: SetClass
  /** `COPY`: the same backup set once more, in a mirror or a copied file; `BROKEN_COPY`: one that is not whole. */
  readonly reason: SetReason | 'COPY' | 'BROKEN_COPY'
  /** The missing records before a set that cannot be reached. */
  readonly gap: { readonly from: string; readonly to: string } | undefined
  readonly missingStripes: readonly number[]
}

/** One history of a database. */
export interface ChainBranchView {
  readonly database: string
  /** Earlier names of it. */
  readonly otherNames: readonly string[]
  readonly servers: readonly string[]
  readonly fork: string
  readonly parent: { readonly fork: string; readonly lsn: string } | undefined
  readonly state: 'whole' | 'behind' | 'none'
  readonly reach: string | undefined
  readonly knownEnd: string
  readonly chain: readonly ChainSetView[]
  /** Every other set of this branch, and those of the branches before it. */
  readonly rest: readonly ChainSetView[]
  /** Gaps that a data backup of the chain bridges. */
  readonly bridged: readonly { readonly from: string; readonly to: string }[]
  readonly notices: readonly FileNotice[]
  readonly rds: {
    readonly verdict: 'same' | 'other' | 'none'
    readonly reach: string | undefined
    /** The chain for RDS where it is another one. */
    readonly chain: readonly ChainSetView[]
    readonly tasks: number
  }
  /** SIMPLE has no log backups: its last step is a differential. */
  readonly hasLogs: boolean
  /** The last set left the database restoring: nothing was written after it on this branch. */
  readonly isClosed: boolean
}

export interface ChainInspection {
  readonly files: number
  readonly branches: readonly ChainBranchView[]
  /** What concerns several branches or the whole heap. */
  readonly notices: readonly FileNotice[]
  /** Files that are no backups of SQL Server. */
  readonly otherFiles: readonly string[]
  /** Branches that have a chain. */
  readonly usable: number
  /** Branches that have one and nothing about them is missing or in question. */
  readonly whole: number
  /** Every branch is whole, and nothing about the heap is in question. */
  readonly isComplete: boolean
  json(): JsonObject
}

/** Plans chains over files and folders for a person or a script. @throws the signal's reason only */
export async function inspectChain(
  paths: readonly string[],
  context: Pick<AppContext, 'cwd' | 'signal' | 'language'>,
): Promise<ChainInspection> {
  const found = await inspectPaths(paths, context)
  const report = planChains(
    found.map((file) => ({
      path: file.path,
      inspection: file.kind === 'inspected' ? file.inspection : { kind: 'unreadable' as const },
    })),
  )
  const { language } = context
  const brokenFiles = new Set(found.filter(isBroken).map(({ path }) => path))
  const branches = report.families.flatMap((family) =>
    family.branches
      .filter((plan) => plan.isLeaf)
      .map((plan) => branchView(plan, family, brokenFiles, language)),
  )
  const notices = [
    ...severalHistories(report.families, language),
    ...reportFindings(report).map((finding) =>
      withOwnReason(inWords(finding, language), finding, found, language),
    ),
  ]
  const whole = branches.filter((one) => one.state === 'whole' && one.notices.length === 0).length
  return {
    files: found.length,
    branches,
    notices,
    otherFiles: report.others,
    usable: branches.filter((branch) => branch.state !== 'none').length,
    whole,
    isComplete: whole === branches.length && notices.length === 0,
    json: () => chainReportToJson(report),
  }
}

function inWords({ level, error }: ChainFinding, language: Language): FileNotice {
  return noticeOf(level, error, language)
}

/** A file that hides its sets is told about with what is wrong with that file, and what helps there. */
function withOwnReason(
  notice: FileNotice,
  { error }: ChainFinding,
  files: readonly InspectedFile[],
  language: Language,
): FileNotice {
  if (error.code !== 'BAK_HIDDEN_SETS') return notice
  const file = files.find(({ path }) => path === error.details['file'])
  const problem = file?.kind === 'unreadable' ? file.problem : file?.inspection.problem
  if (problem === undefined) return notice
  const { message, cause, solution } = noticeOf(notice.level, problem, language)
  return { ...notice, cause: `${message}${language === 'zh' ? '。' : '. '}${cause}`, solution }
}

/**
 * Histories under one name, within a family or in several: the database was restored or copied, dropped and created
 * again, or comes from several servers. Histories of which nothing can be planned count for nothing.
 */
function severalHistories(families: readonly FamilyPlan[], language: Language): FileNotice[] {
  const byName = new Map<string, BranchPlan[]>()
  for (const plan of families.flatMap(({ branches }) => branches)) {
    if (!plan.isLeaf || plan.sets.every((one) => one.class === 'refused')) continue
    const name = plan.names[0]?.toLowerCase() ?? ''
    byName.set(name, [...(byName.get(name) ?? []), plan])
  }
  return [...byName.values()].flatMap((branches) => {
    const mustChoose = branches.length > 1
    return choiceFindings({ mustChoose, branches }).map((finding) => inWords(finding, language))
  })
}

/** Cut off or damaged as far as the walk over its blocks shows. */
function isBroken(file: InspectedFile): boolean {
  return (
    file.kind === 'inspected' && file.inspection.kind === 'mtf' && file.inspection.walk !== 'ok'
  )
}

function branchView(
  plan: BranchPlan,
  family: FamilyPlan,
  brokenFiles: ReadonlySet<string>,
  language: Language,
): ChainBranchView {
  const { chain, rds } = plan
  const classified = new Map(
    family.branches.flatMap(({ sets }) => sets.map((one) => [one.set, one] as const)),
  )
  const view = (set: ChainSet, files?: readonly string[]) =>
    setView(set, classified.get(set), files)
  const sets = chain?.sets ?? []
  const own = [plan, ...ancestors(plan, family)].flatMap((each) => each.sets)
  const inChain = new Set(sets)
  const rdsSets = rds.chain?.sets ?? []
  const isSame = rds.chain !== undefined && rds.lost === undefined && sameSets(sets, rdsSets)
  const [database = '?', ...otherNames] = plan.names
  const last = sets[sets.length - 1]
  return {
    database,
    otherNames,
    servers: family.servers,
    fork: forkLabel(plan.fork),
    parent: plan.parent && {
      fork: forkLabel(plan.parent.fork),
      lsn: formatLsn(plan.parent.lsn),
    },
    state: chain === undefined ? 'none' : plan.isBehind ? 'behind' : 'whole',
    reach: chain && formatLsn(chain.reach),
    knownEnd: formatLsn(plan.knownEnd),
    chain: sets.map((set) => view(set)),
    rest: own.flatMap(({ set, class: kind }) => {
      const copies = set.copies.map((path): ChainSetView => {
        // Whoever keeps only one of the copies must not keep this one.
        if (brokenFiles.has(path))
          return { ...view(set, [path]), class: 'refused', reason: 'BROKEN_COPY' }
        return { ...view(set, [path]), class: 'redundant', reason: 'COPY' }
      })
      return inChain.has(set) || kind === 'used' ? copies : [view(set), ...copies]
    }),
    bridged: plan.bridgedGaps.map(({ from, to }) => ({ from: formatLsn(from), to: formatLsn(to) })),
    notices: branchFindings(plan).map((finding) => inWords(finding, language)),
    rds: {
      verdict: rds.chain === undefined ? 'none' : isSame ? 'same' : 'other',
      reach: rds.chain && formatLsn(rds.chain.reach),
      chain: isSame ? [] : rdsSets.map((set) => view(set, [rdsFile(set) ?? '?'])),
      tasks: rds.chain?.steps ?? 0,
    },
    hasLogs: plan.sets.some(({ set }) => set.set.recoveryModel !== 'SIMPLE'),
    isClosed: last !== undefined && (classified.get(last)?.flags.includes('noRecovery') ?? false),
  }
}

/** The branches that this one came from and that no longer stand for themselves. */
function ancestors(plan: BranchPlan, family: FamilyPlan): BranchPlan[] {
  const byFork = new Map(family.branches.map((branch) => [branch.fork, branch]))
  const found: BranchPlan[] = []
  for (let at = plan.parent && byFork.get(plan.parent.fork); at !== undefined; ) {
    if (!at.isLeaf) found.push(at)
    at = at.parent && byFork.get(at.parent.fork)
  }
  return found
}

function sameSets(a: readonly ChainSet[], b: readonly ChainSet[]): boolean {
  return a.length === b.length && a.every((set, index) => set === b[index])
}

function setView(
  set: ChainSet,
  classified: ClassifiedSet | undefined,
  files: readonly string[] = set.files.length > 0 ? set.files : set.rows.map((row) => row.path),
): ChainSetView {
  const row = set.rows[0]
  return {
    type: typeWords[set.set.type],
    files,
    position: row !== undefined && row.setsInFile > 1 ? row.set.position : undefined,
    firstLsn: formatLsn(set.first),
    lastLsn: formatLsn(set.last),
    finishMs: timesOf(set.set).finish,
    bytes: set.bytes,
    flags: classified?.flags ?? [],
    class: classified?.class ?? 'used',
    reason: classified?.reason ?? 'IN_CHAIN',
    gap: classified?.gap && {
      from: formatLsn(classified.gap.from),
      to: formatLsn(classified.gap.to),
    },
    missingStripes: set.missingStripes,
  }
}
