/**
 * How the sandbox's RDS looks into the sandbox's OSS: the buckets of an account and the bytes of an object,
 * without a socket between them. The OSS model implements it, the RDS model only reads.
 */
import type { ByteSource } from '../core/index.ts'
import type { BucketInfo } from '../oss/index.ts'

export interface SandboxObjects {
  /**
   * Returns the object as a source of bytes, or undefined where there is no such bucket or object. The source keeps
   * reading the bytes that were there when it was opened. Close it after use.
   */
  open(bucket: string, key: string): Promise<ByteSource | undefined>
  /** Returns what GetBucketInfo would say (region, owner, storage class, encryption), or undefined. */
  bucketInfo(bucket: string): Promise<BucketInfo | undefined>
  /** Returns the keys under a prefix in the order of their UTF-8 bytes; none where there is no such bucket. */
  keys(bucket: string, prefix: string): Promise<string[]>
  /**
   * Tells whether a GET of this address would be let in by its signature, or needs none; its expiry is not judged.
   * Where it is left out, every address is believed.
   */
  isReadableAt?(url: string): boolean
}
