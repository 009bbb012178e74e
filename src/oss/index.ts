/** The bucket: signing, requests, multipart transfer. */
export type * from './object-store.ts'
