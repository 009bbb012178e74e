/**
 * Errors of the bucket, objects and parts: codes, exit codes and texts.
 *
 * @source error-texts facts, sections 1, 3 and 8 to 11 (OSS error pages by HTTP status) [spec]
 */
import { type ErrorCatalogue, exitCodes } from '../../core/index.ts'

export const objectErrors = {
  OSS_OBJECT_NAME_INVALID: {
    exit: exitCodes.oss,
    retry: 'never',
    message: '{resource} is not a valid object key',
    cause: 'The key is empty, longer than 1,023 bytes, or begins with / or \\.',
    solution: 'Change the folder or file name.',
  },
  OSS_OBJECT_NOT_FOUND: {
    exit: exitCodes.oss,
    retry: 'never',
    message: '{resource} does not exist',
    cause: 'The object is not there: never uploaded, deleted, or removed by a lifecycle rule.',
    solution: 'Upload it again and check lifecycle rules.',
  },
  OSS_UPLOAD_GONE: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'the multipart upload of {resource} does not exist any more',
    cause: 'The multipart upload was completed, aborted or removed by a lifecycle rule.',
    solution:
      'Run the same command again: sqlferry checks whether the object is complete and otherwise begins a new upload.',
  },
  OSS_PART_INVALID: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'OSS does not hold the parts that were named for {resource}',
    cause: 'A part in the list is missing or has another ETag.',
    solution: 'Run the same command again: sqlferry lists the parts and sends the missing ones.',
  },
  OSS_PART_ORDER: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'the parts of {resource} are out of order or range',
    cause: 'The part list is out of order or a number is out of range.',
    solution: 'Report it: sqlferry sorts the list itself.',
  },
  OSS_PART_DELETED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'a part of {resource} was deleted',
    cause: 'A part was removed meanwhile.',
    solution: 'Run the same command again: the missing part is sent again.',
  },
  OSS_TOO_LARGE: {
    exit: exitCodes.oss,
    retry: 'never',
    message: '{resource} is larger than OSS takes in one request',
    cause: 'The request is above the limit (5 GB for one part or a simple upload).',
    solution: 'Use multipart upload.',
  },
  OSS_TOO_SMALL: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'a part of {resource} is smaller than 100 KB',
    cause: 'A part other than the last is under 100 KB.',
    solution: 'Raise the part size and upload again.',
  },
  OSS_INLINE_TOO_LARGE: {
    exit: exitCodes.oss,
    retry: 'never',
    message: '{resource} is too large for this kind of upload',
    cause: 'The object is larger than its upload method allows.',
    solution: 'Use multipart upload (up to 48.8 TB).',
  },
  OSS_ALREADY_EXISTS: {
    exit: exitCodes.oss,
    retry: 'never',
    message: '{resource} exists and must not be overwritten',
    cause:
      'Another file was uploaded under this key before, or another person uses the same prefix.',
    solution:
      'Choose another prefix or key, or run the command without --forbid-overwrite to replace the object.',
  },
  OSS_OBJECT_IMMUTABLE: {
    exit: exitCodes.oss,
    retry: 'never',
    message: '{resource} is protected by a retention policy',
    cause: 'A retention policy (WORM) protects the object.',
    solution: 'Use another bucket, or wait until the retention ends.',
  },
  OSS_DIGEST_MISMATCH: {
    exit: exitCodes.oss,
    retry: 'now',
    message: 'the MD5 of the bytes that OSS received for {resource} differs',
    cause: 'The bytes changed on the way.',
    solution: 'Run the same command again; if it repeats, check the network card and the disk.',
  },
  OSS_CRC_MISMATCH: {
    exit: exitCodes.oss,
    retry: 'now',
    message: 'CRC-64 of {resource} is {theirCrc64} at OSS and {ourCrc64} here',
    cause: 'The bytes changed on the way, the file is changing, or the disk is bad.',
    solution:
      'Run the same command again; if it repeats, check the disk and what writes to the file.',
  },
  OSS_BODY_INCOMPLETE: {
    exit: exitCodes.oss,
    retry: 'now',
    message: 'OSS received fewer bytes of {resource} than announced',
    cause: 'The connection ended before all bytes were sent.',
    solution: 'Run the same command again; finished parts are kept.',
  },
  OSS_LENGTH_MISSING: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'the request for {resource} reached OSS without its length',
    cause: 'A proxy removed Content-Length.',
    solution: 'Bypass the proxy.',
  },
  OSS_REQUEST_TIMEOUT: {
    exit: exitCodes.oss,
    retry: 'now',
    message: 'OSS waited too long for bytes of {resource}',
    cause: 'The network was too slow or stalled.',
    solution: 'Run the same command again with a lower --parallel; finished parts are kept.',
  },
  OSS_RANGE_INVALID: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'the requested range lies outside {resource}',
    cause: 'The range lies outside the object: it was replaced meanwhile.',
    solution: 'Read it again from the start.',
  },
  OSS_PRECONDITION_FAILED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: '{resource} changed since it was last seen',
    cause: 'The object changed since it was last seen.',
    solution: 'Check who writes to the bucket, then start again.',
  },
  OSS_OBJECT_ARCHIVED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: '{resource} is archived',
    cause: 'The object is archived.',
    solution: 'Upload the backup to a Standard bucket.',
  },
  OSS_ARGUMENT_INVALID: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'OSS refuses a parameter of {operation} on {resource}: {vendorMessage}',
    cause: 'A parameter has a bad value (ArgumentName and ArgumentValue are in the XML).',
    solution: 'Correct the named parameter.',
  },
  OSS_TRAFFIC_LIMIT_INVALID: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'OSS refuses the bandwidth limit for {resource}',
    cause: 'The bandwidth limit for one connection is outside 100 KB/s to 100 MB/s.',
    solution: 'Set --limit-rate within that range.',
  },
  OSS_XML_MALFORMED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'OSS cannot read the request body of {operation} on {resource}',
    cause: 'The request body is not the XML that OSS expects.',
    solution: 'Report it: sqlferry writes this XML itself.',
  },
  OSS_NOT_IMPLEMENTED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'OSS does not know a header of {operation} on {resource}',
    cause: 'A header is not known to OSS, often added by a proxy.',
    solution: 'Bypass the proxy.',
  },
  OSS_METHOD_REFUSED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: '{resource} does not take {operation}',
    cause: 'The resource does not take this method.',
    solution: 'Check endpoint and bucket.',
  },
  OSS_OPERATION_REFUSED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: '{operation} is not supported on {resource}',
    cause: 'The bucket or object type has no such operation.',
    solution: 'Use an ordinary Standard bucket.',
  },
} as const satisfies ErrorCatalogue
