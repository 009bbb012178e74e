/** What a verification finds, and what it cannot prove. Codes with UNPROVED make no backup doubtful. */
import { type ErrorCatalogue, errorMaker } from '../../core/index.ts'

export const verifyErrors = {
  BAK_PAGE_DAMAGED_IN_DATABASE: {
    exit: 30,
    retry: 'never',
    message:
      'page {fileId}:{pageId} at byte {offset} of {file} was damaged before it was backed up: its checksum is {stored}, but its bytes give {computed}',
    cause:
      'The backup itself is as SQL Server wrote it, but the page was damaged in the database already, and the backup was taken WITH CONTINUE_AFTER_ERROR.',
    solution:
      'Run DBCC CHECKDB on the source database, repair it or go back to an older backup, and take a new backup WITH CHECKSUM.',
  },
  BAK_PAGE_TORN: {
    exit: 30,
    retry: 'never',
    message:
      'page {fileId}:{pageId} at byte {offset} of {file} is torn: its sectors were not written together',
    cause:
      'The server lost power or its disk failed while the page was written, or bytes were changed afterwards.',
    solution:
      'Copy the file again from where it was written; if the original fails too, run DBCC CHECKDB on the source database and take a new backup.',
  },
  BAK_DATA_DAMAGED: {
    exit: 30,
    retry: 'never',
    message:
      'the {what} of {bytes} bytes from byte {offset} of {file} is damaged: the checksum of the backup is {stored}, but its bytes give {computed}',
    cause: 'Bytes were changed in transfer or on a disk after SQL Server wrote the backup.',
    solution:
      'Copy the file again from where it was written, in binary mode; if the original fails too, take a new backup WITH CHECKSUM.',
  },
  BAK_EXTENTS_MISPLACED: {
    exit: 30,
    retry: 'never',
    message:
      'the pages from byte {offset} of {file} on are not those that the allocation maps of the database ask for: {reason}',
    cause: 'Bytes of the allocation maps were changed, or pages are missing, doubled or exchanged.',
    solution:
      'Copy the file again from where it was written, in binary mode; if the original fails too, take a new backup.',
  },
  BAK_EXTENTS_MISSING: {
    exit: 30,
    retry: 'never',
    message:
      'backup set {position} of {file} lacks {count} extents that hold pages in use, the first at page {fileId}:{pageId}',
    cause: 'Pages are missing from the backup, or their headers were overwritten.',
    solution:
      'Copy the files again from where they were written, in binary mode; if the originals fail too, take a new backup.',
  },
  BAK_READS_DIFFER: {
    exit: 3,
    retry: 'later',
    message:
      '{bytes} bytes from byte {offset} of {file} were damaged when read first, and sound when read again',
    cause:
      'The disk, its cable, the memory of this machine or the connection to the file is failing.',
    solution:
      'Copy the file to another disk and verify the copy; do not trust this one before the reads agree.',
  },
  BAK_VERIFY_STOPPED: {
    exit: 3,
    retry: 'never',
    message:
      '{bytes} bytes of {file} were not looked at, because its blocks cannot be followed to the end',
    cause: 'The file is damaged, cut off or not supported; what is reported first says why.',
    solution: 'Solve what is reported first, and verify the file again.',
  },
  BAK_UNPROVED_PAGES: {
    exit: 3,
    retry: 'never',
    message: '{count} of {total} pages carry no checksum that could be compared',
    cause:
      'PAGE_VERIFY of the database is not CHECKSUM, or was switched on after they were last written, and the backup was taken without CHECKSUM.',
    solution: 'Take the backup WITH CHECKSUM, which covers every byte of data.',
  },
  BAK_UNPROVED_LOG: {
    exit: 3,
    retry: 'never',
    message: '{bytes} bytes of log carry no checksum that could be compared',
    cause: 'The backup was taken without CHECKSUM.',
    solution: 'Take the backup WITH CHECKSUM, which covers the log too.',
  },
  BAK_UNPROVED_BYTES: {
    exit: 3,
    retry: 'never',
    message: '{bytes} bytes are headers, names and padding that no checksum covers',
    cause: 'The format has no checksum for them; contradictions between their copies are reported.',
    solution:
      'Compare the CRC-64 or SHA-256 of the file with that of the original where it matters.',
  },
  BAK_UNPROVED_PLACES: {
    exit: 3,
    retry: 'never',
    message:
      'where the pages of backup set {position} of {file} belong was taken from their own headers: {reason}',
    cause:
      'The backup is striped or has several data files, whose order no document describes and no real file has proved.',
    solution: 'Check the backup on a SQL Server with RESTORE VERIFYONLY WITH CHECKSUM.',
  },
  BAK_UNPROVED_RELEASE: {
    exit: 3,
    retry: 'never',
    message: 'no real backup of database version {version} has validated how it is verified',
    cause: 'A SQL Server wrote it that is newer than this program knows.',
    solution: 'Check the backup on a SQL Server with RESTORE VERIFYONLY WITH CHECKSUM.',
  },
  BAK_UNPROVED_ALGORITHM: {
    exit: 3,
    retry: 'never',
    message: 'no real backup compressed with {algorithm} has validated how it is read',
    cause: 'Such backups come from SQL Server 2025, and how they are built is only reported.',
    solution: 'Check the backup on a SQL Server with RESTORE VERIFYONLY WITH CHECKSUM.',
  },
  BAK_UNPROVED_ENCRYPTED_PAGES: {
    exit: 3,
    retry: 'never',
    message:
      'the pages of {database} look encrypted (TDE), and how their checksums are made is not known',
    cause: 'Transparent data encryption was on when the backup was taken.',
    solution: 'Check the backup on a SQL Server with RESTORE VERIFYONLY WITH CHECKSUM.',
  },
  BAK_VERIFY_IS_NO_RESTORE: {
    exit: 3,
    retry: 'never',
    message:
      'checksums prove that bytes are as they were written, and replace neither DBCC CHECKDB nor a restore',
    cause:
      'What was wrong in the database before a page was written has a right checksum, and only a restore replays the log.',
    solution: 'Run DBCC CHECKDB on the source, and restore a backup that matters once.',
  },
} as const satisfies ErrorCatalogue

/** Makes an error of this catalogue. */
export const verifyError = errorMaker(verifyErrors)
