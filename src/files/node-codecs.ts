/** Decoders that Node brings along, for compressed backups. */
import type { BackupCodecs } from '../bak/index.ts'

/** To be given to inspectBackup, openImage and decodeChunks. */
export const nodeCodecs: BackupCodecs = {
  zstd(payload, outputBytes) {
    // Asked for here, because most commands never need it and would load it.
    const { zstdDecompressSync } = process.getBuiltinModule('node:zlib')
    // A frame that would give more is refused, not allocated.
    return zstdDecompressSync(payload, { maxOutputLength: Math.max(1, outputBytes) })
  },
}
