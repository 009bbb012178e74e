/**
 * One chunk of the compressed container: its header, and where its payload and the next chunk are.
 *
 * @source bak-format facts 2.1: 7 of 7 real files walked to their last byte [measured]
 *
 *   offset size field
 *        0    1 type       0x21 compressed; 0x24 and 0x2C a soft filemark follows as it is
 *        1    1 units      of 512 bytes that the payload gives
 *        2    2 payload    0x21: bytes of payload; 0x24: bytes between byte 24 and the filemark
 *        4   20            memory of the server, without meaning
 *       24    4 checksum   0x21: of the payload, which follows
 *
 *   0x2C at 24: u16 1, u16 1, u32 entries, u32 bytes between byte 24 and the filemark, u32 checksum of the entries,
 *   entries of {u64 position in the backup set, u64 offset in the file}
 */
import { hex, u16, u32 } from '../binary.ts'
import { bakError } from '../errors.ts'
import { containerError } from './errors.ts'

export const chunkHeaderBytes = 28

/** Of 0x24 and 0x2C, from the chunk's begin; the length of the gap counts from here. */
const markHeaderBytes = 24

/** Fields of 0x2C before its entries: the longest header, and all that `parseChunk` needs of a chunk. */
export const indexHeaderBytes = 40
export const indexEntryBytes = 16
/** There is one for each stream of data; more would be a crafted file. [guess] */
const mostIndexEntries = 1024 * 1024

export const unitBytes = 512

/** Longest payload and output of one chunk. */
export const mostPayloadBytes = 0xffff
export const mostOutputBytes = 0xff * unitBytes

const types = { data: 0x21, filemark: 0x24, index: 0x2c } as const

export interface Chunk {
  /** Byte in the file at which the chunk begins. */
  readonly offset: number
  /** `data` is decompressed; the bytes of `filemark` stand in the image as they are. */
  readonly kind: 'data' | 'filemark'
  /** Of a filemark with an index before it: how many entries stand from byte 40 on, and their checksum. */
  readonly index: { readonly entries: number; readonly checksum: number } | undefined
  /** Byte in the file at which the payload, or the filemark, begins. */
  readonly payloadAt: number
  readonly payloadBytes: number
  /** Bytes in the image. */
  readonly outputBytes: number
  /** Of the payload; 0 for a filemark, which has its own. */
  readonly checksum: number
  /** Byte in the file at which the next chunk begins. */
  readonly end: number
}

/**
 * Returns the chunk whose header begins at `at` of the view.
 *
 * @param available  how many bytes of the view from `at` on are in the file; 40, or up to the file's end
 * @param offset  byte in the file that `at` is
 * @throws BAK_CHUNK_UNKNOWN, BAK_CHUNK_UNDECODABLE where a filemark is not at the next multiple of its length
 *   [measured, 12 of 12], BAK_TRUNCATED where the chunk reaches beyond the file
 */
export function parseChunk(
  view: DataView,
  at: number,
  offset: number,
  file: { readonly name: string; readonly sizeBytes: number; readonly filemarkBytes: number },
): Chunk {
  const { sizeBytes, filemarkBytes } = file
  const type = view.getUint8(at)
  const isData = type === types.data
  const hasIndex = type === types.index
  if (!isData && !hasIndex && type !== types.filemark) {
    throw containerError('BAK_CHUNK_UNKNOWN', { offset, file: file.name, type: hex(type, 2) })
  }
  const headerBytes = hasIndex ? indexHeaderBytes : chunkHeaderBytes
  const truncated = (expected: number) =>
    bakError('BAK_TRUNCATED', {
      file: file.name,
      sizeBytes,
      what: `chunk ${hex(type, 2)}`,
      offset,
      expected,
    })
  if (offset + headerBytes > sizeBytes) throw truncated(offset + headerBytes)
  const entries = hasIndex ? u32(view, at + 28) : 0
  const size = hasIndex ? u32(view, at + 32) : u16(view, at + 2)
  const payloadAt = offset + (isData ? chunkHeaderBytes : markHeaderBytes + size)
  const payloadBytes = isData ? size : filemarkBytes
  if (!isData) {
    const least = offset + (hasIndex ? headerBytes + entries * indexEntryBytes : markHeaderBytes)
    const isPlaced =
      filemarkBytes > 0 &&
      payloadAt % filemarkBytes === 0 &&
      payloadAt >= least &&
      payloadAt - least < filemarkBytes + chunkHeaderBytes &&
      entries <= mostIndexEntries
    if (!isPlaced) {
      const reason = `filemark.offset = ${payloadAt}, index.entries = ${entries}`
      throw containerError('BAK_CHUNK_UNDECODABLE', { offset, file: file.name, reason })
    }
  }
  const end = payloadAt + payloadBytes
  if (end > sizeBytes) throw truncated(end)
  return {
    offset,
    kind: isData ? 'data' : 'filemark',
    index: hasIndex ? { entries, checksum: u32(view, at + 36) } : undefined,
    payloadAt,
    payloadBytes,
    outputBytes: isData ? view.getUint8(at + 1) * unitBytes : filemarkBytes,
    checksum: isData ? u32(view, at + 24) : 0,
    end,
  }
}
