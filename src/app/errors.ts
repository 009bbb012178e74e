/** Errors of the command line, the configuration, the credentials and the choice of files: what a person can set right at once. */
import { type ErrorCatalogue, errorMaker } from '../core/index.ts'

export const appErrors = {
  CLI_UNKNOWN_OPTION: {
    exit: 2,
    retry: 'never',
    message: 'unknown option {option} for {command}',
    cause: 'The option is misspelt or belongs to another command.{suggestion}',
    solution: 'Run `{command} --help` to see the options.',
  },
  CLI_UNKNOWN_COMMAND: {
    exit: 2,
    retry: 'never',
    message: 'unknown command {name}',
    cause: 'The command is misspelt or is not part of this version.{suggestion}',
    solution: 'Run `sqlferry --help` to see the commands.',
  },
  CLI_MISSING_VALUE: {
    exit: 2,
    retry: 'never',
    message: 'option {option} of {command} needs a value',
    cause: 'Nothing stands after the option.',
    solution: 'Write the value after the option, or run `{command} --help` for an example.',
  },
  CLI_MISSING_OPTION: {
    exit: 2,
    retry: 'never',
    message: 'option {option} of {command} is required',
    cause: 'The command cannot guess this value.',
    solution: 'Add the option, or run `{command} --help` for what it means.',
  },
  CLI_MISSING_ARGUMENT: {
    exit: 2,
    retry: 'never',
    message: 'argument {name} of {command} is missing',
    cause: 'The command needs to know what to work on.',
    solution: 'Run `{command} --help` to see what it takes.',
  },
  CLI_TOO_MANY_ARGUMENTS: {
    exit: 2,
    retry: 'never',
    message: '{command} takes {expected} arguments, but got {received}',
    cause: 'A name with spaces is not quoted, or a path stands where none is expected.',
    solution: 'Quote names that contain spaces, or run `{command} --help` to see what it takes.',
  },
  CLI_BAD_VALUE: {
    exit: 2,
    retry: 'never',
    message: 'value {value} of {option} cannot be used: {reason}',
    cause: 'The value is not one that the option accepts.',
    solution: 'Run `{command} --help` to see which values are accepted.',
  },
  CLI_CONFLICTING_OPTIONS: {
    exit: 2,
    retry: 'never',
    message: 'options of {command} contradict each other: {reason}',
    cause: 'Each of the options works, but not both at once.',
    solution: 'Leave one of them out, or run `{command} --help` for what they mean.',
  },
  CLI_OPTION_WITHOUT_EFFECT: {
    exit: 2,
    retry: 'never',
    message: 'option {option} of {command} has no effect here',
    cause: 'It goes with these only: {uses}.',
    solution: 'Leave {option} out, or run `{command} --help` for what goes together.',
  },
  CLI_CANNOT_ASK: {
    exit: 2,
    retry: 'never',
    message: 'cannot ask "{question}", because nobody is at the terminal',
    cause: 'The command runs in a script or its input is redirected.',
    solution: 'Run it in a terminal, or add `--yes` if the plan may be carried out without asking.',
  },
  CLI_CANCELLED: {
    exit: 130,
    retry: 'later',
    message: 'cancelled by {signal}',
    cause: 'The run was ended from outside; what is finished is kept.',
    solution: 'Run the same command again to go on where it stopped.',
  },
  CLI_INTERNAL: {
    exit: 1,
    retry: 'never',
    message: 'internal error: {reason}',
    cause: 'This is a fault of sqlferry.',
    solution:
      'Run the command again with `--verbose` and report the lines it prints; they contain no secrets.',
  },
  INSPECT_FULL_NEEDED: {
    exit: 30,
    retry: 'never',
    message:
      '{file} is a differential backup of {database}, and the full backup that it is based on is not among the files',
    cause:
      'A differential holds only what changed since one full backup: the one with BackupSetGUID {guid} and CheckpointLSN {lsn}.',
    solution:
      "Name that full backup too. On the source, `SELECT f.physical_device_name FROM msdb.dbo.backupset s JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = s.media_set_id WHERE s.backup_set_uuid = '{guid}'` says where it was written.",
  },
  INSPECT_NOT_A_FULL: {
    exit: 30,
    retry: 'never',
    message: '{file} holds a {type} backup of {database}, from which tables cannot be read',
    cause: 'Only a full backup holds the whole database; logs are changes to it.',
    solution: 'Name a full backup of the database.',
  },
  INSPECT_NO_DATABASE: {
    exit: 30,
    retry: 'never',
    message: 'no full backup was found in {paths}',
    cause: 'There are no files, or none of them is a backup.',
    solution: 'Run `sqlferry inspect {paths}` to see what the files are.',
  },
  INSPECT_SEVERAL_DATABASES: {
    exit: 2,
    retry: 'never',
    message:
      'the files hold {count} databases, and rows can be read from one at a time: {databases}',
    cause: 'More than one full backup was named, or a folder that holds more than one.',
    solution: 'Name only the files of the backup that has the table, such as {files}.',
  },
  INSPECT_NO_SET: {
    exit: 2,
    retry: 'never',
    message: 'there is no full backup at position {position} of {file}',
    cause: 'The sets of the file are: {positions}.',
    solution: 'Choose one of the full backups with `--position`, or leave it out for the newest.',
  },
  INSPECT_WITH_FOREIGN: {
    exit: 30,
    retry: 'never',
    message: '{file} is no differential backup on a full backup among the files',
    cause: 'It is of another kind, or another full backup was taken before it: {reason}.',
    solution:
      'Run `sqlferry inspect {typed} --long` and compare DifferentialBaseGUID with the BackupSetGUID of the full backup.',
  },
  INSPECT_NO_TABLE: {
    exit: 2,
    retry: 'never',
    message: 'there is no table {table} in {database}',
    cause:
      'The name is misspelt, or the table is in another database; tables there are for example: {similar}.',
    solution: 'Run `sqlferry inspect {file} --tables` to see all tables.',
  },
  INSPECT_TABLE_AMBIGUOUS: {
    exit: 2,
    retry: 'never',
    message: 'several tables of {database} are named {table}: {tables}',
    cause: 'The name is in several schemas, or differs from another in case alone.',
    solution: 'Write the schema and the name as they are listed, such as `--rows {first}`.',
  },
  CONFIG_FILE_MISSING: {
    exit: 2,
    retry: 'never',
    message: 'there is no configuration file {path}',
    cause: 'The path was given by `--config` or SQLFERRY_CONFIG, but nothing lies there.',
    solution: 'Correct the path, or leave it out to use sqlferry.yaml of the working folder.',
  },
  CONFIG_FILE_UNREADABLE: {
    exit: 2,
    retry: 'never',
    message: 'configuration file {path} cannot be read: {reason}',
    cause: 'The file is not YAML, or its permissions keep you out.',
    solution: 'Correct the line that the message names.',
  },
  CONFIG_UNKNOWN_KEY: {
    exit: 2,
    retry: 'never',
    message: 'unknown key {key} in configuration file {path}',
    cause: 'The key is misspelt or stands in the wrong place; the nearest known one is {nearest}.',
    solution: 'Correct or remove the key. Accepted here: {accepted}.',
  },
  CONFIG_BAD_VALUE: {
    exit: 2,
    retry: 'never',
    message: 'value of {key} in {source} cannot be used: {reason}',
    cause: 'The value has another form than the setting needs.',
    solution: 'Correct the value of {key}.',
  },
  CONFIG_SECRET_IN_FILE: {
    exit: 2,
    retry: 'never',
    message: 'configuration file {path} holds the secret {key}',
    cause: 'Files are copied and committed; secrets do not belong there.',
    solution:
      'Remove the key from the file and set OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET in the environment instead.',
  },
  CONFIG_PROFILE_UNKNOWN: {
    exit: 2,
    retry: 'never',
    message: 'there is no profile {profile} in {path}',
    cause: 'The profile is misspelt or stands in another file; the nearest one is {nearest}.',
    solution: 'Choose one of these with `--profile`: {accepted}.',
  },
  CONFIG_SETTING_MISSING: {
    exit: 2,
    retry: 'never',
    message: 'setting {key} is missing',
    cause: 'It is given neither as an option nor in the environment nor in a profile.',
    solution: 'Add `{option}`, set {variable}, or write {key} into sqlferry.yaml.',
  },
  CONFIG_CREDENTIALS_MISSING: {
    exit: 2,
    retry: 'never',
    message: 'no Alibaba Cloud credentials were found',
    cause:
      'Neither OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET nor ACCESS_KEY_ID and ACCESS_KEY_SECRET are set, and the standard chain (ALIBABA_CLOUD_*, the aliyun CLI profile, the credentials file, the ECS role) has none: {reason}.',
    solution:
      'Set OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET (and OSS_SESSION_TOKEN for temporary ones), or run `aliyun configure`.',
  },
  CONFIG_CREDENTIALS_INCOMPLETE: {
    exit: 2,
    retry: 'never',
    message: '{present} is set, but {missing} is not',
    cause: 'An access key needs both its id and its secret.',
    solution: 'Set {missing} too, or unset {present} to use the standard chain.',
  },
  CONFIG_CREDENTIALS_EXPIRED: {
    exit: 2,
    retry: 'never',
    message: 'the temporary credentials in {source} have expired',
    cause: 'A token from the environment cannot be renewed by sqlferry.',
    solution: 'Get a fresh token, set it in the environment, and run the same command again.',
  },
  CONFIG_CA_FILE_UNREADABLE: {
    exit: 2,
    retry: 'never',
    message: 'certificate file {path} cannot be read: {reason}',
    cause: 'The file is missing, not readable, or holds no PEM certificate.',
    solution: 'Correct `--ca-file` or NODE_EXTRA_CA_CERTS.',
  },
  CONFIG_HOME_NOT_WRITABLE: {
    exit: 50,
    retry: 'never',
    message: 'state folder {path} cannot be used: {reason}',
    cause: 'sqlferry keeps its journal there and must be able to write.',
    solution: 'Choose another folder with `--home` or SQLFERRY_HOME, or correct its permissions.',
  },
} as const satisfies ErrorCatalogue

/** Makes an error of this catalogue. */
export const appError = errorMaker(appErrors)
