/**
 * Writes SQL Server backups: in memory, as a source, or in chunks; plain or in the compressed container. For the
 * sandbox's source, the sample backups, tests and figures; the opposite of src/bak, with which it shares nothing.
 */
import { type ByteSource, memorySource } from '../../core/index.ts'
import { type CompressOptions, compressBackup } from './container/compress-backup.ts'
import type { Layout } from './layout.ts'
import { MtfWriter } from './mtf-writer.ts'
import type { BackupSpec } from './spec.ts'

/** Returns the whole backup in memory. */
export function writeBackup(spec: BackupSpec): Uint8Array {
  const layout = layOut(spec)
  return layout.slice(0, layout.sizeBytes)
}

/** A backup up to this size is made at once, a larger one as it is read. */
const memoryLimitBytes = 64 * 2 ** 20

/** Returns the backup as a source, of any size: what does not fit in memory is made when it is read. */
export function writeBackupSource(spec: BackupSpec, name: string): ByteSource {
  const layout = layOut(spec)
  return layout.sizeBytes > memoryLimitBytes
    ? layout.toSource(name)
    : memorySource(layout.slice(0, layout.sizeBytes), name)
}

/**
 * Yields the backup from the first byte to the last, in the memory of one chunk.
 * @param chunkBytes  bytes of every chunk but the last; each is overwritten by the next
 */
export function* backupChunks(spec: BackupSpec, chunkBytes = 2 ** 20): Generator<Uint8Array> {
  yield* layOut(spec).chunks(chunkBytes)
}

/**
 * Yields the backup in the compressed container, in the memory of one chunk. Every piece is its own.
 * What the records say of the compressed size is the size before compression.
 */
export function* compressedBackupChunks(
  spec: BackupSpec,
  options: CompressOptions = {},
): Generator<Uint8Array> {
  yield* compressBackup(new MtfWriter(spec).write(), options)
}

/** Returns the whole backup in the compressed container. */
export function writeCompressedBackup(spec: BackupSpec, options: CompressOptions = {}): Uint8Array {
  const pieces = [...compressedBackupChunks(spec, options)]
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0))
  let place = 0
  for (const piece of pieces) {
    bytes.set(piece, place)
    place += piece.byteLength
  }
  return bytes
}

function layOut(spec: BackupSpec): Layout {
  return new MtfWriter(spec).write().layout
}
