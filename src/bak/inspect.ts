/** The door to the reader: what kind of file is it, and what does it say about itself? */
import type { ByteSource } from '../core/index.ts'
import type { BackupCodecs } from './container/codecs.ts'
import { inspectContainer } from './container/container.ts'
import { formatOf } from './file-format.ts'
import { inspectMtf } from './header/inspect-mtf.ts'
import type { BackupInspection } from './inspection.ts'
import { windowReader } from './mtf/window-reader.ts'

/** What inspection needs from outside. */
export interface InspectOptions {
  /** Decoders for compressed backups beyond MS_XPRESS, which needs none: `nodeCodecs` where there is Node. */
  readonly codecs?: BackupCodecs
  /** Stops the reading; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

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
  const reader = windowReader(source, options.signal)
  const format = await formatOf(source, reader)
  if (format === 'mtf') return await inspectMtf(source, reader)
  if (format === 'container') return await inspectContainer(source, reader, options)
  const { name, sizeBytes } = source
  return { kind: 'not-a-backup', name, sizeBytes, problem: format }
}
