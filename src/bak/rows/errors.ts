/** What can be wrong with the rows in a backup. */
import { type ErrorCatalogue, errorMaker } from '../../core/index.ts'

/** Makes an error of this catalogue. */
export const rowsErrors = {
  BAK_ROWS_COLUMN_UNKNOWN: {
    exit: 2,
    retry: 'never',
    message: 'table {table} has no column {column}',
    cause: 'The name is misspelt, or the column is of another table; the columns are: {columns}.',
    solution: 'Name the columns as the table has them, upper and lower case included.',
  },
  BAK_ROWS_NOT_SUPPORTED: {
    exit: 30,
    retry: 'never',
    message: 'reading the rows of {table} is not supported: {reason}',
    cause:
      'The table is stored in a way that this reader does not decode; its rows in the backup are no worse for it.',
    solution: 'Restore the backup and query the table there.',
  },
  BAK_ROWS_PAGE_ABSENT: {
    exit: 30,
    retry: 'never',
    message: 'page {place} of table {table} is not in {file}',
    cause: 'The backup is damaged, or not all of its files were given.',
    solution: 'Run sqlferry inspect --verify on all files of the backup.',
  },
  BAK_ROWS_PAGE_DAMAGED: {
    exit: 30,
    retry: 'never',
    message: 'page {place} of table {table} in {file} is no page with rows: {reason}',
    cause: 'The backup is damaged, or was taken from a damaged database.',
    solution: 'Run sqlferry inspect --verify, then take a new backup WITH CHECKSUM.',
  },
} as const satisfies ErrorCatalogue

/** Makes an error of this catalogue. */
export const rowsError = errorMaker(rowsErrors)
