/** The limits and naming rules of OSS, as checks that refuse with the documented code. */
import type { StorageClass } from '../../oss/index.ts'
import { badArgument, refuse } from './service-error.ts'

/** @source cloud-api facts 3.6 [spec] */
export const ossLimits = {
  bucketsPerRegion: 100,
  /** Bytes of the key in UTF-8. */
  keyBytes: 1023,
  /** PutObject, and one part. */
  putBytes: 5 * 1024 ** 3,
  /** Every part but the last, at completion. */
  minPartBytes: 100 * 1024,
  parts: 10_000,
  /** 48.8 TB. */
  objectBytes: 10_000 * 5 * 1024 ** 3,
  deletesPerCall: 1000,
  keysPerPage: 1000,
  metadataBytes: 8 * 1024,
  lifecycleRules: 1000,
  skewMs: 15 * 60_000,
  xmlBytes: 4 * 1024 ** 2,
} as const

export const storageClasses: readonly StorageClass[] = [
  'Standard',
  'IA',
  'Archive',
  'ColdArchive',
  'DeepColdArchive',
]

/** Refuses a bucket name that is not 3 to 63 of a-z, 0-9 and `-`, or begins or ends with `-`. */
export function checkBucketName(name: string): void {
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name))
    throw refuse('InvalidBucketName', { BucketName: name })
}

/** Refuses a key that is empty, longer than 1,023 bytes, or begins with `/` or `\`. */
export function checkKey(key: string): void {
  if (key === '') throw refuse('InvalidObjectName', {}, 'The Object name can not be empty.')
  if (Buffer.byteLength(key) > ossLimits.keyBytes) throw refuse('InvalidObjectName', { Key: key })
  if (key.startsWith('/') || key.startsWith('\\'))
    throw refuse('InvalidObjectName', { Key: key }, 'The specified object is not valid.')
}

/** Returns the storage class of that name, or refuses it. */
export function checkStorageClass(name: string): StorageClass {
  const found = storageClasses.find((storageClass) => storageClass === name)
  if (found === undefined)
    throw badArgument('StorageClass', name, 'No such bucket storage class exists.')
  return found
}

/** Returns the integer in the text, or refuses one that is no integer from `least` to `most`. */
export function checkInteger(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= least && value <= most))
    throw badArgument(
      name,
      text,
      `Argument ${name} must be an integer between ${least} and ${most}.`,
    )
  return value
}

/**
 * Refuses a bandwidth limit (bit/s) outside 819,200 to 838,860,800. The limit itself is not applied.
 * @source cloud-api facts 3.4 [spec]
 */
export function checkTrafficLimit(limit: string | undefined): void {
  if (limit === undefined) return
  const bits = /^\d{1,10}$/.test(limit) ? Number(limit) : 0
  if (bits < 819_200 || bits > 838_860_800)
    throw badArgument(
      'x-oss-traffic-limit',
      limit,
      'x-oss-traffic-limit is invalid, should be specified between 819200(100KB/s) and 838860800(100MB/s).',
    )
}
