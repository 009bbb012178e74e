/**
 * What planning and running a migration can refuse or fail with. PLAN_ codes are reasons why a file does not go;
 * MIGRATE_ codes are what can happen to a database that was on its way.
 */
import { type ErrorCatalogue, errorMaker } from '../core/index.ts'

export const migrationErrors = {
  PLAN_STRIPE_MISSING: {
    exit: 30,
    retry: 'never',
    message:
      '{file} is stripe {family} of {families} of a backup of {database}; missing here: {missing}',
    cause:
      'The backup was written to several files at once, and each of them holds only a part of it.',
    solution:
      'Take a new full backup of {database} into a single file, WITH FORMAT. RDS for SQL Server 2012 and later takes one file per backup, so finding the missing stripes would not help.',
  },
  PLAN_STRIPED: {
    exit: 30,
    retry: 'never',
    message: '{file} is stripe {family} of {families} of a backup of {database}',
    cause: 'RDS for SQL Server restores a database from one file; a backup in stripes has several.',
    solution:
      'Take a new full backup of {database} into a single file, WITH FORMAT, and run the same command again.',
  },
  PLAN_SEVERAL_SETS: {
    exit: 30,
    retry: 'never',
    message: '{file} holds {count} backup sets, and RDS cannot be told which one to restore',
    cause: 'Backups were appended to one file (BACKUP ... WITH NOINIT is the default).',
    solution:
      'Take a new full backup of each database into a file of its own, WITH INIT, and run the same command again.',
  },
  PLAN_FULL_MISSING: {
    exit: 30,
    retry: 'never',
    message:
      '{file} is a {type} backup of {database}, and the full backup it builds on is not here',
    cause: 'A differential or log backup holds only what changed since another backup.',
    solution:
      'Take a full backup of {database} and put it into the folder. This migration uses full backups only.',
  },
  PLAN_FULL_ONLY: {
    exit: 30,
    retry: 'never',
    message: '{file} is a {type} backup of {database}, and this migration uses full backups only',
    cause: 'A full-only migration restores each database once, from one full backup.',
    solution:
      'Take a full backup of {database} after its last change if what {file} holds must reach the destination.',
  },
  PLAN_TYPE_UNSUPPORTED: {
    exit: 30,
    retry: 'never',
    message: '{file} is a {type} backup of {database}, which RDS does not restore',
    cause: 'File, filegroup and partial backups do not hold the whole database.',
    solution: 'Take a full backup of {database} into a single file and run the same command again.',
  },
  PLAN_SYSTEM_DATABASE: {
    exit: 40,
    retry: 'never',
    message: '{file} is a backup of {database}, a system database',
    cause: 'System databases belong to one instance and one version; RDS has its own.',
    solution:
      'Create the logins, jobs and linked servers that {database} holds anew on the destination.',
  },
  PLAN_TOO_OLD: {
    exit: 40,
    retry: 'never',
    message:
      '{file} was written by SQL Server {release}, which the destination ({destination}) cannot restore',
    cause: 'SQL Server 2012 and later restore backups of SQL Server 2005 and later only.',
    solution:
      'Restore {file} on a SQL Server 2008 or 2008 R2 first, take a full backup of {database} there, and migrate that one.',
  },
  PLAN_TOO_NEW: {
    exit: 40,
    retry: 'never',
    message:
      '{file} was written by SQL Server {release}, which is newer than the destination ({destination})',
    cause: 'A backup can be restored by the same or a later version only.',
    solution: 'Choose an RDS instance that runs SQL Server {release} or later.',
  },
  PLAN_MEDIA_PASSWORD: {
    exit: 30,
    retry: 'never',
    message: '{file} is protected by a media password',
    cause: 'The backup of {database} was taken WITH MEDIAPASSWORD, and RDS cannot be given it.',
    solution:
      'Take a new full backup of {database} without a media password and run the same command again.',
  },
  PLAN_BACKUP_INCOMPLETE: {
    exit: 30,
    retry: 'never',
    message: '{file} holds a backup of {database} that was never finished',
    cause: 'The final header is missing: BACKUP was cancelled, or the file was copied too early.',
    solution: 'Copy {file} again, or take a new full backup of {database}.',
  },
  PLAN_BACKUP_DAMAGED: {
    exit: 30,
    retry: 'never',
    message: '{file} is marked as damaged by the server that wrote it',
    cause: 'The backup of {database} was taken WITH CONTINUE_AFTER_ERROR over damaged pages.',
    solution:
      'Run DBCC CHECKDB on {database} at the source, repair it, and take a new full backup.',
  },
  PLAN_DATABASE_CLAIMED_TWICE: {
    exit: 30,
    retry: 'never',
    message: '{count} files hold a full backup of {database}: {files}',
    cause: 'Names and dates do not prove which of them is the one that you want.',
    solution:
      'Run the same command with --only and the name of the file that shall go, such as --only "{example}".',
  },
  PLAN_NAME_TAKEN: {
    exit: 40,
    retry: 'never',
    message: 'the destination {instance} has a database {database} already',
    cause: 'RDS restores a backup into a new database only, and replaces none.',
    solution:
      'Drop or rename {database} on the destination if it may go, or leave this database out with --only.',
  },
  PLAN_NAME_MISSING: {
    exit: 40,
    retry: 'never',
    message: 'the destination {instance} has no database {database} to restore into',
    cause:
      'An instance that runs SQL Server 2008 R2 on local disks needs an empty database of the same name.',
    solution:
      'Create an empty database {database} in the RDS console and run the same command again.',
  },
  PLAN_NAME_REFUSED: {
    exit: 40,
    retry: 'never',
    message: 'the database in {file} has a name that the destination does not take: "{database}"',
    cause:
      'A name has 1 to 128 characters, none of them a control character, and no blank at either end.',
    solution: 'Rename the database at the source, take a new full backup, and migrate that one.',
  },
  PLAN_FILE_TOO_LARGE: {
    exit: 40,
    retry: 'never',
    message: '{file} has {sizeBytes} bytes, more than the {limitBytes} that RDS takes',
    cause: 'RDS for SQL Server refuses backup files over 3 TB.',
    solution:
      'Take the full backup of {database} WITH COMPRESSION, or move old data to another database first.',
  },
  PLAN_NO_SPACE: {
    exit: 40,
    retry: 'later',
    message:
      '{database} needs {neededBytes} bytes on the destination, and {freeBytes} are left for it',
    cause:
      'A restored database takes its allocated size, not the size of its backup, and a full disk locks the whole instance.',
    solution:
      'Enlarge the storage of {instance}, or leave other databases out with --only, and run the same command again.',
  },
  PLAN_TOO_MANY_DATABASES: {
    exit: 40,
    retry: 'never',
    message: '{instance} takes {limit} databases, and {database} would be number {number}',
    cause: 'The number of databases on an instance is limited by its edition and class.',
    solution: 'Choose a larger instance, or leave databases out with --only.',
  },
  PLAN_DAILY_QUOTA: {
    exit: 40,
    retry: 'later',
    message: '{database} had {count} migration tasks within a day, and RDS takes {limit}',
    cause: 'Each task counts, whoever created it and whatever came of it.',
    solution: 'Run the same command again after {freeAt}.',
  },
  PLAN_FOLDER_EMPTY: {
    exit: 30,
    retry: 'never',
    message: 'there is no file in {folder}',
    cause: 'The folder is empty, or the backups lie elsewhere.',
    solution: 'Name the folder that holds the full backups.',
  },
  PLAN_ONLY_UNKNOWN: {
    exit: 2,
    retry: 'never',
    message: '--only names {name}, and no backup in {folder} has this file or database name',
    cause: 'The name of a database is the one in the header of the backup.',
    solution: 'Run `sqlferry inspect {folder}` to see the names.',
  },
  PLAN_PREFIX_REFUSED: {
    exit: 2,
    retry: 'never',
    message: 'the prefix {prefix} cannot be used for objects that RDS shall restore',
    cause:
      'Documents disagree on the characters that RDS takes in object names; letters, digits, _ and . are safe.',
    solution: 'Choose a prefix of letters, digits, _, . and / such as --prefix migration/2026.',
  },
  MIGRATE_FILE_GONE: {
    exit: 30,
    retry: 'later',
    message: '{file} is not where it was when the migration was planned',
    cause: 'The file was moved, renamed or deleted before it was uploaded.',
    solution: 'Put {file} back and run the same command again.',
  },
  MIGRATE_FILE_CHANGED: {
    exit: 30,
    retry: 'later',
    message: '{file} has changed since it was inspected',
    cause: 'A backup is being written to it, or it was replaced.',
    solution: 'Wait until the backup is finished and run the same command again.',
  },
  MIGRATE_OBJECT_CHANGED: {
    exit: 20,
    retry: 'never',
    message: 'the object {key} is not the one that was uploaded from {file}',
    cause: 'Somebody removed or replaced the object after its upload.',
    solution: 'Run the same command again: {file} is uploaded anew.',
  },
  MIGRATE_TASK_FAILED: {
    exit: 40,
    retry: 'never',
    message: 'RDS could not restore {database} (task {migrateTaskId}): {description}',
    cause: 'The task was accepted and ended as Failed.',
    solution:
      'Run `sqlferry explain "{description}"` for what it means; then let it be tried once more with --again "{database}".',
  },
  MIGRATE_DATABASE_UNSEEN: {
    exit: 40,
    retry: 'later',
    message:
      'RDS reports task {migrateTaskId} as successful, but {database} is not among the databases of {instance}',
    cause: 'The list may lag behind, or the database was dropped or renamed right afterwards.',
    solution: 'Look for {database} in the RDS console, then run the same command again.',
  },
  MIGRATE_UNDECIDED_SEVERAL: {
    exit: 40,
    retry: 'never',
    message: 'RDS lists several tasks that may be ours for {database}: {tasks}',
    cause:
      'The answer to CreateMigrateTask was lost. Somebody else created a task for this database at the same time, so no further one was created.',
    solution:
      'Run `sqlferry status --instance {instance}`; then run the same command with --adopt "{database}=<task id>" if one of the tasks is ours, or with --again "{database}" if none is.',
  },
  MIGRATE_UNDECIDED_FILES: {
    exit: 40,
    retry: 'never',
    message: 'RDS does not say which file task {tasks} restores into {database}',
    cause:
      'The answer to CreateMigrateTask was lost, and the task that appeared since then does not show its files. A second task could do harm, so none was created.',
    solution:
      'Run `sqlferry status --instance {instance}`; then run the same command with --adopt "{database}={tasks}" if the task is ours, or with --again "{database}" if it is not.',
  },
  MIGRATE_UNDECIDED_SILENT: {
    exit: 40,
    retry: 'later',
    message: 'RDS cannot be asked whether it accepted a task for {database}: {answer}',
    cause:
      'The answer to CreateMigrateTask was lost, and the list of tasks cannot be read. A second task could do harm, so none was created.',
    solution:
      'Run the same command again when RDS answers; it asks first. `sqlferry status --instance {instance}` shows the tasks.',
  },
  MIGRATE_UNDECIDED_OLD: {
    exit: 40,
    retry: 'never',
    message: 'whether RDS accepted a task for {database} was last asked too long ago: {askedAt}',
    cause:
      'The answer to CreateMigrateTask was lost, and RDS lists tasks of the last seven days only.',
    solution:
      'Look for {database} on the destination; then run the same command with --again "{database}" if it is not there.',
  },
  MIGRATE_DATABASE_GONE: {
    exit: 40,
    retry: 'never',
    message: '{database} was restored by an earlier run and is not on {instance} any more',
    cause: 'Somebody dropped or renamed the database since, or the instance was made anew.',
    solution:
      'Run the same command again with --again "{database}" to restore it once more, or leave it out with --only.',
  },
  MIGRATE_OTHER_TASK: {
    exit: 40,
    retry: 'later',
    message:
      'RDS works on task {migrateTaskId} for {database}, which this migration did not ask for',
    cause:
      'Somebody else restores another backup into a database of this name, so no task was created.',
    solution:
      'Run `sqlferry status --instance {instance}` until that task has ended; then run the same command again.',
  },
  MIGRATE_ADOPT_REFUSED: {
    exit: 2,
    retry: 'never',
    message: 'task {migrateTaskId} restores {other}, not {database}',
    cause: 'Only a task for the same database can be the one whose answer was lost.',
    solution: 'Run `sqlferry status --instance {instance}` to find the task of {database}.',
  },
  MIGRATE_CHOICE_REFUSED: {
    exit: 2,
    retry: 'never',
    message: '{option} cannot be used for {database}, which is {state}',
    cause: 'The option decides for a database that ended or waits for a person, and for no other.',
    solution: 'Run the same command without {option} to see how each database stands.',
  },
  MIGRATE_HISTORY_UNREADABLE: {
    exit: 50,
    retry: 'never',
    message: 'the journal says {event} of {database}, which cannot follow the state {state}',
    cause: 'The journal was changed by hand or written by another version of sqlferry.',
    solution:
      'Keep the journal as it is, run the version of sqlferry that wrote it, or begin anew in another state folder with --home.',
  },
} as const satisfies ErrorCatalogue

/** Makes (does not throw) an error of this folder. */
export const migrationError = errorMaker(migrationErrors)
