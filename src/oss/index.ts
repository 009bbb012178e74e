/** The bucket: signing, requests, multipart transfer. */
export * from './client.ts'
export type * from './object-store.ts'
export * from './rate-limiter.ts'
export * from './transfer.ts'
export * from './upload-record.ts'
