/** What RDS can say to a request, and what may go wrong around one. */
import { type ErrorCatalogue, exitCodes } from '../core/index.ts'

export const requestErrors = {
  RDS_UNEXPECTED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: '{operation} on {object} failed with {status} {vendorCode}: {vendorMessage}',
    cause: 'The cloud answered with a code that has no entry of its own.',
    solution:
      'Read the code and message, look it up in the API error center, and give support the RequestId.',
  },
  RDS_REPLY_LOST: {
    exit: exitCodes.rds,
    retry: 'never',
    message: '{operation} on {object} was sent, but no readable reply came: {reason}',
    cause:
      'The connection broke or the service failed before it answered, so the request may or may not have been accepted; the operation cannot be repeated safely.',
    solution:
      'Run `sqlferry status`, then the same command again: sqlferry looks for the task before it creates another.',
  },
  RDS_INSTANCE_NOT_FOUND: {
    exit: exitCodes.rds,
    retry: 'never',
    message: "couldn't find RDS instance {object}",
    cause: 'No instance with this ID exists in the region or account of the AccessKey.',
    solution: 'Check the ID of the instance, the region and the account.',
  },
  RDS_FORBIDDEN: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'no right to call {operation} on {object}',
    cause: 'The RAM user lacks the right for this RDS operation or instance.',
    solution: 'Attach AliyunRDSFullAccess, or the smaller policy that `sqlferry doctor` prints.',
  },
  RDS_ENGINE_NOT_SQLSERVER: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'instance {object} runs {engine}, not SQL Server',
    cause: 'The instance runs another engine, such as MySQL.',
    solution: 'Give the ID of an ApsaraDB RDS for SQL Server instance.',
  },
  RDS_DATABASE_NAME_REFUSED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the name of database {object} is not allowed',
    cause: 'The destination name is a system or reserved name.',
    solution: 'Choose another destination name with `--map OLD=NEW`.',
  },
  RDS_INSTANCE_NOT_RUNNING: {
    exit: exitCodes.rds,
    retry: 'later',
    message: 'the state of the instance does not allow {operation} on {object}',
    cause: 'The instance is being created, changed, restarted or restored.',
    solution: 'Wait until its status is Running, then run the same command again.',
  },
  RDS_INSTANCE_TYPE_REFUSED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the type of the instance does not allow {operation} on {object}',
    cause: 'The instance is not a SQL Server instance, or is a read-only one.',
    solution: 'Use a primary RDS for SQL Server instance.',
  },
  RDS_INSTANCE_LOCKED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the instance is locked, so {operation} on {object} was refused',
    cause: 'The instance is locked: expired, storage full, locked by hand or before a rollback.',
    solution:
      'Read LockMode and LockReason with `sqlferry doctor`; renew the instance or add storage.',
  },
  RDS_DATABASE_ABSENT_OR_PRESENT: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'database {object} does not exist where it must, or exists where it must not',
    cause:
      'On 2008 R2 the empty destination database is missing; on 2012 and later a database of that name already exists.',
    solution:
      'Create the empty database first on 2008 R2; on 2012 and later back it up and drop it, or choose another name with `--map OLD=NEW`.',
  },
  RDS_DATABASE_OVERWRITTEN: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'database {database} of the instance is overwritten with {file}',
    cause:
      'On 2008 R2 with local disks RDS restores into the database of that name; the API does not tell whether it is empty.',
    solution: 'Make sure that the database is empty, or back it up before the import.',
  },
  RDS_DATABASE_TYPE_REFUSED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the type of database {object} does not allow {operation}',
    cause: 'The engine or kind of database does not support migration from a backup.',
    solution:
      'Check that the instance runs SQL Server and the database is an ordinary user database.',
  },
  RDS_DATABASE_BUSY: {
    exit: exitCodes.rds,
    retry: 'later',
    message: 'database {object} is being created or restored already',
    cause: 'The database is being created, or another migration task is working on it.',
    solution: 'Wait for that task and see it with `sqlferry status`.',
  },
  RDS_DATABASE_QUOTA_SPENT: {
    exit: exitCodes.rds,
    retry: 'later',
    message: 'database {object} has used its 20 migration tasks of today',
    cause: 'This database has had 20 migration operations on this instance today.',
    solution: 'Go on tomorrow; to save operations, send fewer and larger log backups.',
  },
  RDS_INSTANCE_QUOTA_SPENT: {
    exit: exitCodes.rds,
    retry: 'later',
    message: 'the instance of {object} has used its 500 migration tasks of today',
    cause: 'The instance has had 500 migration operations today.',
    solution: 'Go on tomorrow, or spread the databases over several instances.',
  },
  BAK_EXTENSION_REFUSED: {
    exit: exitCodes.bak,
    retry: 'never',
    message: 'RDS refused the extension of {object}',
    cause: 'The object name does not end in bak, diff, trn or log.',
    solution: 'Rename the object; what counts inside is the backup itself.',
  },
  RDS_OSS_URL_REFUSED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'RDS could not read the address of the backup for {object}',
    cause:
      'RDS could not read the object position or signed URL: wrong endpoint, bucket or key, or the URL was not encoded.',
    solution:
      'Check endpoint:bucket:key, keep bucket and instance in one region, and sign a new URL.',
  },
  BAK_FILE_TOO_LARGE: {
    exit: exitCodes.bak,
    retry: 'never',
    message: 'the backup for {object} is larger than RDS accepts',
    cause: 'One backup file is larger than 3 TB.',
    solution: 'Back up with compression, or move old data out of the database first.',
  },
  RDS_STORAGE_TOO_SMALL: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'database {object} would not fit into the instance storage',
    cause: 'The restored files would not fit into the instance storage.',
    solution:
      'Add storage to the instance; compare it with the file list that `sqlferry inspect` prints, not with the size of the .bak file.',
  },
  RDS_INSTANCE_STATUS_REFUSED: {
    exit: exitCodes.rds,
    retry: 'later',
    message: 'the instance is busy, so {operation} on {object} was refused',
    cause: 'The instance is busy with another change.',
    solution: 'Wait until it is Running.',
  },
  RDS_DATABASE_STATUS_REFUSED: {
    exit: exitCodes.rds,
    retry: 'later',
    message: 'the status of the database does not allow {operation} on {object}',
    cause: 'The database is being created, restored or deleted.',
    solution: 'Wait until the change ends.',
  },
  RDS_LOCK_MODE_REFUSED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the lock of the instance does not allow {operation} on {object}',
    cause: 'The instance is locked.',
    solution: 'Renew it or add storage; `sqlferry doctor` shows the reason of the lock.',
  },
  RDS_TYPE_REFUSED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'this kind of instance does not support {operation} on {object}',
    cause: 'Read-only, disaster-recovery and temporary instances cannot do this.',
    solution: 'Use the primary instance.',
  },
  RDS_ENGINE_REFUSED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the engine of the instance does not support {operation}',
    cause: 'The engine has no such operation.',
    solution: 'Use a SQL Server instance.',
  },
  RDS_BACKUP_RUNNING: {
    exit: exitCodes.rds,
    retry: 'later',
    message: 'a backup of the instance is running, so {operation} was refused',
    cause: 'A backup of the instance is running.',
    solution: 'Wait for it; move the automatic backup window away from the cut-over.',
  },
  RDS_DATABASE_DUPLICATE: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the name of database {object} is taken or badly formed',
    cause: 'Another database has this name, or it breaks the naming rule of the operation.',
    solution: 'Choose another name.',
  },
  RDS_DATABASE_KEYWORD: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the name of database {object} is a reserved word',
    cause: 'SQL Server or RDS uses the name itself.',
    solution: 'Choose another name.',
  },
  RDS_DATABASE_NOT_FOUND: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'there is no database {object}',
    cause: 'No database of that name is on the instance.',
    solution: 'Check upper and lower case of the name.',
  },
  RDS_DATABASE_LIMIT: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'no further database fits on the instance: {object} was refused',
    cause: 'The number of databases is at the limit.',
    solution: 'Drop unused databases or use another instance.',
  },
  RDS_TIME_RANGE_INVALID: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'the time range of {operation} is not valid',
    cause: 'The end of the range is before its start.',
    solution: 'Correct --since and --until.',
  },
  RDS_TASK_LIST_UNSUPPORTED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'this edition does not offer {operation}',
    cause: 'These list operations do not exist on these editions.',
    solution: 'Nothing is to be done: sqlferry asks for single tasks instead.',
  },
  RDS_TASK_NOT_FOUND: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'there is no migration task {object}',
    cause: 'The service keeps tasks for about a week, and a task belongs to one instance.',
    solution: 'Check the ID of the instance and of the task with `sqlferry status`.',
  },
  RDS_TASK_FAILED: {
    exit: exitCodes.rds,
    retry: 'never',
    message: 'migration task {task} for database {database} failed: {description}',
    cause: 'RDS gave a reason that has no entry of its own.',
    solution:
      'Read the description, look at the files of the task with `sqlferry status --database {database}`, and give support the ID of the task.',
  },
} as const satisfies ErrorCatalogue
