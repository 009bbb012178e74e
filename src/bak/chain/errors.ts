/** What can be wrong with a heap of backups that belong together: sets missing, doubled, foreign or not usable. */
import { type ErrorCatalogue, errorMaker } from '../../core/index.ts'

export const chainErrors = {
  BAK_LOG_GAP: {
    exit: 3,
    retry: 'never',
    message: 'log records {from} to {to} of {database} are in no file that can be used',
    cause:
      'A log backup is not among the files, or another program takes log backups too and keeps them elsewhere (or writes them to NUL).',
    solution:
      "Look for log backups taken between {after} and {before} (UTC), named like {pattern}. On the source, `SELECT s.backup_start_date, f.physical_device_name FROM msdb.dbo.backupset s JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = s.media_set_id WHERE s.type = 'L' AND s.database_name = N'{name}' AND s.last_lsn > {fromDecimal} AND s.first_lsn < {toDecimal} ORDER BY s.first_lsn` says where they were written. If there are none, take a new differential or full backup: it bridges the gap.",
  },
  BAK_GAP_MAY_BE_FILLED: {
    exit: 3,
    retry: 'never',
    message: '{file} may hold records {from} to {to} of {database}, but cannot be used: {reason}',
    cause: 'What a file holds can only be told from a header that can be read.',
    solution: 'Get a readable copy of this file, or the backup taken again without ENCRYPTION.',
  },
  BAK_BEHIND_KNOWN_END: {
    exit: 3,
    retry: 'never',
    message: 'the chain of {database} ends at {reach}, but {file} shows data up to {end}',
    cause: 'Whoever goes on with this chain loses what was written after its end.',
    solution:
      'Find the missing files, or take a new differential or log backup on the source before you cut over.',
  },
  BAK_NO_USABLE_FULL: {
    exit: 30,
    retry: 'never',
    message: 'no full backup of {database} that can be used is among the files',
    cause: 'Every restore begins with a full backup; differentials and logs only follow one.',
    solution:
      "Find the full backup {guid} with checkpoint {lsn}, taken before {before} (UTC), or take a new one. On the source, `SELECT f.physical_device_name FROM msdb.dbo.backupset s JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = s.media_set_id WHERE s.backup_set_uuid = '{guid}'` says where it was written.",
  },
  BAK_FULL_NEVER_NAMED: {
    exit: 30,
    retry: 'never',
    message: 'no full backup of {database} is among the files, and no header names one',
    cause:
      'The log chain began with a copy-only full backup, or the earliest files are missing too.',
    solution: 'Find any full backup taken before {before} (UTC), or take a new one.',
  },
  BAK_DIFFERENTIAL_BASE_MISSING: {
    exit: 3,
    retry: 'never',
    message:
      '{file} of {database} needs the full backup {guid} (checkpoint {lsn}), which is not here',
    cause:
      'A full backup that was not copy-only became the base of later differentials, perhaps taken by another program.',
    solution:
      'Find the full backup with this GUID, taken before {before} (UTC); a differential fits no other. In msdb.dbo.backupset on the source it stands as backup_set_uuid.',
  },
  BAK_DIFFERENTIAL_BASE_UNUSABLE: {
    exit: 3,
    retry: 'never',
    message: '{file} of {database} needs the full backup {guid}, which is here but cannot be used',
    cause: 'The base is damaged, cut off or lacks stripes.',
    solution: 'Get a whole copy of the full backup; a differential fits no other.',
  },
  BAK_DIFFERENTIAL_FOREIGN: {
    exit: 3,
    retry: 'never',
    message:
      '{file} of {database} belongs to the full backup {guid}, not to the one that was restored',
    cause:
      'Somebody took a full backup meanwhile that was not copy-only, and it became the base of later differentials.',
    solution: 'Go on with log backups only, or begin again with the new full backup.',
  },
  BAK_DIFFERENTIAL_MULTI_BASE: {
    exit: 3,
    retry: 'never',
    message: '{file} of {database} is a differential of more than one base',
    cause:
      'The files of the database were backed up separately, so that they have different bases.',
    solution: 'Take a full backup of the whole database, then differentials of it.',
  },
  BAK_STRIPE_MISSING: {
    exit: 3,
    retry: 'never',
    message: 'stripe {missing} of {count} is missing for {file} of {database}',
    cause:
      'A striped backup can only be restored with all of its files, also with those that hold no data.',
    solution:
      "Copy the other files of this backup here as well. On the source, `SELECT f.family_sequence_number, f.physical_device_name FROM msdb.dbo.backupset s JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = s.media_set_id WHERE s.backup_set_uuid = '{guid}'` says where they were written.",
  },
  BAK_SET_CONFLICT: {
    exit: 3,
    retry: 'never',
    message: '{file} of {database} contradicts another file of the same backup set {guid}',
    cause: 'Bytes of a header that no checksum covers were changed in one of them.',
    solution: 'Copy both files again from where they were written.',
  },
  BAK_SET_NOT_WHOLE: {
    exit: 3,
    retry: 'never',
    message: 'a backup set of {database} in {file} does not reach its end',
    cause: 'The backup was aborted, or the file was cut off or damaged.',
    solution: 'Copy the file again; if the original is as short, take a new backup.',
  },
  BAK_SET_MARKED_DAMAGED: {
    exit: 3,
    retry: 'never',
    message: '{file} of {database} was taken of damaged pages',
    cause: 'It was taken WITH CONTINUE_AFTER_ERROR, and its header says that pages were damaged.',
    solution: 'Run DBCC CHECKDB on the source, repair it, and take a new backup.',
  },
  BAK_SET_TYPE_REFUSED: {
    exit: 3,
    retry: 'never',
    message: '{file} is a {type} backup of {database}, which is not planned with',
    cause: 'It holds only some files or filegroups of the database.',
    solution: 'Take a full backup of the whole database.',
  },
  BAK_SYSTEM_DATABASE: {
    exit: 3,
    retry: 'never',
    message: '{file} is a backup of the system database {database}',
    cause: 'System databases belong to one server and its version, and cannot be moved.',
    solution: 'Leave this file out; move logins and jobs by script.',
  },
  BAK_SET_TOO_OLD: {
    exit: 3,
    retry: 'never',
    message:
      '{file} of {database} was taken by SQL Server 2000, whose backups are not put into chains',
    cause:
      'What its headers say of branches is not validated, and RDS restores nothing older than SQL Server 2005.',
    solution: 'Restore it on SQL Server 2005 or 2008, and take a new backup there.',
  },
  BAK_SET_TOO_NEW: {
    exit: 3,
    retry: 'never',
    message:
      '{file} of {database} has the internal version {version}, the destination {destination}',
    cause: 'SQL Server never restores a backup of a later release.',
    solution: 'Choose a destination of at least that release.',
  },
  BAK_FORK_CONFLICT: {
    exit: 3,
    retry: 'never',
    message: 'headers of {database} contradict each other about where branch {fork} began',
    cause: 'Bytes of a header that no checksum covers were changed.',
    solution: 'Compare RESTORE HEADERONLY of these files on a SQL Server.',
  },
  BAK_FORK_UNKNOWN: {
    exit: 3,
    retry: 'never',
    message:
      'branch {fork} of {database} came from branch {parent} at {lsn}, and no file leads there',
    cause:
      'The database was restored and went on from there; no file tells how the branch that it came from is reached.',
    solution: 'Find backups of branch {parent}, or take a new full backup.',
  },
  BAK_SEVERAL_BRANCHES: {
    exit: 3,
    retry: 'never',
    message:
      'the files hold {count} histories of {database}, and no file tells which one is wanted',
    cause:
      'The database was restored to an earlier point, copied under the same name, or dropped and created again; LSNs of such histories overlap.',
    solution:
      'Compare recovery_fork_guid in sys.database_recovery_status on the source with the branches listed here.',
  },
  BAK_AFTER_NORECOVERY: {
    exit: 3,
    retry: 'never',
    message: '{later} of {database} follows {tail}, which was taken WITH NORECOVERY',
    cause:
      'That backup put the database into the restoring state; something brought it back without a new branch.',
    solution: 'Check which of the two is the last backup that is wanted.',
  },
  BAK_FILE_LIST_CHANGED: {
    exit: 3,
    retry: 'never',
    message: '{log} of {database} lists data files that {full} does not: {files}',
    cause: 'The full backup was not of the whole database.',
    solution: 'Take a full backup of the whole database.',
  },
  BAK_RECOVERY_MODEL_CHANGED: {
    exit: 3,
    retry: 'never',
    message: 'the recovery model of {database} changes within the chain: {models}',
    cause: 'SIMPLE ends a log chain; a new one begins with the next full or differential backup.',
    solution: 'Keep the recovery model until the migration is over.',
  },
  BAK_CHAIN_VERSION_CHANGED: {
    exit: 3,
    retry: 'never',
    message: '{database} was upgraded within the chain: {later} has the internal version {version}',
    cause: 'A chain over an upgrade is not documented to restore.',
    solution: 'Take a new full backup on the upgraded server.',
  },
  BAK_CHAIN_READ_ONLY: {
    exit: 3,
    retry: 'never',
    message: '{file} was taken while {database} was read-only',
    cause:
      'After a detach or a restore, the base of a read-only database’s differentials may be wrong without any sign.',
    solution: 'Prefer a full backup alone for this database.',
  },
  BAK_HIDDEN_SETS: {
    exit: 3,
    retry: 'never',
    message: '{file} cannot be read ({reason}); it may hold later backups or missing ones',
    cause: 'Only a header that can be read tells which database a file belongs to.',
    solution: 'Get a readable copy of this file, or leave it out if it belongs to something else.',
  },
  BAK_RDS_STRIPED_FULL: {
    exit: 3,
    retry: 'never',
    message:
      'RDS cannot take the full backup {file} of {database}: it is striped over {count} files',
    cause: 'A restore task of RDS takes one object.',
    solution:
      'Take a new full backup to one file, WITH FORMAT. Let it be COPY_ONLY where other tools must keep their base (then only logs can follow), else it becomes the base of all later differentials.',
  },
  BAK_RDS_STRIPED_DIFFERENTIAL: {
    exit: 3,
    retry: 'never',
    message:
      'RDS cannot take the differential {file} of {database}: it is striped over {count} files',
    cause: 'A restore task of RDS takes one object.',
    solution:
      'Take a new differential to one file, if its base is still the restored full backup, or use the log backups.',
  },
  BAK_RDS_STRIPED_LOG: {
    exit: 3,
    retry: 'never',
    message:
      'RDS cannot take the log backup {file} of {database}: it is striped over {count} files',
    cause: 'A restore task of RDS takes one object.',
    solution:
      'Bridge it with a new differential of the restored full backup to one file: a log backup cannot be taken again.',
  },
  BAK_RDS_SEVERAL_SETS: {
    exit: 3,
    retry: 'never',
    message: 'RDS cannot take {file} of {database}: the file holds {count} backup sets',
    cause: 'A restore task of RDS takes a whole object and has no FILE option.',
    solution: 'Take the backup again to a file of its own, WITH INIT.',
  },
  BAK_RDS_MEDIA_PASSWORD: {
    exit: 3,
    retry: 'never',
    message: 'RDS cannot take {file} of {database}: its media has a password',
    cause: 'A restore task of RDS has no place for a password.',
    solution: 'Take the backup again without MEDIAPASSWORD.',
  },
  BAK_RDS_BEHIND: {
    exit: 3,
    retry: 'never',
    message: 'RDS can restore {database} up to {reach}, a SQL Server up to {end}',
    cause: 'Some of the backups cannot be given to RDS.',
    solution: 'Take the backups named here again, each to one file.',
  },
  BAK_RDS_QUOTA_LAG: {
    exit: 3,
    retry: 'never',
    message: '{database} needs {tasks} restore tasks, but RDS takes only {today} more today',
    cause: 'RDS accepts 20 restore tasks per database and day; each log backup is one.',
    solution:
      'Take log backups {hours} hours apart or more, and a differential of the restored full backup where there is one.',
  },
} as const satisfies ErrorCatalogue

/** Makes an error of this catalogue. */
export const chainError = errorMaker(chainErrors)
