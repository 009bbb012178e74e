/** A verdict as `inspect --verify --json` prints it: English texts, codes, plain numbers. */
import type { BackupVerdict, JsonObject, VerifyFinding } from '../../bak/index.ts'
import type { VerifiedBackup } from './verify-backups.ts'

/** Returns the JSON of one verified backup; the same for each of its files. */
export function verdictToJson(backup: VerifiedBackup): JsonObject {
  const { paths, verdict, missingStripes, details, problem } = backup
  return {
    verdict,
    files: [...paths],
    missingStripes: [...missingStripes],
    problem: problemOf(details) ?? (problem ? { ...problem } : null),
    ...(details ? detailsToJson(details, backup) : {}),
  }
}

function problemOf(details: BackupVerdict | undefined): JsonObject | undefined {
  if (details?.problem === undefined) return undefined
  const { code, message, usualCause, solution } = details.problem
  return { code, message, cause: usualCause, solution }
}

function detailsToJson(details: BackupVerdict, { paths, objectName }: VerifiedBackup): JsonObject {
  const { firstDamagedPage, findings, findingCount, proved, unproved, limits } = details
  return {
    firstDamagedPage: firstDamagedPage
      ? { ...findingToJson(firstDamagedPage, paths), object: objectName ?? null }
      : null,
    findings: findings.map((finding) => findingToJson(finding, paths)),
    findingCount,
    proved: { ...proved },
    unproved: unproved.map(({ code, message }) => ({ code, message })),
    limits: limits.map(({ code, message }) => ({ code, message })),
    bytesTotal: details.bytesTotal,
    bytesRead: details.bytesRead,
  }
}

function findingToJson(finding: VerifyFinding, paths: readonly string[]): JsonObject {
  const { code, message, weight, stripe, offset, imageOffset, position, page } = finding
  return {
    code,
    message,
    weight,
    file: paths[stripe] ?? finding.file,
    offset,
    imageOffset: imageOffset ?? null,
    position: position ?? null,
    page: page ? `${page.fileId}:${page.pageId}` : null,
    pageType: page?.pageType ?? null,
  }
}
