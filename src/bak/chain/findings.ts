/**
 * What a person has to know about a heap of backups, under the codes of the error catalogue: what is missing, what
 * cannot be used, what RDS will not take. A finding does not stop anything; whoever reads them decides.
 */
import {
  compareLsn,
  formatLsn,
  type Lsn,
  lsnToDecimal,
  type MigrationError,
} from '../../core/index.ts'
import type { BackupType } from '../inspection.ts'
import { type ChainSet, timesOf } from './chain-set.ts'
import type { ChainWarning } from './chain-warnings.ts'
import type { ClassifiedSet } from './classify.ts'
import { chainError } from './errors.ts'
import { rdsObstacle } from './for-rds.ts'
import { forkLabel } from './fork-tree.ts'
import type { LogGap } from './gaps.ts'
import type {
  BranchPlan,
  ChainOptions,
  ChainReport,
  FamilyPlan,
  WantedFull,
} from './plan-chains.ts'

/** One thing to know about a plan; its error holds the words, with cause and solution. */
export interface ChainFinding {
  /** `problem`: data is missing or cannot be used; `warning`: the chain is whole, but look at this. */
  readonly level: 'problem' | 'warning'
  readonly error: MigrationError
}

const unknown = '?'

/** Returns what concerns the whole heap. */
export function reportFindings(report: ChainReport): ChainFinding[] {
  const inGaps = new Set(
    report.families.flatMap(({ branches }) =>
      branches.flatMap(({ gaps }) =>
        gaps.flatMap(({ hiddenFiles }) => hiddenFiles.map(({ path }) => path)),
      ),
    ),
  )
  return report.hidden
    .filter(({ path }) => !inGaps.has(path))
    .map(({ path, why }) => warning(chainError('BAK_HIDDEN_SETS', { file: path, reason: why })))
}

/** Returns what a person has to choose among histories under one name. */
export function choiceFindings(
  histories: Pick<FamilyPlan, 'mustChoose' | 'branches'>,
): ChainFinding[] {
  if (!histories.mustChoose) return []
  const leaves = histories.branches.filter((branch) => branch.isLeaf)
  const database = leaves[0]?.names[0] ?? unknown
  return [warning(chainError('BAK_SEVERAL_BRANCHES', { count: leaves.length, database }))]
}

/** Returns what concerns one branch, problems first. */
export function branchFindings(plan: BranchPlan, options: ChainOptions = {}): ChainFinding[] {
  const findings = [
    ...missingFindings(plan),
    ...plan.sets.flatMap((one) => setFinding(one, plan, options) ?? []),
    ...plan.warnings.map((one) => warning(warningError(one, nameOf(plan)))),
    ...rdsFindings(plan),
  ]
  return findings.sort((a, b) => (a.level === b.level ? 0 : a.level === 'problem' ? -1 : 1))
}

function missingFindings(plan: BranchPlan): ChainFinding[] {
  const database = nameOf(plan)
  const findings: ChainFinding[] = []
  const { wanted, chain, gaps } = plan
  if (chain === undefined && plan.sets.some((one) => one.reason === 'FORK_UNKNOWN'))
    findings.push(problem(forkUnknown(plan)))
  else if (chain === undefined && wanted !== undefined)
    findings.push(problem(fullMissing(wanted, database)))
  for (const gap of gaps) findings.push(...gapFindings(gap, database))
  if (chain !== undefined && plan.isBehind) {
    const end = plan.knownEnd
    const last = plan.sets.find(({ set }) => compareLsn(set.last, end) === 0)
    findings.push(
      problem(
        chainError('BAK_BEHIND_KNOWN_END', {
          database,
          reach: formatLsn(chain.reach),
          file: filesText(last?.set),
          end: formatLsn(end),
        }),
      ),
    )
  }
  return findings
}

function fullMissing(
  { guid, checkpointLsn, beforeMs }: WantedFull,
  database: string,
): MigrationError {
  const before = utcText(beforeMs)
  if (guid === undefined) return chainError('BAK_FULL_NEVER_NAMED', { database, before })
  const lsn = lsnText(checkpointLsn)
  return chainError('BAK_NO_USABLE_FULL', { database, guid, lsn, before })
}

