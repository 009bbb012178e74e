/** What is wrong with a chunk, as an error of the catalogue. */
import type { MigrationError } from '../../core/index.ts'
import { hex } from '../binary.ts'
import { type Chunk, indexEntryBytes, indexHeaderBytes } from './chunk.ts'
import { chunkChecksum } from './chunk-checksum.ts'
import type { ChunkFault } from './decode-batch.ts'
import { containerError } from './errors.ts'

/** Returns BAK_CHUNK_DAMAGED for a checksum, BAK_CHUNK_UNDECODABLE for content that its checksum confirms. */
export function faultError(fault: ChunkFault, offset: number, file: string): MigrationError {
  if (fault.kind === 'content')
    return containerError('BAK_CHUNK_UNDECODABLE', { offset, file, reason: fault.reason })
  const { stored, computed } = fault
  return containerError('BAK_CHUNK_DAMAGED', {
    offset,
    file,
    stored: hex(stored, 8),
    computed: hex(computed, 8),
  })
}

/**
 * Returns what is wrong with the index of a chunk, if it has one.
 *
 * @param bytes  the chunk from its begin, at least up to the index's end
 */
export function checkIndex(
  chunk: Chunk,
  bytes: Uint8Array,
  file: string,
): MigrationError | undefined {
  if (chunk.index === undefined) return undefined
  const { entries, checksum: stored } = chunk.index
  const end = indexHeaderBytes + entries * indexEntryBytes
  const computed = chunkChecksum(bytes.subarray(indexHeaderBytes, end))
  if (computed === stored) return undefined
  return faultError({ kind: 'checksum', stored, computed }, chunk.offset, file)
}
