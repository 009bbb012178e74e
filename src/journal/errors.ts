/** Errors of the journal and its locks. */
import { type ErrorCatalogue, errorMaker } from '../core/index.ts'

export const journalErrors = {
  JOURNAL_CONFLICT: {
    exit: 50,
    retry: 'never',
    message: 'journal of {stream} is at entry {found}, but {expected} was expected',
    cause: 'Another process wrote to the same migration.',
    solution:
      'Wait until the other process has ended, then run the same command again: it goes on where that one stopped.',
  },
  JOURNAL_LOCKED: {
    exit: 50,
    retry: 'later',
    message: '{stream} is being worked on by another process: {owner}',
    cause: 'Two processes must not work on one migration at once.',
    solution: 'Wait until it ends or end it; the lock is free at once when its process is gone.',
  },
  JOURNAL_BUSY: {
    exit: 50,
    retry: 'later',
    message: 'journal {path} stayed busy for {seconds} s',
    cause: 'Another process holds it open in the middle of a write, or the disk hangs.',
    solution: 'Run the same command again; if it persists, look for a process that is stopped.',
  },
  JOURNAL_DISK_FULL: {
    exit: 50,
    retry: 'never',
    message: 'journal {path} cannot grow: the disk is full',
    cause: 'The state folder lies on a disk without free space.',
    solution:
      'Free some space, or move the state folder with `--home`, then run the same command again.',
  },
  JOURNAL_NOT_WRITABLE: {
    exit: 50,
    retry: 'never',
    message: 'journal {path} cannot be written: {reason}',
    cause: 'The file or its folder is read-only or belongs to another user.',
    solution: 'Correct the permissions, or choose another state folder with `--home`.',
  },
  JOURNAL_UNREADABLE: {
    exit: 50,
    retry: 'never',
    message: 'journal {path} cannot be read: {reason}',
    cause: 'The file is damaged or is not a journal of sqlferry.',
    solution:
      'Keep a copy of the file and restore it from a backup of the state folder; do not start the migration anew before you know what RDS has accepted.',
  },
  JOURNAL_TOO_NEW: {
    exit: 50,
    retry: 'never',
    message: 'journal {path} has format {found}, but this version knows up to {known}',
    cause: 'A newer sqlferry wrote it.',
    solution: 'Run the newer sqlferry, or choose another state folder with `--home`.',
  },
  JOURNAL_MISSING: {
    exit: 50,
    retry: 'never',
    message: 'there is no journal {path}',
    cause: 'Nothing was begun with this state folder.',
    solution: 'Choose the folder that the migration was begun with: `--home FOLDER`.',
  },
} as const satisfies ErrorCatalogue

/** Makes an error of this catalogue. */
export const journalError = errorMaker(journalErrors)