function forkUnknown(plan: BranchPlan): MigrationError {
  const { fork, parent } = plan
  return chainError('BAK_FORK_UNKNOWN', {
    database: nameOf(plan),
    fork: forkLabel(fork),
    parent: forkLabel(parent?.fork ?? unknown),
    lsn: lsnText(parent?.lsn),
  })
}

function gapFindings(gap: LogGap, database: string): ChainFinding[] {
  const [from, to] = [formatLsn(gap.from), formatLsn(gap.to)]
  const after = utcText(gap.afterMs)
  const before = utcText(gap.beforeMs)
  const pattern = gap.namePattern ?? '*'
  const details = { from, to, database, after, before, pattern }
  return [
    problem(
      chainError('BAK_LOG_GAP', {
        ...details,
        name: database.replaceAll("'", "''"),
        fromDecimal: String(lsnToDecimal(gap.from)),
        toDecimal: String(lsnToDecimal(gap.to)),
      }),
    ),
    ...gap.hiddenFiles.map(({ path, why }) =>
      warning(
        chainError('BAK_GAP_MAY_BE_FILLED', {
          ...{ file: path, from, to, database },
          reason: why,
        }),
      ),
    ),
  ]
}

/** Returns what one set is a reason for; a set that is used or not needed is none. */
function setFinding(
  { set, reason }: ClassifiedSet,
  plan: BranchPlan,
  options: ChainOptions,
): ChainFinding | undefined {
  const file = filesText(set)
  const database = set.set.database
  const guid = set.set.differentialBaseGuid ?? unknown
  const before = utcText(timesOf(set.set).start)
  switch (reason) {
    case 'BASE_MISSING': {
      const lsn = lsnText(set.set.differentialBaseLsn)
      const details = { file, database, guid, lsn, before }
      return forNeed(set, plan, chainError('BAK_DIFFERENTIAL_BASE_MISSING', details))
    }
    case 'BASE_UNUSABLE':
      return forNeed(
        set,
        plan,
        chainError('BAK_DIFFERENTIAL_BASE_UNUSABLE', { file, database, guid }),
      )
    case 'FOREIGN_BASE':
      return warning(chainError('BAK_DIFFERENTIAL_FOREIGN', { file, database, guid }))
    case 'MULTI_BASE':
      return warning(chainError('BAK_DIFFERENTIAL_MULTI_BASE', { file, database }))
    case 'STRIPES_MISSING': {
      const missing = set.missingStripes.join(', ')
      const details = { missing, count: set.stripes, file, database, guid: set.guid }
      return forNeed(set, plan, chainError('BAK_STRIPE_MISSING', details))
    }
    case 'CONFLICT':
      return problem(chainError('BAK_SET_CONFLICT', { file, database, guid: set.guid }))
    case 'TRUNCATED':
      return forNeed(set, plan, chainError('BAK_SET_NOT_WHOLE', { file, database }))
    case 'DAMAGED':
      return forNeed(set, plan, chainError('BAK_SET_MARKED_DAMAGED', { file, database }))
    case 'UNSUPPORTED_TYPE': {
      const type = typeInWords(set.set.type)
      return warning(chainError('BAK_SET_TYPE_REFUSED', { file, database, type }))
    }
    case 'SYSTEM_DATABASE':
      return warning(chainError('BAK_SYSTEM_DATABASE', { file, database }))
    case 'TOO_OLD':
      return problem(chainError('BAK_SET_TOO_OLD', { file, database }))
    case 'VERSION': {
      const destination = options.databaseVersion ?? unknown
      const version = set.set.databaseVersion
      return problem(chainError('BAK_SET_TOO_NEW', { file, database, version, destination }))
    }
    case 'FORK_CONFLICT':
      return problem(chainError('BAK_FORK_CONFLICT', { database, fork: forkLabel(set.fork) }))
    default:
      return undefined
  }
}

