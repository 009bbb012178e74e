/** What can go wrong with files and folders on this machine. */
import { type ErrorCatalogue, errorMaker } from '../core/index.ts'

export const filesErrors = {
  FILES_NOT_FOUND: {
    exit: 1,
    retry: 'never',
    message: 'there is no file or folder {path}',
    cause: 'The path is misspelt, relative to another folder, or on a drive that is not connected.',
    solution: 'Check the path; quote it when it contains spaces.',
  },
  FILES_FORBIDDEN: {
    exit: 1,
    retry: 'never',
    message: 'access to {path} is denied',
    cause:
      'The user who runs sqlferry may not read it; SQL Server writes backups under its service account.',
    solution:
      'Give your user the right to read the file or folder, or run sqlferry as one who has it.',
  },
  FILES_UNREADABLE: {
    exit: 1,
    retry: 'later',
    message: '{path} cannot be read: {reason}',
    cause: 'The disk or the connection to it failed, or another program has locked the file.',
    solution: 'Wait until the backup job or virus scanner is done, check the disk, and try again.',
  },
  FILES_NOT_A_FILE: {
    exit: 1,
    retry: 'never',
    message: '{path} is not a file',
    cause: 'It is a folder, a device, a pipe or a socket.',
    solution: 'Name the backup file itself.',
  },
  FILES_LINK_LOOP: {
    exit: 1,
    retry: 'never',
    message: 'folder {path} leads back into a folder that contains it',
    cause: 'A symbolic link or junction points upwards.',
    solution: 'Remove the link, or name the folders one by one.',
  },
  FILES_CHANGED: {
    exit: 1,
    retry: 'later',
    message: '{path} had {expected} bytes when it was opened, and has {actual} now',
    cause: 'The backup is still being written or copied, or the file was replaced.',
    solution: 'Wait until the backup job or the copy is finished, and run the command again.',
  },
  FILES_WRITTEN_TO: {
    exit: 1,
    retry: 'later',
    message: '{path} was written to while it was read',
    cause: 'The backup is still being written or copied, or the file was replaced.',
    solution: 'Wait until the backup job or the copy is finished, and run the command again.',
  },
  FILES_NOT_WRITABLE: {
    exit: 1,
    retry: 'never',
    message: '{path} cannot be written: {reason}',
    cause: 'The folder does not exist, is read-only, or belongs to another user.',
    solution: 'Choose another path, or correct the permissions of the folder.',
  },
  FILES_DISK_FULL: {
    exit: 1,
    retry: 'later',
    message: 'there is no space left to write {path}',
    cause: 'The disk or your quota on it is full.',
    solution: 'Free some space on that disk, or choose a path on another one.',
  },
} as const satisfies ErrorCatalogue

/** Makes an error of this catalogue. */
export const filesError = errorMaker(filesErrors)
