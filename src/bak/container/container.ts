/**
 * The compressed and encrypted container: recognised here, its chunks are not read.
 *
 * @source bak-format facts 2.1 and 6 [measured]
 *
 *   0 8 "MSSQLBAK"    8 u32 version    12 u32 flags: 2 compressed, 4 encrypted, 0x80 ZSTD
 *   20 u32 length of the thumbprint    24 20 SHA-1 thumbprint of the certificate
 */
import type { ByteSource } from '../../core/index.ts'
import { u32 } from '../binary.ts'
import { bakError } from '../errors.ts'
import type { CompressedInspection, EncryptedInspection } from '../inspection.ts'
import type { WindowReader } from '../mtf/window-reader.ts'

/** The file header; chunks follow it. */
export const containerHeaderBytes = 480

const flagBits = { compressed: 2, encrypted: 4, zstd: 0x80 } as const
const thumbprintAt = 24
const thumbprintBytes = 20

/** Returns what a container's header says. A header that is cut off is the problem of the result. */
export async function inspectContainer(
  source: ByteSource,
  reader: WindowReader,
): Promise<CompressedInspection | EncryptedInspection> {
  const { name, sizeBytes } = source
  if (sizeBytes < containerHeaderBytes) {
    const problem = bakError('BAK_TRUNCATED', {
      file: name,
      sizeBytes,
      what: 'MSSQLBAK',
      offset: 0,
      expected: containerHeaderBytes,
    })
    const unknown = { algorithm: 'unknown', containerVersion: 0 } as const
    return { kind: 'compressed', name, sizeBytes, ...unknown, problem }
  }
  const header = await reader.load(0, containerHeaderBytes, 'MSSQLBAK')
  const containerVersion = u32(header, 8)
  const flags = u32(header, 12)
  if (flags & flagBits.encrypted) {
    const certificateThumbprint = hexAt(header, thumbprintAt, thumbprintBytes)
    const problem = bakError('BAK_ENCRYPTED', { file: name, thumbprint: certificateThumbprint })
    return { kind: 'encrypted', name, sizeBytes, certificateThumbprint, problem }
  }
  const algorithm = algorithmOf(flags)
  const problem = bakError('BAK_COMPRESSED_NOT_READ', { file: name, algorithm })
  return { kind: 'compressed', name, sizeBytes, algorithm, containerVersion, problem }
}

/** @source 3 = Xpress Huffman in 7 of 7 files [measured]; 131 = ZSTD reported by another reader [guess] */
function algorithmOf(flags: number): CompressedInspection['algorithm'] {
  if (flags === (1 | flagBits.compressed)) return 'xpress'
  return flags === (1 | flagBits.compressed | flagBits.zstd) ? 'zstd' : 'unknown'
}

function hexAt(view: DataView, offset: number, length: number): string {
  let hex = ''
  for (let at = offset; at < offset + length; at++)
    hex += view.getUint8(at).toString(16).padStart(2, '0')
  return hex.toUpperCase()
}
