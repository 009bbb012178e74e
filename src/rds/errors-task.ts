/** What RDS says of a task that runs or ran, and what an import refuses by itself. */
import { type ErrorCatalogue, exitCodes } from '../core/index.ts'

export const taskErrors = {
  RDS_DATABASE_EXISTS: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the instance has a database {database} already',
    cause: 'The instance already has a database of this name; RDS never overwrites one.',
    solution: 'Back it up and drop it on RDS, or restore under another name.',
  },
  BAK_NOT_FULL_BUT_DIFFERENTIAL: {
    exit: exitCodes.bak,
    retry: 'never',
    message: '{file} is a differential backup, but a full one is needed',
    cause: 'A full migration got a differential backup.',
    solution: 'Choose the full backup, or use the incremental flow.',
  },
  BAK_NOT_FULL_BUT_LOG: {
    exit: exitCodes.bak,
    retry: 'never',
    message: '{file} is a log backup, but a full one is needed',
    cause: 'A full migration got a log backup.',
    solution: 'Choose the full backup, or use the incremental flow.',
  },
  BAK_SECOND_FULL: {
    exit: exitCodes.bak,
    retry: 'never',
    message: '{file} is a second full backup for one chain',
    cause: 'The chain already has its full backup; it now takes only differential and log backups.',
    solution: 'Send the next differential or log backup of this chain.',
  },
  BAK_VERIFY_FAILED: {
    exit: exitCodes.bak,
    retry: 'never',
    message: 'RDS could not verify {file}',
    cause: 'The file is damaged, or the source is a newer SQL Server version than the instance.',
    solution:
      'Run `sqlferry inspect --verify FILE`; take a new backup, or use an instance of the same or a newer version.',
  },
  RDS_CHECKDB_FAILED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'DBCC CHECKDB found errors in database {database}',
    cause: 'DBCC CHECKDB found errors after the restore: the source was already damaged.',
    solution:
      'Repair the source (REPAIR_ALLOW_DATA_LOSS may lose data), back up again and migrate again.',
  },
  RDS_CHECKDB_FAILED_LATER: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the check after opening found errors in database {database}',
    cause: 'The database is open, but the check that ran afterwards found errors.',
    solution:
      'Decide at once: repair on RDS with possible loss, or drop it there, repair the source and migrate again.',
  },
  RDS_CHECKDB_PASSED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the check after opening found no errors in database {database}',
    cause: 'The check after opening found no errors.',
    solution: 'Nothing is to be done.',
  },
  RDS_DISK_SHORT_FOR_RESTORE: {
    exit: exitCodes.rds,
    retry: 'never',
    message: '{leftMegabytes} MB are free, but restoring {database} needs {neededMegabytes} MB',
    cause: 'The instance has less free storage than the restored database needs.',
    solution: 'Add storage to the instance, then start the task again.',
  },
  RDS_DISK_SHORT_FOR_FILE: {
    exit: exitCodes.rds,
    retry: 'never',
    message:
      '{leftMegabytes} MB are free, but the backup file of {database} has {neededMegabytes} MB',
    cause: 'The free storage is smaller than the backup file itself.',
    solution: 'Add storage to the instance, then start the task again.',
  },
  RDS_NO_PRIVILEGED_ACCOUNT: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'database {database} is restored, but the instance has no privileged account',
    cause:
      'The data is restored, but no privileged account exists that could be given rights on it.',
    solution: 'Create a privileged account in the RDS console and grant it this database.',
  },
  BAK_CHAIN_GAP: {
    exit: exitCodes.bak,
    retry: 'never',
    message: 'a log backup of {database} before LSN {lsn} is missing',
    cause: 'A log backup between the last restored one and this one is missing.',
    solution:
      'Send the missing log backup first; `sqlferry inspect` shows which LSNs a file covers.',
  },
  RDS_OPEN_FAILED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'database {database} could not be opened',
    cause:
      'The database uses features that the edition of the instance lacks, such as compression or partitions on Web edition.',
    solution: 'Remove the feature and back up again, or use an instance of the same edition.',
  },
  RDS_DATABASE_COUNT_REACHED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the instance holds as many databases as it may, so {database} was refused',
    cause: 'The instance holds as many databases as it may.',
    solution:
      'Drop databases that are not needed, or use another instance; DBMaxQuantity is the limit.',
  },
  RDS_SIGNED_URL_EXPIRED: {
    exit: exitCodes.rds,
    retry: 'later',
    message: 'the signed URL of {database} expired before RDS had the file',
    cause: 'The signed URL ended before RDS had downloaded the file.',
    solution: 'Run the same command again: it signs a new URL, of at most 18 hours.',
  },
  BAK_PAGE_DAMAGED_AT_RESTORE: {
    exit: exitCodes.bak,
    retry: 'never',
    message: 'RDS found page {page} of {database} damaged while it restored the backup',
    cause: 'A page in the backup has a wrong checksum.',
    solution:
      'Run `sqlferry inspect --verify FILE`, copy the file again from where it was written and upload it; if that fails too, take a new backup WITH CHECKSUM.',
  },
  BAK_DAMAGED_AT_BACKUP: {
    exit: exitCodes.bak,
    retry: 'never',
    message: 'database {database} was damaged when it was backed up',
    cause: 'The source was damaged when it was backed up.',
    solution: 'Repair the source and back up again.',
  },
  BAK_DAMAGED: {
    exit: exitCodes.bak,
    retry: 'never',
    message: 'RDS found the backup of {database} damaged while it restored it',
    cause: 'Bytes of the backup are not those that its checksums were made of.',
    solution:
      'Run `sqlferry inspect --verify FILE`, copy the file again from where it was written and upload it; if that fails too, take a new backup WITH CHECKSUM.',
  },
  BAK_MEDIA_FAMILY_MALFORMED: {
    exit: exitCodes.bak,
    retry: 'never',
    message: 'RDS could not read {file} to its end: its structure is damaged',
    cause:
      'The file is damaged, was changed by a text-mode transfer, or comes from a newer version.',
    solution:
      'Run `sqlferry inspect --verify FILE`, copy the file again in binary mode and upload it.',
  },
  BAK_INCOMPLETE: {
    exit: exitCodes.bak,
    retry: 'never',
    message: 'the backup of {database} was never finished',
    cause: 'BACKUP was stopped before its end.',
    solution: 'Take the backup again.',
  },
  BAK_CUT_OFF_AT_RESTORE: {
    exit: exitCodes.bak,
    retry: 'never',
    message: 'RDS reached the end of {file} before the end of the backup',
    cause: 'The file ends too early: an interrupted copy.',
    solution: 'Compare its size with that of the original, copy it again and upload it.',
  },
  RDS_FILE_DOWNLOAD_FAILED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'RDS could not download {file}',
    cause: 'RDS could not fetch the object: role missing, object gone, encrypted, or other region.',
    solution:
      'Check AliyunRDSImportRole, the object, its encryption and the region; then start the task again.',
  },
  RDS_FILE_VERIFY_FAILED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'RDS could not verify {file}',
    cause: 'The file is damaged, not a backup, or from a newer version.',
    solution: 'Run `sqlferry inspect --verify FILE`.',
  },
  RDS_FILE_CHECK_FAILED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'RDS refused {file} in a check before the restore',
    cause: 'A check before the restore failed: type, chain or space.',
    solution: 'Read the Description of the task.',
  },
  RDS_FILE_RESTORE_FAILED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'RDS could not restore {file}',
    cause: 'The RESTORE itself failed.',
    solution: 'Read the description of the task and give it to `sqlferry explain`.',
  },
  BAK_NAME_REJECTED: {
    exit: exitCodes.bak,
    retry: 'never',
    message: '{file} is not named Database_FULL_yyyymmddhhmmss.bak',
    cause:
      'The database is taken from the name of the object, and this name does not follow the pattern.',
    solution:
      'Rename the object, or add `--by-header`: then the header of the backup says what it is.',
  },
  RDS_BUCKET_IN_OTHER_REGION: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'bucket {bucket} lies in {bucketRegion}, the instance in {instanceRegion}',
    cause: 'RDS restores only from a bucket of its own region.',
    solution: 'Use a bucket in {instanceRegion}; `sqlferry bucket create` makes one.',
  },
  RDS_BUCKET_ENCRYPTED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'server-side encryption ({encryption}) is on for bucket {bucket}',
    cause: 'The role that RDS reads the bucket with has no right to any key.',
    solution:
      'Use a bucket without server-side encryption; objects that are encrypted already must be uploaded again.',
  },
  RDS_IMPORT_UNDECIDED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'it is not known whether RDS accepted {file} for database {database}',
    cause:
      'An earlier run sent the request and got no reply, and the service does not say whether a task exists.',
    solution:
      'Look at the instance in the RDS console; then run the same command with `--again {database}` if there is no such task.',
  },
  RDS_IMPORT_FAILED_BEFORE: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'task {task} for {file} and database {database} has failed before: {description}',
    cause:
      'The object has not changed since, so a further task would probably fail for the same reason.',
    solution:
      'Remove the cause, then run the same command with `--again {database}`; an object that is uploaded anew counts as another one.',
  },
  RDS_DATABASE_CLAIMED_TWICE: {
    exit: exitCodes.rds,
    retry: 'never',
    message: '{files} all hold a full backup of database {database}',
    cause: 'Only one of them can become the database, and sqlferry does not guess which.',
    solution: 'Move the others to another folder, or name the wanted one with `--only FILE`.',
  },
  BAK_NAME_HAS_SPECIAL_CHARACTERS: {
    exit: exitCodes.bak,
    retry: 'never',
    message: 'the name {file} has characters that RDS may refuse: {characters}',
    cause:
      'The object name holds characters that RDS refuses; the editions do not agree on the set.',
    solution: 'Use letters, digits, underscore and dot only.',
  },
  BAK_NAME_AND_HEADER_DIFFER: {
    exit: exitCodes.bak,
    retry: 'never',
    message: '{file} is named after database {named}, but holds {held}',
    cause: 'The file was renamed, or the database is to get another name.',
    solution: 'Go on if the new name is wanted; else add `--by-header` and the header decides.',
  },
  BAK_STRIPED: {
    exit: exitCodes.bak,
    retry: 'never',
    message: '{file} is file {familyNumber} of {familyCount} of one backup',
    cause: 'The backup is striped over several files, and RDS restores a single file only.',
    solution:
      'Take a new full backup into one file: `BACKUP DATABASE ... TO DISK = ...` with a single disk.',
  },
  BAK_SEVERAL_SETS: {
    exit: exitCodes.bak,
    retry: 'never',
    message: '{file} holds {count} backup sets',
    cause: 'Several backups were appended to one file, and RDS has no option to choose one.',
    solution: 'Take a new full backup with `WITH INIT` into a file of its own.',
  },
  BAK_TYPE_REFUSED: {
    exit: exitCodes.bak,
    retry: 'never',
    message: '{file} is a {type} backup, but a full database backup is needed',
    cause: 'File, partial and other special backups do not hold the whole database.',
    solution: 'Take a full backup: `BACKUP DATABASE name TO DISK = ...`.',
  },
  BAK_NEWER_THAN_INSTANCE: {
    exit: exitCodes.bak,
    retry: 'never',
    message: '{file} comes from SQL Server {version}, newer than the instance ({engineVersion})',
    cause: 'SQL Server restores backups only to the same or a newer version.',
    solution: 'Use an RDS instance of the same or a newer version.',
  },
  BAK_TOO_OLD_FOR_INSTANCE: {
    exit: exitCodes.bak,
    retry: 'never',
    message: '{file} comes from SQL Server {version}, too old for the instance ({engineVersion})',
    cause: 'SQL Server 2012 and later do not restore backups of SQL Server 2000.',
    solution: 'Restore it on SQL Server 2005 to 2008 R2 first, then back it up there.',
  },
  RDS_IMPORT_BLOCKED: {
    exit: exitCodes.blocked,
    retry: 'never',
    message: '{count} checks keep the import from beginning',
    cause: 'Something is missing or set in a way that RDS or OSS would refuse later.',
    solution: 'Do what each finding says, or add `--skip-checks` to go on regardless.',
  },
  BAK_HAS_MEDIA_PASSWORD: {
    exit: exitCodes.bak,
    retry: 'never',
    message: '{file} is protected by a media password',
    cause: 'RDS has no way to give a password, so it cannot read the backup.',
    solution: 'Take a new backup without MEDIAPASSWORD.',
  },
} as const satisfies ErrorCatalogue
