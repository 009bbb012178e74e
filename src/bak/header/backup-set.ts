/** Puts together one backup set from what the walk met between its SSET block and the next. */

import type { Findings } from '../findings.ts'
import type { BackupSet } from '../inspection.ts'
import { type BackupHeader, headerFlags, readBackupHeader } from './backup-header.ts'
import { checkSet, compareHeaders, type SetBody } from './contradictions.ts'
import { readDatabaseFile, readFilegroup } from './file-list.ts'
import type { HeaderRecords } from './header-records.ts'
import type { SetBlock } from './set-block.ts'

/** What the walk collected about a set. */
export interface SetParts {
  readonly block: SetBlock
  /** The header at the beginning: MSCI. */
  readonly first: HeaderRecords | undefined
  /** The final header: MSLS. */
  readonly last: HeaderRecords | undefined
  readonly body: SetBody
  /** Stripes of the media. */
  readonly familyCount: number
}

/**
 * Returns the backup set, or undefined when no header of it was reached. The final header wins; only the
 * provisional LSNs are taken from the first.
 *
 * @throws BAK_HEADER_DAMAGED
 */
export function makeBackupSet(parts: SetParts, findings: Findings): BackupSet | undefined {
  const { block, first, last } = parts
  const records = last ?? first
  if (records === undefined) return undefined
  const header = readBackupHeader(records.header, findings)
  const filegroups = records.filegroups.map((record) => readFilegroup(record, findings.file))
  const files = records.files.map((record) => readDatabaseFile(record, findings.file))
  if (last !== undefined)
    checkSet({ block, records, header, filegroups, files }, parts.body, parts.familyCount, findings)
  if (first !== undefined && last !== undefined) compareHeaders(first, last, findings)
  const provisional =
    first === undefined || first === records ? header : readBackupHeader(first.header, findings)
  return {
    position: block.position,
    name: block.name,
    description: block.description,
    userName: block.userName,
    backupSetGuid: block.backupSetGuid,
    utcOffsetMinutes: block.utcOffsetMinutes,
    offset: block.offset,
    ...headerFields(header),
    provisionalLsn:
      first === undefined
        ? undefined
        : {
            firstLsn: provisional.firstLsn,
            lastLsn: provisional.lastLsn,
            checkpointLsn: provisional.checkpointLsn,
          },
    isComplete: last !== undefined,
    filegroups,
    files: files.map((file) => ({
      fileId: file.fileId,
      type: file.type,
      filegroupId: file.filegroupId,
      sizeBytes: file.sizeBytes,
      backupSizeBytes: file.backupSizeBytes,
      logicalName: file.logicalName,
      physicalName: file.physicalName,
      uniqueId: file.uniqueId,
      createLsn: file.createLsn,
      differentialBaseLsn: file.differentialBaseLsn,
      differentialBaseGuid: file.differentialBaseGuid,
    })),
  }
}

function headerFields(header: BackupHeader) {
  return {
    type: header.type,
    database: header.database,
    databaseId: header.databaseId,
    server: header.server,
    version: `${header.major}.${header.minor}.${header.build}`,
    databaseVersion: header.databaseVersion,
    compatibilityLevel: header.compatibilityLevel,
    flags: header.flags,
    hasChecksums: (header.flags & headerFlags.hasChecksums) !== 0,
    recoveryModel: header.recoveryModel,
    collationId: header.collationId,
    sortId: header.sortId,
    firstLsn: header.firstLsn,
    lastLsn: header.lastLsn,
    checkpointLsn: header.checkpointLsn,
    databaseBackupLsn: header.databaseBackupLsn,
    differentialBaseLsn: header.differentialBaseLsn,
    differentialBaseGuid: header.differentialBaseGuid,
    recoveryForkId: header.recoveryForkId,
    firstRecoveryForkId: header.firstRecoveryForkId,
    forkPointLsn: header.forkPointLsn,
    lastFullGuid: header.lastFullGuid,
    chainOriginLsn: header.chainOriginLsn,
    nextLogLsn: header.nextLogLsn,
    familyGuid: header.familyGuid,
    bindingId: header.bindingId,
    databaseCreated: header.databaseCreated,
    start: header.start,
    finish: header.finish,
    backupSize: header.backupSize,
    compressedBackupSize: header.compressedBackupSize,
  }
}
