/**
 * What both ends of an OSS connection agree on: encodings, signatures, header names, error codes.
 * The sandbox imports this file and nothing else of this folder but types.
 */
export { type OssErrorCode, ossError } from './errors.ts'
export * from './percent-encoding.ts'
export * from './sign-v1.ts'
export * from './sign-v4.ts'
export * from './signable.ts'
export * from './translate-error.ts'

/** CRC-64 of a part or an object, unsigned decimal. */
export const crc64Header = 'x-oss-hash-crc64ecma'
/** Every answer carries it; support asks for it. */
export const requestIdHeader = 'x-oss-request-id'
/** The error document of a HEAD request, in base64, because its answer has no body. */
export const headErrorHeader = 'x-oss-err'
export const forbidOverwriteHeader = 'x-oss-forbid-overwrite'
export const metadataPrefix = 'x-oss-meta-'

/** @source cloud-api facts 3.6 [spec] */
export const limits = {
  minPartBytes: 100 * 1024,
  maxPartBytes: 5 * 1024 ** 3,
  maxParts: 10_000,
  maxPutBytes: 5 * 1024 ** 3,
  maxKeyBytes: 1023,
  maxSkewMs: 15 * 60_000,
} as const
