/** What can be wrong with the pages of a database in a backup. */
import { type ErrorCatalogue, errorMaker } from '../../core/index.ts'

export const pagesErrors = {
  BAK_DATA_UNALIGNED: {
    exit: 30,
    retry: 'never',
    message:
      'stream {stream} at byte {offset} of {file} is {length} bytes long, which is not a whole number of pages',
    cause: 'The backup was written in a way that is not supported, or its header was forged.',
    solution: 'Check the backup on a SQL Server with RESTORE VERIFYONLY.',
  },
  BAK_PAGES_NOT_IN_SET: {
    exit: 30,
    retry: 'never',
    message: 'backup set {position} of {file} is of type {type} and cannot be read as {wanted}',
    cause:
      'Tables can be read from a full backup, or from a full backup with its differential; other types do not hold a whole database, and reading them is not supported.',
    solution: 'Choose the full backup of the database.',
  },
  BAK_STRIPES_MISSING: {
    exit: 30,
    retry: 'never',
    message:
      'the backup of {database} was striped over {count} files, and these stripes are missing: {missing}',
    cause: 'Not all files of the striped backup were given.',
    solution:
      "Copy the missing files too and name all of them together. On the source, `SELECT f.family_sequence_number, f.physical_device_name FROM msdb.dbo.backupset s JOIN msdb.dbo.backupmediafamily f ON f.media_set_id = s.media_set_id WHERE s.backup_set_uuid = '{guid}'` says where they were written.",
  },
  BAK_STRIPES_MIXED: {
    exit: 30,
    retry: 'never',
    message: '{file} does not belong to the same backup as {other}: {reason}',
    cause: 'Files of different backups were named together as one striped backup.',
    solution: 'Name only the files that one BACKUP command wrote.',
  },
  BAK_DIFFERENTIAL_OF_OTHER_FULL: {
    exit: 30,
    retry: 'never',
    message:
      'the differential in {file} is based on backup {base}, but the full backup given is {full}',
    cause: 'Another full backup was taken between the two.',
    solution: 'Find the full backup that the differential is based on, or take a new differential.',
  },
  BAK_PAGE_DAMAGED: {
    exit: 30,
    retry: 'never',
    message:
      'page {fileId}:{pageId} at byte {offset} of {file} is damaged: its checksum is {stored}, but its bytes give {computed}',
    cause: 'Bytes were changed in transfer or on a disk after SQL Server wrote the page.',
    solution:
      'Copy the file again from where it was written, in binary mode; if the original fails too, take a new backup WITH CHECKSUM.',
  },
  BAK_PAGE_MISPLACED: {
    exit: 30,
    retry: 'never',
    message:
      'page {fileId}:{pageId} belongs at byte {offset} of {file}, but the page there says that it is {found}',
    cause: 'Bytes of the backup were changed or are missing, or the database was damaged already.',
    solution:
      'Copy the file again from where it was written; if that does not help, run DBCC CHECKDB on the source and take a new backup WITH CHECKSUM.',
  },
  BAK_BOOT_PAGE_DAMAGED: {
    exit: 30,
    retry: 'never',
    message: 'the boot page of the database in {file} cannot be read: {reason}',
    cause: 'Bytes of the backup were changed or are missing, or its release is not supported.',
    solution:
      'Copy the file again from where it was written; if that does not help, check the backup on a SQL Server with RESTORE VERIFYONLY.',
  },
  BAK_PAGES_ENCRYPTED: {
    exit: 30,
    retry: 'never',
    message:
      'the pages of {database} in {file} are not readable although their headers are: the database is probably encrypted (TDE)',
    cause: 'The database has transparent data encryption, so its backup holds encrypted pages.',
    solution:
      'Restore it with its certificate on a SQL Server to look into it; label and header can be read as they are.',
  },
  BAK_IAM_DAMAGED: {
    exit: 30,
    retry: 'never',
    message: 'the allocation map at page {fileId}:{pageId} of {file} cannot be followed: {reason}',
    cause: 'Bytes of the backup were changed or are missing, or the database was damaged already.',
    solution:
      'Copy the file again from where it was written; if that does not help, run DBCC CHECKDB on the source.',
  },
} as const satisfies ErrorCatalogue

/** Makes an error of this catalogue. */
export const pagesError = errorMaker(pagesErrors)
