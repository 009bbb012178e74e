/**
 * The beginning of a compressed file: its header, and the first chunk, whose content proves how it is compressed.
 *
 * @source bak-format facts 2.1 and 6 [measured]
 *
 *   0 8 "MSSQLBAK"    8 u32 version    12 u32 flags: 2 compressed, 4 encrypted, 0x80 ZSTD
 *   20 u32 length of the thumbprint    24 20 SHA-1 thumbprint of the certificate
 */
import type { ByteSource } from '../../core/index.ts'
import { ascii, bytesOf, hex, u16, u32, viewOf } from '../binary.ts'
import { bakError } from '../errors.ts'
import { type WindowReader, windowReader } from '../mtf/window-reader.ts'
import { type Chunk, chunkHeaderBytes, parseChunk } from './chunk.ts'
import { faultError } from './chunk-problem.ts'
import type { BackupCodecs, CompressionAlgorithm } from './codecs.ts'
import { batchDecoder, batchFieldCount } from './decode-batch.ts'
import { containerError } from './errors.ts'

/** The file header; chunks follow it. */
export const containerHeaderBytes = 480

const flagBits = { compressed: 2, encrypted: 4, zstd: 0x80 } as const
const thumbprintAt = 24
const thumbprintBytes = 20
/** The only version that real files were read of. [measured] */
const knownVersion = 2

export interface ContainerHeader {
  readonly version: number
  /** Undefined where the flags name none that is known. */
  readonly algorithm: CompressionAlgorithm | undefined
  readonly flags: number
  /** SHA-1 in upper-case hex, where the file is encrypted. */
  readonly certificateThumbprint: string | undefined
}

/** What is needed to walk the chunks of a file that can be decompressed. */
export interface OpenContainer {
  readonly name: string
  readonly sizeBytes: number
  readonly version: number
  readonly algorithm: CompressionAlgorithm
  /** Length of a soft filemark. */
  readonly filemarkBytes: number
  /** The first chunk: it holds the TAPE block. */
  readonly first: Chunk
}

/**
 * Returns what the header says.
 * @throws BAK_TRUNCATED, and what the source throws
 */
export async function readContainerHeader(reader: WindowReader): Promise<ContainerHeader> {
  const header = await reader.load(0, containerHeaderBytes, 'MSSQLBAK')
  const flags = u32(header, 12)
  const isEncrypted = (flags & flagBits.encrypted) !== 0
  return {
    version: u32(header, 8),
    algorithm: algorithmOf(flags),
    flags,
    certificateThumbprint: isEncrypted ? hexAt(header, thumbprintAt, thumbprintBytes) : undefined,
  }
}

/**
 * Opens the container: reads the header and the first chunk.
 *
 * @throws BAK_ENCRYPTED, BAK_ALGORITHM_NOT_SUPPORTED, BAK_CONTAINER_VERSION_NOT_SUPPORTED, BAK_CODEC_MISSING,
 *   BAK_CHUNK_UNKNOWN, BAK_CHUNK_DAMAGED, BAK_CHUNK_UNDECODABLE, BAK_TRUNCATED, and what the source throws
 */
export async function openContainer(
  source: ByteSource,
  codecs: BackupCodecs,
  signal?: AbortSignal,
): Promise<OpenContainer> {
  const { name, sizeBytes } = source
  const reader = windowReader(source, signal)
  const { version, algorithm, flags, certificateThumbprint } = await readContainerHeader(reader)
  if (certificateThumbprint !== undefined)
    throw bakError('BAK_ENCRYPTED', { file: name, thumbprint: certificateThumbprint })
  if (version !== knownVersion)
    throw containerError('BAK_CONTAINER_VERSION_NOT_SUPPORTED', { file: name, version })
  if (algorithm === undefined)
    throw containerError('BAK_ALGORITHM_NOT_SUPPORTED', { file: name, flags: hex(flags) })
  if (algorithm === 'zstd' && !codecs.zstd)
    throw containerError('BAK_CODEC_MISSING', { file: name, algorithm: 'ZSTD' })
  const at = containerHeaderBytes
  const view = await reader.load(at, chunkHeaderBytes, 'chunk')
  const first = parseChunk(view, 0, at, { name, sizeBytes, filemarkBytes: 0 })
  const payload = await reader.load(first.payloadAt, first.payloadBytes, 'chunk')
  const tape = decodeFirst(first, bytesOf(payload))
  return { name, sizeBytes, version, algorithm, filemarkBytes: u16(tape, 64) * 512, first }

  function decodeFirst(chunk: Chunk, bytes: Uint8Array): DataView {
    const chunks = new Uint32Array(batchFieldCount)
    const { payloadBytes, outputBytes, checksum } = chunk
    chunks.set([0, payloadBytes, outputBytes, checksum])
    const decode = batchDecoder(codecs)
    const { output, faults } = decode({
      algorithm: algorithm ?? 'xpress',
      bytes,
      chunks,
      outputBytes,
    })
    const fault = faults[0]?.fault
    // No real file has shown what chunks of ZSTD are like: one that is other than reported is no damage. [guess]
    if (fault && algorithm === 'zstd')
      throw containerError('BAK_ALGORITHM_NOT_SUPPORTED', { file: name, flags: hex(flags) })
    if (fault) throw faultError(fault, chunk.offset, name)
    const block = viewOf(output)
    if (block.byteLength < 66 || ascii(block, 0, 4) !== 'TAPE') {
      const found = ascii(block, 0, Math.min(4, block.byteLength))
      const reason = `type = "${found}"`
      throw containerError('BAK_CHUNK_UNDECODABLE', { offset: chunk.offset, file: name, reason })
    }
    return block
  }
}

/** @source 3 = Xpress Huffman in 7 of 7 files [measured]; 131 = ZSTD reported by another reader [guess] */
function algorithmOf(flags: number): CompressionAlgorithm | undefined {
  if (flags === (1 | flagBits.compressed)) return 'xpress'
  return flags === (1 | flagBits.compressed | flagBits.zstd) ? 'zstd' : undefined
}

function hexAt(view: DataView, offset: number, length: number): string {
  let text = ''
  for (let at = offset; at < offset + length; at++)
    text += view.getUint8(at).toString(16).padStart(2, '0')
  return text.toUpperCase()
}
