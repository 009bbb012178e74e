/**
 * Reads small windows of a source, so that headers that lie side by side cost one read, and page data none.
 */
import { type ByteSource, isMigrationError } from '../../core/index.ts'
import { viewOf } from '../binary.ts'
import { bakError } from '../errors.ts'

/** Where headers follow each other: the whole beginning of most backups, up to the page data. */
const nearWindowBytes = 16 * 1024

/** After a jump over page data: the end of its stream and the block behind it. */
const farWindowBytes = 4 * 1024

/** A gap up to this is read over rather than jumped. */
const nearGapBytes = 64 * 1024

export interface WindowReader {
  readonly sizeBytes: number
  /** Returns the bytes if they lie in the window, without waiting. */
  peek(offset: number, length: number): DataView | undefined
  /**
   * Returns the bytes, reading a window where needed. The view stays valid after further calls.
   *
   * @param what  names the thing for the error, such as `block SSET`
   * @throws BAK_TRUNCATED when the source ends before them, BAK_CHANGED_WHILE_READ, BAK_UNREADABLE
   */
  load(offset: number, length: number, what: string): Promise<DataView>
}

/** @param mostBytes  the longest window; 0 reads exactly what is asked for, where reading ahead costs more */
export function windowReader(
  source: ByteSource,
  signal: AbortSignal | undefined,
  mostBytes = nearWindowBytes,
): WindowReader {
  const { sizeBytes, name: file } = source
  let windowAt = 0
  let window: DataView | undefined

  function peek(offset: number, length: number): DataView | undefined {
    if (window === undefined) return undefined
    const from = offset - windowAt
    if (from < 0 || from + length > window.byteLength) return undefined
    return new DataView(window.buffer, window.byteOffset + from, length)
  }

  return {
    sizeBytes,
    peek,
    async load(offset, length, what) {
      const known = peek(offset, length)
      if (known !== undefined) return known
      if (offset + length > sizeBytes) {
        const expected = offset + length
        throw bakError('BAK_TRUNCATED', { file, sizeBytes, what, offset, expected })
      }
      const windowEnd = windowAt + (window?.byteLength ?? 0)
      const isNear = offset >= windowAt && offset - windowEnd <= nearGapBytes
      const ahead = Math.min(mostBytes, isNear ? nearWindowBytes : farWindowBytes)
      const wanted = Math.max(length, ahead)
      window = viewOf(
        await readExactly(source, offset, Math.min(wanted, sizeBytes - offset), signal),
      )
      windowAt = offset
      return new DataView(window.buffer, window.byteOffset, length)
    },
  }
}

/**
 * Reads exactly these bytes, which lie in the source.
 *
 * @param buffer  at least as long: the result lies in it where the source can read into an array
 * @throws BAK_CHANGED_WHILE_READ, BAK_UNREADABLE, what the source itself throws, the signal's reason
 */
export async function readExactly(
  source: ByteSource,
  offset: number,
  length: number,
  signal: AbortSignal | undefined,
  buffer?: Uint8Array,
): Promise<Uint8Array> {
  const file = source.name
  signal?.throwIfAborted()
  let bytes: Uint8Array
  try {
    if (buffer && source.readInto) {
      const target = buffer.subarray(0, length)
      bytes = target.subarray(0, await source.readInto(offset, target, signal))
    } else bytes = await source.read(offset, length, signal)
  } catch (error) {
    signal?.throwIfAborted()
    if (isMigrationError(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw bakError('BAK_UNREADABLE', { file, offset, reason }, { cause: error })
  }
  if (bytes.byteLength === length) return bytes
  const received = bytes.byteLength
  throw bakError('BAK_CHANGED_WHILE_READ', { file, offset, requested: length, received })
}
