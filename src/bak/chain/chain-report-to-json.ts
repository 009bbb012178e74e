/** What can be restored from a heap of backups as plain JSON, for `--json` and reports. Times are UTC. */
import { formatLsn } from '../../core/index.ts'
import { errorToJson, type JsonObject, lsnToJson } from '../json.ts'
import { type ChainSet, timesOf } from './chain-set.ts'
import type { ClassifiedSet } from './classify.ts'
import {
  branchFindings,
  type ChainFinding,
  choiceFindings,
  reportFindings,
  utcText,
} from './findings.ts'
import { rdsFile, rdsObstacle } from './for-rds.ts'
import type { LogGap } from './gaps.ts'
import type {
  BranchPlan,
  ChainOptions,
  ChainReport,
  FamilyPlan,
  RestoreChain,
} from './plan-chains.ts'

/** Returns the report as an object that JSON.stringify prints losslessly; what is not known is null. */
export function chainReportToJson(report: ChainReport, options: ChainOptions = {}): JsonObject {
  return {
    databases: report.families.map((family) => familyToJson(family, options)),
    hiddenFiles: report.hidden.map(({ path, why }) => ({ path, reason: why })),
    otherFiles: report.others,
    findings: reportFindings(report).map(findingToJson),
  }
}

function familyToJson(family: FamilyPlan, options: ChainOptions): JsonObject {
  return {
    family: family.family,
    names: family.names,
    servers: family.servers,
    mustChoose: family.mustChoose,
    findings: choiceFindings(family).map(findingToJson),
    branches: family.branches.map((plan) => branchToJson(plan, options)),
  }
}

function branchToJson(plan: BranchPlan, options: ChainOptions): JsonObject {
  const { rds } = plan
  return {
    fork: plan.fork,
    parent: plan.parent ? { fork: plan.parent.fork, lsn: formatLsn(plan.parent.lsn) } : null,
    isLeaf: plan.isLeaf,
    names: plan.names,
    chain: plan.isLeaf ? chainToJson(plan.chain) : null,
    reach: lsnToJson(plan.chain?.reach),
    knownEnd: formatLsn(plan.knownEnd),
    isBehind: plan.isBehind,
    gaps: plan.gaps.map(gapToJson),
    bridgedGaps: plan.bridgedGaps.map(gapToJson),
    wantedFull: plan.wanted
      ? {
          guid: plan.wanted.guid ?? null,
          checkpointLsn: lsnToJson(plan.wanted.checkpointLsn),
          takenBefore: moment(plan.wanted.beforeMs),
        }
      : null,
    sets: plan.sets.map(setToJson),
    rds: {
      chain: plan.isLeaf ? chainToJson(rds.chain, true) : null,
      reach: lsnToJson(rds.chain?.reach),
      lost: rds.lost ? { from: lsnToJson(rds.lost.from), to: formatLsn(rds.lost.to) } : null,
      quotaLag: rds.lag
        ? {
            tasks: rds.lag.tasks,
            today: rds.lag.today,
            leastHoursBetweenLogs: rds.lag.leastHoursBetweenLogs,
            logsPerDay: rds.lag.logsPerDay ?? null,
            neverCatchesUp: rds.lag.neverCatchesUp,
          }
        : null,
    },
    // No header field is known to tell transparent data encryption.
    tde: 'not-excluded',
    findings: plan.isLeaf ? branchFindings(plan, options).map(findingToJson) : [],
  }
}

function chainToJson(chain: RestoreChain | undefined, isForRds = false): JsonObject | null {
  if (chain === undefined) return null
  return {
    reach: formatLsn(chain.reach),
    steps: chain.sets.map((set) => ({
      ...headOf(set),
      files: isForRds ? [rdsFile(set) ?? null] : set.files,
    })),
  }
}

function headOf(set: ChainSet): JsonObject {
  const { start, finish } = timesOf(set.set)
  return {
    type: set.set.type,
    guid: set.guid,
    position: set.rows[0]?.set.position ?? null,
    database: set.set.database,
    server: set.set.server,
    firstLsn: formatLsn(set.first),
    lastLsn: formatLsn(set.last),
    startUtc: moment(start),
    finishUtc: moment(finish),
    bytes: set.bytes,
  }
}

function setToJson({ set, class: kind, reason, gap, flags }: ClassifiedSet): JsonObject {
  return {
    ...headOf(set),
    files: set.files,
    copies: set.copies,
    stripes: set.stripes,
    missingStripes: set.missingStripes,
    class: kind,
    reason,
    missing: gap ? { from: formatLsn(gap.from), to: formatLsn(gap.to) } : null,
    differentialBaseGuid: set.set.differentialBaseGuid ?? null,
    flags,
    rdsObstacle: set.refusal === undefined ? (rdsObstacle(set) ?? null) : null,
  }
}

function gapToJson(gap: LogGap): JsonObject {
  return {
    from: formatLsn(gap.from),
    to: formatLsn(gap.to),
    afterUtc: moment(gap.afterMs),
    beforeUtc: moment(gap.beforeMs),
    afterFile: gap.afterFile ?? null,
    beforeFile: gap.beforeFile ?? null,
    namePattern: gap.namePattern ?? null,
    splitAt: gap.splitAt.map(formatLsn),
    unusable: gap.unusable.flatMap((set) => set.files),
    mayBeFilledBy: gap.hiddenFiles.map(({ path }) => path),
  }
}

function findingToJson({ level, error }: ChainFinding): JsonObject {
  return { level, ...errorToJson(error) }
}

function moment(ms: number | undefined): string | null {
  return ms === undefined ? null : `${utcText(ms).replace(' ', 'T')}Z`
}
