/**
 * Errors of the bucket, what is uploaded: codes, exit codes and texts.
 *
 * @source error-texts facts, sections 1, 3 and 8 to 11 (OSS error pages by HTTP status) [spec]
 */
import { type ErrorCatalogue, exitCodes } from '../../core/index.ts'

export const uploadErrors = {
  OSS_FILE_EMPTY: {
    exit: exitCodes.oss,
    retry: 'never',
    message: '{resource} is empty',
    cause: 'The backup was not written, or the disk was full.',
    solution: 'Take the backup again.',
  },
  OSS_FILE_TOO_LARGE: {
    exit: exitCodes.oss,
    retry: 'never',
    message: '{resource} has {sizeBytes} bytes, OSS takes at most {maxBytes}',
    cause: 'An object has at most 10,000 parts of 5 GB.',
    solution: 'Take the backup in stripes, each below the limit.',
  },
  OSS_FILE_CHANGED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: '{resource} changed while it was uploaded',
    cause: 'Another program writes to the file; a backup may still be running.',
    solution: 'Wait until the backup has ended and run the same command again.',
  },
  OSS_FILE_UNSTABLE: {
    exit: exitCodes.oss,
    retry: 'never',
    message: '{resource} gave other bytes when it was read again',
    cause:
      'The disk, its cable, the memory of this machine or the connection to the file is failing, so wrong bytes may have been sent.',
    solution:
      'Copy the file to another disk, compare the copy with `sqlferry inspect --verify`, and upload the copy. What was sent was discarded.',
  },
  OSS_KEY_TWICE: {
    exit: exitCodes.usage,
    retry: 'never',
    message: '{first} and {second} would both become {resource}',
    cause: 'Two files have the same name in different folders.',
    solution: 'Upload them under different prefixes, or rename one of them.',
  },
  OSS_UPLOAD_NOT_NAMED: {
    exit: exitCodes.usage,
    retry: 'never',
    message: 'there is no unfinished upload {uploadId} under {resource}',
    cause: 'The upload was completed or aborted, or the id is misspelt.',
    solution: 'Run `sqlferry cleanup {resource}` to see the unfinished uploads.',
  },
  OSS_ADDRESS_INVALID: {
    exit: exitCodes.usage,
    retry: 'never',
    message: '{address} is not an address of the form oss://bucket/prefix',
    cause: 'The scheme or the bucket is missing.',
    solution: 'Write the address as oss://BUCKET/PREFIX.',
  },
} as const satisfies ErrorCatalogue
