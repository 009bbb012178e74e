/** An object as a source of bytes: each read is one request for a range, bound to the version that was opened. */
import type { ByteSource } from '../core/index.ts'
import { header } from './answers.ts'
import type { OssCaller } from './call.ts'
import { ossError } from './errors.ts'
import type { ObjectHead } from './object-store.ts'

/**
 * Returns the object as a source. Nothing is read ahead.
 *
 * @throws (from `read`) OSS_PRECONDITION_FAILED when the object was replaced, OSS_RANGE_IGNORED when the whole object
 *   is sent instead of the range (OSS does that for a range it does not understand; the body is not read then)
 * @source cloud-api facts 3.4, GetObject: an invalid range answers 200 with everything [spec]
 */
export function objectSource(call: OssCaller, bucket: string, head: ObjectHead): ByteSource {
  const name = `oss://${bucket}/${head.key}`
  return {
    name,
    sizeBytes: head.sizeBytes,
    close: async () => {},
    async read(offset, length, signal) {
      const end = Math.min(head.sizeBytes, offset + length)
      if (end <= offset) return new Uint8Array(0)
      const range = `bytes ${offset}-${end - 1}/${head.sizeBytes}`
      const answer = await call({
        operation: 'GetObject',
        method: 'GET',
        bucket,
        key: head.key,
        headers: {
          range: `bytes=${offset}-${end - 1}`,
          'if-match': `"${head.etag}"`,
          // With it OSS answers 416 to a bad range instead of the whole object.
          'x-oss-range-behavior': 'standard',
        },
        repeat: 'always',
        signal,
        onHead: (received) => {
          const isWhole = offset === 0 && end === head.sizeBytes
          if (received.status === 200 && isWhole) return
          if (received.status === 206 && header(received, 'content-range') === range) return
          throw ossError('OSS_RANGE_IGNORED', { resource: name })
        },
      })
      return answer.body
    },
  }
}
