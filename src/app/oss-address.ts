/** Places in OSS as people write them: `oss://bucket/prefix`. */
import { ossError } from '../oss/index.ts'

export interface OssAddress {
  readonly bucket: string
  /** Without a leading slash; empty for the root; ends with a slash otherwise. */
  readonly folder: string
}

/**
 * Returns bucket and folder of an address. A trailing slash makes no difference.
 *
 * @throws OSS_ADDRESS_INVALID, OSS_BUCKET_NAME_INVALID
 */
export function parseOssAddress(text: string): OssAddress {
  const match = /^oss:\/\/([^/]+)(?:\/(.*))?$/.exec(text)
  const bucket = match?.[1]
  if (bucket === undefined) throw ossError('OSS_ADDRESS_INVALID', { address: text })
  requireBucketName(bucket)
  const folder = (match?.[2] ?? '').replace(/^\/+|\/+$/g, '')
  return { bucket, folder: folder === '' ? '' : `${folder}/` }
}

/**
 * Refuses a name that OSS would refuse, before any call.
 *
 * @throws OSS_BUCKET_NAME_INVALID
 * @source cloud-api facts 3.6 [spec]
 */
export function requireBucketName(name: string): void {
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name))
    throw ossError('OSS_BUCKET_NAME_INVALID', { resource: name })
}
