/** The decoder of Xpress-compressed chunks: WebAssembly, or plain JavaScript where there is none. */
import { plainXpressDecoder, type XpressDecoder } from './xpress-plain.ts'

/** Returns a decoder; it may be used for one chunk after the other. */
export function xpressDecoder(): XpressDecoder {
  return plainXpressDecoder()
}
