/**
 * An inspection as plain JSON, for `--json`, reports and tests. LSNs are written `vlf:block:slot` with SQL Server's
 * decimal number beside them; what is not known is null.
 */
import { formatLsn, type Lsn, lsnToDecimal } from '../core/index.ts'
import { hex } from './binary.ts'
import type {
  BackupInspection,
  BackupSet,
  BackupType,
  BackupWarning,
  MtfInspection,
} from './inspection.ts'
import { errorToJson, type JsonObject, lsnToJson } from './json.ts'

/** Short names of the types, as msdb's users write them. */
export const typeWords: Readonly<Record<BackupType, string>> = {
  FULL: 'FULL',
  DIFFERENTIAL: 'DIFF',
  LOG: 'LOG',
  FILE: 'FILE',
  DIFFERENTIAL_FILE: 'DIFF_FILE',
  PARTIAL: 'PARTIAL',
  DIFFERENTIAL_PARTIAL: 'DIFF_PARTIAL',
}

/** Returns the inspection as an object that JSON.stringify prints losslessly. */
export function inspectionToJson(inspection: BackupInspection): JsonObject {
  const { kind, sizeBytes } = inspection
  const head = { bytes: sizeBytes, container: kind }
  switch (kind) {
    case 'mtf': {
      const { compression } = inspection
      const container = compression ? { container: 'compressed', ...compression } : {}
      return { ...head, ...container, ...mtfToJson(inspection) }
    }
    case 'compressed':
      return {
        ...head,
        algorithm: inspection.algorithm,
        containerVersion: inspection.containerVersion,
        problem: errorToJson(inspection.problem),
      }
    case 'encrypted':
      return {
        ...head,
        certificateThumbprint: inspection.certificateThumbprint,
        problem: errorToJson(inspection.problem),
      }
    case 'not-a-backup':
      return { ...head, problem: errorToJson(inspection.problem) }
  }
}

function mtfToJson(inspection: MtfInspection): JsonObject {
  const { label } = inspection
  return {
    walk: inspection.walk,
    mediaSetId: label.mediaSetId ?? null,
    families: label.familyCount,
    family: label.familyNumber,
    mirrors: label.mirrorCount,
    mediaName: label.mediaName,
    mediaDescription: label.mediaDescription,
    softwareName: label.softwareName,
    mediaDate: label.mediaDate ?? null,
    hasMediaPassword: label.hasMediaPassword,
    sets: inspection.sets.map(setToJson),
    problem: inspection.problem === undefined ? null : errorToJson(inspection.problem),
    warnings: inspection.warnings.map(warningToJson),
  }
}

function setToJson(set: BackupSet): JsonObject {
  return {
    position: set.position,
    type: typeWords[set.type],
    database: set.database,
    databaseId: set.databaseId,
    server: set.server,
    name: set.name,
    description: set.description,
    userName: set.userName,
    backupSetGuid: set.backupSetGuid ?? null,
    version: set.version,
    databaseVersion: set.databaseVersion,
    compatibilityLevel: set.compatibilityLevel,
    flags: hex(set.flags),
    hasChecksums: set.hasChecksums,
    recoveryModel: set.recoveryModel ?? null,
    collationId: set.collationId ?? null,
    sortId: set.sortId ?? null,
    firstLsn: formatLsn(set.firstLsn),
    firstLsnDecimal: decimal(set.firstLsn),
    lastLsn: formatLsn(set.lastLsn),
    lastLsnDecimal: decimal(set.lastLsn),
    checkpointLsn: formatLsn(set.checkpointLsn),
    checkpointLsnDecimal: decimal(set.checkpointLsn),
    databaseBackupLsn: formatLsn(set.databaseBackupLsn),
    databaseBackupLsnDecimal: decimal(set.databaseBackupLsn),
    differentialBaseLsn: lsnToJson(set.differentialBaseLsn),
    differentialBaseLsnDecimal: decimal(set.differentialBaseLsn),
    differentialBaseGuid: set.differentialBaseGuid ?? null,
    recoveryForkId: set.recoveryForkId ?? null,
    firstRecoveryForkId: set.firstRecoveryForkId ?? null,
    forkPointLsn: lsnToJson(set.forkPointLsn),
    lastFullGuid: set.lastFullGuid ?? null,
    chainOriginLsn: lsnToJson(set.chainOriginLsn),
    nextLogLsn: lsnToJson(set.nextLogLsn),
    familyGuid: set.familyGuid ?? null,
    bindingId: set.bindingId ?? null,
    databaseCreated: set.databaseCreated ?? null,
    start: set.start ?? null,
    finish: set.finish ?? null,
    utcOffsetMinutes: set.utcOffsetMinutes ?? null,
    backupSize: set.backupSize,
    compressedBackupSize: set.compressedBackupSize ?? null,
    provisionalLsn: set.provisionalLsn
      ? {
          firstLsn: formatLsn(set.provisionalLsn.firstLsn),
          lastLsn: formatLsn(set.provisionalLsn.lastLsn),
          checkpointLsn: formatLsn(set.provisionalLsn.checkpointLsn),
        }
      : null,
    isComplete: set.isComplete,
    offset: set.offset,
    filegroups: Object.fromEntries(set.filegroups.map((group) => [group.filegroupId, group.name])),
    files: set.files.map((file) => ({
      fileId: file.fileId,
      type: file.type,
      filegroupId: file.filegroupId,
      sizeBytes: file.sizeBytes,
      logicalName: file.logicalName,
      physicalName: file.physicalName,
    })),
    filegroupDetails: set.filegroups.map((group) => ({ ...group })),
    fileDetails: set.files.map((file) => ({
      fileId: file.fileId,
      backupSizeBytes: file.backupSizeBytes ?? null,
      uniqueId: file.uniqueId ?? null,
      createLsn: lsnToJson(file.createLsn),
      differentialBaseLsn: lsnToJson(file.differentialBaseLsn),
      differentialBaseGuid: file.differentialBaseGuid ?? null,
    })),
  }
}

function warningToJson(warning: BackupWarning): JsonObject {
  return { code: warning.code, offset: warning.offset, message: warning.message }
}

/** As text, because 25 digits do not fit a JSON number. */
function decimal(lsn: Lsn | undefined): string | null {
  return lsn === undefined ? null : String(lsnToDecimal(lsn))
}
