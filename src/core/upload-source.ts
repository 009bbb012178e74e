/**
 * What can be uploaded, as a shape: the bucket's side sends it, the file's side offers it, and neither knows the
 * other. Bytes are read once per sending, and their CRC-64 is that of the very bytes that were handed out.
 */

/**
 * A body that can be sent more than once. `chunks()` begins anew at each call; a chunk is valid only until the
 * next one is asked for, so that buffers can be reused.
 */
export interface PartBody {
  readonly sizeBytes: number
  chunks(signal?: AbortSignal): AsyncIterable<Uint8Array>
}

/** A piece of an upload source. */
export interface UploadBody extends PartBody {
  /** CRC-64 of the bytes that the last whole pass of `chunks()` gave out; undefined before one has ended. */
  crc64(): bigint | undefined
}

/** A thing of fixed size that is uploaded in pieces, several at a time. */
export interface UploadSource {
  /** How errors and tables name it: a path. */
  readonly name: string
  /** 1 or more. */
  readonly sizeBytes: number
  /** Time of the last modification when it was opened, milliseconds since 1970-01-01 UTC, whole. */
  readonly modifiedAtMs: number
  /** A piece; `offset` and `length` in bytes, both within the source. */
  part(offset: number, length: number): UploadBody
  /** Says whether size and time of modification are still those of the opening. */
  check(): Promise<'unchanged' | 'changed'>
  /** Calling it twice is harmless. */
  close(): Promise<void>
}
