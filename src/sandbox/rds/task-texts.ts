/**
 * What a task says in its Description, word for word.
 * @source error-texts 3 [spec]; the texts of SQL Server for cases that RDS documents nothing for: error-texts 18
 *   [spec, that RDS shows them: guess]
 */
import { type Lsn, lsnToDecimal } from '../../core/index.ts'

const megabyte = 2 ** 20

function wholeMegabytes(bytes: number): number {
  return Math.ceil(Math.max(0, bytes) / megabyte)
}

export const taskTexts = {
  databaseExists: (database: string) =>
    `The database (${database}) is already exist on RDS, please backup and drop it, then try again.`,
  differentialNotFull: (file: string) =>
    `Backup set (${file}) is a Database Differential backup, we only accept a FULL Backup.`,
  logNotFull: (file: string) =>
    `Backup set (${file}) is a Transaction Log backup, we only accept a FULL Backup.`,
  secondFull: (file: string) =>
    `Backup set (${file}) is a Database FULL backup, we only accept transaction log or differential backup.`,
  verifyFailed: (file: string) =>
    `Failed to verify ${file}, backup file was corrupted or newer edition than RDS.`,
  noSpaceToRestore: (leftBytes: number, neededBytes: number) =>
    `Not Enough Disk Space for restoring, space left (${Math.floor(leftBytes / megabyte)} MB) < needed (${wholeMegabytes(neededBytes)} MB)`,
  noSpaceForFile: (leftBytes: number, fileBytes: number) =>
    `Not Enough Disk Space, space left ${Math.floor(leftBytes / megabyte)} MB < bak file ${wholeMegabytes(fileBytes)} MB`,
  noAccount: (database: string) =>
    `Your RDS doesn't have any init account yet, please create one and grant permissions on RDS console to this migrated database (${database}).`,
  logTooRecent: (firstLsn: Lsn) =>
    `The log in this backup set begins at LSN ${lsnToDecimal(firstLsn)}, which is too recent to apply to the database.RESTORE LOG is terminating abnormally.`,
  logTooEarly: (lastLsn: Lsn, neededLsn: Lsn) =>
    `The log in this backup set terminates at LSN ${lsnToDecimal(lastLsn)}, which is too early to apply to the database. A more recent log backup that includes LSN ${lsnToDecimal(neededLsn)} can be restored.`,
  otherPath:
    'This backup set cannot be applied because it is on a recovery path that is inconsistent with the database. The recovery path is the sequence of data and log backups that have brought the database to a particular recovery point. Find a compatible backup to restore, or restore the rest of the database to match a recovery point within this backup set, which will restore the database to a different point in time. For more information about recovery paths, see SQL Server Books Online.',
  otherDatabase: (database: string) =>
    `The backup set holds a backup of a database other than the existing '${database}' database.`,
  wrongBase:
    'This differential backup cannot be restored because the database has not been restored to the correct earlier state.',
  alreadyCovered:
    'This backup set will not be restored because all data has already been restored to a point beyond the time covered by this backup set.',
  countReached: (database: string) =>
    `The database (${database}) migration failed due to databases count limitation.`,
  /** For a missing role, another region, an encrypted or archive bucket no text is documented [guess]. */
  downloadFailed: 'Failed to download backup file.',
  urlExpired: 'Failed to download backup file since OSS URL was expired.',
  checkPassedLater: 'Success to DBCC checkdb asynchronously',
  checkFailed: 'DBCC checkdb failed',
  checkFailedLater: (errors: number, table: string, objectId: number) =>
    `asynchronously DBCC checkdb failed: CHECKDB found 0 allocation errors and ${errors} consistency errors in table '${table}' (object ID ${objectId}).`,
  pageDamaged: (page: { readonly fileId: number; readonly pageId: number }, database: string) =>
    `RESTORE detected an error on page (${page.fileId}:${page.pageId}) in database "${database}" as read from the backup set.`,
  damagedAtBackup:
    'The backup set cannot be restored because the database was damaged when the backup occurred. Salvage attempts may exploit WITH CONTINUE_AFTER_ERROR.',
  setDamaged: 'Damage to the backup set was detected.',
  setIncomplete: (file: string) =>
    `The backup set on device '${file}' was terminated while it was being created and is incomplete. RESTORE sequence is terminated abnormally.`,
  mediaFamilyMalformed: (file: string) =>
    `The media family on device '${file}' is incorrectly formed. SQL Server cannot process this media family.`,
  readFailedAtEnd: (file: string) => `Read on "${file}" failed: 38(Reached the end of the file.)`,
  /** Follows the error that matters, without a blank, as in the text that is documented. */
  restoreEnds: (what: 'DATABASE' | 'LOG') => `RESTORE ${what} is terminating abnormally.`,
} as const
