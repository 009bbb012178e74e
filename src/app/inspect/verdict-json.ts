/** A verdict as `inspect --verify --json` prints it: English texts, codes, plain numbers. */
import { errorToJson, type JsonObject, type VerifyFinding } from '../../bak/index.ts'
import type { VerifiedBackup } from './verify-backups.ts'

/** Returns the JSON of one verified backup; the same for each of its files, and the same keys whatever was found. */
export function verdictToJson({
  paths,
  verdict,
  missingStripes,
  details,
  objectName,
  unread,
}: VerifiedBackup): JsonObject {
  const problem = details?.problem ?? unread
  const { firstDamagedPage, findings = [], unproved = [], limits = [] } = details ?? {}
  return {
    verdict,
    files: [...paths],
    missingStripes: [...missingStripes],
    problem: problem ? errorToJson(problem) : null,
    firstDamagedPage: firstDamagedPage
      ? { ...findingToJson(firstDamagedPage, paths), object: objectName ?? null }
      : null,
    findings: findings.map((finding) => findingToJson(finding, paths)),
    findingCount: details?.findingCount ?? 0,
    proved: details ? { ...details.proved } : null,
    unproved: unproved.map(({ code, message }) => ({ code, message })),
    limits: limits.map(({ code, message }) => ({ code, message })),
    bytesTotal: details?.bytesTotal ?? null,
    bytesRead: details?.bytesRead ?? null,
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