/** A set that holds nothing beyond the chain's end is no loss. */
function forNeed(set: ChainSet, { chain }: BranchPlan, error: MigrationError): ChainFinding {
  const isNeeded = chain === undefined || compareLsn(set.last, chain.reach) > 0
  return isNeeded ? problem(error) : warning(error)
}

function warningError(found: ChainWarning, database: string): MigrationError {
  switch (found.kind) {
    case 'AFTER_NORECOVERY': {
      const [tail, later] = [filesText(found.tail), filesText(found.later)]
      return chainError('BAK_AFTER_NORECOVERY', { later, database, tail })
    }
    case 'FILE_LIST_CHANGED': {
      const [full, log] = [filesText(found.full), filesText(found.log)]
      const files = found.files.join(', ')
      return chainError('BAK_FILE_LIST_CHANGED', { log, database, full, files })
    }
    case 'RECOVERY_MODEL_CHANGED':
      return chainError('BAK_RECOVERY_MODEL_CHANGED', {
        database,
        models: found.models.join(', '),
      })
    case 'VERSION_CHANGED':
      return chainError('BAK_CHAIN_VERSION_CHANGED', {
        database,
        later: filesText(found.to),
        version: found.to.set.databaseVersion,
      })
    case 'READ_ONLY':
      return chainError('BAK_CHAIN_READ_ONLY', { file: filesText(found.set), database })
  }
}

function rdsFindings(plan: BranchPlan): ChainFinding[] {
  const database = nameOf(plan)
  const { chain, lost, lag } = plan.rds
  const findings: ChainFinding[] = []
  if (lost !== undefined) {
    for (const set of plan.chain?.sets ?? []) {
      const error = obstacleError(set)
      if (error !== undefined) findings.push(warning(error))
    }
    if (chain !== undefined)
      findings.push(
        warning(
          chainError('BAK_RDS_BEHIND', {
            database,
            reach: formatLsn(chain.reach),
            end: formatLsn(lost.to),
          }),
        ),
      )
  }
  if (lag !== undefined) {
    const hours = lag.leastHoursBetweenLogs.toFixed(1)
    const { tasks, today } = lag
    findings.push(warning(chainError('BAK_RDS_QUOTA_LAG', { database, tasks, today, hours })))
  }
  return findings
}

function obstacleError(set: ChainSet): MigrationError | undefined {
  const details = { file: filesText(set), database: set.set.database }
  const count = set.stripes
  switch (rdsObstacle(set)) {
    case undefined:
      return undefined
    case 'MEDIA_PASSWORD':
      return chainError('BAK_RDS_MEDIA_PASSWORD', details)
    case 'SEVERAL_SETS':
      return chainError('BAK_RDS_SEVERAL_SETS', {
        ...details,
        count: set.rows.reduce((most, row) => Math.max(most, row.setsInFile), 0),
      })
    case 'STRIPED':
      if (set.set.type === 'LOG') return chainError('BAK_RDS_STRIPED_LOG', { ...details, count })
      return set.set.type === 'FULL'
        ? chainError('BAK_RDS_STRIPED_FULL', { ...details, count })
        : chainError('BAK_RDS_STRIPED_DIFFERENTIAL', { ...details, count })
  }
}

function problem(error: MigrationError): ChainFinding {
  return { level: 'problem', error }
}

function warning(error: MigrationError): ChainFinding {
  return { level: 'warning', error }
}

function nameOf({ names }: BranchPlan): string {
  return names[0] ?? unknown
}

/** `a.bak + b.bak` for a striped set. */
function filesText(set: ChainSet | undefined): string {
  if (set === undefined) return unknown
  const files = set.files.length > 0 ? set.files : set.rows.map((row) => row.path)
  return files.join(' + ')
}

function lsnText(lsn: Lsn | undefined): string {
  return lsn === undefined ? unknown : formatLsn(lsn)
}

/** Returns a moment as `2026-01-15 12:00:00`, in UTC; `?` where it is not known. */
export function utcText(ms: number | undefined): string {
  if (ms === undefined) return unknown
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
}

/** `DIFFERENTIAL_FILE` as `differential file`. */
function typeInWords(type: BackupType): string {
  return type.toLowerCase().replaceAll('_', ' ')
}
