/**
 * What can be wrong with a backup file. Entries with exit code 3 are warnings: the file could be read on.
 * The words in braces that name blocks, streams and fields (SSET, MQCI, FirstLSN) are the format's own.
 */
import { type ErrorCatalogue, errorMaker } from '../core/index.ts'

export const bakErrors = {
  BAK_NOT_A_BACKUP: {
    exit: 30,
    retry: 'never',
    message: '{file} is not a SQL Server backup: it begins with {found}',
    cause:
      'The file is something else with the same extension, such as a SQL script, an archive or a data file (.mdf), or its beginning was overwritten.',
    solution: 'Take a backup with BACKUP DATABASE, or leave this file out.',
  },
  BAK_EMPTY: {
    exit: 30,
    retry: 'never',
    message: '{file} is empty',
    cause: 'The backup or the copy of it failed before the first byte was written.',
    solution: 'Copy the file again, or take a new backup.',
  },
  BAK_NO_BACKUP_SET: {
    exit: 30,
    retry: 'never',
    message: '{file} is in Microsoft Tape Format, but holds no SQL Server backup set',
    cause: 'Another program wrote it, such as Windows Backup (.bkf).',
    solution: 'Take a backup with BACKUP DATABASE, or leave this file out.',
  },
  BAK_ENCRYPTED: {
    exit: 30,
    retry: 'never',
    message: '{file} is encrypted with the certificate {thumbprint}',
    cause: 'It was taken WITH ENCRYPTION, and RDS does not restore encrypted backups.',
    solution: 'Take the backup again without ENCRYPTION.',
  },
  BAK_TRUNCATED: {
    exit: 30,
    retry: 'never',
    message:
      '{file} ends at byte {sizeBytes}, but {what} at byte {offset} reaches at least to byte {expected}',
    cause: 'The copy or the backup was interrupted, or the disk was full.',
    solution:
      'Compare the size with the original and copy the file again; if the original is as short, take a new backup.',
  },
  BAK_BLOCK_DAMAGED: {
    exit: 30,
    retry: 'never',
    message:
      '{what} at byte {offset} of {file} is damaged: its checksum is {stored}, but its bytes give {computed}',
    cause: 'Bytes were changed in transfer or on the disk, or bytes before them are missing.',
    solution:
      'Copy the file again from where it was written, in binary mode; if the original fails too, take a new backup WITH CHECKSUM.',
  },
  BAK_BLOCK_MISPLACED: {
    exit: 30,
    retry: 'never',
    message: '{what} lies at byte {offset} of {file}, but says that it belongs at byte {expected}',
    cause: 'Parts of several files were joined, or bytes are missing or doubled.',
    solution: 'Copy the file again from where it was written, or take a new backup.',
  },
  BAK_CHAIN_BROKEN: {
    exit: 30,
    retry: 'never',
    message: 'the chain of blocks in {file} breaks off at byte {offset}: {reason}',
    cause: 'Bytes were overwritten, or space was reserved for the file but never filled.',
    solution:
      'Copy the file again from where it was written, in binary mode; if the original fails too, take a new backup.',
  },
  BAK_HEADER_DAMAGED: {
    exit: 30,
    retry: 'never',
    message: 'the backup header at byte {offset} of {file} cannot be read: {reason}',
    cause: 'Bytes of the header were changed in transfer or on the disk.',
    solution:
      'Copy the file again from where it was written, in binary mode; if the original fails too, take a new backup.',
  },
  BAK_SIZE_UNSUPPORTED: {
    exit: 30,
    retry: 'never',
    message: '{file} claims a size of {sizeBytes} bytes',
    cause: 'The size is negative, no whole number, or beyond 2^53 - 1.',
    solution: 'Check the storage that the file comes from.',
  },
  BAK_CHANGED_WHILE_READ: {
    exit: 30,
    retry: 'later',
    message:
      '{file} changed while it was read: {received} of {requested} bytes came from byte {offset}',
    cause: 'The backup is still being written or copied, or the file was replaced.',
    solution: 'Wait until the backup job or the copy is finished, and run the command again.',
  },
  BAK_UNREADABLE: {
    exit: 30,
    retry: 'later',
    message: '{file} could not be read at byte {offset}: {reason}',
    cause: 'The disk or the connection to it failed.',
    solution: 'Check the disk or the connection, and run the command again.',
  },
  BAK_SET_INCOMPLETE: {
    exit: 3,
    retry: 'never',
    message: 'backup set {position} of {file} has no final header',
    cause: 'That backup was aborted before its end; RESTORE refuses it.',
    solution: 'Take a new backup of this database.',
  },
  BAK_UNKNOWN_BLOCK: {
    exit: 3,
    retry: 'never',
    message: 'block {type} at byte {offset} of {file} is not known and was skipped',
    cause: 'A newer SQL Server or another program wrote it.',
    solution: 'Check the backup on a SQL Server with RESTORE VERIFYONLY.',
  },
  BAK_UNKNOWN_STREAM: {
    exit: 3,
    retry: 'never',
    message: 'stream {type} at byte {offset} of {file} is not known and was skipped',
    cause: 'A newer SQL Server or another program wrote it.',
    solution: 'Check the backup on a SQL Server with RESTORE VERIFYONLY.',
  },
  BAK_UNKNOWN_RECORD: {
    exit: 3,
    retry: 'never',
    message: 'header record {type} at byte {offset} of {file} is not known and was skipped',
    cause: 'A newer SQL Server wrote it, or bytes of the header were changed.',
    solution: 'Check the backup on a SQL Server with RESTORE HEADERONLY.',
  },
  BAK_CONTRADICTION: {
    exit: 3,
    retry: 'never',
    message: '{file} contradicts itself at byte {offset}: {first}, but {second}',
    cause: 'Bytes of a header that no checksum covers were changed, or the backup is unusual.',
    solution: 'Check the backup on a SQL Server with RESTORE HEADERONLY and RESTORE VERIFYONLY.',
  },
  BAK_DATE_INVALID: {
    exit: 3,
    retry: 'never',
    message: '{field} at byte {offset} of {file} is not a date',
    cause: 'Bytes of a header that no checksum covers were changed.',
    solution: 'Check the backup on a SQL Server with RESTORE HEADERONLY.',
  },
  BAK_MORE_WARNINGS: {
    exit: 3,
    retry: 'never',
    message: '{file} has more than {count} oddities; the rest from byte {offset} on is not listed',
    cause: 'The file is damaged in many places, or another program wrote it.',
    solution: 'Check the backup on a SQL Server with RESTORE VERIFYONLY.',
  },
} as const satisfies ErrorCatalogue

/** Makes an error of this catalogue. */
export const bakError = errorMaker(bakErrors)
