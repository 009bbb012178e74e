/** The bucket: signing, requests, multipart transfer. */
import type { KnownFailures } from '../core/index.ts'

export * from './client.ts'
export * from './errors.ts'
export * from './errors.zh.ts'
export * from './memory-store.ts'
export type * from './object-store.ts'
export * from './part-size.ts'
export * from './rate-limiter.ts'
export * from './transfer.ts'
export type { UploadProgress } from './upload-progress.ts'
export * from './upload-record.ts'
export type * from './upload-request.ts'

/** Loads what OSS is documented to say; only `explain` and its tests need it. */
export async function loadKnownOssFailures(): Promise<KnownFailures> {
  return (await import('./known-failures/index.ts')).knownOssFailures
}
