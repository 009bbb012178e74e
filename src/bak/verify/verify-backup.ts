/** The door to verification: what RESTORE VERIFYONLY WITH CHECKSUM proves, without a SQL Server. */
import type { ByteSource } from '../../core/index.ts'
import type { BackupVerdict } from './verdict.ts'
import { openVerification, type VerifyOptions } from './verification.ts'

/**
 * Verifies a backup to its last byte and says what was proved. Reads every byte once, suspects a second time. Memory is a
 * few MB and, for each 64 KiB of pages, one byte, eight where the backup is striped: 16 MiB for a TiB. The sources stay
 * open.
 *
 * A file that is damaged, cut off, encrypted or no backup at all is an answer, not an exception.
 *
 * @param sources  one file, or all stripes of one backup in any order
 * @throws BAK_SIZE_UNSUPPORTED, BAK_UNREADABLE, BAK_CHANGED_WHILE_READ, or what the source throws: a file could not
 *   be read; and the signal's reason
 */
export async function verifyBackup(
  sources: ByteSource | readonly ByteSource[],
  options: VerifyOptions = {},
): Promise<BackupVerdict> {
  const verification = await openVerification(sources, options)
  return await verification.finish()
}
