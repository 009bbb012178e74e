/**
 * Errors of the bucket, the bucket: codes, exit codes and texts.
 *
 * @source error-texts facts, sections 1, 3 and 8 to 11 (OSS error pages by HTTP status) [spec]
 */
import { type ErrorCatalogue, exitCodes } from '../../core/index.ts'

export const bucketErrors = {
  OSS_ENDPOINT_UNRESOLVED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'the name of endpoint {resource} cannot be resolved',
    cause: 'The endpoint name is wrong, or DNS does not know it from this machine.',
    solution:
      'Use the endpoint on the overview page of the bucket; use the internal one only from the same region.',
  },
  OSS_BUCKET_NOT_FOUND: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'bucket of {resource} does not exist',
    cause: 'No bucket with this name exists.',
    solution: 'Correct the bucket name or create it with `sqlferry bucket create NAME`.',
  },
  OSS_PREFIX_EMPTY: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'no backup file under {resource}',
    cause: 'The folder does not exist, or none of its objects has the required backup name.',
    solution:
      "Check the folder's name, upload the backups with `sqlferry upload`, or pass `/` for the bucket root.",
  },
  OSS_BUCKET_NOT_YOURS: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'bucket of {resource} belongs to another account',
    cause:
      'The bucket belongs to another account, or the RAM user has no OSS right; RDS cannot read a bucket of another account at all.',
    solution:
      'Use a bucket of the account that owns the RDS instance and attach AliyunOSSFullAccess or a narrower policy.',
  },
  OSS_BUCKET_NAME_INVALID: {
    exit: exitCodes.usage,
    retry: 'never',
    message: '{resource} is not a valid bucket name',
    cause:
      'A bucket name has 3 to 63 characters, only a-z, 0-9 and hyphens, and neither begins nor ends with a hyphen.',
    solution: 'Choose a name of 3 to 63 lower-case letters, digits and hyphens.',
  },
  OSS_BUCKET_NAME_TAKEN: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'bucket name of {resource} is taken',
    cause: 'The name is taken, perhaps by another account: names are unique over all of OSS.',
    solution: 'Choose another name.',
  },
  OSS_BUCKET_SETTING_FIXED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'bucket of {resource} exists with other settings, which cannot be changed',
    cause:
      'The bucket exists with another region, storage class or redundancy, which cannot be changed.',
    solution: 'Create a new bucket in the region of the instance, storage class Standard.',
  },
  OSS_TOO_MANY_BUCKETS: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'no further bucket can be created beside {resource}',
    cause: 'The account has 100 buckets in this region.',
    solution: 'Use an existing bucket or ask for a higher limit.',
  },
  OSS_BUCKET_NOT_EMPTY: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'bucket of {resource} is not empty',
    cause: 'Objects or unfinished uploads are left in the bucket.',
    solution: 'Run `sqlferry cleanup`, then delete the bucket.',
  },
  OSS_STORAGE_CLASS_UNKNOWN: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'the storage class asked for {resource} does not exist',
    cause: 'The storage class is not one of OSS.',
    solution: 'Use Standard.',
  },
  OSS_STORAGE_CLASS_REFUSED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'bucket of {resource} has storage class {storageClass}, not Standard',
    cause: 'The bucket is IA or Archive; RDS takes backups from Standard buckets only.',
    solution: 'Use a Standard bucket; the class of a bucket cannot be changed.',
  },
  OSS_BUCKET_ENCRYPTED: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'bucket of {resource} encrypts its objects with {encryption}',
    cause: 'Server-side encryption is on, so RDS cannot read the objects.',
    solution: 'Turn it off before the upload; objects already uploaded stay encrypted.',
  },
  OSS_NO_ENCRYPTION_RULE: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'bucket of {resource} has no encryption rule',
    cause: 'This is the state that RDS needs.',
    solution: 'Go on; nothing has to be done.',
  },
  OSS_NO_LIFECYCLE_RULE: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'bucket of {resource} has no lifecycle rule',
    cause: 'A rule could delete backups during the migration, so none is best.',
    solution: 'Go on; nothing has to be done.',
  },
  OSS_REGION_UNKNOWN: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'the region of {resource} does not exist',
    cause: 'The region does not exist.',
    solution: 'Correct the region.',
  },
  OSS_HOST_INVALID_FOR_CREATE: {
    exit: exitCodes.oss,
    retry: 'never',
    message: 'bucket of {resource} cannot be created through this host name',
    cause: 'The bucket was created through a non-standard host.',
    solution: 'Use the standard endpoint.',
  },
} as const satisfies ErrorCatalogue
