/** What kind of file is it? Its first bytes tell. */
import type { ByteSource, MigrationError } from '../core/index.ts'
import { ascii } from './binary.ts'
import { bakError } from './errors.ts'
import type { WindowReader } from './mtf/window-reader.ts'

/** Enough to show what a file begins with instead. */
const magicBytes = 16

/**
 * Returns `mtf` for Microsoft Tape Format, `container` for a compressed or encrypted backup, else the error that says
 * why the file is no backup: BAK_EMPTY or BAK_NOT_A_BACKUP.
 *
 * @param reader  of the same source
 * @throws BAK_SIZE_UNSUPPORTED, BAK_UNREADABLE, BAK_CHANGED_WHILE_READ, what the source throws
 * @source bak-format facts 1.1 and 2.1 [measured]
 */
export async function formatOf(
  { name: file, sizeBytes }: ByteSource,
  reader: WindowReader,
): Promise<'mtf' | 'container' | MigrationError> {
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0)
    throw bakError('BAK_SIZE_UNSUPPORTED', { file, sizeBytes })
  if (sizeBytes === 0) return bakError('BAK_EMPTY', { file })
  const begin = await reader.load(0, Math.min(magicBytes, sizeBytes), 'magic')
  const text = ascii(begin, 0, begin.byteLength)
  if (text.startsWith('TAPE')) return 'mtf'
  if (text.startsWith('MSSQLBAK')) return 'container'
  return bakError('BAK_NOT_A_BACKUP', { file, found: `"${text}"` })
}
