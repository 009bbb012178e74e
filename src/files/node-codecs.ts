/** Decoders that Node brings along, for compressed backups. */
import { zstdDecompressSync } from 'node:zlib'
import type { BackupCodecs } from '../bak/index.ts'

/** To be given to inspectBackup, openImage and decodeChunks. */
export const nodeCodecs: BackupCodecs = {
  // A frame that would give more is refused, not allocated.
  zstd: (payload, outputBytes) =>
    zstdDecompressSync(payload, { maxOutputLength: Math.max(1, outputBytes) }),
}
