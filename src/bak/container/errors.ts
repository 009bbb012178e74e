/** What can be wrong with the compressed container. */
import { type ErrorCatalogue, errorMaker } from '../../core/index.ts'

export const containerErrors = {
  BAK_ALGORITHM_NOT_SUPPORTED: {
    exit: 30,
    retry: 'never',
    message: '{file} is compressed in a way that is not supported: flags {flags}',
    cause:
      'It was taken with another algorithm than MS_XPRESS or ZSTD, such as QAT_DEFLATE, or bytes of its header were changed.',
    solution:
      'Take the backup again WITH COMPRESSION (ALGORITHM = MS_XPRESS) or WITH NO_COMPRESSION.',
  },
  BAK_CONTAINER_VERSION_NOT_SUPPORTED: {
    exit: 30,
    retry: 'never',
    message: '{file} is a compressed backup of container version {version}, which is not supported',
    cause:
      'SQL Server 2008 to 2012 may write version 1; no version but 2 has been checked on real files.',
    solution: 'Take the backup again WITH NO_COMPRESSION.',
  },
  BAK_CODEC_MISSING: {
    exit: 30,
    retry: 'never',
    message: '{file} is compressed with {algorithm}, which cannot be decoded here',
    cause: 'Browsers bring no decoder for it along, and the caller passed none in.',
    solution: 'Inspect the file with the command sqlferry inspect, which has one.',
  },
  BAK_CHUNK_UNKNOWN: {
    exit: 30,
    retry: 'never',
    message: 'the chunk at byte {offset} of {file} is of type {type}, which is not supported',
    cause:
      'Bytes of the chunk or of those before it were changed or are missing, or a newer SQL Server wrote the file.',
    solution:
      'Copy the file again from where it was written, in binary mode; if the original fails too, take a new backup.',
  },
  BAK_CHUNK_DAMAGED: {
    exit: 30,
    retry: 'never',
    message:
      'the chunk at byte {offset} of {file} is damaged: its checksum is {stored}, but its bytes give {computed}',
    cause: 'Bytes were changed in transfer or on the disk, or bytes before them are missing.',
    solution:
      'Copy the file again from where it was written, in binary mode; if the original fails too, take a new backup.',
  },
  BAK_CHUNK_UNDECODABLE: {
    exit: 30,
    retry: 'never',
    message: 'the chunk at byte {offset} of {file} cannot be decompressed: {reason}',
    cause:
      'Bytes of the file were changed, or it is compressed in a way that its header does not tell.',
    solution:
      'Copy the file again from where it was written, in binary mode; if the original fails too, take a new backup WITH NO_COMPRESSION.',
  },
} as const satisfies ErrorCatalogue

/** Makes an error of this catalogue. */
export const containerError = errorMaker(containerErrors)
