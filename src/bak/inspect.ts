/** The door to the reader: what kind of file is it, and what does it say about itself? */
import type { ByteSource } from '../core/index.ts'
import { ascii } from './binary.ts'
import type { BackupCodecs } from './container/codecs.ts'
import { inspectContainer } from './container/container.ts'
import { bakError } from './errors.ts'
import { inspectMtf } from './header/inspect-mtf.ts'
import type { BackupInspection } from './inspection.ts'
import { windowReader } from './mtf/window-reader.ts'

export interface InspectOptions {
  /** Decoders for compressed backups beyond MS_XPRESS, which needs none: `nodeCodecs` where there is Node. */
  readonly codecs?: BackupCodecs
  /** Stops the reading; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/** Enough to show what a file begins with instead. */
const magicBytes = 16

/**
 * Reads what a backup file says about itself (RESTORE LABELONLY, HEADERONLY, FILELISTONLY) and verifies every
 * header checksum on the way to its last byte. Page data is never read: the cost is a few small reads, whatever
 * the file's size. The source stays open.
 *
 * A compressed backup is read like any other: offsets of its warnings and sets count in the decompressed image. An
 * index at its end leads to the headers; where there is none that can be proved, the whole file is read once.
 *
 * A file that is damaged, cut off, encrypted or no backup at all is an answer, not an exception.
 *
 * @throws BAK_SIZE_UNSUPPORTED, BAK_UNREADABLE, BAK_CHANGED_WHILE_READ, or what the source throws: the file could
 *   not be read; and the signal's reason
 */
export async function inspectBackup(
  source: ByteSource,
  options: InspectOptions = {},
): Promise<BackupInspection> {
  const { name, sizeBytes } = source
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0)
    throw bakError('BAK_SIZE_UNSUPPORTED', { file: name, sizeBytes })
  const notABackup = { kind: 'not-a-backup', name, sizeBytes } as const
  if (sizeBytes === 0) return { ...notABackup, problem: bakError('BAK_EMPTY', { file: name }) }
  const reader = windowReader(source, options.signal)
  const begin = await reader.load(0, Math.min(magicBytes, sizeBytes), 'magic')
  const magic = ascii(begin, 0, Math.min(8, begin.byteLength))
  if (magic.startsWith('TAPE')) return await inspectMtf(source, reader)
  if (magic === 'MSSQLBAK') return await inspectContainer(source, reader, options)
  const found = `"${ascii(begin, 0, begin.byteLength)}"`
  return { ...notABackup, problem: bakError('BAK_NOT_A_BACKUP', { file: name, found }) }
}
