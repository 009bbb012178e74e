/** The bucket: signing, requests, multipart transfer. */
export * from './client.ts'
export * from './errors.ts'
export * from './errors.zh.ts'
export type * from './object-store.ts'
export * from './rate-limiter.ts'
export * from './transfer.ts'
export * from './upload-record.ts'
