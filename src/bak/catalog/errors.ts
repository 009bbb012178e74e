/** What can be wrong with the catalog in a backup. */
import { type ErrorCatalogue, errorMaker } from '../../core/index.ts'

export const catalogErrors = {
  BAK_CATALOG_NOT_SUPPORTED: {
    exit: 30,
    retry: 'never',
    message:
      'the tables of {database} cannot be read: its internal version is {version} ({release}), and the catalog of that release is not supported',
    cause:
      'SQL Server 2000 and earlier keep their catalog in another way; the releases that are read are 2005 and later.',
    solution:
      'Restore the backup on SQL Server 2005, 2008 or 2008 R2 and back it up again there to look into it.',
  },
  BAK_CATALOG_LAYOUT_UNKNOWN: {
    exit: 30,
    retry: 'never',
    message: 'system table {table} is not laid out as in the releases that are known: {reason}',
    cause:
      'The backup is of a release that changed its system tables, or pages of the catalog are damaged.',
    solution:
      'Run `sqlferry inspect --verify` to look for damage; if there is none, look at the tables on a SQL Server.',
  },
  BAK_CATALOG_DAMAGED: {
    exit: 30,
    retry: 'never',
    message: 'row {place} of system table {table} cannot be read: {reason}',
    cause: 'Bytes of the backup were changed, or the database was damaged already.',
    solution:
      'Run `sqlferry inspect --verify` on the backup, and DBCC CHECKDB on the source; then take a new backup WITH CHECKSUM.',
  },
  BAK_CATALOG_INCOMPLETE: {
    exit: 30,
    retry: 'never',
    message: 'the catalog of {database} is not whole: {missing}',
    cause:
      'Pages are missing from the backup or were changed, so a part of the catalog is not there.',
    solution:
      'Run `sqlferry inspect --verify` on the backup; name all files of a striped backup together.',
  },
  BAK_CATALOG_TOO_LARGE: {
    exit: 30,
    retry: 'never',
    message:
      'the catalog of {database} has more than {limit} rows in {table}, and more are not read',
    cause: 'The database has an extraordinary number of objects, or its catalog is damaged.',
    solution: 'Look at the tables on a SQL Server instead.',
  },
} as const satisfies ErrorCatalogue

/** Makes an error of this catalogue. */
export const catalogError = errorMaker(catalogErrors)
