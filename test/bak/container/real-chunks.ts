/** The real compressed files, taken apart by a walk that shares nothing with the one of the program. */
import { backupNames, readGolden } from '../golden.ts'

/** Returns the names of the real files in the compressed container. */
export function compressedNames(): string[] {
  const golden = readGolden()
  return backupNames().filter((name) => golden[name]?.container === 'compressed')
}

export interface RealChunk {
  readonly type: number
  readonly offset: number
  readonly payloadAt: number
  readonly payload: Uint8Array
  readonly outputBytes: number
  readonly end: number
}

/** Returns all chunks of a file. */
export function realChunks(bytes: Uint8Array): RealChunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: RealChunk[] = []
  for (let offset = 480; offset < bytes.length; ) {
    const type = bytes[offset]!
    const size =
      type === 0x2c ? view.getUint32(offset + 32, true) : view.getUint16(offset + 2, true)
    const payloadAt = offset + (type === 0x21 ? 28 : 24 + size)
    // A filemark says its own length.
    const payloadBytes = type === 0x21 ? size : view.getUint16(payloadAt + 8, true)
    const end = payloadAt + payloadBytes
    const outputBytes = type === 0x21 ? bytes[offset + 1]! * 512 : payloadBytes
    const payload = bytes.subarray(payloadAt, end)
    chunks.push({ type, offset, payloadAt, payload, outputBytes, end })
    offset = end
  }
  return chunks
}

export function dataChunks(bytes: Uint8Array): RealChunk[] {
  return realChunks(bytes).filter(({ type }) => type === 0x21)
}
